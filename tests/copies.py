"""Logs that are loaded once, and copied for each test that asks them something or goes on writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.__main__ import main


def loaded(database: Path, files: Sequence[str]) -> Path:
    """The SQLite database, into which the command has loaded these files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{database}")
        assert main(["import", *files]) == 0
    return database


def copy(database: Path, to: Path) -> Path:
    """A copy of a SQLite database, with what still stands in the log beside it."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to
