"""Many rows into SQLite by one statement.

What costs most of a row is to hand its values over one by one, each as an object of Python's. So they are
put, column by column, into a small database of their own, an `image`; from that the database copies them.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType

import adbc_driver_sqlite.dbapi as adbc
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, Table
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

# The name of an image where a connection has it at hand, and of the table in it.
ALIAS, ROWS = "image", "copied"
POSSIBLE = hasattr(sqlite3.Connection, "deserialize")
DAY = np.timedelta64(1, "D")


def image_of(table: Table, rows: pd.DataFrame) -> bytes:
    """A database with the rows: those columns of `table` that they have, moments as naive UTC, days as
    midnights."""
    names = [column.name for column in table.columns if column.name in rows]
    columns = pa.table({name: _column(rows[name], table.c[name].type) for name in names})
    with tempfile.TemporaryDirectory(prefix="rows-") as folder:
        path = Path(folder) / "image.db"
        with adbc.connect(str(path), autocommit=True) as into, into.cursor() as cursor:
            # What it was before is never asked for, nor what is left of it if the machine stops.
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.adbc_ingest(ROWS, columns, mode="create")
        return path.read_bytes()


@contextmanager
def at_hand(connection: Connection, image: bytes) -> Iterator[None]:
    """Has the connection know an image by its `ALIAS`, until it is left."""
    driver = connection.connection.driver_connection
    if ALIAS not in {name for _, name, _ in driver.execute("PRAGMA database_list")}:
        driver.execute(f"ATTACH ':memory:' AS {ALIAS}")
    driver.deserialize(image, name=ALIAS)
    try:
        yield
    finally:
        driver.deserialize(_nothing(), name=ALIAS)


def copy_in(
    connection: Connection, table: Table, conflict: str = "", same: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Inserts the rows of the image at hand; `conflict` says what is done with one that is there (SQL, "ON
    CONFLICT …"), without it there must be none. `same`: columns that are the same in all rows, as SQL has
    it."""
    columns = connection.exec_driver_sql(f"PRAGMA {ALIAS}.table_info({ROWS})")
    differ = [f'"{name}"' for _, name, *_ in columns]
    names = ", ".join([*differ, *(f'"{name}"' for name in same)])
    told = ", ".join([*differ, *same.values()])
    # Without a condition SQLite takes the conflict for a part of the join.
    statement = f"INSERT INTO {table.name} ({names}) SELECT {told} FROM {ALIAS}.{ROWS} WHERE true {conflict}"
    connection.exec_driver_sql(statement)


def compared(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows of the image at hand are in the table (by id), and how many of these with the same
    content."""
    query = (
        f"SELECT count(*), coalesce(sum({table.name}.content = {ROWS}.content), 0) FROM {ALIAS}.{ROWS} "
        f"CROSS JOIN {table.name} ON {table.name}.id = {ROWS}.id"
    )
    there, same = connection.exec_driver_sql(query).one()
    return there, same


def rows_of(image: bytes) -> pd.DataFrame:
    """The rows of an image as SQLite has them."""
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(image)
        return pd.read_sql_query(f"SELECT * FROM {ROWS} ORDER BY rowid", database)
    finally:
        database.close()


@cache
def _nothing() -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA user_version=1")
    return database.serialize()


def _column(values: pd.Series, kind: TypeEngine) -> pa.Array:
    """A column as SQLite keeps it: moments and days are text."""
    if isinstance(kind, (UTCDateTime, DateTime)):
        return moments(values.to_numpy().astype("datetime64[us]"))
    if isinstance(kind, Date):
        return days(values.to_numpy())
    if values.dtype == bool:
        return pa.array(values.to_numpy().astype(np.int8))
    if isinstance(values.dtype, pd.CategoricalDtype):
        return pa.array(values).cast(pa.string())
    if values.dtype != object:
        return pa.array(values, from_pandas=True)
    if isinstance(kind, Boolean):
        return pa.array(values, type=pa.bool_(), from_pandas=True).cast(pa.int8())
    return pa.array(values, type=pa.int64() if isinstance(kind, Integer) else pa.string(), from_pandas=True)


def moments(values: NDArray[np.datetime64]) -> pa.Array:
    """Moments (microseconds) as SQLite keeps them: text."""
    missing = np.isnat(values)
    since = np.where(missing, np.timedelta64(0, "us"), values - values.astype("datetime64[D]"))
    seconds, rest = np.divmod(since.astype(np.int64), 1_000_000)
    if rest.any():
        texts = np.strings.replace(np.datetime_as_string(values, unit="us"), "T", " ")
        return pa.array(texts.tolist(), type=pa.string(), mask=missing)
    return pc.binary_join_element_wise(days(values), _clock().take(pa.array(seconds)), "")


def days(values: NDArray[np.datetime64]) -> pa.Array:
    """The days of moments as SQLite keeps them: text, each different one written once."""
    codes, each = pd.factorize(values.astype("datetime64[D]").astype("datetime64[s]"))
    return _text(np.datetime_as_string(each, unit="D")).take(pa.array(codes, mask=codes < 0))


@cache
def _clock() -> pa.Array:
    """Every second of a day, as it stands behind the day."""
    seconds = np.datetime64("1970-01-01", "s") + np.arange(DAY // np.timedelta64(1, "s"))
    return _text([f" {text[11:]}.000000" for text in np.datetime_as_string(seconds).tolist()])


def _text(values: Sequence[str]) -> pa.Array:
    return pa.array(values, type=pa.string())
