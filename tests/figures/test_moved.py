"""Did the number move since the last session: by more than luck, or can nobody tell yet."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import moved
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period
from dashboard.figures.summary import Loaded

BOOKING = BY_NAME["connected_to_meeting"]
ALL = Loaded(calls=frozenset({1}), emails=frozenset({1}), meetings=True, opportunities=True)


def team(x: int, n: int, others: tuple[int, int] = (34, 160), mates: int = 7) -> pd.DataFrame:
    frame = pd.DataFrame([(1, x, n), *[(2 + mate, *others) for mate in range(mates)]])
    frame.columns = ["rep_id", "call_meetings", "connects"]
    return frame.assign(team_id=1, ramp_week=np.nan)


def test_the_days_before_and_since():
    before, since = moved.around(date(2026, 11, 5), date(2026, 11, 19))
    assert before == Period(date(2026, 10, 8), date(2026, 11, 4))
    assert since == Period(date(2026, 11, 6), date(2026, 11, 18))
    assert moved.around(date(2026, 11, 18), date(2026, 11, 19)) is None
    assert moved.around(date(2026, 11, 17), date(2026, 11, 19)) is not None


def test_a_rate_that_more_than_doubles_has_moved():
    found = moved.moved(team(10, 160), team(60, 200), 1, BOOKING, ALL)
    assert found["verdict"] == "moved up"
    assert (found["x_before"], found["n_before"], found["x_since"], found["n_since"]) == (10, 160, 60, 200)
    assert found["rest_before"] == pytest.approx(34 / 160)


def test_few_conversations_cannot_say():
    found = moved.moved(team(19, 160), team(10, 84), 1, BOOKING, ALL)
    assert found["verdict"] == "too early"
    assert found["needed"] > 84


def test_a_rate_that_stays_where_it_was_has_not_moved_however_low_it_is():
    assert moved.moved(team(19, 160), team(38, 320), 1, BOOKING, ALL)["verdict"] == "same"


def test_many_that_are_alike_are_the_same():
    assert moved.moved(team(32, 160), team(200, 1000), 1, BOOKING, ALL)["verdict"] == "same"


def test_what_was_picked_for_being_low_and_comes_back_has_not_moved():
    """19 of 160 in a team whose reps are alike is mostly bad luck: 34 of 160 afterwards is no coaching."""
    alike = moved.moved(team(19, 160), team(34, 160), 1, BOOKING, ALL)
    assert alike["verdict"] == "too early"
    # By its own numbers alone it would seem to have moved.
    assert moved.direction(19, 160, 34, 160) == "moved up"


@pytest.mark.parametrize(("before", "since", "verdict"), [
    ((0, 160), (40, 160), "moved up"), ((0, 160), (90, 400), "moved up"),
    ((160, 160), (40, 160), "moved down"),
])  # fmt: skip
def test_from_nothing_and_from_everything(before, since, verdict):
    assert moved.moved(team(*before), team(*since), 1, BOOKING, ALL)["verdict"] == verdict


def test_lumpy_weeks_move_less_easily():
    steady = moved.moved(team(20, 160), team(4, 160), 1, BOOKING, ALL)
    lumpy = moved.moved(team(20, 160), team(4, 160), 1, BOOKING, ALL, lumpy=12.0)
    assert steady["verdict"] == "moved down"
    assert lumpy["verdict"] == "too early"


@pytest.mark.parametrize(("before", "since"), [((0, 0), (5, 50)), ((5, 50), (0, 0)), ((0, 0), (0, 0))])
def test_nothing_before_or_since(before, since):
    found = moved.moved(team(*before), team(*since), 1, BOOKING, ALL)
    assert found["verdict"] == "too early"
    assert (
        moved.moved(team(*before, mates=0), team(*since, mates=0), 1, BOOKING, ALL)["verdict"] == "too early"
    )


def test_how_many_are_needed_and_when_there_will_be_so_many():
    # 2.486 standard errors of a third of 20 %.
    assert moved.needed_for(0.2) == pytest.approx(222.6, abs=0.5)
    assert moved.needed_for(0.2, lumpy=2.0) == pytest.approx(445, abs=1)
    assert np.isnan(moved.needed_for(0.0))
    since = Period(date(2026, 11, 6), date(2026, 11, 18))
    assert moved.look_again(since, 84, 300) == date(2026, 12, 23)
    assert moved.look_again(since, 0, 300) is None


def test_a_trend_is_named_only_beyond_luck():
    assert moved.direction(90, 360, 18, 160) == "moved down"
    assert moved.direction(72, 360, 30, 160) == "same"
    assert moved.direction(0, 360, 30, 160) == "moved up"
    assert moved.direction(120, 120, 30, 120) == "moved down"
    # Nothing, or next to nothing, is known.
    assert moved.direction(72, 360, 0, 0) == "too early"
    assert moved.direction(0, 100, 0, 40) == "too early"
    assert moved.direction(3, 9, 1, 4) == "too early"
