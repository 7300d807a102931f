"""Who sat in which team when, and so: the team, the moment and the local day of everything logged."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from dashboard.log.tables import Seat, Team

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
        best = pd.DataFrame({"at": at, "team_id": 0, "local": at, "score": -1}, index=at.index)
        turn = self.frame.groupby("rep_id").cumcount()
        for number in range(int(turn.max()) + 1 if len(turn) else 0):
            seats = self.frame[turn == number].set_index("rep_id")
            self._improve(best, rep_ids, at, wall_clock, seats)
        if (best["score"] < 0).any():
            raise ValueError(f"reps without a seat: {sorted(set(rep_ids[best['score'] < 0]))}")
        return best[["at", "team_id", "local"]]

    def _improve(self, best, rep_ids, at, wall_clock, seats) -> None:
        """Puts rows into their rep's next seat where it suits them better than the earlier ones."""
        for zone, group in seats.groupby("zone"):
            mine = rep_ids[rep_ids.isin(group.index)]
            if mine.empty:
                continue
            moments, wall = at.loc[mine.index], wall_clock.loc[mine.index].astype(bool)
            utc = moments.where(~wall, to_utc(moments, zone))
            local = moments.where(wall, to_local(moments, zone))
            day = local.dt.normalize()
            seat = group.loc[mine.to_numpy()].set_axis(mine.index)
            begun = (day >= seat["started_on"]) | day.isna()
            score = begun.astype(int) + (begun & ((day <= seat["ended_on"]) | day.isna())).astype(int)
            so_far = best.loc[mine.index, "score"]
            # A later seat wins a tie, unless neither had begun.
            better = score.index[(score > so_far) | (score == so_far) & begun]
            best.loc[better, "at"] = utc[better]
            best.loc[better, "local"] = local[better]
            best.loc[better, "team_id"] = seat.loc[better, "team_id"]
            best.loc[better, "score"] = score[better]
