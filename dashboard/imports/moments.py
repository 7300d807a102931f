"""Moments and days of an export to ISO text: from one column or several, in the time zone that each is in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.imports import dates, parsing
from dashboard.imports.columns import Bools, Columns, any_holds
from dashboard.imports.habits import Habits
from dashboard.imports.mapping import Mapping
from dashboard.imports.mapping_parts import Moment, Names


class Moments:
    """The moments of rows, as a mapping and a file's habits have them."""

    def __init__(self, columns: Columns, mapping: Mapping, habits: Habits) -> None:
        self._columns, self._mapping, self._habits = columns, mapping, habits

    def dated(self, groups: Names) -> pd.Series:
        """Moments or days; of several columns the first that is filled."""
        return self._columns.cells(groups, self._read)

    def made(self, moment: Moment) -> pd.Series:
        """A moment that stands in several columns."""
        clock, day = self.dated(moment.clock), self._day_and_time(moment)
        if moment.day_decides:
            # Of another zone the clock may be of a day beside it.
            by_clock = _near(dates.day_of(day), clock) | (day == "").to_numpy(dtype=bool)
        else:
            by_clock = (clock != "").to_numpy(dtype=bool) & ~any_holds(self._columns, moment.whole_day)
        return clock.where(by_clock, day)

    def day(self, moment: Moment) -> pd.Series:
        """The day as the export's calendar has it; what is none as it is."""
        return self._columns.cells(moment.day, self._read_day)

    def _read(self, columns: Columns, name: str) -> pd.Series:
        if name in self._habits.days:
            return self._read_day(columns, name)
        zone = self._mapping.zone if self._mapping.in_zone(name) else ""
        return self._in_order(dates.as_iso(columns.named(name), self._habits.day_first, zone))

    def _read_day(self, columns: Columns, name: str) -> pd.Series:
        cells = columns.named(name)
        if name in self._habits.days:
            return dates.day_of(cells)
        cells = self._in_order(dates.as_iso(cells, self._habits.day_first))
        return dates.day_of(cells).where(dates.is_iso(cells), cells)

    def _in_order(self, cells: pd.Series) -> pd.Series:
        """Moments, with a word behind those whose day and month are not in the file's order."""
        if self._habits.day_first is None:
            return cells
        left = cells[~dates.is_iso(cells)]
        odd = left[left.map(dates.in_other_order(self._habits.day_first)).astype(bool)]
        return cells.mask(cells.index.isin(odd.index), cells + parsing.OTHER_ORDER) if len(odd) else cells

    def _day_and_time(self, moment: Moment) -> pd.Series:
        day, time = self.day(moment), self._columns.cells(moment.time)
        if not self._columns.found(moment.time):
            return day
        codes, words = pd.factorize(time.to_numpy(dtype=object))
        beside = np.array([word and f" {dates.time_of_day(word)}" for word in words], dtype=object)
        made = day.where(day == "", day + pd.Series(beside[codes], dtype="str"))
        if not any(self._mapping.in_zone(name) for name in self._columns.found(moment.day)):
            return made
        return dates.as_iso(made, self._habits.day_first, self._mapping.zone)


def _near(days: pd.Series, moments: pd.Series) -> Bools:
    """Which moments have a time of day and are of a day or of one beside it (ISO texts)."""
    of = dates.day_of(moments)
    near = (of == days).to_numpy(dtype=bool, copy=True)
    odd = np.flatnonzero(~near & (of != "").to_numpy(dtype=bool))
    one, other = (pd.to_datetime(cells.iloc[odd], format="%Y-%m-%d", errors="coerce") for cells in (days, of))
    near[odd] = (one - other).abs() <= pd.Timedelta(days=1)
    return near & (moments.str.len() > dates.DAY_LENGTH).to_numpy(dtype=bool)
