"""Sheets of an Excel workbook as tables, their cells as the text that a CSV file would have."""

from __future__ import annotations

import functools
import io
import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from dashboard.imports import sheet_xml
from dashboard.imports.chunk import Chunk, make_chunk
from dashboard.imports.framing import Row, filled, header_place
from dashboard.imports.problem import ImportProblem, listed
from dashboard.imports.source import BROKEN
from dashboard.imports.table import Table

Read = TypeVar("Read")
MOST_CONTENT = 256 << 20
SAMPLE_ROWS = 100
# So near to a sheet's end, a chunk takes the rest too: a report's closing words are told by their last rows.
TAIL = 100
# Beyond it, a number of a spreadsheet is not exact.
EXACT = 1e15
MILLISECOND, SECOND = timedelta(milliseconds=1), timedelta(seconds=1)


class NoTable(Exception):
    """A sheet in which no row can be a header."""


class SheetTable(Table):
    """A sheet with a table. `errors` are the texts of cells such as #N/A, by row and column from 0."""

    def __init__(self, name: str, sheet: CalamineSheet, errors: dict[tuple[int, int], str]) -> None:
        super().__init__(name)
        self._left = sheet.start[1] if sheet.start else 0
        self._height = sheet.end[0] + 1 if sheet.end else 0
        self._errors = errors
        self._done = 0
        self._rows = self._each_row(sheet)
        self._read_header()

    @property
    def total(self) -> int:
        """The rows of the sheet."""
        return self._height

    @property
    def position(self) -> int:
        """How many rows have been read."""
        return self._done

    def _each_row(self, sheet: CalamineSheet) -> Iterator[Row]:
        # The library begins with the first row, though it be blank, and with the first column that is not.
        for place, cells in enumerate(sheet.iter_rows()):
            texts = list(map(cell_text, cells))
            for column in range(len(texts)) if self._errors else ():
                texts[column] = self._errors.get((place, column + self._left), texts[column])
            yield Row(place + 1, tuple(texts))

    def _read_header(self) -> None:
        rows = list(itertools.islice(filter(filled, self._rows), SAMPLE_ROWS))
        place = header_place(rows)
        if not rows or filled(rows[place]) < 2:
            raise NoTable
        header = rows[place]
        self._rows = itertools.chain(rows[place + 1 :], self._rows)
        self._done = header.number
        self._begin(header.cells, header.number, [row.number for row in rows[:place]])

    def _read(self, size: int) -> Chunk:
        last = self._done + size
        if self._height - last <= TAIL:
            last = self._height
        rows: list[Row] = []
        while self._done < last and (row := next(self._rows, None)):
            self._done = row.number
            if "".join(row.cells).strip():
                rows.append(row)
        self._ended = last == self._height
        self._number = self._done
        return make_chunk(self.names, [row.number for row in rows], [row.cells for row in rows])


def tables(name: str, content: bytes) -> list[SheetTable]:
    """The tables of a workbook's shown sheets; where several sheets are filled, named "file.xlsx, Sheet1".

    Raises `ImportProblem` when it is damaged or too large, or when no sheet has a table.
    """
    extents = sheet_xml.extents(name, content)
    book = _read(name, lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)))
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    hidden = [sheet for sheet in book.sheet_names if sheet not in shown]
    filled_sheets = [sheet for sheet in shown if sheet in extents and extents[sheet].columns]
    found, without = [], []
    for sheet in filled_sheets:
        own = name if len(filled_sheets) == 1 else f"{name}, {sheet}"
        read = _read(name, functools.partial(book.get_sheet_by_name, sheet))
        try:
            found.append(SheetTable(own, read, extents[sheet].errors))
        except NoTable:
            without.append(sheet)
    if not found:
        raise ImportProblem(f"{name} has no sheet with a table: a header row and rows under it.")
    for what, sheets in (("hidden", hidden), ("without a table", without)):
        found[0].remarks += [f"Sheets not read, as they are {what}: {listed(sheets)}."] if sheets else []
    return found


def content_of(name: str, binary: BinaryIO, size: int) -> bytes:
    """All of a workbook's file, which is `size` bytes. Raises `ImportProblem` when that is too much."""
    if size > MOST_CONTENT:
        raise ImportProblem(f"{name} is too large a workbook to be held; save it as “CSV UTF-8”.")
    try:
        return binary.read()
    except BROKEN as problem:
        raise ImportProblem(f"{name} cannot be read to its end: {problem}.") from problem


def _read(name: str, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except CalamineError as problem:
        raise ImportProblem(f"{name} is a damaged workbook: {problem}.") from problem
    except BaseException as problem:
        # What the library, which is written in Rust, did not expect; it is no `Exception`.
        if type(problem).__name__ != "PanicException":
            raise
        raise ImportProblem(f"{name} is a workbook that cannot be read; save it as “CSV UTF-8”.") from problem


def cell_text(cell: object) -> str:
    """A cell as a CSV file has it: ISO days and moments, HH:MM:SS, whole numbers without ".0"."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime):
        return _rounded(cell).isoformat(" ")
    if isinstance(cell, time):
        return _rounded(datetime.combine(date(2000, 1, 1), cell)).time().isoformat()
    if isinstance(cell, timedelta):
        return _duration(cell)
    return str(cell)


def _rounded(moment: datetime) -> datetime:
    """A moment to the millisecond: a spreadsheet has it as a fraction of a day, which is not exact."""
    exact = timedelta(microseconds=moment.microsecond)
    return moment - exact + round(exact / MILLISECOND) * MILLISECOND


def _duration(length: timedelta) -> str:
    seconds = round(abs(length) / SECOND)
    sign = "-" if length < timedelta() and seconds else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
