"""Coaching: the sheet of one rep for the weekly 1:1, in the order in which a good one is held."""

from __future__ import annotations

import streamlit as st

from dashboard.views.shared import attention_card, coached
from dashboard.views.shared.page import Page, open_page
from dashboard.views.sheet_parts import about, paper, since, trend
from dashboard.views.sheet_parts.about import About
from dashboard.views.sheet_parts.agree import TITLE, agree_card
from dashboard.views.sheet_parts.best import best_card
from dashboard.views.sheet_parts.flag import flags_card
from dashboard.views.sheet_parts.guard import guard_cards
from dashboard.views.sheet_parts.history import history_card, last_session_card
from dashboard.views.sheet_parts.results import results_cards

MAKES = (
    "With calls, emails or meetings loaded this page shows one rep's sheet for the 1:1: results, what to "
    "coach or leave alone and why, what moved since last time; and it keeps what is agreed."
)


def choose(page: Page) -> None:
    """Everybody, the most useful first: each name opens its sheet."""
    people = coached.everybody(page)
    if not people:
        st.header("Nobody sits in this team today", anchor=False)
        st.caption("Choose another team, or above the rep whose former sheet you want to read.")
        return
    st.header("Whose sheet?", anchor=False)
    for one in people:
        attention_card.choice_row(page, one)


def sheet(one: About) -> None:
    """The sheet. Who is not to be pushed is protected before any figure of volume is read."""
    if one.is_guarded:
        guard_cards(one)
    results_cards(one, "1 · ")
    flags_card(one)
    if not one.is_guarded:
        guard_cards(one)
    rates = about.rates(one)
    moved, caption = since.since_last(one)
    left, right = st.columns([1.25, 1], gap="small")
    with left:
        if rates:
            trend.trend_card(one, rates[0], "2 · ")
    with right:
        last_session_card(one.page, one.rep_id, one.rep, moved, caption, "3 · ")
    if rates:
        days = one.team.found.windows[rates[0].name]
        best_card(one.page, rates[0], one.rep_id, one.rep, days, "4 · ")
    agree_card(one.page, one.rep_id, one.rep, f"5 · {TITLE}")
    history_card(one.page, one.rep_id)


page = open_page("Coaching", MAKES, about_rep=", 1:1 sheet", beside=paper.download)
if page is not None:
    if page.rep_id is None:
        choose(page)
    else:
        sheet(about.about(page, page.rep_id, page.rep))
