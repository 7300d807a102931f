"""The row of choices over a page: team, rep and period, each kept in the address."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.figures.periods import CHOICES, Period, local_day, named
from dashboard.reading import usual_zone
from dashboard.views.shared import cache, words

ALL_TEAMS, ALL_REPS = "All teams", "All reps"
# Which rep the metric views are narrowed to, and whom a view is about that is one rep's: two choices, so that
# a step back from a sheet shows the whole team again.
NARROWED, SHEET = "rep", "sheet"
# The team's id and name, the rep's id and name, period.
Choices = tuple[int | None, str, int | None, str | None, Period]


def choices(seats: pd.DataFrame, rep_key: str) -> Choices:
    """The row of choices: team, rep, period. One place for all views, each in the address."""
    _team_of_rep(seats, rep_key)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        team_id, team = _team(seats)
        mine = seats if team_id is None else seats[seats["team_id"] == team_id]
        unknown = _unknown(mine, rep_key)
        rep_id, rep = _rep(mine, rep_key)
        today = local_day(cache.now(), usual_zone(mine))
        period = _period(today)
    if unknown:
        st.info(f"There is no {words.literal(unknown)} in {words.literal(team)}: nobody is chosen.")
    return team_id, team, rep_id, rep, period


def choose_team(seats: pd.DataFrame) -> tuple[int | None, str]:
    """The choice of a team by itself: its id (None for all) and name."""
    return _team(seats)


def _team_of_rep(seats: pd.DataFrame, rep_key: str) -> None:
    """Chooses the team of the rep whom an address names without a team."""
    asked = st.query_params.get(rep_key)
    if asked is None or {"team", rep_key} & set(st.session_state) or "team" in st.query_params:
        return
    labels = team_labels(seats)
    found = [team for team, mine in seats.groupby("team_id") if asked in set(rep_labels(mine))]
    if len(found) == 1:
        st.session_state["team"] = st.query_params["team"] = labels[found[0]]


def _unknown(seats: pd.DataFrame, rep_key: str) -> str | None:
    """The rep whom an address names and whom these teams do not have."""
    asked = None if rep_key in st.session_state else st.query_params.get(rep_key)
    return None if asked in {None, ALL_REPS, *rep_labels(seats)} else asked


def _labels(names: pd.Series, everybody: str) -> pd.Series:
    """What each name is chosen by: the name, with its number where another has the same one, or where it
    is called like the choice of all or like a name with a number."""
    unclear = names.duplicated(keep=False) | names.eq(everybody) | names.str.contains(r" \(\d+\)$")
    return names.where(~unclear, names + " (" + names.index.astype(str) + ")")


def team_labels(seats: pd.DataFrame) -> pd.Series:
    """What each team (index: its id) is chosen by."""
    return _labels(_names(seats, "team"), ALL_TEAMS)


def rep_labels(seats: pd.DataFrame) -> pd.Series:
    """What each rep of the chosen team (index: the id) is chosen by."""
    return _labels(_names(seats, "rep"), ALL_REPS)


def _names(seats: pd.DataFrame, of: str) -> pd.Series:
    return seats.drop_duplicates(f"{of}_id").set_index(f"{of}_id")[of].sort_values()


def _team(seats: pd.DataFrame) -> tuple[int | None, str]:
    labels, teams = team_labels(seats), _names(seats, "team")
    largest = seats.groupby("team_id")["rep_id"].nunique().reindex(labels.index).idxmax()
    choice = st.selectbox(
        "Team",
        [*labels, *([ALL_TEAMS] if len(labels) > 1 else [])],
        index=labels.index.get_loc(largest),
        key="team",
        bind="query-params",
        width=190,
        label_visibility="collapsed",
    )
    if choice == ALL_TEAMS:
        return None, ALL_TEAMS
    team_id = int(labels[labels == choice].index[0])
    return team_id, teams[team_id]


def _rep(seats: pd.DataFrame, key: str) -> tuple[int | None, str | None]:
    labels, reps = rep_labels(seats), _names(seats, "rep")
    if key == SHEET and not (SHEET in st.session_state or SHEET in st.query_params):
        # Whoever looks at one rep's calls and opens the sheet means that rep.
        meant = st.session_state.get(NARROWED) or st.query_params.get(NARROWED)
        if meant in set(labels):
            st.session_state[SHEET] = st.query_params[SHEET] = meant
    choice = st.selectbox(
        "Rep",
        [ALL_REPS, *labels],
        key=key,
        bind="query-params",
        width=190,
        label_visibility="collapsed",
    )
    if choice == ALL_REPS:
        return None, None
    rep_id = int(labels[labels == choice].index[0])
    return rep_id, reps[rep_id]


def _period(today: date) -> Period:
    labels = list(CHOICES.values())
    keys = {label: key for key, label in CHOICES.items()}
    label = st.segmented_control(
        "Period",
        labels,
        default=CHOICES["4-weeks"],
        required=True,
        key="period",
        bind="query-params",
        label_visibility="collapsed",
    )
    # An address may name no period at all.
    if (key := keys.get(label, "4-weeks")) != "custom":
        return named(key, today, cache.year_ends())
    chosen = st.date_input(
        "Days",
        value=(today - timedelta(days=27), today),
        key="days",
        bind="query-params",
        width=230,
        label_visibility="collapsed",
        format="YYYY-MM-DD",
    )
    return Period(min(chosen), max(chosen)) if chosen else Period(today, today)
