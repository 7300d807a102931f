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

from dashboard.figures.cycle import Cycle, cycle
from dashboard.figures.ledger import deal_facts
from dashboard.figures.months import last_months
from dashboard.figures.periods import Period
from dashboard.figures.pooling import difference
from dashboard.figures.quotas import ramp_share
from dashboard.figures.summary import CENTS, ramped
from dashboard.figures.workdays import Calendar, span

Floats = NDArray[np.float64]

# Whole months that SAOs a day are of, the present rate; deals are few and take long: a year of them, and two
# years of SAOs for the cycle.
RATE_MONTHS, DEAL_MONTHS, CYCLE_MONTHS = 6, 12, 24
# With fewer nothing is said.
LEAST_SAOS, LEAST_WON = 5, 5
# By how much reps of a team, and deals, usually differ (CV), and how many of them that counts for.
USUAL_CV, USUAL_DEAL_CV, USUAL_WEIGHT = 0.30, 0.70, 3.0
YEAR = 365
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
class Basis:
    """What is assumed, with what it was counted from.

    `saos` of `reps` ramped reps in `rep_days` of their working days in the months `rate_days` (None: the log
    holds no whole month); `spread`: by how much such reps differ (CV). Of the deals closed in `deal_days`
    `won` of `closed`; `open` SAOs await their end. `amounts` of the deals won are known in the organisation's
    currency, on average `average`; `foreign` are in others, of `unknown` the amount is not known.
    `working_days`: those of the year to come.
    """

    rate_days: Period | None
    saos: int
    rep_days: int
    reps: int
    spread: float
    deal_days: Period
    won: int
    closed: int
    open: int
    amounts: int
    average: float | None
    deal_spread: float
    foreign: int
    unknown: int
    cycle: Cycle
    working_days: int

    @property
    def a_day(self) -> float | None:
        """SAOs per ramped rep and working day."""
        return self.saos / self.rep_days if self.rep_days else None

    @property
    def knows_saos(self) -> bool:
        """Whether there are enough SAOs to say how many a rep brings."""
        return self.saos >= LEAST_SAOS and self.rep_days > 0

    @property
    def knows_deals(self) -> bool:
        """Whether, beyond that, there are enough deals won to say how many a rep's SAOs become."""
        return self.knows_saos and self.won >= LEAST_WON

    @property
    def knows_revenue(self) -> bool:
        """Whether, beyond that, there are enough amounts."""
        return self.knows_deals and self.amounts >= LEAST_WON

    @property
    def knows_cycle(self) -> bool:
        """Whether there are enough deals won to say when a new rep's are."""
        return self.cycle.won >= LEAST_WON


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
    return _drawn(basis, _ramping(today, calendar, _teams(months)))


def basis_of(
    months: pd.DataFrame, opportunities: pd.DataFrame, currency: str | None, today: date, calendar: Calendar
) -> Basis:
    """What the log says of the present reps' SAOs and deals."""
    facts = deal_facts(opportunities, currency)
    deal_days = _deal_days(facts, today)
    closed = facts[deal_days.holds(facts["closed_on"]) & (facts["closed"] > 0)]
    won, count = int(closed["won"].sum()), len(closed)
    now = pd.Timestamp(today)
    is_open = (facts["accepted_on"] <= now) & ((facts["closed"] == 0) | (facts["closed_on"] > now))
    return Basis(
        **_rate(months, today), deal_days=deal_days, won=won, closed=count, open=int(is_open.sum()),
        **_amounts(closed[closed["won"] > 0], currency),
        cycle=_cycle(opportunities, today, won / count if count else 0.0),
        working_days=int(_open(_days_to_come(today, YEAR), calendar, _teams(months)).sum()),
    )  # fmt: skip


def _deal_days(facts: pd.DataFrame, today: date) -> Period:
    """The days of the last `DEAL_MONTHS` and the running month that the log holds."""
    begin = last_months(today, DEAL_MONTHS)[0].first
    first = facts[["accepted_on", "closed_on"]].min().min()
    return Period(begin if pd.isna(first) else min(max(begin, first.date()), today), today)


def _cycle(opportunities: pd.DataFrame, today: date, rate: float) -> Cycle:
    since = pd.Timestamp(last_months(today, CYCLE_MONTHS)[0].first)
    return cycle(opportunities[opportunities["accepted_on"] >= since], today, rate)


def _rate(months: pd.DataFrame, today: date) -> dict:
    """How many SAOs ramped reps bring, and how differently."""
    since = pd.Timestamp(last_months(today, RATE_MONTHS)[0].first)
    rows = ramped(months[months["whole"] & (months["month"] >= since)])
    each = rows.groupby("rep_id")[["saos", "days"]].sum()
    # Who sat on no day of them says nothing of how many SAOs a day brings.
    each = each[each["days"] > 0]
    count, days = each["saos"].to_numpy(float), each["days"].to_numpy(float)
    own = float(difference(count, days, np.zeros(len(each), dtype=np.int64), 1.0)[0]) if len(each) else 0.0
    whole = months.loc[months["whole"], "month"]
    ends = [period for period in last_months(today, RATE_MONTHS) if pd.Timestamp(period.first) in set(whole)]
    return {
        "rate_days": Period(ends[0].first, ends[-1].last) if ends else None,
        "saos": int(count.sum()), "rep_days": int(days.sum()), "reps": len(each),
        "spread": _spread(own, len(each), USUAL_CV),
    }  # fmt: skip


def _amounts(won: pd.DataFrame, currency: str | None) -> dict:
    """What the deals won are worth in the organisation's currency."""
    known = won["amount_cents"].notna()
    cents = won.loc[won["won_with_amount"] > 0, "amount_cents"].to_numpy(dtype=np.int64)
    mean = float(cents.mean()) if len(cents) else 0.0
    own = float(cents.std(ddof=1)) / mean if len(cents) > 1 and mean > 0 else 0.0
    return {
        "amounts": len(cents),
        "average": mean / CENTS if len(cents) else None,
        "deal_spread": _spread(own, len(cents), USUAL_DEAL_CV),
        "foreign": int(known.sum()) - len(cents),
        "unknown": int((~known).sum()),
    }


def _spread(own: float, count: int, usual: float) -> float:
    """A CV of `count` cases, drawn towards the usual one: few of them cannot tell it."""
    cases = max(count - 1, 0)
    return float(np.sqrt((cases * own**2 + USUAL_WEIGHT * usual**2) / (cases + USUAL_WEIGHT)))


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
    days = _days_to_come(today, _end_of(HORIZON))
    works = ramp_share(pd.Series([pd.Timestamp(days[0])]), days)[0] * _open(days, calendar, teams)
    return np.concatenate([[0.0], np.cumsum(works)])


def _days_to_come(today: date, count: int) -> NDArray[np.datetime64]:
    return span(today + timedelta(days=1), today + timedelta(days=count))


def _open(days: NDArray[np.datetime64], calendar: Calendar, teams: Collection[int]) -> NDArray[np.bool_]:
    """Which days are worked in any of the teams."""
    return np.isin(days, calendar.worked(teams, *days[[0, -1]].tolist()))


def _teams(months: pd.DataFrame) -> Collection[int]:
    return months["team_id"].unique()


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
