"""The command line as its users run it: files in, metrics out, equal to an independent count."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import copies
import depth
import independent
import messy
import pytest
from sqlalchemy.exc import OperationalError

from dashboard.__main__ import main
from dashboard.figures.metrics import BY_NAME, METRICS, SIX
from dashboard.log import daily

AS_OF = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)
# In an order that does not suit them.
FILES = ("opportunities", "emails", "quotas", "calls", "expectations", "meetings", "reps")
Messy = Callable[[int], Path]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty database of this test's own."""
    path = tmp_path / "log.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints on standard output; it must succeed."""
    assert main(arguments) == 0
    return capsys.readouterr().out


def paths(folder: Path) -> list[str]:
    """The seven files."""
    return [str(folder / f"{name}.csv") for name in FILES]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Messy:
    """`made(seed)`: a folder with messy files and their log, `log.db`; each is made once."""

    @cache
    def of(seed: int) -> Path:
        folder = tmp_path_factory.mktemp("messy")
        messy.write(folder, AS_OF, seed, touches=900 if seed < 5 else 200)
        copies.loaded(folder / "log.db", paths(folder))
        return folder

    return of


@pytest.fixture
def load(made: Messy, database: Path, capsys: pytest.CaptureFixture[str]) -> Messy:
    """`load(seed)`: fills this test's database with messy files, and returns their folder."""

    def loaded(seed: int) -> Path:
        copies.copy(made(seed) / "log.db", database)
        capsys.readouterr()
        return made(seed)

    return loaded


@pytest.mark.parametrize("seed", depth.first(2, [1, 2, 3]))
@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-10-05", "2026-11-03"), ("2026-10-24", "2026-10-26"), ("2026-09-01", "2026-12-31")],
)
def test_every_figure_equals_an_independent_count(load, capsys, seed, first, last):
    files = load(seed)
    printed = json.loads(
        run(capsys, "metrics", "--from", first, "--to", last, "--as-of", AS_OF.isoformat(), "--json")
    )
    days = date.fromisoformat(first), date.fromisoformat(last)
    expected = independent.count(files, *days, AS_OF, "EUR")
    assert {row["rep"] for row in printed["reps"]} == set(expected)
    for row in printed["reps"]:
        wanted = independent.metrics(expected[row["rep"]])
        assert set(row["metrics"]) == set(wanted) == set(BY_NAME)
        for name, (value, numerator, denominator) in wanted.items():
            found = row["metrics"][name]
            where = (row["rep"], name)
            assert found["value"] == (None if value is None else pytest.approx(value, rel=1e-12)), where
            assert (found["numerator"], found["denominator"]) == (numerator, denominator), where


def test_the_team_pools_rates_and_averages_counts_per_rep_and_working_day(load, capsys):
    files = load(3)
    printed = json.loads(
        run(
            capsys,
            "metrics",
            "--from",
            "2026-10-05",
            "--to",
            "2026-10-16",
            "--team",
            "North",
            "--as-of",
            "2026-11-03",
            "--json",
        )
    )
    counted = independent.count(files, date(2026, 10, 5), date(2026, 10, 16), AS_OF, "EUR")
    north = [counted[rep] for rep, (team, _) in messy.REPS.items() if team == "North"]
    assert len(printed["reps"]) == len(north) == 2
    calls, connects = (sum(of[name] for of in north) for name in ("calls", "connects"))
    assert printed["team"]["calls"] == {
        "value": pytest.approx(calls / 20),
        "numerator": None,
        "denominator": None,
    }
    assert printed["team"]["connect_rate"] == {
        "value": pytest.approx(connects / calls),
        "numerator": connects,
        "denominator": calls,
    }


def write(folder: Path, **files: str) -> list[str]:
    """CSV files of these texts, by kind; their paths."""
    for kind, text in files.items():
        (folder / f"{kind}.csv").write_text(text)
    return [str(folder / f"{kind}.csv") for kind in files]


def test_a_day_ends_where_most_reps_are_whichever_team_is_asked_for(tmp_path, database, capsys):
    # Cy has moved twice: three seats in one zone, and yet one rep.
    reps = "rep,team,time_zone,started_on,ended_on\nAna,East,Asia/Tokyo,,\nBo,West,America/Los_Angeles,,\n"
    reps += "Di,West,America/Los_Angeles,,\nCy,East,Asia/Tokyo,2025-01-01,2025-02-01\n"
    reps += "Cy,East,Asia/Tokyo,2025-02-02,2025-03-01\nCy,West,America/Los_Angeles,2025-03-02,\n"
    # Meetings after the day has ended in Tokyo, and after it has ended in Los Angeles.
    met = "id,rep,booked_at,starts_at,outcome\n1,Ana,2026-11-02,2026-11-04T01:00:00Z,scheduled\n"
    met += "2,Ana,2026-11-02,2026-11-04T09:00:00Z,scheduled\n"
    calls = "rep,at,duration_s\nAna,2026-11-02 09:00,1\nAna,2026-11-03 09:00,1\n"
    run(capsys, "import", *write(tmp_path, reps=reps, meetings=met, calls=calls))
    period = ("metrics", "--from", "2026-11-02", "--to", "2026-11-06", "--as-of", "2026-11-03", "--json")
    everybody, east = (json.loads(run(capsys, *period, *team)) for team in ((), ("--team", "East")))
    assert everybody["as_of"] == east["as_of"] == "2026-11-04T07:59:59.999999+00:00"
    ana = [next(row for row in of["reps"] if row["rep"] == "Ana") for of in (everybody, east)]
    assert ana[0] == ana[1]
    assert ana[0]["metrics"]["future_meetings"]["value"] == 1
    # In Tokyo it is the 4th already: the 3rd is asked for, a holiday there. Two calls, one working day.
    assert east["team"]["calls"]["value"] == 2


@pytest.mark.parametrize("name", ["O’Team", "o'team", " O‘TEAM "])
def test_a_team_is_found_as_its_name_is_typed(tmp_path, database, capsys, name):
    run(capsys, "import", *write(tmp_path, reps="rep,team\nAna,O’Team\nBo,Other\n"))
    day = ("metrics", "--from", "2026-11-02", "--to", "2026-11-02", "--json", "--team", name)
    assert [row["rep"] for row in json.loads(run(capsys, *day))["reps"]] == ["Ana"]


def test_the_shape_of_the_json(load, capsys):
    load(6)
    printed = json.loads(
        run(
            capsys, "metrics", "--from", "2026-10-01", "--to", "2026-10-31", "--as-of", "2026-11-01", "--json"
        )
    )
    assert list(printed) == ["from", "to", "as_of", "through", "team", "reps"]
    assert (printed["from"], printed["to"]) == ("2026-10-01", "2026-10-31")
    assert set(printed["through"]) == {"calls", "emails", "meetings", "opportunities"}
    assert list(printed["team"]) == [metric.name for metric in METRICS]
    for row in printed["reps"]:
        assert list(row) == ["rep", "team", "metrics"]
        for metric in METRICS:
            value = row["metrics"][metric.name]
            assert list(value) == ["value", "numerator", "denominator"]
            assert metric.is_rate or value["numerator"] is value["denominator"] is None


def test_the_csv_has_the_same_numbers(load, capsys):
    load(6)
    period = ("--from", "2026-10-01", "--to", "2026-10-31", "--as-of", "2026-11-01")
    plain = json.loads(run(capsys, "metrics", *period, "--json"))
    table = list(csv.DictReader(io.StringIO(run(capsys, "metrics", *period, "--csv"))))
    assert table[0]["rep"] == "Team average"
    for row, line in zip(plain["reps"], table[1:], strict=True):
        assert line["rep"] == row["rep"]
        for name, value in row["metrics"].items():
            assert line[name] == "" if value["value"] is None else float(line[name]) == value["value"]


def test_the_same_files_twice_change_nothing(load, capsys):
    files = load(6)
    period = (
        "metrics",
        "--from",
        "2026-09-01",
        "--to",
        "2026-11-30",
        "--as-of",
        "2026-11-03T12:00Z",
        "--json",
    )
    before = run(capsys, *period)
    for report in json.loads(run(capsys, "import", "--json", *paths(files)))["files"]:
        assert (report["new"], report["changed"], report["rejected"]) == (0, 0, 0)
        assert report["unchanged"] == report["read"] > 0
    assert run(capsys, *period) == before


def test_the_text_has_every_metric_in_lines_that_fit(load, capsys):
    load(6)
    period = ("metrics", "--from", "2026-10-01", "--to", "2026-10-31", "--as-of", "2026-11-01")
    plain = json.loads(run(capsys, *period, "--json"))
    lines = run(capsys, *period).splitlines()
    assert [line for line in lines if line in SIX.values()] == list(SIX.values())
    assert max(map(len, lines)) <= 100
    heads = " ".join(line for line in lines if line.split()[:1] == ["team"])
    for metric in METRICS:
        assert heads.count(metric.label) >= 1, metric.name
    of = {row["rep"]: row["metrics"] for row in plain["reps"]}
    for rep, metrics in of.items():
        shown = " ".join(line for line in lines if line.startswith(rep))
        for name in ("connect_rate", "positive_reply_rate", "no_show_rate", "sao_to_won"):
            value = metrics[name]
            if value["value"] is not None:
                assert f"{value['value']:.1%} ({value['numerator']:,}/{value['denominator']:,})" in shown


def test_an_empty_log_says_what_to_do(tmp_path, database, capsys):
    day = ("metrics", "--from", "2026-11-02", "--to", "2026-11-02")
    assert run(capsys, *day).startswith("Nothing is logged yet: load your files with “python -m dashboard")
    run(capsys, "import", *write(tmp_path, reps="rep,team\nAna,One\n"))
    assert run(capsys, *day).startswith("Nothing is logged of these reps yet: load")
    assert json.loads(run(capsys, *day, "--json"))["reps"][0]["rep"] == "Ana"


def test_reps_of_one_name_are_told_apart(tmp_path, database, capsys):
    reps = "rep,email,team\nAna,a@x.io,One\nana,b@x.io,One\nBo,,One\nBo,,Two\nCy,c@x.io,One\nCy,c@x.io,Two\n"
    calls = "rep,at,duration_s\na@x.io,2026-11-02,1\nb@x.io,2026-11-02,1\nb@x.io,2026-11-02,2\n"
    run(capsys, "import", *write(tmp_path, reps=reps, calls=calls))
    day = ("metrics", "--from", "2026-11-02", "--to", "2026-11-02")
    rows = json.loads(run(capsys, *day, "--json"))["reps"]
    calls = [(row["rep"], row["team"], row["metrics"]["calls"]["value"]) for row in rows]
    assert sorted(calls) == [
        ("Ana (a@x.io)", "One", 1), ("Bo", "One", 0), ("Bo", "Two", None), ("Cy", "One", 0),
        ("Cy", "Two", None), ("ana (b@x.io)", "One", 2),
    ]  # fmt: skip
    table = list(csv.DictReader(io.StringIO(run(capsys, *day, "--csv"))))
    assert [row["rep"] for row in table[1:]] == [row["rep"] for row in rows]
    text = run(capsys, *day)
    assert "Ana (a@x.io)" in text and "ana (b@x.io)" in text


def test_a_rep_without_an_email_is_told_apart_by_a_number(tmp_path, database, capsys):
    run(capsys, "import", *write(tmp_path, reps="rep,email,team\nAna,,One\n"))
    run(capsys, "import", *write(tmp_path, reps="rep,email,team\nBo,,One\nAna,a@x.io,One\nAna,b@x.io,Two\n"))
    with sqlite3.connect(database) as log:
        log.execute("UPDATE rep SET email = NULL WHERE email = 'a@x.io'")
    day = ("metrics", "--from", "2026-11-02", "--to", "2026-11-02", "--json")
    assert {row["rep"] for row in json.loads(run(capsys, *day))["reps"]} == {"Ana (#1)", "Bo", "Ana (b@x.io)"}


def test_rebuild_changes_no_number(load, capsys):
    load(6)
    period = (
        "metrics",
        "--from",
        "2026-09-01",
        "--to",
        "2026-11-30",
        "--as-of",
        "2026-11-03T12:00Z",
        "--json",
    )
    before = run(capsys, *period)
    assert "rep-days counted" in run(capsys, "rebuild")
    assert run(capsys, *period) == before


def test_a_file_is_undone_by_its_number(tmp_path, database, capsys):
    run(capsys, "import", *write(tmp_path, reps="rep,team\nBo,One\n"))
    run(capsys, "import", *write(tmp_path, calls="id,rep,at,outcome\n1,Bo,2026-11-02,connected\n"))
    assert run(capsys, "undo", "2") == "calls.csv is undone: 1 row left the log.\n"
    with sqlite3.connect(database) as log:
        assert log.execute("SELECT count(*) FROM call").fetchone() == (0,)
    assert run(capsys, "undo", "1") == "reps.csv is undone: 3 rows left the log.\n"
    for batch, why in (("2", "undone already"), ("1", "undone already"), ("7", "There is no import 7")):
        assert main(["undo", batch]) == 2
        assert why in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["metrics", "--from", "2026-11-03", "--to", "2026-11-01"],
        ["metrics", "--from", "03.11.2026", "--to", "2026-11-01"],
        ["metrics", "--from", "2026-11-01", "--to", "2026-11-03", "--team", "Nowhere"],
        ["metrics", "--from", "2026-11-01", "--to", "2026-11-03", "--as-of", "noon"],
        ["import"],
        ["import", "x.csv", "--kind", "letters"],
        ["import", "x.csv", "--time-zone", "Mars/Olympus"],
        ["fly"],
    ],
)
def test_unusable_arguments_exit_with_2_and_one_sentence(database, capsys, arguments):
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = stop.code
    said = capsys.readouterr()
    assert code == 2
    assert said.err.strip() and "Traceback" not in said.err
    assert not said.out


@pytest.mark.parametrize("command", [[], ["run"], ["sample"], ["import"], ["metrics"], ["rebuild"]])
def test_every_command_has_help(capsys, command):
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    assert stop.value.code == 0
    assert "usage: python -m dashboard" in capsys.readouterr().out


def test_an_unusable_database_is_one_line_on_standard_error(tmp_path):
    (tmp_path / "not.db").write_text("no database, just some words " * 100)
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "rebuild"],
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'not.db'}"},
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1 and "DATABASE_URL" in done.stderr
    assert not done.stdout


def test_what_the_database_refuses_is_one_sentence_with_its_cure(database, capsys, monkeypatch):
    def refuse(_connection) -> None:
        raise OperationalError(
            "DELETE", None, sqlite3.OperationalError("attempt to write a readonly database")
        )

    monkeypatch.setattr(daily, "rebuild", refuse)
    assert main(["rebuild"]) == 1
    assert capsys.readouterr().err == (
        "That did not work, and nothing was changed: the database file is read-only; check its permissions "
        "and those of its folder.\n"
    )


@pytest.mark.parametrize(("level", "lines"), [("", 1), ("nonsense", 1), ("debug", 10)])
def test_what_nobody_foresaw_is_one_line_and_the_rest_on_demand(database, capsys, monkeypatch, level, lines):
    before = logging.root.level
    with monkeypatch.context() as patch:
        # As in a process of its own, where nobody has set up logging yet.
        patch.setattr(logging.root, "handlers", [])
        patch.setattr("dashboard.__main__.read_seats", lambda *_: 1 / 0)
        patch.setenv("LOG_LEVEL", level)
        assert main(["metrics", "--from", "2026-11-01", "--to", "2026-11-02"]) == 1
    logging.root.setLevel(before)
    printed = capsys.readouterr()
    said = printed.err.strip().splitlines()
    assert not printed.out
    assert len(said) == lines if lines == 1 else len(said) >= lines
    assert said[-1].startswith("That did not work: ZeroDivisionError: division by zero")


def test_no_value_is_null_where_nothing_of_the_kind_is_loaded(tmp_path, database, capsys):
    (tmp_path / "reps.csv").write_text("rep,team\nAna,One\n")
    (tmp_path / "calls.csv").write_text("id,rep,at,outcome,duration_s\n1,Ana,2026-11-02T10:00,voicemail,3\n")
    run(capsys, "import", str(tmp_path / "reps.csv"), str(tmp_path / "calls.csv"))
    printed = json.loads(run(capsys, "metrics", "--from", "2026-11-02", "--to", "2026-11-02", "--json"))
    of = printed["reps"][0]["metrics"]
    assert of["calls"]["value"] == 1
    assert of["connect_rate"] == {"value": 0, "numerator": 0, "denominator": 1}
    assert of["connected_to_meeting"] == {"value": None, "numerator": 0, "denominator": 0}
    for name in ("emails", "reply_rate", "meetings_scheduled", "saos", "revenue", "activity_to_meeting"):
        assert of[name] == {"value": None, "numerator": None, "denominator": None}
    assert printed["through"]["emails"] is None
