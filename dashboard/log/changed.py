"""Rows of the small tables (reps, targets, days off, what words mean …) as they were before a file changed
them: kept with that file, by table, to come back with its undoing.

What somebody has changed by hand since is not touched: the log is then as if the file had never come.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, delete, insert, select, update

from dashboard.log import plans, rederive, remapping, version
from dashboard.log.keys import key_of
from dashboard.log.outcome_words import Decided
from dashboard.log.seats import Seats
from dashboard.log.tables import (
    CalendarDay,
    DayOff,
    Expectation,
    Identity,
    OutcomeWord,
    Quota,
    Rep,
    ReplacedRow,
    Seat,
    Team,
)

ROWS = ReplacedRow.__table__
# The tables that a kind of file changes, those that others refer to first.
TABLES_OF: dict[str, tuple[Table, ...]] = {
    "reps": (Team.__table__, Rep.__table__, Seat.__table__),
    "people": (Identity.__table__,),
    "outcomes": (OutcomeWord.__table__,),
    "quotas": (Quota.__table__,),
    "expectations": (Expectation.__table__,),
    "holidays": (CalendarDay.__table__,),
    "days_off": (DayOff.__table__,),
}
TABLES: dict[str, Table] = {table.name: table for tables in TABLES_OF.values() for table in tables}
# Of these each column stands for itself: what was set by hand stays, what the file said goes.
BY_COLUMN = ("team", "rep", "seat", "quota")
# What a row is, as far as files say it, of which no file speaks.
UNSAID = {"quota": {"said": None}}
NO_REP = 0
# Instead of a file that let rows in that had waited: what somebody has said.
BY_HAND = 0

# A table's name and the row's key in it; a row, as JSON has it.
Key = tuple[Hashable, ...]
Fields = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What a file did to a row: as it was `before` (None: there was none), and `after`. `since`: by rows that
    had waited, until this file let them in (or `BY_HAND`); None for all others."""

    table: Table
    before: Fields | None
    after: Fields
    since: int | None = None

    @property
    def key(self) -> Key:
        """Which row it is."""
        return _key(self.table, self.after)

    @property
    def id(self) -> int:
        """The same as a number."""
        return key_of(*self.key, self.since)

    @property
    def rep_id(self) -> int:
        """Whose row it is."""
        own = self.after["id"] if self.table.name == "rep" else self.after.get("rep_id")
        return own or NO_REP


def snapshot(connection: Connection, kind: str) -> dict[Key, Fields]:
    """All rows of the tables that a kind of file changes, as they are now."""
    found = {}
    for table in TABLES_OF[kind]:
        for row in connection.execute(select(table)).mappings():
            fields = {name: _plain(value) for name, value in row.items()}
            found[_key(table, fields)] = fields
    return found


def keep(
    connection: Connection, batch_id: int, kind: str, before: Mapping[Key, Fields], since: int | None = None
) -> None:
    """Keeps what a file has changed that was as `before`, with what it had changed until then."""
    known = {one.key: one for one in kept(connection, batch_id, kind) if one.since == since}
    changes = []
    for key, after in snapshot(connection, kind).items():
        if before.get(key) != after:
            first = known[key].before if key in known else before.get(key)
            changes.append(Change(TABLES[key[0]], first, after, since))
    _forget(connection, batch_id, changes)
    if changes:
        connection.execute(insert(ROWS), [_as_row(batch_id, change) for change in changes])


def kept(connection: Connection, batch_id: int, kind: str) -> list[Change]:
    """What a file changed in the tables of a kind, rows that others refer to first."""
    names = [table.name for table in TABLES_OF[kind]]
    query = select(ROWS.c.kind, ROWS.c.fields).where(ROWS.c.batch_id == batch_id, ROWS.c.kind.in_(names))
    found = connection.execute(query.order_by(ROWS.c.id)).all()
    return sorted((_change(*row) for row in found), key=lambda change: names.index(change.table.name))


def kept_by_others(connection: Connection, batch_id: int) -> list[tuple[int, Change]]:
    """What all other files changed in any of these tables, with their batches."""
    query = select(ROWS.c.batch_id, ROWS.c.kind, ROWS.c.fields)
    found = connection.execute(query.where(ROWS.c.batch_id != batch_id, ROWS.c.kind.in_(list(TABLES))))
    return [(other, _change(*row)) for other, *row in found]


def put_back(
    connection: Connection,
    batch_id: int,
    kind: str,
    only: Collection[Key] | None = None,
    waited: bool = True,
) -> tuple[int, int]:
    """Takes back what a file did to rows of a kind, with all that follows; `only`: to those with these keys,
    by rows that had waited (or, without `waited`, by any). Returns how many rows left, and how many are as
    they were before."""
    changes = kept(connection, batch_id, kind)
    if only is not None:
        changes = [one for one in changes if one.key in only and (one.since is not None or not waited)]
    seats, decided = Seats.load(connection), Decided.load(connection)
    gone = back = 0
    # The latest first.
    for since in sorted({one.since for one in changes}, key=lambda one: -1 if one is None else one)[::-1]:
        these = [one for one in changes if one.since == since]
        _forget(connection, batch_id, these)
        left, came = _restore(connection, these, snapshot(connection, kind))
        gone, back = gone + left, back + came
    if kind == "reps":
        rederive.place_again(connection, seats, Seats.load(connection))
    if kind == "outcomes":
        remapping.follow(connection, decided, [(one.after["kind"], one.after["word"]) for one in changes])
    if gone or back:
        version.advance(connection)
    return gone, back


def keys_of(kind: str, frame: pd.DataFrame) -> set[Key]:
    """The rows that the rows of a file (as they are saved) are about: those that may wait for somebody."""
    rows = frame.to_dict("records")
    if kind == "quotas":
        return {("quota", plans.quota_key(row)) for row in rows}
    if kind == "expectations":
        return {("expectation", int(row["team_id"]), row["metric"]) for row in rows}
    if kind == "holidays":
        return {("calendar_day", int(row["team_id"]), row["day"].isoformat()) for row in rows}
    if kind == "days_off":
        spans = ((int(row["rep_id"]), row["first_day"], row["last_day"]) for row in rows)
        return {
            ("day_off", rep, day.isoformat()) for rep, *span in spans for day in plans.days_of_span(*span)
        }
    return set()


def _restore(connection: Connection, changes: list[Change], now: Mapping[Key, Fields]) -> tuple[int, int]:
    """Writes rows as they are without these changes; what is there no more stays away."""
    there = [(one, now[one.key]) for one in changes if one.key in now]
    wanted = [(one, row, _without(connection, one, row)) for one, row in there]
    back = [(one.table, new) for one, row, new in wanted if new is not None and new != row]
    gone = [(one.table, row) for one, row, new in wanted if new is None]
    for table, row in back:
        values = {name: _typed(table, name, value) for name, value in row.items()}
        connection.execute(update(table).where(*_is(table, row)).values(values))
    # What refers to others goes before them.
    for table, row in reversed(gone):
        connection.execute(delete(table).where(*_is(table, row)))
    return len(gone), len(back)


def _without(connection: Connection, change: Change, now: Fields) -> Fields | None:
    """What a row is without what a file did to it."""
    if now == change.after:
        return change.before
    if _is_handed_on(connection, change) or change.table.name not in BY_COLUMN:
        return now
    before = change.before if change.before is not None else UNSAID.get(change.table.name, {})
    left = now | {name: value for name, value in before.items() if now[name] == change.after[name]}
    nothing = change.table.name == "quota" and left["target"] is None and left["said"] is None
    return None if nothing and change.before is None else left


def _is_handed_on(connection: Connection, change: Change) -> bool:
    """Whether the row was changed by a file after this: it then has replaced what this one did."""
    c = ROWS.c
    mine = (c.kind == change.table.name, c.rep_id == change.rep_id)
    for row in connection.execute(select(ROWS).where(*mine)).mappings().all():
        if row["fields"]["before"] == change.after:
            fields = row["fields"] | {"before": change.before}
            this = (c.batch_id == row["batch_id"], c.rep_id == row["rep_id"], c.id == row["id"])
            connection.execute(update(ROWS).where(*this).values(fields=fields))
            return True
    return False


def _forget(connection: Connection, batch_id: int, changes: Iterable[Change]) -> None:
    for one in changes:
        this = (ROWS.c.batch_id == batch_id, ROWS.c.rep_id == one.rep_id, ROWS.c.id == one.id)
        connection.execute(delete(ROWS).where(*this))


def _as_row(batch_id: int, change: Change) -> dict[str, Any]:
    fields = {"before": change.before, "after": change.after, "since": change.since}
    key = {"batch_id": batch_id, "rep_id": change.rep_id, "id": change.id}
    return key | {"kind": change.table.name, "fields": fields}


def _change(table: str, fields: Fields) -> Change:
    return Change(TABLES[table], **fields)


def _key(table: Table, row: Mapping[str, Any]) -> Key:
    return (table.name, *(row[column.name] for column in table.primary_key.columns))


def _is(table: Table, row: Mapping[str, Any]) -> list[Any]:
    names = [column.name for column in table.primary_key.columns]
    return [table.c[name] == _typed(table, name, row[name]) for name in names]


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def _typed(table: Table, name: str, value: Any) -> Any:
    """A value of JSON as the table has it."""
    stored = table.c[name].type
    kind = getattr(stored, "impl", stored).python_type
    return kind.fromisoformat(value) if kind in (date, datetime) and value is not None else value
