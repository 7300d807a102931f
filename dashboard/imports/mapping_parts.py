"""What a mapping is made of: names of columns, conditions on rows, moments that stand in several columns."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

# A name that begins so is a pattern for the whole of a header's cell: custom columns have names of their own.
PATTERN = "~"


def found_in(names: list[str] | tuple[str, ...], group: tuple[str, ...]) -> str | None:
    """The first of a column's possible names that a header (lower case) has; None for none."""
    for wanted in group:
        if not wanted.startswith(PATTERN):
            if wanted.casefold() in names:
                return wanted.casefold()
        elif fitting := [name for name in names if is_called(name, wanted)]:
            return fitting[0]
    return None


def is_called(column: str, name: str) -> bool:
    """Whether a column of a header (lower case) has a name, or fits it where that is a pattern."""
    pattern = pattern_of(name)
    return column == name.casefold() if pattern is None else pattern.fullmatch(column) is not None


@cache
def pattern_of(name: str) -> re.Pattern[str] | None:
    """The pattern that a name is, if it is one; raises `re.error` for one that cannot be read."""
    return re.compile(name.removeprefix(PATTERN), re.IGNORECASE) if name.startswith(PATTERN) else None


def _groups(value: Any) -> Any:
    """`"a"` and `["a", "b"]` are one column under several names; `[["a"], ["b"]]` are two, of which the first
    that is filled counts."""
    if isinstance(value, str):
        return ((value,),)
    if isinstance(value, (list, tuple)) and value and all(isinstance(name, str) for name in value):
        return (tuple(value),)
    return value


Names = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_groups)]


class Part(BaseModel):
    """A part of a mapping: what is not known in it is a mistake, and no silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Part):
    """What a column says of a row: that it `equals`, `begins` with or `contains` one of some words, or is
    `filled`, or `blank`. `beside`: only in files that have this column too. `decides`: where the column is
    filled, no later condition is asked, but for words that leave it `open`. `why`: what a row is
    that is set aside for it."""

    column: Names
    equals: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    filled: bool = False
    blank: bool = False
    beside: Names = ()
    decides: bool = False
    open: tuple[str, ...] = ()
    why: str = ""


class Moment(Part):
    """A moment that stands in several columns: in `clock` whole; where that is blank or `whole_day` holds, as
    a `day`, which alone is in no time zone, with the `time` of day beside it. With `day_decides` the clock
    tells the time of day only, and only where it is of that day."""

    day: Names = ()
    time: Names = ()
    clock: Names = ()
    day_decides: bool = False
    whole_day: tuple[Condition, ...] = ()

    @property
    def columns(self) -> tuple[Names, ...]:
        """All that it is made of."""
        return (self.day, self.time, self.clock, *(one.column for one in self.whole_day))


class Word(Part):
    """A column that says a canonical word by being one of `equals`, a number above 0 (`counted`), or `filled`
    (it says when)."""

    column: Names
    equals: tuple[str, ...] = ()
    counted: bool = False
    filled: bool = False
