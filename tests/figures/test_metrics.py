"""Every metric of the registry: an example computed by hand, one with nothing, one without a denominator."""

from __future__ import annotations

from datetime import date

import build
import pytest

from dashboard.figures import summary
from dashboard.figures.ledger import BASE
from dashboard.figures.metrics import BY_NAME, METRICS, SIX
from dashboard.figures.periods import Period
from dashboard.figures.summary import Value
from dashboard.figures.workdays import Calendar

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
TODAY = date(2026, 11, 18)
ANA = {"rep_id": 1, "rep": "Ana"}


def of_ana(loaded=build.ALL, **frames) -> dict[str, Value]:
    """Every metric of one rep in November."""
    rows = summary.by_rep(build.book(**frames), build.seats(ANA), NOVEMBER, TODAY, Calendar())
    return {metric.name: summary.rep_value(rows, metric, loaded) for metric in METRICS}


def one_of_each() -> dict[str, Value]:
    """Ana's November: 200 calls, 100 emails, 8 meetings, 5 opportunities, in numbers one can add up."""
    days = build.daily(
        {
            "rep_id": 1,
            "day": "2026-11-02",
            "calls": 120,
            "calls_connected": 9,
            "calls_meeting_scheduled": 4,
            "calls_disqualified": 2,
            "emails": 60,
            "emails_replied": 3,
            "emails_positive_reply": 1,
            "emails_bounced": 5,
            "calls_credited": 99,
        },
        {
            "rep_id": 1,
            "day": "2026-11-03",
            "calls": 80,
            "calls_connected": 4,
            "calls_meeting_scheduled": 1,
            "calls_voicemail": 30,
            "emails": 40,
            "emails_meeting_scheduled": 2,
            "emails_disqualified": 1,
        },
        {"rep_id": 1, "day": "2026-10-31", "calls": 1000, "emails": 1000},
    )
    met = build.meetings(
        {"rep_id": 1, "booked_on": "2026-11-02", "starts_at": "2026-11-05T10:00", "outcome": "accepted"},
        {"rep_id": 1, "booked_on": "2026-11-02", "starts_at": "2026-11-06T10:00", "outcome": "held"},
        {"rep_id": 1, "booked_on": "2026-11-03", "starts_at": "2026-11-09T10:00", "outcome": "disqualified"},
        {"rep_id": 1, "booked_on": "2026-11-03", "starts_at": "2026-11-10T10:00", "outcome": "no-show"},
        {"rep_id": 1, "booked_on": "2026-11-03", "starts_at": "2026-11-11T10:00", "outcome": "cancelled"},
        {"rep_id": 1, "booked_on": "2026-11-16", "starts_at": "2026-11-17T10:00", "outcome": "scheduled"},
        {"rep_id": 1, "booked_on": "2026-11-16", "starts_at": "2026-11-18T12:01", "outcome": "scheduled"},
        {
            "rep_id": 1,
            "booked_on": "2026-10-30",
            "starts_at": "2026-11-12T10:00",
            "outcome": "held",
            "has_sao": True,
        },
        {"rep_id": 1, "booked_on": "2026-11-17", "starts_at": "2026-12-01T10:00", "outcome": "scheduled"},
    )
    deals = build.opportunities(
        {"rep_id": 1, "accepted_on": "2026-11-06", "amount_cents": 100_050, "currency": "EUR"},
        {
            "rep_id": 1,
            "accepted_on": "2026-11-13",
            "amount_cents": 25,
            "closed_on": "2026-11-14",
            "won": True,
        },
        {
            "rep_id": 1,
            "accepted_on": "2026-09-01",
            "amount_cents": 200_000,
            "currency": "EUR",
            "closed_on": "2026-11-03",
            "won": True,
        },
        {
            "rep_id": 1,
            "accepted_on": "2026-09-02",
            "amount_cents": 77_700,
            "currency": "USD",
            "closed_on": "2026-11-04",
            "won": True,
        },
        {
            "rep_id": 1,
            "accepted_on": "2026-09-03",
            "amount_cents": 5_000,
            "currency": "EUR",
            "closed_on": "2026-11-05",
            "won": False,
        },
    )
    return of_ana(days=days, met=met, deals=deals)


@pytest.mark.parametrize(
    ("name", "value", "numerator", "denominator"),
    [
        ("calls", 200, None, None),
        ("connects", 20, None, None),
        ("connect_rate", 0.1, 20, 200),
        ("connected_to_meeting", 0.25, 5, 20),
        ("calls_per_meeting", 40, 200, 5),
        ("emails", 100, None, None),
        ("replies", 6, None, None),
        ("reply_rate", 0.06, 6, 100),
        ("positive_reply_rate", 0.03, 3, 100),
        ("email_to_meeting", 0.02, 2, 100),
        ("activity_to_meeting", 8 / 300, 8, 300),
        ("meetings_scheduled", 8, None, None),
        ("meetings_held", 4, None, None),
        ("held_rate", 4 / 6, 4, 6),
        ("no_show_rate", 1 / 6, 1, 6),
        ("future_meetings", 1, None, None),
        ("meeting_to_sao", 2 / 3, 2, 3),
        ("saos", 2, None, None),
        ("pipeline", 1000.75, None, None),
        ("sao_to_won", 3 / 4, 3, 4),
        ("revenue", 2000.25, None, None),
        ("average_deal", 1000.125, 2000.25, 2),
    ],
)
def test_by_hand(name, value, numerator, denominator):
    found = one_of_each()[name]
    assert found.value == pytest.approx(value, rel=1e-12)
    assert (found.numerator, found.denominator) == (numerator, denominator)


def test_the_hand_made_example_covers_the_registry():
    assert len(METRICS) == len(BY_NAME) == len(one_of_each()) == 22


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_nothing_logged_in_the_period(metric):
    found = of_ana()[metric.name]
    assert found == (Value(None, 0, 0) if metric.is_rate else Value(0))


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_no_such_log_is_no_value(metric):
    assert of_ana(loaded=build.NOTHING)[metric.name] == Value(None)


@pytest.mark.parametrize("metric", [metric for metric in METRICS if metric.is_rate], ids=lambda m: m.name)
def test_a_zero_denominator_is_no_value(metric):
    """Every base count of the day is 7, but the denominator is 0."""
    rows = summary.by_rep(build.book(), build.seats(ANA), NOVEMBER, TODAY, Calendar())
    rows[list(BASE)] = 7
    rows[metric.denominator] = 0
    found = summary.rep_value(rows, metric, build.ALL)
    assert found.value is None
    assert found.denominator == 0 and found.numerator > 0


def test_the_registry_is_complete():
    for metric in METRICS:
        assert metric.numerator in BASE and (metric.denominator is None or metric.denominator in BASE)
        assert metric.label and metric.meaning.endswith(".") and metric.needs and metric.six in SIX


def test_a_team_that_does_not_record_meetings_on_calls_counts_their_credits():
    days = build.daily(
        {
            "rep_id": 1,
            "day": "2026-11-02",
            "calls": 10,
            "calls_connected": 4,
            "calls_credited": 3,
            "emails": 20,
            "emails_credited": 2,
        }
    )
    found = of_ana(days=days, has=build.loaded(call_meetings=0, email_meetings=0))
    assert found["connected_to_meeting"] == Value(0.75, 3, 4)
    assert found["email_to_meeting"] == Value(0.1, 2, 20)


def test_an_sao_of_a_no_show_is_an_sao_but_no_accepted_meeting():
    met = build.meetings(
        {
            "rep_id": 1,
            "booked_on": "2026-11-02",
            "starts_at": "2026-11-05T10:00",
            "outcome": "no-show",
            "has_sao": True,
        }
    )
    found = of_ana(met=met, deals=build.opportunities({"rep_id": 1, "accepted_on": "2026-11-06"}))
    assert found["saos"].value == 1
    assert found["meeting_to_sao"] == Value(None, 0, 0)
    assert found["meetings_held"].value == 0
