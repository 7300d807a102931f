"""The one engine, from `DATABASE_URL`, and the two ways to use it: reading and writing."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from dashboard.log import rederive, rekeying, remapping

DATA = Path(__file__).resolve().parents[2] / "data"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
PATIENCE_MS = 30_000
PRAGMAS = (
    f"busy_timeout={PATIENCE_MS}",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "cache_size=-64000",
    # After ANALYZE SQLite otherwise builds an index of its own for every refresh of the daily counts.
    "automatic_index=OFF",
    "analysis_limit=1000",
)
# Any number that every process of this program agrees on: who holds it migrates.
MIGRATION_LOCK = 7_343_021
# How long somebody who types waits for an import.
IMPATIENT_MS = 2_000
AT_WORK = "Another import is at work on this database; wait until it is done and try again."


class DatabaseProblem(Exception):
    """The database cannot be used; the message is one sentence for people."""


def database_url() -> str:
    """The database's address: `DATABASE_URL`, else the embedded SQLite file in `data/`."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'dashboard.db'}"
    return url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)


@cache
def engine_at(url: str) -> Engine:
    """The process's engine for a database address."""
    return make_engine(url)


def engine() -> Engine:
    """The engine of the configured database."""
    return engine_at(database_url())


def make_engine(url: str) -> Engine:
    """A new engine; raises `DatabaseProblem` when the address is unusable."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        made = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except OSError as problem:
        raise DatabaseProblem(
            f"The folder of the database that DATABASE_URL names cannot be made: {problem.filename}: "
            f"{problem.strerror}."
        ) from problem
    except Exception as problem:
        raise DatabaseProblem(
            "DATABASE_URL is not an address this program can use; write sqlite:///path/to/file.db or "
            "postgresql://user:password@host/name."
        ) from problem
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _set_up_sqlite)
        event.listen(made, "begin", _begin_sqlite)
    return made


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transaction handling would start writers too late and commit around DDL.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _keep_a_wal(connection)


def _keep_a_wal(connection: sqlite3.Connection) -> None:
    # Where another connection is changing the journal of a new file, SQLite does not wait for it.
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writing_ = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing_ else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the log, never written to."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin(), _query_only(connection):
            yield connection


@contextmanager
def _query_only(connection: Connection) -> Iterator[None]:
    """Has SQLite refuse writes, as a read-only transaction of PostgreSQL does."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA query_only=ON")
    try:
        yield
    finally:
        # The connection goes back to the pool, where the next one to have it may write.
        connection.exec_driver_sql("PRAGMA query_only=OFF")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: committed whole at the end, rolled back whole on any exception.

    Raises `DatabaseProblem` when another one is at work for longer than the database waits.
    """
    with engine.connect() as connection:
        connection = connection.execution_options(writing=True)
        with _begun(connection):
            _take_turns(connection)
            yield connection


def _take_turns(connection: Connection) -> None:
    """One importer at a time, as SQLite has it: keys are read before they are written."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK + 1})


@contextmanager
def jotting(engine: Engine) -> Iterator[Connection]:
    """A short transaction of a person who waits for it, for rows that no import writes: PostgreSQL does not
    make it wait for an import, SQLite for two seconds only. Raises `DatabaseProblem` when that was not long
    enough, or when the database refuses."""
    try:
        with engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            with _impatient(connection), _begun(connection):
                yield connection
    except DBAPIError as problem:
        raise DatabaseProblem(f"The database does not take it: {reason(problem)}.") from problem


@contextmanager
def amending(engine: Engine) -> Iterator[Connection]:
    """As `jotting`, for rows that imports write as well: never beside one, for which it waits two seconds on
    either database."""
    with jotting(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = {IMPATIENT_MS}"))
        try:
            _take_turns(connection)
        except OperationalError as problem:
            raise DatabaseProblem(AT_WORK) from problem
        yield connection


@contextmanager
def _impatient(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    # Straight to the driver: a statement of SQLAlchemy's would begin the transaction.
    driver = connection.connection.driver_connection
    (patience,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute(f"PRAGMA busy_timeout={min(patience, IMPATIENT_MS)}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={patience}")


@contextmanager
def _begun(connection: Connection) -> Iterator[None]:
    try:
        transaction = connection.begin()
    except OperationalError as problem:
        if "locked" not in str(problem.orig):
            raise
        raise DatabaseProblem(AT_WORK) from problem
    with transaction:
        yield


def reason(problem: Exception) -> str:
    """Why the database refused something, as one clause for people, without the names of its driver."""
    said = str(getattr(problem, "orig", None) or problem).strip()
    if "readonly database" in said:
        return "the database file is read-only; check its permissions and those of its folder"
    if "database or disk is full" in said or "No space" in said:
        return "the disk is full; make room and try again"
    return " ".join(said.partition("\n")[0].removeprefix("connection failed: ").split()).rstrip(".")


def migrate(engine: Engine) -> None:
    """Brings the database to this version's tables; a no-op where it is there already.

    Raises `DatabaseProblem` when a newer version of the program wrote it, or when it is no database.
    """
    try:
        with engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
                _upgrade(connection)
                rekeying.follow_contents(connection)
                remapping.follow_vocabulary(connection)
    except DatabaseProblem:
        raise
    except Exception as problem:
        address = engine.url.set(drivername=engine.url.get_backend_name())
        raise DatabaseProblem(
            f"The database {address.render_as_string(hide_password=True)} cannot be opened: "
            f"{reason(problem)}. Check DATABASE_URL and that the server or file is there."
        ) from problem


def _upgrade(connection: Connection) -> None:
    """Newer tables; where they were older ones, what is derived is derived by this version's rules."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current == _revisions()[0]:
        return
    if current is not None and current not in _revisions():
        raise DatabaseProblem(
            "This database was written by a newer version of the program; update the program to open it."
        )
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if current is not None:
        rederive.everything(connection)


@cache
def _revisions() -> tuple[str, ...]:
    """The tables' versions that this program knows, the newest first."""
    return tuple(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())
