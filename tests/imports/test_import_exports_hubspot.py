"""A made-up team's log as HubSpot exports it gives the same figures as the log itself."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from depth import first
from exported import checking, hubspot, hubspot_api, own, truth
from sqlalchemy import Engine

from dashboard.imports.loading import load_files

EAST, BERLIN = "America/New_York", "Europe/Berlin"
LABELS = [
    (True, False, EAST), (False, True, BERLIN), (False, False, BERLIN), (True, True, EAST),
    (True, True, BERLIN), (True, False, BERLIN), (False, True, EAST), (False, False, EAST),
]  # fmt: skip


@pytest.mark.parametrize(("by_column", "milliseconds", "zone"), first(2, LABELS))
def test_exports_by_labels_give_the_truth(
    engine: Engine, tmp_path: Path, by_column: bool, milliseconds: bool, zone: str
) -> None:
    team = truth.make(21, zone)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *hubspot.write(team, tmp_path / "hubspot", milliseconds, by_column)])
    checking.assert_rows(engine, team, hubspot.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", hubspot.CARRIES)


def test_files_in_any_order_and_twice(engine: Engine, tmp_path: Path) -> None:
    team = truth.make(22, calls=150, emails=90, meetings=40)
    files = [own.write_reps(team, tmp_path), *hubspot.write(team, tmp_path / "hubspot")]
    load_files(engine, files[::-1])
    again = load_files(engine, files)
    assert sum(report.new + report.changed for report in again) == 0
    checking.assert_rows(engine, team, hubspot.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", hubspot.CARRIES)


@pytest.mark.parametrize("zone", first(1, ["America/New_York", "Europe/Berlin"]))
def test_files_by_names_of_properties_give_the_truth(engine: Engine, tmp_path: Path, zone: str) -> None:
    team = truth.make(23, zone)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *hubspot_api.write(team, tmp_path / "api")])
    checking.assert_rows(engine, team, hubspot_api.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", hubspot_api.CARRIES)


def test_ids_of_owners_and_of_call_outcomes_are_known(engine: Engine, tmp_path: Path) -> None:
    team = truth.make(24)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *hubspot_api.write(team, tmp_path / "api", ids=True)])
    checking.assert_rows(engine, team, hubspot_api.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", hubspot_api.CARRIES)


@pytest.mark.parametrize("shape", [hubspot, hubspot_api])
def test_through_the_command_line(tmp_path: Path, monkeypatch, capsys, shape: ModuleType) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    team = truth.make(25)
    files = [own.write_reps(team, tmp_path), *shape.write(team, tmp_path / "files")]
    checking.assert_commands(capsys, team, files, tmp_path / "truth", shape.CARRIES)
