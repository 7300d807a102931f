"""Emails sent and outcome: what coaches is email → meeting."""

import streamlit as st

from dashboard.figures import comparison
from dashboard.figures.ledger import activity
from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared import empty, sections
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
    metric = sections.choose_metric(RATES, "email_rate")
    sections.rates_card(page, metric)
    outcomes(page)
    left, right = st.columns(2, gap="small")
    with left:
        sections.trend_card(page, metric)
    with right:
        rows = activity(page.lists(), page.read.loaded, ["rep_id", "team_id", "list"])
        sections.lists_card(
            page, rows[rows["emails"] > 0], metric.numerator, "emails", BY_NAME[metric.name].label, "emails"
        )
    sections.best_card(page, metric)
    sections.numbers_card(page, TABLE, "emails", per_day=("emails",))


def outcomes(page: Page) -> None:
    """What became of the emails, and of the replies."""
    columns = sorted(
        {column for parts in (OF_EMAILS, OF_REPLIES) for some in parts.values() for column in some}
    )
    rows, names = comparison.team_first(page.outcome_rows(), columns)
    with st.container(border=True):
        st.header("What became of the emails, and of the replies", anchor=False)
        left, right = st.columns(2, gap="medium")
        with left:
            sections.shares_chart(page, rows, names, OF_EMAILS, "Of 100 emails")
        with right:
            sections.shares_chart(page, rows, names, OF_REPLIES, "Of 100 replies")


page = open_page("Emails", f"With emails loaded this page shows {MAKES}.")
if page is not None and sections.needs(page, "emails", MAKES, empty.no_kind):
    show(page)
