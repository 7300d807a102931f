"""Reading CSV: every field as it was written, every row with its spreadsheet number, noise refused."""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import time
import tracemalloc
from pathlib import Path

import pytest
from depth import first
from hypothesis import given
from hypothesis import strategies as st
from importing import saved

from dashboard.imports import chunk as chunks
from dashboard.imports import csv_table, table
from dashboard.imports import records as exact
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_table


def records(content: bytes | str, name: str = "x.csv") -> tuple[list[tuple[int, tuple[str, ...]]], list]:
    """All rows of a file with their numbers, and the rejected ones."""
    binary = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    found, broken = [], []
    with open_table(binary, name) as file:
        for chunk in file.chunks():
            found += zip(chunk.numbers, chunk.records, strict=True)
            broken += chunk.broken
    return found, broken


def refusal(content: bytes | str) -> str:
    with pytest.raises(ImportProblem) as raised:
        records(content)
    return str(raised.value)


fields = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(st.lists(st.lists(fields, min_size=3, max_size=3), max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_every_field_comes_back_as_it_was_written(table: list[list[str]], end: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *table])
    found, broken = records(out.getvalue())
    assert broken == []
    expected = [(n, tuple(row)) for n, row in enumerate(table, 2) if any(cell.strip() for cell in row)]
    assert found == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    try:
        found, broken = records(b"a,b\n" + noise)
    except ImportProblem as problem:
        assert str(problem).endswith((".", "”."))
        return
    assert all(len(record) == 2 for _, record in found)
    assert all(row.reason and row.fields for row in broken)


def test_rows_have_the_numbers_a_spreadsheet_shows() -> None:
    found, broken = records('a,b\n1,2\n\n"x\ny",4\n,\n5\n6,7,8\n9,"ten"th\n11,12\n')
    assert found == [(2, ("1", "2")), (4, ("x\ny", "4")), (9, ("11", "12"))]
    assert [(row.row, row.fields) for row in broken] == [
        (6, ["5"]), (7, ["6", "7", "8"]), (8, ['9,"ten"th']),
    ]  # fmt: skip
    assert "has 1 fields where the header has 2" in broken[0].reason
    assert broken[2].reason == exact.MISPLACED


def test_quotes_commas_and_blanks_around_fields() -> None:
    found, _ = records('a, b\n"say ""hi"", you", "after a blank"\n5" pipe,O\'Neil\n')
    assert found == [(2, ('say "hi", you', "after a blank")), (3, ('5" pipe', "O'Neil"))]


@pytest.mark.parametrize("marks", [1, 2, 3])
def test_marks_of_the_encoding_are_no_part_of_the_first_name(marks: int) -> None:
    with open_table(io.BytesIO(b"\xef\xbb\xbf" * marks + b'"id",rep\n1,Bob\n')) as file:
        assert file.header == ["id", "rep"]



def test_a_byte_order_mark_and_old_line_ends_are_read() -> None:
    with open_table(io.BytesIO(b"\xef\xbb\xbfA ,b\r1,2\r3,4")) as file:
        assert file.names == ["a", "b"]
        assert [list(chunk.records) for chunk in file.chunks()] == [[("1", "2"), ("3", "4")]]


def test_bytes_that_are_not_utf8_reject_their_row_alone() -> None:
    found, broken = records(b"a,b\n1,Z\xc3\xbcrich\n2,Z\xfcrich\n3,x\0y\n")
    assert found == [(2, ("1", "Zürich"))]
    assert [(row.row, row.fields, row.reason) for row in broken] == [
        (3, ["2", "Z\\xfcrich"], chunks.NOT_UTF8), (4, ["3", "x\\x00y"], chunks.NUL),
    ]  # fmt: skip


def test_a_gzipped_file_is_read_and_progress_ends_at_its_size(tmp_path: Path) -> None:
    path = saved(tmp_path, "x.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 70_000))
    with open_table(path) as file:
        seen = [(len(chunk), file.position) for chunk in file.chunks()]
        assert [size for size, _ in seen[:2]] == [10_000, 50_000]
        assert sum(size for size, _ in seen) == 70_000
        assert seen[-1][1] == file.total == path.stat().st_size


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \n\n", "is empty"),
        (b"%PDF-1.7\n...", "is a PDF"),
        (b"PK\x03\x04 and more", "is a damaged zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Excel workbook"),
        (b"\x89PNG\r\n\x1a\n", "is an image"),
        (b"a\0b,c\n", "is not text"),
        (b"\x1f\x8bnot gzip at all", "is a damaged file"),
        (gzip.compress(os.urandom(500_000)), "is not text"),
        (b"gr\xf6\xdfe,b\nz\xc3\xbcrich,\xc3\xa9\n", "header row is not UTF-8"),
        ("a,b\n".encode("utf-16") + b"\x00\xd8\x00", "is damaged UTF-16 text"),
        (b"a\xff,b\n" + os.urandom(4000).replace(b"\0", b""), "is not text"),
        (b"a,b, A\n1,2,3\n", "has 2 columns with one name (a, A)"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "from row 3 on: a quotation mark opened there is not closed"),
        (b"a,b\n1,2\n3," + b"4" * (1 << 20) + b"5\n", "row 3 has a field that is longer than 1 MB"),
        (b'a,b\n1,2\n3,"' + b"4\n" * 700_000, "from row 3 on"),
        (b'"a,b\n1,2\n', "from row 1 on"),
    ],
)
def test_what_is_no_csv_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    sentence = refusal(content)
    assert said in sentence
    assert sentence.startswith("x.csv") and sentence.endswith(".") and "\n" not in sentence


def test_a_truncated_gzip_is_refused_where_it_breaks() -> None:
    rows = "".join(f"{random.Random(n).random()},{n}\n" for n in range(60_000))
    assert "cannot be read to its end" in refusal(gzip.compress(b"a,b\n" + rows.encode())[:-5_000])


def test_a_gzip_that_has_no_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.imports.source.MOST_UNPACKED", 1 << 20)
    assert "unpacks to more than" in refusal(gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "no.csv"
    with pytest.raises(ImportProblem, match="cannot be opened: No such file"), open_table(missing):
        pass
    with pytest.raises(ImportProblem, match="cannot be opened: Is a directory"), open_table(tmp_path):
        pass


@pytest.mark.parametrize(
    "noise", first(3, [b'1,"2\n3"\n' * 120, b"1,2\n" * 250, b"x" * 1000, b"\n" * 1000, b'"\n' * 500])
)
def test_memory_is_flat_in_the_size_of_the_file(noise: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in (
        (csv_table, "MOST_HELD", 1 << 20),
        (exact, "LINE_LIMIT", 1 << 17),
        (exact, "FIELD_LIMIT", 1 << 15),
        (table, "CHUNK", 5000),
    ):
        monkeypatch.setattr(module, name, value)
    binary = io.BytesIO(b"a,b\n" + noise * 300)
    tracemalloc.start()
    try:
        with open_table(binary, "x.csv") as file:
            assert sum(len(chunk) for chunk in file.chunks()) in (0, noise.count(b"1,") * 300)
    except ImportProblem as problem:
        assert "row 2" in str(problem)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8e6


def test_200_mb_of_noise_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    block = os.urandom(1 << 20)
    with path.open("wb") as out:
        for _ in range(200):
            out.write(block)
    began = time.perf_counter()
    with pytest.raises(ImportProblem, match="is not text"), open_table(path):
        pass
    assert time.perf_counter() - began < 1


def test_what_was_handed_in_stays_open() -> None:
    binary = io.BytesIO(b"a,b\n1,2\n")
    for _ in range(2):
        with open_table(binary) as file:
            assert sum(len(chunk) for chunk in file.chunks()) == 1
    assert not binary.closed
