"""A table's rows piece by piece, as the log takes them: all that is done to a file before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from dashboard.imports.chunk import Chunk
from dashboard.imports.kinds import read_chunk
from dashboard.imports.matching import Known
from dashboard.imports.notes import Notes
from dashboard.imports.rejected import Rejected
from dashboard.imports.table import Table
from dashboard.imports.translate import Translated
from dashboard.imports.ways import Way


@dataclass(frozen=True)
class Part:
    """Rows of one kind as its sink made them ready, and the ids of those that leave the log after these were
    written."""

    kind: str
    rows: Any
    leaving: list[str]


@dataclass(frozen=True)
class Piece:
    """Some of a table's rows: by kind, and those that are `kept` beside the log. `read`: of how many rows it
    was made, with how much of the file (`position` of `total`) read by then."""

    parts: list[Part]
    kept: list[Rejected]
    read: int
    position: int
    total: int


class Ready(Protocol):
    """Makes rows ready to be written."""

    def ready(self, frame: pd.DataFrame) -> Any:
        """The rows as they are written."""


@dataclass(frozen=True)
class Reader:
    """Makes pieces of a file's chunks by its `way`, `ready` by kind; `zone`: of teams that have none. All it
    has can be handed to another process, if `known` can."""

    way: Way
    known: Known
    zone: str | None
    ready: Mapping[str, Ready]

    def piece(self, chunk: Chunk, notes: Notes, position: int, total: int) -> Piece:
        """What becomes of a chunk; `position` and `total` as of `Piece`."""
        self.way.refuse_unlike(chunk)
        translated, aside = self.way.parts(chunk, self.known)
        parts: list[Part] = []
        kept = [*aside, *chunk.aside, *chunk.broken]
        for one in translated:
            frame, rejected = read_chunk(one, self.known, notes, self.zone)
            leaving = _leaving(one, frame, [*aside, *rejected])
            parts.append(Part(one.shape.kind, self.ready[one.shape.kind].ready(frame), leaving))
            kept += rejected
        kept.sort(key=lambda row: row.row)
        return Piece(parts, kept, chunk.read + len(chunk.aside), position, total)

    def pieces(self, table: Table, notes: Notes) -> Iterator[Piece]:
        """The whole table's."""
        for chunk in table.chunks():
            yield self.piece(chunk, notes, table.position, table.total)


def _leaving(part: Translated, written: pd.DataFrame, kept: list[Rejected]) -> list[str]:
    """The ids of rows that a file says are not to be counted any more, or are a stranger's; of several rows
    with one id the last one counts."""
    leaving = {row.source_id: row.row for row in kept if row.leaves and row.kind == part.shape.kind}
    if not leaving:
        return []
    ids = part.column("id").iloc[written.index]
    for position, name in ids[ids.isin(list(leaving))].items():
        if part.number(position) > leaving.get(name, 0):
            leaving.pop(name, None)
    return list(leaving)
