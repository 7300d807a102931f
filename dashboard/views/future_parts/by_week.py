"""Who has how many meetings in which week to come."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import heat
from dashboard.figures import usual
from dashboard.views.shared import pictures, words
from dashboard.views.shared.page import Page


def card(page: Page, mine: pd.DataFrame) -> None:
    """The meetings to come (rows of `meetings.to_come`) of each rep and week."""
    if mine.empty:
        return
    table = usual.by_week(mine)
    cells = [
        {"name": rep, "column": words.day(monday.date()), "value": float(count) or float("nan"),
         "text": f"{count}" if count else "", "said": words.plural(int(count), "meeting")}
        for (_, rep), counts in table.iterrows() for monday, count in counts.items()
    ]  # fmt: skip
    with st.container(border=True):
        st.header("By rep and week", anchor=False)
        st.caption("Meetings still to come, by the Monday of their week.")
        frame = pd.DataFrame(cells)
        theme = "dark" if st.context.theme.type == "dark" else "light"
        pictures.draw(
            frame, heat.spec(theme), heat.alt(frame, "Meetings by rep and week", "count"), "by-week"
        )
