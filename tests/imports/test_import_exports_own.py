"""A made-up team's log in the program's own format: the truth that exports of other tools must equal."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported import checking, own, truth
from sqlalchemy import Engine

from dashboard.imports.loading import load_files


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_own_format_gives_the_truth(engine: Engine, tmp_path: Path, seed: int, zone: str) -> None:
    team = truth.make(seed, zone)
    load_files(engine, own.write(team, tmp_path / "files", with_aes=True))
    checking.assert_rows(engine, team, own.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", own.CARRIES)


def test_so_it_does_through_the_command_line(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    team = truth.make(3)
    checking.assert_commands(capsys, team, own.write(team, tmp_path / "files"), tmp_path, own.CARRIES)
