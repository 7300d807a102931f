"""What would move a landing, why it moved, and whose calendar is thin: by hand, on small logs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import build
import numpy as np
import pandas as pd
import pytest

from dashboard.figures import change, forecast, landing, levers, thin
from dashboard.figures.forecast import MEETINGS_HELD, SAOS, Log, group
from dashboard.figures.known import meetings_of, saos_of
from dashboard.figures.periods import month
from dashboard.figures.timeline import timeline
from dashboard.figures.workdays import Calendar

TODAY = date(2026, 11, 18)
AS_OF = datetime(2026, 11, 18, 20, tzinfo=UTC)
NOVEMBER, DECEMBER = month(2026, 11), month(2026, 12)
BEGIN, END = date(2026, 1, 1), date(2027, 3, 31)


def meeting(rep: int, booked: date, starts: date, outcome: str, accepted: date | None = None) -> dict:
    return {
        "rep_id": rep,
        "booked_on": booked,
        "starts_on": starts,
        "outcome": outcome,
        "accepted_on": accepted,
    }


def log_of(rows: list[dict], reps: int = 4, calendar: Calendar | None = None) -> Log:
    """A log of these meetings, each accepted one with its SAO; everybody in one team since long ago."""
    seats = build.seats(*({"rep_id": rep, "rep": f"Rep {rep}"} for rep in range(1, reps + 1)))
    frame = pd.DataFrame(rows).assign(id=range(len(rows)), team_id=1)
    for name in ("booked", "starts", "accepted"):
        frame[f"{name}_on"] = pd.to_datetime(frame[f"{name}_on"]).astype("datetime64[us]")
        frame[f"{name}_at"] = (frame[f"{name}_on"] + pd.Timedelta(hours=12)).dt.tz_localize("UTC")
    frame["has_sao"] = frame["accepted_on"].notna()
    saos = frame[frame["has_sao"]].assign(meeting_id=lambda one: one["id"])
    line = timeline(seats, calendar or Calendar(), BEGIN, END, TODAY)
    return Log(meetings_of(frame, line), saos_of(saos, line), line)


def history(reps: int = 4, weeks: int = 30) -> list[dict]:
    """Every rep books two meetings a week, of which one is accepted two days after it was held."""
    rows = []
    for week in range(1, weeks + 1):
        monday = date(2026, 11, 16) - timedelta(weeks=week)
        for rep in range(1, reps + 1):
            held = monday + timedelta(days=7)
            rows.append(meeting(rep, monday, held, "accepted", held + timedelta(days=2)))
            rows.append(meeting(rep, monday, held, "disqualified"))
    return rows


def waiting(how_many: int) -> list[dict]:
    """Held this Monday, and not decided yet."""
    return [meeting(1 + n % 4, date(2026, 11, 9), date(2026, 11, 16), "held") for n in range(how_many)]


def no_shows(how_many: int, on: date = date(2026, 11, 12)) -> list[dict]:
    return [meeting(1 + n % 4, date(2026, 11, 5), on, "no-show") for n in range(how_many)]


def teams_of(outlook: forecast.Outlook, period, metric: str, quota: float) -> pd.DataFrame:
    rows = group(outlook.parts(period, metric), ["team_id"])
    return landing.land(rows, np.array([quota])).assign(quota=quota)


def asked(log: Log, over: float = 1.1, period=NOVEMBER, metric: str = SAOS):
    """The lever of the team whose quota lies so far over what is expected."""
    outlook = forecast.outlook(log, AS_OF, TODAY, 0.0)
    expected = group(outlook.parts(period, metric), [])
    quota = np.ceil(over * expected[["achieved", "pending", "calendar", "new"]].sum(axis=1).iloc[0])
    teams = teams_of(outlook, period, metric, quota)
    return teams, levers.levers(outlook, period, metric, teams).get(1)


def test_winning_back_no_shows_adds_what_as_many_new_meetings_would():
    log = log_of([*history(), *no_shows(12)])
    teams, lever = asked(log)
    assert (lever.decide, lever.win_back) == (0, 12)
    outlook = forecast.outlook(log, AS_OF, TODAY, 0.0)
    one = outlook.asked(NOVEMBER, SAOS)
    more = one.more(np.full(4, 3.0))
    rows = one.rows
    rows = rows.assign(calendar=rows["calendar"] + more.mean, variance=rows["variance"] + more.variance)
    then = landing.land(group(rows, ["team_id"]), teams["quota"].to_numpy())["p_hit"].iloc[0]
    assert lever.points == pytest.approx(then - teams["p_hit"].iloc[0]) and lever.points > 0.05


def test_no_shows_of_long_ago_are_not_won_back():
    _, lever = asked(log_of([*history(), *no_shows(12, on=date(2026, 10, 30))]))
    assert lever is None


def test_deciding_what_waits_adds_what_would_be_decided_later():
    slow = [
        row | ({"accepted_on": row["starts_on"] + timedelta(days=21)} if row["accepted_on"] else {})
        for row in history()
    ]
    still_open = {"outcome": "held", "accepted_on": None}
    slow = [row | (still_open if row["accepted_on"] and row["accepted_on"] > TODAY else {}) for row in slow]
    teams, lever = asked(log_of([*slow, *waiting(16)]))
    assert lever.win_back == 0 and lever.decide >= 16 and lever.points > 0.05


def test_nothing_can_be_decided_today_for_a_period_that_has_not_begun():
    _, lever = asked(log_of([*history(), *waiting(16)]), period=DECEMBER)
    assert lever is None


def test_meetings_held_are_not_decided():
    _, lever = asked(log_of([*history(), *waiting(16), *no_shows(12)]), metric=MEETINGS_HELD)
    assert (lever.decide, lever.win_back) == (0, 12)


@pytest.mark.parametrize("over", [0.5, 100.0])
def test_no_lever_for_who_is_sure_or_cannot_reach_it(over):
    _, lever = asked(log_of([*history(), *no_shows(12)]), over=over)
    assert lever is None


def test_no_lever_without_a_quota_and_none_once_it_is_over():
    log = log_of([*history(), *no_shows(12)])
    outlook = forecast.outlook(log, AS_OF, TODAY, 0.0)
    teams = teams_of(outlook, NOVEMBER, SAOS, float("nan"))
    assert levers.levers(outlook, NOVEMBER, SAOS, teams) == {}
    assert levers.levers(outlook, month(2026, 10), SAOS, teams.assign(quota=100.0, p_hit=0.0)) == {}


def test_a_change_is_what_came_beside_what_was_expected_and_what_still_lies_ahead():
    more = [
        meeting(1, date(2026, 11, 12), date(2026, 11, 13), "accepted", date(2026, 11, 16)) for _ in range(9)
    ]
    log = log_of([*history(), *more])
    before = forecast.outlook(log, AS_OF - timedelta(weeks=1), TODAY - timedelta(weeks=1), 0.0)
    now = forecast.outlook(log, AS_OF, TODAY, 0.0)
    found = change.changes(before, now.parts(NOVEMBER), TODAY, NOVEMBER, SAOS)[1]
    assert found.came == 4 + 9
    assert found.total == pytest.approx(found.now - found.then)
    assert found.happened + found.ahead == pytest.approx(found.total)
    assert 1 < found.expected < 6 and found.happened > 6
    assert found.now == pytest.approx(group(now.parts(NOVEMBER), [])[list(change.SUM)].sum(axis=1).iloc[0])


def test_no_change_is_told_of_a_period_that_had_not_begun_or_was_over():
    log = log_of(history())
    before = forecast.outlook(log, AS_OF - timedelta(weeks=1), TODAY - timedelta(weeks=1), 0.0)
    now = forecast.outlook(log, AS_OF, TODAY, 0.0)
    for period in (DECEMBER, month(2026, 10)):
        assert change.changes(before, now.parts(period), TODAY, period, SAOS) == {}


def coming(counts: list[int]) -> list[dict]:
    """So many meetings of each rep in the next two weeks."""
    days = [day.date() for day in pd.bdate_range("2026-11-19", "2026-12-02")]
    return [
        meeting(rep + 1, date(2026, 11, 16), days[n % len(days)], "scheduled")
        for rep, count in enumerate(counts)
        for n in range(count)
    ]


def calendars(counts: list[int], calendar: Calendar | None = None) -> pd.DataFrame:
    log = log_of([*history(len(counts)), *coming(counts)], len(counts), calendar)
    return thin.calendars(forecast.outlook(log, AS_OF, TODAY, 0.0)).set_index("rep_id")


def test_a_thin_calendar_is_one_that_luck_hardly_leaves():
    found = calendars([2, 12, 11, 13, 12])
    assert found["thin"].tolist() == [True, False, False, False, False]
    assert found["meetings"].tolist() == [2, 12, 11, 13, 12]
    assert found.loc[1, "rest"] == pytest.approx(12) and found.loc[1, "days"] == 10
    assert not calendars([8, 12, 11, 13, 12])["thin"].any()


def test_a_single_rep_has_no_rest_to_be_thin_beside():
    found = calendars([0])
    assert found["rest"].isna().all() and not found["thin"].any()


def test_who_is_away_is_not_thin_and_half_a_fortnight_is_compared_with_half():
    off = pd.DataFrame({"rep_id": 1, "day": pd.bdate_range("2026-11-19", "2026-11-25")})
    found = calendars([2, 12, 11, 13, 12], Calendar(days_off=off))
    assert found.loc[1, "days"] == 5 and found.loc[1, "rest"] == pytest.approx(6)
    longer = pd.DataFrame({"rep_id": 1, "day": pd.bdate_range("2026-11-19", "2026-11-30")})
    assert 1 not in calendars([2, 12, 11, 13, 12], Calendar(days_off=longer)).index


def test_luck_alone_leaves_few_calendars_thin():
    draw = np.random.default_rng(3)
    found = [calendars(list(draw.poisson(10, 10)))["thin"].sum() for _ in range(40)]
    assert np.mean(found) < 0.35
