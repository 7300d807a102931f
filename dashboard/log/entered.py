"""What became of meetings, entered by hand where no export says it yet.

The meeting keeps the `content` of its export's row. So the same row read again is unchanged, and leaves
what was entered; a row that says anything else than it did replaces all of the meeting, as ever. What the
export's word is decided to mean (`remapping.py`) leaves what was entered as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select, true, update

from dashboard.log import opportunities, version
from dashboard.log.outcomes import ENTERED, OPEN
from dashboard.log.scope import Scope
from dashboard.log.tables import Meeting

MEETINGS = Meeting.__table__


class Refused(Exception):
    """These outcomes may not be entered, and none was; the message is one sentence for people."""


@dataclass(frozen=True)
class Entered:
    """How many outcomes were written; `known` are the meetings (by id) that had one by then, and keep it."""

    saved: int
    known: dict[int, str]


def set_outcomes(scope: Scope, connection: Connection, chosen: Mapping[int, str], now: datetime) -> Entered:
    """Writes the outcome (one of `ENTERED`) chosen for each meeting (by id) that has none yet, with all that
    follows from it; what somebody else has entered meanwhile stays. Raises `Refused` when a meeting is not
    in scope, or has not begun at `now`."""
    rows = _rows(scope, connection, chosen)
    _check(rows, chosen, now)
    still_open = [row for row in rows if row.outcome in OPEN]
    if still_open:
        _write(connection, still_open, chosen)
        # Which SAO came of which meeting depends on what took place.
        ids, reps = ([getattr(row, name) for row in still_open] for name in ("id", "rep_id"))
        opportunities.reconcile(connection, ids, reps)
        version.advance(connection)
    return Entered(len(still_open), {row.id: row.outcome for row in rows if row.outcome not in OPEN})


def _rows(scope: Scope, connection: Connection, chosen: Mapping[int, str]) -> list[Row]:
    c = MEETINGS.c
    query = select(c.id, c.rep_id, c.outcome, c.starts_at)
    return list(connection.execute(query.where(scope.among(MEETINGS), c.id.in_(list(chosen)))))


def _check(rows: list[Row], chosen: Mapping[int, str], now: datetime) -> None:
    if not set(chosen.values()) <= set(ENTERED):
        raise Refused(f"An outcome is entered as one of: {', '.join(ENTERED)}.")
    if {row.id for row in rows} != set(chosen):
        raise Refused("One of these meetings is no longer there, or not yours to close.")
    if any(row.starts_at is None or row.starts_at > now for row in rows):
        raise Refused("One of these meetings has been moved and is still to come.")


def _write(connection: Connection, rows: list[Row], chosen: Mapping[int, str]) -> None:
    c = MEETINGS.c
    statement = update(MEETINGS).where(c.id == bindparam("key"), c.rep_id == bindparam("rep"))
    values = [{"key": row.id, "rep": row.rep_id, "new": chosen[row.id]} for row in rows]
    connection.execute(statement.values(outcome=bindparam("new"), entered=true()), values)
