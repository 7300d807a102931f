"""Revenue: closed-won deals that an SDR's meeting started."""

import streamlit as st

from dashboard import access
from dashboard.figures.deals import closed_in, not_in_pipeline, not_in_revenue
from dashboard.figures.metrics import BY_NAME
from dashboard.views.revenue_parts import by_month, one_more
from dashboard.views.shared import cache, count_cards, empty, list_cards, rate_cards, tables
from dashboard.views.shared.page import Page, open_page

RATES = ("sao_to_won", "average_deal")
TABLE = ("revenue", "average_deal", "sao_to_won", "pipeline", "saos")
MAKES = "revenue, average deal, SAO → won, pipeline"


def show(page: Page) -> None:
    """The page: what the team is worth and the rates behind it, then what one more rep would bring."""
    any_deals = page.rows[["closed", "saos"]].sum().any()
    if any_deals:
        revenue(page)
    else:
        empty.nothing_in_period("deals closed or SAOs", page.last_day("closed", "opportunities"))
    deals = cache.read_deals(access.scope_of(access.OWNER), page.read.today)
    if page.scope.only_team is not None:
        deals = deals.teams[page.scope.only_team]
    by_month.card(page, deals)
    one_more.card(page, deals)
    if any_deals:
        pipeline(page)
    by_month.teams(deals)


def revenue(page: Page) -> None:
    """The revenue of the chosen days, and its rates."""
    count_cards.bars_card(page, BY_NAME["revenue"])
    count_cards.apart(page, not_in_revenue, "Won, but not part of any sum here")
    metric = rate_cards.choose_metric(RATES, "revenue_rate")
    rate_cards.rates_card(page, metric)
    left, right = st.columns(2, gap="small")
    with left:
        count_cards.counts_card(page, BY_NAME["revenue"], "Revenue, week by week")
    with right:
        rows = closed_in(page.read.opportunities, page.period, page.read.currency)
        list_cards.lists_card(page, rows, "won", "closed", BY_NAME["sao_to_won"].label, "closed deals")


def pipeline(page: Page) -> None:
    """The pipeline of the chosen days, and the numbers of both."""
    count_cards.bars_card(page, BY_NAME["pipeline"])
    count_cards.apart(page, not_in_pipeline, "Accepted, but not part of the pipeline here")
    tables.numbers_card(page, TABLE, "revenue")


page = open_page("Revenue", f"With opportunities loaded this page shows {MAKES}.", of=("opportunities",))
if page is not None and page.has("opportunities", MAKES):
    show(page)
