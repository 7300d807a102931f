"""What is changed on the Data view: in one transaction, and said afterwards."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.imports.problem import ImportProblem
from dashboard.log.engine import Connection, DatabaseProblem, engine, writing
from dashboard.views.shared import words

SAID = "data-said"


def say() -> None:
    """Says what the last change did, once the page is there again."""
    if sentence := st.session_state.pop(SAID, None):
        st.toast(words.literal(sentence), icon=":material/check:")


def written(write: Callable[[Connection], str], doing: str = "Saving …") -> None:
    """Writes in one transaction, while the page says what it is `doing`, then shows the page anew with what
    is said of it; what cannot be done is said in its place."""
    try:
        with st.spinner(doing), writing(engine()) as connection:
            said = write(connection)
    except (DatabaseProblem, ImportProblem) as problem:
        st.warning(words.literal(str(problem)), icon=":material/block:")
        return
    st.session_state[SAID] = said
    st.rerun()
