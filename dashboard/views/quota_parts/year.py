"""When the fiscal year ends: the quarters of quotas and forecasts follow."""

from __future__ import annotations

import calendar

import streamlit as st

from dashboard.log import plans
from dashboard.log.engine import Connection
from dashboard.log.scope import Scope
from dashboard.views.quota_parts import saving
from dashboard.views.shared import cache

MONTHS = list(calendar.month_name)[1:]


def card(scope: Scope) -> None:
    """The month in which the fiscal year ends."""
    now = cache.year_ends()
    with st.container(border=True):
        st.header(f"The fiscal year ends in {MONTHS[now - 1]}", anchor=False)
        chosen = st.selectbox(
            "It ends in", MONTHS, index=now - 1, key=f"year-ends-{now}", width=200,
            label_visibility="collapsed",
        )  # fmt: skip
        st.caption(
            "Quarters are named by the year they end in: of a year that ends in January, February 2026 is in "
            "2027 Q1. Quarterly targets that are set already keep their name, and so move with it."
        )
        if (month := MONTHS.index(chosen) + 1) != now:
            saving.save(lambda connection: _set(scope, connection, month))


def _set(scope: Scope, connection: Connection, month: int) -> str:
    plans.set_year_ends(scope, connection, month)
    return f"The fiscal year ends in {MONTHS[month - 1]}."
