"""What tests of several rooms share: the sample team, loaded once; properties without a deadline."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard import server
from dashboard.log.engine import make_engine, migrate

# How long an example takes says nothing on a busy machine.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample team, loaded once for all test processes. Copy it, do not change it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "sample-team.db"
    with (shared / "sample-team.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _load_sample(shared / "sample-team-unfinished.db")
            (shared / "sample-team-unfinished.db").rename(made)
    return made


def _load_sample(file: Path) -> None:
    engine = make_engine(f"sqlite:///{file}")
    migrate(engine)
    server.load_sample(engine, say=lambda _sentence: None)
    with engine.connect() as connection:
        # One file, without its log beside it, can be copied.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    engine.dispose()
