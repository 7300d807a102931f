"""Many rows in at once, past SQLAlchemy's work for each single row.

The statement and the rows go straight to the driver; what SQLAlchemy would do to a value on the way
(SQLite keeps moments and days as text) is done here for whole columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Date, DateTime, Table
from sqlmodel.sql.sqltypes import UTCDateTime

from dashboard.log.keys import or_none

# Enough to make a statement worth its while, few enough for every database's limits.
BATCH = 10_000


def insert(connection: Connection, table: Table, rows: pd.DataFrame) -> None:
    """Inserts rows with the table's column names: moments as naive UTC, days as midnights."""
    names = [column.name for column in table.columns if column.name in rows]
    marker = "?" if connection.dialect.name == "sqlite" else "%s"
    quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
    statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join([marker] * len(names))})"
    values = [_values(rows[name], table, connection.dialect.name) for name in names]
    for part in batches(list(zip(*values, strict=True)), BATCH):
        connection.exec_driver_sql(statement, part)


def batches(items: list, size: int) -> Iterator[list]:
    """The items in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _values(column: pd.Series, table: Table, dialect: str) -> list:
    """The column as the driver takes it, None for what is missing."""
    kind = table.c[column.name].type
    if isinstance(kind, (UTCDateTime, DateTime)):
        return _moments(column, dialect)
    if isinstance(kind, Date):
        return _days(column, dialect)
    return or_none(column).tolist()


def _moments(column: pd.Series, dialect: str) -> list:
    column = column.astype("datetime64[us]")
    if dialect != "sqlite":
        aware = pd.Series(column.dt.tz_localize("UTC").dt.to_pydatetime(), index=column.index, dtype=object)
        return aware.where(column.notna(), None).tolist()
    texts = np.strings.replace(np.datetime_as_string(column.to_numpy(), unit="us"), "T", " ")
    return pd.Series(texts, dtype=object).where(column.notna().to_numpy(), None).tolist()


def _days(column: pd.Series, dialect: str) -> list:
    column = pd.to_datetime(column)
    if dialect != "sqlite":
        return column.dt.date.astype(object).where(column.notna(), None).tolist()
    texts = np.datetime_as_string(column.to_numpy().astype("datetime64[D]"))
    return pd.Series(texts, dtype=object).where(column.notna().to_numpy(), None).tolist()
