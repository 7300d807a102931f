"""What a page says when there is nothing to show: what is missing, what it would show, the next step."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import access
from dashboard.log import queries
from dashboard.log.engine import engine, reading
from dashboard.views.shared import words

MAKES_POSSIBLE = {
    "Calls": ("calls", "connect rate, connected → meeting, calls per meeting, lists"),
    "Emails": ("emails", "replies, positive replies, email → meeting"),
    "Meetings": ("meetings", "booked, held, no-shows, calendar"),
    "Opportunities": ("opportunities", "SAOs, meeting → SAO, revenue"),
    "Reps and quotas": ("reps", "team averages, ramp, way to quota"),
}
TEAM = (
    "This page shows how far the team is on its way to quota, and the six metrics of every rep beside the "
    "team's average. It needs the reps, calls and meetings; emails, opportunities and quotas add to it."
)


def nothing_loaded(title: str, makes: str = "") -> None:
    """The page of an empty log: why it is empty, the ways on, what each file makes possible."""
    st.title(title, anchor=False)
    if waiting := _waiting():
        _nobody_known(waiting)
        return
    st.caption("No data loaded yet")
    with st.container(border=True):
        st.header("Nothing is loaded, so there is nothing to read here yet", anchor=False)
        st.write(makes or TEAM)
        if access.may_import(access.OWNER):
            with st.container(horizontal=True):
                _load_link()
                if st.button("Look around with a sample team", icon=":material/groups:", key="load_sample"):
                    load_sample()
    st.header("What each file makes possible", anchor=False)
    table = pd.DataFrame(
        [(file, f"no {kind} loaded", makes) for file, (kind, makes) in MAKES_POSSIBLE.items()],
        columns=["File", "Now", "Makes possible"],
    )
    st.table(table, border="horizontal", hide_index=True)
    st.caption("Files are recognised by their header. Nothing leaves this machine.")


def _waiting() -> int:
    """How many rows wait for somebody to say whose they are."""
    if not access.may_import(access.OWNER):
        return 0
    with reading(engine()) as connection:
        return int(queries.waiting(access.scope_of(access.OWNER), connection)["rows"].sum())


def _nobody_known(rows: int) -> None:
    """Files are there, and of nobody in them it is known that they are an SDR."""
    st.caption("Nobody is known to be an SDR yet")
    with st.container(border=True):
        st.header(f"{words.plural(rows, 'row')} loaded, and nobody has said whose they are", anchor=False)
        st.write(
            "Say who of the people in your files is an SDR, and in which team: their rows count at once."
        )
        if st.button("Say who they are", icon=":material/group_add:", key="to-people"):
            st.switch_page("views/data.py")


def load_sample() -> None:
    """Loads the sample team through the real importer, then shows it."""
    from dashboard.server import load_sample as load

    with st.status("Writing and reading six months of a sample team: about half a minute.") as status:
        load(engine(), say=lambda text: status.update(label=text))
    st.rerun()


def nothing_of_team(team: str) -> None:
    """A team whose reps are known, but not a single call, email, meeting or opportunity of them."""
    with st.container(border=True):
        st.header(f"The reps of {words.literal(team)} are known; nothing they did is loaded", anchor=False)
        st.write("Load their calls, emails, meetings and opportunities to see the six metrics.")
        _load_link()


def no_kind(kind: str, makes: str) -> None:
    """A kind of log that is not there: never shown as 0."""
    with st.container(border=True):
        st.header(f"No {kind} loaded", anchor=False)
        st.write(f"With them: {makes}.")
        _load_link(f"Load {kind}")


def nothing_in_period(what: str, last: date | None) -> None:
    """Nothing in the chosen days; where the log has something earlier, a way there."""
    with st.container(border=True):
        st.header(f"No {what} in these days", anchor=False)
        if last is None:
            st.write("Choose a longer period above.")
            return
        st.write(
            f"The last ones are from {words.day(last)} {last.year}. Choose a period that holds that day."
        )


def _load_link(label: str = "Load your exports") -> None:
    if access.may_import(access.OWNER) and st.button(label, icon=":material/upload:", key=f"to-data-{label}"):
        st.switch_page("views/data.py")
