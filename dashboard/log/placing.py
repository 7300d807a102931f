"""Rows in their place: the team, the UTC moments and the local days of what an export gave, and back."""

from __future__ import annotations

import pandas as pd

from dashboard.log.seats import Seats, to_local

# The moments of each kind, the first of which decides the team.
MOMENTS = {
    "calls": ("at",),
    "emails": ("at",),
    "meetings": ("booked", "starts"),
    "opportunities": ("accepted", "created", "closed"),
}


def moment_columns(moment: str) -> tuple[str, str, str]:
    """The columns of a moment: itself, whether it was a wall-clock time, its local day."""
    return ("at", "wall_clock", "day") if moment == "at" else (
        f"{moment}_at", f"{moment}_wall_clock", f"{moment}_on"
    )  # fmt: skip


def placed(rows: pd.DataFrame, kind: str, seats: Seats) -> pd.DataFrame:
    """Rows with team, UTC moments and local days, from their moments as the export gave them."""
    rows = rows.copy()
    first = None
    for moment in MOMENTS[kind]:
        at, wall, day = moment_columns(moment)
        where = seats.place(rows["rep_id"], rows[at], rows[wall])
        rows[at], rows[day] = where["at"], where["local"].dt.normalize()
        # A meeting or an SAO belongs to the team of its first known moment.
        rows["team_id"] = (
            where["team_id"] if first is None else rows["team_id"].where(first, where["team_id"])
        )
        first = rows[at].notna() if first is None else first | rows[at].notna()
        if moment == "at":
            rows["hour"] = where["local"].dt.hour
    return rows


def as_given(stored: pd.DataFrame, kind: str, seats: Seats) -> pd.DataFrame:
    """Stored rows with their moments as the export gave them: what `placed` takes. `seats` are those they
    were placed with."""
    rows = stored.copy()
    for moment in MOMENTS[kind]:
        at, wall, day = moment_columns(moment)
        rows[at] = pd.to_datetime(rows[at], utc=True).dt.tz_localize(None).astype("datetime64[us]")
        rows[day] = pd.to_datetime(rows[day])
        rows[wall] = rows[wall].astype(bool)
        # What the clock showed decided the seat by its day alone; the row's team may be another one's.
        shown = pd.Series(True, index=rows.index)
        zones = seats.place(rows["rep_id"], rows[day], shown)["team_id"].map(seats.zones)
        for zone in zones.unique():
            these = rows[wall] & (zones == zone)
            rows.loc[these, at] = to_local(rows.loc[these, at], zone)
    return rows
