"""Rows that waited and went in: kept as they were, so that they can wait again when what let them in is taken
back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from dashboard.imports.batches import BATCH, ROW, RUN, Batch
from dashboard.imports.matching import OR
from dashboard.imports.rejected import REJECTED
from dashboard.imports.shapes import ORDER
from dashboard.log.tables import WentInRow

WENT_IN = WentInRow.__table__
SOME = 500
ALIKE = [column.name for column in WENT_IN.columns if column.name != "let_in_by"]


@dataclass(frozen=True)
class WentIn:
    """Rows of a file that went in, by number and fields; `left_before`: of which what was in the log before
    them had left already when they came to wait."""

    batch: Batch
    left_before: bool
    numbers: list[int]
    records: list[tuple[str, ...]]


def let_in(connection: Connection, batch_id: int, numbers: list[int], let_in_by: int | None) -> None:
    """Moves waiting rows that went in to where they are kept."""
    for start in range(0, len(numbers), SOME):
        these = (ROW.c.batch_id == batch_id, ROW.c.row.in_(numbers[start : start + SOME]))
        kept = select(*(ROW.c[name] for name in ALIKE)).where(*these)
        connection.execute(insert(WENT_IN).from_select(ALIKE, kept))
        mine = (WENT_IN.c.batch_id == batch_id, WENT_IN.c.row.in_(numbers[start : start + SOME]))
        connection.execute(WENT_IN.update().where(*mine).values(let_in_by=let_in_by))
        connection.execute(delete(ROW).where(*these))


def wait_again(connection: Connection, batch_id: int, numbers: list[int]) -> None:
    """Moves rows that went in back to those that wait."""
    for start in range(0, len(numbers), SOME):
        these = (WENT_IN.c.batch_id == batch_id, WENT_IN.c.row.in_(numbers[start : start + SOME]))
        kept = select(*(WENT_IN.c[name] for name in ALIKE)).where(*these)
        connection.execute(insert(ROW).from_select(ALIKE, kept))
        connection.execute(delete(WENT_IN).where(*these))


def by_file(batch_id: int) -> ColumnElement[bool]:
    """The rows that a file let in."""
    return WENT_IN.c.let_in_by == batch_id


def by_words(connection: Connection, words: Iterable[str]) -> ColumnElement[bool]:
    """The rows that waited for one of these people, or for one of them or others."""
    c, people = WENT_IN.c.waits_for, set(words)
    awaited = connection.execute(select(c).distinct()).scalars()
    return c.in_([names for names in awaited if people.intersection(names.split(OR))])


def rows(connection: Connection, which: ColumnElement[bool]) -> Iterator[WentIn]:
    """These rows by file, what refers to others first; they may be moved meanwhile."""
    having = select(WENT_IN.c.batch_id).where(which)
    query = select(BATCH.c.id, BATCH.c.kind, BATCH.c.source, BATCH.c.header, BATCH.c.way)
    files = [Batch(*row) for row in connection.execute(query.where(BATCH.c.id.in_(having)))]
    for batch in sorted(files, key=_place, reverse=True):
        for left_before, fate in ((False, WENT_IN.c.fate == REJECTED), (True, WENT_IN.c.fate != REJECTED)):
            yield from _of_file(connection, batch, left_before, which & fate)


def _place(batch: Batch) -> tuple[int, int]:
    return ORDER.index(batch.kind.split()[0].strip(",")), batch.id


def _of_file(
    connection: Connection, batch: Batch, left_before: bool, which: ColumnElement[bool]
) -> Iterator[WentIn]:
    c, last = WENT_IN.c, 0
    while True:
        query = select(c.row, c.fields).where(which, c.batch_id == batch.id, c.row > last)
        found = connection.execute(query.order_by(c.row).limit(RUN)).all()
        if not found:
            return
        last = found[-1].row
        yield WentIn(batch, left_before, [row.row for row in found], [tuple(row.fields) for row in found])
