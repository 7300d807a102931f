"""The Forecast view: the numbers of the command, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest

from dashboard import forecast_exports
from dashboard.figures.periods import of_quota
from dashboard.forecasting import read_forecasts, rest_of_today
from dashboard.log.engine import engine_at
from dashboard.log.scope import Scope
from dashboard.views.forecast_parts import said
from dashboard.views.shared import cache, landing_words


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


@pytest.fixture
def page(visit, log_of):
    """`page(log)`: the view, and what the forecast of the running month says of each team."""

    def opened(log: str, **choices: str):
        app = visit(log, "forecast", **choices)
        now = cache.now()
        period = f"{now:%Y-%m}"
        days = of_quota(period)
        found = read_forecasts(Scope.all(), engine_at(log_of(log).url), days.last, now, days.first)
        return app, found, found.of_teams(period, "saos"), period

    return opened


def test_the_numbers_are_those_of_the_forecast(page):
    app, found, teams, period = page("sample team")
    table = app.dataframe[0].value
    to_go = (teams["quota"] - teams["achieved"]).clip(0)
    assert sorted(table["SAOs to quota"]) == pytest.approx(sorted(to_go))
    expected = (teams["mean"] - teams["achieved"]) / found.days_left(period)
    assert sorted(table["Expected a day"]) == pytest.approx(sorted(expected))
    everybody = found.of_all(period, "saos")
    below = " ".join(plain(caption.value) for caption in app.caption)
    assert (
        f"All teams: {everybody['p50']:,.0f} most likely of {everybody['quota']:,.0f}, 8 in 10 between "
        f"{everybody['p10']:,.0f} and {everybody['p90']:,.0f}"
    ) in below
    assert "83.3 % of one is plan" in below or "83 % of one is plan" in below


def test_a_team_is_shown_with_its_reps(page):
    app, found, teams, period = page("sample team", team="DACH")
    dach = found.seats.loc[found.seats["team"] == "DACH", "team_id"].iloc[0]
    row = teams[teams["team_id"] == dach].iloc[0]
    assert any(
        f"DACH: {row['p10']:,.0f} to {row['p90']:,.0f}, most likely {row['p50']:,.0f}" == plain(head.value)
        for head in app.header
    )
    reps = app.dataframe[1].value
    assert len(reps) == (found.of_reps(period, "saos")["team_id"] == dach).sum()
    assert reps["Achieved"].sum() == row["achieved"]


@pytest.mark.parametrize("metric", ["SAOs", "Meetings held"])
@pytest.mark.parametrize("number", range(3))
def test_every_choice_is_drawn(visit, metric, number):
    periods = visit("sample team", "forecast").get("button_group")[1].options
    app = visit("sample team", "forecast", metric=metric, until=periods[number])
    assert plain(app.caption[0].value).startswith(metric)
    assert len(app.dataframe) == 2


def test_the_download_has_everybody(page):
    _, found, teams, period = page("sample team")
    table = forecast_exports.forecast_table(found, period, "saos")
    assert (table["team"] == "").sum() == 1
    by_team = table[(table["rep"] == "") & (table["team"] != "")]
    assert by_team["achieved"].tolist() == teams["achieved"].tolist()
    assert table.loc[table["rep"] != "", "achieved"].sum() == table["achieved"].iloc[0]


def test_without_a_quota_the_landing_is_shown_and_what_is_missing_is_named(visit):
    app = visit("one rep", "forecast")
    assert app.header[0].value == "No quota is set: the landing is shown without one"
    assert any("No quota for Alone in November" in caption.value for caption in app.caption)
    assert app.header[-1].value == "Alone: no past month yet to judge the forecast by"
    assert any("A month counts once it is over" in caption.value for caption in app.caption)


def test_without_meetings_it_says_what_they_would_show(visit):
    app = visit("calls alone", "forecast")
    assert len(app.dataframe) == 0
    assert any(text.value.startswith("No meetings loaded. With meetings and SAOs") for text in app.markdown)


def test_words_for_a_chance():
    assert [landing_words.chance(p) for p in (0.93, 0.6, 0.4, 0.26, 0.01, 0.0, 1.0)] == [
        "93\u00a0% very likely", "60\u00a0% likely", "40\u00a0% open", "26\u00a0% unlikely",
        "1\u00a0% out of reach", "0\u00a0% out of reach", "100\u00a0% very likely",
    ]  # fmt: skip
    assert plain(landing_words.chance(0.0001)) == "under 1 % out of reach"
    assert plain(landing_words.chance(0.9999)) == "over 99 % very likely"
    assert landing_words.chance(float("nan")) == ""


def test_the_headline_names_every_team_with_a_quota_once():
    chances = [0.95, 0.7, 0.5, 0.2, 0.05, 0.01, float("nan")]
    teams = pd.DataFrame({"team": list("ABCDEFG"), "p_hit": chances})
    assert said.headline(teams, over=False) == (
        "A will make its quota; B probably makes its quota; C may make its quota or not; "
        "D will need luck for its quota; E and F land short of their quota"
    )
    assert said.headline(teams.iloc[6:], over=False).startswith("No quota is set")
    assert said.headline(teams.assign(p_hit=[1, 0, 1, 0, 0, 0, 0]), over=True) == "A and C made the quota"


def test_the_rest_of_today():
    moments = [datetime(2026, 11, 3, hour, 30, tzinfo=UTC) for hour in (5, 12, 20)]
    assert [rest_of_today(moment, "Europe/Berlin") for moment in moments] == [1, 0.5, 0]
