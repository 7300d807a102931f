"""Periods, the period before, working days, weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.periods import (
    CHOICES,
    Period,
    before,
    named,
    of_quota,
    past,
    quarter_of,
    sits_on,
    still_to_come,
    week_of,
)  # fmt: skip
from dashboard.figures.workdays import Calendar

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("choice", "today", "first", "last"),
    [
        ("this-week", "2026-11-18", "2026-11-16", "2026-11-22"),
        ("this-week", "2026-11-22", "2026-11-16", "2026-11-22"),
        ("last-week", "2026-01-01", "2025-12-22", "2025-12-28"),
        ("4-weeks", "2026-11-19", "2026-10-22", "2026-11-18"),
        ("13-weeks", "2026-11-19", "2026-08-20", "2026-11-18"),
        ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-12-31", "2026-10-01", "2026-12-31"),
    ],
)
def test_named_periods(choice, today, first, last):
    assert named(choice, date.fromisoformat(today)) == Period(
        date.fromisoformat(first), date.fromisoformat(last)
    )


@pytest.mark.parametrize(
    ("first", "last", "today", "wanted"),
    [
        ("2026-10-22", "2026-11-18", "2026-11-18", ("2026-09-24", "2026-10-21")),
        ("2026-11-16", "2026-11-22", "2026-11-18", ("2026-11-09", "2026-11-11")),
        ("2026-11-01", "2026-11-30", "2026-11-18", ("2026-10-01", "2026-10-18")),
        ("2026-10-01", "2026-10-31", "2026-11-18", ("2026-09-01", "2026-09-30")),
        ("2026-03-01", "2026-03-31", "2026-03-30", ("2026-02-01", "2026-02-28")),
        ("2026-10-01", "2026-12-31", "2026-11-18", ("2026-07-01", "2026-08-18")),
        ("2026-01-01", "2026-03-31", "2026-11-18", ("2025-10-01", "2025-12-31")),
    ],
)
def test_the_period_before_is_as_long_as_what_has_passed(first, last, today, wanted):
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    found = before(period, date.fromisoformat(today))
    assert (found.first.isoformat(), found.last.isoformat()) == wanted


@given(first=DAYS, length=st.integers(0, 400), gone=st.integers(-30, 500))
def test_the_period_before_ends_before_the_period_begins(first, length, gone):
    period = Period(first, first + pd.Timedelta(days=length).to_pytimedelta())
    found = before(period, first + pd.Timedelta(days=gone).to_pytimedelta())
    # As many months can have a few days more.
    assert found.last < period.first and found.days <= period.days + 4


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-01-01", "2026-03-31", 64),
        ("2026-11-21", "2026-11-22", 0),
        ("2026-11-20", "2026-11-20", 1),
        ("2026-11-20", "2026-11-19", 0),
    ],
)
def test_working_days_count_both_ends(first, last, days):
    found = Calendar().working_days([], date.fromisoformat(first), date.fromisoformat(last))
    assert found == days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
    ],
)
def test_periods_of_quotas(text, first, last):
    assert of_quota(text) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("day", "year_ends", "name", "first", "last"),
    [
        ("2026-02-15", 1, "2027-Q1", "2026-02-01", "2026-04-30"),
        ("2026-01-31", 1, "2026-Q4", "2025-11-01", "2026-01-31"),
        ("2026-11-25", 12, "2026-Q4", "2026-10-01", "2026-12-31"),
        ("2028-02-29", 2, "2028-Q4", "2027-12-01", "2028-02-29"),
        ("2028-03-01", 2, "2029-Q1", "2028-03-01", "2028-05-31"),
        ("2026-07-01", 6, "2027-Q1", "2026-07-01", "2026-09-30"),
    ],
)
def test_a_fiscal_quarter_is_named_by_the_year_it_ends_in(day, year_ends, name, first, last):
    assert quarter_of(date.fromisoformat(day), year_ends) == name
    wanted = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert of_quota(name, year_ends) == named("quarter", date.fromisoformat(day), year_ends) == wanted


@given(day=DAYS, year_ends=st.integers(1, 12))
def test_every_day_is_in_its_fiscal_quarter_and_in_no_other(day, year_ends):
    name = quarter_of(day, year_ends)
    quarter = of_quota(name, year_ends)
    assert quarter.first <= day <= quarter.last
    assert quarter_of(quarter.last + timedelta(days=1), year_ends) != name
    assert quarter_of(quarter.first - timedelta(days=1), year_ends) in past(quarter.first, year_ends)


def test_what_is_past():
    found = past(date(2026, 2, 15), 1)
    assert found[:2] + found[-2:] == ["2026-01", "2025-12", "2026-Q2", "2026-Q1"]
    assert len(found) == 16 and found[11] == "2025-02"


@given(day=DAYS)
def test_what_runs_holds_today_and_what_is_over_does_not(day):
    for choice in CHOICES:
        if choice != "custom":
            period = named(choice, day)
            assert (period.first <= day <= period.last) == (choice in ("this-week", "month", "quarter"))


@given(day=DAYS)
def test_a_week_begins_on_its_iso_monday(day):
    monday = week_of(pd.Series(pd.to_datetime([day]))).iloc[0].date()
    assert monday.isocalendar()[:2] == day.isocalendar()[:2] and monday.isoweekday() == 1


def test_a_period_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        Period(date(2026, 11, 2), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("first", "last", "today", "until"),
    [
        ("2026-11-16", "2026-11-22", "2026-11-18", "2026-11-22"),
        ("2026-11-09", "2026-11-15", "2026-11-18", "2026-11-30"),
        ("2026-10-22", "2026-11-18", "2026-11-18", "2026-11-30"),
        ("2026-11-09", "2026-11-15", "2026-12-28", "2027-01-31"),
    ],
)
def test_what_is_still_to_come_ends_with_the_period_or_a_month(first, last, today, until):
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    now = date.fromisoformat(today)
    assert still_to_come(period, now) == Period(now, date.fromisoformat(until))


@pytest.mark.parametrize(("first", "last"), [("2026-12-01", "2026-12-10"), ("2026-11-19", "2026-11-19")])
def test_a_period_that_lies_ahead_is_all_still_to_come(first, last):
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert still_to_come(period, date(2026, 11, 18)) == period


def test_a_seat_is_held_from_its_first_to_its_last_day():
    days = {
        "started_on": ["2026-11-18", "2026-11-19", None, None],
        "ended_on": [None, None, "2026-11-17", None],
    }
    seats = pd.DataFrame(days).apply(pd.to_datetime)
    assert sits_on(seats, date(2026, 11, 18)).tolist() == [True, False, False, True]
