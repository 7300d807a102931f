"""SAOs one by one, each with the reason why it is whose it is and counts when it does."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.figures import deals
from dashboard.figures.summary import CENTS
from dashboard.views.shared import words
from dashboard.views.shared.page import Page
from dashboard.views.shared.tables import ROW_HEIGHT, download_rows

MOST_ROWS = 12


def saos_card(page: Page) -> None:
    """The SAOs of the period, the last first."""
    rows = page.of_rep(deals.accepted_in(page.read.opportunities, page.read.seats, page.period))
    if rows.empty:
        return
    with st.container(border=True):
        st.header(f"{words.plural(len(rows), 'SAO')}, one by one", anchor=False)
        table = _table(rows)
        st.dataframe(
            table,
            hide_index=True,
            row_height=ROW_HEIGHT,
            height=ROW_HEIGHT * (min(len(rows), MOST_ROWS) + 1) + 6,
            key="saos-one-by-one",
            alt=f"{words.plural(len(rows), 'SAO')} with the reason why each is its rep's",
            placeholder=words.NO_VALUE,
            column_config={
                "Accepted": st.column_config.DateColumn(format="ddd D MMM", width=92),
                "Rep": st.column_config.TextColumn(width=106),
                "Amount": st.column_config.NumberColumn(format="localized", width=80),
                "Why it is theirs": st.column_config.TextColumn(width=420),
            },
        )
        download_rows(page, table, "saos")


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    amount = rows["amount_cents"].astype("Float64") / CENTS
    return pd.DataFrame(
        {
            "Accepted": rows["accepted_on"].dt.date,
            "Rep": rows["rep"],
            "Account": rows["account"].fillna(rows["prospect"]),
            "Stage": rows["stage"],
            "Amount": amount,
            "Currency": rows["currency"],
            "Why it is theirs": [why(row) for row in rows.itertuples(index=False)],
        }
    )


def why(row) -> str:  # type: ignore[no-untyped-def]
    """Why an SAO (a row of `log.queries.opportunities`) is its rep's, and counts on its day."""
    whose, day = _whose(row), _day(row)
    return f"{whose}; {day}" if day else whose


def _whose(row) -> str:  # type: ignore[no-untyped-def]
    held = row.starts_on if pd.notna(row.starts_on) else row.booked_on
    if row.made_here:
        return "Booked the meeting, which was accepted"
    meeting = f"the meeting of {words.day(held)}" if pd.notna(held) else ""
    if not row.rep_inherited:
        found = f"; {meeting} found by {_traced(row)}" if row.meeting_inferred and meeting else ""
        named = f", and {meeting}" if meeting and not row.meeting_inferred else ""
        return f"Named in the export{named}{found}"
    if not meeting:
        return "Booked a meeting with them that is not there any more"
    when = f", booked on {words.day(row.booked_on)}" if pd.notna(row.booked_on) else ""
    by = f"with this {_traced(row)}" if row.meeting_inferred else "that the export names"
    return f"Booked the meeting {by}: {words.day(held)}{when}"


def _traced(row) -> str:  # type: ignore[no-untyped-def]
    return "account" if isinstance(row.account, str) else "prospect"


def _day(row) -> str:  # type: ignore[no-untyped-def]
    """How its day was found, where no export says when it was accepted."""
    if pd.isna(row.created_on):
        return ""
    if row.created_on == row.accepted_on:
        return "counted when it was made: nothing says when it was accepted"
    return f"made on {words.day(row.created_on)}, counted with its meeting"
