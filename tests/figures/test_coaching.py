"""A team's page: which days it reads, what it compares, and whom the guard judges by what."""

from __future__ import annotations

from datetime import date, timedelta

import build
import numpy as np
import pandas as pd
import pytest

from dashboard.figures import attention, coaching, efficiency, flags, summary
from dashboard.figures.coaching import Coaching
from dashboard.figures.periods import Period, named
from dashboard.figures.workdays import Calendar

TODAY = date(2026, 11, 19)
WINDOW = Period(date(2026, 10, 22), date(2026, 11, 18))
WEEKDAYS = pd.bdate_range("2026-08-20", "2026-11-18")
NAMES = ["Kate", "Ana", "Bo", "Cy", "Di", "Ed"]


def days(
    rep: int, calls: int = 80, connects: int = 8, booked: int = 2, emails: int = 40, **more
) -> list[dict]:
    """A rep's daily counts over thirteen weeks; `more` may limit them to some days."""
    on = more.get("on", WEEKDAYS)
    counts = {
        "calls": calls, "calls_connected": connects - booked, "calls_meeting_scheduled": booked,
        "emails": emails, "emails_meeting_scheduled": 1 if emails else 0,
    }  # fmt: skip
    return [{"rep_id": rep, "day": day} | counts for day in on]


def booked(rep: int, a_day: float, on=WEEKDAYS, outcome: str = "held") -> list[dict]:
    """Meetings booked every day and held the same day."""
    number = round(a_day * len(on))
    return [
        {"id": rep * 10_000 + n, "rep_id": rep, "booked_on": day, "starts_at": day + pd.Timedelta(hours=9),
         "outcome": outcome}
        for n, day in enumerate(np.resize(on.to_pydatetime(), number))
    ]  # fmt: skip


def page(
    daily: list[dict], met: list[dict], window: Period = WINDOW, exactly: bool = False, **seat
) -> Coaching:
    reps = sorted({row["rep_id"] for row in daily})
    begun = {"started_on": "2024-01-08"}
    given = [{"rep_id": rep, "rep": NAMES[rep]} | begun | seat.get(f"r{rep}", {}) for rep in reps]
    seats = build.seats(*given)
    book = build.book(build.daily(*daily), build.meetings(*met))

    def rows_of(some: Period) -> pd.DataFrame:
        return summary.by_rep(book, seats, some, TODAY, Calendar())

    return coaching.coach(rows_of, book, 1, window, build.ALL, Calendar(), exactly)


def team(first: list[dict], met: list[dict], **more) -> Coaching:
    """A rep beside five at 80 calls, 8 conversations and 2 meetings a day."""
    daily = first + [row for rep in range(1, 6) for row in days(rep)]
    return page(daily, met + [row for rep in range(1, 6) for row in booked(rep, 2)], **more)


def test_kate_is_protected_in_the_numbers_of_the_golden_table():
    found = team(days(0, calls=50), booked(0, 3))
    kate = found.guarded(0)
    assert kate["verdict"] == "protect"
    assert (kate["days"], kate["activity_a_day"], kate["output_a_day"]) == (20, 50, 3)
    assert (kate["rest_activity"], kate["rest_output"]) == (80, 2)
    assert (found.activity.name, found.output.name) == ("calls", "meetings_held")
    # Every day alike: no lumps, so surer than with the default of 6.
    assert kate["activity_lumps"] == 1
    assert kate["p_output"] == pytest.approx(0.9962, abs=1e-4)
    assert coaching.what_if(kate).break_even_rate == pytest.approx(0.0375)
    assert coaching.what_if(found.guarded(1)) is None


def test_a_week_off_is_not_low_activity():
    worked = WEEKDAYS[~((WEEKDAYS >= "2026-11-02") & (WEEKDAYS <= "2026-11-06"))]
    ana = team(days(0, on=worked), booked(0, 2, worked)).guarded(0)
    assert (ana["days"], ana["activity_a_day"]) == (15, 80)
    assert ana["verdict"] == "activity normal"


def test_what_comes_on_days_off_is_no_output_of_the_days_worked():
    """Meetings go on being held while somebody is away: five days of calls are not their output."""
    away = WEEKDAYS[WEEKDAYS < "2026-10-29"]
    found = team(days(0, calls=60, on=away), booked(0, 1))
    low = found.guarded(0)
    assert (low["days"], low["activity_a_day"], low["output_a_day"]) == (5, 60, 1)
    assert low["verdict"] != "protect"


def test_who_has_left_is_no_part_of_the_rest():
    gone = WEEKDAYS[WEEKDAYS < "2026-10-01"]
    found = team(days(0, on=gone), booked(0, 5), r0={"ended_on": "2026-09-30"})
    assert found.guarded(1)["rest_output"] == 2


def test_weekends_count_neither_way():
    weekend = pd.date_range("2026-08-22", "2026-11-15", freq="7D")
    found = page(
        [row for rep in range(5) for row in days(rep) + days(rep, on=weekend)] + days(5),
        [row for rep in range(6) for row in booked(rep, 2)],
    )
    assert found.guarded(0)["activity_a_day"] == found.guarded(5)["activity_a_day"] == 80
    assert set(found.guard["verdict"]) == {"activity normal"}


def test_nothing_is_no_rhythm():
    calls = [row for rep in range(1, 6) for row in days(rep)] + days(0, calls=50)
    assert page(calls, []).guard.empty
    one = page(calls, booked(0, 0.05, WEEKDAYS[-20:]) + booked(1, 0.05, WEEKDAYS[-20:]))
    assert one.guarded(0)["verdict"] != "protect"


def test_output_is_the_first_that_there_is_enough_of():
    saos = team(days(0), booked(0, 2, outcome="accepted"))
    assert saos.output.name == "meetings_held"
    few = [row for rep in range(6) for row in booked(rep, 1, WEEKDAYS[::2])]
    assert page([row for rep in range(6) for row in days(rep)], few).output.name == "meetings_scheduled"
    held = page(
        [row for rep in range(6) for row in days(rep)], [r for rep in range(6) for r in booked(rep, 2)]
    )
    assert held.output.name == "meetings_held"


def test_what_is_not_loaded_is_not_compared():
    book = build.book(build.daily(*days(0)))
    seats = build.seats({"rep_id": 0, "rep": "Kate"})
    rows_of = lambda some: summary.by_rep(book, seats, some, TODAY, Calendar())  # noqa: E731
    found = coaching.coach(rows_of, book, 1, WINDOW, build.NOTHING, Calendar())
    assert found.flags.empty and found.guard.empty and found.tests == 0
    assert found.watches_by_luck == 0
    assert attention.findings(found, {}).empty


def test_the_window_of_a_page():
    for choice in ("this-week", "last-week", "4-weeks", "month"):
        window = coaching.window(named(choice, TODAY), TODAY)
        assert window.days == 28 and window.last < TODAY
    assert coaching.window(named("13-weeks", TODAY), TODAY) == Period(date(2026, 8, 20), date(2026, 11, 18))
    # A period that has not begun is looked at from where it stands.
    ahead = Period(TODAY + timedelta(days=10), TODAY + timedelta(days=20))
    assert coaching.window(ahead, TODAY).last == ahead.first


def test_few_trials_are_read_over_thirteen_weeks():
    found = team(days(0), booked(0, 2))
    # 160 conversations at 25 %: enough. 800 emails at 2.5 %: 20 · 1.026 is not.
    assert found.windows["connected_to_meeting"] == WINDOW
    assert found.windows["email_to_meeting"] == Period(date(2026, 8, 20), date(2026, 11, 18))
    email = found.cell(0, "email_to_meeting")
    assert (email["x"], email["n"], email["weeks"]) == (65, 2600, 13)
    assert pd.isna(found.cell(0, "connected_to_meeting")["weeks"])
    exactly = team(days(0), booked(0, 2), exactly=True)
    assert set(exactly.windows.values()) == {WINDOW}
    assert exactly.cell(0, "email_to_meeting")["n"] == 800


def test_the_weak_rate_is_flagged_and_found_first():
    found = team(days(0, booked=1), booked(0, 2))
    weak = found.cell(0, "connected_to_meeting")
    assert (weak["verdict"], weak["x"], weak["n"], weak["lumps"]) == ("coach", 20, 160, 1)
    assert weak["rest"] == pytest.approx(200.5 / 801)
    first = attention.findings(found, {}).iloc[0]
    assert (first["rep"], first["kind"], first["metric"]) == ("Kate", "coach", "connected_to_meeting")


def test_who_ramps_is_neither_flagged_nor_guarded():
    found = team(days(0, calls=20, booked=0), [], r0={"started_on": "2026-10-12"})
    assert set(found.flags.loc[found.flags["rep_id"] == 0, "verdict"]) == {flags.RAMPING}
    assert pd.isna(found.guarded(0)["verdict"])
    assert attention.findings(found, {})["kind"].tolist() == [flags.RAMPING]


def test_lumps_are_those_of_the_last_thirteen_weeks_of_the_ramped_reps():
    x = np.array([[2, 30] * 6 + [2], [16] * 13])
    rows = [
        {"rep_id": rep, "day": pd.Timestamp("2026-11-16") - pd.Timedelta(weeks=12 - week),
         "calls_connected": 80 - x[rep, week], "calls_meeting_scheduled": x[rep, week], "calls": 100}
        for rep in (0, 1) for week in range(13)
    ]  # fmt: skip
    old = [
        {"rep_id": 0, "day": "2026-08-10", "calls_connected": 0, "calls_meeting_scheduled": 500, "calls": 500}
    ]
    book = build.book(build.daily(*rows, *old))
    booking = coaching.BY_NAME["connected_to_meeting"]
    both = coaching.lumps_of(book, pd.Series([0, 1]), booking, date(2026, 11, 18))
    assert both == pytest.approx(flags.lumps(x, np.full((2, 13), 80)))
    assert coaching.lumps_of(book, pd.Series([1]), booking, date(2026, 11, 18)) == 1.0


def test_the_most_useful_comes_first_and_everybody_once():
    found = team(days(0, calls=50, booked=4), booked(0, 3))
    every = attention.findings(found, {})
    assert every["kind"].tolist() == [efficiency.PROTECT, flags.LEARN]
    assert attention.one_each(every)["kind"].tolist() == [efficiency.PROTECT]
