"""Rows of an export to rows of the own format: the columns renamed and put together as a mapping says, dates
and numbers as plain text, rows that are not to be counted set aside. What each cell means is read later, by the
same rules as the own format's (`rows.py`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.imports import amounts, dates, vocabulary
from dashboard.imports.chunk import Chunk
from dashboard.imports.habits import Habits
from dashboard.imports.mapping import Condition, Mapping, Moment, Names, found_in
from dashboard.imports.matching import Known
from dashboard.imports.rejected import ASIDE, Rejected
from dashboard.imports.shapes import Shape, shape_of

Bools = NDArray[np.bool_]
NOT_OURS = "Neither a call nor an email."
SEVERAL = re.compile(r"\s*[,;|]\s*")


@dataclass
class Translated:
    """Rows of one kind: which of the chunk's they are (`places`), and their cells by our columns. `theirs`:
    the file's column behind each of ours."""

    chunk: Chunk
    shape: Shape
    places: NDArray[np.int64]
    cells: dict[str, pd.Series]
    theirs: dict[str, str]

    def __len__(self) -> int:
        return len(self.places)

    def column(self, name: str) -> pd.Series:
        """The cells of one of our columns; blanks where the file has nothing for it."""
        if name in self.cells:
            return self.cells[name]
        return pd.Series([""] * len(self), dtype=object)

    def number(self, position: int) -> int:
        """The spreadsheet row of a row."""
        return self.chunk.numbers[self.places[position]]

    def fields(self, position: int) -> list[str]:
        """A row whole, as the file has it."""
        return list(self.chunk.records[self.places[position]])

    def told(self, name: str, position: int) -> tuple[str, str]:
        """The file's own column behind one of ours, and what stands in it."""
        theirs = self.theirs.get(name, name)
        cells = self.chunk.column(theirs) if name in self.theirs else self.column(name)
        place = self.places[position] if name in self.theirs else position
        return theirs, str(cells.iat[place])


def as_it_is(chunk: Chunk, shape: Shape) -> Translated:
    """Rows of the own format."""
    cells = {name: chunk.column(name) for name in shape.names}
    return Translated(chunk, shape, np.arange(len(chunk)), cells, {name: name for name in shape.names})


def translated(
    chunk: Chunk, names: list[str], mappings: Sequence[Mapping], habits: Habits, known: Known
) -> tuple[list[Translated], list[Rejected]]:
    """The rows of a chunk by kind, and those that are set aside, each with what it is."""
    file = _File(chunk, names, habits)
    free = np.ones(len(chunk), dtype=bool)
    parts, aside = [], []
    for mapping in mappings:
        mine = file.claimed(mapping.only) & free
        free &= ~mine
        for condition in mapping.aside:
            out = mine & file.meets(condition)
            aside += file.set_aside(out, condition.why)
            mine &= ~out
        parts.append(file.part(mapping, np.flatnonzero(mine), known))
    aside += file.set_aside(free, NOT_OURS)
    return parts, sorted(aside, key=lambda row: row.row)


class _File:
    """A chunk, asked by the names that a mapping has for its columns."""

    def __init__(self, chunk: Chunk, names: list[str], habits: Habits) -> None:
        self.chunk, self.names, self.habits = chunk, names, habits

    def cells(self, groups: Names) -> tuple[pd.Series, str | None]:
        """The first column that is filled, row by row, and the name of the first that is there at all."""
        found = [name for group in groups if (name := found_in(self.names, group)) is not None]
        if not found:
            return pd.Series([""] * len(self.chunk), dtype=object), None
        cells = self.chunk.column(found[0])
        for name in found[1:]:
            cells = cells.where(cells != "", self.chunk.column(name))
        return cells, found[0]

    def meets(self, condition: Condition) -> Bools:
        """Which rows a condition holds for."""
        cells = self.cells(condition.column)[0]
        if condition.filled:
            return (cells != "").to_numpy(dtype=bool)
        return _says(cells, condition.equals, condition.begins)

    def claimed(self, conditions: tuple[Condition, ...]) -> Bools:
        """Which rows any condition holds for, where none before it has decided; all of them without any."""
        found = np.full(len(self.chunk), not conditions)
        asked = np.ones(len(self.chunk), dtype=bool)
        for condition in conditions:
            found |= asked & self.meets(condition)
            if condition.decides:
                asked &= (self.cells(condition.column)[0] == "").to_numpy(dtype=bool)
        return found

    def set_aside(self, which: Bools, why: str) -> list[Rejected]:
        """These rows, whole, as they are kept."""
        numbers, records = self.chunk.numbers, self.chunk.records
        reason = why[:1].upper() + why[1:].removesuffix(".") + "."
        return [
            Rejected(numbers[place], list(records[place]), reason, fate=ASIDE)
            for place in np.flatnonzero(which)
        ]

    def part(self, mapping: Mapping, places: NDArray[np.int64], known: Known) -> Translated:
        """The rows at these places, as one kind."""
        shape = shape_of(mapping.kind)
        made: dict[str, pd.Series] = {}
        theirs: dict[str, str] = {}
        for column in shape.columns:
            groups = mapping.columns.get(column.name, ())
            cells, name = self.cells(groups)
            if column.name in mapping.moments:
                cells, name = self._moment(mapping.moments[column.name], mapping.zone)
            elif column.reads in ("moment", "day"):
                cells = self._dated(groups, mapping.zone)
            elif column.reads == "money":
                cells = amounts.money(cells, self.habits.marks.decimal)
            elif column.reads == "seconds" and name is not None:
                cells = amounts.durations(cells, self.habits.units.get(name, "s"))
            elif column.reads == "outcome":
                cells = self._outcome(cells, mapping)
            if name is not None:
                theirs[column.name] = name
            made[column.name] = cells
        made = {name: cells.iloc[places].reset_index(drop=True) for name, cells in made.items()}
        found = Translated(self.chunk, shape, places, made, theirs)
        self._people(mapping, found, known)
        if mapping.won or mapping.lost:
            self._fates(mapping, found)
        return found

    def _dated(self, groups: Names, zone: str) -> pd.Series:
        """Moments or days as ISO text; of several columns the first that is filled."""
        cells = pd.Series([""] * len(self.chunk), dtype=object)
        for group in groups:
            name = found_in(self.names, group)
            if name is None:
                continue
            mine = dates.as_iso(self.chunk.column(name), self.habits.order.day_first)
            mine = mine.str.slice(0, 10).astype(object) if name in self.habits.days else _zoned(mine, zone)
            cells = cells.where(cells != "", mine)
        return cells

    def _moment(self, moment: Moment, zone: str) -> tuple[pd.Series, str | None]:
        """The day and the time of day of what stands in several columns. The day counts, and is in no zone; a
        full moment tells the time where it is of that day, or of one beside it in another zone."""
        order = self.habits.order.day_first
        day, name = self.cells(moment.day)
        clock, clock_name = self._dated(moment.clock, zone), self.cells(moment.clock)[1]
        day = dates.as_iso(day, order)
        alone = day.str.slice(0, 10).astype(object)
        time, _ = self.cells(moment.time)
        beside = time.map({text: dates.time_of_day(text) for text in time.unique()}).astype(object)
        with_time = alone.where((beside == "") | (alone == ""), alone + " " + beside)
        near = _days_apart(alone, clock) <= 1
        has_time = clock.str.len() > 10
        made = clock.where((alone == "") | (near & has_time), with_time)
        # What is no date stays as it is, for the row to be rejected with it.
        return made.where(day.str.match(r"\d{4}-\d\d-\d\d") | (day == ""), day).astype(
            object
        ), name or clock_name

    def _outcome(self, cells: pd.Series, mapping: Mapping) -> pd.Series:
        """The outcome's word: of several in one cell the first that is known; where there is none that is, what
        other columns say, the furthest reached."""
        kind = mapping.kind
        words = {word: _one_outcome(kind, word) for word in cells.unique()}
        cells = cells.map(words).astype(object)
        silent = cells.map({word: not word or _unknown(kind, word) for word in cells.unique()}).to_numpy(
            dtype=bool
        )
        for outcome, word in mapping.words.get("outcome", {}).items():
            theirs = self.cells(word.column)[0]
            holds = _counted(theirs) if word.counted else _says(theirs, word.equals, ())
            cells = cells.mask(holds & silent, outcome)
        return cells

    def _people(self, mapping: Mapping, part: Translated, known: Known) -> None:
        """Whose a row is that two people stand in: who booked the meeting, where that is a rep, else who owns
        it; the other one is the AE."""
        if not any(name in mapping.columns for name in ("booked_by", "owner")):
            return
        booked, booked_name = self.cells(mapping.columns.get("booked_by", ()))
        owner, owner_name = self.cells(mapping.columns.get("owner", ()))
        booked, owner = (cells.iloc[part.places].reset_index(drop=True) for cells in (booked, owner))
        is_rep = {
            word: known.rep(word).id is not None for word in {*booked.unique(), *owner.unique()} if word
        }
        booker_counts = booked.map(is_rep).fillna(False).astype(bool)
        owner_counts = owner.map(is_rep).fillna(False).astype(bool)
        chosen = booked.where(booker_counts | (~owner_counts & (booked != "")), owner)
        if mapping.kind == "opportunities":
            # Whoever only owns a deal, or typed it in, did not win it: its meeting tells.
            chosen = chosen.where(booker_counts | owner_counts, "")
        said = part.column("rep")
        part.cells["rep"] = said.where(said != "", chosen).astype(object)
        part.theirs.setdefault("rep", booked_name or owner_name or "rep")
        if "ae" in part.shape.names:
            names = {word: known.name_of(word) for word in owner.unique()}
            part.cells["ae"] = owner.map(names).where(owner != part.cells["rep"], "").astype(object)

    def _fates(self, mapping: Mapping, part: Translated) -> None:
        """Whether a deal is won or lost; while it is open, its date of closing is a hope."""
        won, lost = (
            np.any([self.meets(one) for one in conditions], axis=0)[part.places]
            if conditions
            else np.zeros(len(part), dtype=bool)
            for conditions in (mapping.won, mapping.lost)
        )
        fate = np.where(won, "true", np.where(lost, "false", ""))
        part.cells["won"] = pd.Series(fate, dtype=object)
        part.cells["closed_at"] = part.column("closed_at").where(won | lost, "")


def _zoned(cells: pd.Series, zone: str) -> pd.Series:
    return dates.as_iso(cells, None, zone) if zone else cells


def _days_apart(days: pd.Series, moments: pd.Series) -> pd.Series:
    """How many days lie between days and moments (ISO texts); missing where one of them is."""
    one, other = (
        pd.to_datetime(cells.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
        for cells in (days, moments)
    )
    return (one - other).dt.days.abs()


def _says(cells: pd.Series, equals: tuple[str, ...], begins: tuple[str, ...]) -> Bools:
    wanted = {vocabulary.plain(word) for word in equals}
    starts = tuple(vocabulary.plain(word) for word in begins)
    answers = {}
    for cell in cells.unique():
        plain = vocabulary.plain(cell)
        answers[cell] = plain in wanted or (bool(starts) and plain.startswith(starts))
    return cells.map(answers).to_numpy(dtype=bool)


def _counted(cells: pd.Series) -> Bools:
    return (pd.to_numeric(cells, errors="coerce") > 0).to_numpy(dtype=bool)


def _unknown(kind: str, word: str) -> bool:
    return vocabulary.outcome_of(kind, word) in (None, vocabulary.UNKNOWN)


def _one_outcome(kind: str, cell: str) -> str:
    """Of several words in one cell the first that is an outcome; the whole cell where none is."""
    if not cell or not _unknown(kind, cell):
        return cell
    return next((word for word in SEVERAL.split(cell) if word and not _unknown(kind, word)), cell)
