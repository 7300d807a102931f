"""Deals that no sum of money holds are counted apart, by currency, and never added."""

from __future__ import annotations

from datetime import date

import build

from dashboard.figures.deals import Apart, NotAdded, not_in_pipeline, not_in_revenue
from dashboard.figures.periods import Period

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def deal(amount: int | None, currency: str | None, won: bool | None = True, day: str = "2026-11-03") -> dict:
    """A deal accepted and closed on one day."""
    given = {"rep_id": 1, "accepted_on": day, "closed_on": day, "won": won}
    return given | {"amount_cents": amount, "currency": currency}


def test_other_currencies_and_blank_amounts_are_apart():
    deals = build.opportunities(
        deal(100, "EUR"), deal(200, None), deal(150_050, "CHF"), deal(50, "CHF"), deal(9, "USD"),
        deal(None, "CHF"), deal(None, None), deal(9, "CHF", won=False), deal(9, "CHF", day="2026-12-01"),
    )  # fmt: skip
    chf, usd = Apart("CHF", 1501.0, 2), Apart("USD", 0.09, 1)
    assert not_in_revenue(deals, NOVEMBER, "EUR") == NotAdded((chf, usd), unknown=2)
    assert not_in_revenue(deals, NOVEMBER, "EUR").foreign == 3
    accepted = not_in_pipeline(deals, NOVEMBER, "EUR")
    assert accepted.others[0] == Apart("CHF", 1501.09, 3) and accepted.unknown == 2


def test_all_in_one_currency_leaves_nothing_apart():
    deals = build.opportunities(deal(100, "EUR"), deal(200, None))
    assert (
        not_in_revenue(deals, NOVEMBER, "EUR") == not_in_pipeline(deals, NOVEMBER, "EUR") == NotAdded((), 0)
    )
    assert not_in_revenue(build.opportunities(), NOVEMBER, None) == NotAdded((), 0)
