"""Counts of new rows, kept while a file goes in: what was just written need not be read again to be counted.

They hold for days on which the log had no row of the kind before, and none was taken out since; all other
days are counted again from the raw rows (`daily.py`). When they have become many they are put in before the
file is at its end (`drained`): a long file takes no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.log.counting import COUNTS, NOON, Cells, Count

PAIR = ["rep_id", "day"]
CELL = [*PAIR, "team_id", "list"]
_NO_DAYS = pd.DataFrame({"rep_id": pd.Series(dtype="int64"), "day": pd.Series(dtype="datetime64[us]")})
# So many cells are held before those that are the same are put together; where half of them are left then,
# they are put in.
MANY = 200_000


class Tally:
    """The counts of one kind of touches by rep, local day, team and list ("" for none)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._counts = COUNTS[kind]
        self._cells: list[pd.DataFrame] = []
        self._spoiled: list[pd.DataFrame] = []
        self._early: list[pd.DataFrame] = []
        self._held, self.is_full = 0, False

    def add(self, rows: pd.DataFrame) -> None:
        """Counts rows as they are written."""
        self.take(cells_of(rows, self._counts))

    def take(self, cells: pd.DataFrame) -> None:
        """Adds the counts of rows that are written, as `cells_of` gives them."""
        self._cells.append(cells)
        self._held += len(cells)
        if self._held > MANY:
            self._cells = [self._together()]
            self._held = len(self._cells[0])
            self.is_full = self._held > MANY // 2

    def spoil(self, pairs: pd.DataFrame) -> None:
        """Takes it that the counts of these days (rep_id, day) do not hold any more."""
        if len(pairs):
            self._spoiled.append(pairs[PAIR].assign(day=_days(pairs["day"])).drop_duplicates())

    @property
    def early(self) -> pd.DataFrame:
        """The days (rep_id, day) of which counts were put in before the end."""
        return pd.concat(self._early) if self._early else _NO_DAYS

    def drained(self) -> pd.DataFrame:
        """The cells that it holds, to be put in: it begins anew, and knows their days."""
        cells = self._together()
        self._cells, self._held, self.is_full = [], 0, False
        days = cells[PAIR].drop_duplicates()
        self._early.append(days[~among(days, self.early)])
        return cells

    def counts(self, before: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The cells of the days that hold, and the days that do not. `before`: days (rep_id, day) that had
        such rows already."""
        if not self._cells:
            return _no_cells(self._counts), self._spoilt()
        cells = self._together()
        self.spoil(before[among(before, cells)])
        spoilt = self._spoilt()
        return cells[~among(cells, spoilt)], spoilt

    def _together(self) -> pd.DataFrame:
        """All cells that it holds, each once."""
        if len(self._cells) < 2:
            # Those of some rows at once are different ones.
            return self._cells[0] if self._cells else _no_cells(self._counts)
        return _summed(pd.concat(self._cells))

    def _spoilt(self) -> pd.DataFrame:
        return pd.concat(self._spoiled) if self._spoiled else _NO_DAYS


def cells_of(rows: pd.DataFrame, counts: Mapping[str, Count]) -> pd.DataFrame:
    """The counts of rows by rep, local day, team and list ("" for none)."""
    cells, places = _cells(rows)
    codes, outcomes = pd.factorize(rows["outcome"])
    later = (rows["hour"] >= NOON).to_numpy(dtype=bool)
    shape = (len(cells), len(outcomes), 2)
    where = np.ravel_multi_index((places, codes, later.astype(np.int64)), shape)
    seconds = rows["duration_s"].fillna(0).to_numpy(dtype=np.int64) if "duration_s" in rows else None
    found = Cells(_binned(where, shape), _binned(where, shape, seconds))
    return cells.assign(**{name: count.of(found, tuple(outcomes)) for name, count in counts.items()})


def _binned(
    where: NDArray[np.int64], shape: tuple[int, ...], weights: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    return np.bincount(where, weights, int(np.prod(shape))).astype(np.int64).reshape(shape)


def among(rows: pd.DataFrame, days: pd.DataFrame) -> pd.Series:
    """Which rows are of one of some days."""
    pairs = (pd.MultiIndex.from_arrays([one["rep_id"], _days(one["day"])]) for one in (rows, days))
    mine, others = pairs
    return pd.Series(mine.isin(others), index=rows.index, dtype=bool)


def _days(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column).astype("datetime64[us]")


def _cells(rows: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The different cells of some rows, and which of them each row is in."""
    place, count = np.zeros(len(rows), np.int64), 1
    first = rows["day"].min()
    for codes in (
        rows["rep_id"].factorize()[0], (rows["day"] - first).dt.days.to_numpy(),
        rows["team_id"].factorize()[0],
        rows["list"].astype("category").cat.codes.to_numpy() + 1,
    ):  # fmt: skip
        place, count = place * (int(codes.max()) + 1) + codes, count * (int(codes.max()) + 1)
    _, where, places = np.unique(place, return_index=True, return_inverse=True)
    cells = rows[CELL].iloc[where].reset_index(drop=True)
    return cells.assign(list=cells["list"].astype(object).fillna(""), day=_days(cells["day"])), places


def _no_cells(counts: Mapping[str, Count]) -> pd.DataFrame:
    return pd.DataFrame(columns=[*CELL, *counts])


def _summed(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.groupby(CELL, as_index=False, sort=False).sum()
