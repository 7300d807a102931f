"""A made-up team's log as Aircall and Pipedrive export it gives the same figures as the log itself."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from depth import first
from exported import aircall, carried, checking, dirt, own, pipedrive, truth
from exported.salesforce_report import AMERICAN, GERMAN, Locale
from sqlalchemy import Engine

from dashboard.imports.loading import load_files

EAST, BERLIN = "America/New_York", "Europe/Berlin"
PIPEDRIVE = [(True, EAST), (False, BERLIN), (True, BERLIN), (False, EAST)]


@pytest.mark.parametrize("zone", first(1, ["America/New_York", "Europe/Berlin"]))
def test_calls_of_aircall_give_the_truth(engine: Engine, tmp_path: Path, zone: str) -> None:
    team = truth.make(31, zone)
    load_files(engine, [own.write_reps(team, tmp_path), *aircall.write(team, tmp_path / "aircall")])
    checking.assert_rows(engine, team, aircall.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", aircall.CARRIES)


@pytest.mark.parametrize(("by_column", "zone"), first(2, PIPEDRIVE))
def test_pipedrive_gives_the_truth(engine: Engine, tmp_path: Path, by_column: bool, zone: str) -> None:
    team = truth.make(32, zone)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *pipedrive.write(team, tmp_path / "pipedrive", by_column=by_column)])
    checking.assert_rows(engine, team, pipedrive.LOGS, durations=False)
    checking.assert_log(engine, team, tmp_path / "truth", pipedrive.CARRIES)


@pytest.mark.parametrize("locale", [AMERICAN, GERMAN])
def test_pipedrive_in_the_dates_of_a_locale(engine: Engine, tmp_path: Path, locale: Locale) -> None:
    team = truth.make(33)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *pipedrive.write(team, tmp_path / "pipedrive", locale=locale)])
    checking.assert_rows(engine, team, pipedrive.LOGS, durations=False)
    checking.assert_log(engine, team, tmp_path / "truth", pipedrive.CARRIES)


def test_pipedrive_without_a_field_for_outcomes(engine: Engine, tmp_path: Path) -> None:
    team = truth.make(34)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *pipedrive.write(team, tmp_path / "pipedrive", outcomes=False)])
    checking.assert_rows(engine, team, pipedrive.LOGS_WITHOUT_OUTCOMES, durations=False)
    checking.assert_log(engine, team, tmp_path / "truth", pipedrive.CARRIES_WITHOUT_OUTCOMES)


def test_calls_of_aircall_beside_meetings_of_pipedrive(engine: Engine, tmp_path: Path) -> None:
    """Two tools that know the same people: the dialler's calls, and the CRM's meetings and deals."""
    team = truth.make(35)
    activities, deals = pipedrive.write(team, tmp_path / "pipedrive")
    assert dirt.kept(activities, "Activity - Type", lambda kind: kind == "Meeting") > len(team.meetings)
    files = [own.write_reps(team, tmp_path), *aircall.write(team, tmp_path / "aircall"), activities, deals]
    load_files(engine, files)
    checking.assert_rows(engine, team, {**aircall.LOGS, "meetings": {}})
    carries = aircall.CARRIES | carried.MEETINGS | carried.MEETING_OUTCOMES | carried.DEALS
    checking.assert_log(engine, team, tmp_path / "truth", carries)


@pytest.mark.parametrize("shape", [aircall, pipedrive])
def test_through_the_command_line(tmp_path: Path, monkeypatch, capsys, shape: ModuleType) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    team = truth.make(36)
    files = [own.write_reps(team, tmp_path), *shape.write(team, tmp_path / "files")]
    checking.assert_commands(capsys, team, files, tmp_path / "truth", shape.CARRIES)
