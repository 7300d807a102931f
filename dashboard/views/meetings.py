"""Meetings scheduled: by the day they were booked, by how, and what became of them."""

import streamlit as st

from dashboard.figures import comparison, meetings
from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared import count_cards, empty, list_cards, rate_cards, tables
from dashboard.views.shared.page import Page, open_page

RATES = ("activity_to_meeting", "held_rate", "no_show_rate")
TABLE = ("meetings_scheduled", "meetings_held", "held_rate", "no_show_rate", "activity_to_meeting")
MAKES = "meetings booked and held, no-shows, how they were booked"


def show(page: Page) -> None:
    """The page, from the rate that coaches to the count."""
    if not page.rows["meetings_scheduled"].sum():
        empty.nothing_in_period("meetings booked", page.last_day("meetings_scheduled", "meetings"))
        return
    metric = rate_cards.choose_metric(RATES, "meeting_rate")
    rate_cards.rates_card(page, metric)
    outcomes(page)
    left, right = st.columns(2, gap="small")
    with left:
        count_cards.counts_card(page, BY_NAME["meetings_scheduled"], "Meetings booked, week by week")
    with right:
        by_list(page)
    if metric.good == "up":
        rate_cards.best_card(page, metric)
    tables.numbers_card(page, TABLE, "meetings")


def outcomes(page: Page) -> None:
    """How the meetings booked in these days were booked, and what has become of them."""
    booked = meetings.booked_in(page.read.meetings, page.period)
    with st.container(border=True):
        st.header("How they were booked, and what became of them", anchor=False)
        left, right = st.columns(2, gap="medium")
        for side, column, parts, label in (
            (left, "channel", meetings.CHANNELS, "Of 100 meetings booked, by how"),
            (right, "outcome", meetings.OUTCOMES, "Of 100 meetings booked, by what became of them"),
        ):
            counts = meetings.counted(booked, column, parts, page.rows)
            rows, names = comparison.team_first(counts, list(parts))
            with side:
                count_cards.shares_chart(page, rows, names, {part: (part,) for part in parts}, label)


def by_list(page: Page) -> None:
    """How many of the meetings that a list led to are held."""
    rows = meetings.facts_in(page.read.meetings, page.period, page.read.as_of)
    list_cards.lists_card(
        page, rows, "held_of_known", "outcome_known", BY_NAME["held_rate"].label, "meetings"
    )


page = open_page("Meetings", f"With meetings loaded this page shows {MAKES}.", of=("meetings",))
if page is not None and page.has("meetings", MAKES):
    show(page)
