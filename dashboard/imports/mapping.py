"""How the columns of an export become those of the program's own format: data, one small file a shape.

The same words describe a shape that comes with the program (`mappings/*.toml`) and one that somebody writes
for a file of their own (`--mapping FILE`).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    ValidationError,
    field_validator,
    model_validator,
)

from dashboard.imports import parsing
from dashboard.imports.mapping_parts import (
    Condition,
    Moment,
    Names,
    Part,
    Word,
    found_in,
    is_called,
    pattern_of,
)
from dashboard.imports.problem import ImportProblem, listed, shortened
from dashboard.imports.shapes import ORDER, Shape, shape_of

FOLDER = Path(__file__).parent / "mappings"
# Beside the columns of the own format: who booked a meeting and who owns a row, where these are two people.
PEOPLE = ("booked_by", "owner")
# How a column's cells must be read for it to be made of several.
MADE_OF = {"moments": "moment", "words": "outcome", "means": "outcome"}

# What the model says of a file is said in these words instead.
SAID = {"extra_forbidden": "there is no such key", "missing": "it is missing"}

Unit = Literal["s", "ms", "min", "h:m"]


class Mapping(Part):
    """One kind of rows in one shape of file.

    `family`: shapes that stand in one file together. `tells`: of each group a column must be in the header,
    and none of `never`.
    `columns`: our column from theirs; `moments`: those that are made of several columns. `words`: what other
    columns say of an outcome that the row's own word leaves open, the last one that holds; `means`: the word
    for an outcome that the file has as a code; `tags`: whether a cell holds several words, of which the first
    known one counts; `several`: our columns in whose cells several may stand, of which the first counts.
    `known_by`: the columns that tell a row that has no id, of which the first two must be there. `only`: the
    rows that are of this kind; `aside`: those that are kept and not counted. `closed`: when a deal is
    closed, `won` when it was won. `zone`: the time zone of times without an offset
    (empty: that of the rep's team), in all columns or in those that are `zoned`. `currency`: of amounts
    beside which no other stands. `day_first`: of dates that the file leaves open. `units`: of durations, "s",
    "ms", "min" or "h:m", of all columns or by column (where nothing is said, what stands in the file tells).
    `also`: how the rows of other kinds are read that stand in the same file.
    """

    name: str
    kind: str
    source: str
    family: str = ""
    tells: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    columns: dict[str, Names]
    moments: dict[str, Moment] = {}
    words: dict[str, dict[str, Word]] = {}
    means: dict[str, dict[str, str]] = {}
    tags: bool = False
    several: tuple[str, ...] = ()
    known_by: Names = ()
    only: tuple[Condition, ...] = ()
    aside: tuple[Condition, ...] = ()
    won: tuple[Condition, ...] = ()
    lost: tuple[Condition, ...] = ()
    zone: str = ""
    zoned: tuple[str, ...] = ()
    currency: str = ""
    day_first: bool | None = None
    units: Unit | dict[str, Unit] = {}
    also: tuple[Mapping, ...] = ()

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, zone: str) -> str:
        return parsing.zone(zone) if zone else zone

    @field_validator("currency")
    @classmethod
    def _is_currency(cls, currency: str) -> str:
        return parsing.currency(currency) if currency else currency

    @model_validator(mode="after")
    def _fits_the_own_format(self) -> Mapping:
        if self.kind not in ORDER:
            raise ValueError(f"“{self.kind}” is no kind of file; it is one of {', '.join(ORDER)}")
        ours = {*self.shape.names, *PEOPLE}
        if strange := [name for name in (*self.columns, *self.moments, *self.several) if name not in ours]:
            raise ValueError(
                f"{self.kind} have no column {listed(strange)}; they have {listed(sorted(ours), 20)}"
            )
        if (self.won or self.lost) and self.kind != "opportunities":
            raise ValueError(f"{self.kind} are not won or lost: only opportunities are")
        if self.currency and self.kind != "opportunities":
            raise ValueError(f"{self.kind} have no currency: only opportunities have")
        for part, reads in MADE_OF.items():
            fitting = {column.name for column in self.shape.columns if column.reads == reads}
            if strange := [name for name in getattr(self, part) if name not in fitting]:
                raise ValueError(f"{listed(strange)} cannot be in {part} of {self.kind}; {_only(fitting)}")
        return self

    @model_validator(mode="after")
    def _is_of_one_source(self) -> Mapping:
        if any(one.source != self.source or one.also for one in self.also):
            raise ValueError(
                "what is in one file has one source, and nothing in “also” has an “also” of its own"
            )
        return self

    @model_validator(mode="after")
    def _has_patterns_that_can_be_read(self) -> Mapping:
        for name in (*self._names(), *self.zoned, *(name for group in self.tells for name in group)):
            try:
                pattern_of(name)
            except re.error as problem:
                raise ValueError(f"“{name}” is no pattern of a column's name: {problem}") from problem
        return self

    @property
    def shape(self) -> Shape:
        """The own format's columns that it makes."""
        return shape_of(self.kind)

    @property
    def each(self) -> tuple[Mapping, ...]:
        """The mappings of all kinds of rows in a file, each for itself."""
        return (self.model_copy(update={"also": ()}), *self.also)

    @property
    def together(self) -> str:
        """What shapes have in common that stand in one file."""
        return self.family or self.name

    def used(self, names: list[str]) -> set[str]:
        """Which of a header's names (as matched) this mapping reads, or is told by."""
        found = (found_in(names, group) for groups in (*self.parts(), self.tells) for group in groups)
        return {name for name in found if name is not None}

    def parts(self) -> Iterator[Names]:
        """All that it reads."""
        yield from self.columns.values()
        yield self.known_by
        for moment in self.moments.values():
            yield from moment.columns
        yield from (word.column for words in self.words.values() for word in words.values())
        yield from (one.column for one in (*self.only, *self.aside, *self.won, *self.lost))

    def _names(self) -> Iterator[str]:
        return (name for groups in self.parts() for group in groups for name in group)

    def in_zone(self, column: str) -> bool:
        """Whether times without an offset in a column (as matched) are of `zone`."""
        return bool(self.zone) and (not self.zoned or any(is_called(column, name) for name in self.zoned))

    def holds_moments(self, column: str) -> bool:
        """Whether a column is known by name to hold moments, so that midnights in it are times of day."""
        return column in {name.casefold() for name in self.zoned}

    def unit_of(self, column: str) -> Unit | None:
        """The unit of durations in a column (as matched); None where what stands in it tells."""
        if isinstance(self.units, str):
            return self.units
        return next((unit for name, unit in self.units.items() if name.casefold() == column), None)

    def fits(self, names: list[str]) -> bool:
        """Whether a header has what tells this shape."""
        if found_in(names, self.never) is not None:
            return False
        return bool(self.tells) and all(found_in(names, group) is not None for group in self.tells)


def _only(fitting: set[str]) -> str:
    return f"only {listed(sorted(fitting))} can" if fitting else "no column can"


@cache
def known_mappings() -> tuple[Mapping, ...]:
    """The shapes that come with the program."""
    return tuple(
        mapping_of(path.name, tomllib.loads(path.read_text())) for path in sorted(FOLDER.glob("*.toml"))
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
    return mapping_of(path.name, data)


def mapping_of(name: str, data: Dictionary[str, Any]) -> Mapping:
    """The mapping that is written so in `name`; raises `ImportProblem` as `read_mapping`."""
    try:
        return Mapping.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = SAID.get(first["type"]) or first["msg"].removeprefix("Value error, ").removesuffix(".")
        raise ImportProblem(f"{name} is no mapping file: {f'{where}: ' if where else ''}{said}.") from problem
