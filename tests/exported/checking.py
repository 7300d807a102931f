"""A loaded log against the truth: every metric a shape carries, per rep, and the rows it is counted from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import independent
import pytest
from sqlalchemy import Engine, text

from dashboard.__main__ import main
from dashboard.exports import metrics_json
from dashboard.figures.periods import Period
from dashboard.log.scope import Scope
from dashboard.reading import read
from exported import own
from exported.draw import FIRST
from exported.facts import Meeting, Team, Touch
from exported.truth import clock_change

Days = tuple[date, date]


def periods(team: Team) -> list[Days]:
    """Days to compare: all of the log and what lies ahead, the long day of the clock change, two weeks."""
    long_day = team.day(clock_change(team.zone))
    week = FIRST + timedelta(days=14)
    return [(FIRST, FIRST + timedelta(days=100)), (long_day, long_day), (week, week + timedelta(days=13))]


def expected(team: Team, folder: Path, days: Days) -> dict[str, dict[str, tuple]]:
    """For each rep every metric as (value, numerator, denominator), counted without the program from the
    truth, which is in `folder` in the own format."""
    counted = independent.count(folder, *days, team.as_of, team.currency)
    return {rep: independent.metrics(counts) for rep, counts in counted.items()}


def assert_metrics(printed: dict, wanted: dict[str, dict[str, tuple]], carries: Iterable[str]) -> None:
    """Holds what `metrics --json` printed against what was expected, for the metrics that are carried."""
    assert {row["rep"] for row in printed["reps"]} == set(wanted)
    for row in printed["reps"]:
        for name in sorted(carries):
            value, numerator, denominator = wanted[row["rep"]][name]
            found = row["metrics"][name]
            where = (row["rep"], name, printed["from"], printed["to"])
            assert found["value"] == (None if value is None else pytest.approx(value, rel=1e-12)), where
            assert (found["numerator"], found["denominator"]) == (numerator, denominator), where


def assert_log(
    engine: Engine, team: Team, folder: Path, carries: Iterable[str], briefly: bool = False
) -> None:
    """Holds the log against the truth, which is written into `folder`: who is in the team, and each carried
    metric over each of the periods, or `briefly` over all days only."""
    own.write(team, folder)
    assert rows(engine, "SELECT name FROM rep ORDER BY name") == sorted((rep.name,) for rep in team.reps)
    for first, last in periods(team)[: 1 if briefly else None]:
        period = Period(first, last)
        found = read(Scope.all(), engine, first, last, team.as_of, team.zone.key)
        assert_metrics(metrics_json(found, period), expected(team, folder, (first, last)), carries)


def assert_rows(engine: Engine, team: Team, logs: dict[str, dict[str, str]], durations: bool = True) -> None:
    """Holds the logged rows against the truth: how many a rep has of each outcome and local day, where
    `logs` says which outcomes arrive as another; and for how long the reps called."""
    for kind, arrive_as in logs.items():
        facts, day = (team.meetings, "booked_on") if kind == "meetings" else (getattr(team, kind), "day")
        wanted = Counter(_described(team, fact, arrive_as) for fact in facts)
        table = f"{kind.removesuffix('s')} m"
        logged = rows(engine, f"SELECT r.name, m.outcome, m.{day} FROM {table} JOIN rep r ON r.id = m.rep_id")
        assert Counter((rep, outcome, str(on)) for rep, outcome, on in logged) == wanted, kind
    if durations and "calls" in logs:
        talked = sum(call.duration_s or 0 for call in team.calls)
        assert rows(engine, "SELECT coalesce(sum(duration_s), 0) FROM call") == [(talked,)]


def _described(team: Team, fact: Touch | Meeting, arrive_as: dict[str, str]) -> tuple[str, str, str]:
    who, at = (fact.rep, fact.booked_at) if isinstance(fact, Meeting) else (fact.who, fact.at)
    return who.name, arrive_as.get(fact.outcome, fact.outcome), team.day(at).isoformat()


def rows(engine: Engine, query: str) -> list[tuple]:
    """What a query gives, as plain tuples."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def assert_commands(
    capsys: pytest.CaptureFixture[str], team: Team, paths: list[Path], folder: Path, carries: Iterable[str]
) -> None:
    """Loads files and reads metrics through the command line, and holds these against the truth."""
    own.write(team, folder)
    assert main(["import", "--json", *map(str, paths)]) == 0, capsys.readouterr().err
    capsys.readouterr()
    for first, last in periods(team):
        days = ["--from", str(first), "--to", str(last), "--as-of", team.as_of.isoformat()]
        assert main(["metrics", *days, "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert_metrics(printed, expected(team, folder, (first, last)), carries)


def assert_right_or_told(engine: Engine, facts: dict[str, str], query: str, told: int) -> None:
    """Holds that what was logged is right, and that there were told as many rows as are missing: `facts` are
    the values by the files' ids, `query` gives both."""
    logged = {source_id: str(value) for source_id, value in rows(engine, query) if source_id in facts}
    wrong = {source_id: value for source_id, value in logged.items() if value != facts[source_id]}
    assert not wrong
    assert len(facts) - len(logged) <= told
