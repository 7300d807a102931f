"""What would become of a table by a mapping: its first rows, read as an import reads them, and not stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from dashboard.imports.contents import Look, look
from dashboard.imports.found import table_at
from dashboard.imports.kinds import read_chunk
from dashboard.imports.mapping import Mapping
from dashboard.imports.matching import Known
from dashboard.imports.notes import Notes
from dashboard.imports.preview import first_rows
from dashboard.imports.reading import Source
from dashboard.imports.rejected import ASIDE, REJECTED, UNKNOWN_PERSON, Rejected
from dashboard.imports.report import RejectedCell
from dashboard.imports.table import Table
from dashboard.imports.ways import Way, way_of

MOST_REASONS = 5


@dataclass(frozen=True)
class Trial:
    """The first rows of a table: `columns` and `rows` as they would be stored; how many were `read`, `count`
    at once, are of people who are not known (`unknown`), would be set `aside`, and cannot be read
    (`rejected`); and why, the most frequent first, as (rows, sentence). `remarks`: what else is to be
    said."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    read: int
    count: int
    unknown: int
    aside: int
    rejected: int
    reasons: list[tuple[int, str]]
    remarks: tuple[str, ...] = ()

    @property
    def is_of_use(self) -> bool:
        """Whether any row can be read; where none can, an import refuses the file."""
        return self.rejected < self.read


def look_at(connection: Connection, source: Source, name: str, place: int) -> tuple[Look, list[str]]:
    """A table of a file as it is looked at to guess what it is, and its header."""
    with table_at(source, name, place) as table:
        return look(table, Known.load(connection, "")), list(table.header)


def trial(connection: Connection, source: Source, name: str, place: int, mapping: Mapping) -> Trial:
    """Reads the first rows of a table by a mapping; the dates of all its rows are looked through for it.

    Raises `ImportProblem` where the file cannot be read so, `OrderOpen` where the order of its dates is open.
    """
    with table_at(source, name, place) as table:
        way = way_of(table, None, None, mapping)
    with table_at(source, name, place) as table:
        columns, rows = first_rows(connection, table, way)
        kept, good = _read(connection, table, way)
        total = table.peek().read + len(table.peek().aside)
    fates = Counter(row.fate for row in kept)
    return Trial(
        columns, rows, total, good, fates[UNKNOWN_PERSON], fates[ASIDE], fates[REJECTED], _reasons(kept),
        way.remarks,
    )  # fmt: skip


def _read(connection: Connection, table: Table, way: Way) -> tuple[list[Rejected], int]:
    """The first rows that would be kept and not counted, and how many would be counted."""
    known, chunk, good = Known.load(connection, way.source), table.peek(), 0
    parts, aside = way.parts(chunk, known)
    kept = [*aside, *chunk.aside, *chunk.broken]
    for part in parts:
        frame, rejected = read_chunk(part, known, Notes())
        kept, good = [*kept, *rejected], good + len(frame)
    return kept, good


def _reasons(kept: list[Rejected]) -> list[tuple[int, str]]:
    """Why rows cannot be read, with the first of each; then why they are set aside."""
    first: dict[tuple[str, str], Rejected] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for row in kept:
        if row.fate != UNKNOWN_PERSON:
            counts[row.fate, row.reason] += 1
            first.setdefault((row.fate, row.reason), row)
    ordered = sorted(counts, key=lambda key: (key[0] == ASIDE, -counts[key]))
    return [(counts[key], _said(first[key])) for key in ordered[:MOST_REASONS]]


def _said(row: Rejected) -> str:
    if row.fate == ASIDE:
        return f"set aside: {row.reason}"
    cell = RejectedCell(row=row.row, column=row.column, value=row.value, reason=row.reason)
    return f"cannot be read, the first is {cell.sentence()}"
