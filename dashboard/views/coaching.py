"""Coaching: what was agreed with a rep in the last 1:1, and what is agreed today."""

from __future__ import annotations

import streamlit as st

from dashboard.views.shared.page import Page, open_page
from dashboard.views.sheet_parts.agree import agree_card
from dashboard.views.sheet_parts.history import history_card, last_session_card

MAKES = "This page keeps what is agreed with a rep in a 1:1. It needs the reps, and something they did."


def show(page: Page) -> None:
    """The page: last time, today, all times."""
    if page.rep_id is None:
        st.header(
            "Choose a rep above to see what was agreed, and to write what is agreed today", anchor=False
        )
        return
    last_session_card(page, page.rep_id, page.rep)
    agree_card(page, page.rep_id, page.rep)
    history_card(page, page.rep_id)


if page := open_page("Coaching", MAKES):
    show(page)
