"""Zip archives: each member that is a table is read, litter is left out, archives in archives are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
import workbooks as books
from workbooks import text, zipped

from dashboard.imports import zipped as members
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_table, open_tables

CALLS = "id,rep\n1,Zoë\n"
BOOK = books.workbook({"Calls": books.sheet({1: [text("id"), text("rep")], 2: [text("1"), text("Bob")]})})


def read(content: bytes) -> list[tuple[str, list[tuple[str, ...]], list[str]]]:
    """Name, records and remarks of each table."""
    found = []
    for table in open_tables(io.BytesIO(content), "x.zip"):
        records = [record for chunk in table.chunks() for record in chunk.records]
        assert table.position == table.total
        found.append((table.name, records, table.remarks))
    return found


def refusal(content: bytes) -> str:
    with pytest.raises(ImportProblem) as raised:
        read(content)
    sentence = str(raised.value)
    assert sentence.startswith("x.zip") and sentence.endswith(".") and "\n" not in sentence
    return sentence


def test_each_member_is_a_table() -> None:
    content = zipped(
        {"Task.csv": CALLS, "in/Event.csv": CALLS.encode("latin-1"), "b.xlsx": BOOK, "Empty.csv": ""}
    )
    assert read(content) == [
        ("x.zip, Task.csv", [("1", "Zoë")], ["Not read, as they hold no table: Empty.csv."]),
        ("x.zip, Event.csv", [("1", "Zoë")], ["Read as Windows-1252."]),
        ("x.zip, b.xlsx", [("1", "Bob")], []),
    ]


def test_litter_is_left_out_and_other_files_are_told() -> None:
    litter = {
        "__MACOSX/._a.csv": b"\0\0",
        ".DS_Store": b"x",
        "in/.DS_Store": b"x",
        "in/": b"",
        "._a.csv": b"x",
    }
    content = zipped({**litter, "a.csv": CALLS, "logo.png": b"x"})
    assert read(content) == [("x.zip, a.csv", [("1", "Zoë")], ["Not read, as they hold no table: logo.png."])]
    with open_table(io.BytesIO(content), "x.zip") as table:
        assert (table.name, len(table.peek())) == ("x.zip, a.csv", 1)


def test_the_one_table_of_several_is_asked_for() -> None:
    content = zipped({"a.csv": CALLS, "b.csv": CALLS})
    with (
        pytest.raises(ImportProblem, match=r"x.zip holds 2 files \(a.csv, b.csv\)"),
        open_table(io.BytesIO(content), "x.zip"),
    ):
        pass


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "without a table: it is empty"),
        ({"logo.png": b"x"}, "without a table: it holds logo.png"),
        (
            {"a.csv": CALLS, "b.zip": zipped({"c.csv": CALLS})},
            "holds another archive, b.zip; unpack it first",
        ),
        ({"b.csv": zipped({"c.csv": CALLS})}, "b.csv is an archive in an archive"),
        ({"a.csv": b"%PDF-1.7"}, "a.csv is a PDF"),
        ({"a.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600}, "a.xls is an old Excel workbook"),
    ],
)
def test_what_holds_no_table_is_refused(parts: dict[str, str | bytes], said: str) -> None:
    assert said in refusal(zipped(parts))


def test_damage_and_passwords_are_refused() -> None:
    whole = zipped({"a.csv": CALLS * 2000})
    assert "damaged zip file" in refusal(whole[:60])
    spoilt = bytearray(whole)
    spoilt[45] ^= 0xFF
    assert "a.csv cannot be read" in refusal(bytes(spoilt))
    locked = bytearray(zipped({"a.csv": CALLS}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert "is encrypted" in refusal(bytes(locked))


# Where the directory says that the first member begins, and where the archive says that the directory does,
# from which all places are counted.
@pytest.mark.parametrize(("of", "offset"), [(b"PK\x01\x02", 42), (b"PK\x05\x06", 16)])
@pytest.mark.parametrize("place", [0xFFFFFFF0, 0x7FFFFFFF, 1 << 20, 300])
def test_members_that_stand_nowhere_are_refused(of: bytes, offset: int, place: int) -> None:
    for whole in (zipped({"a.csv": CALLS * 9}), BOOK):
        at = whole.index(of) + offset
        refusal(whole[:at] + place.to_bytes(4, "little") + whole[at + 4 :])


def test_a_member_that_has_no_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", CALLS + "1,Bob\n" * 1_000_000)
    monkeypatch.setattr(members, "MOST_UNPACKED", 1 << 20)
    monkeypatch.setattr("dashboard.imports.source.MOST_UNPACKED", 1 << 20)
    assert "x.zip, a.csv unpacks to more than" in refusal(out.getvalue())
