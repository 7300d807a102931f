"""A file's columns, asked by the names that a mapping has for them; and what they say of the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.imports.chunk import Chunk
from dashboard.imports.dates import Bools
from dashboard.imports.mapping_parts import Condition, Names, Word, found_in
from dashboard.log import vocabulary

Places = NDArray[np.int64]
# As much of a cell as its beginning is looked for in, beyond the word itself.
MARGIN = 4


class Columns:
    """The cells of a chunk's rows at some places (all of them, where none are given)."""

    def __init__(self, chunk: Chunk, names: Sequence[str], places: Places | None = None) -> None:
        self.chunk, self.names = chunk, names
        self.places = np.arange(len(chunk)) if places is None else places
        self._all = places is None
        self._named: dict[str, pd.Series] = {}

    def __len__(self) -> int:
        return len(self.places)

    def at(self, places: Places) -> Columns:
        """The same columns at some of the chunk's places."""
        return Columns(self.chunk, self.names, places)

    def named(self, name: str) -> pd.Series:
        """The cells of the file's column of this name (lower case)."""
        if self._all:
            return self.chunk.column(name)
        if name not in self._named:
            cells = self.chunk.column(name).to_numpy(dtype=object)[self.places]
            self._named[name] = pd.Series(cells, dtype=object, copy=False)
        return self._named[name]

    def found(self, groups: Names) -> list[str]:
        """The file's columns that a mapping means, those that are there."""
        found = (found_in(self.names, group) for group in groups)
        return [name for name in found if name is not None]

    def cells(self, groups: Names, read: Read | None = None) -> pd.Series:
        """Row by row the first of these columns that is filled, each as `read` gives it."""
        found, read = self.found(groups), read or Columns.named
        if not found:
            return pd.Series([""] * len(self), dtype=object)
        cells = read(self, found[0])
        for name in found[1:]:
            blank = np.flatnonzero((cells == "").to_numpy(dtype=bool))
            if len(blank):
                cells = cells.copy()
                cells.iloc[blank] = read(self.at(self.places[blank]), name).to_numpy(dtype=object)
        return cells


# Reads the cells of a column by its name in the file.
Read = Callable[[Columns, str], pd.Series]


def meets(columns: Columns, condition: Condition) -> Bools:
    """Which rows a condition holds for."""
    lacks = condition.beside and not columns.found(condition.beside)
    if lacks or not columns.found(condition.column):
        return np.zeros(len(columns), dtype=bool)
    cells = columns.cells(condition.column)
    if condition.filled or condition.blank:
        return ((cells != "") == condition.filled).to_numpy(dtype=bool)
    held = says(cells, condition.equals, condition.begins)
    if condition.contains:
        wanted = [re.compile(rf"\b{re.escape(word)}\b") for word in map(vocabulary.plain, condition.contains)]
        held |= _each(cells, lambda cell: any(word.search(cell) for word in wanted))
    return held


def any_holds(columns: Columns, conditions: Sequence[Condition]) -> Bools:
    """Which rows any of these holds for."""
    held = np.zeros(len(columns), dtype=bool)
    for condition in conditions:
        held |= meets(columns, condition)
    return held


def claimed(columns: Columns, conditions: Sequence[Condition]) -> Bools:
    """Which rows any condition holds for, where none before it has decided; all of them without any."""
    found = np.full(len(columns), not conditions)
    left = np.arange(len(columns))
    for condition in conditions:
        asked = columns.at(columns.places[left])
        if not asked.found(condition.column):
            continue
        held = meets(asked, condition)
        found[left[held]] = True
        if condition.decides:
            held |= _decided(asked.cells(condition.column), condition)
        left = left[~held]
    return found


def _decided(cells: pd.Series, condition: Condition) -> Bools:
    """Which cells leave nothing to later conditions."""
    filled = (cells != "").to_numpy(dtype=bool)
    return filled & ~says(cells, condition.open) if condition.open else filled


def says(cells: pd.Series, equals: Sequence[str], begins: Sequence[str] = ()) -> Bools:
    """Which cells are one of some words, or begin with one; written as people do (`vocabulary.plain`)."""
    wanted, starts = {vocabulary.plain(word) for word in equals}, tuple(map(vocabulary.plain, begins))
    held = _each(cells, wanted.__contains__) if wanted else np.zeros(len(cells), dtype=bool)
    if starts:
        longest = max(map(len, starts)) + MARGIN
        beginnings = pd.Series([cell[:longest] for cell in cells], dtype=object)
        whole = re.compile("|".join(rf"{re.escape(start)}(?!\w)" for start in starts))
        held |= _each(beginnings, lambda beginning: whole.match(beginning) is not None)
    return held


def word_holds(columns: Columns, word: Word) -> Bools:
    """Which rows a word's column says it of."""
    cells = columns.cells(word.column)
    if word.filled:
        return (cells != "").to_numpy(dtype=bool)
    if word.counted:
        return (pd.to_numeric(cells, errors="coerce") > 0).to_numpy(dtype=bool)
    return says(cells, word.equals)


def _each(cells: pd.Series, holds: Callable[[str], bool]) -> Bools:
    """What holds for cells as words are compared, asked once for each different one."""
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    return np.array([holds(vocabulary.plain(word)) for word in words], dtype=bool)[codes]
