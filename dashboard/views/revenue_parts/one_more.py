"""What one more rep would bring: the range, the sum in words, a cost to weigh it against, what is assumed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import ranges
from dashboard.figures.investing import Range
from dashboard.reading import Deals
from dashboard.views.revenue_parts import said
from dashboard.views.shared import words
from dashboard.views.shared.choices import team_labels
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw

COST = "cost"


def card(page: Page, deals: Deals) -> None:
    """One more rep of the page's team."""
    found = deals.one_more
    with st.container(border=True):
        st.header(said.title(found, deals.currency), anchor=False)
        st.caption(_whose(page, deals))
        if found.ramped.saos is None:
            st.write(" ".join(said.missing(found.basis)))
            return
        cost = _cost(deals) if found.ramped.revenue else None
        if found.ramped.revenue:
            frame = _rows(deals, cost)
            sign = words.sign(deals.currency)
            draw(frame, ranges.spec(page.theme, "money", sign),
                 ranges.alt(frame, "Revenue of one more rep", "money", sign), "one-more")  # fmt: skip
        st.markdown(said.sum_of(found, deals.currency))
        if cost:
            st.markdown(said.against(found.worth(cost), cost, deals.currency))
        for sentence in said.missing(found.basis):
            st.write(sentence)
        st.caption("What is assumed, and what it was counted from:")
        st.markdown("\n".join(f"- {one}" for one in said.assumed(found.basis, deals.currency)))


def _whose(page: Page, deals: Deals) -> str:
    whose = "A rep of any team" if page.scope.only_team is None else f"A rep of {words.literal(page.team)}"
    chosen = ", whoever is chosen above" if page.rep else ""
    teams = "Under them: a ramped rep of each team. " if len(deals.teams) > 1 else ""
    return (
        f"{whose}{chosen}. Ramped: all that the SAOs of a year become; first year: what is won within it. "
        f"{teams}Line: 8 in 10 outcomes, dot: the middle."
    )


def _cost(deals: Deals) -> float | None:
    """What a rep costs a year, typed by who reads; nothing is assumed without it."""
    of = f" ({deals.currency})" if deals.currency else ""
    return st.number_input(
        f"What a rep costs a year{of}, optional", min_value=1, max_value=10_000_000, value=None, step=1000,
        key=COST, bind="query-params", width=260, placeholder="pay, tools, management …",
    )  # fmt: skip


def _rows(deals: Deals, cost: float | None) -> pd.DataFrame:
    """The frame of `charts.ranges`: once ramped, the first year, and each team where there are several."""
    found = deals.one_more
    rows = [("Ramped, a year", found.ramped.revenue), ("New, first year", found.first.revenue)]
    if len(deals.teams) > 1:
        each = ((name, deals.teams[team].one_more) for team, name in team_labels(deals.seats).items())
        rows += [(name, one.ramped.revenue) for name, one in each]
    frame = pd.DataFrame([_row(name, reach, deals.currency) for name, reach in rows])
    label = f"cost {words.money(cost, deals.currency)}" if cost else ""
    return frame.assign(team=float(cost) if cost else float("nan"), team_label=label, selected=False)


def _row(name: str, reach: Range | None, currency: str | None) -> dict:
    if reach is None:
        return {"name": name, **dict.fromkeys(("p10", "p50", "p90"), float("nan")), "text": "too few deals"}
    text = f"{words.money(reach.low, currency)} – {words.money(reach.high, currency)}"
    return {"name": name, "p10": reach.low, "p50": reach.middle, "p90": reach.high, "text": text}
