"""Excel workbooks: cells as the text a CSV file would have, each sheet a table, harm refused."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
import workbooks as books
from hypothesis import given
from hypothesis import strategies as st
from workbooks import text

from dashboard.imports import sheet_xml, workbook
from dashboard.imports.chunk import Chunk
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_table, open_tables

HEADER = [text("id"), text("at"), text("value")]


def only(content: bytes) -> tuple[list[str], list[str], Chunk]:
    """Header, remarks and first chunk of a workbook's first table."""
    with open_table(io.BytesIO(content), "x.xlsx") as table:
        return table.header, table.remarks, table.peek()


def refusal(content: bytes) -> str:
    with pytest.raises(ImportProblem) as raised:
        list(open_tables(io.BytesIO(content), "x.xlsx"))
    sentence = str(raised.value)
    assert sentence.startswith("x.xlsx") and sentence.endswith(".") and "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (text(" Zoë “x” <&> "), " Zoë “x” <&> "),
        (text("00123"), "00123"),
        (books.number(5), "5"),
        (books.number("5.50"), "5.5"),
        (books.number("0.30000000000000004"), "0.30000000000000004"),
        (books.number("4915112345678"), "4915112345678"),
        (books.number("-3"), "-3"),
        (books.number(46329, books.DAY), "2026-11-03"),
        (books.number("46329.37638888889", books.MOMENT), "2026-11-03 09:02:00"),
        (books.number("0.3763888888888889", books.TIME), "09:02:00"),
        (books.number("1.0868402777777777", books.LENGTH), "26:05:03"),
        (books.number("0.001388888888888889", books.LENGTH), "00:02:00"),
        (books.number(45631), "45631"),
        (books.formula(7), "7"),
        (books.error("#N/A"), "#N/A"),
        (books.error("#DIV/0!"), "#DIV/0!"),
        (books.boolean(True), "true"),
        (books.boolean(False), "false"),
        (None, ""),
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_cell_is_the_text_a_csv_has(cell: str | None, expected: str, prefix: str) -> None:
    rows = books.sheet({1: HEADER, 2: [text("a"), cell, text("b")]}, prefix=prefix)
    _, _, chunk = only(books.workbook({"S": rows}))
    assert list(chunk.records) == [("a", expected, "b")]


def test_rows_have_the_numbers_of_the_sheet_and_gaps_are_blank() -> None:
    rows = {3: HEADER, 4: [text("a"), None, text("x")], 7: [text("b"), text("y")], 9: [None, None, text(" ")]}
    header, remarks, chunk = only(books.workbook({"S": books.sheet(rows, left="C")}))
    assert (header, remarks, chunk.numbers) == (["id", "at", "value"], [], [4, 7])
    assert list(chunk.column("value")) == ["x", ""]


def test_titles_and_closing_words_of_a_formatted_report() -> None:
    rows = {
        2: [text("Calls of the team")], 3: [text("As of 2026-11-05")],
        5: [text("Assigned  ↑"), text("Date"), text("Call Result")],
        6: [text("Bob"), books.number(46329, books.DAY), text("busy")],
        7: [text("Grand Totals (1 Records)")], 8: [text("Confidential Information - Do Not Distribute")],
    }  # fmt: skip
    header, remarks, chunk = only(books.workbook({"S": books.sheet(rows)}))
    assert header == ["Assigned", "Date", "Call Result"]
    assert remarks == ["Rows 2 to 3 above the header were not read."]
    assert (list(chunk.records), [row.row for row in chunk.aside]) == (
        [("Bob", "2026-11-03", "busy")],
        [7, 8],
    )


def test_each_filled_sheet_is_a_table() -> None:
    table = books.sheet({1: HEADER, 2: [text("a"), text("b"), text("c")]})
    sheets = {
        "Notes": books.sheet({1: [text("Just words")]}),
        "Calls": table,
        "Empty": "",
        "E & M": table,
        "Lists": table,
    }
    content = books.workbook(sheets, hidden=("Lists",))
    found = list(open_tables(io.BytesIO(content), "x.xlsx"))
    assert [opened.name for opened in found] == ["x.xlsx, Calls", "x.xlsx, E & M"]
    told = [
        "Sheets not read, as they are hidden: Lists.",
        "Sheets not read, as they are without a table: Notes.",
    ]
    assert [opened.remarks for opened in found] == [told, []]
    with open_table(io.BytesIO(content), "x.xlsx") as first:
        assert first.name == "x.xlsx, Calls"
        assert first.remarks == [*told, "Only the first table was read, and not: x.xlsx, E & M."]
    single = books.workbook({"Calls": table, "Empty": ""})
    assert [opened.name for opened in open_tables(io.BytesIO(single), "x.xlsx")] == ["x.xlsx"]


def test_chunks_and_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.imports.table.FIRST_CHUNK", 100)
    monkeypatch.setattr("dashboard.imports.table.CHUNK", 100)
    rows = {1: HEADER} | {row: [text("a"), books.number(row), text("b")] for row in range(2, 352)}
    rows[360] = [text("Copyright (c) 2026")]
    with open_table(io.BytesIO(books.workbook({"S": books.sheet(rows)})), "x.xlsx") as table:
        seen = [(len(chunk), len(chunk.aside), table.position) for chunk in table.chunks()]
        assert seen == [(100, 0, 101), (100, 0, 201), (150, 1, 360)]
        assert table.total == 360
        assert (table.encoding, table.delimiter) == (None, None)


def test_what_cannot_be_read_is_refused_in_one_sentence() -> None:
    sheet = books.sheet({1: HEADER})
    whole = books.workbook({"S": sheet})
    assert "damaged" in refusal(whole[: len(whole) // 2])
    assert "damaged" in refusal(whole[:200] + b"spoilt" + whole[206:])
    assert "no sheet with a table" in refusal(books.workbook({"S": ""}))
    assert "no sheet with a table" in refusal(books.workbook({"S": books.sheet({1: [text("a")]})}))
    assert "damaged workbook" in refusal(
        books.workbook({"S": sheet}, extra={"xl/workbook.xml": b"<workbook"})
    )
    old = b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 5000
    assert "is an old Excel workbook (.xls); save it as .xlsx" in refusal(old)
    assert "is encrypted" in refusal(old + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99)
    assert "(.xlsb)" in refusal(books.zipped({"xl/workbook.bin": b"x"}))
    assert "OpenDocument" in refusal(books.zipped({"mimetype": b"x"}))
    assert "Word document" in refusal(books.zipped({"word/document.xml": b"x"}))


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("xl/workbook.xml", b'<?xml version="1.0" encoding="shift_jis"?><workbook/>'),
        ("xl/workbook.xml", b'<?xml version="1.0" encoding="none"?><workbook/>'),
        ("xl/_rels/workbook.xml.rels", b'<R><R Id="r1" Target="worksheets/none.xml"/></R>'),
    ],
)
def test_parts_that_are_no_workbook_s_are_damage(member: str, content: bytes) -> None:
    sheet = books.sheet({1: HEADER})
    assert "is a damaged workbook" in refusal(books.workbook({"S": sheet}, extra={member: content}))


def test_a_row_beyond_all_numbers_is_too_large() -> None:
    far = f'<row r="{"9" * 5000}"><c r="A1"><v>1</v></c></row>'
    assert "too large to be held" in refusal(books.workbook({"S": books.sheet({1: HEADER}) + far}))


def test_a_fault_of_the_program_s_own_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(found: sheet_xml.Extent, block: bytes) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(sheet_xml, "_measure", fault)
    with pytest.raises(ValueError, match="a fault"):
        only(books.workbook({"S": books.sheet({1: HEADER})}))


def test_bombs_are_refused_before_they_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    far = books.sheet({1: HEADER}) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "too large to be held" in refusal(books.workbook({"S": far}))
    unplaced = "<row><c><v>1</v></c><c><v>1</v></c></row>" * 30
    monkeypatch.setattr(sheet_xml, "MOST_CELLS", 59)
    assert "too large to be held" in refusal(books.workbook({"S": unplaced}))
    monkeypatch.setattr(sheet_xml, "MOST_CELLS", 60)
    only(books.workbook({"S": "<row><c><v>1</v></c><c><v>1</v></c></row>" * 30}))
    monkeypatch.setattr(sheet_xml, "MOST_HELD", 1 << 20)
    content = books.workbook(
        {"S": books.sheet({1: HEADER})}, extra={"xl/sharedStrings.xml": b" " * (2 << 20)}
    )
    assert "too large to be held" in refusal(content)
    monkeypatch.setattr(workbook, "MOST_CONTENT", 1000)
    assert "too large a workbook" in refusal(content)


@given(st.integers(0, 100_000 * 86_400), st.sampled_from([books.DAY, books.MOMENT]))
def test_moments_are_exact_to_the_second(seconds: int, style: int) -> None:
    begin = datetime(1900, 3, 1)
    moment = begin + timedelta(seconds=seconds)
    serial = 61 + seconds / 86_400
    rows = books.sheet({1: HEADER, 2: [text("a"), books.number(repr(serial), style), text("b")]})
    _, _, chunk = only(books.workbook({"S": rows}))
    read = chunk.column("at").iat[0]
    assert datetime.fromisoformat(read) == moment
    assert len(read) == (10 if seconds % 86_400 == 0 else 19)


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_any_damage_is_read_or_refused(noise: bytes, place: int) -> None:
    whole = books.workbook({"S": books.sheet({1: HEADER, 2: [text("a"), books.number(1), text("b")]})})
    content = whole[:place] + noise + whole[place + len(noise) :]
    try:
        for table in open_tables(io.BytesIO(content), "x.xlsx"):
            assert [len(chunk.names) for chunk in table.chunks()]
    except ImportProblem as problem:
        assert str(problem).startswith("x.xlsx")
