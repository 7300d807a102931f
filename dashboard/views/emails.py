"""Emails sent and outcome: what coaches is email → meeting."""

import streamlit as st

from dashboard.views.shared import count_cards, empty, list_cards, rate_cards, tables
from dashboard.views.shared.page import Page, open_page

OF_EMAILS = {
    "answered": ("emails_replied", "emails_positive_reply", "emails_meeting_scheduled"),
    "opened or clicked": ("emails_opened", "emails_clicked"),
    "no response": ("emails_sent",),
    "bounced": ("emails_bounced",),
    "disqualified": ("emails_disqualified",),
    "outcome not known": ("emails_unknown",),
}
OF_REPLIES = {
    "meeting": ("emails_meeting_scheduled",),
    "positive": ("emails_positive_reply",),
    "other reply": ("emails_replied",),
}
RATES = ("email_to_meeting", "positive_reply_rate", "reply_rate")
TABLE = ("email_to_meeting", "positive_reply_rate", "reply_rate", "replies")
MAKES = "replies, positive replies, email → meeting, mailing lists"


def show(page: Page) -> None:
    """The page, from the rate that coaches to the count."""
    if not page.rows["emails"].sum():
        empty.nothing_in_period("emails", page.last_day("emails", "emails"))
        return
    metric = rate_cards.choose_metric(RATES, "email_rate")
    rate_cards.rates_card(page, metric)
    count_cards.outcomes_card(
        page,
        "What became of the emails, and of the replies",
        ("Of 100 emails", OF_EMAILS),
        ("Of 100 replies", OF_REPLIES),
    )
    left, right = st.columns(2, gap="small")
    with left:
        count_cards.trend_card(page, metric)
    with right:
        rows = page.lists()
        list_cards.lists_card(
            page, rows[rows["emails"] > 0], metric.numerator, "emails", metric.label, "emails"
        )
    rate_cards.best_card(page, metric)
    tables.numbers_card(page, TABLE, "emails", per_day=("emails",))


page = open_page("Emails", f"With emails loaded this page shows {MAKES}.", of=("emails",))
if page is not None and page.has("emails", MAKES):
    show(page)
