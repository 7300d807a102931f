"""A chunk of cells to rows of the log, with every row that cannot be read and its reason."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard import countries
from dashboard.imports import parsing
from dashboard.imports.matching import Match
from dashboard.imports.notes import TAKEN_AS, Notes
from dashboard.imports.parsing import Cells, each_value
from dashboard.imports.problem import shortened
from dashboard.imports.rejected import Rejected
from dashboard.imports.shapes import Column
from dashboard.imports.translate import Translated
from dashboard.log import vocabulary
from dashboard.log.identities import role_of
from dashboard.log.outcome_words import KINDS, Decided
from dashboard.log.plans import QUOTA_METRICS

EXPECTATION_METRICS = ("calls", "emails", "meetings_scheduled")
A_METRIC = "a metric that can be set here"
VALUE_LIMIT = 200
# In characters: an index of PostgreSQL takes 2,700 bytes, and that of outcomes has two words in it.
LONGEST_KEY = 300
TOO_LONG = f"Longer than {LONGEST_KEY} characters, which no row is counted or looked up by: shorten it."

# How the cells of a column are read that are read one different value at a time, and as what.
READERS: dict[str, tuple[Callable[[str], object], str]] = {
    "day": (parsing.day, "object"),
    "seconds": (parsing.seconds, "Int64"),
    "money": (parsing.money, "Int64"),
    "number": (parsing.number, "Float64"),
    "flag": (parsing.flag, "boolean"),
    "currency": (parsing.currency, "object"),
    "email": (parsing.email, "object"),
    "zone": (parsing.zone, "object"),
    "country": (countries.code, "object"),
    "period": (parsing.period, "object"),
    "role": (role_of, "object"),
    "quota metric": (parsing.one_of(QUOTA_METRICS, A_METRIC), "object"),
    "expectation metric": (parsing.one_of(EXPECTATION_METRICS, A_METRIC), "object"),
    "outcome kind": (parsing.one_of(KINDS, "a kind of rows that have outcomes"), "object"),
}


class Rows:
    """The rows of one kind while they are read: `frame` has what was read, one row a record, and
    `reject` takes rows out. Only a row's first fault is kept, in the order of the shape's columns."""

    def __init__(self, chunk: Translated) -> None:
        self.chunk, self.shape = chunk, chunk.shape
        self.frame = pd.DataFrame(index=range(len(chunk)))
        self._faults: dict[int, tuple[str | None, Match]] = {}
        for column in self.shape.columns:
            self._read(column)

    @property
    def good(self) -> pd.DataFrame:
        """The rows that have no fault so far, labelled by their position in the chunk."""
        return self.frame.drop(index=list(self._faults)) if self._faults else self.frame

    def numbers(self, mask: pd.Series) -> list[int]:
        """The spreadsheet rows of the true entries of a mask over (some) rows."""
        return [self.chunk.number(position) for position in mask.index[mask.astype(bool)]]

    def reject(self, position: int, column: str | None, reason: str | Match) -> None:
        """Takes a row out, because of a cell of `column` or, without one, as a whole."""
        match = Match(reason=reason) if isinstance(reason, str) else reason
        self._faults.setdefault(position, (column, match))

    def reject_where(self, mask: pd.Series, column: str | None, reason: str) -> None:
        """Takes the rows out where a mask over (some) rows is true."""
        for position in mask.index[mask.fillna(False).astype(bool)]:
            self.reject(position, column, reason)

    def rejected(self) -> list[Rejected]:
        """All rows that cannot be used, in the file's order."""
        faults = sorted(self._faults, key=self.chunk.number)
        cells, ids = self._at_fault(), self.chunk.column("id").to_numpy(dtype=object)
        return [
            Rejected(
                self.chunk.number(position), row, match.reason or "", *cells.get(position, (None, None)),
                match.waits_for, match.fate, self.shape.kind, str(ids[position]),
            )
            for position, row in zip(faults, self.chunk.wholes(faults), strict=True)
            for _, match in [self._faults[position]]
        ]  # fmt: skip

    def _at_fault(self) -> dict[int, tuple[str, str]]:
        """The file's column at fault, and what stands in it, of the rows that are rejected for one."""
        by_column: dict[str, list[int]] = {}
        for position, (column, _) in self._faults.items():
            if column is not None:
                by_column.setdefault(column, []).append(position)
        return {
            position: (theirs, shortened(value, VALUE_LIMIT))
            for column, positions in by_column.items()
            for position, (theirs, value) in zip(positions, self.chunk.told(column, positions), strict=True)
        }

    def _read(self, column: Column) -> None:
        cells = self.chunk.column(column.name)
        read = _cells(column, self.shape.kind, cells)
        self.frame[column.target] = read.values
        if read.wall_clock is not None:
            self.frame[column.target.removesuffix("at") + "wall_clock"] = read.wall_clock
        if column.is_key:
            self._reject_long(column, cells)
        if column.reads == "outcome":
            self.frame["outcome_word"] = parsing.text(cells).values
            if self.chunk.own_words is not None:
                self._reject_long(column, self.chunk.own_words)
                self.frame["own_word"] = parsing.text(self.chunk.own_words).values
        for position, reason in read.reasons.items():
            self.reject(position, column.name, reason)
        if column.needed:
            self.reject_where(cells == "", column.name, f"Column {column.name} is blank.")

    def _reject_long(self, column: Column, cells: pd.Series) -> None:
        lengths = list(map(len, cells.tolist()))
        if max(lengths, default=0) > LONGEST_KEY:
            self.reject_where(pd.Series(lengths) > LONGEST_KEY, column.name, TOO_LONG)


def _cells(column: Column, kind: str, cells: pd.Series) -> Cells:
    if column.reads == "moment":
        return parsing.moments(cells)
    if column.reads == "outcome":
        codes, words = pd.factorize(cells.to_numpy(dtype=object))
        found = [vocabulary.outcome_of(kind, word) or vocabulary.UNKNOWN for word in words]
        return Cells(pd.Series(np.array(found, dtype=object)[codes], dtype=object), {})
    if column.reads == "channel":
        return each_value(
            cells, lambda word: vocabulary.channel_of(word) or vocabulary.OTHER_CHANNEL, "object"
        )
    if column.reads in READERS:
        return each_value(cells, *READERS[column.reads])
    return parsing.text(cells)


def note_unknown_words(rows: Rows, notes: Notes, decided: Decided) -> None:
    """Notes the outcomes and channels that nobody knows, of the rows that have no fault."""
    kind, kept = rows.shape.kind, rows.good.index
    for column in rows.shape.columns:
        if column.reads not in TAKEN_AS:
            continue
        counts = rows.chunk.column(column.name).loc[kept].value_counts()
        for word, count in counts.items():
            known = (
                decided.outcome_of(kind, word) if column.reads == "outcome" else vocabulary.channel_of(word)
            )
            if word and known is None:
                notes.word(column.reads, word, int(count))
