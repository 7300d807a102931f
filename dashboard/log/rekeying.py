"""Contents and keys of stored rows made anew, where an older version of the program made them otherwise.

Up to then an outcome was a part of a row's content as the words' table of its day had it: a version that
knew more words did not know the rows again that have no id.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pandas as pd
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from dashboard.log import rederive, replaced
from dashboard.log.bulk import batches
from dashboard.log.keys import Occurrences, contents, row_keys
from dashboard.log.placing import MOMENTS, as_given, moment_columns
from dashboard.log.seats import Seats
from dashboard.log.skipped_hours import as_said
from dashboard.log.store import CONTENT, TABLES
from dashboard.log.stored import has_rows
from dashboard.log.tables import Opportunity, ReplacedRow, Setting

LOG = logging.getLogger(__name__)
SETTING, DEALS, REPLACED = Setting.__table__, Opportunity.__table__, ReplacedRow.__table__
# The setting that says of what the contents of the stored rows are made.
NAME, OF_WORDS = "contents", "words"
KINDS = ("calls", "emails", "meetings")
RUN = 10_000


def follow_contents(connection: Connection) -> None:
    """Makes the contents of calls, emails and meetings anew, the keys of those without an id, and all that
    follows; once for each database."""
    mine = SETTING.c.name == NAME
    if connection.execute(select(SETTING.c.value).where(mine)).scalar_one_or_none() == OF_WORDS:
        return
    if any(has_rows(connection, TABLES[kind]) for kind in KINDS):
        LOG.warning("The rows of an older version are brought up to date, once: a minute for each million …")
    seats = Seats.load(connection)
    renewed = [_renew(connection, kind, rows) for kind in KINDS for rows in _stored(connection, kind, seats)]
    for kind in KINDS:
        _renew_replaced(connection, kind, seats)
    if any(renewed):
        rederive.everything(connection)
    connection.execute(delete(SETTING).where(mine))
    connection.execute(insert(SETTING), {"name": NAME, "value": OF_WORDS})


def _stored(connection: Connection, kind: str, seats: Seats) -> Iterator[pd.DataFrame]:
    """The rows of a kind, those of one rep at a time (whom the content names), as their exports gave them."""
    # Of rows alike those of older files had the lower numbers, and keep them: the newer file is undone first.
    table = TABLES[kind]
    names = {"id", "source", "source_id", "content", "batch_id", *CONTENT[kind]}
    names.update(name for moment in MOMENTS[kind] for name in moment_columns(moment))
    columns = [column for column in table.columns if column.name in names]
    for rep_id in connection.execute(select(table.c.rep_id).distinct()).scalars().all():
        query = select(*columns).where(table.c.rep_id == rep_id)
        query = query.order_by(table.c.batch_id, table.c.id)
        rows = list(map(tuple, connection.execute(query)))
        frame = pd.DataFrame(rows, columns=[column.name for column in columns], dtype=object)
        yield as_said(as_given(frame.astype({"rep_id": "int64"}), kind, seats), kind, seats)


def _renew(connection: Connection, kind: str, rows: pd.DataFrame) -> bool:
    """Gives a rep's rows their content and key; returns whether any had another key."""
    fresh = rows.assign(content=contents(rows, CONTENT[kind]), key=rows["id"])
    changed = fresh["content"] != rows["content"]
    for source, some in fresh[changed & fresh["source_id"].isna()].groupby("source"):
        nothing, content = [None] * len(some), some["content"].to_numpy()
        fresh.loc[some.index, "key"] = row_keys(kind, source, nothing, content, Occurrences())
    _put(connection, TABLES[kind], "content", fresh[changed])
    moved = fresh[fresh["key"] != rows["id"]]
    _put(connection, TABLES[kind], "id", moved.assign(id=moved["key"], was=moved["id"]))
    if kind == "meetings":
        _follow(connection, moved)
    return len(moved) > 0


def _put(connection: Connection, table: Table, name: str, rows: pd.DataFrame) -> None:
    """Writes a column of rows, which are found by `was`, else by their id."""
    was = rows["was"] if "was" in rows else rows["id"]
    mine = (table.c.id == bindparam("was")) & (table.c.rep_id == bindparam("rep"))
    statement = update(table).where(mine).values({name: bindparam("anew")})
    columns = (column.astype("int64").tolist() for column in (was, rows["rep_id"], rows[name]))
    values = [dict(zip(("was", "rep", "anew"), row, strict=True)) for row in zip(*columns, strict=True)]
    for some in batches(values, RUN):
        connection.execute(statement, some)


def _follow(connection: Connection, meetings: pd.DataFrame) -> None:
    """Leads deals that name no meeting to the one they came from; what they name has an id."""
    its_meeting = DEALS.c.meeting_id == bindparam("was")
    statement = update(DEALS).where(its_meeting).values(meeting_id=bindparam("anew"))
    pairs = zip(meetings["id"].tolist(), meetings["key"].tolist(), strict=True)
    if values := [{"was": int(was), "anew": int(anew)} for was, anew in pairs]:
        connection.execute(statement, values)


def _renew_replaced(connection: Connection, kind: str, seats: Seats) -> None:
    """The contents of rows that come back when a file is undone; they have ids of their own, or nothing
    would have replaced them."""
    c = REPLACED.c
    for batch_id in connection.execute(select(c.batch_id).where(c.kind == kind).distinct()).scalars().all():
        rows = as_said(replaced.kept(connection, batch_id, kind), kind, seats)
        rows["content"] = contents(rows, CONTENT[kind])
        replaced.forget(connection, batch_id, rows["id"].tolist())
        replaced.keep_given(connection, batch_id, kind, rows)
