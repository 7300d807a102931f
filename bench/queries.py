"""Calls by rep and outcome over 90 days: from the daily counts, and from the raw rows they spare."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
from sqlalchemy import text

from bench.timing import line, median_ms
from dashboard.figures import summary
from dashboard.figures.periods import Period
from dashboard.log import queries
from dashboard.log.engine import engine, reading
from dashboard.log.scope import Scope
from dashboard.reading import read

RAW = """
SELECT rep_id, outcome, count(*) FROM {table} WHERE day BETWEEN :first AND :last GROUP BY rep_id, outcome
"""


def run() -> None:
    """Times both ways, and the figures that pages make of them."""
    print("\nReading 90 days, all teams")
    last = date.today()
    first = last - timedelta(days=89)

    def from_counts() -> pd.DataFrame:
        with reading(engine()) as connection:
            return queries.daily(Scope.all(), connection, first, last)

    def from_rows() -> list:
        with reading(engine()) as connection:
            span = {"first": first.isoformat(), "last": last.isoformat()}
            return [connection.execute(text(RAW.format(table=t)), span).all() for t in ("call", "email")]

    counts, rows = median_ms(from_counts), median_ms(from_rows)
    line("calls and emails by rep from the daily counts", f"{counts:.0f} ms")
    line("the same from the raw rows", f"{rows:.0f} ms", f"{rows / counts:.1f} times as long")
    as_of = datetime.now(UTC)
    line(
        "everything a page reads, as figures",
        f"{median_ms(lambda: read(Scope.all(), engine(), first, last, as_of)):.0f} ms",
    )
    log = read(Scope.all(), engine(), first, last, as_of)

    def figures() -> dict:
        table = summary.by_rep(log.ledger, log.seats, Period(first, last), log.today, log.calendar)
        return summary.every_metric(table, log.kinds)

    line("every metric of every rep from that", f"{median_ms(figures):.0f} ms")
