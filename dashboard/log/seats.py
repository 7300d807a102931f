"""Who sat in which team when, and so: the team, the moment and the local day of everything logged."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from dashboard.log.tables import Seat, Team

Bools, Places = NDArray[np.bool_], NDArray[np.int64]

FIRST, LAST = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")


def to_utc(moments: pd.Series, zone: str) -> pd.Series:
    """Local wall-clock moments (naive) of a zone as naive UTC. An hour that occurs twice is read as the
    first one, an hour that does not occur as the one after it."""
    first = np.ones(len(moments), dtype=bool)
    local = moments.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return local.dt.tz_convert("UTC").dt.tz_localize(None)


def to_local(moments: pd.Series, zone: str) -> pd.Series:
    """Naive UTC moments as naive wall-clock moments of a zone."""
    return moments.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)


class Seats:
    """All seats with their team's zone. `frame`: rep_id, team_id, started_on, ended_on, zone."""

    def __init__(self, frame: pd.DataFrame) -> None:
        frame = frame.assign(
            started_on=pd.to_datetime(frame["started_on"]).fillna(FIRST),
            ended_on=pd.to_datetime(frame["ended_on"]).fillna(LAST),
        )
        self.frame = frame.sort_values(["rep_id", "started_on"], kind="stable").reset_index(drop=True)
        self.zones: dict[int, str] = dict(zip(frame["team_id"], frame["zone"], strict=True))
        self._zone_codes, self._zone_names = pd.factorize(self.frame["zone"])
        self._first_days, self._last_days = (
            self.frame[name].to_numpy().astype("datetime64[D]") for name in ("started_on", "ended_on")
        )

    @classmethod
    def load(cls, connection: Connection) -> Seats:
        """The seats of the whole log, read for writing rows to it."""
        rows = connection.execute(
            select(Seat.rep_id, Seat.team_id, Seat.started_on, Seat.ended_on, Team.time_zone.label("zone"))
            .join(Team, Team.id == Seat.team_id)
            .order_by(Seat.rep_id, Seat.number)
        )
        return cls(pd.DataFrame(rows.all(), columns=["rep_id", "team_id", "started_on", "ended_on", "zone"]))

    def place(self, rep_ids: pd.Series, at: pd.Series, wall_clock: pd.Series) -> pd.DataFrame:
        """Columns `at` (naive UTC), `team_id`, `local` (naive wall clock), one row for each given row.

        A moment belongs to the seat whose days hold it; outside all seats to the last that had begun,
        else the first. A row without a moment goes to the rep's latest seat. Every rep must have one.
        """
        wall = wall_clock.to_numpy(dtype=bool)
        first, count = self._seats_of(rep_ids)
        best, score = first.copy(), np.full(len(at), -1)
        # Most reps have one seat, between which there is nothing to choose.
        for turn in range(int(count.max(initial=0))):
            rows = np.flatnonzero((count > turn) & (count > 1))
            seats = first[rows] + turn
            local = self._local(at.iloc[rows], wall[rows], seats)
            begun, suits = self._suit(seats, local)
            # A later seat wins a tie, unless neither had begun.
            better = (suits > score[rows]) | ((suits == score[rows]) & begun)
            best[rows[better]], score[rows[better]] = seats[better], suits[better]
        utc, local = self._utc(at, wall, best), self._local(at, wall, best)
        team = self.frame["team_id"].to_numpy()[best] if len(best) else np.zeros(0, np.int64)
        return pd.DataFrame({"at": utc, "team_id": team, "local": local}, index=at.index)

    def _seats_of(self, rep_ids: pd.Series) -> tuple[Places, Places]:
        """The place of each rep's first seat in `frame`, and how many seats follow from there."""
        reps, first, count = np.unique(
            self.frame["rep_id"].to_numpy(dtype=np.int64), return_index=True, return_counts=True
        )
        wanted = rep_ids.to_numpy(dtype=np.int64)
        missing = ~np.isin(wanted, reps)
        if missing.any():
            raise ValueError(f"reps without a seat: {sorted(set(wanted[missing].tolist()))}")
        found = np.searchsorted(reps, wanted)
        return first[found], count[found]

    def _suit(self, seats: Places, local: pd.Series) -> tuple[Bools, Places]:
        """Which of these seats had begun at a local moment, and how well each suits it: 2 where its days
        hold it, 1 where it had begun."""
        unknown = local.isna().to_numpy()
        day = local.to_numpy().astype("datetime64[D]")
        begun = (day >= self._first_days[seats]) | unknown
        return begun, begun.astype(int) + (begun & ((day <= self._last_days[seats]) | unknown))

    def _local(self, at: pd.Series, wall: Bools, seats: Places) -> pd.Series:
        """What clocks show at moments, in the zones of these seats."""
        return self._shifted(at, ~wall, seats, to_local)

    def _utc(self, at: pd.Series, wall: Bools, seats: Places) -> pd.Series:
        return self._shifted(at, wall, seats, to_utc)

    def _shifted(
        self, at: pd.Series, which: Bools, seats: Places, shift: Callable[[pd.Series, str], pd.Series]
    ) -> pd.Series:
        """Moments of which some are moved between UTC and the zone of their seat."""
        if not which.any():
            return at
        shifted = at.to_numpy(copy=True)
        zone_codes = self._zone_codes[seats]
        for code, zone in enumerate(self._zone_names):
            rows = np.flatnonzero(which & (zone_codes == code))
            if len(rows):
                shifted[rows] = shift(at.iloc[rows], zone).to_numpy()
        return pd.Series(shifted, index=at.index)
