"""The members of a zip archive that can be tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import BinaryIO

from dashboard.imports import workbook
from dashboard.imports.containers import archive, kind_of
from dashboard.imports.csv_table import CsvTable
from dashboard.imports.opening import opened
from dashboard.imports.problem import ImportProblem, listed
from dashboard.imports.source import DAMAGED, MOST_UNPACKED, too_large
from dashboard.imports.table import Table

TABLES = (".csv", ".tsv", ".tab", ".txt", ".gz", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz")
# What macOS and Windows put into archives.
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")


def tables(name: str, binary: BinaryIO) -> Iterator[Table]:
    """The tables of an archive's members, named "file.zip, member.csv"; each is open until the next.

    Members that by their names are no tables, and empty ones, are told in the first table's remarks.
    Raises `ImportProblem` when the archive is damaged or holds another one, or no table.
    """
    with archive(name, binary) as packed:
        found = readable(name, packed)
        remarks = _on_others(packed, found)
        for info in found:
            for table in _tables_of(f"{name}, {_base(info)}", packed, info):
                table.remarks += remarks
                remarks = []
                yield table


def readable(name: str, packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members that can be tables."""
    members = _members(packed)
    for info in members:
        if info.flag_bits & 1:
            raise ImportProblem(f"{name} is encrypted; pack it without a password.")
        if info.filename.lower().endswith(ARCHIVES):
            raise ImportProblem(f"{name} holds another archive, {_base(info)}; unpack it first.")
    found = [info for info in members if info.filename.lower().endswith(TABLES) and info.file_size]
    if not found:
        held = f"it holds {listed([_base(info) for info in members])}" if members else "it is empty"
        raise ImportProblem(f"{name} is a zip archive without a table: {held}.")
    return found


def _members(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        info
        for info in packed.infolist()
        if not info.is_dir()
        and not info.filename.startswith("__MACOSX/")
        and _base(info) not in LITTER
        and not _base(info).startswith("._")
    ]


def _on_others(packed: zipfile.ZipFile, found: list[zipfile.ZipInfo]) -> list[str]:
    others = [_base(info) for info in _members(packed) if info not in found]
    return [f"Not read, as they hold no table: {listed(others)}."] if others else []


def _tables_of(name: str, packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Table]:
    if info.file_size > MOST_UNPACKED:
        raise too_large(name)
    try:
        member = packed.open(info)
    except DAMAGED as problem:
        raise ImportProblem(f"{name} cannot be unpacked: {problem}.") from problem
    with closing(member):
        kind = kind_of(name, member)
        if kind == "archive":
            raise ImportProblem(f"{name} is an archive in an archive; unpack it first.")
        if kind == "workbook":
            yield from workbook.tables(name, workbook.content_of(name, member, info.file_size))
        else:
            yield CsvTable(name, opened(name, member, info.file_size))


def _base(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename).name
