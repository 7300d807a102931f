"""A look at a workbook's XML before it is read: how large its sheets are, and the errors in their cells.

The library that reads workbooks holds a sheet as a full rectangle, and gives errors (#N/A) as blank cells.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from dashboard.imports.containers import archive
from dashboard.imports.problem import ImportProblem
from dashboard.imports.source import DAMAGED

BLOCK = 4 << 20
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# These are held as they are, sheets are not.
HELD = (BOOK, LINKS, "xl/sharedStrings.xml", "xl/styles.xml")
MOST_UNPACKED, MOST_HELD = 2 << 30, 256 << 20
# Of all sheets together; the library takes about 50 bytes for each.
MOST_CELLS = 25_000_000
DIGITS = 9
ROW_END = b"row>"
PLACE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})\d')
ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?'
    rb"<(?:\w+:)?v>([^<]*)<",
    re.S,
)
ROW = re.compile(rb"<(?:\w+:)?row\b")
ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"')
CELL_BEGINS = (b"<c ", b"<c>", b":c ", b":c>")
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")


@dataclass
class Extent:
    """How far a sheet reaches, and the errors in it by row and column, both from 0."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def extents(name: str, content: bytes) -> dict[str, Extent]:
    """How far each sheet of a workbook reaches, by its name.

    Raises `ImportProblem` when the workbook is damaged, or too large to be held.
    """
    with archive(name, io.BytesIO(content)) as packed:
        _refuse_too_large(name, packed)
        _refuse_damaged(name, packed)
        return _extents(name, packed)


def _refuse_damaged(name: str, packed: zipfile.ZipFile) -> None:
    """Unpacks all once: what is whole now can be read without a thought of damage."""
    try:
        damaged = packed.testzip()
    except DAMAGED as problem:
        raise _damaged(name, problem) from problem
    if damaged:
        raise _damaged(name, f"{damaged} is not whole")


def _refuse_too_large(name: str, packed: zipfile.ZipFile) -> None:
    sizes = {info.filename: info.file_size for info in packed.infolist()}
    if sum(sizes.values()) > MOST_UNPACKED or sum(sizes.get(held, 0) for held in HELD) > MOST_HELD:
        raise _too_large(name)


def _extents(name: str, packed: zipfile.ZipFile) -> dict[str, Extent]:
    found: dict[str, Extent] = {}
    for sheet, member in _members(name, packed).items():
        found[sheet] = Extent()
        with _opened(name, packed, member) as opened:
            for block in _rows(opened):
                _measure(found[sheet], block)
                if sum(extent.rows * extent.columns for extent in found.values()) > MOST_CELLS:
                    raise _too_large(name)
    return found


def _members(name: str, packed: zipfile.ZipFile) -> dict[str, str]:
    """The member of each sheet, by the sheet's name, without sheets that are charts."""
    links = _tree(name, packed, LINKS)
    targets = {link.get("Id"): posixpath.join("/xl", link.get("Target", "")).lstrip("/") for link in links}
    found = {}
    for sheet in _tree(name, packed, BOOK).iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        member = posixpath.normpath(targets.get(link, ""))
        if member.startswith("xl/worksheets/"):
            found[sheet.get("name", "")] = member
    return found


def _tree(name: str, packed: zipfile.ZipFile, member: str) -> ElementTree.Element:
    """A member's XML."""
    with _opened(name, packed, member) as opened:
        content = opened.read()
    try:
        return ElementTree.fromstring(content)
    # The latter two of an encoding that is none.
    except (ElementTree.ParseError, LookupError, ValueError) as problem:
        raise _damaged(name, problem) from problem


def _opened(name: str, packed: zipfile.ZipFile, member: str) -> IO[bytes]:
    try:
        return packed.open(member)
    except KeyError as problem:
        raise _damaged(name, f"it has no {member}") from problem


def _damaged(name: str, why: object) -> ImportProblem:
    return ImportProblem(f"{name} is a damaged workbook: {why}.")


def _too_large(name: str) -> ImportProblem:
    return ImportProblem(f"{name} has sheets that are too large to be held; save them as “CSV UTF-8”.")


def _rows(sheet: IO[bytes]) -> Iterator[bytes]:
    """A sheet's XML in blocks that end with a row; what has no row for long comes as it is."""
    rest = b""
    while block := sheet.read(BLOCK):
        block = rest + block
        end = block.rfind(ROW_END) + len(ROW_END)
        if end < len(ROW_END):
            end = len(block) if len(block) > 4 * BLOCK else 0
        yield block[:end]
        rest = block[end:]
    yield rest


def _measure(found: Extent, block: bytes) -> None:
    numbers = ROW_NUMBER.findall(block)
    found.rows = max(found.rows + len(ROW.findall(block)) - len(numbers), *map(_number, numbers), 0)
    places = PLACE.findall(block)
    found.columns = max(found.columns, *map(_column, set(places)), 0)
    if sum(map(block.count, CELL_BEGINS)) > len(places):
        # A cell that does not say where it is comes after the one before it.
        most = max(len(CELL.findall(row)) for row in block.split(ROW_END))
        found.columns = max(found.columns, most)
    if b't="e"' in block:
        for letters, row, text in ERROR.findall(block):
            found.errors[_number(row) - 1, _column(letters) - 1] = text.decode("utf-8", "replace")


def _number(digits: bytes) -> int:
    """The number of a row; of one with more digits than any sheet's, the first of them."""
    return int(digits.lstrip(b"0")[:DIGITS] or 0)


def _column(letters: bytes) -> int:
    """The place of a column, from 1: A, B, … Z, AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
