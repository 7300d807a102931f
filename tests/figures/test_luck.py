"""Intervals and tails against exact values; lists that are at fault, and those that are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from depth import draws
from scipy.stats import binom, binomtest

from dashboard.figures import comparison, lists, patterns
from dashboard.figures.luck import lower_mid_p, luck_range, wilson


@pytest.mark.parametrize(("x", "n"), [(19, 160), (0, 10), (5, 5), (1, 1)])
def test_wilson_against_scipy(x, n):
    exact = binomtest(x, n).proportion_ci(0.80, method="wilson")
    assert np.ravel(wilson(x, n)) == pytest.approx([exact.low, exact.high], abs=1e-12)


def test_an_interval_of_no_trials_is_missing():
    assert np.isnan(wilson([0.0], [0.0])).all()


def test_luck_range_holds_nine_in_ten():
    low, high = luck_range([160.0], [0.2])
    inside = binom.cdf(high[0] * 160, 160, 0.2) - binom.cdf(low[0] * 160 - 1, 160, 0.2)
    assert 0.9 <= inside < 0.94


@pytest.mark.parametrize(("x", "n", "rate"), [(0, 10, 0.2), (3, 10, 0.2), (10, 10, 0.2), (19, 160, 0.2)])
def test_lower_mid_p_is_exact_for_whole_counts(x, n, rate):
    exact = binom.cdf(x, n, rate) - binom.pmf(x, n, rate) / 2
    assert lower_mid_p(x, n, rate) == pytest.approx(exact, rel=1e-9)


def test_a_list_that_fails_for_everybody_is_the_problem():
    rows = [
        (rep, name, x, n)
        for rep in range(8)
        for name, x, n in [("good", 30, 150), ("fine", 20, 100), ("bad", 2, 40)]
    ]
    found = lists.compare(pd.DataFrame(rows, columns=["rep_id", "list", "x", "n"]), "x", "n").set_index(
        "list"
    )
    assert found["problem"].to_dict() == {"good": False, "fine": False, "bad": True}
    assert found.loc["bad", ["reps", "reps_below"]].tolist() == [8, 8]
    assert found.loc["bad", "expected"] == pytest.approx(320 * 50 / 250)


def test_a_weak_rep_does_not_make_the_list_the_problem():
    rows = [(rep, name, 20, 100) for rep in range(7) for name in ("one", "two")]
    rows += [(7, "one", 8, 100), (7, "three", 9, 100)]
    found = lists.compare(pd.DataFrame(rows, columns=["rep_id", "list", "x", "n"]), "x", "n")
    assert not found["problem"].any()


def test_lists_that_differ_by_luck_alone_are_named_on_fewer_than_one_page_in_twenty():
    draw = np.random.default_rng(1)
    cells = pd.DataFrame(
        [(rep, f"list {number}") for rep in range(10) for number in range(6)], columns=["rep_id", "list"]
    )
    named, pages = 0, draws(100, 300)
    for _ in range(pages):
        n = draw.integers(5, 40, len(cells))
        named += int(lists.compare(cells.assign(n=n, x=draw.binomial(n, 0.2)), "x", "n")["problem"].any())
    assert named <= pages / 20


@pytest.mark.parametrize("x", [0, 20])
def test_an_only_list_is_compared_with_nothing(x):
    rows = pd.DataFrame([(rep, "only", x, 100) for rep in range(5)], columns=["rep_id", "list", "x", "n"])
    found = lists.compare(rows, "x", "n").iloc[0]
    assert pd.isna(found["expected"]) and not found["problem"]
    assert found["reps"] == 0


def test_a_handful_of_trials_elsewhere_is_no_measure():
    """Rates of one in a hundred: two emails on another list must not make 100 look as if 17 were missing."""
    rows = [(rep, name, x, n) for rep in range(6) for name, x, n in (("big", 1, 100), ("tiny", 0, 2))]
    found = lists.compare(pd.DataFrame(rows, columns=["rep_id", "list", "x", "n"]), "x", "n").set_index(
        "list"
    )
    assert not found["problem"].any()
    assert found.loc["big", "expected"] == 0


def test_no_list_is_not_judged_but_is_what_others_are_measured_by():
    rows = pd.DataFrame([(1, "", 20, 100), (1, "only", 20, 100)], columns=["rep_id", "list", "x", "n"])
    found = lists.compare(rows, "x", "n")
    assert found["list"].tolist() == ["only"]
    assert found["expected"].iloc[0] == pytest.approx(20)


def test_change_says_nothing_about_nothing():
    assert comparison.change(12, 10) == pytest.approx(0.2)
    assert comparison.change(12, 0) is None and comparison.change(None, 10) is None


def test_the_best_need_enough_behind_them():
    from build import ALL

    from dashboard.figures.metrics import BY_NAME

    rows = pd.DataFrame(
        {
            "rep": list("abcdef"),
            "team_id": 1,
            "ramp_week": [None] * 5 + [3.0],
            "call_meetings": [60, 30, 30, 30, 2, 50],
            "connects": [150, 150, 150, 150, 2, 60],
        }
    )
    assert patterns.best(rows, BY_NAME["connected_to_meeting"], ALL).tolist() == [0]


def test_habits_are_those_of_reps_whose_team_has_that_kind_of_log():
    from build import ALL

    nought = dict.fromkeys(("calls_morning", "connects_morning", "connects", "talk_s", "positive_replies"), 0)
    rows = pd.DataFrame({"team_id": [1, 1, 2, 2], "ramp_week": None, "days": 10, **nought}).assign(
        calls=[400, 200, 300, 100], emails=[50, 150, 0, 0], no_shows_of_known=[0, 1, 0, 1], outcome_known=4
    )

    def found(chosen: list[int], **kinds) -> dict:
        told = patterns.habits(rows, pd.Index(chosen), replace(ALL, **kinds))
        return {habit.label: (habit.best, habit.others) for habit in told}

    one = {"emails": frozenset({1})}
    assert found([0], **one)["Emails a day"] == (5.0, 15.0)
    assert found([0], **one)["Calls a day"] == (40.0, 20.0)
    assert found([2], **one)["Emails a day"] == (None, 10.0)
    assert found([0, 1], **one)["Emails a day"] == (10.0, None)
    assert "Emails a day" not in found([0], emails=frozenset())
    assert "No-shows of their meetings" in found([1])
    assert "No-shows of their meetings" not in found([1], meetings=False)
