"""Every view on every kind of log: it is drawn to its end, under its title."""

from __future__ import annotations

from datetime import date

import pytest
from depth import first
from view_logs import LOGS

from dashboard.figures.periods import CHOICES

TITLES = {
    "coaching": "Coaching", "my_numbers": "My numbers", "calls": "Calls", "emails": "Emails",
    "meetings": "Meetings", "future_meetings": "Future meetings", "accepted": "Accepted (SAO)",
    "revenue": "Revenue", "forecast": "Forecast", "quotas": "Quotas", "quick_analysis": "Quick analysis",
    "data": "Data", "glossary": "Glossary",
}  # fmt: skip
ALL_LOGS = ["sample team", *LOGS]


@pytest.mark.parametrize("log", ALL_LOGS)
@pytest.mark.parametrize("view", TITLES)
def test_a_view_is_drawn(visit, log, view):
    assert [title.value for title in visit(log, view).title] == [TITLES[view]]


@pytest.mark.parametrize("log", ALL_LOGS)
@pytest.mark.parametrize("choices", [{}, {"team": "All teams"}], ids=["team", "all"])
def test_the_team_view_is_drawn(visit, log, choices):
    app = visit(log, "team", **choices)
    assert len(app.title) == 1
    if log != "empty":
        labels = ["Calls made", "Emails sent", "Meetings scheduled", "Future meetings", "SAOs", "Revenue"]
        assert [card.label for card in app.metric] == labels
        assert app.selectbox(key="team").value.startswith(app.title[0].value)


@pytest.mark.parametrize("log", first(2, ["sample team", "ended long ago", "one rep", "everything"]))
@pytest.mark.parametrize("view", ["team", "calls"])
@pytest.mark.parametrize("period", CHOICES.values())
def test_a_view_is_drawn_over_every_period(visit, log, view, period):
    app = visit(log, view, period=period)
    assert app.get("button_group")[0].value == period
    assert "data through" in app.caption[0].value


# What the Forecast view is asked for is no rate; its own tests walk it.
@pytest.mark.parametrize("view", ["team", *sorted(set(TITLES) - {"forecast", "quotas"})])
def test_every_choice_of_a_rate_is_drawn(visit, view):
    app = visit("everything", view)
    for group in app.get("button_group")[1:]:
        for rate in group.options:
            chosen = visit("everything", view, **{group.key: rate})
            assert chosen.get("button_group")[1].value == rate
            assert any(rate in head.value for head in chosen.header)


def test_chosen_days_are_what_the_page_is_about(visit):
    app = visit("everything", "calls", period="Custom")
    app.date_input(key="days").set_value((date(2026, 10, 5), date(2026, 10, 9))).run()
    assert app.caption[0].value.startswith("5\u00a0Oct – 9\u00a0Oct 2026, 5 working days")
    # Somebody has clicked the first day and not yet the last.
    app.date_input(key="days").set_value((date(2026, 10, 7),)).run()
    assert app.caption[0].value.startswith("7\u00a0Oct 2026, 1 working day")
    assert not app.error
