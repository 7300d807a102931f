"""Rows on the days that their file says, in whatever zone it writes its moments."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.imports.rows import Rows
from dashboard.log.placing import moment_columns
from dashboard.log.seats import Seats, to_local


def keep_days(rows: Rows, seats: Seats) -> None:
    """Takes the day alone, as the rep's calendar has it, of each moment that is of another day where the rep
    works than its file says."""
    for name, days in rows.chunk.days.items():
        at, wall, _ = moment_columns("at" if name == "at" else name.removesuffix("_at"))
        found = rows.good[[at, wall, "rep_id"]].dropna()
        # What is a wall-clock time was made from the day.
        found = found[~found[wall].astype(bool)]
        said = pd.to_datetime(days.loc[found.index], format="%Y-%m-%d", errors="coerce").dropna()
        moved = _moved(found.loc[said.index, at], said, found["rep_id"], seats)
        rows.frame.loc[moved, at] = said[moved].astype(rows.frame[at].dtype)
        rows.frame.loc[moved, wall] = True


def _moved(at: pd.Series, said: pd.Series, rep_ids: pd.Series, seats: Seats) -> pd.Index:
    """The moments (UTC) that are of another day than is said where the rep works."""
    elsewhere = np.zeros(len(at), dtype=bool)
    # Most are of that day in every team's zone: it need not be known which team's.
    for zone in set(seats.zones.values()):
        elsewhere |= (to_local(at, zone).dt.normalize() != said).to_numpy(dtype=bool)
    at = at[elsewhere]
    utc = pd.Series(False, index=at.index)
    local = seats.place(rep_ids.loc[at.index].astype("int64"), at, utc)["local"]
    return at.index[local.dt.normalize() != said.loc[at.index]]
