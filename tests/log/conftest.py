"""The log's tests run on SQLite files and on a real PostgreSQL, the same tests on both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

from dashboard.log.engine import make_engine, writing

TABLES = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
Fill = Callable[[Connection], None]
Filled = Callable[[Fill], AbstractContextManager[Connection]]


@pytest.fixture(scope="session")
def postgres(migrated_postgres: Callable[[], Engine]) -> Engine:
    """An engine on one of them, for all tests that empty it before they begin."""
    return migrated_postgres()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The database that a test is run on."""
    return request.param


@pytest.fixture
def empty_engine(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without any table."""
    if backend == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'log.db'}")
    else:
        engine = make_engine(request.getfixturevalue("postgres_url"))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield engine
    engine.dispose()


@pytest.fixture
def engine(
    backend: str, request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path: Path
) -> Iterator[Engine]:
    """An engine on an empty database with this version's tables."""
    if backend == "sqlite":
        engine = make_engine(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'log.db')}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgres")
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {TABLES}"))
    yield engine


@pytest.fixture(scope="session")
def filled_engine(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Fill], Engine]:
    """`filled_engine(backend, fill)`: an engine on a log of its own that `fill(connection)` has filled."""

    @cache
    def made(backend: str, fill: Fill) -> Engine:
        if backend == "sqlite":
            copy = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("filled") / "log.db")
            engine = make_engine(f"sqlite:///{copy}")
        else:
            engine = request.getfixturevalue("migrated_postgres")()
        with writing(engine) as connection:
            fill(connection)
        return engine

    return made


@pytest.fixture
def filled(backend: str, filled_engine: Callable[[str, Fill], Engine]) -> Filled:
    """`with filled(fill) as connection`: an open transaction on a log that `fill(connection)` has filled,
    once for all tests; what the test writes is taken back."""

    @contextmanager
    def opened(fill: Fill) -> Iterator[Connection]:
        with filled_engine(backend, fill).connect().execution_options(writing=True) as connection:
            transaction = connection.begin()
            yield connection
            transaction.rollback()

    return opened
