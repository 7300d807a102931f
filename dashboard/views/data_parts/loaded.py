"""What is loaded: how much of each kind, through when, and whether that is up to date."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime

import pandas as pd
import streamlit as st

from dashboard.figures.periods import local_day
from dashboard.views.shared import cache, empty, words

KINDS = {"calls": "Calls", "emails": "Emails", "meetings": "Meetings", "opportunities": "Opportunities"}


def teams(seats: pd.DataFrame, zone: str) -> str:
    """Whose log this is, in a line."""
    if seats.empty:
        return "No team is loaded yet"
    names = words.literal(", ".join(sorted(seats["team"].unique())))
    return f"{names} · {words.plural(seats['rep_id'].nunique(), 'rep')} · {zone}"


def cards(
    rows: dict[str, int], through: dict[str, datetime | None], zone: str, behind: Callable[[date], int],
    unknown: dict[str, int], waiting: Collection[str],
) -> None:  # fmt: skip
    """How much of each kind there is, and how fresh it is. `behind`: how many working days came after one;
    `unknown`: how many words for outcomes nobody knows; `waiting`: the files' kinds of which rows wait."""
    with st.grid(4, min_column_width=170, gap="small"):
        for kind, title in KINDS.items():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(title, f"{rows[kind]:,}" if rows[kind] else words.NO_VALUE)
                if not rows[kind]:
                    is_waiting = any(kind in held for held in waiting)
                    none = f"no {kind} loaded; with them: {_makes(kind)}"
                    st.caption(f"no {kind} counted: nobody has said whose they are" if is_waiting else none)
                    continue
                st.caption(f"through {words.moment(through[kind], zone, local_day(cache.now(), zone))}")
                _badge(through[kind], zone, behind)
                if kind in unknown:
                    st.badge(_not_known(unknown[kind]), icon=":material/help:", color="yellow")


def _not_known(how_many: int) -> str:
    return f"{words.plural(how_many, 'word')} unknown"


def _makes(kind: str) -> str:
    """What a kind of file makes possible."""
    return next(made for name, made in empty.MAKES_POSSIBLE.values() if name == kind)


def _badge(latest: datetime | None, zone: str, behind: Callable[[date], int]) -> None:
    """Up to date, or how many working days behind: yesterday's log is up to date until today's is due."""
    if latest is None:
        return
    days = behind(local_day(latest, zone))
    if days <= 1:
        st.badge("up to date", icon=":material/check:", color="gray")
    else:
        # No longer than this: a badge does not wrap, and a phone has two cards in a row.
        st.badge(f"{words.plural(days, 'workday')} behind", icon=":material/schedule:", color="yellow")
