"""The benchmarks' made-up teams are what they say they are, and a table says where a demand does not hold."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date

import numpy as np
import pytest
from depth import only_thorough

from bench import calendar_teams, flags, forecast, guard, importing, readers, task_csv, teams
from bench.__main__ import main
from bench.acceptance import SIGNS, simulate
from dashboard.figures import efficiency
from dashboard.imports.loading import load_files
from dashboard.log.engine import make_engine, migrate


def verdicts(printed: str, lines: list) -> list[str]:
    """The words at the end of the table's lines."""
    rows = [row for row in printed.splitlines() if " ± " in row]
    assert [row[2:70].rstrip() for row in rows] == [line.what for line in lines]
    words = ("printed", "DOES NOT HOLD", "holds")
    return [next(word for word in words if f"  {word} " in row) for row in rows]


def test_the_parts_that_are_named_are_run(capsys):
    main(["flags", "guard", "--team-weeks", "2", "--processes", "1"])
    printed = capsys.readouterr().out
    lines = [*flags.DEMANDED, *flags.MORE, *guard.DEMANDED, *guard.MORE]
    for line, word in zip(lines, verdicts(printed, lines), strict=True):
        assert (word == "printed") == (not line.sign)
    assert "flags for 10,000 reps" in printed and "Loading" not in printed


def test_what_takes_the_time_of_an_import_is_told_by_stage(tmp_path):
    task_csv.write(tmp_path, 500)
    stages = importing._stages(tmp_path, tmp_path / "log.db")
    assert len(stages) == 8 and min(stages.values()) > 0
    with sqlite3.connect(tmp_path / "log.db") as log:
        assert log.execute("SELECT count(*) FROM call").fetchone()[0] > 300


@only_thorough
def test_the_import_of_a_large_file_is_measured(capsys):
    main(["import", "--rows", "2000"])
    printed = capsys.readouterr().out
    assert "a Task.csv of 2,000 rows" in printed and "reading them: cells, meaning, keys, packing" in printed
    speeds = [row for row in printed.splitlines() if "rows/s" in row]
    assert len(speeds) == 3 and "Loading the sample" not in printed


def test_the_made_up_tasks_are_counted_but_for_those_aside(tmp_path):
    path = task_csv.write(tmp_path, 3_000)
    log = make_engine(f"sqlite:///{tmp_path / 'log.db'}")
    migrate(log)
    *_, report = load_files(log, [tmp_path / "reps.csv", tmp_path / "User.csv", path])
    log.dispose()
    assert report.read == 3_000 == report.new + report.aside + report.unknown
    assert report.new > 2_700 and report.aside and report.unknown and not report.rejected


def test_a_part_that_is_not_there(capsys):
    with pytest.raises(SystemExit):
        main(["flag"])
    assert "there is no part 'flag'" in capsys.readouterr().err


def test_who_flags_everybody_fails_every_demand_of_false_flags(capsys, monkeypatch):
    monkeypatch.setattr(flags.flags, "judge", lambda cells: cells.assign(verdict="coach"))
    monkeypatch.setattr(flags, "SPEED_REPS", 10)
    flags.run(2, 1)
    said = verdicts(capsys.readouterr().out, [*flags.DEMANDED, *flags.MORE])
    for line, word in zip(flags.DEMANDED, said, strict=False):
        assert word == ("DOES NOT HOLD" if line.of == flags.FALSE else "holds")


def test_who_protects_everybody_fails_where_output_is_low(capsys, monkeypatch):
    monkeypatch.setattr(efficiency, "guard", lambda reps: reps.assign(verdict=efficiency.PROTECT))
    guard.run(2, 1)
    said = verdicts(capsys.readouterr().out, [*guard.DEMANDED, *guard.MORE])
    demanded = [word for _, word in zip(guard.DEMANDED, said, strict=False)]
    assert demanded == ["holds", "holds", "DOES NOT HOLD"] * len(guard.SHAPES)


@pytest.fixture
def log(sample_database, tmp_path, monkeypatch) -> None:
    """The sample team in the database of the process, and little rest."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{shutil.copy(sample_database, tmp_path / 'log.db')}")
    monkeypatch.setattr(readers, "PAUSE_S", 0.05)
    monkeypatch.setattr(readers, "REST_S", 0.5)


def test_readers_see_a_file_whole_or_not_at_all(log, capsys, tmp_path):
    readers.run(tmp_path, 50, sessions=2)
    counted = faults(capsys.readouterr().out)
    assert counted[0] == counted[3] == 0 and min(counted[1:3]) > 0


@only_thorough
def test_rows_that_were_there_before_are_not_missed(log, capsys, tmp_path):
    readers.run(tmp_path, 50, sessions=1)
    capsys.readouterr()
    readers.run(tmp_path, 90, sessions=1)
    counted = faults(capsys.readouterr().out)
    assert counted[3] == 0 and min(counted[1:3]) > 0


def test_a_read_that_fails_or_sees_a_part_is_counted(log, capsys, tmp_path, monkeypatch):
    seen = [[10], [10], [11], [62], [10], *([60], None) * 500]

    def look() -> list[int]:
        if (calls := seen.pop(0)) is None:
            raise TimeoutError("the log is locked")
        return calls

    monkeypatch.setattr(readers, "look", look)
    readers.run(tmp_path, 50, sessions=1)
    printed = capsys.readouterr().out
    failed, without, whole, partly = faults(printed)
    assert failed > 0 and whole > 0 and (without, partly) == (2, 2)
    assert "TimeoutError: the log is locked" in printed and "DOES NOT HOLD" in printed


def faults(printed: str) -> list[int]:
    """What failed, and how many counts had nothing, all and a part of the file."""
    lines = [row for row in printed.splitlines() if row.startswith(("  reads that failed", "  counts with"))]
    words = [word.replace(",", "") for row in lines for word in row.split()]
    numbers = [int(word) for word in words if word.isdigit()]
    assert len(numbers) == 4
    return numbers


def test_signs():
    assert SIGNS["≤"](0.15, 0.15) and not SIGNS["≤"](0.16, 0.15)
    assert SIGNS["≥"](0.8, 0.8) and not SIGNS["≥"](0.79, 0.8)


def test_the_same_seed_gives_the_same_numbers():
    once, again, other = (simulate(guard.one_page, guard.SAME, number, 5) for number in (1, 1, 2))
    assert all((once[name] == again[name]).all() for name in once)
    assert any((once[name] != other[name]).any() for name in once)


@pytest.mark.parametrize(
    "world", [teams.World(400), teams.World(400, wander=0.2), teams.World(400, wander=0.2, memory=0.7),
              teams.World(400, bursts=True), teams.World(400, spread=0.1)],
)  # fmt: skip
def test_a_team_has_the_volumes_and_rates_it_is_said_to_have(world):
    x, n, truth = teams.draw(world, np.random.default_rng(3))
    assert 4 * n[0].mean() == pytest.approx(160, rel=0.06)
    assert 4 * x[0].mean() == pytest.approx(32, rel=0.08)
    assert x.sum(axis=(1, 2)) / n.sum(axis=(1, 2)) == pytest.approx([0.20, 0.01, 0.50], rel=0.06)
    assert truth.mean(axis=1) == pytest.approx(teams.RATES, rel=0.03)
    assert truth[0].std() / truth[0].mean() == pytest.approx(world.spread, abs=0.02)


def test_the_first_rep_is_weak_and_low_volume_is_eleven_meetings_a_month():
    x, n, truth = teams.draw(teams.World(400, volume=teams.LOW, first=0.4), np.random.default_rng(3))
    assert truth[0, 0] == pytest.approx(0.4 * 0.2) and (truth[0, 1:] == 0.2).all()
    assert x[0].sum(axis=1).mean() / 3 == pytest.approx(11, rel=0.05)


def test_how_far_rates_wander():
    steady, apart, alike = (
        teams._wander(world, np.random.default_rng(3))
        for world in (
            teams.World(400, wander=0.2, memory=0.7),
            teams.World(400, wander=0.2),
            teams.World(400, wander=0.2, together=True),
        )
    )
    for factors in (steady, apart):
        assert factors.std() == pytest.approx(0.2, abs=0.01) and factors.mean() == pytest.approx(1, abs=0.01)
    logs = {"steady": np.log(steady[0]), "apart": np.log(apart[0])}
    kept = {name: np.corrcoef(move[:, 5], move[:, 6])[0, 1] for name, move in logs.items()}
    assert kept["steady"] == pytest.approx(0.7, abs=0.1) and abs(kept["apart"]) < 0.15
    assert (alike == alike[:, :1]).all() and alike.std() > 0.1


def test_lumpy_days_have_the_variance_they_are_said_to_have():
    rng = np.random.default_rng(3)
    for fano in (1.0, 6.0):
        days = guard._counts(np.full((50, 1), 80.0), 400, fano, rng)
        assert days.mean() == pytest.approx(80, rel=0.01)
        assert days.var() / days.mean() == pytest.approx(fano, rel=0.05)


def test_the_common_rules():
    x, n = np.array([10.0, 20, 30, 0]), np.array([100.0, 100, 100, 0])
    below, far_below = flags.common_rules(x, n, (1, 4))
    # Mean 20 %, standard deviation 10 points; who has no trial has no rate.
    assert below.tolist() == [[True, False, False, False]]
    assert far_below.tolist() == [[True, False, False, False]]
    x[0] = 11
    assert not flags.common_rules(x, n, (1, 4))[1].any()


def test_a_rate_with_few_trials_is_read_over_thirteen_weeks():
    many, few = np.full((3, 13), 40), np.full((3, 13), 10)
    assert flags.window(many // 5, many) == 4
    assert flags.window(few // 5, few) == 13
    assert flags.window(few * 0, few * 0) == 13
    assert flags.window(few, few) == 4


def test_the_forecast_s_table_says_what_holds(capsys, monkeypatch):
    monkeypatch.setattr(forecast, "YEARS", (2024,))
    monkeypatch.setattr(forecast, "SPEED_REPS", 10)
    monkeypatch.setattr(forecast, "LINES", forecast.LINES[:1] + forecast.LINES[5:7])
    # Who is always sure is mostly wrong.
    monkeypatch.setattr(forecast.landing, "with_shock", lambda parts: parts["variance"].to_numpy(float) / 100)
    forecast.run(forecast.TEAM_WEEKS_A_TEAM, 1)
    rows = capsys.readouterr().out.splitlines()
    assert "month, the 80 % interval covers" in rows[3]
    assert rows[3].endswith("DOES NOT HOLD")
    assert rows[5].endswith("  holds")


def test_made_up_logs_are_what_they_say_they_are():
    world = calendar_teams.World(reps=40, spread=0.0, leaves=0.0, drift=0.0, season=0.0, shock=0.0)
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    rows = calendar_teams.team_of(world, first, last, np.random.default_rng(5)).meetings
    old = rows[rows["booked_on"] < "2025-10-01"]
    assert len(old) / (40 * 195) == pytest.approx(world.booked, rel=0.05)
    held = old["outcome"].isin(["held", "accepted", "disqualified"])
    assert held.mean() == pytest.approx(world.held, abs=0.03)
    assert (old["outcome"] == "accepted").sum() / held.sum() == pytest.approx(world.accepted, abs=0.03)
    booked, starts = (old[name].to_numpy().astype("datetime64[D]") for name in ("booked_on", "starts_on"))
    lead = np.busday_count(booked, starts)
    assert lead.mean() == pytest.approx(world.lead, rel=0.05)
    assert not (rows["booked_on"].dt.day_of_week > 4).any()
