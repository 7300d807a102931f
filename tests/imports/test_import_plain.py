"""The fast way to read CSV and the exact one give the same cells, numbers and rejected rows."""

from __future__ import annotations

import io
from unittest import mock

import pytest
from depth import draws
from hypothesis import event, given, settings
from hypothesis import strategies as st

from dashboard.imports import csv_table, plain, records, table
from dashboard.imports.chunk import JoinedCells
from dashboard.imports.csv_table import CsvTable
from dashboard.imports.encoding import UTF_8
from dashboard.imports.opening import opened
from dashboard.imports.plain_cells import PlainCells
from dashboard.imports.problem import ImportProblem

TAIL = 64
HEADER = b"id,rep,at\n"
# A file's end is always read in the exact way.
LAST = b"last,row,here\n" * (TAIL // 10)


class Read:
    """A file as it is read with the fast way (`fast`) or without."""

    def __init__(self, content: bytes, fast: bool, size: int, piece: int) -> None:
        self.rows: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = []
        self.broken: list = []
        self.problem: str | None = None
        self.fast_rows = 0
        way = plain.plain_part if fast else lambda *_: plain.NOTHING
        with (
            mock.patch.multiple(csv_table, TAIL=TAIL, PIECE=piece, plain_part=way),
            mock.patch.multiple(table, FIRST_CHUNK=size, CHUNK=size),
        ):
            try:
                self._read(content)
            except ImportProblem as problem:
                self.problem = str(problem)

    def _read(self, content: bytes) -> None:
        self.table = CsvTable("x.csv", opened("x.csv", io.BytesIO(content)))
        for chunk in self.table.chunks():
            cells = zip(*(chunk.column(name) for name in self.table.names), strict=True)
            self.rows += zip(chunk.numbers, cells, chunk.records, strict=True)
            self.broken += chunk.broken
            assert all(type(number) is int for number in chunk.numbers)
            parts = chunk.cells.parts if isinstance(chunk.cells, JoinedCells) else [chunk.cells]
            self.fast_rows += sum(len(part) for part in parts if isinstance(part, PlainCells))
            for count in (1, 3, 50):
                first = chunk.cells.first(count)
                assert [first.record(place) for place in range(len(first))] == chunk.records[:count]
                assert list(first.column(0)) == list(chunk.cells.column(0)[:count])


def assert_same(content: bytes, size: int = 5, piece: int = 1 << 20) -> Read:
    """Both ways give the same; returns the fast one."""
    fast, exact = Read(content, True, size, piece), Read(content, False, size, piece)
    assert exact.fast_rows == 0
    assert fast.problem == exact.problem
    if fast.problem is None:
        assert (fast.rows, fast.broken) == (exact.rows, exact.broken)
    return fast


BITS = [
    b'"', b'""', b",", b"\n", b"\r\n", b"\r", b" ", b"a", b"NULL", b"\t", "é".encode(), b"\xe9", b"\x93",
    b"\0", "\xa0".encode(), b"\x1f", b"\x0b", b"\x7f", b"\xef\xbb\xbf", "\u2003".encode(), b'","', b'"\n"',
    b"x,y,z\n",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(BITS), max_size=6).map(b"".join)
INNER = TEXT.map(lambda text: text.replace(b'"', b'""'))
QUOTED = INNER.map(lambda text: b'"' + text + b'"')
BARE = st.sampled_from(
    [b"", b" ", b"a", b" a ", b"NULL", b" NULL", b"NULL ", b'5" x', "Zoë".encode(), b"\xe9", b"\x1fa"]
)
CELL = QUOTED | BARE
PIECES = st.sampled_from([10, 40, 200, 1 << 20])
END = st.sampled_from([b"\n", b"\r\n"])


@st.composite
def rows(draw: st.DrawFn) -> bytes:
    """Rows of which most are whole."""
    width = draw(st.sampled_from([3, 3, 3, 3, 3, 2, 4, 1]))
    return b",".join(draw(CELL) for _ in range(width)) + draw(END)


@settings(max_examples=draws(150, 6_000), deadline=None)
@given(st.lists(rows(), max_size=12), st.integers(1, 9), PIECES)
def test_any_rows_are_the_same_both_ways(content: list[bytes], size: int, piece: int) -> None:
    read = assert_same(HEADER + b"".join(content) + LAST, size, piece)
    event("fast" if read.fast_rows else "exact")


@settings(max_examples=draws(150, 6_000), deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=60), st.integers(1, 9), PIECES)
def test_any_noise_is_the_same_both_ways(content: list[bytes], size: int, piece: int) -> None:
    read = assert_same(HEADER + b"".join(content) + LAST, size, piece)
    event("fast" if read.fast_rows else "exact")


@settings(max_examples=draws(100, 6_000), deadline=None)
@given(
    st.lists(st.tuples(QUOTED, QUOTED, QUOTED).map(b",".join), max_size=12),
    END,
    st.binary(max_size=3),
    st.integers(),
)
def test_whole_rows_with_one_damage_are_the_same_both_ways(
    content: list[bytes], end: bytes, damage: bytes, where: int
) -> None:
    body = end.join([*content, b""])
    place = where % (len(body) + 1)
    assert_same(HEADER + body[:place] + damage + body[place:] + LAST)


def many(row: bytes, times: int = 200) -> bytes:
    return HEADER + row * times + LAST


@pytest.mark.parametrize(
    "row",
    [
        b"1,Bob,2026\n",
        b"1,Bob,2026\r\n",
        b'"1","Bob","2026"\n',
        b'"1","Bob, ""the"" man\nof two lines","NULL"\n',
        '"1","Zoë","Zürich"\n'.encode(),
        '"1","Zoë","Zürich"\n'.encode("latin-1"),
        b'"1","\x93x\x94",""\n',
        b"\xa0 1 , NULL,x\n",
        b"\n1,Bob,2026\n",
        b"NULL,NULL,NULL\n",
        b"a,b,c\n,,\n , ,\t\n",
    ],
)
def test_what_is_plain_is_read_fast(row: bytes) -> None:
    assert assert_same(many(row), 50).fast_rows > 100


@pytest.mark.parametrize(
    "row",
    [
        b'1,Bob, "2026, x"\n', b'1,"Bob"x,2026\n', b"1,Bob\n", b"1,Bob,2026,\n", b"1,Bob,2026\r",
        b'1,Bob,5" x\n', b"1,B\0b,2026\n", b"1,B\xe9b,2026\n" + "ééé,é,é\n".encode(), b'1,"Bob" ,2026\n',
        b'1,Bob,2026"\n"1,x,y\n',
    ],
)  # fmt: skip
def test_what_is_not_plain_is_read_exactly(row: bytes) -> None:
    # A chunk that begins with the last rows is plain.
    assert assert_same(many(row), 50).fast_rows < 6


def test_a_bad_row_costs_its_chunk_alone() -> None:
    good = b"1,Bob,2026\n" * 100
    read = assert_same(HEADER + good + b"1,Bob\n" + good * 3 + LAST, 50)
    assert [row.row for row in read.broken] == [102]
    assert read.fast_rows > 250


def test_a_field_that_is_too_long_is_refused_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "FIELD_LIMIT", 400)
    for length, quote in ((390, b""), (410, b""), (390, b'"'), (410, b'"')):
        long = b"1," + quote + b"x\n" * (length // 2) + quote if quote else b"1," + b"x" * length
        read = assert_same(HEADER + b"1,2,3\n" * 50 + long + b",2\n" + b"1,2,3\n" * 50 + LAST, 40)
        assert (read.problem is not None) == (length == 410)


def test_a_record_ends_somewhere_in_every_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "FIELD_LIMIT", 40)
    short, long = b'"a\nb","c\nd"\n' * 5, b'"' + b"\n" * 30 + b'",x\n'
    found = plain.plain_part(short, len(short), UTF_8, ",")
    assert found.text == short and found.ends.tolist() == [12, 24, 36, 48, 60] and found.rows == 5
    assert plain.plain_part(short + long, len(short + long), UTF_8, ",") == plain.NOTHING
