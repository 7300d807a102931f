"""What happens to exports on their way: what is harmless changes no figure, of the rest nothing wrong
gets in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from depth import first
from exported import checking, dirt, hubspot, own, salesforce, spoiling, truth
from exported.facts import Team
from sqlalchemy import Engine

from dashboard.__main__ import main
from dashboard.imports.loading import load_files
from dashboard.imports.problem import ImportProblem

SIZE = {"calls": 120, "emails": 80, "meetings": 40}
CALL_DAYS = "SELECT source_id, day FROM call"
AMOUNTS = "SELECT source_id, amount_cents FROM opportunity"


@pytest.fixture
def team() -> Team:
    """A small team."""
    return truth.make(41, **SIZE)


def calls_of(team: Team) -> dict[str, str]:
    """The days of all calls, by the ids they have in HubSpot."""
    return {hubspot.record_id(call.number): str(team.day(call.at)) for call in team.calls}


def told_of(engine: Engine, reps: Path, spoilt: Path) -> int:
    """Loads a file and says how many rows were told of as rejected; all, where the file was refused."""
    load_files(engine, [reps])
    try:
        report = load_files(engine, [spoilt])[0]
    except ImportProblem as problem:
        # A file that is refused is told of whole, but not as one that nobody knows.
        assert "no kind of file" not in str(problem)
        return len(dirt.table_of(spoilt))
    return report.rejected


# The others are tried on the own format's files, which are read by the same code.
@pytest.mark.parametrize("how", first(6, list(dirt.HARMLESS)))
def test_harmless_dirt_on_hubspot_s_files(engine: Engine, tmp_path: Path, team: Team, how: str) -> None:
    files = [dirt.HARMLESS[how](path) for path in hubspot.write(team, tmp_path / "files")]
    load_files(engine, [own.write_reps(team, tmp_path), *files])
    checking.assert_rows(engine, team, hubspot.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", hubspot.CARRIES, briefly=True)


@pytest.mark.parametrize(
    "how", first(2, ["every row twice", "a header in capitals", "semicolons", "NULL for blanks"])
)
def test_harmless_dirt_on_salesforce_s_files(engine: Engine, tmp_path: Path, team: Team, how: str) -> None:
    files = [dirt.HARMLESS[how](path) for path in salesforce.write_weekly(team, tmp_path / "files")]
    load_files(engine, [own.write_reps(team, tmp_path), *files])
    checking.assert_rows(engine, team, salesforce.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", salesforce.CARRIES, briefly=True)


@pytest.mark.parametrize("how", first(1, ["UTF-16", "Windows-1252", "semicolons", "tabs"]))
def test_harmless_dirt_on_the_own_format(engine: Engine, tmp_path: Path, team: Team, how: str) -> None:
    load_files(engine, [dirt.HARMLESS[how](path) for path in own.write(team, tmp_path / "files")])
    checking.assert_rows(engine, team, own.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", own.CARRIES, briefly=True)


def test_all_files_in_one_archive(engine: Engine, tmp_path: Path, team: Team) -> None:
    archive = dirt.zipped(salesforce.write_weekly(team, tmp_path / "files"))
    load_files(engine, [own.write_reps(team, tmp_path), archive])
    checking.assert_rows(engine, team, salesforce.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", salesforce.CARRIES, briefly=True)


def test_longer_files_that_contain_the_last_ones(engine: Engine, tmp_path: Path, team: Team) -> None:
    files = hubspot.write(team, tmp_path / "files")
    load_files(engine, [own.write_reps(team, tmp_path), *(dirt.beginning(path) for path in files)])
    assert sum(report.unchanged for report in load_files(engine, files)) > 0
    checking.assert_rows(engine, team, hubspot.LOGS)
    checking.assert_log(engine, team, tmp_path / "truth", hubspot.CARRIES, briefly=True)


@pytest.mark.parametrize(
    "how",
    [
        spoiling.both_orders,
        spoiling.iso_and_day_first,
        spoiling.excel_serial,
        spoiling.excel_serial_at_times,
    ],
)
def test_no_call_comes_to_a_wrong_day(
    engine: Engine, tmp_path: Path, team: Team, how: Callable[[int, str], str]
) -> None:
    calls = hubspot.write(team, tmp_path / "files")[0]
    assert dirt.spoiled(calls, "Activity date", how) > 0
    told = told_of(engine, own.write_reps(team, tmp_path), calls)
    checking.assert_right_or_told(engine, calls_of(team), CALL_DAYS, told)


@pytest.mark.parametrize("how", [spoiling.day_first, spoiling.month_first])
def test_one_way_of_writing_dates_is_read_where_a_file_shows_which(
    engine: Engine, tmp_path: Path, team: Team, how: Callable[[int, str], str]
) -> None:
    calls = hubspot.write(team, tmp_path / "files")[0]
    assert dirt.spoiled(calls, "Activity date", how) > 0
    assert told_of(engine, own.write_reps(team, tmp_path), calls) == 0
    checking.assert_right_or_told(engine, calls_of(team), CALL_DAYS, told=0)


@pytest.mark.parametrize(
    ("how", "option"), [(spoiling.day_first, "--day-first"), (spoiling.month_first, "--month-first")]
)
def test_dates_that_can_be_read_both_ways_are_asked_for(
    tmp_path: Path, team: Team, monkeypatch, capsys, how: Callable[[int, str], str], option: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    reps, calls = own.write_reps(team, tmp_path), hubspot.write(team, tmp_path / "files")[0]
    assert dirt.kept(calls, "Activity date", spoiling.can_be_read_both_ways) > 10
    dirt.spoiled(calls, "Activity date", how)
    # What is written in other columns must not decide for this one.
    dirt.spoiled(calls, "Create Date", lambda _number, _cell: "")
    assert main(["import", str(reps), str(calls)]) != 0
    asked = capsys.readouterr().err
    assert "--day-first" in asked and "--month-first" in asked
    assert main(["import", option, str(reps), str(calls)]) == 0
    asked_for = {str(day) for day in days_of(team)}
    assert {day for (day,) in days_in(tmp_path / "log.db")} == asked_for


def days_of(team: Team) -> set:
    """The days of calls that can be read both ways."""
    days = {team.day(call.at) for call in team.calls}
    return {day for day in days if spoiling.can_be_read_both_ways(day.isoformat())}


def days_in(database: Path) -> list[tuple]:
    """The days of the calls in a database file."""
    with closing(sqlite3.connect(database)) as log:
        return log.execute("SELECT DISTINCT day FROM call").fetchall()


def test_no_amount_is_a_thousand_times_off(engine: Engine, tmp_path: Path, team: Team) -> None:
    deals = hubspot.write(team, tmp_path / "files")[3]
    assert dirt.spoiled(deals, "Amount", spoiling.german_money) > 0
    told = told_of(engine, own.write_reps(team, tmp_path), deals)
    cents = {hubspot.record_id(sao.number): sao.amount for sao in team.saos if sao.amount is not None}
    facts = {source_id: str(int(amount * 100)) for source_id, amount in cents.items()}
    checking.assert_right_or_told(engine, facts, AMOUNTS, told)


def test_rows_without_an_owner_are_counted_as_rejected(engine: Engine, tmp_path: Path, team: Team) -> None:
    calls = hubspot.write(team, tmp_path / "files")[0]
    assert dirt.spoiled(calls, "Activity assigned to", spoiling.blank_every_fourth) > 0
    told = told_of(engine, own.write_reps(team, tmp_path), calls)
    # The team's own calls are the first rows of the file.
    owned = {source_id for number, source_id in enumerate(calls_of(team)) if number % 4}
    assert {source_id for source_id, _ in checking.rows(engine, CALL_DAYS)} == owned
    assert told >= len(team.calls) - len(owned) > 0
