"""Revenue: closed-won deals that an SDR's meeting started."""

import streamlit as st

from dashboard.figures import deals
from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared import count_cards, empty, list_cards, rate_cards, tables
from dashboard.views.shared.page import Page, open_page

RATES = ("sao_to_won", "average_deal")
TABLE = ("revenue", "average_deal", "sao_to_won", "pipeline", "saos")
MAKES = "revenue, average deal, SAO → won, pipeline"


def show(page: Page) -> None:
    """The page: what the team is worth, then the rates behind it."""
    if not page.rows[["closed", "saos"]].sum().any():
        empty.nothing_in_period("deals closed or SAOs", page.last_day("closed", "opportunities"))
        return
    count_cards.bars_card(page, BY_NAME["revenue"])
    count_cards.apart(page, deals.not_in_revenue, "Won, but not part of any sum here")
    metric = rate_cards.choose_metric(RATES, "revenue_rate")
    rate_cards.rates_card(page, metric)
    left, right = st.columns(2, gap="small")
    with left:
        count_cards.counts_card(page, BY_NAME["revenue"], "Revenue, week by week")
    with right:
        rows = deals.closed_in(page.read.opportunities, page.period, page.read.currency)
        list_cards.lists_card(page, rows, "won", "closed", BY_NAME["sao_to_won"].label, "closed deals")
    count_cards.bars_card(page, BY_NAME["pipeline"])
    count_cards.apart(page, deals.not_in_pipeline, "Accepted, but not part of the pipeline here")
    tables.numbers_card(page, TABLE, "revenue")


page = open_page("Revenue", f"With opportunities loaded this page shows {MAKES}.", of=("opportunities",))
if page is not None and page.has("opportunities", MAKES):
    show(page)
