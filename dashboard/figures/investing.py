"""What one more rep would bring if they do as the present ones do: SAOs, deals won and revenue of a year,
once ramped and in the first year, as ranges.

    SAOs per ramped rep and working day × SAO → won × average deal

Each of the three is known only as far as the log tells it: the new rep is one of such reps as there are (a
gamma, by moments), SAO → won is a beta, the average deal a gamma. Of the three, and of luck, `DRAWS` years
are drawn, always with the same random numbers: the same log gives the same ranges. In the first year the rep
ramps as quotas say, and what is accepted is won only after the sales cycle (`figures.cycle`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures.assumptions import YEAR, Basis, basis_of, days_to_come, open_on, teams_of
from dashboard.figures.quotas import ramp_share
from dashboard.figures.workdays import Calendar

Floats = NDArray[np.float64]

# How many years are drawn, and how far ahead the months until a cost is earned are counted.
DRAWS, SEED, HORIZON = 10_000, 1, 36
AHEAD = timedelta(days=YEAR * HORIZON // 12 + 1)
LOW, MIDDLE, HIGH = 0.10, 0.50, 0.90


@dataclass(frozen=True)
class Range:
    """Eight in ten outcomes lie between `low` and `high`, half of them under `middle`."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Year:
    """What a rep brings in a year; None where the log cannot tell."""

    saos: Range | None
    deals: Range | None
    revenue: Range | None


@dataclass(frozen=True)
class Worth:
    """A year's revenue against a year's cost: revenue for each unit of cost, and the chance that it is at
    least the cost, of a ramped year and of the first one; and after how many months since the first day the
    revenue so far has caught up with the cost so far, with the chance one half (`even`) and nine in ten
    (`surely`); None for not within `HORIZON`."""

    ramped: Range
    ramped_chance: float
    first: Range | None
    first_chance: float | None
    even: int | None
    surely: int | None


@dataclass(frozen=True)
class OneMore:
    """One more rep of a team: what is assumed, a year once `ramped`, and the `first` year."""

    basis: Basis
    ramped: Year
    first: Year
    _revenue: Floats | None = field(default=None, repr=False, compare=False)
    _so_far: Floats | None = field(default=None, repr=False, compare=False)

    def worth(self, cost: float) -> Worth | None:
        """Against a yearly cost in the organisation's currency; None where the log cannot tell the revenue.
        Raises `ValueError` for a cost that is not above 0."""
        if cost <= 0:
            raise ValueError("A cost is more than 0.")
        if self._revenue is None:
            return None
        ramped, chance = range_of(self._revenue / cost), _chance(self._revenue >= cost)
        if self._so_far is None:
            return Worth(ramped, chance, None, None, None, None)
        first = self._so_far[:, 11]
        earned = (self._so_far >= cost * np.arange(1, HORIZON + 1) / 12).mean(axis=0)
        return Worth(
            ramped, chance, range_of(first / cost), _chance(first >= cost),
            _first_month(earned >= MIDDLE), _first_month(earned >= HIGH),
        )  # fmt: skip


def one_more(
    months: pd.DataFrame, opportunities: pd.DataFrame, currency: str | None, today: date, calendar: Calendar
) -> OneMore:
    """One more rep beside those of `months` (rows of `months.by_month`), whose deals are `opportunities` (as
    of `log.queries.opportunities`, of the last `CYCLE_MONTHS`)."""
    basis = basis_of(months, opportunities, currency, today, calendar)
    if not basis.knows_saos:
        return OneMore(basis, Year(None, None, None), Year(None, None, None))
    return _drawn(basis, _ramping(today, calendar, teams_of(months)))


def _drawn(basis: Basis, ramping: Floats) -> OneMore:
    """The years drawn: SAOs first, then how many of them are won, then what those bring. `ramping`: see
    `_ramping`."""
    rng = np.random.default_rng(SEED)
    a_day = _gamma(rng, basis.a_day, _spread_of_new(basis))
    rate = rng.beta(basis.won + 0.5, basis.closed - basis.won + 0.5, DRAWS)
    each = _each(rng, basis)
    saos = rng.poisson(a_day * basis.working_days)
    deals = rng.binomial(saos, rate) if basis.knows_deals else None
    revenue = _revenue(rng, basis, deals, each)
    knows = basis.knows_deals and basis.knows_cycle
    by_month = _deals_by_month(rng, basis, a_day * rate, ramping) if knows else None
    monthly = _revenue(rng, basis, by_month, None if each is None else each[:, None])
    so_far = None if monthly is None else np.cumsum(monthly, axis=1)
    return OneMore(
        basis,
        Year(range_of(saos), range_of(deals), range_of(revenue)),
        Year(
            range_of(rng.poisson(a_day * ramping[YEAR])),
            range_of(None if by_month is None else by_month[:, :12].sum(axis=1)),
            range_of(None if so_far is None else so_far[:, 11]),
        ),
        revenue,
        so_far,
    )


def _spread_of_new(basis: Basis) -> float:
    """The CV of what a new rep brings a day: reps differ, and the mean of those there are is not quite
    known, for the luck in their SAOs and for their being few."""
    return float(np.sqrt(basis.spread**2 * (1 + 1 / basis.reps) + 1 / basis.saos))


def _gamma(rng: np.random.Generator, mean: float, cv: float) -> Floats:
    return rng.gamma(1 / cv**2, mean * cv**2, DRAWS)


def _each(rng: np.random.Generator, basis: Basis) -> Floats | None:
    """The average deal; None where the log cannot tell."""
    if not basis.knows_revenue:
        return None
    return _gamma(rng, basis.average, basis.deal_spread / np.sqrt(basis.amounts))


def _revenue(
    rng: np.random.Generator, basis: Basis, deals: NDArray | None, each: Floats | None
) -> Floats | None:
    """What so many deals bring in the organisation's currency, `each` on average: a gamma, as deals are
    above 0 and some of them large. Deals in other currencies add nothing."""
    if deals is None or each is None:
        return None
    own = rng.binomial(deals, basis.amounts / (basis.amounts + basis.foreign))
    return rng.gamma(own / basis.deal_spread**2) * each * basis.deal_spread**2


def _ramping(today: date, calendar: Calendar, teams: Collection[int]) -> Floats:
    """The working days of a ramped rep that the days of one who begins tomorrow are worth, after 0, 1, …
    days until `HORIZON`."""
    days = days_to_come(today, _end_of(HORIZON))
    works = ramp_share(pd.Series([pd.Timestamp(days[0])]), days)[0] * open_on(days, calendar, teams)
    return np.concatenate([[0.0], np.cumsum(works)])


def _end_of(month: int) -> int:
    """After how many days a month since the first day is over."""
    return round(YEAR * month / 12)


def _deals_by_month(
    rng: np.random.Generator, basis: Basis, a_day: Floats, ramping: Floats
) -> NDArray[np.int64]:
    """The deals won in each month since a new rep's first day, draws × `HORIZON`. `a_day`: SAOs a ramped
    rep's day that will be won."""
    known = basis.cycle
    ends = np.array([_end_of(month) for month in range(1, HORIZON + 1)])
    # Of what is accepted, that many days are won by the end of each month that are as old as the deals take.
    by_then = ramping[np.maximum(ends[None, :] - known.days[:, None], 0)]
    parts = np.append(known.share, known.later)
    drawn = rng.standard_gamma(np.maximum(parts * known.won, 1e-9), (DRAWS, len(parts)))
    drawn = drawn / drawn.sum(axis=1, keepdims=True)
    exposure = drawn[:, :-1] @ by_then
    gained = np.maximum(np.diff(exposure, axis=1, prepend=0.0), 0)
    return rng.poisson(a_day[:, None] * gained)


def range_of(drawn: NDArray | None) -> Range | None:
    """The range of what was drawn, at results that occurred; None for nothing drawn."""
    if drawn is None:
        return None
    return Range(*(float(value) for value in np.quantile(drawn, (LOW, MIDDLE, HIGH), method="inverted_cdf")))


def _chance(drawn: NDArray[np.bool_]) -> float:
    """How often it is so; nothing that has not happened is quite sure."""
    return float((drawn.sum() + 0.5) / (drawn.size + 1))


def _first_month(reached: NDArray[np.bool_]) -> int | None:
    return int(np.argmax(reached)) + 1 if reached.any() else None
