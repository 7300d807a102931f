"""How often the words for outcomes occur in calls and emails, kept by what writes these.

Counting them when somebody asks reads all rows; an index on them, or counting the touched days again as the
daily counts are, costs an import a third of its time. So what goes in is added and what goes out subtracted,
in the same transaction; a property test holds the sums equal to the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
)

from dashboard.log.keys import or_none
from dashboard.log.tables import Call, Email, OutcomeWordCount

COUNTED: dict[str, Table] = {"calls": Call.__table__, "emails": Email.__table__}
COUNTS = OutcomeWordCount.__table__
WORDS = ("outcome_word", "own_word")
KEY = ("rep_id", "team_id", "kind", "word", "own_word")
MANY = 500
ADD = text(
    f"INSERT INTO {COUNTS.name} ({', '.join(KEY)}, touches) "
    f"VALUES ({', '.join(f':{name}' for name in KEY)}, :touches) "
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET touches = {COUNTS.name}.touches + excluded.touches"
)


def counted(kind: str, rows: pd.DataFrame) -> Counter:
    """How often each key (`KEY`) occurs in rows: rep_id, team_id, outcome_word, and own_word where there are
    some."""
    if kind not in COUNTED or rows.empty:
        return Counter()
    words = (or_none(rows[name]).tolist() if name in rows else repeat(None) for name in WORDS)
    counts: Counter = Counter()
    told = Counter(zip(rows["rep_id"].tolist(), rows["team_id"].tolist(), *words, strict=False))
    for (rep, team, *said), touches in told.items():
        counts[_key(rep, team, kind, *said)] += touches
    return counts


def add(connection: Connection, counts: Counter) -> None:
    """Adds rows that went in, as `counted` has them."""
    if counts:
        connection.execute(ADD, [_row(key, n) for key, n in counts.items()])
        _leave_none(connection)


def subtract(connection: Connection, kind: str, ids: Sequence[int]) -> None:
    """Takes off rows, by key, that are about to go out."""
    if kind not in COUNTED:
        return
    c = COUNTED[kind].c
    for start in range(0, len(ids), MANY):
        leaving = connection.execute(_counted(kind, c.id.in_(ids[start : start + MANY]))).all()
        if leaving:
            connection.execute(ADD, [_row(key, -n) for *key, n in leaving])
    _leave_none(connection)


def _leave_none(connection: Connection) -> None:
    # What went out may be taken off before what went in with the same file is added.
    connection.execute(delete(COUNTS).where(COUNTS.c.touches == 0))


def recount(connection: Connection, rep_id: int | None = None) -> None:
    """Counts the rows of a rep again, or all."""
    connection.execute(delete(COUNTS).where(true() if rep_id is None else COUNTS.c.rep_id == rep_id))
    for kind, table in COUNTED.items():
        whose = true() if rep_id is None else table.c.rep_id == rep_id
        connection.execute(insert(COUNTS).from_select([*KEY, "touches"], _counted(kind, whose)))


def _counted(kind: str, which: ColumnElement[bool]) -> Select:
    """How many of these rows have the same key."""
    c = COUNTED[kind].c
    # Not as parameters: PostgreSQL would take what is grouped by for something else than what is selected.
    words = [func.coalesce(c[name], literal_column("''")) for name in WORDS]
    key = (c.rep_id, c.team_id, literal_column(f"'{kind}'"), *words)
    return select(*key, func.count()).where(which).group_by(c.rep_id, c.team_id, *words)


def _key(*parts: Any) -> tuple:
    return tuple("" if part is None else part for part in parts)


def _row(key: Sequence[Any], touches: int) -> dict[str, Any]:
    return dict(zip(KEY, _key(*key), strict=True)) | {"touches": touches}
