"""A made-up team's log in the program's own format: the truth that exports of other tools must equal."""

from __future__ import annotations

from pathlib import Path

import pytest
from depth import first
from exported import checking, dirt, own, truth
from sqlalchemy import Engine

from dashboard.imports.loading import load_files

HARMLESS = (
    "a byte order mark", "a header in capitals", "blanks around headers", "another order of columns",
    "more columns", "NULL for blanks", "blank lines", "every row twice", "footer rows",
    "Windows line ends", "gzip",
)  # fmt: skip


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
@pytest.mark.parametrize("seed", first(1, [1, 2]))
def test_the_own_format_gives_the_truth(engine: Engine, tmp_path: Path, seed: int, zone: str) -> None:
    team = truth.make(seed, zone)
    load_files(engine, own.write(team, tmp_path / "files", with_aes=True))
    checking.assert_rows(engine, team, own.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", own.CARRIES)


def test_so_it_does_through_the_command_line(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    team = truth.make(3)
    files = own.write(team, tmp_path / "files")
    checking.assert_commands(capsys, team, files, tmp_path / "truth", own.CARRIES)


@pytest.mark.parametrize("how", HARMLESS)
def test_harmless_dirt_changes_nothing(engine: Engine, tmp_path: Path, how: str) -> None:
    team = truth.make(4, calls=120, emails=80, meetings=40)
    load_files(engine, [dirt.HARMLESS[how](path) for path in own.write(team, tmp_path / "files")])
    checking.assert_rows(engine, team, own.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", own.CARRIES, briefly=True)


def test_longer_files_that_contain_the_last_ones_add_what_is_new(engine: Engine, tmp_path: Path) -> None:
    team = truth.make(5, calls=120, emails=80, meetings=40)
    files = own.write(team, tmp_path / "files")
    load_files(engine, [dirt.beginning(path) for path in files])
    assert sum(report.unchanged for report in load_files(engine, files)) > 0
    checking.assert_rows(engine, team, own.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", own.CARRIES, briefly=True)
