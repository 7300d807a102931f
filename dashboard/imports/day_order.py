"""Which of day and month comes first in a file's dates, as far as the dates themselves say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.imports.dates import TWO_WAYS, is_iso
from dashboard.imports.year_place import Where, YearPlace, full_year, is_date

# As much of a text as a date can take.
DATE = 10


@dataclass
class Order:
    """The first row (spreadsheet number, text) that can only be read with the day first, the first only with
    the month first, and the first that reads both ways. `told`: what somebody said, which counts where the
    dates leave it open, or contradict each other.

    Dates with dots have the day first, whatever the others have; `dotted_at` is the first that cannot. Where
    a year has two digits, it may stand first as well (`year_place`).
    """

    told: bool | None = None
    day_first_at: Where | None = None
    month_first_at: Where | None = None
    both_at: Where | None = None
    dotted_at: Where | None = None
    _seen: set[str] = field(default_factory=set, repr=False)
    _years: dict[str, YearPlace] = field(
        default_factory=lambda: {"/": YearPlace(), ".": YearPlace(usual=True)}, repr=False
    )

    def look_at(self, numbers: Sequence[int], cells: pd.Series) -> None:
        """Takes in the dates of a column."""
        places = np.flatnonzero(~is_iso(cells))
        for place, text in zip(places, cells.iloc[places], strict=True):
            # A name of a weekday stands where else the date would.
            date = text[:DATE] if text[:1].isdigit() else text
            if date not in self._seen and (match := TWO_WAYS.fullmatch(text)):
                self._seen.add(date)
                self._note(match, (numbers[place], text))

    def _note(self, match: re.Match[str], where: Where) -> None:
        first, second, year = int(match["a"]), int(match["b"]), full_year(match["y"])
        if len(match["y"]) == 2:
            self._years[match["sep"]].look_at(match.group("a", "b", "y"), where)
        # A day that there is not says nothing: nobody knows what was meant.
        day_first, month_first = is_date(year, second, first), is_date(year, first, second)
        if match["sep"] == ".":
            self.dotted_at = self.dotted_at or (where if month_first and not day_first else None)
        elif month_first and not day_first:
            self.month_first_at = self.month_first_at or where
        elif day_first and not month_first:
            self.day_first_at = self.day_first_at or where
        elif day_first and first != second:
            self.both_at = self.both_at or where

    @property
    def saw_nothing(self) -> bool:
        """Whether no date had a day and a month to tell apart, those with dots included."""
        return not self._seen

    @property
    def contradicts_itself(self) -> bool:
        """Whether some dates have the day first, and others the month."""
        return self.day_first_at is not None and self.month_first_at is not None

    @property
    def open(self) -> bool:
        """Whether dates can be read both ways, and nothing says which is meant."""
        return self.day_first is None and self.both_at is not None

    @property
    def year_open_at(self) -> Where | None:
        """The first date of which the year may as well stand first, where nothing says that it stands last:
        whoever says which of day and month comes first, as these dates have it, says that it does."""
        if self.told is not None and self.told == self.day_first:
            return None
        return next((years.open_at for years in self._years.values() if years.open_at), None)

    @property
    def day_first(self) -> bool | None:
        """Whether the day comes first; None where nothing says so."""
        if self.told is not None and (self.contradicts_itself or not self._tells):
            return self.told
        if self.day_first_at is not None:
            return True
        return False if self.month_first_at is not None else None

    @property
    def _tells(self) -> bool:
        return self.day_first_at is not None or self.month_first_at is not None
