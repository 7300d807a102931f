"""Rows of an export to rows of the own format: the columns renamed and put together as a mapping says, dates
and numbers as plain text, rows that are not to be counted set aside. What each cell means is read later, by
the same rules as the own format's (`rows.py`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.imports import amounts, durations, whose
from dashboard.imports.chunk import Chunk
from dashboard.imports.columns import Bools, Columns, Places, any_holds, claimed, meets, word_holds
from dashboard.imports.habits import Habits
from dashboard.imports.mapping import Mapping
from dashboard.imports.matching import Known
from dashboard.imports.moments import Moments
from dashboard.imports.rejected import ASIDE, Rejected, whole
from dashboard.imports.shapes import Column, Shape
from dashboard.log import vocabulary
from dashboard.log.identities import SHORT, long_id

ONE = {"calls": "a call", "emails": "an email", "meetings": "a meeting", "opportunities": "an opportunity"}
SALESFORCE = "salesforce"
# In these columns of ours stand ids, where the other system has some.
HAS_IDS = ("id", "meeting_id", "prospect", "account")
# Between the parts of an id that a row is given; no cell has it.
BETWEEN = "\x1f"
SEVERAL = re.compile(r"\s*[,;|]\s*")
# Between the records that one is associated with.
AND = ";"


@dataclass
class Translated:
    """Rows of one kind: which of the chunk's they are (`places`), and their cells by our columns. `theirs`:
    the file's columns behind each of ours. `days`: by column of moments the day that they are of in any time
    zone. `people`: others whose a row may be, where it is not the rep's who is named first."""

    chunk: Chunk
    shape: Shape
    places: Places
    cells: dict[str, pd.Series]
    theirs: dict[str, list[str]]
    days: dict[str, pd.Series] = field(default_factory=dict)
    own_words: pd.Series | None = None
    people: tuple[pd.Series, ...] = ()

    def __len__(self) -> int:
        return len(self.places)

    def column(self, name: str) -> pd.Series:
        """The cells of one of our columns; blanks where the file has nothing for it."""
        if name in self.cells:
            return self.cells[name]
        return pd.Series([""] * len(self), dtype=object)

    def has(self, name: str) -> bool:
        """Whether the file has something for one of our columns."""
        return any(their in self.chunk.names for their in self.theirs.get(name, ()))

    def number(self, position: int) -> int:
        """The spreadsheet row of a row."""
        return self.chunk.numbers[self.places[position]]

    def wholes(self, positions: Sequence[int]) -> list[str]:
        """Rows whole, as they are kept (`rejected.whole`)."""
        return list(map(whole, self.chunk.cells.records(self.places[list(positions)].tolist())))

    def told(self, name: str, positions: Sequence[int]) -> list[tuple[str, str]]:
        """The file's own column behind one of ours in some rows, and what stands in it: of several the one
        that counts."""
        theirs, places = self.theirs.get(name, ()), self.places[list(positions)]
        ours = _some(self.column(name), positions)
        rows = zip(ours, *(_some(self.chunk.column(their), places) for their in theirs), strict=True)
        return [_counting(name, one, dict(zip(theirs, row, strict=True))) for one, *row in rows]


def _some(column: pd.Series, places: Sequence[int]) -> list[str]:
    return list(map(str, column.to_numpy(dtype=object)[places]))


def _counting(name: str, ours: str, cells: dict[str, str]) -> tuple[str, str]:
    same = (their for their, cell in cells.items() if cell == ours)
    filled = (their for their, cell in cells.items() if cell)
    counts = next(itertools.chain(same, filled, cells), name)
    return counts, cells.get(counts) or ours


@dataclass(frozen=True)
class Aside:
    """Rows at some places that are kept and not counted, and why; of which kind and id they would be."""

    places: Places
    why: str
    kind: str = ""
    ids: Sequence[str] = ()

    def rows(self, chunk: Chunk) -> list[Rejected]:
        """These rows, whole, as they are kept."""
        reason = f"{self.why[:1].upper()}{self.why[1:].removesuffix('.')}."
        places = self.places.tolist()
        each = zip(places, chunk.cells.records(places), self.ids or [""] * len(places), strict=True)
        return [
            Rejected(chunk.numbers[place], whole(record), reason, fate=ASIDE, kind=self.kind, source_id=name)
            for place, record, name in each
        ]


def as_it_is(chunk: Chunk, shape: Shape) -> Translated:
    """Rows of the own format."""
    cells = {name: chunk.column(name) for name in shape.names}
    return Translated(chunk, shape, np.arange(len(chunk)), cells, {name: [name] for name in shape.names})


def translated(
    chunk: Chunk, names: Sequence[str], mappings: Sequence[Mapping], habits: Habits, known: Known
) -> tuple[list[Translated], list[Rejected]]:
    """The rows of a chunk by kind, and those that are set aside, each with what it is."""
    free = Columns(chunk, names)
    parts: list[Translated] = []
    aside: list[Aside] = []
    for mapping in mappings:
        is_mine = claimed(free, mapping.only)
        mine, free = free.at(free.places[is_mine]), free.at(free.places[~is_mine])
        for condition in mapping.aside:
            out = meets(mine, condition)
            left = mine.at(mine.places[out])
            aside.append(Aside(left.places, condition.why, mapping.kind, _ids(left, mapping)))
            mine = mine.at(mine.places[~out])
        parts.append(_Part(mine, mapping, habits).translated(known))
    none = Aside(free.places, _none_of(mappings))
    return parts, sorted((row for one in [*aside, none] for row in one.rows(chunk)), key=lambda row: row.row)


def _ids(columns: Columns, mapping: Mapping) -> list[str]:
    return _long_ids(columns.cells(mapping.columns.get("id", ())), mapping).tolist()


def _long_ids(cells: pd.Series, mapping: Mapping) -> pd.Series:
    """Salesforce's ids in the form that all its files have in common."""
    if mapping.source != SALESFORCE or SHORT not in set(map(len, cells.tolist())):
        return cells
    return amounts.each(cells, long_id)


def _none_of(mappings: Sequence[Mapping]) -> str:
    kinds = [ONE.get(one.kind, f"one of the {one.kind}") for one in mappings]
    return f"neither {', '.join(kinds[:-1])} nor {kinds[-1]}" if len(kinds) > 1 else f"not {kinds[0]}"


class _Part:
    """The rows of one kind while they are translated."""

    def __init__(self, columns: Columns, mapping: Mapping, habits: Habits) -> None:
        self.columns, self.mapping, self.habits = columns, mapping, habits
        self.moments = Moments(columns, mapping, habits)

    def translated(self, known: Known) -> Translated:
        """The rows by our columns."""
        shape = self.mapping.shape
        cells = {column.name: self._cells(column) for column in shape.columns}
        found = Translated(self.columns.chunk, shape, self.columns.places, cells, self._theirs(shape))
        found.days = {
            name: self.moments.day(one) for name, one in self.mapping.moments.items() if one.day_decides
        }
        if "currency" in cells:
            self._currencies(cells)
        if self.mapping.known_by:
            cells["id"] = cells["id"].where(cells["id"] != "", self._made_ids())
        if "outcome" in self.mapping.words:
            found.own_words = self._said.where(self._said != cells["outcome"], "")
        if whose.names_two(self.mapping):
            self._people(found, known)
        if self.mapping.won or self.mapping.lost:
            self._fates(cells)
        return found

    def _made_ids(self) -> pd.Series:
        """What tells rows without an id: a title alone may be that of several."""
        groups = self.mapping.known_by
        named = [self.columns.cells((group,)) for group in groups]
        whole = all(self.columns.found((group,)) for group in groups[:2])
        told = (named[0] != "") & whole
        for cells in named[1:]:
            named[0] = named[0].str.cat(cells.astype("str"), sep=BETWEEN)
        return named[0].where(told, "").astype(object)

    def _theirs(self, shape: Shape) -> dict[str, list[str]]:
        """The file's columns behind each of ours."""
        groups = {name: self.mapping.columns.get(name, ()) for name in (*shape.names, *whose.PEOPLE)}
        for name, moment in self.mapping.moments.items():
            groups[name] = (*moment.day, *moment.clock)
        if "rep" in groups:
            groups["rep"] = tuple(group for name in ("rep", *whose.PEOPLE) for group in groups[name])
        return {name: self.columns.found(groups[name]) for name in shape.names}

    def _cells(self, column: Column) -> pd.Series:
        groups = self.mapping.columns.get(column.name, ())
        if column.name in self.mapping.moments:
            return self.moments.made(self.mapping.moments[column.name])
        if column.reads in ("moment", "day"):
            return self.moments.dated(groups)
        if column.reads == "seconds":
            return self.columns.cells(groups, self._seconds)
        cells = self.columns.cells(groups)
        if column.name in self.mapping.several:
            cells = amounts.each(cells, lambda cell: cell.partition(AND)[0].strip())
        if column.reads == "money":
            return amounts.money(cells, self.habits.decimal)
        if column.name in HAS_IDS:
            return _long_ids(cells, self.mapping)
        return self._outcomes() if column.reads == "outcome" else cells

    def _seconds(self, columns: Columns, name: str) -> pd.Series:
        return durations.seconds(columns.named(name), self.habits.units.get(name, "s"))

    @cached_property
    def _said(self) -> pd.Series:
        """The words in the outcomes' own column."""
        means = {vocabulary.plain(code): word for code, word in self.mapping.means.get("outcome", {}).items()}
        cells = self.columns.cells(self.mapping.columns.get("outcome", ()))
        return amounts.each(cells, lambda cell: self._word(cell, means))

    def _outcomes(self) -> pd.Series:
        """The outcomes' words; where one says no more than a blank cell, what other columns say."""
        cells, words = self._said, self.mapping.words.get("outcome", {})
        if words:
            silent = ~_each_says_something(self.mapping.kind, cells)
            for outcome, word in words.items():
                cells = cells.mask(word_holds(self.columns, word) & silent, outcome)
        return cells

    def _word(self, cell: str, means: dict[str, str]) -> str:
        """What a cell says; of several words the first that is an outcome, all of it where none is."""
        kind, cell = self.mapping.kind, means.get(vocabulary.plain(cell), cell)
        if not self.mapping.tags:
            return cell
        tags = (tag for tag in SEVERAL.split(cell) if tag)
        return next((tag for tag in tags if vocabulary.outcome_of(kind, tag) is not None), cell)

    def _currencies(self, cells: dict[str, pd.Series]) -> None:
        """Takes the currency that stands beside an amount where no column says one, else the mapping's; an
        amount in another currency than is said of it is left as it is."""
        said = cells["currency"]
        amount = self.columns.cells(self.mapping.columns.get("amount", ()))
        beside = amounts.currencies(amount)
        said = said.where(said != "", beside)
        said = said.where(said != "", self.mapping.currency)
        cells["amount"] = cells["amount"].mask(amounts.contradicted(amount, said), amount)
        cells["currency"] = said

    def _people(self, part: Translated, known: Known) -> None:
        booker, owner = whose.two_people(self.columns, self.mapping)
        rep = whose.chosen(booker, owner, known)
        if self.mapping.kind == "opportunities":
            rep = whose.left_to_its_meeting(part.cells, rep, known)
        said = whose.not_ticked(part.cells["rep"])
        part.cells["rep"] = said.where(said != "", rep)
        part.people = tuple(person.where(said == "", "") for person in (booker, owner))
        if "ae" in part.cells:
            part.cells["ae"] = whose.ae(owner, part.cells["rep"])

    def _fates(self, cells: dict[str, pd.Series]) -> None:
        """Whether a deal is won or lost; while it is open, its date of closing is a hope."""
        won, lost = (any_holds(self.columns, held) for held in (self.mapping.won, self.mapping.lost))
        cells["won"] = pd.Series(np.where(won, "true", np.where(lost, "false", "")), dtype=object)
        cells["closed_at"] = cells["closed_at"].where(won | lost, "")


def _each_says_something(kind: str, cells: pd.Series) -> Bools:
    """Which outcomes say more than a blank cell would."""
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    return np.array([vocabulary.says_something(kind, word) for word in words], dtype=bool)[codes]
