"""Data: what is loaded, through when, what was rejected; and loading more."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import access
from dashboard.calendars import read_calendar
from dashboard.figures.periods import Period, local_day, named
from dashboard.figures.without_outcome import of_days
from dashboard.log import queries
from dashboard.log.engine import engine, reading
from dashboard.log.scope import Scope
from dashboard.reading import usual_zone
from dashboard.views.data_parts import files, history, loaded, outcomes, people, write
from dashboard.views.shared import cache, empty, without_outcome


def show(scope: Scope) -> None:
    """The page."""
    write.say()
    seats = cache.seats(scope)
    zone, teams = usual_zone(seats), seats["team_id"].unique()
    with reading(engine()) as connection:
        rows = queries.rows_loaded(scope, connection)
        through = queries.through(scope, connection, cache.now())
        waiting = list(queries.waiting(scope, connection)["kind"])
        today = local_day(cache.now(), zone)
        latest = [local_day(moment, zone) for moment in through.values() if moment]
        calendar = read_calendar(scope, connection, min([today, *latest]), today)
    found = outcomes.loaded(scope)
    st.title("Data", anchor=False)
    st.caption(loaded.teams(seats, zone))
    loaded.cards(
        rows,
        through,
        zone,
        lambda last: calendar.working_days(teams, last, today) - 1,
        outcomes.unknown(found),
        waiting,
    )
    if not access.may_import(access.OWNER):
        return
    unknown = people.unknown()
    people.point_to(unknown)
    if seats.empty and not waiting:
        offer_sample()
    files.card(zone)
    outcomes.ask(scope, found)
    people.card(unknown, seats, zone)
    outcomes.all_words(scope, found)
    if rows["calls"]:
        calls_without_outcome(scope, seats, named("4-weeks", today))
    history.show(scope, zone)


def calls_without_outcome(scope: Scope, seats: pd.DataFrame, weeks: Period) -> None:
    """Who logs calls without saying what became of them."""
    with reading(engine()) as connection:
        missing = of_days(queries.daily(scope, connection, weeks.first, weeks.last), seats)
    without_outcome.card(missing, without_outcome.sentence(missing, " in the last 4 weeks"))


def offer_sample() -> None:
    """The way to look around before there are files of one's own."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Look around with a sample team", icon=":material/groups:", key="load_sample"):
            empty.load_sample()
        st.caption("or load your own files:")


show(access.scope_of(access.OWNER))
