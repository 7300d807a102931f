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
# The unit of a column whose numbers contradict each other, and what is left of these: no duration.
EITHER = "?"
UNTOLD = "{} (seconds, minutes or milliseconds? a mapping's units say it)"


@dataclass
class Lengths:
    """What the numbers of a column say of their unit: how many there are above 0, how many of these are
    longer than an hour in seconds, how many have decimals, the longest and the shortest, and whether all end
    in three zeros."""

    count: int = 0
    long: int = 0
    broken: int = 0
    longest: float = 0.0
    shortest: float = float("inf")
    even: bool = True

    def look_at(self, cells: pd.Series) -> None:
        """Takes in the durations of a column."""
        numbers = pd.to_numeric(cells[fit(cells, NUMBER.pattern)])
        talked = numbers[numbers > 0]
        self.count += len(talked)
        self.long += int((talked > HOUR_S).sum())
        self.broken += int((talked % 1 > 0).sum())
        self.longest = max(self.longest, talked.max()) if len(talked) else self.longest
        self.shortest = min(self.shortest, talked.min()) if len(talked) else self.shortest
        self.even &= bool((talked % THOUSAND == 0).all())

    @property
    def unit(self) -> str:
        """Milliseconds where half of the calls would otherwise be longer than an hour, where all are whole
        seconds in milliseconds, or where one would be longer than a day; but then it is open where another
        would have lasted less than a second. Open as well where most have decimals and some are below 1: so
        are minutes written. Else seconds."""
        if 2 * self.broken > self.count and self.shortest < 1 <= self.longest:
            return EITHER
        if 2 * self.long > self.count or self.even and self.count > 1:
            return "ms"
        if self.longest > DAY_S:
            return EITHER if self.shortest < THOUSAND else "ms"
        return "s"


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
        # No clock shows 12:75, nor 1:75:00; minutes alone may be more than an hour has.
        if whole > 59 or (minutes > 59 and (match[1] is not None or unit == "h:m")):
            return text
        return str(hours * HOUR_S + minutes * MINUTE_S + whole)
    # Less than 1 may be the part of a day that a workbook has for a time.
    if not NUMBER.fullmatch(text) or (unit != "min" and 0 < float(text) < 1):
        return text
    if unit == EITHER and float(text):
        return UNTOLD.format(text)
    if unit in IN_A_SECOND:
        return str(round(float(text) / IN_A_SECOND[unit]))
    return str(int(float(text)))
