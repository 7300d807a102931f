"""Helpers of the import tests: files written from text, and the log read back in plain SQL."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text

from dashboard.log import tables

TABLES = tuple(table.name for table in tables.SQLModel.metadata.sorted_tables)
REPS = (
    "rep,email,team,manager,started_on,ended_on,time_zone\n"
    "Zoë O’Brien,zoe@x.io,North,Ann,2025-01-01,,Europe/Berlin\n"
    "Bob,bob@x.io,North,Ann,2025-01-01,,Europe/Berlin\n"
)
CALLS = (
    "id,rep,at,outcome,duration_s,list,prospect,account\n"
    "c1,Bob,2026-11-03T09:00:00Z,no answer,12,L1,Ann,Acme\n"
    "c2,zoë o'brien,2026-11-03 10:00,Left Voicemail,30,L1,Ben,Acme\n"
    "c3,BOB@x.io,2026-11-03T10:00:00+01:00,connected,95,L2,Cy,Beta\n"
)


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(engine: Engine, query: str) -> list[tuple]:
    """What a query gives, as plain tuples."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def contents(engine: Engine) -> dict[str, list[tuple]]:
    """Everything that is in the database."""
    return {table: sorted(rows(engine, f'SELECT * FROM "{table}"'), key=repr) for table in TABLES}


def logged(engine: Engine) -> dict[str, list[tuple]]:
    """Everything but the record of the imports themselves."""
    without = ("import_batch", "rejected_row", "replaced_row", "went_in_row", "log_version")
    return {name: found for name, found in contents(engine).items() if name not in without}
