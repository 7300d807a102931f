"""A made-up team's log as Salesforce exports it gives the same figures as the log itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from depth import first
from exported import checking, own, salesforce, salesforce_report, truth
from exported.salesforce_report import AMERICAN, BRITISH, GERMAN, Locale
from sqlalchemy import Engine

from dashboard.imports.loading import load_files

EAST, BERLIN = "America/New_York", "Europe/Berlin"
WEEKLY = [
    ("column", EAST), ("creator", BERLIN), ("account", EAST), ("column", BERLIN), ("creator", EAST),
    ("account", BERLIN),
]  # fmt: skip
REPORTS = [
    (AMERICAN, False), (BRITISH, True), (GERMAN, True), (AMERICAN, True), (BRITISH, False), (GERMAN, False),
]  # fmt: skip


@pytest.mark.parametrize(("credit", "zone"), first(3, WEEKLY))
def test_a_weekly_export_gives_the_truth(
    engine: Engine, tmp_path: Path, credit: salesforce.Credit, zone: str
) -> None:
    team = truth.make(11, zone)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *salesforce.write_weekly(team, tmp_path / "weekly", credit)])
    checking.assert_rows(engine, team, salesforce.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", salesforce.CARRIES)


def test_the_rows_of_invitees_are_no_meetings(engine: Engine, tmp_path: Path) -> None:
    team = truth.make(12)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *salesforce.write_weekly(team, tmp_path / "weekly", copies=True)])
    checking.assert_rows(engine, team, salesforce.LOGS)


def test_files_in_any_order_and_twice(engine: Engine, tmp_path: Path) -> None:
    team = truth.make(13, calls=150, emails=90, meetings=40)
    files = [own.write_reps(team, tmp_path), *salesforce.write_weekly(team, tmp_path / "weekly")]
    load_files(engine, files[::-1])
    checking.assert_rows(engine, team, salesforce.LOGS)
    again = load_files(engine, files)
    assert sum(report.new + report.changed for report in again) == 0
    checking.assert_log(engine, team, tmp_path / "truth", salesforce.CARRIES)


def test_users_after_all_that_names_them(engine: Engine, tmp_path: Path) -> None:
    team = truth.make(14, calls=150, emails=90, meetings=40)
    users, *rest = salesforce.write_weekly(team, tmp_path / "weekly")
    reps = own.write_reps(team, tmp_path)
    load_files(engine, rest)
    load_files(engine, [reps])
    load_files(engine, [users])
    checking.assert_rows(engine, team, salesforce.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", salesforce.CARRIES)


@pytest.mark.parametrize("loud", [False, True])
def test_data_loader_gives_the_truth_with_what_became_of_emails(
    engine: Engine, tmp_path: Path, loud: bool
) -> None:
    team = truth.make(15)
    reps = own.write_reps(team, tmp_path)
    load_files(engine, [reps, *salesforce.write_loader(team, tmp_path / "loader", loud)])
    checking.assert_rows(engine, team, salesforce.LOADER_LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", salesforce.LOADER_CARRIES)


@pytest.mark.parametrize(("locale", "wrapped"), first(3, REPORTS))
def test_reports_by_labels_give_the_truth(
    engine: Engine, tmp_path: Path, locale: Locale, wrapped: bool
) -> None:
    team = truth.make(16, "Europe/Berlin" if locale == GERMAN else "America/New_York")
    reps = own.write_reps(team, tmp_path)
    files = salesforce_report.write(team, tmp_path / "reports", locale, titles=wrapped, footers=wrapped)
    load_files(engine, [reps, *files])
    checking.assert_rows(engine, team, salesforce_report.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", salesforce_report.CARRIES)


@pytest.mark.parametrize(
    ("write", "carries"),
    [
        (salesforce.write_weekly, salesforce.CARRIES),
        (salesforce.write_loader, salesforce.LOADER_CARRIES),
        (salesforce_report.write, salesforce_report.CARRIES),
    ],
)
def test_through_the_command_line(
    tmp_path: Path, monkeypatch, capsys, write: Callable, carries: set[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    team = truth.make(17)
    files = [own.write_reps(team, tmp_path), *write(team, tmp_path / "files")]
    checking.assert_commands(capsys, team, files, tmp_path / "truth", carries)
