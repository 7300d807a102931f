"""A large file is read in a process of its own: what comes of it is the same, and so is what goes wrong."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from importing import contents, rows, saved
from sqlalchemy import Engine

from dashboard.imports import apart
from dashboard.imports.loading import load_file
from dashboard.imports.problem import ImportProblem
from dashboard.log.engine import make_engine

ROWS = 25_000
HEADER = "id,rep,at,outcome,duration_s,list,prospect,account"
WORDS = ("busy", "Left Voicemail", "connected", "héllo", "")
LOADER = """
import sys
from dashboard.imports import apart
from dashboard.imports.loading import load_file
from dashboard.log.engine import make_engine
apart.LEAST_BYTES = 0
engine = make_engine(sys.argv[1])
print("ready", flush=True)
load_file(engine, sys.argv[2])
"""


def lines(number: int = ROWS) -> list[str]:
    """Calls: some of a stranger, some that cannot be read, some twice, some without an id, of which some are
    the same in all else, some with a field too many."""
    who = ("Bob", "zoe@x.io", "Bob", "Nobody")
    return [
        f"{f'c{n % (number - 10)}' if n % 7 else ''},{who[n % 4]},2026-{1 + n % 12:02}-{1 + n % 28:02}"
        f"T{n % 24:02}:00:{n % 60:02}{'Z' if n % 3 else ''},{WORDS[n % 5]},{n % 90 if n % 999 else 'long'},"
        f"{f'L{n % 3}' if n % 5 else ''},P{n if n % 7 else n % 3},Ä{n % 50}"
        f"{',more' if n % 9_000 == 8_000 else ''}"
        for n in range(number)
    ]


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A file of them, in several chunks."""
    return saved(tmp_path, "calls.csv", "\n".join([HEADER, *lines()]))


@pytest.fixture
def begun(monkeypatch) -> list[subprocess.Popen]:
    """The processes that are begun, two for each file, of files of any size."""
    processes: list[subprocess.Popen] = []

    def noted(*arguments, **settings) -> subprocess.Popen:
        processes.append(subprocess.Popen(*arguments, **settings))
        return processes[-1]

    monkeypatch.setattr(apart, "LEAST_BYTES", 0)
    monkeypatch.setattr(apart, "begin", noted)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return processes


def test_a_file_read_apart_is_loaded_as_any_other(staffed, engine: Engine, calls, request) -> None:
    here = load_file(engine, calls, dry_run=True)
    begun = request.getfixturevalue("begun")
    assert load_file(engine, calls, dry_run=True) == here and len(begun) == 2
    seen: list[tuple[int, int]] = []
    report = load_file(engine, calls, progress=lambda *at: seen.append(at))
    assert report.model_copy(update={"batch_id": None, "dry_run": True}) == here
    assert seen == sorted(seen) and len(seen) > 1 and seen[-1] == (calls.stat().st_size,) * 2
    assert all(process.returncode is not None for process in begun)


def test_what_is_stored_is_the_same(staffed, engine: Engine, calls, tmp_path, request) -> None:
    def stored(load: Callable[[Engine], object]) -> dict[str, list[tuple]]:
        """What is in a copy of the log after a file was loaded, but for when that was."""
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
        with sqlite3.connect(path) as copy, closing(sqlite3.connect(engine.url.database)) as log:
            log.backup(copy)
        copied = make_engine(f"sqlite:///{path}")
        load(copied)
        found = contents(copied)
        copied.dispose()
        return {name: some for name, some in found.items() if name != "import_batch"}

    here = stored(lambda log: load_file(log, calls))
    begun = request.getfixturevalue("begun")
    assert stored(lambda log: load_file(log, calls)) == here
    assert len(begun) == 2 and len(here["call"]) > ROWS / 2


def test_an_upload_is_read_from_its_beginning(staffed, engine: Engine, calls, begun) -> None:
    with tempfile.TemporaryFile() as upload:
        # As an upload's copy is: not all of it has left for the disk.
        upload.write(calls.read_bytes())
        report = load_file(engine, upload, name="calls.csv")
        assert len(begun) == 2 and report.read == ROWS
        upload.seek(0)
        assert upload.read() == calls.read_bytes()


def test_so_is_what_is_only_in_memory(staffed, engine: Engine, calls, begun) -> None:
    assert load_file(engine, BytesIO(calls.read_bytes()), name="calls.csv").read == ROWS and len(begun) == 2


def test_other_kinds_are_read_here(staffed, engine: Engine, tmp_path: Path, begun) -> None:
    path = saved(tmp_path, "meetings.csv", "id,rep,booked_at,starts_at\nm,Bob,2026-11-03,2026-11-05\n")
    assert load_file(engine, path).new == 1 and not begun


def test_who_stops_it_ends_the_process(staffed, engine: Engine, calls, begun) -> None:
    def stop(done: int, total: int) -> None:
        raise ImportProblem("It was stopped.")

    before = contents(engine)
    with pytest.raises(ImportProblem, match="It was stopped"):
        load_file(engine, calls, progress=stop)
    assert all(process.returncode is not None for process in begun) and contents(engine) == before


def test_a_sentence_comes_back_from_there(staffed, engine: Engine, tmp_path: Path, begun) -> None:
    path = saved(tmp_path, "calls.csv", f"{HEADER}\nc,Bob,yesterday,busy,1,,,\n")
    before = contents(engine)
    with pytest.raises(ImportProblem, match="no row can be read as calls"):
        load_file(engine, path)
    broken = saved(tmp_path, "broken.csv", "\n".join([HEADER, *lines()]) + "\n" + '"' * 3 + "x" * (2 << 20))
    with pytest.raises(ImportProblem, match="cannot be read from row 25002 on: a quotation mark"):
        load_file(engine, broken)
    assert len(begun) == 4 and contents(engine) == before


def test_a_process_that_is_killed_changes_nothing_and_is_named(staffed, engine: Engine, calls, begun) -> None:
    before = contents(engine)
    with pytest.raises(ImportProblem) as raised:
        load_file(engine, calls, progress=lambda *_: begun[1].kill())
    assert str(raised.value) == (
        "calls.csv was not loaded, nothing was changed: a process that read it ended (code -9), perhaps for "
        "want of memory."
    )
    assert contents(engine) == before


def test_what_nobody_expected_is_told_with_its_place(
    staffed, engine: Engine, calls, begun, monkeypatch
) -> None:
    monkeypatch.setattr(apart, "SERVE", apart.SERVE.replace("; ", "; apart._run = None; ").replace(
        "import serve", "import serve; from dashboard.imports import apart"
    ))  # fmt: skip
    before = contents(engine)
    with pytest.raises(RuntimeError, match="NoneType"):
        load_file(engine, calls)
    assert contents(engine) == before


def test_killed_while_it_reads_apart_it_leaves_nothing(staffed, engine: Engine, calls) -> None:
    before = contents(engine)
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER, str(engine.url), str(calls)], stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(random.Random(5).uniform(0.5, 1.5))
    process.kill()
    process.communicate()
    count = rows(engine, "SELECT count(*) FROM call")[0][0]
    assert rows(engine, "PRAGMA integrity_check") == [("ok",)]
    assert count or contents(engine) == before
