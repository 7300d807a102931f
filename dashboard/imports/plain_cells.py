"""Plain records as columns, read by Arrow: the fast way to read CSV."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from dashboard.imports.chunk import NULL, RecordCells, make_chunk, plain_cell
from dashboard.imports.encoding import UTF8_SIZES, Encoding
from dashboard.imports.plain import LONGEST, record_lines
from dashboard.imports.records import Records
from dashboard.imports.source import Source

# A column with few different values among its first ones has few on the whole: each is made once.
SEEN, FEW = 1000, 100
# Up to one row in so many are few.
FEW_OF = 4


class Dialect(NamedTuple):
    """What a file's records have in common: its encoding, its delimiter and the names of its columns."""

    encoding: Encoding
    delimiter: str
    names: Sequence[str]


class PlainCells:
    """The cells of plain records, which are added part by part; columns are made when they are asked for.

    `wanted` are the places of the columns that were asked for so far, in any cells of the file.
    """

    def __init__(self, dialect: Dialect, wanted: set[int]) -> None:
        self.rows = self.size = 0
        self._dialect, self._wanted = dialect, wanted
        self._parts: list[bytes] = []
        # A column is needed to see which rows are blank, most often the first.
        self._places = sorted(wanted | {0})
        self._tables: list[pa.Table] = []
        self._columns: dict[int, pa.BinaryArray] = {}
        self._kept: np.ndarray | None = None

    def add(self, part: bytes) -> int:
        """Adds plain records; returns how many. None are added where they do not all have as many fields as
        there are columns."""
        try:
            table = _parsed(part, self._dialect, self._places)
        except pa.ArrowInvalid:
            return 0
        self._parts.append(part)
        self._tables.append(table)
        self.rows, self.size = self.rows + table.num_rows, self.size + len(part)
        return table.num_rows

    def __len__(self) -> int:
        return self.rows if self._kept is None else len(self._kept)

    def column(self, place: int) -> np.ndarray:
        """A column by its place: text without blanks around it; "" for blank and for NULL."""
        self._wanted.add(place)
        texts = _texts(self._bytes(place), self._dialect.encoding)
        return texts if self._kept is None else texts[self._kept]

    @functools.cached_property
    def records(self) -> Sequence[tuple[str, ...]]:
        """The fields of each row as the file has them, read in the exact way."""
        return self._records_of(self._parts)

    def records_at(self, places: Sequence[int]) -> list[tuple[str, ...]]:
        """The fields of some rows, in order; where they are few, these alone are read in the exact way."""
        if "records" in vars(self) or FEW_OF * len(places) > len(self):
            return [self.records[place] for place in places]
        rows = np.asarray(places, dtype=np.int64)
        rows = rows if self._kept is None else self._kept[rows]
        ends = np.cumsum([0, *(table.num_rows for table in self._tables)])
        lines: list[bytes] = []
        for part, first, stop in zip(self._parts, ends[:-1], ends[1:], strict=True):
            lines += record_lines(part, rows[(rows >= first) & (rows < stop)] - first)
        return list(self._records_of(lines))

    def first(self, count: int) -> RecordCells:
        """The first rows."""
        return RecordCells(self.records[:count])

    def last(self, count: int) -> Sequence[tuple[str, ...]]:
        """The records of the last rows, without making all."""
        found = self._records_of(self._parts[-1:])
        found = found if len(found) >= count else self.records
        return found[max(0, len(found) - count) :]

    def _records_of(self, parts: list[bytes]) -> Sequence[tuple[str, ...]]:
        encoding, delimiter, names = self._dialect
        read = Records("", Source("", io.BytesIO(b"".join(parts))), encoding, delimiter)
        rows = [tuple(record) for record in read]
        return make_chunk(names, list(range(len(rows))), rows).records

    def leave_out_blank(self) -> list[int]:
        """Leaves out the rows of which no cell holds anything; returns the places of all others."""
        left = np.arange(self.rows)
        for place in range(len(self._dialect.names)):
            left = left[~_begin_with_text(self._bytes(place), left)]
            if not len(left):
                return list(range(self.rows))
        columns = [self._bytes(place) for place in range(len(self._dialect.names))]
        lengths = sum(np.diff(_ends(cells)[0])[left] for cells in columns)
        blank = [row for row, length in zip(left, lengths, strict=True) if not length or self._is_blank(row)]
        self._kept = np.delete(np.arange(self.rows), blank)
        return self._kept.tolist()

    def _is_blank(self, row: int) -> bool:
        cells = (self._bytes(place)[int(row)].as_py() for place in range(len(self._dialect.names)))
        return not any(self._dialect.encoding.decode(cell).strip() for cell in cells)

    def _bytes(self, place: int) -> pa.BinaryArray:
        if place not in self._columns:
            tables = self._tables
            if place not in self._places:
                tables = [_parsed(part, self._dialect, [place]) for part in self._parts]
            chunks = [chunk for table in tables for chunk in table.column(str(place)).chunks]
            self._columns[place] = pa.concat_arrays(chunks)
        return self._columns[place]


def _parsed(part: bytes, dialect: Dialect, places: Sequence[int]) -> pa.Table:
    """Some columns of the records, each named by its place, as bytes."""
    names = [str(place) for place in range(len(dialect.names))]
    return arrow_csv.read_csv(
        pa.BufferReader(part),
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=LONGEST, column_names=names),
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
    ends = np.concatenate([[0], np.cumsum(UTF8_SIZES[data])])[where].astype(np.int32)
    text = encoding.decode(data.tobytes()).encode()
    return pa.StringArray.from_buffers(len(where) - 1, pa.py_buffer(ends), pa.py_buffer(text))


def _to_be_stripped(where: np.ndarray, data: np.ndarray) -> np.ndarray:
    """The rows of cells that may have blanks around them, or that may say NULL."""
    filled = np.flatnonzero(where[1:] > where[:-1])
    first, last = data[where[filled]], data[where[filled + 1] - 1]
    odd = (first <= 32) | (first > 126) | (last <= 32) | (last > 126)
    odd |= (where[filled + 1] - where[filled] == len(NULL)) & (first == ord(NULL[0]))
    return filled[odd]
