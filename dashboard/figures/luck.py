"""What luck alone does to a rate: intervals, the range of luck, and how rare a low result would be."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtri
from scipy.stats import binom

Floats = NDArray[np.float64]


def wilson(x: ArrayLike, n: ArrayLike, level: float = 0.80) -> tuple[Floats, Floats]:
    """The Wilson interval of x successes in n trials; missing where n is 0 or missing."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    n = np.where(n > 0, n, np.nan)
    z = ndtri(0.5 + level / 2)
    # A sum of fractions may be a hair over its whole.
    rate, spread = np.clip(x / n, 0, 1), z * z / n
    middle = (rate + spread / 2) / (1 + spread)
    half = z * np.sqrt(rate * (1 - rate) / n + spread / (4 * n)) / (1 + spread)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def luck_range(n: ArrayLike, rate: ArrayLike, level: float = 0.90) -> tuple[Floats, Floats]:
    """Between which rates luck alone puts somebody with n trials and a true rate, `level` of the time."""
    n, rate = np.asarray(n, dtype=float), np.asarray(rate, dtype=float)
    n = np.where(n > 0, n, np.nan)
    tail = (1 - level) / 2
    return binom.ppf(tail, n, rate) / n, binom.ppf(1 - tail, n, rate) / n


def lower_mid_p(x: ArrayLike, n: ArrayLike, rate: ArrayLike, lumps: ArrayLike = 1.0) -> Floats:
    """How often a result as low as x of n would come from the rate by luck alone: the lower mid-p.

    `lumps` divides n and x where the trials are not independent. The regularised incomplete beta takes
    fractional counts as they are.
    """
    x, n, rate, lumps = (np.asarray(value, dtype=float) for value in (x, n, rate, lumps))
    x, n = x / lumps, n / lumps
    at_most = _binomial_cdf(x, n, rate)
    below = _binomial_cdf(x - 1, n, rate)
    return (at_most + below) / 2


def _binomial_cdf(x: Floats, n: Floats, rate: Floats) -> Floats:
    """P(X ≤ x); 0 below 0, 1 from n on."""
    inside = (x > -1) & (x < n)
    a = np.where(inside, n - x, 1.0)
    b = np.where(inside, x + 1, 1.0)
    return np.where(inside, betainc(a, b, 1 - rate), np.where(x >= n, 1.0, 0.0))
