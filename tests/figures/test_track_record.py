"""The track record: a replay is what a log cut at that date says, and nothing that came later changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import build
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from bench.calendar_teams import World, team_of
from dashboard.figures import forecast, landing
from dashboard.figures.forecast import METRICS, Log
from dashboard.figures.known import meetings_of, saos_of
from dashboard.figures.periods import of_quota
from dashboard.figures.timeline import timeline
from dashboard.figures.track_record import COLUMNS, ENOUGH, LEARNT_FROM, past, replay, summary
from dashboard.figures.workdays import Calendar

FIRST, LATER, LAST = date(2025, 1, 6), date(2025, 9, 1), date(2026, 6, 30)
TODAY = date(2026, 3, 20)
TEAMS = [1, 2]
SAID = ["p10", "p50", "p90", "covers", "pace", "by_average"]
MOMENTS = ["booked", "starts", "accepted"]


@pytest.fixture(scope="module")
def rows() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The seats and the meetings of two teams, of which the second begins half-way; some are called off."""
    made = []
    for number, (first, world) in enumerate([(FIRST, World(reps=4)), (LATER, World(reps=3, leaves=0))]):
        team = team_of(world, first, LAST, np.random.default_rng([3, number]))
        keys = {"team_id": TEAMS[number], "rep_id": lambda one, number=number: one["rep_id"] + 100 * number}
        made.append((team.log.line.history.assign(**keys), team.meetings.assign(**keys)))
    seats, meetings = (pd.concat(each, ignore_index=True) for each in zip(*made, strict=True))
    meetings["id"] = range(len(meetings))
    called_off = np.random.default_rng(5).random(len(meetings)) < 0.3
    return seats, meetings.assign(
        outcome=meetings["outcome"].mask(called_off & meetings["outcome"].eq("no-show"), "cancelled")
    )


def log_of(seats: pd.DataFrame, meetings: pd.DataFrame, last: date = LAST) -> Log:
    line = timeline(seats, Calendar(), FIRST, last, TODAY)
    saos = meetings[meetings["accepted_at"].notna()].assign(meeting_id=lambda found: found["id"])
    return Log(meetings_of(meetings, line), saos_of(saos, line), line)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


def cut(meetings: pd.DataFrame, day: date) -> pd.DataFrame:
    """The log as it stood at the end of a day: nothing that was written later."""
    end = pd.Timestamp(end_of(day))
    found = meetings[meetings["booked_at"] <= end]
    later = found["accepted_at"] > end
    outcome = found["outcome"].mask(later & (found["outcome"] == "accepted"), "held")
    return found.assign(
        outcome=outcome.mask(found["starts_at"] > end, "scheduled"),
        accepted_at=found["accepted_at"].mask(later), accepted_on=found["accepted_on"].mask(later),
    )  # fmt: skip


def replayed(log: Log, chosen: str = "2026-03", metric: str = "saos", today: date = TODAY) -> pd.DataFrame:
    return replay(log, past(chosen, today, Calendar(), TEAMS), metric, today, "UTC")


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("chosen", ["2026-03", "2026-Q1"])
def test_a_replay_is_what_the_log_cut_at_that_date_says(rows, metric, chosen):
    seats, meetings = rows
    found = replayed(log_of(*rows), chosen, metric)
    assert len(found) >= 6 and found["team_id"].nunique() == 2
    for row in found.itertuples():
        then = forecast.outlook(log_of(seats, cut(meetings, row.as_of)), end_of(row.as_of), row.as_of)
        parts = then.parts(of_quota(row.period), metric)
        own = parts if pd.isna(row.team_id) else parts[parts["team_id"] == row.team_id]
        landed = landing.land(forecast.group(own, [])).iloc[0]
        assert (row.p10, row.p50, row.p90) == tuple(landed[["p10", "p50", "p90"]])


@pytest.mark.parametrize("metric", METRICS)
def test_what_came_is_what_the_log_holds_of_the_period(rows, metric):
    _, meetings = rows
    days = meetings["accepted_on" if metric == "saos" else "starts_on"]
    counts = ["accepted"] if metric == "saos" else ["held", "accepted", "disqualified"]
    counted = meetings["outcome"].isin(counts)
    for row in replayed(log_of(*rows), metric=metric).itertuples():
        team = True if pd.isna(row.team_id) else meetings["team_id"] == row.team_id
        assert row.came == (of_quota(row.period).holds(days) & counted & team).sum()
        assert row.held == (row.p10 <= row.came <= row.p90)


def test_what_is_logged_later_changes_nothing(rows):
    seats, meetings = rows
    found = replayed(log_of(*rows))
    asked = found["as_of"].max()
    end = pd.Timestamp(end_of(asked))
    booked_later, ahead = meetings["booked_at"] > end, meetings["starts_at"] > end
    other = meetings[~booked_later | (meetings["id"] % 3 > 0)]
    off = ahead & (other["id"] % 2 > 0)
    other = other.assign(
        outcome=other["outcome"].mask(off, "cancelled"),
        accepted_at=other["accepted_at"].mask(off), accepted_on=other["accepted_on"].mask(off),
    )  # fmt: skip
    again = replayed(log_of(seats, other))
    assert not found["came"].equals(again["came"])
    pd.testing.assert_frame_equal(found[SAID], again[SAID])


def test_a_meeting_of_unknown_booking_is_known_from_its_date_on(rows):
    seats, meetings = rows
    found = replayed(log_of(*rows))
    asked = found["as_of"].max()
    end = pd.Timestamp(end_of(asked))
    ahead = (meetings["starts_at"] > end) & (meetings["booked_at"] > end)
    never = {"booked_at": meetings["booked_at"].mask(ahead), "booked_on": meetings["booked_on"].mask(ahead)}
    last = found["as_of"] == asked
    again = replayed(log_of(seats, meetings.assign(**never)))
    pd.testing.assert_frame_equal(found.loc[last, SAID], again.loc[last, SAID])


def test_a_team_is_judged_from_when_its_log_is_old_enough(rows):
    _, meetings = rows
    found = replayed(log_of(*rows))
    first = meetings.groupby("team_id")["booked_on"].min()
    for team, began in first.items():
        asked = found.loc[found["team_id"] == team, "as_of"]
        ages = np.busday_count(began.date(), [day for day in asked])
        # One month earlier it was too young: a month has 23 working days at the most.
        assert LEARNT_FROM <= ages.min() < LEARNT_FROM + 23
    everybody = found[found["team_id"].isna()]
    assert everybody["period"].tolist() == sorted(found["period"].unique())
    assert len(everybody) == (found["team_id"] == 1).sum()


def test_a_period_that_is_not_wholly_in_the_log_is_left_out(rows):
    seats, meetings = rows
    behind = log_of(seats, cut(meetings, date(2026, 2, 13)))
    for metric in METRICS:
        assert replayed(log_of(*rows), metric=metric)["period"].max() == "2026-02"
        assert replayed(behind, metric=metric)["period"].max() == "2026-01"


def test_an_empty_log_has_no_record(rows):
    seats, meetings = rows
    for log in (log_of(seats, meetings.head(0)), log_of(seats.head(0), meetings.head(0))):
        found = replayed(log)
        assert found.columns.tolist() == list(COLUMNS) and found.empty
    none = summary(found)
    assert (none.periods, none.held, none.compared, none.enough) == (0, 0, 0, False)
    assert np.isnan(none.miss)


# One rep; booked, starts, outcome, accepted. Asked on 15 June, the eleventh of 22 working days.
HAND = [
    *[("2026-01-05", "2026-03-02", "no-show", None)] * 2,
    *[("2026-01-05", "2026-03-03", "disqualified", None)] * 3,
    *[("2026-01-05", "2026-03-04", "held", None)] * 2,
    *[("2026-01-05", "2026-03-05", "accepted", "2026-03-12")] * 2,
    ("2026-05-11", "2026-06-02", "accepted", "2026-06-04"),
    # On the calendar until the end of June, and after it; decided and booked only later.
    *[("2026-06-08", "2026-06-22", "accepted", "2026-06-29")] * 2,
    ("2026-06-08", "2026-07-02", "accepted", "2026-07-06"),
    ("2026-06-03", "2026-06-11", "accepted", "2026-06-30"),
    ("2026-06-16", "2026-06-18", "held", None),
]


def by_hand(rows: list[tuple]) -> Log:
    frame = pd.DataFrame(rows, columns=["booked", "starts", "outcome", "accepted"])
    for name in MOMENTS:
        moment = pd.to_datetime(frame.pop(name) + " 10:00", utc=True).astype("datetime64[us, UTC]")
        frame[f"{name}_at"], frame[f"{name}_on"] = moment, moment.dt.tz_localize(None).dt.normalize()
    day = pd.Series(pd.to_datetime(["2024-01-08"])).astype("datetime64[us]")
    seat = {"rep_id": 1, "team_id": 1, "started_on": day, "ended_on": pd.NaT, "first_day": day}
    meetings = frame.assign(rep_id=1, team_id=1, id=range(len(frame)))
    return log_of(pd.DataFrame(seat), meetings, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("metric", "achieved", "average"),
    [
        # 11 have an outcome, 9 took place. Of those 3 accepted and 3 turned down, 1 in 2. Three wait that
        # were held: two of March, who have waited too long to be counted, and one of 11 June.
        ("saos", 1, 1 + 2 * 9 / 11 * 1 / 2 + 1 * 1 / 2),
        ("meetings_held", 2, 2 + 2 * 9 / 11),
    ],
)
def test_meetings_times_average_rate_and_the_straight_line_by_hand(metric, achieved, average):
    today = date(2026, 7, 15)
    found = replayed(by_hand(HAND), "2026-07", metric, today)
    june = found[(found["period"] == "2026-06") & (found["team_id"] == 1)].iloc[0]
    assert (june["as_of"], june["gone"]) == (date(2026, 6, 15), 11)
    assert june["pace"] == pytest.approx(achieved * 22 / 11)
    assert june["by_average"] == pytest.approx(average)
    assert june["came"] == {"saos": 4, "meetings_held": 5}[metric]


def test_without_a_rate_there_is_no_average():
    undecided = [
        ("2026-01-05", "2026-06-12", "held", None), ("2026-06-01", "2026-06-02", "held", "2026-07-02"),
    ]  # fmt: skip
    found = replayed(by_hand(undecided), "2026-07", today=date(2026, 7, 15))
    assert found.loc[found["period"] == "2026-06", "by_average"].isna().all()
    # While there was no meeting, none had to be judged.
    assert found.loc[found["period"] == "2026-04", "by_average"].eq(0).all()
    found = found[found["period"] == "2026-06"]
    assert summary(found[found["team_id"] == 1]).compared == 0


def judged(held: int, of: int, covers: float = 0.8) -> pd.DataFrame:
    came = np.full(of, 10.0)
    return pd.DataFrame(
        {"held": np.arange(of) < held, "covers": covers, "came": came, "p50": came + 1, "pace": came - 3,
         "by_average": came * 1.2}
    )  # fmt: skip


def test_a_summary_says_how_rare_by_luck_it_is():
    found = summary(judged(6, 14))
    assert (found.periods, found.held, found.enough) == (14, 6, True)
    assert found.as_few == pytest.approx(binom.cdf(6, 14, 0.8))
    assert found.as_many == pytest.approx(binom.sf(5, 14, 0.8))
    assert found.too_narrow and not found.too_wide
    assert (found.miss, found.miss_pace, found.miss_average) == pytest.approx((0.1, 0.3, 0.2))
    wide = summary(judged(24, 24))
    assert wide.too_wide and not wide.too_narrow
    # Ranges of few counts hold more often, and are not wide for it.
    assert not summary(judged(24, 24, covers=0.93)).too_wide


def test_under_twelve_periods_nothing_is_said():
    few = summary(judged(0, ENOUGH - 1))
    assert not (few.enough or few.too_narrow or few.too_wide)
    assert summary(judged(ENOUGH, ENOUGH)).enough


def test_the_miss_is_summed_over_periods_in_which_there_is_everything():
    rows = judged(2, 3).assign(came=[0.0, 10.0, 30.0], p50=[2.0, 11.0, 27.0], pace=0.0)
    rows["by_average"] = [0.0, np.nan, 30.0]
    found = summary(rows)
    assert (found.compared, found.miss, found.miss_pace, found.miss_average) == (2, 5 / 30, 1.0, 0.0)
    assert np.isnan(summary(rows.assign(came=0.0)).miss)


@pytest.mark.parametrize(
    ("chosen", "today", "names", "asked"),
    [
        # 18 November is its thirteenth working day.
        ("2026-11", date(2026, 11, 18), ("2024-11", "2026-10", 24), (date(2026, 10, 19), 13)),
        # On the last working day one is left; February has twenty.
        ("2026-03", date(2026, 3, 31), ("2024-03", "2026-02", 24), (date(2026, 2, 26), 19)),
        # A Sunday: no day is gone yet.
        ("2026-11", date(2026, 11, 1), ("2024-11", "2026-10", 24), (date(2026, 10, 1), 1)),
        # The next month has not begun; this one is not over.
        ("2026-12", date(2026, 11, 18), ("2024-11", "2026-10", 24), (date(2026, 10, 15), 11)),
        # What is over: the ones before it, at half their days.
        ("2026-09", date(2026, 11, 18), ("2024-09", "2026-08", 24), (date(2026, 8, 17), 11)),
        ("2026-Q4", date(2026, 10, 2), ("2023-Q4", "2026-Q3", 12), (date(2026, 7, 2), 2)),
        ("2026-Q1", date(2025, 12, 31), ("2022-Q4", "2025-Q3", 12), (date(2025, 8, 14), 33)),
    ],
)
def test_past_periods_are_asked_at_the_same_point(chosen, today, names, asked):
    found = past(chosen, today, Calendar(), TEAMS)
    assert (found[0].name, found[-1].name, len(found)) == names
    assert (found[-1].day, found[-1].gone) == asked
    assert all(one.period.last < today and one.period.first <= one.day < one.period.last for one in found)


def test_holidays_are_no_working_days():
    closed = Calendar({team: [date(2026, 10, 5), date(2026, 10, 6)] for team in TEAMS})
    found = past("2026-11", date(2026, 11, 18), closed, TEAMS)[-1]
    assert (found.day, found.gone, found.days) == (date(2026, 10, 21), 13, 20)
    some = replace(closed, holidays={1: [date(2026, 10, 5)]})
    assert past("2026-11", date(2026, 11, 18), some, TEAMS)[-1].days == 22
    assert past("2026-11", date(2026, 11, 18), Calendar(), [])[-1].days == 22


def test_the_first_calendar_has_no_record_before_it():
    names = [one.name for one in past("1971-03", date(1971, 3, 9), Calendar(), TEAMS)]
    assert names == ["1970-12", "1971-01", "1971-02"]


def test_a_replay_does_not_know_who_was_to_leave_or_to_begin():
    seats = build.seats(
        {"rep_id": 1, "rep": "Stays"},
        {"rep_id": 2, "rep": "Leaves", "ended_on": "2026-10-09"},
        {"rep_id": 3, "rep": "Begins", "started_on": "2026-10-05"},
    )
    line = timeline(seats, Calendar(), date(2026, 6, 1), date(2026, 12, 31), date(2026, 11, 18))
    then = line.as_planned(date(2026, 9, 15))
    later, before = line.column(date(2026, 11, 2)), line.column(date(2026, 9, 14))
    assert line.works[:, later].tolist() == [1, 0, 0.25]
    assert then.works[:, later].tolist() == [1, 1, 0]
    assert then.works[:, line.column(date(2026, 11, 1))].tolist() == [0, 0, 0], "a Sunday"
    assert then.works[:, before].tolist() == line.works[:, before].tolist() == [1, 1, 0]
