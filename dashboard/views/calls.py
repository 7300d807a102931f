"""Calls made and outcome: what coaches is connected → meeting; the number of calls stands last."""

import streamlit as st

from dashboard.figures import comparison
from dashboard.figures.ledger import activity
from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared import empty, sections
from dashboard.views.shared.page import Page, open_page

OF_CALLS = {
    "reached": ("calls_connected", "calls_meeting_scheduled", "calls_disqualified"),
    "voicemail": ("calls_voicemail",),
    "no answer": ("calls_no_answer",),
    "gatekeeper or wrong number": ("calls_gatekeeper", "calls_wrong_number"),
    "no outcome": ("calls_unknown",),
}
OF_CONVERSATIONS = {
    "meeting": ("calls_meeting_scheduled",),
    "talked, no meeting": ("calls_connected",),
    "disqualified": ("calls_disqualified",),
}
RATES = ("connected_to_meeting", "connect_rate", "calls_per_meeting")
TABLE = ("connected_to_meeting", "connect_rate", "calls_per_meeting", "connects")
MAKES = "connect rate, connected → meeting, calls per meeting, lists"


def show(page: Page) -> None:
    """The page, from the rate that coaches to the count."""
    if not page.rows["calls"].sum():
        empty.nothing_in_period("calls", page.last_day("calls", "calls"))
        return
    metric = sections.choose_metric(RATES, "call_rate")
    sections.rates_card(page, metric)
    outcomes(page)
    left, right = st.columns(2, gap="small")
    with left:
        sections.trend_card(page, metric)
    with right:
        by_list(page)
    if metric.unit == "rate":
        sections.best_card(page, metric)
    sections.numbers_card(page, TABLE, "calls", per_day=("calls",))


def outcomes(page: Page) -> None:
    """What became of the calls, and of the conversations: two pictures, or meetings would be a sliver."""
    columns = sorted(
        {column for parts in (OF_CALLS, OF_CONVERSATIONS) for some in parts.values() for column in some}
    )
    rows, names = comparison.team_first(page.outcome_rows(), columns)
    with st.container(border=True):
        st.header("What became of the calls, and of the conversations", anchor=False)
        left, right = st.columns(2, gap="medium")
        with left:
            sections.shares_chart(page, rows, names, OF_CALLS, "Of 100 calls")
        with right:
            sections.shares_chart(page, rows, names, OF_CONVERSATIONS, "Of 100 conversations")


def by_list(page: Page) -> None:
    """Connected → meeting by call list."""
    rows = activity(page.lists(), page.read.loaded, ["rep_id", "team_id", "list"])
    sections.lists_card(
        page, rows[rows["calls"] > 0], "call_meetings", "connects",
        BY_NAME["connected_to_meeting"].label, "conversations",
    )  # fmt: skip


page = open_page("Calls", f"With calls loaded this page shows {MAKES}.")
if page is not None and sections.needs(page, "calls", MAKES, empty.no_kind):
    show(page)
