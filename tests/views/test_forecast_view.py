"""The Forecast view: the numbers of the command, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from dashboard import forecast_exports
from dashboard.figures import quotas
from dashboard.figures.change import Change
from dashboard.figures.levers import Lever
from dashboard.figures.periods import name_after, name_before, of_quota
from dashboard.forecasting import read_forecasts, rest_of_today
from dashboard.log.engine import engine_at
from dashboard.log.scope import Scope
from dashboard.views.forecast_parts import said
from dashboard.views.shared import cache, landing_words, words


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
    expected = (teams["mean"] - teams["achieved"]) / [
        found.calendar.working_days([team], found.today + timedelta(days=1), of_quota(period).last)
        for team in teams["team_id"]
    ]
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


def test_levers_and_changes_are_those_of_the_model(page):
    app, found, teams, period = page("sample team", until="December")
    december = f"{name_after(period)}"
    levers, labels = found.levers(december, "saos"), found.seats.drop_duplicates("team_id").set_index("team")
    table = app.dataframe[0].value.set_index("Team")
    for team, row in table.iterrows():
        lever = levers.get(labels.loc[team, "team_id"])
        assert row["Points"] == ("" if lever is None else f"+{100 * lever.points:.0f}")
        assert lever is None or f"win back {lever.win_back}" in row["Largest lever"].lower()
    assert table["Since last week"].isna().all(), "the month has not begun"


def test_what_has_changed_since_a_week_ago_is_said(page):
    app, found, teams, period = page("sample team", until="2026 Q4", team="DACH")
    quarter = quotas.name_of(found.calendar.named("quarter", found.today), found.calendar)
    dach = found.seats.loc[found.seats["team"] == "DACH", "team_id"].iloc[0]
    changed = found.changes(quarter, "saos")[dach]
    table = app.dataframe[0].value.set_index("Team")
    assert table.loc["DACH", "Since last week"] == pytest.approx(changed.total)
    head = f"{changed.now:,.0f} now, {changed.then:,.0f} on {words.day(found.today - timedelta(days=7))}."
    assert any(plain(caption.value).startswith(plain(head)) for caption in app.caption)


def test_thin_calendars_are_named_and_only_those(page):
    app, found, _, _ = page("sample team")
    names = found.seats.drop_duplicates("rep_id").set_index("rep_id")["rep"]
    rows = found.calendars.assign(rep=found.calendars["rep_id"].map(names))
    assert plain(said.thin(rows)) in [plain(head.value) for head in app.header]
    assert len(rows) >= 20


THIN = pd.DataFrame(
    {"rep": ["Ana Li", "Bo Ek"], "meetings": [2.0, 9.0], "rest": [9.0, 2.0], "p": [0.004, 0.9],
     "thin": [True, False]}
)  # fmt: skip


def test_words_for_thin_calendars():
    assert said.thin(THIN) == "Ana: a thin calendar"
    assert said.thin_detail(THIN) == (
        "Ana Li has 2 meetings in the 10 working days after today, the rest 9.0 each. About 1 time in 250 by "
        "luck. What they book this week is held in these days: lift the inputs now."
    )
    alike = THIN.assign(thin=False)
    assert said.thin(alike) == "No calendar is thin beyond luck"
    assert said.thin_detail(alike).endswith("from 2 (Ana Li) to 9 (Bo Ek). So much luck does.")
    assert said.thin_detail(THIN.iloc[:0]) == "Two ramped reps are needed to compare calendars."


@pytest.mark.parametrize(
    ("p_hit", "lever", "wanted"),
    [
        (0.95, None, ("Nothing: on course", "")),
        (0.26, Lever(28, 12, 0.19), ("Decide 28 pending; win back 12 no-shows", "+19")),
        (0.26, Lever(0, 1, 0.03), ("Win back 1 no-show", "+3")),
        (0.01, Lever(9, 0, 0.02), ("Needs 1.6 × the pace: agree on December", "+2")),
        (0.05, Lever(9, 0, 0.20), ("Decide 9 pending", "+20")),
        (0.26, None, ("Book more: nothing else adds a point", "")),
        (float("nan"), None, ("", "")),
    ],
)
def test_words_for_levers(p_hit, lever, wanted):
    team = pd.Series({"p_hit": p_hit, "quota": 0 * p_hit + 9, "needed": 8.0, "expected": 5.0})
    assert said.lever(team, lever, "December") == wanted


def test_words_for_a_change():
    day = date(2026, 11, 18)
    text = said.since(Change(then=195, now=201, came=24, expected=19), "saos", day)
    assert plain(text) == (
        "201 now, 195 on 18 Nov. 24 SAOs accepted since, where 19 were to be expected; what is still to come "
        "is 1 more than it looked then."
    )
    assert said.since(Change(195, 200, 24, 19), "saos", day).endswith("looks as it did.")
    assert "1 meeting held since" in said.since(Change(9, 5, 1, 2), "meetings_held", day)


def test_a_period_that_is_over_is_what_happened(visit, log_of):
    app = visit("sample team", "forecast", until="Other", past=_label(name_before(f"{cache.now():%Y-%m}")))
    last = name_before(f"{cache.now():%Y-%m}")
    days = of_quota(last)
    found = read_forecasts(
        Scope.all(), engine_at(log_of("sample team").url), days.last, cache.now(), days.first
    )
    together = found.of_all(last, "saos")
    assert any(f"All teams: {together['achieved']:,.0f} of" in plain(text.value) for text in app.caption)
    assert len(app.dataframe) == 1, "nothing is left to do"


def _label(name: str) -> str:
    """What a month of the past is chosen by."""
    return f"{of_quota(name).first:%B %Y}"


def test_a_period_before_the_log_is_not_told_as_nothing(visit):
    app = visit("one rep", "forecast", until="Other", past="December 2025")
    assert any(
        plain(text.value) == "The log begins on 20 Oct 2026: of this period it says nothing."
        for text in app.markdown
    )
    assert len(app.dataframe) == 0
    late = visit("ended long ago", "forecast")
    assert any("of the months before it, is logged" in text.value for text in late.markdown)


def test_a_team_s_days_are_its_own(visit):
    """North is in Dublin and was off-site on 27 October; East, in India, has no more holidays in November."""
    app = visit("everything", "forecast")
    table = app.dataframe[0].value.set_index("Team")
    assert set(table.index) == {"North", "West", "East"}
    heads = [head.value for head in app.header]
    # West, in Los Angeles, has Veterans Day and Thanksgiving.
    assert any(head.startswith("What has to happen in the 17 to 19 days left") for head in heads)


def test_a_log_without_saos_says_what_is_assumed(visit):
    app = visit("meetings alone", "forecast")
    (ended,) = app.info
    assert ended.value.startswith("Nothing is logged of the last 9 working days.")
    assert any(text.value.startswith("No SAO is in the log") for text in app.markdown)
    held = visit("meetings alone", "forecast", metric="Meetings held")
    assert not any(text.value.startswith("No SAO is in the log") for text in held.markdown)


def test_words_for_a_chance():
    assert [landing_words.chance(p) for p in (0.93, 0.6, 0.4, 0.26, 0.01, 0.0, 1.0)] == [
        "93\u00a0% very likely", "60\u00a0% likely", "40\u00a0% open", "26\u00a0% unlikely",
        "1\u00a0% out of reach", "under 1\u00a0% out of reach", "over 99\u00a0% very likely",
    ]  # fmt: skip
    assert plain(landing_words.chance(0.0001)) == "under 1 % out of reach"
    assert plain(landing_words.chance(0.9999)) == "over 99 % very likely"
    assert landing_words.chance(float("nan")) == ""


def test_the_headline_names_every_team_with_a_quota_once():
    chances = [0.95, 0.7, 0.5, 0.2, 0.05, 0.01, float("nan")]
    teams = pd.DataFrame({"team": list("ABCDEFG"), "p_hit": chances, "quota": 10.0})
    teams.loc[6, "quota"] = float("nan")
    assert said.headline(teams, over=False) == (
        "A will very likely make its quota; B probably makes its quota; C may make its quota or not; "
        "D will need luck for its quota; E and F land short of their quota"
    )
    assert said.headline(teams.iloc[6:], over=False).startswith("No quota is set")
    assert said.headline(teams.assign(p_hit=[1, 0, 1, 0, 0, 0, 0]), over=True) == "A and C made the quota"


def test_the_rest_of_today():
    moments = [datetime(2026, 11, 3, hour, 30, tzinfo=UTC) for hour in (5, 12, 20)]
    assert [rest_of_today(moment, "Europe/Berlin") for moment in moments] == [1, 0.5, 0]
