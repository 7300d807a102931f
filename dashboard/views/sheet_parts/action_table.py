"""The actions of today's 1:1 as a table in which they are written; every cell is stored when it is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.log import sessions
from dashboard.log.engine import DatabaseProblem
from dashboard.log.scope import Scope
from dashboard.log.sessions import OneToOne, OutOfScope
from dashboard.views.shared import words
from dashboard.views.sheet_parts import kept
from dashboard.views.sheet_parts.kept import Sheet

# An action's words and the day it is due.
Content = tuple[str, date | None]
# An action's id, None before it is stored, and its content.
Row = tuple[int | None, Content]
BLANK: Content = ("", None)
ROW_PX = 32
COLUMNS = {
    "Action": st.column_config.TextColumn(width=190),
    "Due": st.column_config.DateColumn(width=76, format="D MMM"),
}


@dataclass
class Table:
    """A table as its writer has it: the rows it was opened with, those added since, and what of both is
    stored. Streamlit tells all that was changed since it was opened; so it stays open, and the cursor in it,
    until something else is stored than it shows. `said` is what there is to tell its writer."""

    opened: list[Row]
    number: int = 0
    added: list[Row] = field(default_factory=list)
    stored: dict[int, Content] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    is_outdated: bool = False

    def differs(self, stored: list[Row]) -> bool:
        """Whether it must be opened anew. While somebody writes into a new row it must not: Streamlit knows
        nothing of that row yet but that it is there."""
        writes = any(content == BLANK for _, content in self.added)
        return self.is_outdated or (dict(stored) != self.stored and not writes)


def action_table(sheet: Sheet) -> None:
    """Draws the actions as they are stored, after storing what was changed in the table."""
    key = f"actions-{sheet.key}"
    table = st.session_state.get(key) or _open(_stored(sheet), 0, [])
    problem = _save(sheet, table, st.session_state.get(f"{key}-{table.number}") or {})
    if problem is None and table.differs(stored := _stored(sheet)):
        table = _open(stored, table.number + 1, table.said)
    st.session_state[key] = table
    _draw(table, f"{key}-{table.number}")
    for sentence in table.said:
        st.warning(words.as_written(sentence))
    if problem:
        st.warning(f"{problem} What you wrote stays in the table.")
        st.button("Try again", icon=":material/refresh:", key=f"{key}-again")
    _put_back(sheet, key)


def _stored(sheet: Sheet) -> list[Row]:
    _, actions = kept.read(sheet, sheet.about.day)
    return [
        (row.id, (row.words, None if pd.isna(row.due) else row.due.date()))
        for row in actions.itertuples(index=False)
    ]


def _open(rows: list[Row], number: int, said: list[str]) -> Table:
    return Table(rows, number, stored=dict(rows), said=said)


def _draw(table: Table, key: str) -> None:
    st.markdown(":small[Actions]")
    contents = [content for _, content in table.opened]
    frame = pd.DataFrame(
        {
            "Action": pd.Series([text for text, _ in contents], dtype="str"),
            # As objects: Streamlit adds rows to this frame, and a column of midnights takes no blank.
            "Due": pd.Series([due for _, due in contents], dtype="object"),
        }
    )
    st.data_editor(
        frame,
        hide_index=True,
        num_rows="dynamic",
        column_config=COLUMNS,
        row_height=ROW_PX,
        placeholder="–",
        key=key,
        alt="The actions that are agreed today, with the day each is due",
    )


def _save(sheet: Sheet, table: Table, edits: dict[str, Any]) -> str | None:
    """Stores what was changed in a table; why it could not be stored, or None."""
    of_opened, of_added = _opened_rows(table.opened, edits), _added_rows(table.added, edits)
    rows = of_opened + of_added
    table.added = of_added
    if {key: content for key, content in rows if content != BLANK} == table.stored:
        return None
    try:
        saved, said = kept.write(_store, sheet, sheet.about, table.stored, rows)
    except (DatabaseProblem, OutOfScope) as problem:
        return kept.why_not(problem)
    table.added, table.said = saved[len(of_opened) :], said
    table.stored = {key: content for key, content in saved if key is not None}
    table.is_outdated = bool(said) or any(content == BLANK for _, content in of_opened)
    return None


def _opened_rows(opened: list[Row], edits: dict[str, Any]) -> list[Row]:
    """The rows that a table was opened with, as they are after the edits."""
    changed = {int(row): values for row, values in edits.get("edited_rows", {}).items()}
    gone = set(edits.get("deleted_rows", []))
    return [
        (key, _content(changed.get(place, {}), before))
        for place, (key, before) in enumerate(opened)
        if place not in gone
    ]


def _added_rows(before: list[Row], edits: dict[str, Any]) -> list[Row]:
    """The rows that were added to a table, with the ids of those that are stored already."""
    contents = [_content(values, BLANK) for values in edits.get("added_rows", [])]
    ids: list[int | None] = [None] * len(contents)
    if len(contents) >= len(before):
        ids[: len(before)] = [key for key, _ in before]
    else:
        # Streamlit does not say which of them was deleted.
        same = SequenceMatcher(None, [content for _, content in before], contents, autojunk=False)
        for block in same.get_matching_blocks():
            ids[block.b : block.b + block.size] = [key for key, _ in before[block.a : block.a + block.size]]
    return list(zip(ids, contents, strict=True))


def _content(values: dict[str, Any], before: Content) -> Content:
    text, due = values.get("Action", before[0]), values.get("Due", before[1])
    return (text or "").strip(), date.fromisoformat(due[:10]) if isinstance(due, str) else due


def _store(
    scope: Scope, connection: Any, about: OneToOne, stored: dict[int, Content], rows: list[Row]
) -> tuple[list[Row], list[str]]:
    """Stores the rows of a table of which `stored` was stored; returns the rows with their ids, and what
    there is to tell: what somebody else has changed is left as it is, and the writer's stands beside it."""
    said = []
    left = {key for key, content in rows if content != BLANK}
    for key in stored.keys() - left:
        answer = sessions.remove_action(scope, connection, about.rep_id, key, stored[key], kept.now())
        if not answer.done:
            said.append(f"“{answer.value[0]}” was changed by somebody else meanwhile, so it is still there.")
    saved = []
    for key, content in rows:
        if key is not None and content not in (BLANK, stored.get(key)):
            answer = sessions.change_action(scope, connection, about.rep_id, key, content, stored[key])
            if not answer.done:
                said.append(_told(answer.value, stored[key], content))
                key = None
        if key is None and content != BLANK:
            key = sessions.add_action(scope, connection, about, *content, kept.now())
        saved.append((key if content != BLANK else None, content))
    return saved, said


def _told(theirs: Content | None, before: Content, mine: Content) -> str:
    kept_too = f"your “{mine[0]}” is kept as an action of its own."
    if theirs is None:
        return f"Somebody else took “{before[0]}” out meanwhile; {kept_too}"
    return f"Somebody else changed “{before[0]}” to “{theirs[0]}” meanwhile; {kept_too}"


def _put_back(sheet: Sheet, key: str) -> None:
    """A way back for the action that was taken out last."""
    removed = kept.removed(sheet)
    if removed.empty:
        return
    last = removed.sort_values("removed_at").iloc[-1]
    st.button(
        f"Put back “{words.literal(last['words'])}”",
        icon=":material/undo:",
        key=f"{key}-put-back",
        on_click=lambda: kept.try_to(sessions.put_back, sheet, sheet.about.rep_id, int(last["id"])),
    )
