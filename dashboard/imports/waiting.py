"""Rows that waited for a rep, a team or a meeting are read again once it is there."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ColumnElement, Connection

from dashboard.imports import batches, went_in
from dashboard.imports.batches import NOTHING
from dashboard.imports.chunk import make_chunk
from dashboard.imports.kinds import read_chunk
from dashboard.imports.matching import Known
from dashboard.imports.notes import Notes
from dashboard.imports.problem import ImportProblem
from dashboard.imports.sinks import sink_for
from dashboard.imports.ways import way_again
from dashboard.log import changed
from dashboard.log.store import Saved

NOT_FOUND = (
    "Rows that had waited are not found in the log any more, since people are named otherwise by now: take "
    "back first what was said of them since."
)


class NotFound(ImportProblem):
    """Rows that went in cannot be told from others any more."""


def read_waiting(connection: Connection, let_in_by: int | None = None) -> Counter[str]:
    """Reads all rows again that wait for something that is there now; returns how many went in, by kind.
    `let_in_by`: the file by which it is there.

    Meetings come before opportunities, so that these may take their rep from a meeting just read.
    """
    went_in: Counter[str] = Counter()
    for batch in batches.batches_with_waiting_rows(connection):
        known = Known.load(connection, batch.source)
        there = known.now_known(batches.awaited(connection))
        if there:
            for kind, saved in _read_batch(connection, batch, known, there, let_in_by).items():
                went_in[kind] += saved.new + saved.changed + saved.unchanged
    return +went_in


def _read_batch(
    connection: Connection, batch: batches.Batch, known: Known, there: set[str], let_in_by: int | None
) -> dict[str, Saved]:
    """Reads the rows of a batch again that wait for what is there; what became of them, by kind."""
    names = [cell.strip().casefold() for cell in batch.header]
    way = way_again(names, batch.kind, batch.way)
    since = changed.BY_HAND if let_in_by is None else let_in_by
    sinks = {kind: sink_for(connection, kind, batch.source, batch.id, since) for kind in way.kinds}
    saved = dict.fromkeys(way.kinds, Saved())
    for numbers, records in batches.waiting_rows(connection, batch.id, there):
        numbers, records = _still_wanted(connection, batch.id, numbers, records, let_in_by)
        parts, kept = way.parts(make_chunk(names, numbers, records), known)
        before = sum(saved.values(), Saved())
        for part in parts:
            # What there was to remark was remarked when the file came in.
            frame, rejected = read_chunk(part, known, Notes())
            saved[part.shape.kind] += sinks[part.shape.kind].write(frame)
            kept += rejected
        became = sum(saved.values(), Saved()) - before
        again = {row.row for row in kept}
        went_in.let_in(connection, batch.id, [one for one in numbers if one not in again], let_in_by, became)
        batches.take_back(connection, batch.id, list(again))
        batches.keep(connection, batch.id, kept)
    for sink in sinks.values():
        sink.finish()
    batches.count_again(connection, batch.id, sum(saved.values(), Saved()))
    return saved


def take_out(connection: Connection, word: str) -> None:
    """Takes the rows out of the log that are counted because of what somebody has said of a word."""
    for batch, numbers, records in batches.counted_rows(connection, word):
        _out(connection, batch, numbers, records, counted=True)
        batches.count_out(connection, batch.id, len(numbers))


def wait_again(connection: Connection, which: ColumnElement[bool]) -> int:
    """Takes rows out of the log that went in after they had waited (`went_in`), and has them wait as before;
    returns how many. Raises `NotFound` where they are not found in the log."""
    rows = _overtaken_again(connection, which)
    for one in went_in.rows(connection, which):
        found = _out(connection, one.batch, one.numbers, one.records, restoring=not one.left_before)
        if found < len(one.numbers):
            raise NotFound(NOT_FOUND)
        went_in.wait_again(connection, one.batch.id, one.numbers)
        batches.count_again(connection, one.batch.id, NOTHING - one.counted)
        rows += len(one.numbers)
    return rows


def _overtaken_again(connection: Connection, which: ColumnElement[bool]) -> int:
    """Has those of these rows wait as before that were set aside when they were about to go in."""
    found = went_in.overtaken(connection, which)
    for batch_id, numbers in found.items():
        batches.take_back(connection, batch_id, numbers)
        went_in.wait_again(connection, batch_id, numbers)
        batches.count_again(connection, batch_id)
    return sum(map(len, found.values()))


def _out(
    connection: Connection, batch: batches.Batch, numbers: list[int], records: list[tuple[str, ...]],
    restoring: bool = False, counted: bool = False,
) -> int:  # fmt: skip
    """Takes out of the log what these rows of a file have become; how many of them can be told."""
    names, told = [cell.strip().casefold() for cell in batch.header], 0
    known = Known.load(connection, batch.source)
    parts, _ = way_again(names, batch.kind, batch.way).parts(make_chunk(names, numbers, records), known)
    for part in parts:
        frame, _ = read_chunk(part, known, Notes())
        sink = sink_for(connection, part.shape.kind, batch.source, batch.id)
        sink.take_out(frame, restoring, counted)
        sink.finish()
        told += len(frame)
    return told


def _still_wanted(
    connection: Connection,
    batch_id: int,
    numbers: list[int],
    records: list[tuple[str, ...]],
    let_in_by: int | None,
) -> tuple[list[int], list[tuple[str, ...]]]:
    """The rows that no newer file has overtaken; the others wait no longer."""
    why = batches.overtaken(connection, batch_id, numbers)
    went_in.keep_overtaken(connection, batch_id, list(why), let_in_by)
    batches.set_aside(connection, batch_id, why)
    wanted = [place for place, number in enumerate(numbers) if number not in why]
    return [numbers[place] for place in wanted], [records[place] for place in wanted]
