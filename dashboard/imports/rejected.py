"""Rows that could not be read: kept whole, with the reason, and given back as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.spreadsheets import guarded

# What becomes of a row that is kept and not counted: it cannot be read; nobody knows whose it is; it is not
# to be counted (an inbound call, a deleted row).
REJECTED, UNKNOWN_PERSON, ASIDE = "rejected", "unknown person", "set aside"
# And of one that is counted, for what somebody has said of its person: it is kept until that is certain.
COUNTED = "counted"
REASON_COLUMNS = ("row", "column", "value", "reason")


@dataclass(frozen=True)
class Rejected:
    """One row that could not be read, or is not to be counted (`fate`).

    `row` is its number in a spreadsheet, `whole` all of it as the file has it, as one text; `column` and
    `value` are the cell at fault, where it is one. `waits_for` names what must be loaded before it can be
    read. `kind` and `source_id`: which row of the log it was before, if it was one.
    """

    row: int
    whole: str
    reason: str
    column: str | None = None
    value: str | None = None
    waits_for: str | None = None
    fate: str = REJECTED
    kind: str = ""
    source_id: str = ""

    @property
    def fields(self) -> list[str]:
        """The row's cells as the file has them."""
        return json.loads(self.whole)

    @property
    def leaves(self) -> bool:
        """Whether the row is not to be in the log any more, if it was: a call that was deleted since, or is
        somebody else's. One that only cannot be read leaves what was there."""
        return self.fate not in (REJECTED, COUNTED) and bool(self.source_id)


def whole(fields: Sequence[str]) -> str:
    """A row's cells as one text (JSON), as they are stored: handing a text to another process costs a
    fraction of handing over each cell."""
    return json.dumps(fields)


def storable(text: str) -> str:
    """A text as every database takes it: bytes that are not UTF-8, and NUL, written as `\\xff`."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def as_csv(header: Sequence[str], rows: Iterable[Rejected]) -> str:
    """Rejected rows as CSV text: the reason's columns, then the file's own.

    A row with more fields than the header keeps them, beyond the last column.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*REASON_COLUMNS, *(guarded(name) for name in header)])
    for row in rows:
        told = (str(row.row), row.column, row.value, row.reason)
        writer.writerow([guarded(cell or "") for cell in (*told, *row.fields)])
    return out.getvalue()
