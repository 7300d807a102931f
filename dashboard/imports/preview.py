"""What a file is before it is loaded: its shape, and its first rows as they would be stored."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from dashboard.imports.found import Asked, Empty, Found, Left, look_at_tables
from dashboard.imports.matching import Known
from dashboard.imports.reading import Source
from dashboard.imports.recognise import OtherColumns
from dashboard.imports.remembered import Told
from dashboard.imports.table import Table
from dashboard.imports.translate import Translated
from dashboard.imports.ways import Way
from dashboard.log.vocabulary import UNKNOWN

MOST_ROWS = 4
# The columns of each kind that tell whether a file is read as it is meant, under the words that people read.
SHOWN: dict[str, dict[str, str]] = {
    "calls": {"rep": "Rep", "at": "When", "outcome": "Outcome in the file", "duration_s": "Seconds",
              "account": "Account"},
    "emails": {"rep": "Rep", "at": "When", "outcome": "Outcome in the file", "account": "Account"},
    "meetings": {"rep": "Rep", "booked_at": "Booked", "starts_at": "Starts", "outcome": "Outcome in the file",
                 "account": "Account"},
    "opportunities": {"rep": "Rep", "accepted_at": "Accepted", "created_at": "Created", "amount": "Amount",
                      "currency": "Currency", "won": "Won", "closed_at": "Closed", "account": "Account"},
    "reps": {"rep": "Rep", "email": "Email", "team": "Team", "manager": "Manager", "started_on": "First day"},
}  # fmt: skip
# One of them is often all that a file has; where it has none, the place of the acceptance stays blank.
DAYS_OF_DEALS = ("created_at", "accepted_at")
COUNTS_AS = "Counts as"


@dataclass(frozen=True)
class Preview:
    """What a table is: the file it is in and its place there, the shape it was recognised as (`name`, "" for
    the own format) or was said to be (`told`), its kinds, and its first rows (`columns` are their headings);
    no rows of the own format, read as they are."""

    file: str
    place: int
    name: str
    kinds: list[str]
    kind: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    told: Told | None = None


@dataclass(frozen=True)
class Looked:
    """What a file holds: the tables that can be loaded, and those of no known kind, of which somebody may say
    what they are."""

    tables: list[Preview]
    strange: list[Left]


def preview(connection: Connection, source: Source, name: str, asked: Asked) -> Looked:
    """Looks at a file's tables as `load_files` would read them, and stores nothing; raises `ImportProblem` as
    that does, but for tables of no known kind."""
    try:
        found, left = look_at_tables(source, name, asked)
    except OtherColumns as problem:
        return Looked([], [Left(problem.place, name, problem)])
    strange = [one for one in left if not isinstance(one.problem, Empty)]
    if not found and not strange:
        raise left[0].problem
    return Looked([_preview(connection, one) for one in found], strange)


def _preview(connection: Connection, found: Found) -> Preview:
    way = found.way
    with found.opened() as table:
        columns, rows = first_rows(connection, table, way) if way.name else ((), [])
        return Preview(table.name, found.place, way.name, way.kinds, way.kind, columns, rows, found.told)


def first_rows(
    connection: Connection, table: Table, way: Way
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A table's first rows as they would be stored, and the headings of their columns."""
    known = Known.load(connection, way.source)
    parts, _ = way.parts(table.peek(), known)
    parts = [part for part in parts if len(part) and part.shape.kind in SHOWN]
    if not parts:
        return (), []
    fullest = max(parts, key=len)
    shown = _shown(fullest)
    headings = [*shown.values()]
    if "outcome" in shown:
        headings.insert(headings.index(shown["outcome"]) + 1, COUNTS_AS)
    return tuple(headings), [
        _row(fullest, place, shown, known) for place in range(min(MOST_ROWS, len(fullest)))
    ]


def _shown(part: Translated) -> dict[str, str]:
    """The columns that tell; of a deal's two days the one that the file has."""
    shown = SHOWN[part.shape.kind]
    blank = [name for name in DAYS_OF_DEALS if name in shown and (part.column(name) == "").all()]
    return {name: heading for name, heading in shown.items() if name not in blank[:1]}


def _row(part: Translated, place: int, shown: dict[str, str], known: Known) -> tuple[str, ...]:
    cells = []
    for name in shown:
        cell = part.column(name).iat[place]
        cells.append(known.name_of(cell) if name == "rep" else cell)
        if name == "outcome":
            own = "" if part.own_words is None else part.own_words.iat[place]
            counts_as = known.decided.outcome_of(part.shape.kind, cell, own)
            cells.append(counts_as or f"{UNKNOWN}, not mapped")
    return tuple(cells)
