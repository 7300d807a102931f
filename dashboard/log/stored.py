"""Rows that are stored, looked up by their keys."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, Table, TextClause, select, text

from dashboard.log import attribution
from dashboard.log.bulk import BATCH, batches

DAYS = {"call": ("day",), "email": ("day",), "meeting": attribution.DAYS, "opportunity": ("meeting_id",)}


def stored_rows(connection: Connection, table: Table, ids: Sequence[int]) -> pd.DataFrame:
    """The stored rows with these keys, by id: rep_id, content, batch_id, and the days their counts are in
    (of an opportunity its meeting)."""
    columns = [table.c[name] for name in ("id", "rep_id", "content", "batch_id", *DAYS[table.name])]
    found = []
    for part in batches(list(ids), BATCH):
        found += connection.execute(select(*columns).where(among(table, part))).all()
    # As objects: one missing key among them would make floats of the others, and cut their last digits.
    frame = pd.DataFrame(found, columns=[column.name for column in columns], dtype=object)
    return frame.astype({"content": "Int64", "batch_id": "int64"}).set_index("id")


def has_rows(connection: Connection, table: Table) -> bool:
    """Whether there is any."""
    return connection.execute(select(table.c.id).limit(1)).first() is not None


def among(table: Table, ids: Sequence[int]) -> TextClause:
    """The condition that a row has one of these keys."""
    # Whole numbers made here are safe as literals, and spare the driver ten thousand parameters.
    return text(f"{table.name}.id IN ({','.join(str(int(key)) for key in ids)})")
