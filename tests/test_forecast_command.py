"""`python -m dashboard forecast`: what it prints, and that a forecast of the past can be made once more."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import copies
import numpy as np
import pandas as pd
import pytest

from bench.calendar_teams import World, team_of
from dashboard.__main__ import main
from dashboard.log import plans
from dashboard.log.engine import amending, engine
from dashboard.log.scope import Scope

FIRST, LAST = date(2025, 9, 1), date(2026, 3, 31)
WORLD = World(reps=4, leaves=0.05)
REPS = "rep,team,started_on,ended_on,time_zone\n"
PARTS = ("achieved", "pending", "calendar", "new")


@pytest.fixture(scope="module")
def meetings() -> pd.DataFrame:
    """Half a year of a team, whose rejections have no day, with some meetings called off."""
    rows = team_of(WORLD, FIRST, LAST, np.random.default_rng(8)).meetings
    called_off = np.random.default_rng(9).random(len(rows)) < 0.08
    undecided = rows["outcome"].isin(["scheduled", "no-show"])
    return rows.assign(outcome=rows["outcome"].mask(called_off & undecided, "cancelled"))


@pytest.fixture(scope="module")
def log_of(tmp_path_factory) -> Callable[..., Path]:
    """`log_of(files)`: the database of files, by their names, each log loaded once."""

    @cache
    def loaded(**files: str) -> Path:
        folder = tmp_path_factory.mktemp("log")
        for name, content in files.items():
            (folder / f"{name}.csv").write_text(content)
        return copies.loaded(folder / "log.db", [str(folder / f"{name}.csv") for name in files])

    return loaded


@pytest.fixture
def ask(log_of, tmp_path: Path, monkeypatch, capsys):
    """`ask(meetings, period, day)`: what the command says of a log, as of the end of a day."""

    def asked(
        meetings: pd.DataFrame, period: str, day: date | str, *more: str, quotas: str = "", **plans: str
    ) -> dict:
        database = tmp_path / f"log-{len(list(tmp_path.iterdir()))}.db"
        copies.copy(log_of(**(written(meetings, quotas) | plans)), database)
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
        capsys.readouterr()
        assert main(["forecast", "--period", period, "--as-of", str(day), *more, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def written(meetings: pd.DataFrame, quotas: str) -> dict[str, str]:
    """The log as files of the program's own format, by their names."""
    names = {rep: f"Rep {rep}" for rep in meetings["rep_id"].unique()}
    rep = meetings["rep_id"].map(names)
    seats = "".join(f"{name},Team,2024-01-08,,UTC\n" for name in names.values())
    columns = ["id", "booked_at", "starts_at", "outcome"]
    files = {"reps": REPS + seats, "meetings": meetings[columns].assign(rep=rep).to_csv(index=False)}
    sao = meetings["accepted_at"].notna()
    saos = pd.DataFrame({"id": meetings["id"], "meeting_id": meetings["id"], "rep": rep,
                         "accepted_at": meetings["accepted_at"]})[sao]  # fmt: skip
    if sao.any():
        files["opportunities"] = saos.to_csv(index=False)
    if quotas:
        files["quotas"] = f"rep,team,metric,period,target\n{quotas}"
    return files


def cut(meetings: pd.DataFrame, day: date) -> pd.DataFrame:
    """The log as it stood at the end of a day: nothing that was written later."""
    end = pd.Timestamp(datetime.combine(day, time.max, UTC))
    rows = meetings[meetings["booked_at"] <= end]
    later = rows["accepted_at"] > end
    outcome = rows["outcome"].mask(later & (rows["outcome"] == "accepted"), "held")
    outcome = outcome.mask(rows["starts_at"] > end, "scheduled")
    return rows.assign(outcome=outcome, accepted_at=rows["accepted_at"].mask(later))


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2026-01", date(2026, 1, 13)), ("2026-02", date(2026, 1, 30)), ("2025-12", date(2025, 12, 31)),
        ("2026-Q1", date(2026, 2, 2)), ("2025-11", date(2025, 11, 16)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("metric", ["saos", "meetings_held"])
def test_a_forecast_of_the_past_is_what_it_was_then(ask, meetings, period, day, metric):
    now = ask(meetings, period, day, "--metric", metric)
    then = ask(cut(meetings, day), period, day, "--metric", metric)
    assert now["reps"]
    for one, other in zip([now, *now["reps"]], [then, *then["reps"]], strict=True):
        assert one.get("rep") == other.get("rep")
        for name in (*PARTS, "mean", "p10", "p50", "p90", "straight_line"):
            assert one[name] == pytest.approx(other[name], abs=1e-9), name


def test_the_parts_add_up_and_reps_make_the_team(ask, meetings):
    found = ask(meetings, "2026-03", "2026-03-12", quotas=",Team,saos,2026-03,18\n")
    for row in (found, *found["teams"], *found["reps"]):
        assert row["mean"] == pytest.approx(sum(row[part] for part in PARTS))
        assert row["p10"] <= row["p50"] <= row["p90"]
    for part in PARTS:
        assert sum(row[part] for row in found["reps"]) == pytest.approx(found[part])
    assert (found["quota"], found["teams"][0]["quota"]) == (18, 18)
    assert 0 < found["p_hit"] < 1
    # Nine of twenty-two working days are gone.
    assert found["straight_line"] == pytest.approx(found["achieved"] * 22 / 9)


def test_a_period_that_is_over_is_what_happened(ask, meetings):
    found = ask(meetings, "2025-12", "2026-02-10", quotas=",Team,saos,2025-12,5\n")
    happened = meetings["accepted_on"].between("2025-12-01", "2025-12-31").sum()
    assert found["achieved"] == found["mean"] == found["p10"] == found["p90"] == happened > 5
    assert (found["pending"], found["calendar"], found["new"]) == (0, 0, 0)
    assert found["p_hit"] == 1


def test_before_a_period_begins_nothing_is_achieved(ask, meetings):
    found = ask(meetings, "2026-04", "2026-03-31")
    assert found["achieved"] == 0
    assert found["straight_line"] is None
    assert found["pending"] > 0 and found["calendar"] > 0 and found["new"] > 0
    whole = ask(meetings, "2026-Q2", "2026-03-31")
    assert whole["mean"] > found["mean"]


@pytest.mark.parametrize(("target", "chance"), [("0", 1), (None, None)])
def test_a_quota_of_nothing_is_reached_and_without_one_there_is_no_chance(ask, meetings, target, chance):
    quotas = "" if target is None else f",Team,saos,2026-03,{target}\n"
    found = ask(meetings, "2026-03", "2026-03-12", quotas=quotas)
    assert found["p_hit"] == chance
    assert found["quota"] == (None if target is None else 0)


def test_a_team_without_history_expects_nothing_it_knows_nothing_of(ask, meetings):
    found = ask(meetings.iloc[:1], "2026-06", "2026-06-10")
    assert (found["achieved"], found["calendar"], found["new"]) == (0, 0, 0)
    assert found["p90"] == 0


def test_a_leap_day_is_a_day(ask, meetings):
    by = timedelta(days=730)
    columns = ["booked_at", "starts_at", "accepted_at"]
    moved = meetings.assign(**{name: meetings[name] + by for name in columns})
    found = ask(moved, "2028-02", "2028-02-28")
    assert found["new"] > 0
    assert ask(moved, "2028-02", "2028-02-29")["new"] == 0


def closed(*days: str) -> str:
    return "team,day\n" + "".join(f"Team,{day}\n" for day in days)


def test_a_week_of_holidays_books_nothing_and_moves_the_straight_line(ask, meetings):
    days = pd.bdate_range("2026-03-16", "2026-03-20").strftime("%Y-%m-%d")
    open_week = ask(meetings, "2026-03", "2026-03-12")
    holiday = ask(meetings, "2026-03", "2026-03-12", holidays=closed(*days))
    assert holiday["new"] < 0.75 * open_week["new"] and holiday["achieved"] == open_week["achieved"]
    # Nine working days are gone, of twenty-two, or of seventeen.
    assert open_week["straight_line"] == pytest.approx(open_week["achieved"] * 22 / 9)
    assert holiday["straight_line"] == pytest.approx(holiday["achieved"] * 17 / 9)


def test_when_all_days_that_are_left_are_closed_nothing_is_booked(ask, meetings):
    days = pd.bdate_range("2026-03-26", "2026-03-31").strftime("%Y-%m-%d")
    assert ask(meetings, "2026-03", "2026-03-25", holidays=closed(*days))["new"] == 0


def test_who_is_away_books_nothing_and_the_others_what_they_did(ask, meetings):
    name = f"Rep {meetings['rep_id'].iloc[-1]}"
    before = {row["rep"]: row for row in ask(meetings, "2026-03", "2026-03-12")["reps"]}
    off = f"rep,first_day,last_day\n{name},2026-03-13,2026-03-31\n"
    away = {row["rep"]: row for row in ask(meetings, "2026-03", "2026-03-12", days_off=off)["reps"]}
    assert before[name]["new"] > 0 and away[name]["new"] == 0
    assert away[name]["calendar"] == pytest.approx(before[name]["calendar"])
    for rep in set(before) - {name}:
        assert away[rep]["new"] == pytest.approx(before[rep]["new"])


def test_a_fiscal_quarter_is_the_setting_s(ask, meetings, capsys):
    calendar = ask(meetings, "2026-Q1", "2026-02-12", quotas=",Team,saos,2026-Q1,50\n")
    with amending(engine()) as connection:
        plans.set_year_ends(Scope.all(), connection, 1)
    capsys.readouterr()
    for text in ("2026-Q4", "2026Q4", "2026-q4"):
        assert main(["forecast", "--period", text, "--as-of", "2026-02-12", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        happened = meetings["accepted_on"].between("2025-11-01", "2026-01-31").sum()
        assert (found["period"], found["achieved"], found["quota"]) == ("2026-Q4", happened, None)
    assert main(["forecast", "--period", "2026-Q1", "--as-of", "2026-02-12", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["quota"] == 50, "what is set keeps its name"
    assert first["achieved"] == meetings["accepted_on"].between("2025-02-01", "2025-04-30").sum()
    assert first["achieved"] != calendar["achieved"]


def test_as_text_a_line_a_rep(ask, meetings, capsys):
    ask(meetings, "2026-03", "2026-03-12")
    assert main(["forecast", "--period", "2026-03", "--as-of", "2026-03-12"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "SAOs, 2026-03, as it stood at 2026-03-12 23:59 UTC"
    assert lines[3].startswith("Team")
    assert lines[4].startswith("  Rep ")


@pytest.mark.parametrize("period", ["2026", "2026-13", "2026-Q5", "2026-Q", "november", "20261-1"])
def test_what_is_no_period_is_refused_in_a_sentence(tmp_path, monkeypatch, capsys, period):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    assert main(["forecast", "--period", period]) == 2
    assert capsys.readouterr().err == f"{period} is no month or quarter; write 2026-11 or 2026-Q4.\n"


def test_an_empty_log(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    assert main(["forecast", "--period", "2026-11", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["mean"], found["quota"], found["reps"]) == (0, None, [])
    assert main(["forecast", "--period", "2026-11"]) == 0
    assert "Nothing is logged yet" in capsys.readouterr().out


def test_a_team_is_the_same_asked_alone_or_among_others(ask, meetings, capsys):
    reps = "".join(f"Rep {rep},{'Team' if rep % 2 else 'Other'},2024-01-08,,UTC\n"
                   for rep in meetings["rep_id"].unique())  # fmt: skip
    everybody = ask(meetings, "2026-03", "2026-03-12", reps=REPS + reps)
    assert (
        main(["forecast", "--period", "2026-03", "--as-of", "2026-03-12", "--team", "Other", "--json"]) == 0
    )
    alone = json.loads(capsys.readouterr().out)
    other = next(team for team in everybody["teams"] if team["team"] == "Other")
    for name in (*PARTS, "mean", "p10", "p50", "p90", "straight_line"):
        assert alone[name] == other[name]
    assert alone["teams"] == [other]
    assert alone["reps"] == [row for row in everybody["reps"] if row["team"] == "Other"]


def test_who_starts_tomorrow_books_like_the_team_while_ramping_and_who_has_left_books_nothing(ask, meetings):
    ids = meetings["rep_id"].unique()
    seats = "".join(f"Rep {rep},Team,2024-01-08,{'2026-03-10' if rep == ids[0] else ''},UTC\n" for rep in ids)
    seats += "New One,Team,2026-03-13,,UTC\n"
    found = {row["rep"]: row for row in ask(meetings, "2026-03", "2026-03-12", reps=REPS + seats)["reps"]}
    rest = [row["new"] for rep, row in found.items() if rep not in (f"Rep {ids[0]}", "New One")]
    assert found[f"Rep {ids[0]}"]["new"] == 0
    assert 0 < found["New One"]["new"] < np.mean(rest)
    assert found["New One"]["achieved"] == found["New One"]["calendar"] == 0
