"""Thousands of files that are spoiled at random: each is loaded with counts that add up, or refused whole
with one sentence; and nothing is stored that could not be read in it.

As many as TESTS asks, or FUZZED says: `FUZZED=10000 pytest tests/imports/test_import_fuzzed.py`. A failure
names its example; `FUZZED_FROM` begins with another one than the first.
"""

from __future__ import annotations

import csv
import io
import os
import random
import sqlite3
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from depth import draws
from exported.dirt import Table
from exported.writing import as_csv
from fuzzed import bytes_spoilt, tables_spoilt, values_spoilt
from fuzzed.fair import file_of, unfair
from fuzzed.shapes import Kind, kinds, staff
from importing import TABLES, contents, rows
from sqlalchemy import Engine

from dashboard.imports.batches import rejected_csv
from dashboard.imports.loading import load_file, load_files
from dashboard.imports.problem import ImportProblem
from dashboard.imports.rejected import ASIDE, REJECTED, UNKNOWN_PERSON
from dashboard.imports.report import Report
from dashboard.log.engine import make_engine, reading

FILES = int(os.environ.get("FUZZED") or draws(60, 10_000))
FIRST = int(os.environ.get("FUZZED_FROM") or 0)
LOGS = ("call", "email", "meeting", "opportunity")
FORMULA = tuple("=+-@\t\r")


@dataclass
class Log:
    """A log in memory with nothing but people in it, which is as it was again after each file."""

    engine: Engine
    template: sqlite3.Connection
    before: dict[str, list[tuple]] = field(default_factory=dict)

    def reset(self) -> None:
        """Takes out all that was loaded."""
        with closing(self.engine.raw_connection()) as connection:
            self.template.backup(connection.driver_connection)


@dataclass(frozen=True)
class Example:
    """A spoiled file: what was done to it, its bytes, and its table where that says what may be
    stored."""

    number: int
    kind: Kind
    how: str
    content: bytes
    table: Table | None = None

    def __str__(self) -> str:
        return f"{self.number}: {self.kind.name}, {self.how}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files are written once."""
    return tmp_path_factory.mktemp("fuzzed")


@pytest.fixture(scope="module")
def log(migrated_sqlite: Path, folder: Path) -> Iterator[Log]:
    """The log that files are loaded into."""
    engine = make_engine("sqlite://")
    with closing(sqlite3.connect(":memory:")) as template, closing(sqlite3.connect(migrated_sqlite)) as empty:
        empty.backup(template)
        found = Log(engine, template)
        found.reset()
        load_files(engine, staff(folder / "staff"))
        with closing(engine.raw_connection()) as connection:
            connection.driver_connection.backup(template)
        found.before = contents(engine)
        yield found
    engine.dispose()


def of_bytes(number: int, kind: Kind, chance: random.Random) -> Example:
    """A file with spoiled bytes."""
    table = kind.few(chance)
    spoil = chance.choice((*bytes_spoilt.KEPT, *bytes_spoilt.CHANGED))
    content = spoil(as_csv(table).encode(), chance)
    return Example(number, kind, spoil.__name__, content, table if spoil in bytes_spoilt.KEPT else None)


def of_tables(number: int, kind: Kind, chance: random.Random) -> Example:
    """A file with a spoiled structure."""
    spoil = chance.choice((*tables_spoilt.MOVED, *tables_spoilt.TORN))
    table = spoil(kind.few(chance), chance)
    if chance.random() < 0.4:
        write = chance.choice(tables_spoilt.WRITTEN)
        return Example(number, kind, f"{spoil.__name__}, {write.__name__}", as_bytes(write(table, chance)))
    known = spoil in tables_spoilt.MOVED and len(set(table[0])) == len(table[0])
    return Example(number, kind, spoil.__name__, as_bytes(as_csv(table)), table if known else None)


def of_values(number: int, kind: Kind, chance: random.Random) -> Example:
    """A file with cells that hold something else."""
    how, table = values_spoilt.spoilt(kind, kind.few(chance), chance)
    return Example(number, kind, how, as_bytes(as_csv(table)), table)


def as_bytes(text: str) -> bytes:
    """UTF-8, with halves of characters as they are."""
    return text.encode("utf-8", "surrogatepass")


SPOILS: dict[str, Callable[[int, Kind, random.Random], Example]] = {
    "bytes": of_bytes, "structure": of_tables, "values": of_values,
}  # fmt: skip


def loaded(log: Log, example: Example) -> Report | None:
    """Loads an example and says what became of it; None where it was refused, and nothing was changed."""
    try:
        report = load_file(log.engine, io.BytesIO(example.content), name=example.kind.name)
    except ImportProblem as problem:
        assert_a_sentence(str(problem), example)
        assert contents(log.engine) == log.before, f"{example}: refused, and changed"
        return None
    assert_adds_up(log, report, example)
    assert_kept_safely(log, report, example)
    return report


def assert_a_sentence(text: str, example: Example) -> None:
    """It is one line for people, and says which file is meant."""
    assert text.isprintable(), f"{example}: {text!r}"
    assert example.kind.name in text and text.endswith(".") and len(text) < 1_000, f"{example}: {text!r}"


def assert_adds_up(log: Log, report: Report, example: Example) -> None:
    """Every row is somewhere, once."""
    ended = report.new + report.changed + report.unchanged + report.rejected + report.unknown + report.aside
    assert report.read == ended, f"{example}: {report}"
    kept = dict(rows(log.engine, "SELECT fate, count(*) FROM rejected_row GROUP BY fate"))
    fates = {REJECTED: report.rejected, UNKNOWN_PERSON: report.unknown, ASIDE: report.aside}
    assert {fate: count for fate, count in fates.items() if count} == kept, f"{example}: {report}"
    if any(log_ in report.kind for log_ in ("calls", "emails", "meetings", "opportunities")):
        counts = [rows(log.engine, f"SELECT count(*) FROM {log_} WHERE source <> 'meeting'") for log_ in LOGS]
        missing = report.new - sum(count for ((count,),) in counts)
        assert 0 <= missing <= len(taken_back(log, example)), f"{example}: {report}"


def taken_back(log: Log, example: Example) -> set[str]:
    """The ids of rows that a later row of the same file may say are not to be counted."""
    kept = rows(
        log.engine, f"SELECT source_id FROM rejected_row WHERE fate <> '{REJECTED}' AND source_id <> ''"
    )
    return {name for (name,) in kept if example.content.count(name.encode()) > 1}


def assert_kept_safely(log: Log, report: Report, example: Example) -> None:
    """Rows that are kept come back as CSV in which no spreadsheet finds a formula."""
    csv.field_size_limit(1 << 24)
    for fate in (REJECTED, UNKNOWN_PERSON, ASIDE):
        with reading(log.engine) as connection:
            text = rejected_csv(connection, report.batch_id, fate)
        for mark in ",;\t":
            for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
                formulas = [cell for cell in line if cell.startswith(FORMULA) and not is_number(cell)]
                assert not formulas, f"{example}: {formulas}"


def is_number(cell: str) -> bool:
    """Whether a spreadsheet finds no more than a number."""
    return cell[1:].replace(".", "").replace(",", "").isdecimal()


def stored(log: Log, kind: Kind) -> list[dict]:
    """What is in the log of a kind of file."""
    with closing(log.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(kind.query)
        names = ["key", *(one[0] for one in cursor.description[1:])]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_right(log: Log, example: Example) -> Counter[str]:
    """Loads an example, compares what is stored with what may be, and says what became of it and its rows."""
    report = loaded(log, example)
    if report is None:
        return Counter(refused=1)
    if example.table and example.kind.query:
        wrong = list(unfair(file_of(example.kind, example.table), stored(log, example.kind)))
        assert not wrong, f"{example}: {wrong}"
    return Counter(loaded=1, rows=report.new, rejected=report.rejected)


@pytest.mark.parametrize("what", SPOILS)
def test_spoiled_files_are_read_right_or_refused(log: Log, folder: Path, what: str) -> None:
    fates: Counter[str] = Counter()
    failed: list[str] = []
    every = kinds(folder)
    for number in range(FIRST, FIRST + FILES // len(SPOILS)):
        chance = random.Random(f"{what} {number}")
        example = SPOILS[what](number, chance.choice(every), chance)
        try:
            fates += read_right(log, example)
        except Exception:
            # The others are tried all the same, so that one run finds all.
            failed.append(f"{example}\n{traceback.format_exc()}")
        log.reset()
    # `pytest -rP` shows it.
    print(f"Spoiled {what}, {FILES // len(SPOILS)} files from {FIRST} on: {dict(fates)}")
    assert not failed, f"{len(failed)} of them:\n" + "\n".join(failed)
    # A few files from somewhere on need not be of all fates.
    assert FIRST or all(fates[fate] for fate in ("refused", "loaded", "rows", "rejected")), fates


def test_all_tables_are_compared() -> None:
    assert set(LOGS) < set(TABLES)
