"""Future meetings: who meets whom when, and which past ones nobody has closed."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.charts import calendar
from dashboard.figures import comparison, meetings, summary
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period, sits_on, still_to_come
from dashboard.views.future_parts import by_week, full
from dashboard.views.shared import count_cards, pictures, tables, words
from dashboard.views.shared.page import Page, open_page

MAKES = "who meets whom when, by rep and day, and which past meetings have no outcome"
# A day with more bars than this is a smear on a phone.
MOST_DAYS = 31
FUTURE, PLAIN = BY_NAME["future_meetings"], "Future meetings by rep"


def show(page: Page) -> None:
    """The page: how many, when, with whom, and what is left open behind."""
    horizon = still_to_come(page.period, page.read.today)
    coming = meetings.to_come(page.read.meetings, page.read.seats, horizon, page.read.as_of)
    mine = page.of_rep(coming)
    full.card(page)
    if coming.empty:
        with st.container(border=True):
            st.header(f"Nothing is on the calendar {these_days(page, horizon)}", anchor=False)
            st.write("What is booked this week decides the month: now is the time to lift the inputs.")
    else:
        by_day(page, coming, horizon)
        by_rep(page, horizon)
        by_week.card(page, mine)
        listed(page, mine)
    open_ends(page)


def by_day(page: Page, coming: pd.DataFrame, horizon: Period) -> None:
    """The calendar as bars."""
    last = min(horizon.last, horizon.first + pd.Timedelta(days=MOST_DAYS))
    shown = coming[coming["starts_on"] <= pd.Timestamp(last)]
    worked = page.read.calendar.worked(page.teams, horizon.first, last)
    frame = meetings.by_working_day(shown, worked, page.rep_id)
    with st.container(border=True):
        st.header(
            f"{words.plural_or_no(len(page.of_rep(coming)), 'meeting')} still to come "
            f"{these_days(page, horizon)}",
            anchor=False,
        )
        st.caption(how_to_read(page, horizon, last))
        pictures.draw(frame, calendar.spec(page.theme), calendar.alt(frame, "Future meetings"), "calendar")


def these_days(page: Page, horizon: Period) -> str:
    """The days looked at, in a title: "until 30 Nov", and where they begin after today, both ends."""
    last = words.day(horizon.last)
    if horizon.first == page.read.today:
        return f"until {last}"
    return f"on {last}" if horizon.days == 1 else f"between {words.day(horizon.first)} and {last}"


def how_to_read(page: Page, horizon: Period, last: date) -> str:
    """The caption of the calendar: whose, and which of the days to come it shows."""
    whose = f"Dark: {words.literal(page.rep)}." if page.rep else "All reps."
    drawn = "" if last == horizon.last else f" Drawn until {words.day(last)}."
    over = "" if page.period.last > page.read.today else " This looks ahead of the days chosen above."
    return f"Scheduled meetings by working day. {whose}{drawn}{over}"


def by_rep(page: Page, horizon: Period) -> None:
    """How full each rep's calendar is."""
    ahead = page.over(horizon)
    count_cards.bars_card(ahead, FUTURE, _chosen(ahead) if page.rep else _range(page, ahead.rows))


def _chosen(ahead: Page) -> str:
    """How full the calendar of the chosen rep is, as a title."""
    coming = ahead.total(FUTURE, ahead.period).value
    if coming is None:
        return PLAIN
    return f"{words.names([ahead.rep])} has {words.plural_or_no(coming, 'meeting').lower()} still to come"


def _range(page: Page, rows: pd.DataFrame) -> str:
    """The thinnest and the fullest calendar of the ramped reps who have a seat today, as a title: whoever
    has left or has only begun is not to be called thin."""
    seated = page.read.seats[sits_on(page.read.seats, page.read.today)]
    here = rows.merge(seated[["rep_id", "team_id"]].drop_duplicates())
    reps = comparison.amounts(summary.ramped(here), FUTURE, page.read.kinds)
    if len(reps) < 2:
        return PLAIN
    fewest, most = reps["value"].min(), reps["value"].max()
    if fewest == most:
        return f"Meetings still to come: every ramped rep has {words.count(most)}"
    thin, full = (
        f"{words.count(value)} ({words.names(reps.loc[reps['value'] == value, 'rep'].tolist())})"
        for value in (fewest, most)
    )
    return f"Meetings still to come: from {thin} to {full}"


def listed(page: Page, mine: pd.DataFrame) -> None:
    """Every meeting to come, soonest first."""
    with st.container(border=True):
        st.header("Who meets whom, when", anchor=False)
        if mine.empty:
            st.caption(f"Nothing is on the calendar of {words.literal(page.rep)} in these days.")
            return
        st.caption(f"Times in {page.zone}.")
        tables.meetings_table(page, mine, "coming")


def open_ends(page: Page) -> None:
    """Past meetings without an outcome: until they have one, every rate after them is a guess."""
    past = page.of_rep(meetings.without_outcome(page.read.meetings, page.read.seats, page.read.as_of))
    with st.container(border=True):
        if past.empty:
            st.header("Every past meeting of the last six months has an outcome", anchor=False)
            return
        st.header(f"{words.plural(len(past), 'past meeting')} without an outcome", anchor=False)
        st.caption("Held, no-show or cancelled? Until somebody says, no held rate or no-show rate has them.")
        tables.meetings_table(page, past, "open-ends")


page = open_page("Future meetings", f"With meetings loaded this page shows {MAKES}.", of=("meetings",))
if page is not None and page.has("meetings", MAKES):
    show(page)
