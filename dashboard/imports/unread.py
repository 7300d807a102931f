"""Records of a CSV file that were found and not read yet: what is left to do can be done elsewhere."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.imports.chunk import Chunk, make_chunk
from dashboard.imports.plain import Plain
from dashboard.imports.plain_cells import Dialect, PlainCells, Unequal
from dashboard.imports.records import Records
from dashboard.imports.rejected import Rejected
from dashboard.imports.source import Source


@dataclass
class Unread:
    """Plain records of the file `name`, of which the first is its row `number`; `wanted` as of
    `PlainCells`."""

    name: str
    dialect: Dialect
    parts: Sequence[Plain]
    number: int
    wanted: set[int]

    def read(self) -> Chunk:
        """The records as a chunk: by Arrow, or one by one where some do not fit the header."""
        try:
            cells = PlainCells(self.dialect, self.parts, self.wanted)
        except Unequal:
            return self._exactly()
        return Chunk(self.dialect.names, cells.leave_out_blank(self.number), cells)

    def _exactly(self) -> Chunk:
        source = Source(self.name, io.BytesIO(b"".join(part.text for part in self.parts)))
        encoding, delimiter, names = self.dialect
        records = Records(self.name, source, encoding, delimiter, self.number - 1)
        found = Found()
        for record in records:
            found.add(records.number, record)
        records.let_go()
        return found.chunk(names)


class Found:
    """Records that are read one by one, until they make a chunk."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._rows: list[tuple[str, ...]] = []
        self._misread: list[Rejected] = []

    def add(self, number: int, record: Sequence[str] | Rejected) -> None:
        """Takes in what is in a row; blank ones are no records."""
        if isinstance(record, Rejected):
            self._misread.append(record)
        elif record:
            self._numbers.append(number)
            # Tuples of text are let go by the garbage collector, lists are not: a third of the time.
            self._rows.append(tuple(record))

    def chunk(self, names: Sequence[str]) -> Chunk:
        """What was taken in."""
        chunk = make_chunk(names, self._numbers, self._rows)
        chunk.broken = sorted([*chunk.broken, *self._misread], key=lambda row: row.row)
        return chunk
