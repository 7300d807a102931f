"""Spoiled files are spoiled as they say, and in nothing else."""

from __future__ import annotations

import gzip
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from exported import dirt, hubspot, spoiling, truth
from exported.writing import as_csv


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A file of calls as HubSpot exports it."""
    return hubspot.write(truth.make(61, calls=60, emails=20, meetings=20), tmp_path)[0]


@pytest.mark.parametrize(
    ("how", "beginning"),
    [
        ("Windows-1252", b"Record ID,Call Title"),
        ("UTF-16", b"\xff\xfeR\x00e\x00"),
        ("a byte order mark", b"\xef\xbb\xbfRecord ID,"),
        ("semicolons", b"Record ID;Call Title"),
        ("tabs", b"Record ID\tCall Title"),
        ("a header in capitals", b"RECORD ID,CALL TITLE"),
        ("blanks around headers", b"  Record ID ,  Call Title ,"),
        ("more columns", b"Region,Record ID,"),
        ("gzip", b"\x1f\x8b"),
    ],
)
def test_files_begin_as_they_are_spoiled(calls: Path, how: str, beginning: bytes) -> None:
    assert dirt.HARMLESS[how](calls).read_bytes().startswith(beginning)


def test_what_is_harmless_keeps_every_cell(calls: Path) -> None:
    before = dirt.table_of(calls)
    text = as_csv(before)
    for how, encoding in (("Windows-1252", "cp1252"), ("UTF-16", "utf-16"), ("Windows-1252", "cp1252")):
        calls.write_text(text, "utf-8")
        assert dirt.HARMLESS[how](calls).read_bytes().decode(encoding) == text
    calls.write_text(text, "utf-8")
    assert gzip.decompress(dirt.gzipped(calls).read_bytes()).decode() == text
    assert dirt.with_windows_lines(calls).read_bytes().decode() == text.replace("\n", "\r\n")


def test_tables_are_changed_as_said(calls: Path) -> None:
    before, text = dirt.table_of(calls), calls.read_text("utf-8")

    def after(how: str) -> list[list[str]]:
        calls.write_text(text, "utf-8")
        return dirt.table_of(dirt.HARMLESS[how](calls))

    assert after("every row twice") == [*before, *before[1:]]
    assert [sorted(row) for row in after("another order of columns")] == [sorted(row) for row in before]
    assert after("another order of columns")[0] != before[0]
    assert [row[1:-1] for row in after("more columns")] == before
    assert sum(row.count("NULL") for row in after("NULL for blanks")) == sum(row.count("") for row in before)
    assert [row for row in after("blank lines") if any(row)] == before
    assert after("footer rows")[: len(before)] == before and len(after("footer rows")) == len(before) + 3


def test_an_earlier_file_is_the_beginning_of_the_later_one(calls: Path) -> None:
    earlier = dirt.beginning(calls)
    assert earlier.name == calls.name
    assert calls.read_text("utf-8").startswith(earlier.read_text("utf-8"))
    assert 1 < len(dirt.table_of(earlier)) < len(dirt.table_of(calls))


def test_an_archive_has_all_files(calls: Path) -> None:
    paths = sorted(calls.parent.glob("*.csv"))
    with zipfile.ZipFile(dirt.zipped(paths)) as archive:
        assert [f"export/{path.name}" for path in paths] == archive.namelist()[:-1]
        assert archive.read(f"export/{calls.name}") == calls.read_bytes()


def test_two_orders_of_dates_leave_evidence_of_both(calls: Path) -> None:
    before = cells(calls, "Activity date")
    assert dirt.spoiled(calls, "Activity date", spoiling.both_orders) == len(before)
    first, second = (
        {int(cell.split("/")[part]) for cell in cells(calls, "Activity date")} for part in (0, 1)
    )
    assert max(first) > 12 and max(second) > 12


def test_serials_say_the_same_moment(calls: Path) -> None:
    before = cells(calls, "Activity date")
    dirt.spoiled(calls, "Activity date", spoiling.excel_serial)
    for serial, iso in zip(cells(calls, "Activity date"), before, strict=True):
        said = datetime(1899, 12, 30) + timedelta(days=float(serial))
        assert abs(said - datetime.fromisoformat(iso)) < timedelta(seconds=1)
    assert spoiling.excel_serial(0, "2024-12-05") == "45631"


def test_money_and_blanks(calls: Path) -> None:
    assert spoiling.german_money(0, "1234567.5") == "1.234.567,50"
    changed = dirt.spoiled(calls, "Activity assigned to", spoiling.blank_every_fourth)
    assert (
        changed == cells(calls, "Activity assigned to").count("") == -(-len(cells(calls, "Record ID")) // 4)
    )


def test_only_ambiguous_days_are_kept(calls: Path) -> None:
    left = dirt.kept(calls, "Activity date", spoiling.can_be_read_both_ways)
    days = [datetime.fromisoformat(cell) for cell in cells(calls, "Activity date")]
    assert len(days) == left > 0
    assert all(day.day <= 12 and day.day != day.month for day in days)


def cells(path: Path, column: str) -> list[str]:
    """A column of a file."""
    table = dirt.table_of(path)
    position = table[0].index(column)
    return [row[position] for row in table[1:]]
