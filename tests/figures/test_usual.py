"""Whether the coming two weeks are fuller or thinner than usual."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import build
import pandas as pd
import pytest

from dashboard.figures.usual import HIGH, LOW, NORMAL, by_week, fullness

AS_OF = datetime(2026, 11, 18, 12, tzinfo=UTC)
TODAY = AS_OF.date()
TWO = build.seats({"rep_id": 1, "rep": "Ana"}, {"rep_id": 2, "rep": "Bo"})


def log(a_week: list[int], ahead: timedelta = timedelta(days=3)) -> pd.DataFrame:
    """So many meetings booked on the day before each Wednesday, the latest first, three days ahead."""
    rows = [
        (AS_OF - timedelta(weeks=week, days=1), AS_OF - timedelta(weeks=week) + ahead)
        for week, count in enumerate(a_week)
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=["booked_at", "starts_at"]).assign(rep_id=1)


@pytest.mark.parametrize(
    ("now", "verdict"), [(10, NORMAL), (9, NORMAL), (4, LOW), (16, HIGH), (11, NORMAL), (12, HIGH), (8, LOW)]
)
def test_it_is_marked_when_no_week_was_like_it(now, verdict):
    found = fullness(log([now, *[10] * 16]), TWO, AS_OF, TODAY)
    assert (found.now, found.least, found.usual, found.most) == (now, 10, 10, 10)
    assert found.verdict == verdict


def test_a_young_log_says_nothing():
    assert fullness(log([5] * 12), TWO, AS_OF, TODAY) is None
    assert fullness(log([]), TWO, AS_OF, TODAY) is None


def test_a_team_that_has_grown_is_compared_with_as_many_reps():
    seats = build.seats({"rep_id": 1, "rep": "Ana"}, {"rep_id": 2, "rep": "Bo", "started_on": "2026-11-16"})
    found = fullness(log([20, *[10] * 16]), seats, AS_OF, TODAY)
    assert (found.now, found.usual, found.verdict) == (20, 20, NORMAL)


def test_what_was_booked_later_was_not_known_then():
    early = log([10] * 17)
    then = AS_OF - timedelta(weeks=2)
    late = pd.DataFrame({"booked_at": [then] * 50, "starts_at": [then + timedelta(days=2)] * 50, "rep_id": 1})
    found = fullness(pd.concat([early, late]), TWO, AS_OF, TODAY)
    # Known on the day they were booked and the week after that only.
    assert (found.least, found.usual, found.most) == (10, 10, 60)


def test_meetings_by_rep_and_week():
    coming = pd.DataFrame({"rep_id": [1, 1, 2], "rep": ["Ana", "Ana", "Bo"]})
    coming["starts_on"] = pd.to_datetime(["2026-11-20", "2026-11-23", "2026-11-29"])
    table = by_week(coming)
    assert [day.date() for day in table.columns] == [date(2026, 11, 16), date(2026, 11, 23)]
    assert table.loc[(1, "Ana")].tolist() == [1, 1] and table.loc[(2, "Bo")].tolist() == [0, 1]
