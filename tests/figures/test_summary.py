"""Team averages, ramping reps, reps who move, and the days they are counted over."""

from __future__ import annotations

from datetime import date

import build
import pandas as pd
import pytest

from dashboard.figures import quotas, summary
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period
from dashboard.figures.summary import Loaded
from dashboard.figures.workdays import Calendar

TWO_WEEKS = Period(date(2026, 11, 2), date(2026, 11, 15))
TODAY = date(2026, 11, 18)
CALLS, RATE = BY_NAME["calls"], BY_NAME["connect_rate"]


def rows(seats: pd.DataFrame, *days: dict, period: Period = TWO_WEEKS, today: date = TODAY) -> pd.DataFrame:
    """The reps' sums of these days."""
    return summary.by_rep(build.book(days=build.daily(*days)), seats, period, today, Calendar())


def test_rates_are_pooled_and_counts_are_per_rep_and_working_day():
    people = build.seats({"rep_id": 1, "rep": "Ana"}, {"rep_id": 2, "rep": "Bo"})
    found = rows(
        people,
        {"rep_id": 1, "day": "2026-11-03", "calls": 900, "calls_connected": 90},
        {"rep_id": 2, "day": "2026-11-03", "calls": 100, "calls_connected": 40},
    )
    assert summary.average(found, RATE, build.ALL) == summary.Value(0.13, 130, 1000)
    assert summary.average(found, CALLS, build.ALL) == summary.Value(1000 / 20)
    assert summary.per_rep(found, CALLS, build.ALL) == 500


def test_ramping_reps_are_shown_and_left_out_of_the_average():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana", "started_on": "2025-01-01"},
        {"rep_id": 2, "rep": "New", "started_on": "2026-10-05"},
    )
    found = rows(
        people,
        {"rep_id": 1, "day": "2026-11-03", "calls": 50, "calls_connected": 5},
        {"rep_id": 2, "day": "2026-11-03", "calls": 500, "calls_connected": 500},
    )
    assert summary.average(found, RATE, build.ALL) == summary.Value(0.1, 5, 50)
    assert summary.average(found, CALLS, build.ALL).value == 5
    assert found.set_index("rep")["ramp_week"]["New"] == 6
    assert pd.isna(found.set_index("rep")["ramp_week"]["Ana"])


@pytest.mark.parametrize(
    ("started", "week"),
    [
        ("2026-11-15", 1),
        ("2026-11-09", 1),
        ("2026-11-08", 2),
        ("2026-08-17", 13),
        ("2026-08-16", None),
        (None, None),
    ],
)
def test_the_ramp_lasts_thirteen_weeks(started, week):
    found = rows(build.seats({"rep_id": 1, "rep": "Ana", "started_on": started}))["ramp_week"].iloc[0]
    assert found == week if week else pd.isna(found)


def test_a_rep_who_moved_does_not_ramp_again_and_keeps_what_was_made_where():
    people = build.seats(
        {
            "rep_id": 1,
            "rep": "Mo",
            "started_on": "2025-01-01",
            "ended_on": "2026-11-06",
            "first_day": "2025-01-01",
        },
        {
            "rep_id": 1,
            "rep": "Mo",
            "team_id": 2,
            "team": "Two",
            "started_on": "2026-11-07",
            "first_day": "2025-01-01",
        },
    )
    found = rows(
        people,
        {"rep_id": 1, "day": "2026-11-03", "calls": 10},
        {"rep_id": 1, "team_id": 2, "day": "2026-11-09", "calls": 7},
    )
    by_team = found.set_index("team")
    assert by_team["calls"].to_dict() == {"One": 10, "Two": 7}
    assert by_team["days"].to_dict() == {"One": 5, "Two": 5}
    assert by_team["ramp_week"].isna().all()


def test_days_in_seat_end_with_today_and_with_the_seat():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana"},
        {"rep_id": 2, "rep": "Gone", "ended_on": "2026-11-04"},
        {"rep_id": 3, "rep": "Later", "started_on": "2026-11-12"},
    )
    found = rows(people, today=date(2026, 11, 10)).set_index("rep")["days"]
    assert found.to_dict() == {"Ana": 7, "Gone": 3, "Later": 0}


def test_future_meetings_are_averaged_over_the_working_days_still_to_come():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana"},
        {"rep_id": 2, "rep": "Leaves", "ended_on": "2026-11-20"},
        {"rep_id": 3, "rep": "New", "started_on": "2026-11-02"},
    )
    met = [{"rep_id": rep, "booked_on": "2026-11-10", "starts_at": "2026-11-20T10:00", "outcome": "scheduled"}
           for rep in (1, 1, 2, 3, 3, 3)]  # fmt: skip
    ahead = BY_NAME["future_meetings"]

    def over(period: Period) -> pd.DataFrame:
        return summary.by_rep(build.book(met=build.meetings(*met)), people, period, TODAY, Calendar())

    # Today is Wednesday, the 18th: Ana has eight working days to come, who leaves has two.
    month = over(Period(date(2026, 11, 1), date(2026, 11, 30)))
    assert month.set_index("rep")["days_to_come"].to_dict() == {"Ana": 8, "Leaves": 2, "New": 8}
    assert summary.average(month, ahead, build.ALL).value == pytest.approx(3 / 10)
    assert summary.average(month, BY_NAME["meetings_scheduled"], build.ALL).value == pytest.approx(3 / 26)
    # Of days gone, and of a weekend, there is none.
    assert summary.average(over(TWO_WEEKS), ahead, build.ALL).value is None
    weekend = over(Period(date(2026, 11, 21), date(2026, 11, 22)))
    assert summary.average(weekend, ahead, build.ALL).value is None
    # A rep's own calendar, as the pages have it, is another matter.
    whole = over(Period(date(2026, 11, 18), date(2026, 11, 30)))
    assert summary.per_rep(whole, ahead, build.ALL) == pytest.approx(3 / 2)


def test_who_left_before_is_not_listed_unless_something_counts():
    people = build.seats({"rep_id": 1, "rep": "Gone", "ended_on": "2026-10-01"})
    assert rows(people).empty
    assert rows(people, {"rep_id": 1, "day": "2026-11-03", "calls": 1})["calls"].tolist() == [1]


def test_a_team_without_emails_has_no_value_and_does_not_dilute_the_others():
    people = build.seats({"rep_id": 1, "rep": "Ana"}, {"rep_id": 2, "rep": "Bo", "team_id": 2, "team": "Two"})
    found = rows(
        people,
        {"rep_id": 1, "day": "2026-11-03", "calls": 10, "emails": 40},
        {"rep_id": 2, "team_id": 2, "day": "2026-11-03", "calls": 10},
    )
    has = Loaded(calls=frozenset({1, 2}), emails=frozenset({1}), meetings=True, opportunities=True)
    values = summary.parts(found, BY_NAME["emails"], has)["value"]
    assert values.tolist()[0] == 40 and pd.isna(values.tolist()[1])
    assert summary.average(found, BY_NAME["emails"], has).value == 4
    assert summary.total(found, BY_NAME["activity_to_meeting"], has).denominator == 50


def test_sums_of_money_are_exact_to_the_cent():
    deals = build.opportunities(
        *({"rep_id": 1, "accepted_on": "2026-11-03", "amount_cents": 10} for _ in range(3))
    )
    found = summary.by_rep(
        build.book(deals=deals), build.seats({"rep_id": 1, "rep": "Ana"}), TWO_WEEKS, TODAY, Calendar()
    )
    assert summary.total(found, BY_NAME["pipeline"], build.ALL).value == 0.3


def test_quota_follows_the_ramp_and_the_days_in_seat():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana"},
        {"rep_id": 2, "rep": "New", "started_on": "2026-11-02"},
        {"rep_id": 3, "rep": "Half", "ended_on": "2026-11-13"},
    )
    targets = pd.DataFrame(
        {
            "rep_id": [1, 2, 3],
            "team_id": None,
            "metric": "saos",
            "period": "2026-11",
            "target": [21.0, 21.0, 21.0],
        }
    )
    found = quotas.by_seat(targets, people, "saos", "2026-11", Calendar()).droplevel("team_id")
    assert found.to_dict() == {1: 21.0, 2: pytest.approx(21 * 0.25), 3: pytest.approx(10.0)}
    assert quotas.of_team(targets, people, "saos", "2026-11", Calendar()) == pytest.approx(21 + 5.25 + 10)


def test_a_team_s_own_quota_comes_before_the_sum_of_its_reps():
    people = build.seats({"rep_id": 1, "rep": "Ana"})
    targets = pd.DataFrame(
        {
            "rep_id": [1, None],
            "team_id": [None, 1],
            "metric": "saos",
            "period": "2026-11",
            "target": [10.0, 12.0],
        }
    )
    assert quotas.of_team(targets, people, "saos", "2026-11", Calendar()) == 12
    assert quotas.of_team(targets, people, "saos", "2026-12", Calendar()) is None


def test_the_straight_line():
    november = Period(date(2026, 11, 1), date(2026, 11, 30))
    standing = quotas.standing(30, 72, november, date(2026, 11, 13), Calendar(), [1])
    assert (standing.days_gone, standing.days) == (10, 21)
    assert standing.straight_line == pytest.approx(63)
    assert quotas.standing(0, 0, november, date(2026, 10, 1), Calendar(), [1]).straight_line is None
    assert quotas.standing(5, None, november, date(2026, 11, 13), Calendar(), [1]).attainment is None


def test_what_is_left_of_a_quota_is_never_below_nothing():
    november = Period(date(2026, 11, 1), date(2026, 11, 30))
    left = [quotas.standing(8, quota, november, TODAY, Calendar(), [1]).left for quota in (12, 8, 7.5, None)]
    assert left == [4, 0, 0, None]


def test_a_floor_holds_where_all_the_teams_have_the_same():
    floors = pd.DataFrame(
        [(1, "calls", 60.0), (2, "calls", 60.0), (3, "calls", 40.0), (1, "emails", 30.0)],
        columns=["team_id", "metric", "per_day"],
    )
    found = [quotas.floor(floors, teams, "calls") for teams in ([1], [1, 1, 2], [1, 3], [1, 4], [4], [])]
    assert found == [60, 60, None, None, None, None]
    assert quotas.floor(floors, [2], "emails") is None


def test_a_rep_who_sat_in_two_teams_has_one_number_a_day():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana", "team_id": 1, "ended_on": "2026-11-06"},
        {"rep_id": 1, "rep": "Ana", "team_id": 2, "started_on": "2026-11-09"},
    )
    found = rows(
        people,
        {"rep_id": 1, "day": "2026-11-03", "calls": 80},
        {"rep_id": 1, "team_id": 2, "day": "2026-11-10", "calls": 20},
    )
    assert summary.together_per_day(found, CALLS, build.ALL) == summary.Value(10)
    assert summary.together_per_day(found.iloc[:0], CALLS, build.ALL) == summary.Value(None)


def test_the_others_behind_an_average_are_the_ramped_reps_who_have_a_value():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana"},
        {"rep_id": 2, "rep": "Bo", "team_id": 1, "ended_on": "2026-11-06"},
        {"rep_id": 2, "rep": "Bo", "team_id": 2, "started_on": "2026-11-09", "first_day": "2020-01-06"},
        {"rep_id": 3, "rep": "Cy"},
        {"rep_id": 4, "rep": "New", "started_on": "2026-10-05"},
    )
    days = [{"rep_id": rep, "day": "2026-11-03", "calls": 10, "calls_connected": 1} for rep in (1, 2, 4)]
    found = rows(people, *days, {"rep_id": 2, "team_id": 2, "day": "2026-11-10", "calls": 5})
    assert summary.others(found, RATE, build.ALL, 1) == 1
    assert summary.others(found, CALLS, build.ALL, 1) == 2
    assert summary.others(found, RATE, build.ALL, 4) == 2


def test_all_teams_have_a_quota_together_only_where_each_of_them_has_one():
    people = build.seats(
        {"rep_id": 1, "rep": "Ana"},
        {"rep_id": 2, "rep": "Bo", "team_id": 2, "team": "Two"},
        {"rep_id": 3, "rep": "Gone", "team_id": 3, "team": "Three", "ended_on": "2026-10-30"},
    )
    targets = pd.DataFrame(
        {"rep_id": [1, 2], "team_id": None, "metric": "saos", "period": "2026-11", "target": [10.0, 12.0]}
    )
    assert quotas.of_team(targets, people, "saos", "2026-11", Calendar()) == 22
    assert quotas.of_team(targets.iloc[:1], people, "saos", "2026-11", Calendar()) is None
    only_one = people[people["team_id"] == 1]
    assert quotas.of_team(targets.iloc[:1], only_one, "saos", "2026-11", Calendar()) == 10


def test_a_quarter_without_a_target_has_the_sum_of_its_months():
    people = build.seats({"rep_id": 1, "rep": "Ana"}, {"rep_id": 2, "rep": "Bo", "team_id": 2, "team": "Two"})
    months = [(1, None, f"2026-{month}", 10.0) for month in (10, 11, 12)]
    months += [(None, 2, f"2026-{month}", 20.0) for month in (10, 11, 12)]
    targets = pd.DataFrame(months, columns=["rep_id", "team_id", "period", "target"]).assign(metric="saos")
    found = quotas.by_team(targets, people, "saos", "2026-Q4", Calendar())
    assert found.to_dict() == {1: 30, 2: 60}
    assert quotas.of_team(targets, people, "saos", "2026-Q4", Calendar()) == 90
    # A target of the quarter's own comes first, and two of three months are no quarter.
    own = pd.concat([targets, targets.tail(1).assign(period="2026-Q4", target=50.0)])
    assert quotas.by_team(own, people, "saos", "2026-Q4", Calendar()).to_dict() == {2: 50}
    assert quotas.by_team(
        targets[targets["period"] != "2026-11"], people, "saos", "2026-Q4", Calendar()
    ).empty
    assert quotas.by_team(targets, people, "saos", "2027-Q1", Calendar(year_ends=9)).to_dict() == {
        1: 30,
        2: 60,
    }
