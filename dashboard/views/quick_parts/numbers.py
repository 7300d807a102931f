"""The numbers behind the sentences: results, rates with what they rest on, activity last."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import exports, links
from dashboard.figures import quick, typed
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.quick import Quick
from dashboard.figures.typed import COLUMNS
from dashboard.views.shared import tables, words
from dashboard.views.shared.sentences import BADGES

WIDTH_RATE, WIDTH_N_D, WIDTH_COUNT = 72, 76, 58
# Nobody needs them beside the others here; the download has them.
NOT_SHOWN = ("connect_rate",)
ACTIVITY = ("calls", "emails")


def show(found: Quick, theme: str) -> None:
    """The table: the team's average first, then the reps by SAOs, never by volume."""
    numbers = quick.table(found)
    frame = pd.DataFrame({"Rep": numbers["rep"]})
    settings: dict = {"Rep": st.column_config.TextColumn(pinned=True, width=112)}
    _add_readings(frame, settings, found)
    for name in quick.RESULTS:
        _add_count(frame, settings, numbers[name], tables.SHORT.get(name, BY_NAME[name].label))
    _add_count(frame, settings, numbers["meetings_scheduled_a_day"], "Booked/day", 1)
    for name in quick.RATES:
        if name not in NOT_SHOWN:
            _add_rate(frame, settings, numbers, name)
    for name in ACTIVITY:
        _add_count(frame, settings, numbers[f"{name}_a_day"], f"{BY_NAME[name].label}/day")
    tables.draw(frame.reset_index(drop=True), settings, "quick_numbers", theme, len(found.reps))
    st.caption(f"{words.average_of(found.ramped)} “–” means no value. A rate stands with its numerator and denominator.")
