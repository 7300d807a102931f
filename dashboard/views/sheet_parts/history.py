"""What was agreed before: the last session with its actions to tick, and all former ones."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.log import sessions
from dashboard.views.shared import words
from dashboard.views.shared.page import Page
from dashboard.views.sheet_parts import kept
from dashboard.views.sheet_parts.kept import Sheet

NOTHING = "No session written down yet. The first note starts the history."
NOTHING_BEFORE = "No session before today's."
TITLE = ("Last session", "Last session, {}")
# So many sessions are read at a sitting; the others are a page further.
A_PAGE = 5
MOVED = {"what": "Rate", "before": "Before", "since": "Since", "verdict": "Verdict"}


@dataclass(frozen=True)
class Session:
    """A session: its day and focus in words, the note as it was written, and the rows of its actions
    (see `log.sessions.actions`)."""

    day: str
    focus: str
    author: str
    note: str
    actions: pd.DataFrame


def former(sheet: Sheet) -> list[Session]:
    """The sessions before today, the latest first."""
    found, actions = kept.former(sheet)
    return [_as_session(row, actions, sheet) for row in found.itertuples()]


def of_today(sheet: Sheet) -> Session:
    """What is agreed today, so far."""
    found, actions = kept.read(sheet, sheet.about.day)
    if found.empty:
        return Session(_day(pd.Timestamp(sheet.about.day), sheet), kept.NO_FOCUS, "", "", actions)
    return _as_session(next(found.itertuples()), actions, sheet)


def _as_session(row, actions: pd.DataFrame, sheet: Sheet) -> Session:
    mine = actions[actions["session_id"] == row.id]
    return Session(_day(row.day, sheet), kept.focus_label(row.focus), row.author, row.note, mine)


def last_title(found: list[Session], asked: bool, title: tuple[str, str] = TITLE) -> str:
    """The title of the last session; `asked`: whether the numbers moved since."""
    if not found:
        return title[0]
    return f"{title[1].format(found[0].day)}{': did it move?' if asked else ''}"


def all_title(found: list[Session], title: str = "History") -> str:
    """How many sessions there are, and since when."""
    if not found:
        return title
    since = f"since {found[-1].day}" if len(found) > 1 else found[0].day
    return f"{title}: {words.plural(len(found), 'session')}, {since}"


def last_session_card(
    page: Page,
    rep_id: int,
    rep: str,
    moved: pd.DataFrame | None = None,
    caption: str = "",
    number: str = "",
    title: tuple[str, str] = TITLE,
) -> None:
    """What was agreed in the last session before today. `moved`: whether the numbers moved since, a row a
    number with what, before, since and verdict, and a `caption` that says of which days. `number` stands
    before the `title`, of which there is one for no session and one for that of a day."""
    sheet = kept.sheet_of(page, rep_id, rep)
    if sheet is None:
        return kept.say_private()
    _last_session(sheet, moved, caption, number, title)


@st.fragment
def _last_session(
    sheet: Sheet, moved: pd.DataFrame | None, caption: str, number: str, title: tuple[str, str]
) -> None:
    found = former(sheet)
    with st.container(border=True, height="stretch"):
        st.header(f"{number}{last_title(found, moved is not None, title)}", anchor=False)
        if not found:
            st.write(nothing(sheet))
            return
        last = found[0]
        st.markdown(f"**Focus:** {last.focus}")
        if moved is not None:
            st.table(moved[list(MOVED)].rename(columns=MOVED), border="horizontal", hide_index=True)
        _ticks(sheet, last.actions)
        if last.note:
            st.markdown(words.as_written(last.note))
        if caption:
            st.caption(caption)


def _ticks(sheet: Sheet, actions: pd.DataFrame) -> None:
    """The actions, to be marked as done; each tick is stored at once."""
    for action in actions.itertuples(index=False):
        key = f"done-{sheet.key}-{action.id}"
        st.session_state[key] = not pd.isna(action.done_on)
        st.checkbox(
            action_in_words(action, sheet),
            key=key,
            on_change=lambda key=key, action_id=action.id: _tick(sheet, key, action_id),
        )
        if problem := st.session_state.get(f"{key}-problem"):
            st.warning(problem)


def _tick(sheet: Sheet, key: str, action_id: int) -> None:
    done_on = sheet.about.day if st.session_state[key] else None
    st.session_state[f"{key}-problem"] = kept.try_to(
        sessions.tick, sheet, sheet.about.rep_id, action_id, done_on
    )


def history_card(page: Page, rep_id: int, title: str = "History") -> None:
    """All sessions before today, the latest first, a few whole ones on each page."""
    sheet = kept.sheet_of(page, rep_id, page.rep or "")
    if sheet is None:
        return kept.say_private()
    _history(sheet, title)


@st.fragment
def _history(sheet: Sheet, title: str) -> None:
    found = former(sheet)
    with st.container(border=True):
        st.header(all_title(found, title), anchor=False)
        if not found:
            st.write(nothing(sheet))
            return
        place = st.container()
        number = _page_number(len(found), sheet)
        with place:
            for session in found[(number - 1) * A_PAGE : number * A_PAGE]:
                _session(session, sheet)


def _page_number(sessions_: int, sheet: Sheet) -> int:
    pages = -(-sessions_ // A_PAGE)
    return 1 if pages == 1 else st.pagination(pages, key=f"history-{sheet.about.rep_id}")


def _session(session: Session, sheet: Sheet) -> None:
    """One session, whole."""
    author = f", {words.literal(session.author)}" if session.author else ""
    with st.container(gap="xxsmall"):
        st.markdown(f"**{session.day}{author}** · {session.focus}")
        if session.note:
            st.markdown(words.as_written(session.note))
        if len(session.actions):
            lines = [f"- {action_in_words(action, sheet)}" for action in session.actions.itertuples()]
            st.markdown("\n".join(lines))


def action_in_words(action, sheet: Sheet) -> str:
    """An action with its days: "Role play (due 24 Nov)", "Role play (done 9 Nov)"."""
    called = words.literal(action.words) or "Without words"
    if not pd.isna(action.done_on):
        return f"{called} (done {_day(action.done_on, sheet)})"
    return called if pd.isna(action.due) else f"{called} (due {_day(action.due, sheet)})"


def nothing(sheet: Sheet) -> str:
    """That there is no session to show yet."""
    today, _ = kept.read(sheet, sheet.about.day)
    return NOTHING if today.empty else NOTHING_BEFORE


def _day(day: pd.Timestamp, sheet: Sheet) -> str:
    """A day; with its year where that is not this year's."""
    return words.day(day) + ("" if day.year == sheet.about.day.year else f" {day.year}")
