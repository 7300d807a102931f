"""A database of its own for each import test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from importing import REPS, saved
from sqlalchemy import Engine

from dashboard.imports.loading import load_file
from dashboard.imports.report import Report
from dashboard.log.engine import make_engine


@pytest.fixture
def engine(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty log."""
    made = make_engine(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'log.db')}")
    yield made
    made.dispose()


@pytest.fixture
def load(engine: Engine, tmp_path: Path) -> Callable[..., Report]:
    """Loads a text as a file of the given name; options as of `load_file`."""

    def load_text(name: str, content: str | bytes, **options) -> Report:
        return load_file(engine, saved(tmp_path, name, content), **options)

    return load_text


@pytest.fixture
def staffed(load: Callable[..., Report]) -> Callable[..., Report]:
    """`load`, with two reps there already."""
    load("reps.csv", REPS)
    return load
