"""Coaching flags: could it be luck?

If a rep were just like the rest of the team, how often would luck alone give a rate this low? A rep is
flagged where that is rare enough for a page of this many comparisons (Benjamini–Hochberg 1995), and the gap
is large enough to matter. Never on activity: only the rates of `TESTED` are compared.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import false_discovery_control

from dashboard.figures.luck import lower_mid_p, wilson
from dashboard.figures.pooling import likeness

Floats = NDArray[np.float64]

TESTED = ("connected_to_meeting", "email_to_meeting", "meeting_to_sao")
COACH, WATCH, LEARN = "coach", "watch", "learn from"
IN_RANGE, TOO_LITTLE, RAMPING = "in range", "too little data", "ramping"

# Of all flags of a page, at most so many in the long run are by luck.
FALSE_ALARMS = 0.10
RARE = 0.05
POWER = 0.80
# A smaller gap than a fifth of the rest's rate is not worth a conversation, however sure it is.
LOW_ENOUGH, HIGH_ENOUGH = 0.80, 1.20
# Successes to be expected; of fewer nothing can be said.
ENOUGH = 5.0
# Ramped reps with trials; fewer are no team to compare with.
REPS = 3


def judge(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of one manager's page, each with its verdict.

    `cells`: a row for each rep and rate: `metric`; `x` successes of `n` trials; `ramping` (bool); `lumps`,
    how lumpy the metric's weeks are (`lumps`, 1 for not at all). All reps of a metric are one team. Added:
    `rate` (x/n), `rest` (the rate of the other ramped reps), `p` and `p_high` (how often luck alone gives so
    little, so much; missing where not tested), `verdict`, `smallest_visible_gap` (a fraction of the rest's
    rate), `shrunk` with `low` and `high` (the rate drawn towards the team's, and its 80 % interval), `deff`.
    """
    found = _rates(cells)
    tested = found["tested"].to_numpy()
    tests = int(tested.sum())
    found["p"] = np.where(tested, lower_mid_p(found["x"], found["n"], found["rest"], found["deff"]), np.nan)
    found["p_high"] = 1 - found["p"]
    found["smallest_visible_gap"] = smallest_visible_gap(found["n"], found["rest"], found["lumps"], tests)
    found["verdict"] = _verdicts(found)
    return found.drop(columns="tested")


def _rates(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with what they are compared with, and whether they can be."""
    x, n = cells["x"].to_numpy(float), cells["n"].to_numpy(float)
    ramping, lumpy = cells["ramping"].to_numpy(bool), cells["lumps"].to_numpy(float)
    metric, _ = pd.factorize(cells["metric"])
    own = (~ramping).astype(float)
    totals = [np.bincount(metric, own * values)[metric] for values in (x, n, n > 0)]
    rest_x, rest_n = totals[0] - own * x, totals[1] - own * n
    comparable = totals[2] >= REPS
    rest = np.where(comparable & (rest_n > 0), (rest_x + 0.5) / (rest_n + 1), np.nan)
    shrunk, low, high = _shrunk(x, n, ramping, metric, lumpy)
    return cells.assign(
        rate=x / np.where(n > 0, n, np.nan), rest=rest, deff=design_effect(n, rest_n, lumpy),
        tested=~ramping & (n * np.nan_to_num(rest) >= ENOUGH), shrunk=shrunk, low=low, high=high,
    )  # fmt: skip


def _verdicts(found: pd.DataFrame) -> NDArray[np.object_]:
    tested, share = found["tested"].to_numpy(), (found["rate"] / found["rest"]).to_numpy()
    low, high = share <= LOW_ENOUGH, share >= HIGH_ENOUGH
    p = found["p"].to_numpy()
    return np.select(
        [
            found["ramping"].to_numpy(bool),
            ~tested,
            rejected(p) & low,
            rejected(1 - p) & high,
            (p < RARE) & low,
        ],
        [RAMPING, TOO_LITTLE, COACH, LEARN, WATCH],
        IN_RANGE,
    ).astype(object)


def rejected(p: Floats) -> NDArray[np.bool_]:
    """Which of these p-values (missing: not tested) the page's one false-alarm budget lets through."""
    found, tested = np.zeros(len(p), dtype=bool), ~np.isnan(p)
    if tested.any():
        found[tested] = false_discovery_control(p[tested]) <= FALSE_ALARMS
    return found


def lumps(x: ArrayLike, n: ArrayLike) -> float:
    """How much more a team's weeks vary than luck makes them: Pearson's χ² per degree of freedom of weekly
    counts (reps × weeks) around each rep's own rate, pooled over reps; never under 1."""
    x, n = np.atleast_2d(np.asarray(x, dtype=float)), np.atleast_2d(np.asarray(n, dtype=float))
    trials = n.sum(axis=1, keepdims=True)
    rate = x.sum(axis=1, keepdims=True) / np.where(trials > 0, trials, np.nan)
    # A rep without any success, or with nothing else, has no week that could differ.
    tells = (n > 0) & (rate > 0) & (rate < 1)
    expected = np.where(tells, n * rate, 1.0)
    variance = np.where(tells, expected * (1 - rate), 1.0)
    chi2 = np.where(tells, (x - expected) ** 2 / variance, 0.0).sum()
    freedom = np.maximum(tells.sum(axis=1) - 1, 0).sum()
    return max(1.0, chi2 / freedom) if freedom else 1.0


def design_effect(n: ArrayLike, rest_n: ArrayLike, lumpy: ArrayLike) -> Floats:
    """By how much n trials are to be divided: for lumpy weeks, and because the rest's rate, of `rest_n`
    trials, is an estimate too."""
    n, rest_n, lumpy = (np.asarray(value, dtype=float) for value in (n, rest_n, lumpy))
    return lumpy * (1 + np.maximum(n / lumpy - 1, 0) / (rest_n / lumpy + 2))


def smallest_visible_gap(n: ArrayLike, rest: ArrayLike, lumpy: ArrayLike, tests: int) -> Floats:
    """The smallest gap, as a fraction of the rest's rate, that n trials would have shown four times in five
    on a page of so many tests; missing where there is nothing to compare with."""
    n, rest, lumpy = (np.asarray(value, dtype=float) for value in (n, rest, lumpy))
    strict = ndtri(1 - FALSE_ALARMS / max(tests, 1)) + ndtri(POWER)
    expected = np.where(n * rest > 0, n * rest, np.nan)
    return strict * np.sqrt(lumpy * (1 - rest) / expected)


def watches_by_luck(found: pd.DataFrame) -> float:
    """How many cells of `judge` would be Watch (or worse) if all reps were alike."""
    tested = found[found["p"].notna()]
    at_the_bar = LOW_ENOUGH * tested["rest"] * tested["n"]
    by_size = lower_mid_p(at_the_bar, tested["n"], tested["rest"], tested["lumps"])
    return float(np.minimum(RARE, by_size).sum())


def sameness(x: ArrayLike, n: ArrayLike, lumpy: float = 1.0) -> float:
    """M of the beta-binomial: how many trials at the team's rate a rep's own trials are weighed against, by
    moments. The spread between reps beyond luck gives ρ, and M = 1/ρ − 1. Where nothing goes beyond luck M
    is the team's trials: its rate is not known better than that."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    one_team = np.zeros(len(n), dtype=np.int64)
    rho = likeness(x, n, one_team, lumpy)
    total = float(n.sum())
    return float(np.clip(1 / rho[0] - 1, 0, total)) if len(n) and rho[0] > 0 else total


def _shrunk(
    x: Floats, n: Floats, ramping: NDArray[np.bool_], metric: NDArray[np.int64], lumpy: Floats
) -> tuple[Floats, Floats, Floats]:
    """Each rate drawn towards its team's as far as its few trials ask for, with its interval; ramping reps,
    who are not part of the team's rate, are drawn the same way."""
    weight, towards = np.zeros(len(x)), np.zeros(len(x))
    for number in np.unique(metric):
        mine = metric == number
        team = mine & ~ramping
        trials = n[team].sum()
        weight[mine] = sameness(x[team], n[team], lumpy[mine][0])
        towards[mine] = x[team].sum() / trials if trials else 0.0
    successes, trials = towards * weight + x, weight + n
    low, high = wilson(successes, trials)
    return successes / np.where(trials > 0, trials, np.nan), low, high
