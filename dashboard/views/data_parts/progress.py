"""The import at work: how far it is, and the way to stop it."""

from __future__ import annotations

import streamlit as st

from dashboard.imports.background import Run
from dashboard.views.shared import words


@st.fragment(run_every="1s")
def show(run: Run) -> None:
    """How far a run is, once a second; when it is done the whole page is drawn anew from what is loaded."""
    if not run.at_work:
        st.rerun()
    bar = st.empty()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Stop", icon=":material/stop_circle:", key="stop", disabled=not run.may_stop):
            run.stop()
            st.rerun(scope="fragment")
        st.caption("You may leave this page: the import goes on, and what became of it will stand here.")
    bar.progress(run.share, text=_how_far(run))


def _how_far(run: Run) -> str:
    """How much of a file is read; what follows the last row takes its time as well."""
    many = len(run.files) > 1
    name = words.literal(run.files[run.present].name)
    which = f"{name} ({run.present + 1} of {len(run.files)})" if many else name
    if run.share == 1:
        return f"Counting what is new in {which} …"
    if run.stopping:
        return f"Stopping; nothing of {which} will be kept …"
    return f"Reading {which}: {words.percent(run.share, 1)}"
