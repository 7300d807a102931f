"""What we agree today: focus, note and actions, each stored as soon as it is written."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.log import sessions
from dashboard.log.engine import DatabaseProblem
from dashboard.log.sessions import Note, OutOfScope
from dashboard.views.shared.page import Page
from dashboard.views.sheet_parts import kept
from dashboard.views.sheet_parts.action_table import action_table
from dashboard.views.sheet_parts.kept import Sheet
from dashboard.views.sheet_parts.note_box import note_box, reconnect

# What a 1:1 can be about: the rates that are tested for chance first, then what leads to them.
FOCUSES = (
    "connected_to_meeting", "email_to_meeting", "meeting_to_sao", "connect_rate", "reply_rate",
    "positive_reply_rate", "held_rate", "no_show_rate", "meetings_scheduled", "calls", "emails",
)  # fmt: skip
TITLE = "What we agree today"
WHO_SEES = (
    "Everything is saved as you write it. There is no login yet: whoever can open this dashboard can read it."
)


def agree_card(page: Page, rep_id: int, rep: str, title: str = TITLE) -> None:
    """Focus, note and actions of today's 1:1 with a rep, to be written."""
    sheet = kept.sheet_of(page, rep_id, rep)
    if sheet is None:
        return kept.say_private()
    with st.container(border=True):
        with st.container(gap=None):
            st.header(title, anchor=False)
            reconnect()
        _editor(sheet)
        st.caption(WHO_SEES)


@st.fragment
def _editor(sheet: Sheet) -> None:
    """A fragment: writing draws nothing else of the page again."""
    found, _ = kept.read(sheet, sheet.about.day)
    focus, note = ("", Note()) if found.empty else _written(found.iloc[0])
    left, right = st.columns(2, gap="medium")
    with left:
        _focus(sheet, focus)
        note_box(sheet, note)
    with right:
        action_table(sheet)


def _written(row: pd.Series) -> tuple[str, Note]:
    return row["focus"], Note(row["note"], int(row["revision"]), row["changed_at"].to_pydatetime())


def _focus(sheet: Sheet, stored: str) -> None:
    """The focus; the box always shows the one that is stored."""
    key = f"focus-{sheet.key}"
    st.session_state[key] = stored
    st.selectbox(
        "Focus until the next session",
        ["", *FOCUSES, *({stored} - {"", *FOCUSES})],
        format_func=kept.focus_label,
        key=key,
        on_change=lambda: _take(sheet, key, stored),
    )
    if told := st.session_state.get(f"{key}-told"):
        st.warning(told)


def _take(sheet: Sheet, key: str, seen: str) -> None:
    """Stores the focus that was chosen, and remembers what there is to tell until the next choice."""
    wanted = st.session_state[key]
    st.session_state[f"{key}-told"] = None
    try:
        stored = kept.write(sessions.save_focus, sheet, sheet.about, wanted, seen, kept.now())
    except (DatabaseProblem, OutOfScope) as problem:
        st.session_state[f"{key}-told"] = kept.why_not(problem)
        return
    if not stored.done:
        st.session_state[f"{key}-told"] = (
            f"Somebody else chose {kept.focus_label(stored.value)} meanwhile. Choose "
            f"{kept.focus_label(wanted)} again if it shall be that."
        )
