"""Rows that waited for a rep, a team or a meeting are read again once it is there."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection

from dashboard.imports import batches
from dashboard.imports.chunk import make_chunk
from dashboard.imports.kinds import read_chunk
from dashboard.imports.matching import Known
from dashboard.imports.notes import Notes
from dashboard.imports.shapes import shape_of
from dashboard.imports.sinks import sink_for
from dashboard.log.store import Saved


def read_waiting(connection: Connection) -> Counter[str]:
    """Reads all rows again that wait for something that is there now; returns how many went in, by kind.

    Meetings come before opportunities, so that these may take their rep from a meeting just read.
    """
    went_in: Counter[str] = Counter()
    for batch in batches.batches_with_waiting_rows(connection):
        known = Known.load(connection, batch.source)
        there = known.now_known(batches.awaited(connection))
        if there:
            saved = _read_batch(connection, batch, known, there)
            went_in[batch.kind] += saved.new + saved.changed + saved.unchanged
    return +went_in


def _read_batch(connection: Connection, batch: batches.Batch, known: Known, there: set[str]) -> Saved:
    shape = shape_of(batch.kind, batch.source)
    names = [cell.strip().casefold() for cell in batch.header]
    sink = sink_for(connection, batch.kind, batch.source, batch.id, resumed=True)
    saved = Saved()
    for numbers, records in batches.waiting_rows(connection, batch.id, there):
        # What there was to remark was remarked when the file came in.
        frame, rejected = read_chunk(make_chunk(names, numbers, records), shape, known, Notes())
        batches.take_back(connection, batch.id, numbers)
        batches.keep(connection, batch.id, rejected)
        saved += sink.write(frame)
    sink.finish()
    batches.count_again(connection, batch.id, saved)
    return saved
