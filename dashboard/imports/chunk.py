"""A run of a file's records, as columns; records that do not fit the header are set aside."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Protocol

import numpy as np
import pandas as pd

from dashboard.imports.rejected import Rejected, storable, whole

NOT_UTF8 = "The row is not UTF-8 text; save the file as “CSV UTF-8”."
NUL = "The row holds a NUL character, which no text has."
# What databases write for a cell without a value.
NULL = "NULL"


class Cells(Protocol):
    """The cells of a chunk's rows, each row as wide as the header."""

    def __len__(self) -> int:
        """How many rows there are."""

    def column(self, place: int) -> np.ndarray:
        """A column by its place: text without blanks around it; "" for blank and for NULL."""

    def record(self, place: int) -> tuple[str, ...]:
        """The fields of a row as the file has them."""

    def records(self, places: Sequence[int]) -> list[tuple[str, ...]]:
        """The fields of some rows."""

    def first(self, count: int) -> Cells:
        """The first rows."""


class RecordView(Sequence[tuple[str, ...]]):
    """The fields of each row as the file has them, each row looked up when it is asked for."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def __len__(self) -> int:
        return len(self._cells)

    def __getitem__(self, place):  # type: ignore[no-untyped-def, override]
        if isinstance(place, slice):
            return self._cells.records(range(*place.indices(len(self))))
        return self._cells.record(range(len(self))[place])


@dataclass
class Chunk:
    """Rows of a file: `numbers` are their spreadsheet rows, `column` gives their cells. `broken` are rows
    that cannot be read, `aside` those at the file's end that are no data (a report's closing words)."""

    names: Sequence[str]
    numbers: Sequence[int]
    cells: Cells
    broken: list[Rejected] = field(default_factory=list)
    aside: list[Rejected] = field(default_factory=list)
    _columns: dict[str, pd.Series] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def read(self) -> int:
        """How many rows of the file it stands for, without those aside."""
        return len(self) + len(self.broken)

    @property
    def records(self) -> Sequence[tuple[str, ...]]:
        """The fields of each row as the file has them."""
        return RecordView(self.cells)

    def column(self, name: str) -> pd.Series:
        """A column's cells by its name in lower case; blanks where the file has no such column."""
        if name not in self._columns:
            self._columns[name] = self._column(name)
        return self._columns[name]

    def _column(self, name: str) -> pd.Series:
        if name not in self.names:
            return pd.Series([""] * len(self), dtype=object)
        return pd.Series(self.cells.column(self.names.index(name)), dtype=object)


class RecordCells:
    """Cells that are there as records."""

    def __init__(self, records: Sequence[tuple[str, ...]]) -> None:
        self._records = records

    def __len__(self) -> int:
        return len(self._records)

    def column(self, place: int) -> np.ndarray:
        """A column by its place: text without blanks around it; "" for blank and for NULL."""
        texts = np.empty(len(self), dtype=object)
        texts[:] = [plain_cell(record[place]) for record in self._records]
        return texts

    def record(self, place: int) -> tuple[str, ...]:
        """The fields of a row as the file has them."""
        return self._records[place]

    def records(self, places: Sequence[int]) -> list[tuple[str, ...]]:
        """The fields of some rows."""
        return [self._records[place] for place in places]

    def first(self, count: int) -> RecordCells:
        """The first rows."""
        return RecordCells(self._records[:count])


class JoinedCells:
    """Cells one after the other, however they are there."""

    def __init__(self, parts: Sequence[Cells]) -> None:
        self.parts = parts
        self._ends = list(itertools.accumulate(map(len, parts)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def column(self, place: int) -> np.ndarray:
        """A column by its place: text without blanks around it; "" for blank and for NULL."""
        return np.concatenate([part.column(place) for part in self.parts])

    def record(self, place: int) -> tuple[str, ...]:
        """The fields of a row as the file has them."""
        part = bisect.bisect_right(self._ends, place)
        return self.parts[part].record(place - self._begin(part))

    def records(self, places: Sequence[int]) -> list[tuple[str, ...]]:
        """The fields of some rows."""
        parts = np.searchsorted(self._ends, np.asarray(places), side="right").tolist()
        return [
            record
            for part, some in itertools.groupby(zip(parts, places, strict=True), key=itemgetter(0))
            for record in self.parts[part].records([place - self._begin(part) for _, place in some])
        ]

    def _begin(self, part: int) -> int:
        return self._ends[part - 1] if part else 0

    def first(self, count: int) -> JoinedCells:
        """The first rows."""
        begins = [0, *self._ends]
        return JoinedCells(
            [part.first(max(0, count - begin)) for part, begin in zip(self.parts, begins, strict=False)]
        )


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """Chunks of one file, in its order, as one."""
    if len(chunks) == 1:
        return chunks[0]
    numbers = list(itertools.chain.from_iterable(chunk.numbers for chunk in chunks))
    broken = list(itertools.chain.from_iterable(chunk.broken for chunk in chunks))
    return Chunk(chunks[0].names, numbers, JoinedCells([chunk.cells for chunk in chunks]), broken)


def plain_cell(cell: str) -> str:
    """A cell without blanks around it; "" for NULL."""
    cell = cell.strip()
    return "" if cell == NULL else cell


def make_chunk(names: Sequence[str], numbers: list[int], records: list[tuple[str, ...]]) -> Chunk:
    """The records as a chunk: those with as many fields as there are `names`, and readable as text.

    Records of blanks alone, as spreadsheets leave them under a table, are not rows; one of NULLs is.
    """
    broken: list[Rejected] = []
    texts = ["".join(record) for record in records]
    if not all(map(str.strip, texts)):
        kept = [place for place, text in enumerate(texts) if text.strip()]
        numbers, records = [numbers[place] for place in kept], [records[place] for place in kept]
    if set(map(len, records)) - {len(names)} or not _is_text("".join(texts)):
        numbers, records, broken = _sorted_out(len(names), numbers, records)
    return Chunk(names, numbers, RecordCells(records), broken)


def _is_text(text: str) -> bool:
    return "\0" not in text and _encodes(text)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sorted_out(
    width: int, numbers: list[int], records: list[tuple[str, ...]]
) -> tuple[list[int], list[tuple[str, ...]], list[Rejected]]:
    good_numbers, good, broken = [], [], []
    for number, record in zip(numbers, records, strict=True):
        reason = _fault(width, record)
        if reason is None:
            good_numbers.append(number)
            good.append(record)
        else:
            broken.append(Rejected(number, whole([storable(cell) for cell in record]), reason))
    return good_numbers, good, broken


def _fault(width: int, record: tuple[str, ...]) -> str | None:
    everything = "".join(record)
    if not _encodes(everything):
        return NOT_UTF8
    if "\0" in everything:
        return NUL
    if len(record) != width:
        return f"The row has {len(record)} fields where the header has {width}; check its commas and quotes."
    return None
