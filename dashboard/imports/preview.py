"""What a file is before it is loaded: what it was recognised as, and its first rows as they would be stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from dashboard.imports import vocabulary
from dashboard.imports.matching import Known
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_csv
from dashboard.imports.translate import Translated
from dashboard.imports.ways import Way, way_of

MOST_ROWS = 4
# The columns of each kind that tell whether a file is read as it is meant, under the words that people read.
SHOWN: dict[str, dict[str, str]] = {
    "calls": {"rep": "Rep", "at": "When", "outcome": "Outcome in the file", "duration_s": "Seconds",
              "account": "Account"},
    "emails": {"rep": "Rep", "at": "When", "outcome": "Outcome in the file", "account": "Account"},
    "meetings": {"rep": "Rep", "booked_at": "Booked", "starts_at": "Starts", "outcome": "Outcome in the file",
                 "account": "Account"},
    "opportunities": {"rep": "Rep", "accepted_at": "Accepted", "amount": "Amount", "currency": "Currency",
                      "won": "Won", "account": "Account"},
}  # fmt: skip
COUNTS_AS = "Counts as"


@dataclass(frozen=True)
class Preview:
    """What a file is: the shape it was recognised as ("" for the own format), its kinds, and its first rows
    (`columns` are their headings); no rows of files of the own format, which are read as they are."""

    name: str
    kinds: list[str]
    kind: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


def preview(
    connection: Connection, source: Path | str | BinaryIO, name: str, kind: str | None, day_first: bool | None
) -> Preview:
    """Looks at a file as `load_file` would read it, and stores nothing; raises `ImportProblem` as that does."""
    with open_csv(source, name) as file:
        empty = file.has_no_rows
        way = way_of(file, kind, day_first, None)
    if empty:
        raise ImportProblem(f"{name} has a header row and no rows under it: there is nothing to load.")
    columns, rows = _first_rows(connection, source, name, way) if way.name else ((), [])
    return Preview(way.name, way.kinds, way.kind, columns, rows)


def _first_rows(
    connection: Connection, source: Path | str | BinaryIO, name: str, way: Way
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    known = Known.load(connection, way.source)
    with open_csv(source, name) as file:
        parts, _ = way.parts(file.peek(), known)
    parts = [part for part in parts if len(part) and part.shape.kind in SHOWN]
    if not parts:
        return (), []
    fullest = max(parts, key=len)
    shown = SHOWN[fullest.shape.kind]
    headings = [*shown.values()]
    if "outcome" in shown:
        headings.insert(headings.index(shown["outcome"]) + 1, COUNTS_AS)
    return tuple(headings), [
        _row(fullest, place, shown, known) for place in range(min(MOST_ROWS, len(fullest)))
    ]


def _row(part: Translated, place: int, shown: dict[str, str], known: Known) -> tuple[str, ...]:
    cells = []
    for name in shown:
        cell = part.column(name).iat[place]
        cells.append(known.name_of(cell) if name == "rep" else cell)
        if name == "outcome":
            cells.append(vocabulary.outcome_of(part.shape.kind, cell) or f"{vocabulary.UNKNOWN}, not mapped")
    return tuple(cells)
