"""What one more rep is assumed to do: as many SAOs a day as the present ones, won as often and worth as much,
each with what it was counted from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures.cycle import Cycle, cycle
from dashboard.figures.ledger import deal_facts
from dashboard.figures.months import last_months
from dashboard.figures.periods import Period
from dashboard.figures.pooling import difference
from dashboard.figures.summary import CENTS, ramped
from dashboard.figures.workdays import Calendar, span

# Whole months that SAOs a day are of, the present rate; deals are few and take long: a year of them, and two
# years of SAOs for the cycle.
RATE_MONTHS, DEAL_MONTHS, CYCLE_MONTHS = 6, 12, 24
# With fewer nothing is said.
LEAST_SAOS, LEAST_WON = 5, 5
# By how much reps of a team, and deals, usually differ (CV), and how many of them that counts for.
USUAL_CV, USUAL_DEAL_CV, USUAL_WEIGHT = 0.30, 0.70, 3.0
YEAR = 365


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
        working_days=int(open_on(days_to_come(today, YEAR), calendar, teams_of(months)).sum()),
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


def days_to_come(today: date, count: int) -> NDArray[np.datetime64]:
    """So many days from tomorrow on."""
    return span(today + timedelta(days=1), today + timedelta(days=count))


def open_on(days: NDArray[np.datetime64], calendar: Calendar, teams: Collection[int]) -> NDArray[np.bool_]:
    """Which days are worked in any of the teams."""
    return np.isin(days, calendar.worked(teams, *days[[0, -1]].tolist()))


def teams_of(months: pd.DataFrame) -> Collection[int]:
    """The teams that rows of `months.by_month` are of."""
    return months["team_id"].unique()
