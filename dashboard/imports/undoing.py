"""A file taken back whole: what it brought leaves the log, what it replaced comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, delete, select, update

from dashboard.imports.problem import ImportProblem, counted, listed
from dashboard.imports.rejected import storable
from dashboard.log import replaced
from dashboard.log.store import TABLES, Writer
from dashboard.log.tables import ImportBatch, RejectedRow

BATCH, ROW = ImportBatch.__table__, RejectedRow.__table__


@dataclass(frozen=True)
class Undone:
    """What became of the log: the file's name, rows that left, rows that came back as they were before."""

    file: str
    removed: int
    restored: int

    def sentence(self) -> str:
        """It in one line."""
        back = f", {counted(self.restored, 'row')} {'is' if self.restored == 1 else 'are'} as before it"
        left = f"{counted(self.removed, 'row')} left the log{back if self.restored else ''}"
        return f"{self.file} is undone: {left}."


def undo(connection: Connection, batch_id: int, undone_by: str) -> Undone:
    """Takes a file back whole, in the transaction of `connection`.

    Raises `ImportProblem` with a sentence when it cannot be: there is none, it is undone already, it is no
    file of logged rows, or a newer one of the same system holds rows of its kinds.
    """
    batch = connection.execute(select(BATCH).where(BATCH.c.id == batch_id)).first()
    if batch is None:
        raise ImportProblem(f"There is no import {batch_id}: the Data page lists them, with their numbers.")
    if problem := why_not(connection, batch_id):
        raise ImportProblem(problem)
    removed = restored = 0
    for kind in kinds_of(batch.kind):
        writer = Writer(connection, kind, batch.source, batch_id)
        gone, back = writer.undo()
        writer.finish()
        removed, restored = removed + gone, restored + back
    replaced.forget(connection, batch_id)
    connection.execute(delete(ROW).where(ROW.c.batch_id == batch_id))
    now = datetime.now(UTC).replace(microsecond=0)
    values = {"undone_at": now, "undone_by": storable(undone_by)}
    connection.execute(update(BATCH).where(BATCH.c.id == batch_id).values(values))
    return Undone(batch.file_name, removed, restored)


def kinds_of(words: str) -> list[str]:
    """The kinds of a file from their words ("calls and emails")."""
    return words.replace(" and ", ", ").split(", ")


def why_not(connection: Connection, batch_id: int) -> str | None:
    """Why a file cannot be undone now, as a sentence; None where it can be."""
    c = BATCH.c
    batches = connection.execute(
        select(c.id, c.file_name, c.kind, c.source, c.undone_at).where(c.id >= batch_id).order_by(c.id)
    ).all()
    if not batches or batches[0].id != batch_id:
        return None
    batch, later = batches[0], batches[1:]
    kinds = set(kinds_of(batch.kind))
    if batch.undone_at is not None:
        return f"{batch.file_name} is undone already."
    if not kinds <= set(TABLES):
        return (
            f"{batch.file_name} holds {batch.kind}: these are not undone, they are corrected by loading a "
            "corrected file."
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
    query = select(c.id, c.file_name, c.kind, c.source, c.loaded_at, c.loaded_by, rows)
    found = connection.execute(query.where(c.undone_at.is_(None)).order_by(c.id.desc())).all()
    newer: set[tuple[str, str]] = set()
    free = []
    for one in found:
        holds = {(one.source, kind) for kind in kinds_of(one.kind)}
        if not newer & holds and set(kinds_of(one.kind)) <= set(TABLES):
            free.append(one)
        newer |= holds
    names = ["id", "file_name", "kind", "source", "loaded_at", "loaded_by", "rows"]
    return pd.DataFrame(free, columns=names).drop(columns="source")
