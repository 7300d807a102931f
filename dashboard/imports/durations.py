"""Durations as exports write them, to whole seconds. Which unit a plain number has is decided for a whole
column of a file; what cannot be read is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from dashboard.imports.amounts import each
from dashboard.imports.dates import fit
from dashboard.imports.parsing import DAY_S

HOUR_S, MINUTE_S, THOUSAND = 3_600, 60, 1_000
# How many of these are a second.
IN_A_SECOND = {"ms": THOUSAND, "min": 1 / MINUTE_S}
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:\.\d+)?", re.ASCII)
NUMBER = re.compile(r"\d{1,12}(?:\.\d+)?", re.ASCII)
WHOLE_OR_BLANK = r"\d{0,9}"


@dataclass
class Lengths:
    """What the numbers of a column say of their unit: how many there are above 0, how many of these are
    longer than an hour in seconds, the longest, and whether all end in three zeros."""

    count: int = 0
    long: int = 0
    longest: float = 0.0
    even: bool = True

    def look_at(self, cells: pd.Series) -> None:
        """Takes in the durations of a column."""
        numbers = pd.to_numeric(cells[fit(cells, NUMBER.pattern)])
        talked = numbers[numbers > 0]
        self.count += len(talked)
        self.long += int((talked > HOUR_S).sum())
        self.longest = max(self.longest, talked.max()) if len(talked) else self.longest
        self.even &= bool((talked % THOUSAND == 0).all())

    @property
    def unit(self) -> str:
        """Milliseconds where a call would otherwise be longer than a day, where half of them would be longer
        than an hour, or where all are whole seconds in milliseconds; else seconds."""
        even = self.even and self.count > 1
        return "ms" if self.longest > DAY_S or 2 * self.long > self.count or even else "s"


def seconds(cells: pd.Series, unit: str) -> pd.Series:
    """Durations as whole seconds: "0:12:30", "12:30" (with "h:m" hours and minutes), or numbers of a unit
    ("s", "ms", "min")."""
    if unit == "s" and fit(cells, WHOLE_OR_BLANK).all():
        return cells
    return each(cells, lambda text: _seconds(text, unit))


def _seconds(text: str, unit: str) -> str:
    if match := CLOCK.fullmatch(text):
        hours, minutes, whole = (int(part or 0) for part in match.groups())
        if unit == "h:m" and match[1] is None:
            hours, minutes, whole = minutes, whole, 0
        return str(hours * HOUR_S + minutes * MINUTE_S + whole)
    if not NUMBER.fullmatch(text):
        return text
    if unit in IN_A_SECOND:
        return str(round(float(text) / IN_A_SECOND[unit]))
    return str(int(float(text)))
