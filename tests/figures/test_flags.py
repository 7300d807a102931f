"""Coaching flags: golden values, what must never be flagged, and what a page must say beside its flags."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from dashboard.figures import flags

CONVERSATIONS = [160, 150, 170, 165, 155, 160, 175, 140, 150, 180, 160, 165]
MEETINGS = [19, 31, 35, 30, 29, 34, 36, 27, 33, 35, 24, 40]
# Efron and Morris 1977: hits of 18 batters in their first 45 at-bats.
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


def cells(x, n, metric="connected_to_meeting", ramping=(), lumps=1.0) -> pd.DataFrame:
    """One team and rate."""
    frame = pd.DataFrame({"metric": metric, "x": x, "n": n, "lumps": lumps})
    return frame.assign(ramping=[number in ramping for number in range(len(frame))])


@pytest.fixture(scope="module")
def golden() -> pd.DataFrame:
    return flags.judge(cells(MEETINGS, CONVERSATIONS))


def test_the_golden_team(golden):
    first = golden.iloc[0]
    assert first["p"] == pytest.approx(0.00492, abs=5e-6)
    assert first["rest"] == pytest.approx(0.20017, abs=5e-6)
    assert golden["verdict"].tolist() == ["coach"] + ["in range"] * 11
    plain_mean = sum(MEETINGS) / sum(CONVERSATIONS)
    assert (golden["rate"] < plain_mean).sum() == 5


def test_the_effective_counts_are_close_to_the_exact_beta_binomial(golden):
    rest_x, rest_n = sum(MEETINGS[1:]), sum(CONVERSATIONS[1:])
    exact = betabinom(160, rest_x + 0.5, rest_n - rest_x + 0.5)
    mid_p = exact.cdf(18) + exact.pmf(19) / 2
    assert mid_p == pytest.approx(0.00474, abs=5e-6)
    assert golden["p"].iloc[0] == pytest.approx(mid_p, rel=0.05)


def test_the_smallest_visible_gap():
    assert flags.smallest_visible_gap(160, 0.2, 1.0, 12) == pytest.approx(0.512, abs=5e-4)
    assert flags.smallest_visible_gap(160, 0.2, 4.0, 12) == pytest.approx(2 * 0.5116, abs=1e-3)
    assert np.isnan(flags.smallest_visible_gap(0, 0.2, 1.0, 12))


def test_efron_and_morris():
    judged = flags.judge(cells(HITS, [45] * 18))
    trials = flags.sameness(HITS, [45] * 18)
    assert 1 / (trials + 1) == pytest.approx(0.00265, abs=5e-6)
    assert trials == pytest.approx(376, abs=0.5)
    assert judged["shrunk"].iloc[0] == pytest.approx(0.2798, abs=5e-5)
    assert judged["shrunk"].iloc[-1] == pytest.approx(0.2537, abs=5e-5)
    assert (judged["low"] < judged["shrunk"]).all() and (judged["shrunk"] < judged["high"]).all()


def test_without_a_spread_beyond_luck_everybody_is_shown_near_the_team():
    judged = flags.judge(cells([20, 20, 20, 20], [100] * 4))
    assert flags.sameness([20] * 4, [100] * 4) == 400
    assert judged["shrunk"].tolist() == pytest.approx([0.2] * 4)


def test_mid_p_is_that_of_the_plain_binomial_where_the_rest_is_certain():
    judged = flags.judge(cells([10, 2_000_000, 2_000_000], [100, 10_000_000, 10_000_000]))
    exact = binom(100, 0.2).cdf(9) + binom(100, 0.2).pmf(10) / 2
    assert judged["p"].iloc[0] == pytest.approx(exact, rel=1e-3)


def test_learn_from_is_the_same_from_above():
    judged = flags.judge(cells([60, *MEETINGS[1:]], CONVERSATIONS))
    assert judged["verdict"].iloc[0] == "learn from"
    assert judged["p_high"].iloc[0] < 0.001
    assert not judged["verdict"].iloc[1:].isin(["coach", "learn from"]).any()


def test_watch_is_rare_by_itself_but_not_on_a_page_of_many():
    judged = flags.judge(cells([21, *MEETINGS[1:]], CONVERSATIONS))
    assert judged["p"].iloc[0] == pytest.approx(0.0147, abs=1e-3)
    assert judged["verdict"].iloc[0] == "watch"
    alone = flags.judge(cells([21, 400, 400], [160, 2000, 2000]))
    assert alone["verdict"].iloc[0] == "coach"


def test_a_gap_that_does_not_matter_is_not_flagged_however_sure_it_is():
    judged = flags.judge(cells([17_000, 20_000, 20_000], [100_000] * 3))
    assert judged["p"].iloc[0] < 1e-9
    assert judged["verdict"].iloc[0] == "in range"


def test_one_budget_for_the_whole_page():
    """The same rep beside more comparisons: what was Coach on a page of one rate is Watch on one of three."""
    one = flags.judge(cells(MEETINGS, CONVERSATIONS))
    quiet = [cells([32] * 12, [160] * 12, name) for name in flags.TESTED[1:]]
    three = flags.judge(pd.concat([cells(MEETINGS, CONVERSATIONS), *quiet], ignore_index=True))
    assert one["verdict"].iloc[0] == "coach"
    assert three["verdict"].iloc[0] == "watch"
    assert one["p"].iloc[0] == three["p"].iloc[0]
    assert (three["smallest_visible_gap"].iloc[:12] > one["smallest_visible_gap"]).all()


def test_too_little_data_and_nothing_at_all():
    judged = flags.judge(cells([0, 0, 30, 30], [20, 0, 150, 150]))
    assert judged["verdict"].tolist() == ["too little data", "too little data", "in range", "in range"]
    assert judged["p"].isna().tolist() == [True, True, False, False]
    assert np.isnan(judged["rate"].iloc[1])


def test_two_reps_are_too_few_to_compare():
    judged = flags.judge(cells([2, 90, 10], [300, 300, 300], ramping=[2]))
    assert judged["verdict"].tolist() == ["too little data", "too little data", "ramping"]
    assert judged["rest"].isna().all()


def test_ramping_reps_are_left_out_of_the_benchmark_and_never_judged():
    judged = flags.judge(cells([1, *MEETINGS[1:]], CONVERSATIONS, ramping=[0]))
    without = flags.judge(cells(MEETINGS[1:], CONVERSATIONS[1:]))
    assert judged["verdict"].iloc[0] == "ramping"
    assert np.isnan(judged["p"].iloc[0])
    pd.testing.assert_series_equal(judged["p"].iloc[1:], without["p"].set_axis(range(1, 12)))


def test_lumpy_weeks():
    steady = flags.lumps([[5, 5, 5, 5]], [[25, 25, 25, 25]])
    assert steady == 1.0
    # χ² = 2 · (5² + 5²)/(25 · 0.2 · 0.8), 3 degrees of freedom.
    assert flags.lumps([[0, 10, 0, 10]], [[25] * 4]) == pytest.approx(100 / 4 / 3)
    pooled = flags.lumps([[0, 10, 0, 10], [5, 5, 5, 5]], [[25] * 4] * 2)
    assert pooled == pytest.approx(100 / 4 / 6)
    assert flags.lumps([[0, 0]], [[9, 9]]) == 1.0
    assert flags.lumps(np.zeros((0, 13)), np.zeros((0, 13))) == 1.0
    # A week without trials is no week.
    assert flags.lumps([[0, 10, 0]], [[25, 25, 0]]) == flags.lumps([[0, 10]], [[25, 25]])


def test_lumpy_weeks_make_flags_rarer():
    judged = flags.judge(cells(MEETINGS, CONVERSATIONS, lumps=2.0))
    assert judged["p"].iloc[0] > 0.02
    assert judged["verdict"].iloc[0] != "coach"


def test_how_many_watches_luck_alone_gives():
    judged = flags.judge(cells([200] * 12, [1000] * 12))
    # A fifth below is beyond one in twenty already: the gap decides, not the 5 %.
    assert flags.watches_by_luck(judged) < 12 * 0.05
    few = flags.judge(cells([32] * 12, [160] * 12))
    assert flags.watches_by_luck(few) == pytest.approx(0.6)


TEAMS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.booleans()), min_size=0, max_size=15)


@given(TEAMS, st.floats(1, 5))
def test_any_team_is_judged(team, lumpy):
    """Every cell has a word; what is tested has a p between 0 and 1; nothing but rates decides."""
    frame = pd.DataFrame(
        {
            "metric": [flags.TESTED[number % 3] for number in range(len(team))],
            "x": [min(x, n) for x, n, _ in team],
            "n": [n for _, n, _ in team],
            "ramping": [ramping for *_, ramping in team],
            "lumps": lumpy,
        }
    )
    judged = flags.judge(frame)
    assert (
        judged["verdict"]
        .isin(["coach", "watch", "learn from", "in range", "too little data", "ramping"])
        .all()
    )
    assert judged["p"].dropna().between(0, 1).all()
    low = judged["rate"] <= 0.8 * judged["rest"]
    assert low[judged["verdict"].isin(["coach", "watch"])].all()
    tested = ~judged["ramping"] & (judged["n"] * judged["rest"] >= 5)
    assert (judged["p"].notna() == tested).all()
    assert judged["shrunk"].dropna().between(0, 1).all()
    again = flags.judge(frame.iloc[::-1])
    pd.testing.assert_frame_equal(again.iloc[::-1], judged, check_exact=False)
