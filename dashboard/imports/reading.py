"""Opening what RevOps has in hand: a file's tables, each as a stream of chunks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from dashboard.imports import workbook, zipped
from dashboard.imports.containers import archive, kind_of
from dashboard.imports.csv_table import CsvTable
from dashboard.imports.opening import opened, size_of
from dashboard.imports.problem import ImportProblem, listed
from dashboard.imports.table import Table

Source = Path | str | BinaryIO


@contextmanager
def open_table(source: Source, name: str | None = None) -> Iterator[Table]:
    """Opens the one table of a file (CSV, also gzipped; .xlsx; .zip): a path, or a binary file that can seek,
    which stays open. Of a workbook's tables it is the first.

    Raises `ImportProblem` when the file is missing or holds no table, or is an archive of several.
    """
    with _binary(source) as binary:
        called = name or name_of(source)
        _refuse_several(called, binary)
        with closing(_tables(called, binary)) as tables:
            table = next(tables)
            others = [other.name for other in tables] if isinstance(table, workbook.SheetTable) else []
            if others:
                table.remarks.append(f"Only the first table was read, and not: {listed(others)}.")
            yield table


def open_tables(source: Source, name: str | None = None) -> Iterator[Table]:
    """Opens each table of a file in turn: the members of an archive, the sheets of a workbook, or the one of
    any other file. A table can be read until the next is asked for. Otherwise as `open_table`."""
    with _binary(source) as binary:
        yield from _tables(name or name_of(source), binary)


@contextmanager
def _binary(source: Source) -> Iterator[BinaryIO]:
    if not isinstance(source, (str, Path)):
        source.seek(0)
        yield source
        return
    path = Path(source)
    try:
        binary = path.open("rb")
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise ImportProblem(f"{path} cannot be opened: {reason}; check the name.") from problem
    with binary:
        yield binary


def _tables(name: str, binary: BinaryIO) -> Iterator[Table]:
    kind = kind_of(name, binary)
    if kind == "archive":
        yield from zipped.tables(name, binary)
    elif kind == "workbook":
        yield from workbook.tables(name, workbook.content_of(name, binary, size_of(binary)))
    else:
        yield CsvTable(name, opened(name, binary))


def _refuse_several(name: str, binary: BinaryIO) -> None:
    if kind_of(name, binary) == "archive":
        with archive(name, binary) as packed:
            members = [info.filename for info in zipped.readable(name, packed)]
        if len(members) > 1:
            raise ImportProblem(
                f"{name} holds {len(members)} files ({listed(members)}); load them one by one."
            )
    binary.seek(0)


def name_of(source: Source) -> str:
    """What a file is called where nobody says it."""
    name = source if isinstance(source, (str, Path)) else getattr(source, "name", None)
    return Path(name).name if isinstance(name, (str, Path)) else "the file"
