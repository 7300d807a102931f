"""Many rows in at once, past SQLAlchemy's work for each single row.

The statement and the rows go straight to the driver; what SQLAlchemy would do to a value on the way
(SQLite keeps moments and days as text) is done here for whole columns.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Date, DateTime, Integer, Table
from sqlalchemy.exc import DBAPIError
from sqlmodel.sql.sqltypes import UTCDateTime

from dashboard.log import images
from dashboard.log.keys import or_none

# Enough to make a statement worth its while, few enough for every database's limits.
BATCH = 10_000
NEAR = 1_000
# So many are worth an image.
MANY = 2_000
# Columns of text in which few words stand again and again, and in which each row has its own.
WORDS = ("source", "outcome", "outcome_word", "list")
TEXT = (*WORDS, "source_id", "prospect", "account")


def insert(connection: Connection, table: Table, rows: pd.DataFrame, conflict: str = "") -> None:
    """Inserts rows with the table's column names: moments as naive UTC, days as midnights. `conflict`: what
    is done with a row that is there (SQL, "ON CONFLICT …"); without it there must be none."""
    names = [column.name for column in table.columns if column.name in rows]
    if by_image(connection) and len(rows) >= MANY:
        same = {name: told for name in names if (told := _literal(rows[name])) is not None}
        with images.at_hand(connection, images.image_of(table, rows.drop(columns=list(same)))):
            return images.copy_in(connection, table, conflict, same)
    if connection.dialect.name == "postgresql" and not conflict:
        return _copy(connection, table, rows[names])
    given = [_literal(rows[name]) for name in names]
    marker = "?" if connection.dialect.name == "sqlite" else "%s"
    quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
    told = ", ".join(marker if one is None else one for one in given)
    statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({told}) {conflict}"
    differ = [name for name, one in zip(names, given, strict=True) if one is None]
    values = [_values(rows[name], table, connection.dialect.name) for name in differ]
    # Few at a time: what was just put together is near at hand.
    each = zip(*values, strict=True)
    while part := list(itertools.islice(each, NEAR)):
        connection.exec_driver_sql(statement, part)


def by_image(connection: Connection) -> bool:
    """Whether many rows go in by an image."""
    return images.POSSIBLE and connection.dialect.name == "sqlite"


def _copy(connection: Connection, table: Table, rows: pd.DataFrame) -> None:
    """Inserts rows as PostgreSQL takes them fastest; raises `DBAPIError` as any other statement does."""
    quote = connection.dialect.identifier_preparer.quote
    statement = f"COPY {table.name} ({', '.join(map(quote, rows))}) FROM STDIN"
    values = [_values(rows[name], table, connection.dialect.name) for name in rows]
    driver = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in zip(*values, strict=True):
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as problem:
        raise DBAPIError(statement, None, problem) from problem


def _literal(column: pd.Series) -> str | None:
    """The one whole number that a column has in all rows, which spares the driver a value a row."""
    if column.name == "id" or column.dtype != np.int64 or not len(column):
        return None
    numbers = column.to_numpy()
    return str(numbers[0]) if (numbers == numbers[0]).all() else None


def compact(rows: pd.DataFrame, plain: bool = False) -> pd.DataFrame:
    """The same rows with each different word of the columns of `WORDS` once and, where it is not to be left
    `plain`, other text without an object for each: a fraction of the work to count them, and to hand them to
    another process."""
    text = [name for name in (WORDS if plain else TEXT) if name in rows and rows[name].dtype == object]
    return rows.astype({name: "category" if name in WORDS else "str" for name in text})


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
    if isinstance(column.dtype, pd.CategoricalDtype):
        # The code of what is missing is -1.
        words = np.array([*column.cat.categories, None], dtype=object)
        return words[column.cat.codes.to_numpy()].tolist()
    if isinstance(kind, Integer) and pd.api.types.is_float_dtype(column.dtype):
        # Whole numbers among which one was missing: COPY takes no 2.0 for a 2.
        column = column.astype("Int64")
    return or_none(column).tolist()


def _moments(column: pd.Series, dialect: str) -> list:
    column = column.astype("datetime64[us]")
    if dialect == "sqlite":
        return images.moments(column.to_numpy()).to_pylist()
    aware = pd.Series(column.dt.tz_localize("UTC").dt.to_pydatetime(), index=column.index, dtype=object)
    return aware.where(column.notna(), None).tolist()


def _days(column: pd.Series, dialect: str) -> list:
    column = pd.to_datetime(column)
    if dialect == "sqlite":
        return images.days(column.to_numpy()).to_pylist()
    return column.dt.date.astype(object).where(column.notna(), None).tolist()


def records(rows: pd.DataFrame, table: Table) -> list[dict]:
    """Rows as the database takes them: aware UTC moments, dates, None for what is missing."""
    columns = [column.name for column in table.columns if column.name in rows]
    values = [_plain(rows[name], name).tolist() for name in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(column: pd.Series, name: str) -> pd.Series:
    missing = column.isna()
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        aware = column.dt.tz_localize("UTC") if name.endswith("at") else column.dt
        column = pd.Series(
            aware.dt.to_pydatetime() if name.endswith("at") else aware.date, index=column.index, dtype=object
        )
    return column.astype(object).where(~missing, None)
