"""Texts of ten thousand characters in every column: the row is stored or refused, the file's others go in.

PostgreSQL has no place in an index for more than 2,700 bytes that cannot be packed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from importing import REPS, rows, saved
from sqlalchemy import Engine

from dashboard.imports.loading import load_file
from dashboard.imports.rows import LONGEST_KEY, TOO_LONG
from dashboard.imports.shapes import SHAPES
from dashboard.log.engine import make_engine

MEETING = "id,rep,booked_at,starts_at,account\nm1,Bob,2026-11-03,2026-11-05,Acme\n"
# A row of each kind; a second one has the long text.
GOOD = {
    "reps": {"rep": "Al", "team": "West", "time_zone": "Europe/Berlin"},
    "people": {"id": "005A", "name": "Bob", "first_name": "Bob", "last_name": "B"},
    "calls": {"id": "c1", "rep": "Bob", "at": "2026-11-03T09:00:00Z", "outcome": "busy", "list": "L1"},
    "emails": {"id": "e1", "rep": "Bob", "at": "2026-11-03T09:00:00Z", "outcome": "sent", "list": "L1"},
    "meetings": {"id": "m2", "rep": "Bob", "booked_at": "2026-11-03", "outcome": "held"},
    "opportunities": {"id": "o1", "meeting_id": "m1", "rep": "Bob", "accepted_at": "2026-11-03"},
    "quotas": {"rep": "Bob", "metric": "saos", "period": "2026-11", "target": "5"},
    "expectations": {"team": "North", "metric": "calls", "per_day": "5"},
    "holidays": {"team": "North", "day": "2026-12-24", "name": "Eve"},
    "days_off": {"rep": "Bob", "first_day": "2026-12-24"},
    "outcomes": {"kind": "calls", "word": "Not now", "outcome": "connected"},
}
KEYS = [(shape.kind, column.name) for shape in SHAPES for column in shape.columns if column.is_key]
OTHERS = [
    (shape.kind, column.name)
    for shape in SHAPES
    for column in shape.columns
    if column.reads in ("text", "rep") and not column.is_key
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A log with a team and a meeting, for all of these."""
    folder = tmp_path_factory.mktemp("long")
    if request.param == "sqlite":
        empty = shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "log.db")
        made = make_engine(f"sqlite:///{empty}")
    else:
        make: Callable[[], Engine] = request.getfixturevalue("migrated_postgres")
        made = make()
    load_file(made, saved(folder, "reps.csv", REPS))
    load_file(made, saved(folder, "meetings.csv", MEETING))
    yield made
    made.dispose()


def some_text(length: int, seed: str) -> str:
    """A text that no database can pack, with four bytes a character; another for each seed."""
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(0x20000, 0x2A000)) for _ in range(length))


def two_rows(folder: Path, kind: str, column: str, text: str) -> Path:
    """A file with a good row, and the same with a text in a column."""
    good = {name: f"{column} {cell}" if name == "id" else cell for name, cell in GOOD[kind].items()}
    long = good | ({"id": f"long {column}"} if "id" in good else {}) | {column: text}
    names = list(dict.fromkeys([*good, column]))
    lines = [",".join(row.get(name, "") for name in names) for row in (good, long)]
    return saved(folder, f"{kind}.csv", "\n".join([",".join(names), *lines]))


@pytest.mark.parametrize(("kind", "column"), KEYS)
def test_what_is_counted_or_looked_up_by_is_not_too_long(
    log: Engine, tmp_path: Path, kind: str, column: str
) -> None:
    report = load_file(
        log, two_rows(tmp_path, kind, column, some_text(10_000, f"{kind} {column}")), kind=kind
    )
    assert [(row.row, row.column, row.reason) for row in report.rejected_rows] == [(3, column, TOO_LONG)]
    assert (
        load_file(
            log, two_rows(tmp_path, kind, column, some_text(LONGEST_KEY, f"{kind} {column}")), kind=kind
        ).rejected
        == 0
    )


@pytest.mark.parametrize(("kind", "column"), OTHERS)
def test_other_texts_are_stored_or_their_row_is_rejected(
    log: Engine, tmp_path: Path, kind: str, column: str
) -> None:
    report = load_file(
        log, two_rows(tmp_path, kind, column, some_text(10_000, f"{kind} {column}")), kind=kind
    )
    names_somebody = column == "rep" and kind != "reps"
    assert (report.read, report.rejected) == (
        2,
        int(names_somebody or (kind, column) == ("outcomes", "outcome")),
    )


@pytest.mark.parametrize(("length", "rejected"), [(LONGEST_KEY, 0), (10_000, 1)])
def test_a_word_beside_the_one_that_counts_is_not_too_long_either(
    log: Engine, tmp_path: Path, length: int, rejected: int
) -> None:
    lines = "Record ID,Activity date,Activity assigned to,Call outcome,Call status,Call duration,Call Title\n"
    lines += f"{length},2026-11-03 10:00,Bob,{some_text(length, 'beside')},Busy,5,x\n"
    lines += "7,2026-11-03 10:00,Bob,Busy,,5,x\n"
    report = load_file(log, saved(tmp_path, "calls.csv", lines))
    assert (report.read, report.rejected) == (2, rejected)
    assert rows(log, f"SELECT outcome FROM call WHERE source_id = '{length}'") == [("no answer",)] * (
        1 - rejected
    )
