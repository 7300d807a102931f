"""On which days a team is closed: its country's public holidays, and what it does otherwise."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import calendars, countries
from dashboard.calendars import Holiday
from dashboard.log import plans
from dashboard.log.engine import Connection, engine
from dashboard.log.scope import Scope
from dashboard.views.quota_parts import saving
from dashboard.views.shared import words
from dashboard.views.shared.choices import team_labels

ROW_HEIGHT, MOST_ROWS = 32, 12
CLOSED = "Closed"


def card(scope: Scope, today: date) -> None:
    """The closed days of a team, a quarter back and a year ahead."""
    teams = calendars.read_teams(scope, engine(), today)
    labels = team_labels(teams)
    with st.container(border=True):
        place = st.empty()
        team_id = int(teams["team_id"].iloc[0])
        if len(teams) > 1:
            label = st.selectbox("Team", list(labels), key="holidays-team", width=220)
            team_id = int(labels[labels == label].index[0])
        team = teams.set_index("team_id").loc[team_id]
        place.header(f"{words.literal(team['team'])}: {_closed(team['days'], today)}", anchor=False)
        _country(scope, team_id, team)
        _days(scope, team_id, team["days"])
        _another(scope, team_id, today)


def _closed(days: list[Holiday], today: date) -> str:
    ahead = [day for day in days if day.day > today and not day.works]
    if not ahead:
        return "no closed day ahead"
    first = ahead[0]
    return f"next closed on {words.day(first.day)}{f', {words.literal(first.name)}' if first.name else ''}"


def _country(scope: Scope, team_id: int, team: pd.Series) -> None:
    """Whose public holidays the team has."""
    own = countries.of_zone(team["zone"])
    usual = f"its time zone: {countries.name(own)}"
    options = {usual: None} | {countries.name(code): code for code in countries.choices()}
    chosen = None if pd.isna(team["country"]) else team["country"]
    label = st.selectbox(
        "Public holidays of", list(options), index=list(options.values()).index(chosen),
        key=f"country-{team_id}-{chosen}",
    )  # fmt: skip
    if options[label] != chosen:
        saving.save(lambda connection: _set_country(scope, connection, team_id, options[label]))


def _set_country(scope: Scope, connection: Connection, team_id: int, country: str | None) -> str:
    plans.set_country(scope, connection, team_id, country)
    return "Holidays saved; every figure per working day follows."


def _days(scope: Scope, team_id: int, days: list[Holiday]) -> None:
    """Each day, and whether the team is closed on it."""
    if not days:
        st.caption("No public holidays in these months.")
        return
    frame = pd.DataFrame(
        {
            "Day": [day.day for day in days], "Name": [day.name for day in days],
            CLOSED: [not day.works for day in days], "At work": [_at_work(day) for day in days],
        }
    )  # fmt: skip
    config = {
        "Day": st.column_config.DateColumn(format="ddd D MMM YYYY", width=126),
        "Name": st.column_config.TextColumn(width=170),
        CLOSED: st.column_config.CheckboxColumn(width=64),
        "At work": st.column_config.TextColumn(width=76, help="Reps who called or wrote on that day"),
    }
    with st.form(f"holidays-{team_id}", border=False):
        edited = st.data_editor(
            frame, hide_index=True, disabled=["Day", "Name", "At work"], column_config=config,
            row_height=ROW_HEIGHT, height=ROW_HEIGHT * (min(len(frame), MOST_ROWS) + 1) + 3,
            key=f"holidays-table-{team_id}", alt="Days on which the team is closed",
        )  # fmt: skip
        pressed = st.form_submit_button("Save holidays", icon=":material/save:")
    if pressed:
        changed = [(day, not closed) for day, closed in zip(days, edited[CLOSED], strict=True)
                   if closed == day.works]  # fmt: skip
        if not changed:
            st.write("No day is another than before.")
            return
        saving.save(lambda connection: _set_days(scope, connection, team_id, changed))


def _at_work(day: Holiday) -> str:
    return "" if day.reps is None else f"{day.at_work} of {day.reps}"


def _set_days(scope: Scope, connection: Connection, team_id: int, changed: list[tuple[Holiday, bool]]) -> str:
    for day, works in changed:
        as_usual = day.public == (not works)
        plans.set_calendar_day(scope, connection, team_id, day.day, None if as_usual else works, day.name)
    return f"{words.plural(len(changed), 'day')} saved; every figure per working day follows."


def _another(scope: Scope, team_id: int, today: date) -> None:
    """A day that is no public holiday."""
    form = st.form(f"another-{team_id}", border=False, clear_on_submit=True)
    with form, st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        day = st.date_input("Close the team on another day", value=None, format="YYYY-MM-DD", width=220)
        name = st.text_input("What it is", max_chars=60, width=200)
        pressed = st.form_submit_button("Close", icon=":material/event_busy:")
    if pressed and day is None:
        st.write("Choose the day first.")
    elif pressed:
        saving.save(lambda connection: _close(scope, connection, team_id, day, name))


def _close(scope: Scope, connection: Connection, team_id: int, day: date, name: str) -> str:
    plans.set_calendar_day(scope, connection, team_id, day, works=False, name=name.strip())
    return f"Closed on {words.day(day)}."
