"""Opening what RevOps has in hand: a table as a stream of chunks, at a flat cost in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dashboard.imports.csv_table import CsvTable
from dashboard.imports.opening import opened
from dashboard.imports.problem import ImportProblem
from dashboard.imports.table import Table


@contextmanager
def open_table(source: Path | str | BinaryIO, name: str | None = None) -> Iterator[Table]:
    """Opens the table of a file: a path, or a binary file that can seek, which stays open.

    Raises `ImportProblem` when it is missing, or holds no table with a header row.
    """
    with _binary(source) as binary:
        yield _table(name or _name_of(source), binary)


# What callers still say.
open_csv, CsvFile = open_table, Table


@contextmanager
def _binary(source: Path | str | BinaryIO) -> Iterator[BinaryIO]:
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


def _table(name: str, binary: BinaryIO) -> Table:
    return CsvTable(name, opened(name, binary))


def _name_of(source: Path | str | BinaryIO) -> str:
    name = source if isinstance(source, (str, Path)) else getattr(source, "name", None)
    return Path(name).name if isinstance(name, (str, Path)) else "the file"
