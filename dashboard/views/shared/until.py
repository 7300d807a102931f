"""The choice of a month or quarter: the running one, the next, or one of the past year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard.figures.periods import month, name_after, past, quarter_of
from dashboard.figures.workdays import Calendar
from dashboard.views.shared.results import called

OTHER = "Other"


def choose_period(today: date, year_ends: int) -> str:
    """The month or quarter chosen, as "2026-11" or "2026-Q4"; it lives in the address."""
    following = month(today.year, today.month).last + timedelta(days=1)
    names = (f"{today:%Y-%m}", quarter_of(today, year_ends), f"{following:%Y-%m}")
    periods = _by_label(names, year_ends)
    chosen = st.segmented_control(
        "Period", [*periods, OTHER], default=next(iter(periods)), required=True, key="until",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    if chosen == OTHER:
        names = (name_after(quarter_of(today, year_ends)), *past(today, year_ends))
        periods = _by_label(names, year_ends, with_year=True)
        chosen = st.selectbox(
            "Which", list(periods), key="past", bind="query-params", width=170, label_visibility="collapsed"
        )
    # An address may name what there is not.
    return periods.get(chosen, next(iter(periods.values())))


def _by_label(names: Sequence[str], year_ends: int, with_year: bool = False) -> dict[str, str]:
    """The periods by what each is called; a month of the past with its year."""
    calendar = Calendar(year_ends=year_ends)
    found = {}
    for name in names:
        label = called(calendar.period(name), calendar)
        found[f"{label} {name[:4]}" if with_year and "Q" not in name else label] = name
    return found
