"""Plain records as columns, read by Arrow: the fast way to read CSV."""

from __future__ import annotations

import bisect
import copy
import io
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from dashboard.imports.chunk import NULL, plain_cell
from dashboard.imports.encoding import UTF8_SIZES, Encoding
from dashboard.imports.plain import LONGEST, Plain
from dashboard.imports.records import csv_reader

# A column with few different values among its first ones has few on the whole: each is made once.
SEEN, FEW = 1000, 600


class Dialect(NamedTuple):
    """What a file's records have in common: its encoding, its delimiter and the names of its columns."""

    encoding: Encoding
    delimiter: str
    names: Sequence[str]


class Unequal(Exception):
    """Records that do not all have as many fields as there are columns."""


class PlainCells:
    """The cells of plain records; columns are made when they are asked for.

    `wanted` are the places of the columns that were asked for so far, in any cells of the file.
    """

    def __init__(self, dialect: Dialect, parts: Sequence[Plain], wanted: set[int]) -> None:
        self.rows = sum(part.rows for part in parts)
        self._dialect, self._wanted = dialect, wanted
        self._parts = parts
        # The row with which each part begins.
        self._begins = list(itertools.accumulate((part.rows for part in parts[:-1]), initial=0))
        # A column is needed to see which rows are blank, most often the first.
        self._places: Sequence[int] = sorted(wanted | {0})
        self._columns: dict[int, pa.BinaryArray] = {}
        self._kept: np.ndarray | None = None
        self._tables = self._read_tables()

    def _read_tables(self) -> list[pa.Table]:
        try:
            tables = [_parsed(part.text, self._dialect, self._places) for part in self._parts]
        except pa.ArrowInvalid as problem:
            raise Unequal from problem
        if sum(table.num_rows for table in tables) != self.rows:
            raise Unequal
        return tables

    def __len__(self) -> int:
        return self.rows if self._kept is None else len(self._kept)

    def column(self, place: int) -> np.ndarray:
        """A column by its place: text without blanks around it; "" for blank and for NULL."""
        self._wanted.add(place)
        texts = _texts(self._bytes(place), self._dialect.encoding)
        return texts if self._kept is None else texts[self._kept]

    def record(self, place: int) -> tuple[str, ...]:
        """The fields of a row as the file has them, read in the exact way."""
        return self.records([place])[0]

    def records(self, places: Sequence[int]) -> list[tuple[str, ...]]:
        """The fields of some rows."""
        texts = [self._text(int(self._kept[place]) if self._kept is not None else place) for place in places]
        each = csv_reader(io.StringIO("".join(texts), newline=""), self._dialect.delimiter)
        return [tuple(record) for record in each]

    def _text(self, row: int) -> str:
        place = bisect.bisect_right(self._begins, row) - 1
        text, ends = self._parts[place]
        row -= self._begins[place]
        return self._dialect.encoding.decode(text[ends[row - 1] if row else 0 : ends[row]])

    def first(self, count: int) -> PlainCells:
        """The first rows."""
        cells = copy.copy(self)
        cells._kept = (np.arange(self.rows) if self._kept is None else self._kept)[:count]
        return cells

    def leave_out_blank(self, number: int) -> Sequence[int]:
        """Leaves out the rows of which no cell holds anything; returns the numbers of all others, where the
        first row has this one."""
        left = np.arange(self.rows)
        for place in sorted(range(len(self._dialect.names)), key=lambda place: place not in self._places):
            left = left[~_begin_with_text(self._bytes(place), left)]
            if not len(left):
                return range(number, number + self.rows)
        columns = [self._bytes(place) for place in range(len(self._dialect.names))]
        lengths = sum(np.diff(_ends(cells)[0])[left] for cells in columns)
        blank = [row for row, length in zip(left, lengths, strict=True) if not length or self._is_blank(row)]
        self._kept = np.delete(np.arange(self.rows), blank)
        return (self._kept + number).tolist()

    def _is_blank(self, row: int) -> bool:
        cells = (self._bytes(place)[int(row)].as_py() for place in range(len(self._dialect.names)))
        return not any(self._dialect.encoding.decode(cell).strip() for cell in cells)

    def _bytes(self, place: int) -> pa.BinaryArray:
        if place not in self._places:
            # Who asks for one more will ask for others.
            self._places = range(len(self._dialect.names))
            self._tables = self._read_tables()
        if place not in self._columns:
            chunks = [chunk for table in self._tables for chunk in table.column(str(place)).chunks]
            self._columns[place] = pa.concat_arrays(chunks)
        return self._columns[place]


def _parsed(part: bytes, dialect: Dialect, places: Sequence[int]) -> pa.Table:
    """Some columns of the records, each named by its place, as bytes."""
    names = [str(place) for place in range(len(dialect.names))]
    return arrow_csv.read_csv(
        pa.BufferReader(part),
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=2 * LONGEST, column_names=names),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.binary()),
            null_values=[],
            strings_can_be_null=False,
            include_columns=[str(place) for place in places],
        ),
    )


def _ends(cells: pa.BinaryArray) -> tuple[np.ndarray, np.ndarray]:
    """Where the cells begin and end (the last one's end too), and the bytes that is counted in."""
    _, offsets, data = cells.buffers()
    where = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return where, np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)


def _begin_with_text(cells: pa.BinaryArray, rows: np.ndarray) -> np.ndarray:
    """Whether the cells of some rows begin with a letter, a digit or a sign of ASCII."""
    where, data = _ends(cells)
    first = data[np.minimum(where[rows], len(data) - 1)] if len(data) else np.zeros(len(rows), np.uint8)
    return (where[rows + 1] > where[rows]) & (first > 32) & (first < 127)


def _texts(cells: pa.BinaryArray, encoding: Encoding) -> np.ndarray:
    """Cells as text without blanks around it; "" for NULL."""
    some = cells[:SEEN].dictionary_encode()
    if len(some.dictionary) <= FEW < len(cells):
        coded = cells.dictionary_encode()
        return _texts_of(coded.dictionary, encoding)[coded.indices.to_numpy()]
    return _texts_of(cells, encoding)


def _texts_of(cells: pa.BinaryArray, encoding: Encoding) -> np.ndarray:
    where, data = _ends(cells)
    where, data = where - where[0], data[where[0] : where[-1]]
    if encoding.single and (data > 127).any():
        cells = _as_utf8(where, data, encoding)
    texts = cells.view(pa.string()).to_numpy(zero_copy_only=False)
    for place in _to_be_stripped(where, data).tolist():
        texts[place] = plain_cell(texts[place])
    return texts


def _as_utf8(where: np.ndarray, data: np.ndarray, encoding: Encoding) -> pa.StringArray:
    """Cells of an encoding of single bytes as UTF-8, all at once."""
    high = np.flatnonzero(data > 127)
    more = np.concatenate([[0], np.cumsum(UTF8_SIZES[data[high]] - 1, dtype=np.int64)])
    ends = (where + more[np.searchsorted(high, where)]).astype(np.int32)
    text = encoding.decode(data.tobytes()).encode()
    return pa.StringArray.from_buffers(len(where) - 1, pa.py_buffer(ends), pa.py_buffer(text))


def _to_be_stripped(where: np.ndarray, data: np.ndarray) -> np.ndarray:
    """The rows of cells that may have blanks around them, or that may say NULL."""
    filled = np.flatnonzero(where[1:] > where[:-1])
    first, last = data[where[filled]], data[where[filled + 1] - 1]
    odd = (first <= 32) | (first > 126) | (last <= 32) | (last > 126)
    odd |= (where[filled + 1] - where[filled] == len(NULL)) & (first == ord(NULL[0]))
    return filled[odd]
