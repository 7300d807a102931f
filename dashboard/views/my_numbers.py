"""My numbers: a rep's way to quota, what was agreed, own numbers beside the team's average, open ends."""

import streamlit as st

from dashboard.views.my_parts import beside, calendar, outcomes, way
from dashboard.views.shared import empty, tables
from dashboard.views.shared.page import Page, open_page
from dashboard.views.sheet_parts.history import last_session_card

SHOWS = (
    "the way to quota, what was agreed, six numbers beside the team's average, the meetings to come, and "
    "those whose date has passed without an outcome"
)

AGREED = ("Agreed in your 1:1s", "Agreed on {}")


def show(page: Page) -> None:
    """The page of one rep, from the quota to what is left open."""
    left, right = st.columns([1.75, 1.15], gap="small")
    with left:
        way.card(page)
    with right:
        last_session_card(page, page.rep_id, page.rep, title=AGREED)
    beside.section(page)
    if page.read.rows["meetings"]:
        left, right = st.columns(2, gap="small")
        with left:
            calendar.section(page)
        with right:
            outcomes.section(page)
    else:
        empty.no_kind("meetings", "your calendar, held and no-shows, and which past meetings have no outcome")
    # Nothing of anybody else: the table that others take along has the team's average above it.
    tables.download(page, "my-numbers", average=False)


page = open_page("My numbers", f"With a rep's log this page shows {SHOWS}.", own=True)
if page is not None and page.rep_id is None:
    with st.container(border=True):
        st.header("Choose a rep above", anchor=False)
        st.write(f"This page is one rep's own. With a rep chosen it shows {SHOWS}; of nobody else a number.")
elif page is not None:
    show(page)
