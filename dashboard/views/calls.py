"""Calls made and outcome: what coaches is connected → meeting; the number of calls stands last."""

import streamlit as st

from dashboard.figures.metrics import BY_NAME
from dashboard.figures.without_outcome import WithoutOutcome, of_rows
from dashboard.views.shared import count_cards, empty, list_cards, rate_cards, tables, without_outcome
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
    missing = page.read.once(("without outcome", page.period, page.rep_id), lambda: calls_without(page))
    without_outcome.warning(missing)
    metric = rate_cards.choose_metric(RATES, "call_rate")
    rate_cards.rates_card(page, metric)
    count_cards.outcomes_card(
        page,
        "What became of the calls, and of the conversations",
        ("Of 100 calls", OF_CALLS),
        ("Of 100 conversations", OF_CONVERSATIONS),
    )
    if len(missing.many):
        without_outcome.card(missing)
    elif missing.without:
        st.caption(without_outcome.all_together(missing))
    left, right = st.columns(2, gap="small")
    with left:
        count_cards.trend_card(page, metric)
    with right:
        by_list(page)
    if metric.unit == "rate":
        rate_cards.best_card(page, metric)
    tables.numbers_card(page, TABLE, "calls", per_day=("calls",))


def calls_without(page: Page) -> WithoutOutcome:
    """The calls of the chosen rep, or of all, without an outcome."""
    return of_rows(page.of_rep(page.outcome_rows().assign(team=page.rows["team"])))


def by_list(page: Page) -> None:
    """Connected → meeting by call list."""
    rows = page.lists()
    list_cards.lists_card(
        page, rows[rows["calls"] > 0], "call_meetings", "connects",
        BY_NAME["connected_to_meeting"].label, "conversations",
    )  # fmt: skip


page = open_page("Calls", f"With calls loaded this page shows {MAKES}.", of=("calls",))
if page is not None and page.has("calls", MAKES):
    show(page)
