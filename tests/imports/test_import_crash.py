"""Killed half-way, or on a full disk: a file is in the log whole, or not at all."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from importing import REPS, contents, rows, saved
from sqlalchemy import Engine, event

from dashboard.imports.loading import load_file
from dashboard.imports.problem import ImportProblem
from dashboard.log.engine import make_engine, writing

ROWS = 12_000
LOADER = """
import sys
from dashboard.imports.loading import load_file
from dashboard.log.engine import make_engine
engine = make_engine(sys.argv[1])
print("ready", flush=True)
load_file(engine, sys.argv[2])
print("done", flush=True)
"""


def many_calls(folder: Path) -> Path:
    lines = [f"c{n},Bob,2026-11-{1 + n % 28:02}T09:00:00Z,busy,{n % 60},L,P{n},A" for n in range(ROWS)]
    header = "id,rep,at,outcome,duration_s,list,prospect,account"
    return saved(folder, "calls.csv", "\n".join([header, *lines]))


def test_a_killed_import_leaves_all_or_nothing(staffed, engine: Engine, tmp_path: Path) -> None:
    path, url = many_calls(tmp_path), str(engine.url)
    before = contents(engine)
    began = time.perf_counter()
    load_file(engine, path, dry_run=True)
    takes, chance = time.perf_counter() - began, random.Random(7)
    outcomes = []
    for share in (chance.uniform(0, 0.3), chance.uniform(0.3, 0.6), chance.uniform(0.6, 1), None):
        process = subprocess.Popen([sys.executable, "-c", LOADER, url, str(path)], stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"ready\n"
        if share is None:
            assert process.stdout.readline() == b"done\n"
        else:
            time.sleep(takes * share)
        process.kill()
        process.communicate()
        count = rows(engine, "SELECT count(*) FROM call")[0][0]
        assert count in (0, ROWS)
        assert rows(engine, "PRAGMA integrity_check") == [("ok",)]
        if count == 0:
            assert contents(engine) == before
        outcomes.append(count)
    assert outcomes[-1] == ROWS
    assert rows(engine, "SELECT sum(calls) FROM daily_count") == [(ROWS,)]


def test_a_full_disk_changes_nothing_and_says_so(staffed, engine: Engine, tmp_path: Path) -> None:
    path = many_calls(tmp_path)
    before = contents(engine)
    small = make_engine(str(engine.url))
    pages = rows(engine, "PRAGMA page_count")[0][0]

    @event.listens_for(small, "connect")
    def _limit(connection, _record) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    with pytest.raises(ImportProblem) as raised:
        load_file(small, path)
    small.dispose()
    assert str(raised.value) == (
        "calls.csv was not loaded, nothing was changed: the disk is full; make room and try again."
    )
    assert contents(engine) == before
    assert load_file(engine, path).new == ROWS


def test_a_read_only_database_names_the_cure(staffed, engine: Engine, tmp_path: Path) -> None:
    kept = make_engine(str(engine.url))

    @event.listens_for(kept, "connect")
    def _read_only(connection, _record) -> None:
        connection.execute("PRAGMA query_only = ON")

    with pytest.raises(ImportProblem) as raised:
        load_file(kept, saved(tmp_path, "reps.csv", REPS + "Al,,North,,,,\n"))
    kept.dispose()
    assert str(raised.value) == (
        "reps.csv was not loaded, nothing was changed: the database file is read-only; check its "
        "permissions and those of its folder."
    )


def test_a_busy_database_is_named(staffed, engine: Engine, tmp_path: Path) -> None:
    hasty = make_engine(str(engine.url))

    @event.listens_for(hasty, "connect")
    def _impatient(connection, _record) -> None:
        connection.execute("PRAGMA busy_timeout = 10")

    path = saved(tmp_path, "reps.csv", REPS)
    refused = pytest.raises(ImportProblem, match="nothing was changed. Another import is at work")
    with writing(engine), refused:
        load_file(hasty, path)
    hasty.dispose()
