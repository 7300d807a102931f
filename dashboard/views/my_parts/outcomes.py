"""The meetings whose date has passed without an outcome, and the place to say what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from dashboard.figures import meetings
from dashboard.log.engine import DatabaseProblem, amending, engine
from dashboard.log.entered import Entered, Refused, set_outcomes
from dashboard.log.outcomes import ENTERED
from dashboard.views.my_parts.calendar import DAY, MOST_ROWS, own_zone
from dashboard.views.shared import cache, words
from dashboard.views.shared.page import Page

ROW_HEIGHT = 32
WHAT = "What happened?"
SAID = "outcomes-said"


@dataclass
class Choices:
    """What somebody has chosen and not yet saved, by meeting; `begun` is what the table showed before."""

    ids: tuple[int, ...] = ()
    begun: dict[int, str] = field(default_factory=dict)
    chosen: dict[int, str] = field(default_factory=dict)


def section(page: Page) -> None:
    """The meetings in a table with one column to choose in, and what became of the last choices."""
    read = page.read
    past = page.of_rep(meetings.without_outcome(read.meetings, read.seats, read.as_of))
    if past.empty:
        st.header("Every meeting has an outcome", anchor=False)
    else:
        verb = "has" if len(past) == 1 else "have"
        st.header(f"{words.plural(len(past), 'meeting')} {verb} no outcome yet", anchor=False)
        _choose(page, past)
    if said := st.session_state.pop(SAID, None):
        st.write(said)


def _choose(page: Page, past: pd.DataFrame) -> None:
    key = f"outcomes-{page.rep_id}"
    kept = _kept(key, past["id"])
    edited = st.data_editor(
        _table(page, past, kept.begun),
        hide_index=True,
        disabled=["Day", "Account"],
        row_height=ROW_HEIGHT,
        height=ROW_HEIGHT * (min(len(past), MOST_ROWS) + 1) + 3,
        key=key,
        alt=f"{words.plural(len(past), 'meeting')} without an outcome",
        placeholder="choose …",
        column_config={"Day": DAY, WHAT: st.column_config.SelectboxColumn(options=ENTERED)},
    )
    kept.chosen = dict(zip(past["id"], edited[WHAT], strict=True))
    kept.chosen = {meeting: outcome for meeting, outcome in kept.chosen.items() if not pd.isna(outcome)}
    st.caption("Until you choose, they count neither as held nor as a no-show.")
    if st.button("Save outcomes", icon=":material/save:", key="save-outcomes"):
        _save(page, past, kept.chosen)


def _kept(key: str, ids: pd.Series) -> Choices:
    """The choices so far. The table's own memory is by row: where the rows are others by now, or the table
    was not on the page, it begins anew with them."""
    kept = st.session_state.setdefault(f"chosen-{key}", Choices())
    if kept.ids != tuple(ids) or key not in st.session_state:
        kept.ids, kept.begun = tuple(ids), kept.chosen
    return kept


def _table(page: Page, past: pd.DataFrame, begun: dict[int, str]) -> pd.DataFrame:
    local = past["starts_at"].dt.tz_convert(own_zone(page))
    account = past["account"].fillna(past["prospect"]).fillna(words.NO_VALUE)
    chosen = pd.array([begun.get(meeting) for meeting in past["id"]], dtype="string")
    return pd.DataFrame({"Day": local.dt.date, "Account": account, WHAT: chosen})


def _save(page: Page, past: pd.DataFrame, chosen: dict[int, str]) -> None:
    """Writes the choices; where they cannot be written now, they stay and a sentence says why."""
    if not chosen:
        st.write("Choose what happened in the last column first.")
        return
    try:
        with amending(engine()) as connection:
            scope = page.scope.narrowed(rep=page.rep_id)
            entered = set_outcomes(scope, connection, chosen, cache.now())
    except (DatabaseProblem, Refused) as problem:
        st.write(f"Nothing is saved yet, and your choices are still here. {words.literal(str(problem))}")
        return
    st.session_state[SAID] = _said(entered, past.set_index("id")["account"])
    st.rerun()


def _said(entered: Entered, accounts: pd.Series) -> str:
    """What became of the choices, in a sentence or two."""
    said = f"{words.plural(entered.saved, 'outcome')} saved." if entered.saved else "Nothing was saved."
    if not entered.known:
        return said
    kept = [f"{_account(accounts, meeting)} ({outcome})" for meeting, outcome in entered.known.items()]
    verb = "has an outcome" if len(kept) == 1 else "have outcomes"
    return f"{said} Somebody else was faster: {_listed(kept)} {verb} already, and nothing was overwritten."


def _account(accounts: pd.Series, meeting: int) -> str:
    account = accounts[meeting]
    return "a meeting" if pd.isna(account) else words.literal(account)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
