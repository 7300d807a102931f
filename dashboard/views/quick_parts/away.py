"""To take along: the table as a link, and everything as a file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import exports, links
from dashboard.figures.quick import Quick
from dashboard.views.quick_parts.editor import PARAMETER
from dashboard.views.quick_parts.written import written


def show(table: pd.DataFrame, found: Quick) -> None:
    """The link that opens this table, and the download."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download as CSV",
            lambda: exports.csv(written(found)),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            file_name="quick-analysis.csv",
            key="quick_download",
        )
        st.caption("Its first columns are the table above: they can be pasted back.", width="content")
    try:
        link = f"{st.context.url or ''}?{PARAMETER}={links.packed(table)}"
    except links.LinkProblem as problem:
        st.caption(str(problem))
        return
    st.caption("A link that opens this table. The numbers are in the link itself, and stored nowhere.")
    # In lines: what scrolls sideways cannot be reached by the keyboard.
    st.code(link, language=None, wrap_lines=True)
