"""What was agreed in 1:1s: read and written field by field, so that no writer undoes another's.

Whoever changes something names what they saw of it. Where something else is stored by now, nothing is
changed, and they are handed what is: `Stored.done` says which of the two it was. Every function takes the
scope first: a rep outside it is not read, and writing to one raises `OutOfScope`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.log.frames import frame
from dashboard.log.keys import key_of
from dashboard.log.scope import Scope
from dashboard.log.tables import CoachingAction, CoachingSession, Seat

SESSIONS, ACTIONS = CoachingSession.__table__, CoachingAction.__table__
INSERTS = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class OutOfScope(Exception):
    """The writer may not write about this rep; the message is one sentence for people."""


@dataclass(frozen=True)
class OneToOne:
    """Whose 1:1 of which day (the local one of the rep's team) is written about, and by whom."""

    rep_id: int
    day: date
    author: str = ""


@dataclass(frozen=True)
class Note:
    """A note as it is stored; revision 0 is one that nobody has written yet."""

    words: str = ""
    revision: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Stored:
    """What is stored after a change was asked for: `done` when it is what the writer wanted, else it is
    somebody else's, and nothing was changed. `value` is the `Note`, the focus, or an action's words and
    due day; None for an action that was taken out."""

    done: bool
    value: Any


def sessions(scope: Scope, connection: Connection, day: date | None = None) -> pd.DataFrame:
    """The sessions (of one day, where it is given), the latest first: rep_id, id, day, author, focus, note,
    revision, created_at, changed_at."""
    c = SESSIONS.c
    query = select(SESSIONS).where(_among(scope, SESSIONS)).order_by(c.day.desc(), c.rep_id)
    query = query if day is None else query.where(c.day == day)
    return frame(connection, query, days=("day",), moments=("created_at", "changed_at"))


def actions(
    scope: Scope, connection: Connection, session_ids: Sequence[int] | None = None, removed: bool = False
) -> pd.DataFrame:
    """The actions (of some sessions, where they are given) in their order: rep_id, id, session_id, position,
    words, due, done_on, removed_at. Those that were taken out are left out, or, with `removed`, alone."""
    c = ACTIONS.c
    taken_out = c.removed_at.is_not(None) if removed else c.removed_at.is_(None)
    query = select(ACTIONS).where(_among(scope, ACTIONS), taken_out)
    if session_ids is not None:
        query = query.where(c.session_id.in_([int(key) for key in session_ids]))
    query = query.order_by(c.rep_id, c.session_id, c.position, c.id)
    return frame(connection, query, days=("due", "done_on"), moments=("removed_at",))


def save_note(
    scope: Scope, connection: Connection, about: OneToOne, words: str, seen: int, now: datetime
) -> Stored:
    """Stores a 1:1's note, where `seen` is the revision that its writer wrote on. A note that is stored
    already, as when the answer was lost on its way, is done."""
    words = _storable(words)
    row = _session(scope, connection, about, now)
    before = Note(row["note"], row["revision"], row["changed_at"])
    if before.words == words or before.revision != seen:
        return Stored(before.words == words, before)
    after = Note(words, seen + 1, now)
    said = {"note": words, "revision": after.revision, "author": about.author, "changed_at": now}
    _change(connection, SESSIONS, row, said)
    return Stored(True, after)


def save_focus(
    scope: Scope, connection: Connection, about: OneToOne, focus: str, seen: str, now: datetime
) -> Stored:
    """Stores a 1:1's focus, where `seen` is the one that its writer saw."""
    focus = _storable(focus)
    row = _session(scope, connection, about, now)
    if row["focus"] == focus or row["focus"] != seen:
        return Stored(row["focus"] == focus, row["focus"])
    _change(connection, SESSIONS, row, {"focus": focus, "author": about.author, "changed_at": now})
    return Stored(True, focus)


def add_action(
    scope: Scope, connection: Connection, about: OneToOne, words: str, due: date | None, now: datetime
) -> int:
    """Adds an action behind the others of a 1:1; returns its id."""
    session_id = _session(scope, connection, about, now)["id"]
    c = ACTIONS.c
    last = select(func.max(c.position)).where(c.rep_id == about.rep_id, c.session_id == session_id)
    position = (connection.execute(last).scalar_one() or 0) + 1
    key = key_of("action", about.rep_id, session_id, uuid4())
    values = {"rep_id": about.rep_id, "id": key, "session_id": session_id, "position": position}
    connection.execute(insert(ACTIONS).values(**values, words=_storable(words), due=due))
    return key


def change_action(
    scope: Scope,
    connection: Connection,
    rep_id: int,
    action_id: int,
    wanted: tuple[str, date | None],
    seen: tuple[str, date | None],
) -> Stored:
    """Stores an action's words and due day, each by itself, where `seen` are those that its writer saw."""
    row = _action(scope, connection, rep_id, action_id)
    if row is None or row["removed_at"]:
        return Stored(False, None)
    before = (row["words"], row["due"])
    each = list(zip(before, seen, wanted, strict=True))
    if any(mine != saw and theirs not in (saw, mine) for theirs, saw, mine in each):
        return Stored(False, before)
    text, due = (theirs if mine == saw else mine for theirs, saw, mine in each)
    _change(connection, ACTIONS, row, {"words": _storable(text), "due": due})
    return Stored(True, (text, due))


def remove_action(
    scope: Scope,
    connection: Connection,
    rep_id: int,
    action_id: int,
    seen: tuple[str, date | None],
    now: datetime,
) -> Stored:
    """Takes an action out, where `seen` are the words and due day its writer saw; it can be put back."""
    row = _action(scope, connection, rep_id, action_id)
    if row is None or row["removed_at"]:
        return Stored(True, None)
    before = (row["words"], row["due"])
    if before != seen:
        return Stored(False, before)
    _change(connection, ACTIONS, row, {"removed_at": now})
    return Stored(True, None)


def put_back(scope: Scope, connection: Connection, rep_id: int, action_id: int) -> None:
    """Puts an action back that was taken out."""
    if row := _action(scope, connection, rep_id, action_id):
        _change(connection, ACTIONS, row, {"removed_at": None})


def tick(scope: Scope, connection: Connection, rep_id: int, action_id: int, done_on: date | None) -> None:
    """Marks an action as done on a day, or as not done; the last word counts."""
    if row := _action(scope, connection, rep_id, action_id):
        _change(connection, ACTIONS, row, {"done_on": done_on})


def _storable(words: str) -> str:
    """The words without what no database takes: the zero character, and halves of an emoji."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()


def _among(scope: Scope, table: Table) -> ColumnElement[bool]:
    """A rep's sessions are seen by who sees a seat of the rep."""
    seat = Seat.__table__
    return table.c.rep_id.in_(select(seat.c.rep_id).where(scope.among(seat)))


def _check(scope: Scope, connection: Connection, rep_id: int) -> None:
    seat = Seat.__table__
    query = select(seat.c.rep_id).where(scope.among(seat), seat.c.rep_id == rep_id).limit(1)
    if connection.execute(query).scalar_one_or_none() is None:
        raise OutOfScope("You may not write what was agreed with this rep.")


def _session(scope: Scope, connection: Connection, about: OneToOne, now: datetime) -> dict:
    """The session's row, made where there is none; nobody else changes it before this transaction ends."""
    _check(scope, connection, about.rep_id)
    key = {"rep_id": about.rep_id, "id": key_of("session", about.rep_id, about.day)}
    blank = {"day": about.day, "author": about.author, "focus": "", "note": "", "revision": 0}
    made = INSERTS[connection.dialect.name](SESSIONS).values(**key, **blank, created_at=now, changed_at=now)
    # Two may begin the same session at once: the second one finds the first one's.
    connection.execute(made.on_conflict_do_nothing())
    return _locked(connection, SESSIONS, key)


def _action(scope: Scope, connection: Connection, rep_id: int, action_id: int) -> dict | None:
    _check(scope, connection, rep_id)
    return _locked(connection, ACTIONS, {"rep_id": rep_id, "id": action_id})


def _locked(connection: Connection, table: Table, key: dict) -> dict | None:
    query = select(table).where(*_is(table, key)).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row else None


def _change(connection: Connection, table: Table, row: dict, values: dict) -> None:
    connection.execute(update(table).where(*_is(table, row)).values(values))


def _is(table: Table, row: dict) -> tuple[ColumnElement[bool], ...]:
    return table.c.rep_id == row["rep_id"], table.c.id == row["id"]
