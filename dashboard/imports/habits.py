"""How one file writes its dates, amounts and durations: found once, before any of it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dashboard.imports.amounts import Marks
from dashboard.imports.chunk import Chunk
from dashboard.imports.dates import are_days
from dashboard.imports.day_order import Order
from dashboard.imports.durations import Lengths
from dashboard.imports.mapping import Mapping
from dashboard.imports.mapping_parts import Names, found_in
from dashboard.imports.problem import ImportProblem
from dashboard.imports.swapped import Swapped

SAY_WHICH = "(on the command line with --day-first or --month-first)"


class OrderOpen(ImportProblem):
    """Dates that can be read with the day or with the month first: somebody has to say which."""


@dataclass(frozen=True)
class Habits:
    """The order of the file's dates (None: none is needed), the decimal mark of its amounts (as of
    `amounts.Marks`), the unit of its durations by column, and which columns of moments hold days alone."""

    day_first: bool | None = None
    decimal: str = ""
    units: dict[str, str] = field(default_factory=dict)
    days: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What is needed to read rows of the file once more."""
        return asdict(self) | {"days": list(self.days)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Habits:
        """The habits that `as_json` gave."""
        return cls(**stored | {"days": tuple(stored["days"])})


def find(
    name: str,
    chunks: Iterable[Chunk],
    names: Sequence[str],
    mappings: Sequence[Mapping],
    day_first: bool | None,
) -> Habits:
    """The habits of a file with these columns, from its chunks; raises `ImportProblem` where its dates
    contradict each other, `OrderOpen` where they can be read both ways. `day_first`: what somebody said."""
    looks = _Looks(names, mappings, day_first)
    for chunk in chunks:
        looks.look_at(chunk)
    _refuse(name, looks.order)
    _refuse_swapped(name, looks.swapped.values())
    return looks.habits()


def of_first(chunk: Chunk, names: Sequence[str], mappings: Sequence[Mapping]) -> Habits | None:
    """The habits of a file as far as one chunk has them; None where they leave something open: dates that
    are not ISO, or numbers whose unit or marks have to be found."""
    looks = _Looks(names, mappings, None)
    # Where all dates are ISO there are no others to tell by.
    looks.swapped = {}
    looks.look_at(chunk)
    return looks.habits() if looks.leave_nothing_open else None


def said_order(mappings: Sequence[Mapping], day_first: bool | None) -> bool | None:
    """Whether somebody has said that the day comes first: of this file, else in a mapping."""
    told = (one.day_first for one in mappings if one.day_first is not None)
    return day_first if day_first is not None else next(told, None)


class _Looks:
    """What is looked at in a file, and what was seen so far."""

    def __init__(self, names: Sequence[str], mappings: Sequence[Mapping], day_first: bool | None) -> None:
        self.order = Order(told=said_order(mappings, day_first))
        self.marks = Marks()
        self.moments = _columns(mappings, names, ("moment", "day"))
        self.swapped = {name: Swapped() for name in self.moments}
        self.money = _columns(mappings, names, ("money",))
        self.days = [name for name in self.moments if not any(one.holds_moments(name) for one in mappings)]
        durations = _columns(mappings, names, ("seconds",))
        self.said = {name: _unit(mappings, name) for name in durations}
        self.lengths = {name: Lengths() for name, unit in self.said.items() if unit is None}

    def look_at(self, chunk: Chunk) -> None:
        """Takes in a chunk."""
        for column in self.moments:
            self.order.look_at(chunk.numbers, chunk.column(column))
        for column, swapped in self.swapped.items():
            swapped.look_at(chunk.numbers, chunk.column(column))
        for column in self.money:
            self.marks.look_at(chunk.numbers, chunk.column(column))
        for column, lengths in self.lengths.items():
            lengths.look_at(chunk.column(column))
        self.days = [column for column in self.days if are_days(chunk.column(column))]

    @property
    def leave_nothing_open(self) -> bool:
        """Whether there is nothing to be found in rows like these."""
        return self.order.saw_nothing and not self.money and not self.lengths

    def habits(self) -> Habits:
        """What was found."""
        units = {name: self.lengths[name].unit if unit is None else unit for name, unit in self.said.items()}
        return Habits(self.order.day_first, self.marks.decimal, units, tuple(self.days))


def _columns(mappings: Sequence[Mapping], names: Sequence[str], reads: tuple[str, ...]) -> list[str]:
    """The file's columns from which columns of the own format that are read so are made."""
    made_of = (groups for one in mappings for groups in _made_of(one, reads))
    found = (found_in(names, group) for groups in made_of for group in groups)
    return sorted({name for name in found if name is not None})


def _made_of(mapping: Mapping, reads: tuple[str, ...]) -> list[Names]:
    mine = [column.name for column in mapping.shape.columns if column.reads in reads]
    groups = [mapping.columns[name] for name in mine if name in mapping.columns]
    several = (mapping.moments[name] for name in mine if name in mapping.moments)
    return groups + [names for moment in several for names in (moment.day, moment.clock)]


def _unit(mappings: Sequence[Mapping], column: str) -> str | None:
    said = (one.unit_of(column) for one in mappings)
    return next((unit for unit in said if unit is not None), None)


def _refuse(name: str, order: Order) -> None:
    if order.dotted_at is not None:
        row, text = order.dotted_at
        raise ImportProblem(
            f"{name} has dates with dots and the month first (row {row}: {text}), which nobody can tell from "
            "those with the day first: write them as 2026-11-03."
        )
    if order.told is None and order.contradicts_itself:
        (day_row, day), (month_row, month) = order.day_first_at, order.month_first_at
        raise OrderOpen(
            f"{name} has dates with the day first (row {day_row}: {day}) and with the month first "
            f"(row {month_row}: {month}): correct one kind, or say which is meant {SAY_WHICH}, and the rows "
            "of the other kind are rejected."
        )
    if order.open:
        row, text = order.both_at
        raise OrderOpen(
            f"{name} has dates that can be read with the day or the month first (row {row}: {text}): say "
            f"which {SAY_WHICH}."
        )
    if order.year_open_at is not None:
        row, text = order.year_open_at
        raise OrderOpen(
            f"{name} has dates that may begin or end with their year (row {row}: {text}); write it with four "
            f"digits or, if they end with it: say whether the day or the month comes first {SAY_WHICH}."
        )


def _refuse_swapped(name: str, columns: Iterable[Swapped]) -> None:
    for column in columns:
        if column.is_likely:
            raise ImportProblem(column.sentence(name))
