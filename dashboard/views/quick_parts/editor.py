"""The table to type into. It lives in the visitor's session and in the link, nowhere else."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import links
from dashboard.figures import quick, typed
from dashboard.figures.typed import COLUMNS

PARAMETER = "table"
ROW_HEIGHT = 32
# Rows to paste into after everything was cleared; the table grows by itself.
EMPTY_ROWS = 8
WIDTHS = {"connects": 112, "call_meetings": 88, "email_meetings": 84, "days": 66, "revenue": 88}


def show() -> pd.DataFrame:
    """Draws the table and returns it as it stands now, see `typed.read`."""
    _begin()
    state = st.session_state
    if state.get("quick_note"):
        st.warning(state["quick_note"], icon=":material/link_off:")
    table = st.data_editor(
        # The same frame in every run: the editor holds the changes to it.
        state["quick_base"],
        key=_key(),
        num_rows="dynamic",
        row_height=ROW_HEIGHT,
        hide_index=True,
        placeholder="",
        column_config=_columns(),
        alt="A row for each rep: days worked, calls, conversations, meetings, emails, SAOs, revenue",
    )
    state["quick_now"] = table
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Kate’s example", icon=":material/restart_alt:", on_click=_replace, args=(quick.example(),))
        st.button("Clear", icon=":material/close:", on_click=_replace, args=(typed.blank(EMPTY_ROWS),))
        st.caption(
            "Paste from a spreadsheet: Clear, click the first cell, then Ctrl+V. "
            "An empty cell is “no data”, not zero.",
            width="content",
        )
    return table


def _begin() -> None:
    """Sees to it that there is a table: a link's, or what was typed before another view was opened."""
    state = st.session_state
    asked = st.query_params.get(PARAMETER)
    if asked and asked != state.get("quick_opened"):
        state["quick_opened"] = asked
        try:
            _replace(links.unpacked(asked))
        except links.LinkProblem as problem:
            _replace(quick.example(), str(problem))
    elif _key() not in state:
        # Streamlit forgets an editor's changes when its view is left.
        _replace(state.get("quick_now", quick.example()), state.get("quick_note", ""))


def _replace(table: pd.DataFrame, note: str = "") -> None:
    """Begins anew with a table: an editor of another key, without the changes to the one before."""
    state = st.session_state
    state["quick_number"] = state.get("quick_number", 0) + 1
    state["quick_base"] = state["quick_now"] = table.reset_index(drop=True)
    state["quick_note"] = note


def _key() -> str:
    return f"quick_table_{st.session_state.get('quick_number', 0)}"


def _columns() -> dict:
    """Texts, not numbers: what cannot be read is to be named, not to vanish."""
    numbers = {
        column.name: st.column_config.TextColumn(
            column.label, help=column.meaning, alignment="right", width=WIDTHS.get(column.name, 78)
        )
        for column in COLUMNS
    }
    return {
        "rep": st.column_config.TextColumn("Rep", width=112, pinned=True),
        **numbers,
        "ramping": st.column_config.CheckboxColumn(
            "Ramping", help="New reps are left out of every average.", width=84, default=False
        ),
    }
