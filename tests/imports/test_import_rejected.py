"""Rejected rows as CSV: whole, with their reasons, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing import CALLS
from sqlalchemy import Engine

from dashboard.imports.batches import rejected_csv
from dashboard.imports.rejected import REASON_COLUMNS, Rejected, as_csv, storable, whole
from dashboard.log.engine import reading
from dashboard.spreadsheets import FORMULA, NUMBER, guarded


def test_rows_come_back_whole_with_their_reasons() -> None:
    rows = [
        Rejected(3, whole(["a,b", 'say "x"']), "Not a moment.", "at", "x\ny"),
        Rejected(9, whole(["1", "2", "3"]), "Too many."),
    ]
    assert list(csv.reader(io.StringIO(as_csv(["id", "at"], rows)))) == [
        ["row", "column", "value", "reason", "id", "at"],
        ["3", "at", "x\ny", "Not a moment.", "a,b", 'say "x"'],
        ["9", "", "", "Too many.", "1", "2", "3"],
    ]


def test_the_rejected_rows_of_a_batch_come_back_as_csv(staffed, engine: Engine) -> None:
    batch = staffed("calls.csv", CALLS + "c4,Bob,soon,=2+3,1\nc5,Bob,soon,busy,1,,,\n").batch_id
    with reading(engine) as connection:
        lines = list(csv.reader(io.StringIO(rejected_csv(connection, batch))))
        with pytest.raises(KeyError, match="no import 99"):
            rejected_csv(connection, 99)
    assert lines[0] == [*REASON_COLUMNS, *CALLS.splitlines()[0].split(",")]
    assert [line[:2] + line[4:8] for line in lines[1:]] == [
        ["5", "", "c4", "Bob", "soon", "'=2+3"], ["6", "at", "c5", "Bob", "soon", "busy"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(A1)",
        "\t1",
        "\r1",
        "\n1",
        "-1=2",
        "＝1",
        " =1",
        "\xa0@x",
        "\ufeff+x",
        "﹦1",
        " \xa0-x",
    ],
)
def test_formulas_are_guarded(cell: str) -> None:
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a;=1+1", "a;'=1+1"),
        ('a;"=1', "a;\"'=1"),
        ("a\n@x\t+y", "a\n'@x\t'+y"),
        ("\t=1", "'\t'=1"),
        ("a; =1", "a;' =1"),
    ],
)
def test_formulas_are_guarded_behind_marks_that_part_cells_elsewhere(cell: str, expected: str) -> None:
    assert guarded(cell) == expected


@pytest.mark.parametrize("cell", ["-12", " -12", "+4915112345", "-1,234.50", "", "Bob", " Bob", "3=4", "–"])
def test_numbers_and_words_stay(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.text())
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    out = guarded(cell)
    assert not FORMULA.match(out) or NUMBER.fullmatch(out.strip())
    for part in re.split("[;\t\r\n]", out)[1:]:
        assert not FORMULA.match(part.lstrip('"')) or NUMBER.fullmatch(cell.strip())


@given(st.binary())
def test_any_bytes_become_text_that_can_be_stored(noise: bytes) -> None:
    text = storable(noise.decode("utf-8", "surrogateescape"))
    assert "\0" not in text
    assert text.encode().decode() == text
