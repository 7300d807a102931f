"""What a query answers, as a typed frame."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select


def frame(
    connection: Connection, query: Select[Any], days: tuple[str, ...] = (), moments: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The rows of a query; `days` as midnight datetimes, `moments` as aware UTC."""
    result = connection.execute(query)
    rows = pd.DataFrame(result.all(), columns=list(result.keys()))
    for name in days:
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[us]")
    for name in moments:
        rows[name] = pd.to_datetime(rows[name], utc=True).astype("datetime64[us, UTC]")
    return rows
