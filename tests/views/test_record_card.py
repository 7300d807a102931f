"""The track record on the Forecast view: the numbers of a replay, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from view_logs import Log

from bench.calendar_teams import World, team_of
from dashboard.figures.periods import of_quota
from dashboard.figures.track_record import ENOUGH, Summary, summary
from dashboard.forecast_exports import record_table
from dashboard.forecasting import read_forecasts, read_record
from dashboard.imports.loading import load_files
from dashboard.log.engine import engine_at, make_engine, migrate
from dashboard.log.scope import Scope
from dashboard.views.forecast_parts import record

AS_OF = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
TODAY = AS_OF.date()
TEAMS = {"Old": date(2025, 5, 5), "New": date(2026, 4, 6)}
COLUMNS = {
    "reps": ["rep", "team", "started_on", "ended_on", "time_zone"],
    "meetings": ["id", "rep", "booked_at", "starts_at", "outcome"],
    "opportunities": ["id", "meeting_id", "rep", "accepted_at"],
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


@pytest.fixture(scope="module")
def log_of(tmp_path_factory: pytest.TempPathFactory):
    """The log that every visit of this file sees: of a year and a half, and of a team that began half-way."""
    folder = tmp_path_factory.mktemp("record")
    url = f"sqlite:///{folder / 'log.db'}"
    engine = make_engine(url)
    migrate(engine)
    load_files(engine, written(folder), loaded_by="a test")
    engine.dispose()
    return lambda _name: Log(url, AS_OF, folder)


def written(folder: Path) -> list[Path]:
    frames: dict[str, list[pd.DataFrame]] = {kind: [] for kind in COLUMNS}
    for number, (name, first) in enumerate(TEAMS.items()):
        team = team_of(World(reps=3, leaves=0), first, TODAY, np.random.default_rng([7, number]))
        called = {"rep": lambda rows, name=name: name + " Rep " + rows["rep_id"].astype(str)}
        ids = name + team.meetings["id"].astype(str)
        meetings = team.meetings.assign(**called, id=ids)
        saos = meetings[meetings["outcome"] == "accepted"].assign(meeting_id=lambda rows: rows["id"])
        frames["reps"].append(team.log.line.history.assign(**called, team=name, time_zone="UTC"))
        frames["meetings"].append(meetings)
        frames["opportunities"].append(saos)
    for kind, rows in frames.items():
        pd.concat(rows)[COLUMNS[kind]].to_csv(folder / f"{kind}.csv", index=False)
    return [folder / f"{kind}.csv" for kind in COLUMNS]


@pytest.fixture
def engine(log_of):
    return engine_at(log_of("").url)


def card_of(app: AppTest) -> tuple[str, list[str]]:
    """The title of the card and every caption of the page."""
    return plain(app.header[-1].value), [plain(caption.value) for caption in app.caption]


def of_team(rows: pd.DataFrame, engine, name: str) -> pd.DataFrame:
    return rows[rows["team_id"] == team_id(engine, name)]


def team_id(engine, name: str) -> int:
    seats = read_forecasts(Scope.all(), engine, TODAY, AS_OF, TODAY).seats
    return int(seats.loc[seats["team"] == name, "team_id"].iloc[0])


@pytest.mark.parametrize("metric", ["saos", "meetings_held"])
def test_a_row_is_what_the_forecast_says_as_of_that_day(engine, metric):
    rows = read_record(Scope.all(), engine, "2026-11", metric, TODAY)
    for row in rows[rows["period"].isin(["2025-11", "2026-10"])].itertuples():
        days, then = of_quota(row.period), datetime.combine(row.as_of, time.max, UTC)
        found = read_forecasts(Scope.all(), engine, days.last, then, days.first)
        own = found.of_all(row.period, metric)
        if not pd.isna(row.team_id):
            teams = found.of_teams(row.period, metric)
            own = teams[teams["team_id"] == row.team_id].iloc[0]
        assert (row.p10, row.p50, row.p90) == tuple(own[["p10", "p50", "p90"]])
        assert row.pace == pytest.approx(own["straight_line"])
        assert found.working_days(days)[0] == row.gone


def test_nobody_sees_what_they_are_not_given(engine):
    assert read_record(Scope(), engine, "2026-11", "saos", TODAY).empty
    new = team_id(engine, "New")
    rows = read_record(Scope(teams=(new,)), engine, "2026-11", "saos", TODAY)
    assert set(rows["team_id"].dropna()) == {new}
    assert len(rows) == 2 * rows["period"].nunique() > 0


@pytest.mark.parametrize(("metric", "label"), [("saos", "SAOs"), ("meetings_held", "Meetings held")])
def test_the_card_says_how_often_the_range_held_and_how_far_off_it_was(visit, engine, metric, label):
    rows = read_record(Scope.all(), engine, "2026-11", metric, TODAY)
    found = summary(of_team(rows, engine, "Old"))
    together = summary(rows[rows["team_id"].isna()])
    title, captions = card_of(visit("record", "forecast", team="Old", metric=label))
    assert found.periods >= ENOUGH
    assert title == f"Old: the range held in {found.held} of {found.periods} past months"
    assert (
        "Bar: 8 in 10 range as it stood on the 13th working day. Dot: what came; diamond: outside the range."
        in captions
    )
    below = next(caption for caption in captions if "A sudden change" in caption)
    assert (
        f"Average miss over {found.compared} months: this forecast {100 * found.miss:.0f} %, straight line "
        f"{100 * found.miss_pace:.0f} %, meetings × average rate {100 * found.miss_average:.0f} %."
    ) in below
    assert f"All teams together: the range held in {together.held} of {together.periods}." in below
    assert "A sudden change takes 4 to 6 weeks to show here." in below
    assert ("turned a meeting down" in below) == (metric == "saos")


def test_of_a_few_months_it_says_that_they_are_too_few(visit, engine):
    rows = of_team(read_record(Scope.all(), engine, "2026-11", "saos", TODAY), engine, "New")
    title, captions = card_of(visit("record", "forecast", team="New"))
    assert 1 < len(rows) < ENOUGH
    assert title == f"New: {len(rows)} past months, too few to judge the forecast (12 are needed)"
    assert not any("Average miss" in caption for caption in captions)


def test_the_record_can_be_taken_along(engine):
    rows = read_record(Scope.all(), engine, "2026-11", "saos", TODAY)
    seats = read_forecasts(Scope.all(), engine, TODAY, AS_OF, TODAY).seats
    table = record_table(rows, seats, "saos")
    assert table["team"].value_counts().to_dict() == {
        "": rows["team_id"].isna().sum(),
        **{name: len(of_team(rows, engine, name)) for name in TEAMS},
    }
    for name in ("p10", "p90", "came", "held"):
        assert table[name].tolist() == rows[name].tolist()
    assert table["as_of"].iloc[-1] == "2026-10-19"


def test_quarters_are_judged_by_quarters(visit):
    title, captions = card_of(visit("record", "forecast", team="Old", until="2026 Q4"))
    assert title == "Old: 5 past quarters, too few to judge the forecast (12 are needed)"
    assert any("as it stood on the 35th working day" in caption for caption in captions)


def test_before_a_month_has_begun_past_ones_are_asked_half_way(visit):
    _, captions = card_of(visit("record", "forecast", team="Old", until="December"))
    assert any("as it stood on the 10th to 12th working day" in caption for caption in captions)


def test_ordinals():
    said = [record.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 63, 111)]
    assert " ".join(said) == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 63rd 111th"


def test_what_is_wrong_with_a_range_is_said_in_words():
    right = Summary(14, 11, 0.5, 0.7, 14, 0.07, 0.12, 0.10)
    assert record.verdict(right) == ""
    assert record.verdict(replace(right, held=6, as_few=0.0024)) == (
        "The range is too narrow for this team: were it right, it would hold so seldom about 1 time in 400 "
        "by luck."
    )
    assert record.verdict(replace(right, held=24, as_many=0.01)) == (
        "The range is wider than this team needs: were it right, it would hold so often about 1 time in 100 "
        "by luck."
    )
    assert record.verdict(replace(right, periods=11, as_few=0.0024)) == ""


def test_where_nothing_came_there_is_no_average_miss():
    none = Summary(14, 14, 1.0, 0.2, 14, *[float("nan")] * 3)
    assert record.below(none, "month", None, "meetings_held") == record.SUDDEN


def test_one_month_is_one():
    one = Summary(1, 1, 1.0, 0.8, 1, 0.1, 0.1, 0.1)
    assert record.title(one, "A", "month").startswith("A: 1 past month, too few")
    none = replace(one, periods=0, held=0)
    assert record.title(none, "A", "quarter") == "A: no past quarter yet to judge the forecast by"
