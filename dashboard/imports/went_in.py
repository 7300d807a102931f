"""Rows that waited and went in: kept as they were, so that they can wait again when what let them in is taken
back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Integer, String, delete, insert, literal, select

from dashboard.imports.batches import BATCH, ROW, RUN, Batch
from dashboard.imports.matching import OR
from dashboard.imports.rejected import ASIDE, REJECTED
from dashboard.imports.shapes import ORDER
from dashboard.log.store import Saved
from dashboard.log.tables import WentInRow

WENT_IN = WentInRow.__table__
SOME = 500
ALIKE = [column.name for column in WENT_IN.columns if column.name not in ("let_in_by", "became")]
FATES = ("new", "changed", "unchanged")


@dataclass(frozen=True)
class WentIn:
    """Rows of a file that went in, by number and fields, and what they are counted as; `left_before`: of
    which what was in the log before them had left already when they came to wait."""

    batch: Batch
    left_before: bool
    numbers: list[int]
    records: list[tuple[str, ...]]
    counted: Saved


def let_in(
    connection: Connection, batch_id: int, numbers: list[int], let_in_by: int | None, saved: Saved
) -> None:
    """Moves waiting rows that went in to where they are kept; `saved`: what became of them together."""
    begin = 0
    # Which of them is which does not matter: they are counted together.
    for fate, rows in zip(FATES, (saved.new, saved.changed, len(numbers)), strict=True):
        for some in _runs(numbers[begin : begin + rows]):
            _keep(connection, batch_id, some, let_in_by, fate)
            connection.execute(delete(ROW).where(ROW.c.batch_id == batch_id, ROW.c.row.in_(some)))
        begin += rows


def keep_overtaken(connection: Connection, batch_id: int, numbers: list[int], let_in_by: int | None) -> None:
    """Keeps waiting rows that a newer file has overtaken, and that are set aside therefore, as they wait."""
    for some in _runs(numbers):
        _keep(connection, batch_id, some, let_in_by, ASIDE)


def _keep(
    connection: Connection, batch_id: int, numbers: list[int], let_in_by: int | None, became: str
) -> None:
    these = (ROW.c.batch_id == batch_id, ROW.c.row.in_(numbers))
    told = (literal(let_in_by, Integer), literal(became, String))
    kept = select(*(ROW.c[name] for name in ALIKE), *told).where(*these)
    connection.execute(insert(WENT_IN).from_select([*ALIKE, "let_in_by", "became"], kept))


def wait_again(connection: Connection, batch_id: int, numbers: list[int]) -> None:
    """Moves rows that went in back to those that wait."""
    for some in _runs(numbers):
        these = (WENT_IN.c.batch_id == batch_id, WENT_IN.c.row.in_(some))
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
    """Those of these rows that are in the log, by file, what refers to others first; they may be moved
    meanwhile."""
    which = which & (WENT_IN.c.became != ASIDE)
    having = select(WENT_IN.c.batch_id).where(which)
    query = select(BATCH.c.id, BATCH.c.kind, BATCH.c.source, BATCH.c.header, BATCH.c.way)
    files = [Batch(*row) for row in connection.execute(query.where(BATCH.c.id.in_(having)))]
    for batch in sorted(files, key=_place, reverse=True):
        for left_before, fate in ((False, WENT_IN.c.fate == REJECTED), (True, WENT_IN.c.fate != REJECTED)):
            yield from _of_file(connection, batch, left_before, which & fate)


def overtaken(connection: Connection, which: ColumnElement[bool]) -> dict[int, list[int]]:
    """Which of these rows are set aside since they were overtaken, by file."""
    c = WENT_IN.c
    found: dict[int, list[int]] = {}
    for batch_id, row in connection.execute(select(c.batch_id, c.row).where(which, c.became == ASIDE)):
        found.setdefault(batch_id, []).append(row)
    return found


def _place(batch: Batch) -> tuple[int, int]:
    return ORDER.index(batch.kind.split()[0].strip(",")), batch.id


def _of_file(
    connection: Connection, batch: Batch, left_before: bool, which: ColumnElement[bool]
) -> Iterator[WentIn]:
    c, last = WENT_IN.c, 0
    while True:
        query = select(c.row, c.fields, c.became).where(which, c.batch_id == batch.id, c.row > last)
        found = connection.execute(query.order_by(c.row).limit(RUN)).all()
        if not found:
            return
        last = found[-1].row
        fates = Counter(row.became for row in found)
        numbers, records = [row.row for row in found], [tuple(row.fields) for row in found]
        yield WentIn(batch, left_before, numbers, records, Saved(*(fates[fate] for fate in FATES)))


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), SOME):
        yield numbers[start : start + SOME]
