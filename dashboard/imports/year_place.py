"""Whether dates with two digits of their year end with it, as far as the dates themselves say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Where = tuple[int, str]
CENTURY, LAST_CENTURY = 2000, 1900
# From here on two digits are of the last century, as spreadsheets and POSIX have it.
PIVOT = 70
# Of two readings, one of which has dates before this year, the other is meant: logs of calls are younger.
OLDEST = 2010
# Numbers that lie so many years further apart than those at the other end are days.
APART = 4


def full_year(text: str) -> int:
    """The year that four digits, or two, are."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (LAST_CENTURY if year >= PIVOT else CENTURY)


@dataclass
class YearPlace:
    """What the dates of a file say. `usual`: its dates are of a form that ends with the year unless they say
    otherwise. `begins_at`, `both_at`: the first (row, text) that can only begin with its year, and the first
    that may begin or end with it."""

    usual: bool = False
    begins_at: Where | None = None
    both_at: Where | None = None
    _ends: bool = False
    _first: set[int] = field(default_factory=set)
    _last: set[int] = field(default_factory=set)

    def look_at(self, numbers: tuple[str, str, str], where: Where) -> None:
        """Takes in a date of three numbers, the last of two digits."""
        a, b, c = numbers
        first = full_year(a.zfill(2))
        begins = is_date(first, int(b), int(c))
        ends = any(is_date(full_year(c), *map(int, pair)) for pair in ((a, b), (b, a)))
        if begins and ends:
            self.both_at = self.both_at or where
            self._first.add(first)
            self._last.add(full_year(c))
        elif begins:
            self.begins_at = self.begins_at or where
        self._ends |= ends and not begins

    @property
    def open_at(self) -> Where | None:
        """The date that shows that it is open, if it is."""
        where = self.begins_at or self.both_at
        if self._ends or where is None:
            return None
        votes = self._votes()
        return None if votes == {True} or (self.usual and not votes) else where

    def _votes(self) -> set[bool]:
        """Whether the dates end with their year, as each thing says that says something."""
        votes = {False} if self.begins_at else set()
        if self.both_at:
            further = _span(self._first) - _span(self._last)
            votes |= {further > 0} if abs(further) >= APART else set()
            first_old, last_old = (min(years) < OLDEST for years in (self._first, self._last))
            votes |= {first_old} if first_old != last_old else set()
        return votes


def is_date(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _span(years: set[int]) -> int:
    return max(years) - min(years)
