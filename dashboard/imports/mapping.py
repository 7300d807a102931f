"""How the columns of an export become those of the program's own format: data, one small file a shape.

The same words describe a shape that comes with the program (`mappings/*.toml`) and one that somebody writes
for a file of their own (`--mapping FILE`).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Dictionary
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from dashboard.imports.problem import ImportProblem, listed, shortened
from dashboard.imports.shapes import ORDER, shape_of

FOLDER = Path(__file__).parent / "mappings"
# A name that begins so is a pattern for the whole of a header's cell: custom columns have names of their own.
PATTERN = "~"
# Beside the columns of the own format: who booked a meeting and who owns a row, where these are two people.
PEOPLE = ("booked_by", "owner")


def _groups(value: Any) -> Any:
    """`"a"` and `["a", "b"]` are one column under several names; `[["a"], ["b"]]` are two, of which the first
    that is filled counts."""
    if isinstance(value, str):
        return ((value,),)
    if isinstance(value, (list, tuple)) and all(isinstance(name, str) for name in value):
        return (tuple(value),)
    return value


Names = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_groups)]


class Part(BaseModel):
    """A part of a mapping: what is not known in it is a mistake, and no silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Part):
    """What a column says of a row: that it `is` or `begins` with one of some words, or is `filled` at all.
    `decides`: where the column is filled, no later condition is asked. `why`: what a row is that is set aside
    for it."""

    column: Names
    equals: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    filled: bool = False
    decides: bool = False
    why: str = ""


class Moment(Part):
    """A moment whose day and clock stand in several columns. `day`: the day, as the export's calendar has it;
    `time`: the time of day beside it; `clock`: full moments, which tell the time of day where they are of the
    same day, or one beside it."""

    day: Names = ()
    time: Names = ()
    clock: Names = ()


class Word(Part):
    """A column that says a canonical word by being one of `equals`, or a number above 0 (`counted`)."""

    column: Names
    equals: tuple[str, ...] = ()
    counted: bool = False


class Mapping(Part):
    """One kind of rows in one shape of file.

    `family`: shapes that stand in one file together. `tells`: of each group a column must be in the header.
    `columns`: our column from theirs; `moments`, `words`: those that are made of several. `only`: the rows
    that are of this kind; `aside`: those that are kept and not counted. `closed`: when a deal is closed, `won`
    when it was won. `zone`: the time zone of times without an offset (empty: that of the rep's team).
    `units`: of durations, "s", "ms" or "h:m" (empty: told by what stands in the file).
    """

    name: str
    kind: str
    source: str
    family: str = ""
    tells: tuple[tuple[str, ...], ...] = ()
    columns: dict[str, Names]
    moments: dict[str, Moment] = {}
    words: dict[str, dict[str, Word]] = {}
    only: tuple[Condition, ...] = ()
    aside: tuple[Condition, ...] = ()
    won: tuple[Condition, ...] = ()
    lost: tuple[Condition, ...] = ()
    zone: str = ""
    day_first: bool | None = None
    units: str = ""

    @model_validator(mode="after")
    def _known(self) -> Mapping:
        if self.kind not in ORDER:
            raise ValueError(f"“{self.kind}” is no kind of file; it is one of {', '.join(ORDER)}")
        ours = {*shape_of(self.kind).names, *PEOPLE}
        if strange := [name for name in (*self.columns, *self.moments, *self.words) if name not in ours]:
            raise ValueError(
                f"{self.kind} have no column {listed(strange)}; they have {listed(sorted(ours))}"
            )
        return self

    @property
    def together(self) -> str:
        """What shapes have in common that stand in one file."""
        return self.family or self.name

    def used(self, names: list[str]) -> set[str]:
        """Which of a header's names (as matched) this mapping reads."""
        parts = [*self.columns.values()]
        parts += [
            group for moment in self.moments.values() for group in (moment.day, moment.time, moment.clock)
        ]
        parts += [word.column for words in self.words.values() for word in words.values()]
        parts += [one.column for one in (*self.only, *self.aside, *self.won, *self.lost)]
        found = (found_in(names, group) for groups in parts for group in groups)
        return {name for name in found if name is not None}

    def fits(self, names: list[str]) -> bool:
        """Whether a header has what tells this shape."""
        return bool(self.tells) and all(found_in(names, group) is not None for group in self.tells)


def found_in(names: list[str] | tuple[str, ...], group: tuple[str, ...]) -> str | None:
    """The first of a column's possible names that a header (lower case) has; None for none."""
    for wanted in group:
        if not wanted.startswith(PATTERN):
            if wanted.casefold() in names:
                return wanted.casefold()
            continue
        pattern = re.compile(wanted.removeprefix(PATTERN), re.IGNORECASE)
        if fitting := [name for name in names if pattern.fullmatch(name)]:
            return fitting[0]
    return None


@cache
def known_mappings() -> tuple[Mapping, ...]:
    """The shapes that come with the program."""
    return tuple(
        _mapping(path.name, tomllib.loads(path.read_text())) for path in sorted(FOLDER.glob("*.toml"))
    )


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML or JSON file; raises `ImportProblem` with a sentence for what is no mapping."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise ImportProblem(f"{path} cannot be opened: {reason}; check the name.") from problem
    except ValueError as problem:
        raise ImportProblem(f"{path.name} is no mapping file: {shortened(str(problem))}.") from problem
    return _mapping(path.name, data)


def _mapping(name: str, data: Dictionary[str, Any]) -> Mapping:
    try:
        return Mapping.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise ImportProblem(f"{name} is no mapping file: {f'{where}: ' if where else ''}{said}.") from problem
