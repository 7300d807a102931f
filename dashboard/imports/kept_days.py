"""Rows on the days that their file says, in whatever zone it writes its moments."""

from __future__ import annotations

import pandas as pd

from dashboard.imports.iso_columns import DAY, iso_column
from dashboard.imports.rows import Rows
from dashboard.log.placing import moment_columns
from dashboard.log.seats import Seats


def keep_days(rows: Rows, seats: Seats) -> None:
    """Takes the day alone, as the rep's calendar has it, of each moment that is of another day where the rep
    works than its file says."""
    for name, days in rows.chunk.days.items():
        at, wall, _ = moment_columns("at" if name == "at" else name.removesuffix("_at"))
        found = rows.good[[at, wall, "rep_id"]].dropna()
        # What is a wall-clock time was made from the day.
        found = found[~found[wall].astype(bool)]
        said = _days(days.loc[found.index]).dropna()
        moved = _moved(found.loc[said.index, at], said, found.loc[said.index, "rep_id"], seats)
        rows.frame.loc[moved, at] = said[moved].astype(rows.frame[at].dtype)
        rows.frame.loc[moved, wall] = True


def _days(cells: pd.Series) -> pd.Series:
    """The cells that are days (ISO text)."""
    column = iso_column(cells)
    moments = column.moments() if column is not None and set(column.lines) <= {DAY} else None
    if moments is not None:
        return pd.Series(moments, index=cells.index)
    return pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce")


def _moved(at: pd.Series, said: pd.Series, rep_ids: pd.Series, seats: Seats) -> pd.Index:
    """The moments (UTC) that are of another day than is said where the rep works."""
    utc = pd.Series(False, index=at.index)
    local = seats.place(rep_ids.astype("int64"), at, utc)["local"].to_numpy()
    return at.index[local.astype("datetime64[D]") != said.to_numpy().astype("datetime64[D]")]
