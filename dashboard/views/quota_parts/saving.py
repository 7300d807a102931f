"""How the Quotas view writes: at once, and where that is refused nothing is lost and a sentence says why."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import access
from dashboard.log.engine import Connection, DatabaseProblem, amending, engine
from dashboard.log.plans import Refused
from dashboard.views.shared import words

SAID = "quotas-said"


def save(write: Callable[[Connection], str]) -> None:
    """Writes in one transaction, then shows the page anew with what `write` says of it."""
    if not access.may_import(access.OWNER):
        st.write("You may look at these, not change them.")
        return
    try:
        with amending(engine()) as connection:
            said = write(connection)
    except (DatabaseProblem, Refused) as problem:
        st.write(f"Nothing is saved, and what you entered is still here. {words.literal(str(problem))}")
        return
    st.session_state[SAID] = said
    st.rerun()


def said() -> None:
    """What was saved last, once."""
    if sentence := st.session_state.pop(SAID, None):
        st.toast(sentence, icon=":material/check:")
