"""The card on what the best do differently, and the points to talk about, without the page around them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import view_logs
from streamlit.testing.v1 import AppTest

from dashboard.views.shared import cache as reading_cache

WEAK, BEST = "Sam Okafor", "Kate Lindqvist"
TESTED = ("connected_to_meeting", "email_to_meeting", "meeting_to_sao")


def page_of_one_card(rep: str, metric: str, weeks: str, team: int) -> None:
    """A page with nothing but the card and the points; runs in Streamlit."""
    import streamlit as st

    from dashboard.figures.metrics import BY_NAME
    from dashboard.figures.periods import named
    from dashboard.log.scope import Scope
    from dashboard.views.shared import cache
    from dashboard.views.shared.page import Page
    from dashboard.views.sheet_parts import best

    window, scope = named(weeks, cache.now().date()), Scope.all().narrowed(team=team)
    page = Page(cache.read(scope, window), window, "One", None, None, scope)
    rep_id = int(page.read.seats.set_index("rep").loc[rep, "rep_id"])
    best.best_card(page, BY_NAME[metric], rep_id, rep, window, "4 · ")
    st.json(best.talking_points(page, BY_NAME[metric], rep_id, rep, window))


@pytest.fixture
def card(log_of, monkeypatch) -> Callable[..., AppTest]:
    """`card(log, rep, metric)`: the card of a rep on a log."""

    def drawn(log: str, rep: str, metric: str, weeks: str = "13-weeks", team: int = 1) -> AppTest:
        found = log_of(log)
        monkeypatch.setenv("DATABASE_URL", found.url)
        if found.as_of:
            monkeypatch.setattr(reading_cache, "now", lambda: found.as_of)
        given = {"rep": rep, "metric": metric, "weeks": weeks, "team": team}
        app = AppTest.from_function(page_of_one_card, default_timeout=60, kwargs=given).run()
        assert [problem.value for problem in (*app.exception, *app.error)] == []
        return app

    return drawn


def said(app: AppTest) -> list[str]:
    """Every line of the card, with plain spaces."""
    every = (*app.header, *app.caption, *app.markdown)
    return [line.value.replace("\u00a0", " ") for line in every]


def points(app: AppTest) -> list[str]:
    """The points to talk about."""
    return json.loads(app.json[0].value)


def drawn(app: AppTest) -> list[str]:
    """What the pictures say to who cannot see them."""
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


@pytest.mark.parametrize("metric", TESTED)
@pytest.mark.parametrize("rep", [WEAK, BEST])
def test_the_sample_team(card, rep, metric):
    app = card("sample team", rep, metric)
    lines = said(app)
    assert lines[0].startswith("4 · What ") and " differently" in lines[0]
    assert any(line.startswith("A pattern, not a proof: ") for line in lines)
    assert len(drawn(app)) == (6 if metric != "meeting_to_sao" else 4)
    assert all(alt and "nothing to show" not in alt for alt in drawn(app))


def test_one_of_the_best_is_told_what_they_do_differently_from_the_rest(card):
    """The sample's Kate calls in the morning more than anybody else."""
    app = card("sample team", BEST, "connected_to_meeting")
    lines = said(app)
    assert lines[0] == "4 · What Kate does differently: calls earlier in the day"
    assert any(line.startswith("Kate is among the best on “Connected → meeting”, ") for line in lines)
    (point,) = (point.replace("\u00a0", " ") for point in points(app))
    assert point.startswith("7") and " % of Kate's calls (" in point and ") are made before 12 h; " in point
    assert " of the rest of the team's (" in point


def test_the_weak_rep_is_shown_what_the_best_do_more(card):
    """The sample's Sam calls in the morning and stops at two attempts."""
    app = card("sample team", WEAK, "connected_to_meeting", "4-weeks")
    title = said(app)[0]
    assert title.startswith("4 · What the best do differently: they ")
    assert "do not stop at two attempts" in title and "call later in the day" in title
    assert len(points(app)) == 2 and all(
        "% of Sam's (" in point.replace("\u00a0", " ") for point in points(app)
    )


def test_a_log_that_names_nobody_says_so(card):
    reps = {rep: card("nobody named", rep, "connected_to_meeting") for rep in view_logs.messy.REPS}
    for app in reps.values():
        lines = said(app)
        assert "The log names no prospect for these calls: attempts cannot be counted." in lines
        assert "The log names no list for these conversations." in lines
        assert len(drawn(app)) == 4
    best = [rep for rep, app in reps.items() if any(" is among the best on " in line for line in said(app))]
    assert len(best) == 1
    by_ae = said(card("nobody named", view_logs.RAMPING, "meeting_to_sao"))
    assert "The log names no AE for these meetings." in by_ae


@pytest.mark.parametrize(("log", "metric"), [
    *(("everything", metric) for metric in TESTED),
    ("no emails", "email_to_meeting"), ("no meetings", "meeting_to_sao"),
])  # fmt: skip
def test_too_few_to_compare(card, log, metric):
    app = card(log, view_logs.RAMPING, metric)
    assert said(app)[:2] == [
        "4 · What do the best do differently?",
        "Too few reps have enough behind this rate to tell the best from the lucky.",
    ]
    assert points(app) == []
