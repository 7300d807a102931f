"""Killed half-way, or on a full disk: a file is in the log whole, or not at all.

`TESTS=thorough pytest -rP tests/imports/test_import_crash.py -k killed` kills 200 imports on each database
and says in which of their stages.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import plainly
import pytest
from depth import draws
from importing import REPS, contents, logged, rows, saved
from killing import STAGES, Import, Importers
from sqlalchemy import Engine, event

from dashboard.imports.loading import load_file, load_files
from dashboard.imports.problem import ImportProblem
from dashboard.log.engine import amending, make_engine, reading, writing

ROWS = 12_000
TASKS = (
    "Id,OwnerId,WhoId,ActivityDate,Type,Subject,CallDisposition,IsDeleted,IsClosed,CreatedDate,Description\n"
)
USERS = "Id,Username,Email,FirstName,LastName\n005A,b,bob@x.io,Bob,B\n005B,z,zoe@x.io,Zoe,Z\n"
# The stages that have most to leave undone come first.
KILLED_IN = ("following up", "writing", "committing", "opening", "reading")
# Within this time nothing is left of an import that was killed.
SOON = 10.0


def many_calls(folder: Path) -> Path:
    lines = [f"c{n},Bob,2026-11-{1 + n % 28:02}T09:00:00Z,busy,{n % 60},L,P{n},A" for n in range(ROWS)]
    header = "id,rep,at,outcome,duration_s,list,prospect,account"
    return saved(folder, "calls.csv", "\n".join([header, *lines]))


def task(number: int, owner: str, outcome: str, deleted: bool = False, text: str = "") -> str:
    kind = "Email" if number % 3 == 0 else "Call"
    day = f"2026-11-{1 + number % 28:02}"
    moment = f"{day} {8 + number % 9:02}:{number % 60:02}:00"
    return f"T{number},{owner},P{number % 900},{day},{kind},x,{outcome},{deleted:d},1,{moment},{text}\n"


def older_tasks() -> str:
    """Calls and emails of two reps, and of somebody who is not known."""
    owners = ("005A", "005B", "005A", "005B", "005X")
    return TASKS + "".join(task(number, owners[number % 5], "Busy") for number in range(1_200))


def newer_tasks() -> str:
    """The same later: of seven rows one is deleted, one somebody else's, one of somebody unknown and one
    has another outcome; there are new ones, and so much text that the file is a large one."""
    text = "So they said. " * 1_500
    lines = []
    for number in range(1_500):
        owner = {1: "005A", 2: "005X"}.get(number % 7, "005B")
        outcome = "Connected" if number % 7 in (3, 4) else "Busy"
        lines.append(task(number, owner, outcome, number % 7 == 0, text if number % 7 > 2 else ""))
    return TASKS + "".join(lines)


def meetings() -> str:
    """Some that are credited to calls and emails."""
    line = "m{0},Bob,2026-11-{1:02}T17:30:00Z,2026-12-01T09:00:00Z,P{0}\n"
    lines = [line.format(number, 1 + number % 28) for number in range(0, 900, 9)]
    return "id,rep,booked_at,starts_at,prospect\n" + "".join(lines)


class Logs:
    """Logs of one kind of database that all begin with the same: `present` is the one in use."""

    def __init__(self, fresh: Callable[[], Engine], importers: Importers, newer: Path) -> None:
        self._fresh, self._importers, self._newer = fresh, importers, newer
        self.present = fresh()

    def begin(self) -> Import:
        """Begins to import the newer file into the present log."""
        url = self.present.url.render_as_string(hide_password=False)
        return self._importers.begin(url, self._newer)

    def renew(self) -> None:
        """Takes another log, as they all begin."""
        self.present.dispose()
        self.present = self._fresh()


@pytest.fixture(scope="module")
def importers() -> Iterator[Importers]:
    """Where imports are begun."""
    made = Importers()
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def logs(
    request: pytest.FixtureRequest, importers: Importers, migrated_sqlite: Path, tmp_path: Path
) -> Iterator[Logs]:
    """Logs with reps, meetings and the older tasks."""
    older = [
        saved(tmp_path, name, content)
        for name, content in (
            ("reps.csv", REPS), ("User.csv", USERS), ("meetings.csv", meetings()), ("Task.csv", older_tasks())
        )
    ]  # fmt: skip
    if request.param == "sqlite":
        fresh = copies_of_a_file(older, migrated_sqlite, tmp_path)
    else:
        fresh = copies_in_postgres(older, request.getfixturevalue("migrated_postgres"))
    made = Logs(fresh, importers, saved(tmp_path, "Task.csv", newer_tasks()))
    yield made
    made.present.dispose()


def copies_of_a_file(older: list[Path], empty: Path, folder: Path) -> Callable[[], Engine]:
    first = make_engine(f"sqlite:///{shutil.copy(empty, folder / 'first.db')}")
    load_files(first, older)
    # Closed by its last reader, it is one file again.
    first.dispose()
    numbers = itertools.count(1)
    return lambda: make_engine(
        f"sqlite:///{shutil.copy(folder / 'first.db', folder / f'log-{next(numbers)}.db')}"
    )


def copies_in_postgres(older: list[Path], make: Callable[..., Engine]) -> Callable[[], Engine]:
    first = make()
    load_files(first, older)
    first.dispose()
    return lambda: make(template=first.url.database)


def all_of(engine: Engine) -> dict[str, list[tuple]]:
    """Everything in the database, but the moments of the imports."""
    found = contents(engine)
    columns = "id, file_name, kind, read, new, changed, unchanged, rejected, unknown, aside, remarks"
    return found | {"import_batch": rows(engine, f"SELECT {columns} FROM import_batch ORDER BY id")}


def is_whole(engine: Engine) -> bool:
    """Whether the database finds no fault with itself."""
    return engine.dialect.name != "sqlite" or rows(engine, "PRAGMA integrity_check") == [("ok",)]


def kill_at(stage: str, running: Import, durations: dict[str, float], chance: random.Random) -> None:
    """Kills an import at a random moment of a stage."""
    running.reach(stage)
    time.sleep(chance.uniform(0, durations[stage]))
    running.kill()


def test_a_killed_import_leaves_all_or_nothing(logs: Logs) -> None:
    before, durations = all_of(logs.present), logs.begin().durations()
    after, whole = all_of(logs.present), logged(logs.present)
    brought = rows(logs.present, "SELECT new, changed, unknown, aside FROM import_batch ORDER BY id DESC")[0]
    assert all(brought) and tuple(durations) == STAGES
    chance, found, killed = random.Random(7), after, Counter[str]()
    kills = int(os.environ.get("KILLS") or draws(3, 200))
    for number in range(4 * kills):
        if killed.total() == kills:
            break
        if found == after:
            logs.renew()
        if number % 2:
            # The next one to open the file finds it as the killed process has left it.
            logs.present.dispose()
        running = logs.begin()
        kill_at(KILLED_IN[number % len(KILLED_IN)], running, durations, chance)
        assert running.is_gone(SOON)
        killed += Counter([running.killed_in] if running.killed_in else [])
        # Nobody holds what the next import needs.
        with amending(logs.present):
            found = all_of(logs.present)
        assert found in (before, after) and is_whole(logs.present)
    assert killed.total() == kills
    # `pytest -rP` shows it.
    print(f"Killed {killed.total()} times on {logs.present.dialect.name}: {dict(killed)}")
    assert "committing" in logs.begin().durations()
    assert logged(logs.present) == whole
    with reading(logs.present) as connection:
        plainly.check(connection)


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
