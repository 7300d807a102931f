"""The record of what came in: one `import_batch` row a file, one `rejected_row` row a bad row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select, update

from dashboard.imports.notes import Notes
from dashboard.imports.rejected import (
    ASIDE,
    COUNTED,
    REJECTED,
    UNKNOWN_PERSON,
    Rejected,
    as_csv,
    storable,
    whole,
)
from dashboard.imports.report import Report
from dashboard.imports.shapes import ORDER
from dashboard.imports.ways import Way
from dashboard.log import bulk
from dashboard.log.store import Saved
from dashboard.log.tables import ImportBatch, RejectedRow

BATCH, ROW = ImportBatch.__table__, RejectedRow.__table__
RUN = 10_000
WAITING = ROW.c.waits_for.is_not(None) & (ROW.c.fate != COUNTED)
NOTHING = Saved()
# The columns of a rejected row, and what stands in them.
KEPT = {name: name for name in ("row", "column", "value", "reason", "waits_for", "fate", "source_id")}
KEPT["fields"] = "whole"
COUNTS = ("read", "new", "changed", "unchanged", "rejected", "unknown", "aside")


@dataclass(frozen=True)
class Batch:
    """A file that came in before, with what is needed to read its rows again."""

    id: int
    kind: str
    source: str
    header: list[str]
    way: dict[str, Any] | None


def open_batch(connection: Connection, report: Report, way: Way, header: list[str], loaded_by: str) -> int:
    """Makes the batch's row, its counts still 0, and returns its id."""
    last = connection.execute(select(func.max(BATCH.c.id))).scalar_one()
    values = {
        "id": (last or 0) + 1,
        "file_name": storable(report.file),
        "kind": way.kind,
        "source": way.source,
        "way": way.as_json(),
        "loaded_at": datetime.now(UTC).replace(microsecond=0),
        "loaded_by": storable(loaded_by),
        "undoable": True,
        "header": header,
    }
    counts = dict.fromkeys(COUNTS, 0)
    connection.execute(insert(BATCH), values | counts)
    return values["id"]


def close_batch(connection: Connection, batch_id: int, report: Report, notes: Notes) -> None:
    """Writes the counts and remarks of a batch whose rows are all in."""
    report.remarks = notes.sentences()
    values = report.model_dump(include={*COUNTS, "remarks"})
    connection.execute(update(BATCH).where(BATCH.c.id == batch_id).values(values))


def keep(connection: Connection, batch_id: int, rows: list[Rejected]) -> None:
    """Stores rejected rows."""
    for some in bulk.batches(rows, RUN):
        cells = {name: list(map(attrgetter(held), some)) for name, held in KEPT.items()}
        frame = pd.DataFrame(cells, dtype=object).assign(batch_id=batch_id).astype({"row": "int64"})
        frame["source_id"] = frame["source_id"].where(frame["source_id"] != "", None)
        bulk.insert(connection, ROW, frame)


def kinds_of(words: str) -> list[str]:
    """The kinds of a file from their words ("calls and emails")."""
    return words.replace(" and ", ", ").split(", ")


def rejected_csv(connection: Connection, batch_id: int, fate: str = REJECTED) -> str:
    """The rows of a batch that are not in the log and have this fate as CSV text, to be mended and loaded
    again: first why, then the row.

    Raises `KeyError` when there is no such batch.
    """
    found = connection.execute(select(BATCH.c.header).where(BATCH.c.id == batch_id)).first()
    if found is None:
        raise KeyError(f"no import {batch_id}")
    names = ("row", "fields", "reason", "column", "value", "waits_for", "fate")
    query = select(*(ROW.c[name] for name in names))
    query = query.where(ROW.c.batch_id == batch_id, ROW.c.fate == fate)
    rows = connection.execute(query.order_by(ROW.c.row))
    return as_csv(found.header, (Rejected(row.row, whole(row.fields), *row[2:]) for row in rows))


def awaited(connection: Connection) -> list[str]:
    """All that rows wait for."""
    return list(connection.execute(select(ROW.c.waits_for).where(WAITING).distinct()).scalars())


def batches_with_waiting_rows(connection: Connection) -> list[Batch]:
    """The batches that have waiting rows: in the order of their kinds, the oldest first."""
    waiting = select(ROW.c.batch_id).where(WAITING)
    query = select(BATCH.c.id, BATCH.c.kind, BATCH.c.source, BATCH.c.header, BATCH.c.way)
    found = connection.execute(query.where(BATCH.c.id.in_(waiting)).order_by(BATCH.c.id))
    # A file of several kinds is read with the first of them.
    return sorted((Batch(*row) for row in found), key=lambda one: ORDER.index(one.kind.split()[0].strip(",")))


def waiting_rows(
    connection: Connection, batch_id: int, there: set[str]
) -> Iterator[tuple[list[int], list[tuple[str, ...]]]]:
    """The rows of a batch that wait for one of the things that are there now: numbers and fields."""
    last = 0
    while True:
        query = select(ROW.c.row, ROW.c.fields, ROW.c.waits_for).where(
            ROW.c.batch_id == batch_id, ROW.c.row > last, WAITING
        )
        found = connection.execute(query.order_by(ROW.c.row).limit(RUN)).all()
        if not found:
            return
        last = found[-1].row
        ready = [row for row in found if row.waits_for in there]
        if ready:
            yield [row.row for row in ready], [tuple(row.fields) for row in ready]


def overtaken(connection: Connection, batch_id: int, numbers: list[int]) -> dict[int, str]:
    """Which of a batch's waiting rows a newer file of the same system does not count, or gives to somebody
    who is not known, and why: by number."""
    if not (newer := _newer_alike(connection, batch_id)):
        return {}
    waiting: dict[str, list[tuple[int, str]]] = {}
    for start in range(0, len(numbers), 500):
        some = ROW.c.batch_id == batch_id, ROW.c.row.in_(numbers[start : start + 500])
        query = select(ROW.c.source_id, ROW.c.row, ROW.c.waits_for).where(*some, ROW.c.source_id.is_not(None))
        for source_id, row, waits_for in connection.execute(query):
            waiting.setdefault(source_id, []).append((row, waits_for))
    return {
        row: reason
        for source_id, waits_for, reason in _kept_of(connection, newer, list(waiting))
        for row, awaited_here in waiting[source_id]
        # The same row again, that waits for the same, says nothing else.
        if waits_for is None or waits_for != awaited_here
    }


def _newer_alike(connection: Connection, batch_id: int) -> list[int]:
    """The newer files of the same system and kind, the newest last."""
    ours = select(BATCH.c.source, BATCH.c.kind).where(BATCH.c.id == batch_id).subquery()
    alike = (BATCH.c.source == ours.c.source) & (BATCH.c.kind == ours.c.kind)
    query = select(BATCH.c.id).join(ours, alike).where(BATCH.c.id > batch_id)
    query = query.order_by(BATCH.c.id)
    return list(connection.execute(query).scalars())


def _kept_of(
    connection: Connection, batch_ids: list[int], source_ids: list[str]
) -> Iterator[tuple[str, str | None, str]]:
    """The rows with these ids that files do not count, those of the newest file last: id, what it waits for,
    reason."""
    query = select(ROW.c.source_id, ROW.c.waits_for, ROW.c.reason)
    query = query.where(ROW.c.fate.not_in((REJECTED, COUNTED)))
    for batch_id in batch_ids:
        # By no index: all that is kept of a file is looked at for as many ids at a time as may be.
        for some in bulk.batches(source_ids, RUN):
            yield from connection.execute(query.where(ROW.c.batch_id == batch_id, ROW.c.source_id.in_(some)))


def set_aside(connection: Connection, batch_id: int, why: dict[int, str]) -> None:
    """Keeps waiting rows (by number) as rows that are not counted."""
    for row, reason in why.items():
        values = {"fate": ASIDE, "waits_for": None, "reason": f"A newer file says: {reason}"}
        connection.execute(update(ROW).where(ROW.c.batch_id == batch_id, ROW.c.row == row).values(values))


def counted_rows(
    connection: Connection, word: str
) -> Iterator[tuple[Batch, list[int], list[tuple[str, ...]]]]:
    """The rows that are counted because of what somebody has said of a word, by batch: numbers and fields."""
    theirs = ROW.c.fate == COUNTED, ROW.c.waits_for == word
    having = select(ROW.c.batch_id).where(*theirs)
    query = select(BATCH.c.id, BATCH.c.kind, BATCH.c.source, BATCH.c.header, BATCH.c.way)
    for batch in connection.execute(query.where(BATCH.c.id.in_(having)).order_by(BATCH.c.id)).all():
        rows = select(ROW.c.row, ROW.c.fields).where(*theirs, ROW.c.batch_id == batch.id)
        found = connection.execute(rows.order_by(ROW.c.row)).all()
        yield Batch(*batch), [row.row for row in found], [tuple(row.fields) for row in found]


def count_out(connection: Connection, batch_id: int, rows: int) -> None:
    """Takes rows of a batch that are counted no more off what it brought: the new ones first."""
    counts = connection.execute(
        select(BATCH.c.new, BATCH.c.changed, BATCH.c.unchanged).where(BATCH.c.id == batch_id)
    ).one()
    left, values = rows, {}
    for name, count in zip(("new", "changed", "unchanged"), counts, strict=True):
        values[name] = count - min(count, left)
        left -= count - values[name]
    connection.execute(update(BATCH).where(BATCH.c.id == batch_id).values(values))


def take_back(connection: Connection, batch_id: int, numbers: list[int]) -> None:
    """Forgets rejected rows that are about to be read again."""
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        connection.execute(delete(ROW).where(ROW.c.batch_id == batch_id, ROW.c.row.in_(some)))


def count_again(connection: Connection, batch_id: int, saved: Saved = NOTHING) -> None:
    """Counts rows of a batch in that had waited; those that are still kept are counted as they are now."""
    kept = select(func.count()).where(ROW.c.batch_id == batch_id)
    connection.execute(
        update(BATCH)
        .where(BATCH.c.id == batch_id)
        .values(
            new=BATCH.c.new + saved.new,
            changed=BATCH.c.changed + saved.changed,
            unchanged=BATCH.c.unchanged + saved.unchanged,
            **{
                name: kept.where(ROW.c.fate == fate).scalar_subquery()
                for name, fate in (("rejected", REJECTED), ("unknown", UNKNOWN_PERSON), ("aside", ASIDE))
            },
        )
    )
