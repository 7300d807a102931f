"""What a rep's few numbers are weighed against: their team's, by moments, and the team's by all teams'.

Every function takes counts a row a rep and `group`, the number of each row's team, and is vectorised over
both: one call for one team or a thousand.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Group = NDArray[np.int64]

# A rate: how alike reps of a team may be at the least and at the most (ρ of the beta-binomial).
ALIKE, UNLIKE = 0.01, 0.50
# Bookings a day: by how much reps of a team differ at the least and at the most (CV).
LEAST_CV, MOST_CV = 0.14, 1.0
# How much the team's own numbers are weighed against: so many trials, or rep-days, of all teams together.
TEAM_TRIALS, TEAM_DAYS = 10.0, 5.0
# And all teams' rate against what is usual, where a log knows hardly anything.
USUAL_TRIALS = 2.0


def rate_of_each(
    x: ArrayLike, n: ArrayLike, group: Group, usual: float
) -> tuple[Floats, Floats]:
    """Mean and variance of each rep's rate, given x successes of n trials (fractions are taken as they are):
    the beta-binomial posterior, its prior the team's by moments. `usual`: the rate where nothing is known."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    everybody = (x.sum() + USUAL_TRIALS * usual) / (n.sum() + USUAL_TRIALS)
    team = (sums(x, group) + TEAM_TRIALS * everybody) / (sums(n, group) + TEAM_TRIALS)
    rho = np.clip(likeness(x, n, group), ALIKE, UNLIKE)
    weight = (1 / rho - 1)[group]
    successes, trials = weight * team[group] + x, weight + n
    mean = successes / trials
    return mean, mean * (1 - mean) / (trials + 1)


def bookings_of_each(
    count: ArrayLike, days: ArrayLike, group: Group, lumpy: float
) -> tuple[Floats, Floats]:
    """Mean and variance of the meetings each rep books a working day, given so many in so many days: the
    gamma–Poisson posterior, its prior the team's by moments. `lumpy` divides what the counts can tell."""
    count, days = np.asarray(count, dtype=float), np.asarray(days, dtype=float)
    everybody = count.sum() / days.sum() if days.sum() > 0 else 0.0
    team = (sums(count, group) + TEAM_DAYS * everybody) / (sums(days, group) + TEAM_DAYS)
    cv = np.clip(difference(count, days, group, lumpy), LEAST_CV, MOST_CV)
    shape = (1 / cv**2)[group]
    # A team that never booked anything has no spread, and no rate to be unsure of.
    rate = np.divide(shape, team[group], out=np.zeros(len(count)), where=team[group] > 0)
    shape, rate = shape + count / lumpy, rate + days / lumpy
    known = (team[group] > 0) & (rate > 0)
    mean = np.divide(shape, rate, out=np.zeros(len(count)), where=known)
    return mean, np.divide(mean, rate, out=np.zeros(len(count)), where=known)


def likeness(x: ArrayLike, n: ArrayLike, group: Group, lumpy: ArrayLike = 1.0) -> Floats:
    """ρ of the beta-binomial by moments, for each team: what the rates of its reps differ beyond luck; below
    0 where they differ less, and 0 where nothing can be said."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    total = sums(n, group)
    rate = ratio(sums(x, group), total)
    room = (total - ratio(sums(n**2, group), total)) * rate * (1 - rate)
    own = ratio(x, n)
    spread = sums(n * (own - rate[group]) ** 2, group)
    by_luck = lumpy * np.maximum(sums(n > 0, group) - 1, 0) * rate * (1 - rate)
    return ratio(spread - by_luck, room)


def difference(count: Floats, days: Floats, group: Group, lumpy: float) -> Floats:
    """The CV of what the reps of each team book a day beyond luck; 0 where they differ less."""
    total = sums(days, group)
    rate = ratio(sums(count, group), total)
    spread = sums(days * (ratio(count, days) - rate[group]) ** 2, group)
    by_luck = lumpy * np.maximum(sums(days > 0, group) - 1, 0) * rate
    between = ratio(spread - by_luck, total - ratio(sums(days**2, group), total))
    return ratio(np.sqrt(np.maximum(between, 0)), rate)


def sums(values: ArrayLike, group: Group) -> Floats:
    """The sum of each team's values."""
    groups = int(group.max()) + 1 if len(group) else 0
    return np.bincount(group, np.asarray(values, dtype=float), groups)


def ratio(above: ArrayLike, below: ArrayLike) -> Floats:
    """above ÷ below, 0 where that has no meaning."""
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0)
