"""Where a count lands: the golden case, what a draw says of the same numbers, and the edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import landing

# 30 achieved, 40 on the calendar, 70 rep-days to come, a quota of 72.
RATE = (0.48, 0.48 * 0.52 / 101)
A_DAY = (300 / 560, 300 / 560**2)
QUOTA = 72


def parts(achieved: float = 0, pending: float = 0, calendar: float = 0, new: float = 0, variance: float = 0):
    values = (achieved, pending, calendar, new, variance)
    return pd.DataFrame([dict(zip(landing.PARTS, map(float, values), strict=True))])


@pytest.fixture
def golden() -> pd.Series:
    calendar, one = landing.of_meetings(40, 40, *RATE)
    new, other = landing.of_bookings(70, A_DAY, RATE)
    return landing.land(parts(30, 0, calendar, new, one + other), [QUOTA]).iloc[0]


def test_the_golden_case(golden):
    assert golden["mean"] == pytest.approx(67.2)
    assert tuple(golden[["p10", "p50", "p90"]]) == (58, 67, 77)
    assert golden["p_hit"] == pytest.approx(0.259, abs=5e-4)
    total = landing.with_shock(golden.to_frame().T.astype(float))
    assert np.sqrt(total[0]) == pytest.approx(7.09, abs=5e-3)
    ends = [30 + landing.quantile(level, 37.2, total)[0] for level in (0.025, 0.975)]
    assert ends == [55, 82]


def test_a_draw_of_the_golden_case_says_the_same(golden):
    rng = np.random.default_rng(4)
    draws = 200_000
    rate = rng.beta(48, 52, draws)
    booked = rng.poisson(70 * rng.gamma(300, 1 / 560, draws))
    shocks = rng.normal(1, [landing.NEW_SHOCK, landing.CALENDAR_SHOCK], (draws, 2))
    calendar = rng.binomial(40, rate) * shocks[:, 1]
    total = 30 + np.rint(calendar + rng.binomial(booked, rate) * shocks[:, 0])
    assert np.quantile(total, [0.1, 0.5, 0.9]) == pytest.approx([58, 67, 77], abs=1)
    assert (total >= QUOTA).mean() == pytest.approx(golden["p_hit"], abs=0.02)


def test_fewer_working_days_that_a_meeting_may_still_count_in_are_less_sure_of_it():
    half, variance = landing.of_meetings(20, 10, *RATE)
    whole, more = landing.of_meetings(20, 20, *RATE)
    # Forty meetings of weight one half, or twenty of weight one: as many expected, the halves vary more.
    assert half == whole
    assert variance > more


def test_lumpy_bookings_vary_more():
    _, even = landing.of_bookings(70, A_DAY, RATE)
    _, lumpy = landing.of_bookings(70, A_DAY, RATE, 1.25)
    assert lumpy - even == pytest.approx(70 * A_DAY[0] * RATE[0] ** 2 * 0.25)


def test_where_nothing_is_to_come_it_is_what_it_is():
    found = landing.land(parts(12), [12]).iloc[0]
    assert tuple(found[["mean", "p10", "p50", "p90", "p_hit"]]) == (12, 12, 12, 12, 1)
    assert landing.land(parts(11), [12])["p_hit"].iloc[0] == 0


def test_without_a_quota_there_is_no_chance_and_one_of_nothing_is_reached():
    assert np.isnan(landing.land(parts(3, new=4, variance=4))["p_hit"].iloc[0])
    assert landing.land(parts(0, new=0.1, variance=0.1), [0])["p_hit"].iloc[0] == 1


def test_a_quota_of_a_part_of_one_is_reached_by_the_next_whole_one():
    some = parts(10, new=4, variance=5)
    chances = landing.land(pd.concat([some] * 3), [12.2, 13, 13.01])["p_hit"].tolist()
    assert chances[0] == chances[1] > chances[2]


@given(
    st.floats(0, 300), st.floats(0.2, 4), st.integers(0, 400), st.sampled_from([0.05, 0.1, 0.5, 0.9, 0.95])
)
def test_the_quantile_is_the_smallest_count_that_reaches_its_level(mean, lumpy, count, level):
    variance = max(mean, 0.01) * lumpy
    found = landing.quantile(level, mean, variance)
    assert landing.at_most(found, mean, variance) >= level - 1e-9
    assert found == 0 or landing.at_most(found - 1, mean, variance) < level
    below, above = landing.at_most([count, count + 1], mean, variance)
    assert 0 <= below <= above <= 1


@given(st.floats(1, 200), st.floats(0.8, 2))
def test_the_distribution_has_the_mean_it_was_given(mean, lumpy):
    variance = mean * lumpy
    counts = np.arange(int(mean + 12 * np.sqrt(variance) + 40))
    expected = (1 - landing.at_most(counts, mean, variance)).sum()
    # Half a count is added for whole numbers and taken off by reading them off at whole numbers.
    assert expected == pytest.approx(mean, abs=0.12)
