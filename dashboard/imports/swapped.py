"""Whether a spreadsheet has swapped days and months. It makes a date of what fits its own order, and leaves
the rest as text: of a day-first export, opened month-first, 05/10 becomes the 10th of May, and 16/09 stays.
Nothing in a single row shows this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.imports.dates import DAY_LENGTH, SERIAL, TWO_WAYS, as_iso, fit
from dashboard.imports.year_place import Where

# A date as a workbook's cells, or a table's of one, have it.
MADE = rf"\d{{4}}-\d{{2}}-\d{{2}}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?)?|{SERIAL.pattern}"
MONTHS = 12
# How many of all days are up to the 12th, and how rare it is by chance that only these were made dates, and
# only others stayed text, for it to be no chance.
EARLY, RARE = 0.4, 0.001
# Dates of so many months are not the beginning of a file that goes on in another form.
APART = 3
# As much of a text as a date can take, and as much of an ISO date as tells the month.
DATE, MONTH_LENGTH = 10, 7
SENTENCE = (
    "{} has dates of which a spreadsheet has most likely swapped day and month: those it took for dates are "
    "never after the 12th of a month (row {}: {}), those it left as text always (row {}: {}); load the file "
    "as it was before it was opened there, or write all its dates as 2026-11-03."
)


@dataclass
class Swapped:
    """The dates of one column: the days that were made (none later than the 12th while `_late` is false), and
    the texts of which only one order makes a date (all of them while `_both` is false)."""

    made_at: Where | None = None
    text_at: Where | None = None
    _made: set[str] = field(default_factory=set, repr=False)
    _texts: set[str] = field(default_factory=set, repr=False)
    _seen: set[str] = field(default_factory=set, repr=False)
    _late: bool = False
    _both: bool = False

    def look_at(self, numbers: Sequence[int], cells: pd.Series) -> None:
        """Takes in the dates of a column."""
        if self._late or self._both:
            return
        is_made = fit(cells, MADE)
        texts = np.flatnonzero(~is_made)
        for place, text in zip(texts, cells.iloc[texts], strict=True):
            if text[:DATE] not in self._seen:
                self._seen.add(text[:DATE])
                self._note_text((numbers[place], text))
        if is_made.any():
            self._note_made(numbers, cells, np.flatnonzero(is_made))

    @property
    def is_likely(self) -> bool:
        """Whether the two lie so apart that it is no chance."""
        if self._late or self._both or not self._made or not self._texts:
            return False
        if len({day[:MONTH_LENGTH] for day in self._made}) < APART:
            return False
        return EARLY ** len(self._made) * (1 - EARLY) ** len(self._texts) < RARE

    def sentence(self, name: str) -> str:
        """What is wrong with a file of this name, and what to do."""
        return SENTENCE.format(name, *(self.made_at or ()), *(self.text_at or ()))

    def _note_text(self, where: Where) -> None:
        match = TWO_WAYS.fullmatch(where[1])
        if match is None:
            return
        first, second = int(match["a"]), int(match["b"])
        self._both |= max(first, second) <= MONTHS and first != second
        if max(first, second) > MONTHS:
            self._texts.add(f"{first}/{second}/{match['y']}")
            self.text_at = self.text_at or where

    def _note_made(self, numbers: Sequence[int], cells: pd.Series, places: np.ndarray) -> None:
        days = as_iso(cells.iloc[places], None).str.slice(0, DAY_LENGTH)
        different = set(days.unique())
        self._late = any(int(day[-2:]) > MONTHS for day in different)
        self._made |= different
        self.made_at = self.made_at or (numbers[places[0]], cells.iloc[places[0]])
