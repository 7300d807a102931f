"""Whether the calendar of the two weeks ahead is full or thin, and what that is good for."""

from __future__ import annotations

import streamlit as st

from dashboard.figures import usual
from dashboard.figures.usual import Fullness
from dashboard.views.shared import words
from dashboard.views.shared.page import Page


def card(page: Page) -> None:
    """Whether the two weeks ahead are fuller or thinner than usual, and what that is good for."""
    read = page.read
    found = usual.fullness(page.of_rep(read.meetings), page.of_rep(read.seats), read.as_of, read.today)
    if found is None:
        return
    with st.container(border=True):
        st.header(how_full(found), anchor=False)
        st.caption(
            f"Booked so far for the {usual.AHEAD.days} days ahead, those called off included. On this "
            f"weekday of the last {usual.WEEKS} weeks it was {found.least:,.0f} to {found.most:,.0f}, "
            f"usually {found.usual:,.0f}, for as many reps."
        )


def how_full(found: Fullness) -> str:
    """What the calendar of the two weeks ahead says, in a sentence."""
    if found.verdict == usual.LOW:
        return f"The calendar is thin: {found.now:,} meetings. Lift the inputs now"
    if found.verdict == usual.HIGH:
        return f"The calendar is full: {found.now:,} meetings. Tell the team"
    return f"The calendar is as full as usual: {words.plural_or_no(found.now, 'meeting').lower()}"
