"""The engine and its migrations: what opens, what is refused in a sentence, what is kept."""

from __future__ import annotations

import functools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Event

import logged
import plainly
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, event, insert, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

from dashboard.log import people
from dashboard.log.engine import (
    DATA,
    MIGRATIONS,
    DatabaseProblem,
    amending,
    database_url,
    make_engine,
    migrate,
    reading,
    writing,
)
from dashboard.log.store import Writer
from dashboard.log.tables import Call, Email, ImportBatch, Meeting, Opportunity, RejectedRow, Rep, Seat, Team

ROOT = Path(__file__).resolve().parents[2]
A_FILE = {
    "id": 1, "file_name": "a.csv", "kind": "calls", "source": "own", "loaded_at": datetime(2026, 3, 2),
    "loaded_by": "Ann", **dict.fromkeys(("read", "new", "changed", "unchanged", "rejected"), 0),
    **dict.fromkeys(("unknown", "aside"), 0),
}  # fmt: skip
WHY = "Not a moment."


def revisions() -> list[str]:
    """All revisions, the first one first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def upgrade(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def names(connection: Connection) -> list[str]:
    return sorted(row["name"] for row in plainly.rows(connection, Team))


def add_team(connection: Connection, number: int) -> None:
    connection.execute(insert(Team), {"id": number, "name": f"Team {number}", "time_zone": "UTC"})


@pytest.mark.parametrize(
    ("given", "used"),
    [
        (None, f"sqlite:///{DATA / 'dashboard.db'}"),
        ("", f"sqlite:///{DATA / 'dashboard.db'}"),
        ("sqlite:///x.db", "sqlite:///x.db"),
        ("postgres://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("postgresql://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("postgresql+psycopg://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
    ],
)
def test_the_address_is_database_url_or_a_file_in_data(
    monkeypatch: pytest.MonkeyPatch, given: str | None, used: str
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if given is not None:
        monkeypatch.setenv("DATABASE_URL", given)
    assert database_url() == used
    assert DATA == ROOT / "data"


def test_sqlite_is_set_up_on_every_connection(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new' / 'folder' / 'log.db'}")
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30_000}
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
            assert found == wanted
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://u:secret@h/n", "oracle://h", "sqlite:////proc/none/x.db"]
)
def test_an_unusable_address_is_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseProblem) as problem:
        migrate(make_engine(url))
    check_sentence(str(problem.value))


def test_what_is_wrong_is_said_in_a_clause_without_the_driver(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = {
        "nonsense": "DATABASE_URL is not an address this program can use; write",
        "mysql://u:p@h/n": "DATABASE_URL is not an address this program can use; write",
        f"sqlite:///{tmp_path}/file/x.db": f"names cannot be made: {tmp_path}/file: File exists.",
        f"sqlite:///{tmp_path}": "cannot be opened: unable to open database file. Check",
        "postgresql+psycopg://u:secret@127.0.0.1:9/n?connect_timeout=2":
            'postgresql://u:***@127.0.0.1:9/n?connect_timeout=2 cannot be opened: connection to server at '
            '"127.0.0.1", port 9 failed: Connection refused. Check',
    }  # fmt: skip
    for url, clause in said.items():
        with pytest.raises(DatabaseProblem) as problem:
            migrate(make_engine(url))
        assert clause in str(problem.value)
        check_sentence(str(problem.value))


def test_a_read_only_file_is_a_matter_of_permissions(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'log.db'}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(DatabaseProblem, match="the database file is read-only; check its permissions"):
        migrate(engine)


def test_what_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(b"%PDF-1.7 " * 1_000)
    with pytest.raises(DatabaseProblem, match="not a database") as problem:
        migrate(make_engine(f"sqlite:///{path}"))
    check_sentence(str(problem.value))
    assert path.read_bytes() == b"%PDF-1.7 " * 1_000


def test_a_server_that_is_not_there_is_one_sentence_without_the_password() -> None:
    with pytest.raises(DatabaseProblem) as problem:
        migrate(make_engine("postgresql+psycopg://u:secret@127.0.0.1:9/n?connect_timeout=2"))
    check_sentence(str(problem.value))


def check_sentence(message: str) -> None:
    """One line that says what to do and gives nothing away."""
    assert "\n" not in message and "secret" not in message and "Traceback" not in message
    assert "psycopg" not in message and "Error" not in message
    assert "DATABASE_URL" in message and message.endswith(".")


def test_migrations_make_exactly_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        assert context.get_current_revision() == revisions()[-1]


def test_migrating_again_changes_nothing(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with writing(empty_engine) as connection:
        add_team(connection, 1)
    migrate(empty_engine)
    with reading(empty_engine) as connection:
        assert names(connection) == ["Team 1"]


def test_a_failed_migration_leaves_nothing(empty_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        real(*_)
        raise RuntimeError("the disk is full")

    real = command.upgrade
    monkeypatch.setattr(command, "upgrade", fail)
    with pytest.raises(DatabaseProblem, match="the disk is full"):
        migrate(empty_engine)
    assert inspect(empty_engine).get_table_names() == []


def test_threads_may_migrate_at_once(empty_engine: Engine) -> None:
    engines = [make_engine(str_url(empty_engine)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, engines))
    for engine in engines:
        engine.dispose()
    assert "daily_count" in inspect(empty_engine).get_table_names()


def test_who_opens_a_new_file_waits_while_another_changes_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself does not wait, in one of a hundred times that four threads open a new file."""

    class Busy(sqlite3.Connection):
        refused = 0

        def execute(self, statement: str, *arguments: object) -> sqlite3.Cursor:
            if "journal_mode" in statement and Busy.refused < 2:
                Busy.refused += 1
                raise sqlite3.OperationalError("database is locked")
            return super().execute(statement, *arguments)

    engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}")
    opened = functools.partial(sqlite3.connect, factory=Busy)
    monkeypatch.setattr(engine.dialect.dbapi, "connect", opened)
    migrate(engine)
    assert Busy.refused == 2
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    engine.dispose()


def test_processes_may_migrate_at_once(empty_engine: Engine) -> None:
    code = "from dashboard.log.engine import engine, migrate; migrate(engine())"
    environment = os.environ | {"DATABASE_URL": str_url(empty_engine), "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [(run.communicate(timeout=60)[1], run.returncode) for run in runs] == [("", 0)] * 2
    assert "daily_count" in inspect(empty_engine).get_table_names()


def str_url(engine: Engine) -> str:
    return make_url(engine.url).render_as_string(hide_password=False)


def test_a_newer_database_is_refused(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseProblem, match="newer version of the program; update the program"):
        migrate(empty_engine)


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_an_older_database_is_opened_without_loss(
    empty_engine: Engine, migrated_sqlite: Path, tmp_path: Path, revision: str
) -> None:
    held = rows_of_every_table(shutil.copy(migrated_sqlite, tmp_path / "now.db"))
    upgrade(empty_engine, revision)
    older = MetaData()
    older.reflect(empty_engine)
    with writing(empty_engine) as connection:
        # What is derived may have no table yet.
        for name, rows in ((name, rows) for name, rows in held.items() if name in older.tables):
            table = older.tables[name]
            connection.execute(
                insert(table), [{c.name: row.get(c.name) for c in table.columns} for row in rows]
            )
        # Others refer to it: it cannot be made anew.
        connection.execute(insert(older.tables["import_batch"]), of_columns(A_FILE, older, "import_batch"))
        kept = {"batch_id": 1, "row": 2, "reason": WHY}
        connection.execute(insert(older.tables["rejected_row"]), of_columns(kept, older, "rejected_row"))
    migrate(empty_engine)
    with reading(empty_engine) as connection:
        assert connection.execute(select(RejectedRow.batch_id, RejectedRow.reason)).all() == [(1, WHY)]
        models = (Team, Rep, Seat, Call, Email, Meeting, Opportunity)
        assert plainly.snapshot(connection, *models) == [
            sorted((tuple(row.values()) for row in held[model.__tablename__]), key=repr) for model in models
        ]
        plainly.check(connection)


def test_an_older_database_knows_which_outcomes_were_entered_by_hand(empty_engine: Engine) -> None:
    upgrade(empty_engine, "0006")
    older = MetaData()
    older.reflect(empty_engine, only=["meeting"])
    said = [("held", "Took place"), ("no-show", "scheduled"), ("held", None), ("accepted", "SAO"),
            ("held", "Odd"), ("unknown", "Odd"), ("scheduled", None)]  # fmt: skip
    with writing(empty_engine) as connection:
        add_team(connection, 1)
        row = {"rep_id": 1, "team_id": 1, "source": "own", "content": 0, "batch_id": 1}
        row |= {"booked_wall_clock": False, "starts_wall_clock": False}
        rows = [row | {"id": n, "outcome": one, "outcome_word": word} for n, (one, word) in enumerate(said)]
        connection.execute(insert(older.tables["meeting"]), rows)
    upgrade(empty_engine, "0009")
    with reading(empty_engine) as connection:
        entered = connection.scalars(select(Meeting.id).where(Meeting.entered).order_by(Meeting.id))
        by_hand = [said[number] for number in entered]
    assert by_hand == [("no-show", "scheduled"), ("held", None), ("held", "Odd")]


def test_an_older_database_knows_which_files_kept_what_they_replaced(empty_engine: Engine) -> None:
    upgrade(empty_engine, "0010")
    older = MetaData()
    older.reflect(empty_engine, only=["import_batch", "replaced_row"])
    files = [{"kind": "calls"}, {"kind": "calls", "changed": 1}, {"kind": "calls and emails", "aside": 1},
             {"kind": "reps"}, {"kind": "emails", "changed": 1}]  # fmt: skip
    with writing(empty_engine) as connection:
        rows = [A_FILE | file | {"id": number} for number, file in enumerate(files, 1)]
        connection.execute(insert(older.tables["import_batch"]), rows)
        fields = {"id": 1, "rep_id": 1, "at": "2026-03-02T09:00:00", "wall_clock": False}
        kept = {"batch_id": 5, "rep_id": 1, "id": 1, "kind": "emails", "fields": fields}
        connection.execute(insert(older.tables["replaced_row"]), kept)
    migrate(empty_engine)
    with reading(empty_engine) as connection:
        undoable = connection.scalars(select(ImportBatch.id).where(ImportBatch.undoable))
        assert sorted(undoable) == [1, 5]


def of_columns(row: dict, older: MetaData, table: str) -> dict:
    """What of a row an older table has a column for."""
    return {name: value for name, value in row.items() if name in older.tables[table].columns}


def rows_of_every_table(path: Path) -> dict[str, list[dict]]:
    """The rows of a database of today's version with something of each kind, by table."""
    engine = make_engine(f"sqlite:///{path}")
    with writing(engine) as connection:
        fill(connection)
        tables = SQLModel.metadata.sorted_tables
        found = {table.name: connection.execute(select(table)).mappings().all() for table in tables}
    engine.dispose()
    return {name: [dict(row) for row in rows] for name, rows in found.items() if rows}


def fill(connection: Connection) -> None:
    """A rep with one row of each kind."""
    people.save_reps(connection, logged.reps(("Zoë O’Neil", "North", "Europe/Berlin")))
    row = {"source_id": "1", "rep_id": 1, "prospect": "Ben", "meeting_source_id": "1"}
    row |= dict.fromkeys(("at", "booked_at", "accepted_at"), "2026-03-02T12:00:00Z")
    frames: dict[str, Callable] = {
        "calls": logged.calls, "emails": logged.emails, "meetings": logged.meetings,
        "opportunities": logged.opportunities,
    }  # fmt: skip
    for kind, frame in frames.items():
        writer = Writer(connection, kind, "own", 1)
        writer.write(frame(row))
        writer.finish()


def test_foreign_keys_are_kept(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(Seat), {"rep_id": 1, "number": 1, "team_id": 1})


def test_writing_is_rolled_back_whole(engine: Engine) -> None:
    with pytest.raises(KeyboardInterrupt), writing(engine) as connection:
        fill(connection)
        raise KeyboardInterrupt
    with reading(engine) as connection:
        assert plainly.snapshot(connection, Team, Rep, Seat, Call, Email, Meeting) == [[]] * 6


def test_a_reader_sees_one_state_and_waits_for_nobody(engine: Engine) -> None:
    with reading(engine) as reader:
        assert names(reader) == []
        with writing(engine) as writer:
            add_team(writer, 1)
            assert names(reader) == []
        assert names(reader) == []
    with reading(engine) as reader:
        assert names(reader) == ["Team 1"]


def test_a_reader_cannot_write(engine: Engine) -> None:
    with pytest.raises(DBAPIError), reading(engine) as connection:
        add_team(connection, 1)
    with reading(engine) as connection:
        assert names(connection) == []
    with writing(engine) as connection:
        add_team(connection, 1)


def test_a_writer_that_waits_too_long_is_told_why(migrated_sqlite: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'log.db')}"
    first, hasty = make_engine(url), make_engine(url)
    event.listen(hasty, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 10"))
    told = pytest.raises(DatabaseProblem, match="Another import is at work.*wait until it is done")
    with writing(first), told, writing(hasty):
        pass
    first.dispose()
    hasty.dispose()


def test_who_amends_what_imports_write_does_not_wait_long_for_one(engine: Engine) -> None:
    told = pytest.raises(DatabaseProblem, match="Another import is at work.*wait until it is done")
    with writing(engine), told, amending(engine):
        pass
    with amending(engine) as connection:
        add_team(connection, 1)
    with reading(engine) as connection:
        assert names(connection) == ["Team 1"]


def test_two_writers_write_one_after_the_other(engine: Engine) -> None:
    first_is_in, seen = Event(), []

    def second() -> None:
        first_is_in.wait(10)
        with writing(engine) as connection:
            seen.extend(names(connection))
            add_team(connection, 2)

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as connection:
            waiting = pool.submit(second)
            add_team(connection, 1)
            first_is_in.set()
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
        waiting.result(20)
    assert seen == ["Team 1"]
    with reading(engine) as connection:
        assert names(connection) == ["Team 1", "Team 2"]
