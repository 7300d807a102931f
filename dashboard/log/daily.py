"""The daily counts: what pages read instead of calls and emails.

They are counted again from the raw rows for the touched (rep, day) pairs, in the transaction that
touched them; adding differences would go wrong under corrections.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, text

from dashboard.log import outcomes, version
from dashboard.log.tables import Counts

LIST_KEY = "rep_id, day, team_id, list"
CONNECT = "outcome IN ({})".format(", ".join(f"'{word}'" for word in outcomes.CONNECTS))


def _slug(word: str) -> str:
    return word.replace(" ", "_").replace("-", "_")


# What each count counts: a condition on a row of the named table (talk_s: a sum).
CALL_COUNTS = {
    "calls": "1 = 1",
    **{f"calls_{_slug(word)}": f"outcome = '{word}'" for word in outcomes.CALL},
    "calls_morning": "hour < 12",
    "connects_morning": f"hour < 12 AND {CONNECT}",
}
EMAIL_COUNTS = {
    "emails": "1 = 1",
    **{f"emails_{_slug(word)}": f"outcome = '{word}'" for word in outcomes.EMAIL},
}
COLUMNS = tuple(Counts.model_fields)


def refresh(connection: Connection, touched: pd.DataFrame) -> None:
    """Counts the given days again. `touched`: rep_id and day (date or datetime), duplicates allowed."""
    pairs = touched.dropna().drop_duplicates()
    if pairs.empty:
        return
    days = pd.to_datetime(pairs["day"]).dt.date
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE IF NOT EXISTS touched "
            "(rep_id INTEGER, day DATE, PRIMARY KEY (rep_id, day))"
        )
    )
    connection.execute(text("DELETE FROM touched"))
    connection.execute(
        text("INSERT INTO touched VALUES (:rep, :day) ON CONFLICT DO NOTHING").bindparams(),
        [
            {"rep": int(rep), "day": day}
            for rep, day in zip(pairs["rep_id"], _iso(connection, days), strict=True)
        ],
    )
    _recount(connection, only_touched=True)


def rebuild(connection: Connection) -> int:
    """Counts everything again from the raw rows; returns the number of rep-days."""
    _recount(connection, only_touched=False)
    version.advance(connection)
    return connection.execute(text("SELECT count(*) FROM daily_count")).scalar_one()


def analyze(connection: Connection) -> None:
    """Tells the database how its tables are filled; worth it after loading many rows."""
    connection.execute(text("ANALYZE"))


def _iso(connection: Connection, days: pd.Series) -> list:
    # SQLite keeps dates as ISO text, which is how its own driver no longer writes them by itself.
    return [day.isoformat() for day in days] if connection.dialect.name == "sqlite" else list(days)


def _recount(connection: Connection, only_touched: bool) -> None:
    where = "WHERE (rep_id, day) IN (SELECT rep_id, day FROM touched)" if only_touched else ""
    connection.execute(text(f"DELETE FROM daily_list_count {where}"))
    connection.execute(text(f"DELETE FROM daily_count {where}"))
    names = ", ".join(COLUMNS)
    sums = ", ".join(f"SUM({name})" for name in COLUMNS)
    counted = " UNION ALL ".join(
        [
            _counts("call", CALL_COUNTS, "talk_s", only_touched),
            _counts("email", EMAIL_COUNTS, None, only_touched),
            _credits("call", only_touched),
            _credits("email", only_touched),
        ]
    )
    connection.execute(
        text(
            f"INSERT INTO daily_list_count ({LIST_KEY}, {names}) "
            f"SELECT {LIST_KEY}, {sums} FROM ({counted}) AS counted GROUP BY {LIST_KEY}"
        )
    )
    connection.execute(
        text(
            f"INSERT INTO daily_count (rep_id, day, team_id, {names}) "
            f"SELECT rep_id, day, team_id, {sums} FROM daily_list_count {where} GROUP BY rep_id, day, team_id"
        )
    )


def _from(table: str, day: str, only_touched: bool) -> str:
    """The table's rows, or those of the touched days: CROSS JOIN keeps SQLite from turning it round."""
    if not only_touched:
        return f"FROM {table}"
    return (
        f"FROM touched CROSS JOIN {table} "
        f"WHERE {table}.rep_id = touched.rep_id AND {table}.{day} = touched.day"
    )


def _counts(table: str, counts: dict[str, str], talk: str | None, only_touched: bool) -> str:
    """One row for each rep, day, team and list of a table of touches, with every count as a column."""
    columns = {name: f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)" for name, condition in counts.items()}
    if talk:
        columns[talk] = f"SUM(CASE WHEN {CONNECT} THEN COALESCE(duration_s, 0) ELSE 0 END)"
    chosen = ", ".join(f"{columns.get(name, '0')} AS {name}" for name in COLUMNS)
    key = f"{table}.rep_id, {table}.day, {table}.team_id, COALESCE({table}.list, '')"
    named = f"{table}.rep_id, {table}.day, {table}.team_id, COALESCE({table}.list, '') AS list"
    return f"SELECT {named}, {chosen} {_from(table, 'day', only_touched)} GROUP BY {key}"


def _credits(kind: str, only_touched: bool) -> str:
    """The calls or emails that meetings are credited to, on the day and list of the touch."""
    credited = f"COUNT(DISTINCT {kind}_id)"
    chosen = ", ".join(f"{credited if name == f'{kind}s_credited' else 0} AS {name}" for name in COLUMNS)
    key = f"meeting.rep_id, {kind}_day, {kind}_team_id, COALESCE({kind}_list, '')"
    named = f"meeting.rep_id, {kind}_day AS day, {kind}_team_id AS team_id, COALESCE({kind}_list, '') AS list"
    rows = _from("meeting", f"{kind}_day", only_touched)
    rows += f" {'AND' if only_touched else 'WHERE'} {kind}_day IS NOT NULL"
    return f"SELECT {named}, {chosen} {rows} GROUP BY {key}"
