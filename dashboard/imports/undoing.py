"""A file taken back whole: what it brought leaves the log, what it replaced comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, Row, delete, select, update

from dashboard.imports import resting, went_in
from dashboard.imports.batches import kinds_of
from dashboard.imports.loading import AWAITED_KINDS
from dashboard.imports.named import Named, files_that_name, name_anew
from dashboard.imports.problem import ImportProblem, counted, listed
from dashboard.imports.rejected import storable
from dashboard.imports.resting import Going
from dashboard.imports.sinks import sink_for
from dashboard.imports.waiting import NotFound, read_waiting, wait_again
from dashboard.log.tables import ImportBatch, RejectedRow

BATCH, ROW = ImportBatch.__table__, RejectedRow.__table__


@dataclass(frozen=True)
class Undone:
    """What became of the log: the file's name, rows that left, rows that came back as they were before, and
    rows of other files that it had let in and that wait again."""

    file: str
    removed: int
    restored: int
    waiting: int = 0

    def sentence(self) -> str:
        """It in one line."""
        back = f", {counted(self.restored, 'row')} {'is' if self.restored == 1 else 'are'} as before it"
        left = f"{counted(self.removed, 'row')} left the log{back if self.restored else ''}"
        wait = f"; {counted(self.waiting, 'row')} of other files wait again" if self.waiting else ""
        return f"{self.file} is undone: {left}{wait}."


def undo(connection: Connection, batch_id: int, undone_by: str) -> Undone:
    """Takes a file back whole, in the transaction of `connection`.

    Raises `ImportProblem` with a sentence, and the transaction is to be rolled back, when it cannot be: there
    is none, it is undone already, a newer one of the same system holds rows of its kinds, or something rests
    on what it brought.
    """
    batch = connection.execute(select(BATCH).where(BATCH.c.id == batch_id)).first()
    if batch is None:
        raise ImportProblem(f"There is no import {batch_id}: the Data page lists them, with their numbers.")
    if problem := why_not(connection, batch_id):
        raise ImportProblem(problem)
    going = resting.going_with(connection, batch.file_name, batch_id)
    waiting = _wait_again(connection, going)
    resting.refuse(connection, going)
    removed, restored = _taken_back(connection, batch)
    for table in (ROW, went_in.WENT_IN):
        connection.execute(delete(table).where(table.c.batch_id == batch_id))
    if set(kinds_of(batch.kind)).intersection(AWAITED_KINDS):
        waiting -= _read_on(connection)
    now = datetime.now(UTC).replace(microsecond=0)
    values = {"undone_at": now, "undone_by": storable(undone_by)}
    connection.execute(update(BATCH).where(BATCH.c.id == batch_id).values(values))
    return Undone(batch.file_name, removed, restored, max(waiting, 0))


def _wait_again(connection: Connection, going: Going) -> int:
    """Has the rows wait again that a file let in; how many."""
    try:
        rows = wait_again(connection, went_in.by_file(going.batch_id))
        # Who these rows are of goes, whatever has named them since.
        return rows + wait_again(connection, went_in.by_words(connection, going.words))
    except NotFound:
        resting.refuse_files(connection, going.what, files_that_name(connection, going.batch_id))
        raise


def _taken_back(connection: Connection, batch: Row) -> tuple[int, int]:
    """Takes back what a file did, kind by kind; how many rows left, and how many are as before."""
    named = Named.by(connection, batch.id)
    removed = restored = 0
    for kind in kinds_of(batch.kind):
        sink = sink_for(connection, kind, batch.source, batch.id)
        gone, back = sink.undo()
        sink.finish()
        removed, restored = removed + gone, restored + back
    named.refuse_rows_of_later_files(connection, batch.file_name)
    return removed, restored


def _read_on(connection: Connection) -> int:
    """Has rows follow who people are now; how many of those that waited went in."""
    name_anew(connection)
    return sum(read_waiting(connection).values())


def why_not(connection: Connection, batch_id: int) -> str | None:
    """Why a file cannot be undone now, as a sentence; None where it can be."""
    c = BATCH.c
    batches = connection.execute(
        select(c.id, c.file_name, c.kind, c.source, c.undoable, c.undone_at)
        .where(c.id >= batch_id)
        .order_by(c.id)
    ).all()
    if not batches or batches[0].id != batch_id:
        return None
    batch, later = batches[0], batches[1:]
    kinds = set(kinds_of(batch.kind))
    if batch.undone_at is not None:
        return f"{batch.file_name} is undone already."
    if not batch.undoable:
        return (
            f"{batch.file_name} was loaded by an older version, which did not keep what it replaced: load a "
            "corrected file instead."
        )
    newer = [
        one.file_name for one in later
        if one.undone_at is None and one.source == batch.source and kinds.intersection(kinds_of(one.kind))
    ]  # fmt: skip
    if newer:
        names = listed(list(dict.fromkeys(reversed(newer))))
        return (
            f"{batch.file_name} cannot be undone before what came after it and may hold the same rows: undo "
            f"{names} first."
        )
    return None


def undoable(connection: Connection) -> pd.DataFrame:
    """The files that can be undone now, the newest first: id, file_name, kind, loaded_at, loaded_by, rows
    (how many the log has from each)."""
    c = BATCH.c
    rows = (c.new + c.changed).label("rows")
    query = select(c.id, c.file_name, c.kind, c.source, c.loaded_at, c.loaded_by, rows, c.undoable)
    found = connection.execute(query.where(c.undone_at.is_(None)).order_by(c.id.desc())).all()
    newer: set[tuple[str, str]] = set()
    free = []
    for one in found:
        holds = {(one.source, kind) for kind in kinds_of(one.kind)}
        if not newer & holds and one.undoable:
            free.append(one)
        newer |= holds
    names = ["id", "file_name", "kind", "source", "loaded_at", "loaded_by", "rows", "undoable"]
    return pd.DataFrame(free, columns=names).drop(columns=["source", "undoable"])
