"""The days off of reps: read, added and taken back in one table."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard import calendars
from dashboard.calendars import Span
from dashboard.log import plans
from dashboard.log.engine import Connection, engine
from dashboard.log.scope import Scope
from dashboard.views.quota_parts import saving
from dashboard.views.shared import words
from dashboard.views.shared.choices import rep_labels

ROW_HEIGHT, MOST_ROWS = 32, 8
# Days off that are over for longer are nobody's business any more, but stay taken out of every figure.
BACK, AHEAD = timedelta(weeks=13), timedelta(weeks=53)
REP, FIRST, LAST = "Rep", "First day", "Last day"


def card(scope: Scope, seats: pd.DataFrame, today: date) -> None:
    """Who is away when."""
    labels = rep_labels(seats)
    spans = calendars.read_days_off(scope, engine(), today - BACK, today + AHEAD)
    spans = sorted(spans, key=lambda span: span.last, reverse=True)
    with st.container(border=True):
        st.header(title(spans, labels, today), anchor=False)
        frame = pd.DataFrame(
            {
                REP: pd.array([labels[span.rep_id] for span in spans], dtype="string"),
                FIRST: pd.Series([span.first for span in spans], dtype=object),
                LAST: pd.Series([span.last for span in spans], dtype=object),
            }
        )
        with st.form("days-off", border=False):
            edited = _editor(frame, list(labels))
            pressed = st.form_submit_button("Save days off", icon=":material/save:")
        st.caption("They count as no working day of the rep, and lower no quota. Weekends need no mention.")
        if pressed:
            _save(scope, spans, edited, labels)


def title(spans: list[Span], labels: pd.Series, today: date) -> str:
    """Who is away today, or next."""
    here = [words.literal(labels[span.rep_id]) for span in spans if span.first <= today <= span.last]
    if here:
        return f"Off today: {words.names(here)}" if len(here) < 4 else f"Off today: {len(here)} reps"
    ahead = sorted((span.first, labels[span.rep_id]) for span in spans if span.first > today)
    if ahead:
        return f"Next off: {words.literal(ahead[0][1])}, from {words.day(ahead[0][0])}"
    return "Nobody has a day off written down"


def _editor(frame: pd.DataFrame, reps: list[str]) -> pd.DataFrame:
    config = {
        REP: st.column_config.SelectboxColumn(options=reps, required=True, width=150),
        FIRST: st.column_config.DateColumn(format="YYYY-MM-DD", required=True, width=104),
        LAST: st.column_config.DateColumn(format="YYYY-MM-DD", width=104, help="Empty for one day"),
    }
    return st.data_editor(
        frame, hide_index=True, num_rows="dynamic", column_config=config, row_height=ROW_HEIGHT,
        height=ROW_HEIGHT * (min(len(frame), MOST_ROWS) + 2) + 3, key="days-off-table",
        alt="Days off by rep",
    )  # fmt: skip


def _save(scope: Scope, spans: list[Span], edited: pd.DataFrame, labels: pd.Series) -> None:
    """Writes what was added, and takes back what is no longer there."""
    ids = {label: int(rep) for rep, label in labels.items()}
    wanted = []
    for row in edited.dropna(subset=[REP, FIRST]).itertuples(index=False):
        last = row[1] if pd.isna(row[2]) else row[2]
        if last < row[1]:
            st.write(f"{words.literal(row[0])}: the last day, {last}, is before the first, {row[1]}.")
            return
        wanted.append(Span(ids[row[0]], row[1], last))
    gone, new = set(spans) - set(wanted), set(wanted) - set(spans)
    if not gone and not new:
        st.write("No day off is another than before.")
        return
    saving.save(lambda connection: _written(scope, connection, gone, new))


def _written(scope: Scope, connection: Connection, gone: set[Span], new: set[Span]) -> str:
    for span in gone:
        plans.remove_days_off(scope, connection, span.rep_id, span.first, span.last)
    for span in new:
        plans.add_days_off(scope, connection, span.rep_id, span.first, span.last)
    return "Days off saved; every figure per working day follows."
