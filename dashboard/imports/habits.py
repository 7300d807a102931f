"""How one file writes its dates, amounts and durations: found once, before any of it is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from dashboard.imports import amounts
from dashboard.imports.amounts import Marks
from dashboard.imports.chunk import Chunk
from dashboard.imports.dates import ISO, Order
from dashboard.imports.mapping import Mapping, Names, found_in
from dashboard.imports.problem import ImportProblem
from dashboard.imports.shapes import shape_of


class OrderOpen(ImportProblem):
    """Dates that can be read with the day or with the month first: somebody has to say which."""


@dataclass
class Habits:
    """The order of the file's dates, the marks of its amounts, the unit of its durations (by column), and
    which columns of moments hold days alone (midnights)."""

    order: Order = field(default_factory=Order)
    marks: Marks = field(default_factory=Marks)
    units: dict[str, str] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)

    def as_json(self) -> dict:
        """What is needed to read rows of the file once more."""
        return {
            "day_first": self.order.day_first, "decimal": self.marks.decimal, "units": self.units,
            "days": sorted(self.days),
        }  # fmt: skip


def find(
    name: str,
    chunks: Iterable[Chunk],
    names: list[str],
    mappings: tuple[Mapping, ...],
    day_first: bool | None,
) -> Habits:
    """The habits of a file with these columns, from its chunks; raises `ImportProblem` where its dates
    contradict each other, `OrderOpen` where they can be read both ways. `day_first`: what somebody said."""
    habits = Habits()
    told = [one.day_first for one in mappings if one.day_first is not None]
    habits.order.told = day_first if day_first is not None else (told[0] if told else None)
    moments = {name for one in mappings for name in columns_read(one, names, ("moment", "day"))}
    money = {name for one in mappings for name in columns_read(one, names, ("money",))}
    for number, chunk in enumerate(chunks):
        for column in moments:
            habits.order.look_at(chunk.numbers, chunk.column(column))
        for column in money:
            habits.marks.look_at(chunk.numbers, chunk.column(column))
        if number == 0:
            _first_look(habits, chunk, names, mappings, moments)
    _refuse(name, habits.order)
    return habits


def columns_read(mapping: Mapping, names: list[str], reads: tuple[str, ...]) -> set[str]:
    """The file's columns from which columns of the own format that are read so are made."""
    readers = {column.name: column.reads for column in shape_of(mapping.kind).columns}
    groups: list[Names] = [mapping.columns[name] for name in mapping.columns if readers.get(name) in reads]
    if "moment" in reads:
        groups += [group for moment in mapping.moments.values() for group in (moment.day, moment.clock)]
    found = {found_in(names, group) for names_of in groups for group in names_of}
    return {name for name in found if name is not None}


def _first_look(
    habits: Habits, chunk: Chunk, names: list[str], mappings: tuple[Mapping, ...], moments: set[str]
) -> None:
    for mapping in mappings:
        for column in columns_read(mapping, names, ("seconds",)):
            habits.units[column] = mapping.units or amounts.unit_of(chunk.column(column).unique())
    habits.days = {column for column in moments if _midnights(chunk.column(column))}


def _midnights(cells: pd.Series) -> bool:
    """Whether a column of ISO moments has no other time of day than midnight: an export's way to write days."""
    filled = [text for text in cells.unique() if text and ISO.fullmatch(text)]
    return bool(filled) and all(text[10:].strip("T ")[:8] in ("", "00:00", "00:00:00") for text in filled)


def _refuse(name: str, order: Order) -> None:
    if order.told is not None:
        return
    if order.contradicts_itself:
        (day_row, day), (month_row, month) = order.day_first_at, order.month_first_at
        raise OrderOpen(
            f"{name} has dates with the day first (row {day_row}: {day}) and with the month first (row "
            f"{month_row}: {month}): correct one kind, or say which is meant (on the command line with "
            "--day-first or --month-first), and the rows of the other kind are rejected."
        )
    if order.open:
        row, text = order.both_at
        raise OrderOpen(
            f"{name} has dates that can be read with the day or the month first (row {row}: {text}): say which "
            "(on the command line with --day-first or --month-first)."
        )
