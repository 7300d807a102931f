"""Rows of calls or emails put together in another process, so that they go in by one statement.

What costs most of a row is to hand its values to the database one by one. So the process that reads a file
fills a small SQLite database in its memory; the one that writes gets that as it is, and copies from it. With
it come the counts, so that no row has to be looked at again.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table

from dashboard.log import bulk, word_counts
from dashboard.log.counting import COUNTS
from dashboard.log.keys import Keys
from dashboard.log.tally import cells_of

# The name under which a connection has the rows at hand.
ALIAS = "packed"
CAN_PACK = hasattr(sqlite3.Connection, "serialize")
MOMENTS, FLAGS = {"at": "datetime64[us]", "day": "datetime64[us]"}, {"wall_clock": "bool"}


@dataclass(frozen=True)
class Packed:
    """Rows with different keys: `image` is a database with a table of them, in the order of `ids`; `contents`
    are as of the column. `cells`: their counts (`tally`), `words`: how often each key of
    `word_counts` occurs."""

    kind: str
    image: bytes
    ids: Keys
    contents: Keys
    cells: pd.DataFrame
    words: Counter

    def __len__(self) -> int:
        return len(self.ids)

    def frame(self) -> pd.DataFrame:
        """The rows as they were before they were packed."""
        with_rows = sqlite3.connect(":memory:")
        with_rows.deserialize(self.image)
        rows = pd.read_sql_query("SELECT * FROM packed ORDER BY rowid", with_rows)
        with_rows.close()
        numbers = {"duration_s": "Int64"} if "duration_s" in rows else {}
        return rows.astype(MOMENTS | FLAGS | numbers)

    def copy_into(self, connection: Connection, table: Table) -> None:
        """Inserts the rows, none of which may be there."""
        driver = connection.connection.driver_connection
        have = [row[1] for row in driver.execute("PRAGMA database_list")]
        if ALIAS not in have:
            driver.execute(f"ATTACH ':memory:' AS {ALIAS}")
        driver.deserialize(self.image, name=ALIAS)
        names = [row[1] for row in driver.execute(f"PRAGMA {ALIAS}.table_info(packed)")]
        quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({quoted}) SELECT {quoted} FROM {ALIAS}.packed")


def packed(kind: str, table: Table, rows: pd.DataFrame) -> Packed:
    """The rows, all with different keys, packed."""
    # In the order of their keys, each is put near the one before it.
    rows = rows.iloc[np.argsort(rows["id"].to_numpy(), kind="stable")]
    ids, contents = (rows[name].to_numpy(dtype=np.int64) for name in ("id", "content"))
    words = word_counts.counted(kind, rows)
    return Packed(kind, _image(table, rows), ids, contents, cells_of(rows, COUNTS[kind]), words)


def _image(table: Table, rows: pd.DataFrame) -> bytes:
    names = [column.name for column in table.columns if column.name in rows]
    statement, values = bulk.told(table, rows[names], "packed", "sqlite")
    into = sqlite3.connect(":memory:", isolation_level=None)
    quoted = ", ".join(f'"{name}"' for name in names)
    # What it was before is never asked for.
    into.execute("PRAGMA journal_mode=OFF")
    into.execute(f"CREATE TABLE packed ({quoted})")
    into.execute("BEGIN")
    for part in bulk.near(values):
        into.executemany(statement, part)
    into.execute("COMMIT")
    image = into.serialize()
    into.close()
    return image
