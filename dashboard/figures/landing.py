"""Where a count lands by a period's end: what is achieved, and a distribution of what is still to come.

What is to come has a mean and a variance, summed over whoever is meant. Its distribution is a gamma of that
variance whose mean is half a count higher, read off at whole counts: right for a handful as for hundreds.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincinv

Floats = NDArray[np.float64]

# The shock that hits everybody at once (the market, the season, a list), as a part of what is expected of
# meetings not booked yet, and of those on the calendar.
NEW_SHOCK, CALENDAR_SHOCK = 0.20, 0.05
# What is summed over reps to make a team, and over teams to make the organisation.
PARTS = ("achieved", "pending", "calendar", "new", "variance")
LOW, MIDDLE, HIGH = 0.10, 0.50, 0.90
# Results rarer than this at either end are not drawn.
HARDLY = 0.002
# Of fewer meetings than one in so many that are booked now is it worth saying how many are needed.
COUNTS_AT_ALL = 0.05
# Half a count: a sum of whole counts is spread over the halves beside it.
HALF = 0.5
# A variance that is not quite none, for what is certain.
CERTAIN = 1e-9


def land(parts: pd.DataFrame, quota: ArrayLike | None = None) -> pd.DataFrame:
    """The landing of each row.

    `parts`: the columns `PARTS`, where `achieved` is a count that is certain, `pending`, `calendar` and `new`
    what is expected of the three, and `variance` that of their sum without the shock to all at once. `quota`:
    one for each row, missing where there is none. Added: `mean`, `p10`, `p50`, `p90`, and `p_hit`, the chance
    of the quota (missing without one).
    """
    achieved = parts["achieved"].to_numpy(float)
    expected = sum(parts[name].to_numpy(float) for name in ("pending", "calendar", "new"))
    variance = with_shock(parts)
    quota = np.full(len(parts), np.nan) if quota is None else np.asarray(quota, dtype=float)
    quantiles = {
        name: achieved + quantile(level, expected, variance)
        for name, level in (("p10", LOW), ("p50", MIDDLE), ("p90", HIGH))
    }
    chance = chance_of(quota - achieved, expected, variance)
    # In one go: `assign` takes as long again for each column.
    return pd.DataFrame({**parts, "mean": achieved + expected, **quantiles, "p_hit": chance})


def asked(landed: pd.DataFrame, days_left: pd.Series) -> pd.DataFrame:
    """What the quota takes from here, for each row of `land` (with its `quota` and `bookings`): `to_go`, and
    a working day left `needed` and `expected`; the meetings to be booked a day left, `book_needed`, beside
    those that are, `book_usual`. Missing without a quota, where no day is left, and where a meeting booked
    now hardly counts in time any more."""
    to_go = (landed["quota"] - landed["achieved"]).clip(lower=0)
    days = days_left.where(days_left > 0)
    expected = (landed["mean"] - landed["achieved"]) / days
    usual = landed["bookings"] / days
    ahead = (to_go - landed["pending"] - landed["calendar"]).clip(lower=0)
    counts = landed["new"] / landed["bookings"].where(landed["bookings"] > 0)
    booked = ahead / counts.where(counts >= COUNTS_AT_ALL) / days
    return landed.assign(
        to_go=to_go, needed=to_go / days, expected=expected, book_needed=booked, book_usual=usual
    )


def outcomes(landed: pd.Series) -> pd.DataFrame:
    """How likely each result of a row of `land` is: count and chance, without what is next to impossible."""
    to_come = landed["pending"] + landed["calendar"] + landed["new"]
    variance = with_shock(landed[list(PARTS)].astype(float).to_frame().T)[0]
    least, most = (quantile(level, to_come, variance) for level in (HARDLY, 1 - HARDLY))
    counts = np.arange(least, most + 1)
    chances = at_most(counts, to_come, variance) - at_most(counts - 1, to_come, variance)
    return pd.DataFrame({"count": landed["achieved"] + counts, "chance": chances})


def with_shock(parts: pd.DataFrame) -> Floats:
    """The variance of what is to come, with the shock that hits all of it at once."""
    new, calendar, variance = (parts[name].to_numpy(float) for name in ("new", "calendar", "variance"))
    return variance + (NEW_SHOCK * new) ** 2 + (CALENDAR_SHOCK * calendar) ** 2


def chance_of(needed: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """The chance that at least `needed` more come; missing where that is."""
    needed = np.asarray(needed, dtype=float)
    chance = 1 - at_most(np.ceil(needed) - 1, mean, variance)
    return np.where(np.isnan(needed), np.nan, chance)


def at_most(count: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """P(T ≤ count) of what is to come; 0 below 0, and 1 from there on where nothing is to come."""
    count = np.asarray(count, dtype=float)
    shape, scale = _gamma(mean, variance)
    inside = gammainc(shape, (np.maximum(count, 0) + 1) / scale)
    nothing = np.asarray(mean, dtype=float) <= 0
    return np.where(count < 0, 0.0, np.where(nothing, 1.0, inside))


def quantile(level: float, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """The smallest count that what is to come does not pass with the probability `level`."""
    shape, scale = _gamma(mean, variance)
    # The inverse is exact to a few units in the last place; a whole number must not be rounded up for that.
    least = np.ceil(gammaincinv(shape, level) * scale - 1 - 1e-9)
    return np.where(np.asarray(mean, dtype=float) <= 0, 0.0, np.maximum(least, 0.0))


def _gamma(mean: ArrayLike, variance: ArrayLike) -> tuple[Floats, Floats]:
    """Shape and scale."""
    mean = np.maximum(np.asarray(mean, dtype=float), 0) + HALF
    variance = np.maximum(np.asarray(variance, dtype=float), CERTAIN)
    return mean**2 / variance, variance / mean


def of_meetings(
    weight: ArrayLike, weight_squared: ArrayLike, rate: ArrayLike, spread: ArrayLike
) -> tuple[Floats, Floats]:
    """Mean and variance of how many meetings count, of which each counts with the probability rate × its
    weight. `weight` and `weight_squared` are sums over the meetings, `spread` is the variance of the rate,
    which all of them share."""
    weight, squared, rate, spread = (
        np.asarray(value, dtype=float) for value in (weight, weight_squared, rate, spread)
    )
    luck = weight * rate - squared * rate**2
    return weight * rate, luck + (weight**2 - squared) * spread


def of_bookings(
    exposure: ArrayLike,
    booked: tuple[Floats, Floats],
    counts: tuple[Floats, Floats],
    lumpy: float = 1.0,
) -> tuple[Floats, Floats]:
    """Mean and variance of how many meetings not booked yet will count. `exposure`: the working days ahead,
    each weighted by the chance that what is booked on it still counts in time; `booked`: mean and variance of
    the meetings booked a day; `counts`: mean and variance of the rate at which a meeting counts; `lumpy`: how
    much more than a Poisson count the bookings vary."""
    (a_day, spread_a_day), (rate, spread) = booked, counts
    mean = a_day * rate * exposure
    unsure = (a_day**2 + spread_a_day) * (rate**2 + spread) - (a_day * rate) ** 2
    return mean, mean * (1 + rate * (lumpy - 1)) + unsure * np.asarray(exposure, dtype=float) ** 2
