"""People in files whom nobody has named yet: who they are is said here, and their rows go in at once."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.imports import strangers
from dashboard.imports.strangers import Answer
from dashboard.log.engine import Connection, engine, reading
from dashboard.views.data_parts.write import written
from dashboard.views.shared import words
from dashboard.views.shared.choices import rep_labels

MOST_ROWS, MOST_SAID, ROW_HEIGHT = 12, 6, 32
# So many rows take a while.
MANY_ROWS = 200_000
# So many people are worth an answer for all.
LEAST_TOGETHER = 3
NAME, ROWS, KINDS, IS = "In the files", "Rows", "Of these", "Is"
NEW, AE, IGNORED = "an SDR", "an AE, not counted", "nobody to count"
LATER = "ask me later"
NEW_TEAM = "a new team …"
TOLD = {"ae": "an AE", "ignored": "nobody to count", "new": "a new SDR"}
ROLES = {AE: "ae", IGNORED: "ignored"}


ANCHOR = "people-not-known"


def unknown() -> pd.DataFrame:
    """Who is not known, see `strangers.strangers`."""
    with reading(engine()) as connection:
        return strangers.strangers(connection)


def point_to(unknown: pd.DataFrame) -> None:
    """That rows wait for who reads this, and the way to where it is said whose they are."""
    if rows := int(unknown["rows"].sum()):
        waits = "wait" if rows != 1 else "waits"
        st.info(
            f"{words.plural(rows, 'row')} {waits} for you: [say whose they are](#{ANCHOR}), and they count.",
            icon=":material/group_add:",
        )


def card(unknown: pd.DataFrame, seats: pd.DataFrame, zone: str) -> None:
    """Who is not known, and of whom somebody has said who they are."""
    with reading(engine()) as connection:
        said = strangers.said(connection)
    if len(unknown):
        with st.container(border=True):
            _ask(unknown, seats, zone)
    if len(said):
        with st.container(border=True):
            _said(said)


def _ask(unknown: pd.DataFrame, seats: pd.DataFrame, zone: str) -> None:
    """The table in which one says who somebody is."""
    people = words.plural(len(unknown), "person", "people")
    st.header(f"{people} {'is' if len(unknown) == 1 else 'are'} not known", anchor=ANCHOR)
    st.caption("Their rows are kept, and counted as soon as you say who it is.")
    labels = {f"{label}, who is known": rep for rep, label in rep_labels(seats).items()} if len(seats) else {}
    shown = pd.DataFrame(
        {
            NAME: unknown["name"],
            ROWS: unknown["rows"],
            KINDS: unknown["kinds"].map(_in_words),
            IS: pd.array([None] * len(unknown), "str"),
        }
    )
    edited = st.data_editor(
        shown, hide_index=True, row_height=ROW_HEIGHT, key=f"people-{len(unknown)}-{unknown['rows'].sum()}",
        height=ROW_HEIGHT * (min(len(unknown), MOST_ROWS) + 1) + 3, disabled=[NAME, ROWS, KINDS],
        column_config={
            NAME: st.column_config.TextColumn(width=150),
            ROWS: st.column_config.NumberColumn(format="localized", width=60),
            KINDS: st.column_config.TextColumn(width=340),
            IS: st.column_config.SelectboxColumn(options=[NEW, AE, IGNORED, *labels], width=190),
        },
        placeholder="choose …", alt="People who are not known, with how many rows each has",
    )  # fmt: skip
    said = dict(zip(unknown["word"], edited[IS].fillna(_others(unknown)), strict=True))
    said = {word: answer for word, answer in said.items() if answer != LATER}
    team, its_zone = _team(seats, zone) if NEW in said.values() else (None, None)
    if st.button("Save who they are", icon=":material/save:", key="save-people", disabled=not said):
        answers = {word: _answer(answer, team, labels, seats) for word, answer in said.items()}
        rows = int(unknown.loc[unknown["word"].isin(answers), "rows"].sum())
        _save(answers, its_zone, rows)


def _in_words(kinds: dict[str, int]) -> str:
    """How many rows of which kind: what somebody does tells who they are."""
    return ", ".join(f"{kind.replace('_', ' ')}: {rows:,}" for kind, rows in kinds.items())


def _others(unknown: pd.DataFrame) -> str:
    """Who all those are of whom the table does not say it: a company may have a hundred."""
    if len(unknown) < LEAST_TOGETHER:
        return LATER
    return st.selectbox("Everybody not chosen above", [LATER, NEW, AE, IGNORED], key="others", width=230)


def _team(seats: pd.DataFrame, zone: str) -> tuple[str, str | None]:
    """The team of who is new, and its time zone where it is new too."""
    teams = sorted(seats["team"].unique()) if len(seats) else []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Team of the SDRs who are new", [*teams, NEW_TEAM], key="people-team", width=230
        )
        if chosen != NEW_TEAM:
            return chosen, None
        name = st.text_input("Its name", "SDR team", key="people-team-name", width=200)
        zones = strangers.time_zones()
        own = st.context.timezone if st.context.timezone in zones else zone
        its_zone = st.selectbox("Its time zone", zones, index=zones.index(own), key="people-zone", width=230)
    return name.strip() or "SDR team", its_zone


def _answer(said: str, team: str | None, labels: dict[str, int], seats: pd.DataFrame) -> Answer:
    if said == NEW:
        return Answer(team=team)
    if said in ROLES:
        return Answer(role=ROLES[said])
    rep = seats[seats["rep_id"] == labels[said]].iloc[0]
    # Two may have one name, nobody has another's email.
    return Answer(rep=rep["email"] if isinstance(rep["email"], str) else rep["rep"])


def _save(answers: dict[str, Answer], zone: str | None, waiting: int) -> None:
    def settle(connection: Connection) -> str:
        went_in = strangers.settle(connection, answers, zone)
        rows = words.plural(sum(went_in.values()), "row")
        return f"{rows} went in." if went_in else "Saved."

    long = ", which may take a minute or two" if waiting >= MANY_ROWS else ""
    written(settle, f"Reading {words.plural(waiting, 'row')}{long} …")


def _said(said: pd.DataFrame) -> None:
    """Who is not counted, the same as a rep, or a new one, and the way to take that back."""
    people = words.plural(len(said), "person", "people")
    st.header(f"Of {people} somebody has said who they are", anchor=False)
    rows = list(said.sort_values("rows", ascending=False, kind="stable").itertuples(index=False))
    names, are = {row.word: _named(row) for row in rows}, {row.word: _is(row) for row in rows}
    st.dataframe(
        pd.DataFrame({NAME: list(names.values()), ROWS: [row.rows for row in rows], IS: list(are.values())}),
        hide_index=True, row_height=ROW_HEIGHT, height=ROW_HEIGHT * (min(len(rows), MOST_SAID) + 1) + 3,
        column_config={
            NAME: st.column_config.TextColumn(width=150),
            ROWS: st.column_config.NumberColumn(format="localized", width=60),
            IS: st.column_config.TextColumn(width=220),
        },
        alt=f"{people} of whom somebody has said who they are, with how many rows each has",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = st.selectbox(
            "Who is to be asked about again", list(names), key="again", width=330,
            format_func=lambda word: f"{names[word]}: {are[word]}",
        )  # fmt: skip
        if st.button("Take back", icon=":material/undo:", key="take-back"):
            written(lambda connection: _taken_back(connection, word, names[word]), "Taking it back …")


def _named(row) -> str:  # type: ignore[no-untyped-def]
    """What the files call somebody."""
    return row.name if row.role in TOLD else row.word


def _is(row) -> str:  # type: ignore[no-untyped-def]
    """Who somebody is, in words."""
    return TOLD.get(row.role) or f"the same as {row.name}"


def _taken_back(connection: Connection, word: str, name: str) -> str:
    strangers.take_back(connection, word)
    return f"“{name}” is asked about again."
