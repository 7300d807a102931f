"""Closed deals one by one: by list, and those in other currencies, which are never added."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.ledger import deal_facts
from dashboard.figures.periods import Period
from dashboard.figures.summary import CENTS


@dataclass(frozen=True)
class Apart:
    """What was won in another currency than the organisation's."""

    currency: str
    amount: float
    won: int


def closed_in(opportunities: pd.DataFrame, period: Period, currency: str | None) -> pd.DataFrame:
    """The deals closed in the period with their counts, see `ledger.deal_facts`; `list` "" for none."""
    facts = deal_facts(opportunities[period.holds(opportunities["closed_on"])], currency)
    return facts.assign(list=facts["list"].fillna(""))


def other_currencies(opportunities: pd.DataFrame, period: Period, currency: str | None) -> list[Apart]:
    """The sums won in the period in each other currency."""
    closed = opportunities[period.holds(opportunities["closed_on"])]
    foreign = closed[
        closed["won"].fillna(False) & closed["currency"].notna() & (closed["currency"] != currency)
    ]
    return [
        Apart(str(name), float(rows["amount_cents"].sum()) / CENTS, len(rows))
        for name, rows in foreign.groupby("currency")
    ]
