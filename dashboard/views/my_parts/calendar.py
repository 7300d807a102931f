"""The meetings still on the rep's calendar."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.figures import meetings
from dashboard.figures.periods import still_to_come
from dashboard.views.shared import words
from dashboard.views.shared.page import Page, usual_zone
from dashboard.views.shared.tables import ROW_HEIGHT

MOST_ROWS = 12
DAY = st.column_config.DateColumn("Day", format="ddd D MMM", width=104)


def section(page: Page) -> None:
    """Every meeting to come, soonest first."""
    read, horizon = page.read, still_to_come(page.period, page.read.today)
    coming = page.of_rep(meetings.to_come(read.meetings, read.seats, horizon, read.as_of))
    until = f"until {words.day(horizon.last)}"
    if coming.empty:
        st.header("Nothing is on your calendar", anchor=False)
        st.caption(f"No meeting is scheduled {until}. What is booked this week decides the month.")
        return
    st.header(f"On your calendar: {words.plural(len(coming), 'meeting')}", anchor=False)
    zone = own_zone(page)
    st.dataframe(
        _table(coming, zone),
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=ROW_HEIGHT * (min(len(coming), MOST_ROWS) + 1) + 6,
        key="my-calendar",
        alt=f"{words.plural(len(coming), 'meeting')} still to come",
        placeholder=words.NO_VALUE,
        column_config={
            "Day": DAY,
            "Time": st.column_config.TimeColumn(format="HH:mm", width=62),
            "Booked by": st.column_config.TextColumn(width=82),
        },
    )
    begins = "" if horizon.first <= read.today else f"from {words.day(horizon.first)} "
    st.caption(f"Scheduled {begins}{until}. Times in {zone}.")


def _table(coming: pd.DataFrame, zone: str) -> pd.DataFrame:
    local = coming["starts_at"].dt.tz_convert(zone).dt.tz_localize(None)
    return pd.DataFrame(
        {
            "Day": local.dt.date,
            "Time": local.dt.time,
            "Account": coming["account"].fillna(coming["prospect"]),
            "Booked by": coming["channel"],
            "AE": coming["ae"],
        }
    )


def own_zone(page: Page) -> str:
    """The time zone of the rep's team."""
    return usual_zone(page.of_rep(page.read.seats))
