"""Calls without an outcome: who leaves them, beside the rates that they make wrong."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.figures.without_outcome import WithoutOutcome
from dashboard.views.shared import words

ROW_HEIGHT, MOST_ROWS, MOST_NAMED = 30, 12, 3
WHY = "What came of these calls is in no rate: connects and meetings among them are missing."
SETTINGS = {
    "Rep": st.column_config.TextColumn(pinned=True, width=150),
    "Team": st.column_config.TextColumn(width=150),
    "Calls": st.column_config.NumberColumn(format="localized", width=70),
    "Without an outcome": st.column_config.TextColumn(width=130, alignment="right"),
    "Share": st.column_config.TextColumn(width=76, alignment="right"),
}
BADGE = ":yellow-badge[:material/edit_note: Outcomes missing]"


def warning(found: WithoutOutcome, when: str = "") -> None:
    """A sentence above the rates, where somebody leaves many; `when`: in which days, where the page does not
    say it (" in the last 4 weeks")."""
    if len(found.many):
        st.markdown(f"{BADGE} {sentence(found, when)}")


def card(found: WithoutOutcome, said: str = "") -> None:
    """Who leaves how many, the largest share first; `said`: what stands above the table."""
    with st.container(border=True):
        st.header(_title(found), anchor=False)
        if said:
            st.markdown(said)
        if found.without:
            _table(found)


def sentence(found: WithoutOutcome, when: str = "") -> str:
    """Who leaves most, with the numbers; how many there are in all where nobody leaves many."""
    if found.many.empty:
        return all_together(found, when)
    first, *others = [_of(row) for row in found.many.head(MOST_NAMED).itertuples()]
    named = f"{first} without an outcome{when}{''.join(f', {other}' for other in others)}"
    more = len(found.many) - MOST_NAMED
    return f"{named}{f', and {more} more likewise' if more > 0 else ''}. {WHY}"


def _of(row) -> str:
    share = words.percent(row.share, row.calls)
    return f"{words.literal(row.rep)} logged {row.without:,} of {words.plural(row.calls, 'call')} ({share})"


def _title(found: WithoutOutcome) -> str:
    if not found.calls:
        return "No calls to look at"
    if not found.without:
        return "Every call has an outcome"
    if found.many.empty:
        return "Calls without an outcome are few"
    leave = "leaves" if len(found.many) == 1 else "leave"
    return f"{words.names(found.many['rep'].tolist())} {leave} many calls without an outcome"


def all_together(found: WithoutOutcome, when: str = "") -> str:
    """How many there are in all, in a sentence."""
    if not found.without:
        return f"{words.plural(found.calls, 'call')}{when}."
    share = words.percent(found.share, found.calls)
    have = "has" if found.without == 1 else "have"
    return f"{found.without:,} of {words.plural(found.calls, 'call')} ({share}){when} {have} no outcome."


def _table(found: WithoutOutcome) -> None:
    some = found.some
    columns = {
        "Rep": some["rep"],
        "Team": some["team"],
        "Calls": some["calls"],
        "Without an outcome": [f"{row.without:,} / {row.calls:,}" for row in some.itertuples()],
        "Share": [words.percent(row.share, row.calls) for row in some.itertuples()],
    }
    if some["team"].nunique() == 1:
        del columns["Team"]
    st.dataframe(
        pd.DataFrame(columns), hide_index=True, row_height=ROW_HEIGHT, key="without-outcome",
        height=ROW_HEIGHT * (min(len(some), MOST_ROWS) + 1) + 6, column_config=SETTINGS,
        alt=f"{words.plural(len(some), 'rep')} with calls without an outcome, the largest share first",
    )  # fmt: skip
    if whole := len(found.reps) - len(some):
        st.caption(f"{words.plural(whole, 'other rep')} said of every call what became of it.")
