"""How long things take, in working days: from booking to meeting, and from meeting to the AE's decision.

Each is the team's own experience, drawn towards all teams' and that towards what is usual, so that a team
without history has a distribution too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

# Nothing is told apart beyond so many working days.
LONGEST = 60
# What is usual, from booking to meeting and from meeting to decision: a mean, exponentially spread.
USUAL_LEAD, USUAL_LAG = 5.0, 5.0
# How many cases what is usual counts for, and all teams' experience in a team.
WEIGHT_USUAL, WEIGHT_ALL = 5.0, 20.0


def usual(mean: float) -> Floats:
    """The probability of 0, 1, … `LONGEST` days."""
    days = np.exp(-np.arange(LONGEST + 1) / mean)
    return days / days.sum()


def leads(lead: ArrayLike, group: Days, groups: int) -> Floats:
    """For each team the probability of each number of days from booking to meeting: groups × days."""
    seen = _table(np.asarray(lead), group, groups)
    everybody = _drawn(seen.sum(axis=0), usual(USUAL_LEAD), WEIGHT_USUAL)
    return _drawn(seen, everybody, WEIGHT_ALL)


def lags(lag: ArrayLike, age: ArrayLike, group: Days, groups: int) -> Floats:
    """For each team the probability of each number of days from meeting to decision: groups × days.

    Of what is decided only `lag` ≤ `age` can be seen, `age` being how long ago the meeting was: a plain count
    would miss the slow decisions of recent meetings. The product-limit estimate in reverse time (Lagakos,
    Barraj and De Gruttola 1988) weighs them right.
    """
    lag, age = np.minimum(np.asarray(lag), LONGEST), np.minimum(np.asarray(age), LONGEST)
    events, by_then, too_young = (_table(values, group, groups) for values in (lag, lag, age))
    # Seen to have taken at most so long, of those old enough to have taken exactly so long.
    at_risk = np.cumsum(by_then, axis=1) - (np.cumsum(too_young, axis=1) - too_young)
    everybody = _reverse(events.sum(axis=0), at_risk.sum(axis=0), usual(USUAL_LAG), WEIGHT_USUAL)
    return _reverse(events, at_risk, everybody, WEIGHT_ALL)


def within(probability: Floats) -> Floats:
    """The chance of at most 0, 1, … days."""
    return np.minimum(np.cumsum(probability, axis=-1), 1.0)


def after_each_other(first: Floats, second: Floats) -> Floats:
    """The probability of each number of days that both take together: groups × days."""
    both = [np.convolve(one, other)[: LONGEST + 1] for one, other in zip(first, second, strict=True)]
    return np.array(both).reshape(len(first), LONGEST + 1)


def at(chance: Floats, group: Days, days: ArrayLike) -> Floats:
    """What stands in `chance` (groups × days) at some days of some groups; 0 before day 0."""
    days = np.asarray(days)
    found = chance[group, np.clip(days, 0, LONGEST)]
    return np.where(days < 0, 0.0, found)


def _table(days: Days, group: Days, groups: int) -> Floats:
    cell = group * (LONGEST + 1) + np.clip(days, 0, LONGEST).astype(np.int64)
    return np.bincount(cell, minlength=groups * (LONGEST + 1)).reshape(groups, LONGEST + 1).astype(float)


def _drawn(seen: Floats, towards: Floats, weight: float) -> Floats:
    return (seen + weight * towards) / (seen.sum(axis=-1, keepdims=True) + weight)


def _reverse(events: Floats, at_risk: Floats, towards: Floats, weight: float) -> Floats:
    """Product-limit in reverse time, with `weight` cases of the distribution it is drawn towards."""
    events = events + weight * towards
    at_risk = at_risk + weight * np.cumsum(towards, axis=-1)
    stays = 1 - np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0)
    # P(at most d) is the product of what stays below each later day.
    later = np.cumprod(stays[..., :0:-1], axis=-1)[..., ::-1]
    chance = np.concatenate([later, np.ones((*later.shape[:-1], 1))], axis=-1)
    return np.diff(chance, axis=-1, prepend=0.0)
