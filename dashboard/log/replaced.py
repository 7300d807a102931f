"""Rows as they were before a file changed them or took them out: kept with that file, to come back with its
undoing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, delete, insert, select

from dashboard.log.bulk import batches
from dashboard.log.placing import MOMENTS, as_given, moment_columns
from dashboard.log.seats import Seats
from dashboard.log.tables import ReplacedRow

ROWS = ReplacedRow.__table__
RUN = 2_000


def keep(
    connection: Connection, batch_id: int, kind: str, table: Table, stored: pd.DataFrame, seats: Seats
) -> None:
    """Keeps stored rows (index: id; batch_id) as they are now, for the undoing of a batch that replaces them.
    What the batch itself has brought is not kept."""
    ids = stored.index[stored["batch_id"] != batch_id].tolist()
    for some in batches(ids, RUN):
        found = connection.execute(select(table).where(table.c.id.in_(some))).all()
        frame = pd.DataFrame(found, columns=[column.name for column in table.columns], dtype=object)
        keep_given(connection, batch_id, kind, as_given(frame.astype({"rep_id": "int64"}), kind, seats))


def keep_given(connection: Connection, batch_id: int, kind: str, rows: pd.DataFrame) -> None:
    """Keeps rows, as `placing.placed` takes them, for the undoing of a batch."""
    values = [
        {"batch_id": batch_id, "rep_id": row["rep_id"], "id": row["id"], "kind": kind, "fields": row}
        for row in _plain(rows).to_dict("records")
    ]
    connection.execute(insert(ROWS), values)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Values that JSON has."""
    # One by one: a column of texts in which one is missing has a number there, which JSON has not.
    plain = {name: [_plain_value(value) for value in frame[name]] for name in frame}
    return pd.DataFrame(plain, index=frame.index, dtype=object)


def _plain_value(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def kept(connection: Connection, batch_id: int, kind: str) -> pd.DataFrame:
    """The rows of a kind that a batch replaced, as `placing.placed` takes them."""
    query = select(ROWS.c.fields).where(ROWS.c.batch_id == batch_id, ROWS.c.kind == kind)
    frame = pd.DataFrame(list(connection.execute(query.order_by(ROWS.c.id)).scalars()), dtype=object)
    if frame.empty:
        return frame
    for moment in MOMENTS[kind]:
        at, wall, _ = moment_columns(moment)
        frame[at] = pd.to_datetime(frame[at], format="ISO8601").astype("datetime64[us]")
        frame[wall] = frame[wall].astype(bool)
    if kind == "opportunities":
        # Which meeting was found for it is found again.
        frame["meeting_id"] = frame["meeting_id"].mask(frame["meeting_inferred"].astype(bool), None)
        frame["meeting_inferred"] = False
    return frame.astype({"rep_id": "int64"})


def forget(connection: Connection, batch_id: int, ids: Sequence[int]) -> None:
    """Forgets these rows that a batch replaced."""
    for some in batches(ids, RUN):
        connection.execute(delete(ROWS).where(ROWS.c.batch_id == batch_id, ROWS.c.id.in_(some)))
