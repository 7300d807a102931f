"""Closed deals one by one: by list, and those that no sum holds, for their currency or want of an amount."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.ledger import deal_facts
from dashboard.figures.periods import Period
from dashboard.figures.summary import CENTS


@dataclass(frozen=True)
class Apart:
    """The amount of some deals in another currency than the organisation's."""

    currency: str
    amount: float
    deals: int


@dataclass(frozen=True)
class NotAdded:
    """The deals that a sum of money does not hold: in other currencies, and without an amount."""

    others: tuple[Apart, ...]
    unknown: int

    @property
    def foreign(self) -> int:
        """How many deals are in other currencies."""
        return sum(apart.deals for apart in self.others)


def accepted_in(opportunities: pd.DataFrame, seats: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The SAOs accepted in the period, the last first, each with the name of its rep (`rep`)."""
    rows = opportunities[period.holds(opportunities["accepted_on"])]
    names = seats.drop_duplicates("rep_id").set_index("rep_id")["rep"]
    rows = rows.assign(rep=rows["rep_id"].map(names))
    return rows.sort_values(["accepted_on", "rep", "id"], ascending=[False, True, True], ignore_index=True)


def closed_in(opportunities: pd.DataFrame, period: Period, currency: str | None) -> pd.DataFrame:
    """The deals closed in the period with their counts, see `ledger.deal_facts`; `list` "" for none."""
    facts = deal_facts(opportunities[period.holds(opportunities["closed_on"])], currency)
    return facts.assign(list=facts["list"].fillna(""))


def not_in_revenue(opportunities: pd.DataFrame, period: Period, currency: str | None) -> NotAdded:
    """The deals won in the period whose amount the revenue does not hold."""
    won = opportunities["won"].fillna(False).astype(bool)
    return _not_added(opportunities[won & period.holds(opportunities["closed_on"])], currency)


def not_in_pipeline(opportunities: pd.DataFrame, period: Period, currency: str | None) -> NotAdded:
    """The SAOs of the period whose amount the pipeline does not hold."""
    return _not_added(opportunities[period.holds(opportunities["accepted_on"])], currency)


def _not_added(deals: pd.DataFrame, currency: str | None) -> NotAdded:
    known = deals[deals["amount_cents"].notna()]
    foreign = known[known["currency"].notna() & (known["currency"] != currency)]
    others = tuple(
        Apart(str(name), float(rows["amount_cents"].sum()) / CENTS, len(rows))
        for name, rows in foreign.groupby("currency")
    )
    return NotAdded(others, unknown=len(deals) - len(known))
