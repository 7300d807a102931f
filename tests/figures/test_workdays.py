"""Which days are worked, and what follows for days in seat and quotas."""

from __future__ import annotations

from datetime import date

import build
import pandas as pd
import pytest

from dashboard.calendars import closed_days
from dashboard.figures import quotas, summary
from dashboard.figures.periods import Period
from dashboard.figures.workdays import Calendar, days_in_seat

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
WEEK = Period(date(2026, 11, 23), date(2026, 11, 29))
THANKSGIVING = date(2026, 11, 26)
NO_DAYS = pd.DataFrame({"team_id": [], "day": pd.to_datetime([]), "works": [], "name": []})


def off(*days: tuple[int, str]) -> pd.DataFrame:
    """Days off of reps."""
    return pd.DataFrame({"rep_id": [rep for rep, _ in days], "day": pd.to_datetime([day for _, day in days])})


def test_the_first_quarter_of_2026_has_61_working_days_in_the_united_states():
    closed = closed_days("US", NO_DAYS, 1, 2026, 2026)
    quarter = date(2026, 1, 1), date(2026, 3, 31)
    assert Calendar({1: closed}).working_days([1], *quarter) == 61
    assert Calendar().working_days([1], *quarter) == 64


def test_a_team_s_own_calendar_comes_before_its_country_s():
    own = pd.DataFrame(
        {"team_id": [1, 1, 2], "day": pd.to_datetime(["2026-11-26", "2026-11-27", "2026-11-24"]),
         "works": [True, False, False], "name": ""}
    )  # fmt: skip
    closed = closed_days("US", own, 1, 2026, 2026)
    assert THANKSGIVING not in closed and date(2026, 11, 27) in closed and date(2026, 11, 24) not in closed
    assert date(2026, 12, 25) in closed


def test_days_in_seat_are_without_holidays_and_days_off():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana"},
        {"rep_id": 2, "rep": "Bo", "team_id": 2},
        {"rep_id": 3, "rep": "Cy", "started_on": "2026-11-26"},
    )
    calendar = Calendar({1: {THANKSGIVING}}, off((1, "2026-11-23"), (1, "2026-11-26"), (2, "2026-11-28")))
    found = days_in_seat(people, WEEK, WEEK.last, calendar)
    assert found.tolist() == [3, 5, 1]
    assert days_in_seat(people, WEEK, date(2026, 11, 24), calendar).tolist() == [1, 2, 0]
    assert days_in_seat(people, WEEK, date(2026, 11, 22), calendar).tolist() == [0, 0, 0]


def test_a_count_a_day_is_of_days_that_were_worked():
    people = build.seats({"rep_id": 1, "rep": "Ana"})
    book = build.book(
        days=build.daily({"rep_id": 1, "day": "2026-11-24", "calls": 60, "calls_no_answer": 60})
    )
    calendar = Calendar({1: {THANKSGIVING}}, off((1, "2026-11-23")))
    rows = summary.by_rep(book, people, WEEK, date(2026, 11, 30), calendar)
    assert rows["days"].tolist() == [3]
    assert summary.average(rows, summary.METRICS[0], build.ALL).value == 20


def test_a_holiday_belongs_to_nobody_s_quota_and_a_day_off_lowers_none():
    people = build.seats({"rep_id": 1, "rep": "Ana"}, {"rep_id": 2, "rep": "Half", "ended_on": "2026-11-13"})
    targets = pd.DataFrame({"rep_id": [1, 2], "team_id": None, "metric": "saos", "period": "2026-11",
                            "target": [20.0, 20.0]})  # fmt: skip
    calendar = Calendar({1: {THANKSGIVING}}, off((1, "2026-11-23"), (2, "2026-11-03")))
    found = quotas.by_seat(targets, people, "saos", "2026-11", calendar).droplevel("team_id")
    assert found.to_dict() == {1: 20.0, 2: pytest.approx(10.0)}


def test_the_straight_line_is_of_the_days_that_are_worked():
    standing = quotas.standing(
        10, 20, NOVEMBER, date(2026, 11, 13), Calendar({1: {THANKSGIVING, date(2026, 11, 11)}}), [1]
    )
    assert (standing.days_gone, standing.days) == (9, 19)


def test_teams_together_work_on_every_day_on_which_one_of_them_does():
    calendar = Calendar({1: {THANKSGIVING}})
    assert calendar.gone([1, 2], WEEK, date(2026, 11, 26)) == (4, 5)
    assert calendar.gone([1], WEEK, date(2026, 11, 26)) == (3, 4)
    assert calendar.gone([1], WEEK, date(2026, 11, 1)) == (0, 4)


def test_rows_of_days_that_are_not_worked():
    rows = pd.DataFrame(
        {"rep_id": [1, 1, 1, 2], "team_id": 1,
         "day": pd.to_datetime(["2026-11-25", "2026-11-26", "2026-11-28", "2026-11-25"])}
    )  # fmt: skip
    calendar = Calendar({1: {THANKSGIVING}}, off((2, "2026-11-25")))
    assert calendar.works(rows).tolist() == [True, False, False, False]
    assert calendar.works(rows.iloc[:0]).tolist() == []


def test_who_made_the_quota_is_counted_among_ramped_reps_who_have_one():
    rows = pd.DataFrame({"rep_id": [1, 2, 3, 4, 5], "team_id": 1, "saos": [10, 8, 7, 9, 20],
                         "ramp_week": [None, None, None, 5, None]})  # fmt: skip
    quota = pd.Series([10.0] * 4, index=pd.MultiIndex.from_product([[1, 2, 3, 4], [1]]))
    assert quotas.reached(rows, quota) == quotas.Reached(reps=3, near=2, full=1)
    assert quotas.reached(rows, quota.iloc[:0]) == quotas.Reached(0, 0, 0)
