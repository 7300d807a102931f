"""How long things take: the delays of recent meetings, of which only the short ones can be seen yet."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.figures import lags


def seen(rng: np.random.Generator, cases: int, mean: float, oldest: int):
    """Delays of meetings of all ages, of which those are seen that have ended."""
    age = rng.integers(0, oldest, cases)
    lag = rng.geometric(1 / (1 + mean), cases) - 1
    return lag[lag <= age], age[lag <= age]


def mean_of(probability) -> float:
    return float(probability @ np.arange(len(probability)))


def test_slow_decisions_of_recent_meetings_are_not_missed():
    lag, age = seen(np.random.default_rng(1), 40_000, 8.0, 30)
    found = lags.lags(lag, age, np.zeros(len(lag), int), 1)[0]
    truth = (1 / 9) * (8 / 9) ** np.arange(lags.LONGEST + 1)
    assert lag.mean() < 6.5
    assert lags.within(found)[:20] == pytest.approx(np.cumsum(truth)[:20], abs=0.03)


def test_without_any_case_it_is_what_is_usual():
    none = np.zeros(0, int)
    assert lags.lags(none, none, none, 2) == pytest.approx(np.array([lags.usual(lags.USUAL_LAG)] * 2))
    assert lags.leads(none, none, 2) == pytest.approx(np.array([lags.usual(lags.USUAL_LEAD)] * 2))


def test_a_team_without_history_has_that_of_the_others():
    found = lags.leads(np.full(500, 3), np.zeros(500, int), 2)
    assert found[0][3] > 0.98
    assert found[1] == pytest.approx(found[0], abs=0.02)


def test_a_team_keeps_its_own_pace():
    lag, age = np.repeat([2, 12], 300), np.full(600, 50)
    found = lags.lags(lag, age, np.repeat([0, 1], 300), 2)
    assert mean_of(found[0]) < 3.5
    assert mean_of(found[1]) > 10.5
    assert found.sum(axis=1) == pytest.approx([1, 1])


def test_two_delays_after_each_other():
    one, other = np.zeros((2, 1, lags.LONGEST + 1))
    one[0, [1, 3]], other[0, 4] = 0.5, 1
    both = lags.after_each_other(one, other)[0]
    assert np.flatnonzero(both).tolist() == [5, 7]
    assert both[[5, 7]] == pytest.approx([0.5, 0.5])


def test_nothing_is_done_before_it_begins():
    chance = lags.within(lags.leads(np.array([0, 1]), np.zeros(2, int), 1))
    assert lags.at(chance, np.array([0, 0, 0]), [-1, 0, 99]).tolist()[0] == 0
    assert lags.at(chance, np.array([0]), [99])[0] == pytest.approx(1)
