"""The daily counts: what pages read instead of calls and emails.

They are counted again from the raw rows for the touched (rep, day) pairs, in the transaction that
touched them; adding differences would go wrong under corrections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from sqlalchemy import Column, Connection, Date, Integer, MetaData, Table, text

from dashboard.log import bulk, version
from dashboard.log.counting import COUNTS, Count
from dashboard.log.tables import Counts, DailyCount, DailyListCount
from dashboard.log.tally import PAIR, Tally, among

DAY_KEY = "rep_id, day, team_id"
LIST_KEY = f"{DAY_KEY}, list"
TOUCHED = Table("touched", MetaData(), Column("rep_id", Integer), Column("day", Date))
MAKE_TOUCHED = """
CREATE TEMPORARY TABLE IF NOT EXISTS touched (rep_id INTEGER, day DATE, PRIMARY KEY (rep_id, day))
"""
# The touched days that have counts, and of which kinds.
COUNTED = """
SELECT touched.rep_id, touched.day, SUM(daily_count.calls) AS calls, SUM(daily_count.emails) AS emails
FROM touched CROSS JOIN daily_count
WHERE daily_count.rep_id = touched.rep_id AND daily_count.day = touched.day
GROUP BY touched.rep_id, touched.day
"""
# So many cells go in at a time.
AT_A_TIME = 40_000
COLUMNS = tuple(Counts.model_fields)


def refresh(connection: Connection, touched: pd.DataFrame, tallies: Sequence[Tally] = ()) -> None:
    """Counts the given days again. `touched`: rep_id and day (date or datetime), duplicates allowed. Those
    whose counts the `tallies` of new rows have, one of a kind, are not read again."""
    pairs = touched[PAIR].dropna()
    pairs = pairs.assign(rep_id=pairs["rep_id"].astype("int64"), day=pd.to_datetime(pairs["day"]))
    pairs = pairs.drop_duplicates()
    if pairs.empty:
        return
    _note_touched(connection, pairs)
    if tallies:
        pairs = _without(pairs, _put_in(connection, tallies))
        _note_touched(connection, pairs)
    if len(pairs):
        _recount(connection, only_touched=True)


def _note_touched(connection: Connection, pairs: pd.DataFrame) -> None:
    connection.execute(text(MAKE_TOUCHED))
    connection.execute(text("DELETE FROM touched"))
    bulk.insert(connection, TOUCHED, pairs)


def _without(pairs: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    return pairs[~pd.MultiIndex.from_frame(pairs).isin(pd.MultiIndex.from_frame(others))]


def put_in_early(connection: Connection, tally: Tally) -> None:
    """Puts in what a tally has counted so far. Days that had rows of its kind before the file are spoiled."""
    early, cells = tally.early, tally.drained()
    _note_touched(connection, cells[PAIR].drop_duplicates())
    there = _there(connection)
    spoilt = _before(there, tally.kind, early)
    tally.spoil(spoilt)
    _add(connection, cells[~among(cells, spoilt)], there)


def _put_in(connection: Connection, tallies: Sequence[Tally]) -> pd.DataFrame:
    """Puts in what tallies have of touched days that had no row of its kind before; returns these days."""
    there = _there(connection)
    found = {tally.kind: tally.counts(_before(there, tally.kind, tally.early)) for tally in tallies}
    doubtful = pd.concat([days for _, days in found.values()])
    cells = pd.concat([some for some, _ in found.values()])
    cells = cells[~among(cells, doubtful)]
    _add(connection, cells, there)
    counted = pd.concat([cells[PAIR], *(tally.early for tally in tallies)]).drop_duplicates()
    return counted[~among(counted, doubtful)]


def _there(connection: Connection) -> pd.DataFrame:
    """The touched days that have counts: rep_id, day, how many touches of each kind."""
    return pd.DataFrame(connection.execute(text(COUNTED)).all(), columns=[*PAIR, *COUNTS])


def _before(there: pd.DataFrame, kind: str, early: pd.DataFrame) -> pd.DataFrame:
    """The days that had rows of a kind before the file, of which some were put in `early`."""
    some = there.loc[there[kind] > 0, PAIR]
    return some[~among(some, early)]


def _add(connection: Connection, cells: pd.DataFrame, there: pd.DataFrame) -> None:
    """Puts counts in, added to those of days that are `there`."""
    is_there = among(cells, there)
    for some, adds in ((cells[~is_there], False), (cells[is_there], True)):
        for part in _parts(some):
            _put(connection, part, adds)


def _parts(cells: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The cells, some reps' at a time: however many there are, few are held as they go in."""
    before = cells.groupby("rep_id").size().cumsum()
    for _, reps in before.groupby(before // AT_A_TIME):
        yield cells[cells["rep_id"].isin(reps.index)]


def _put(connection: Connection, cells: pd.DataFrame, adds: bool) -> None:
    """Puts counts in; where there are none yet a database does it faster."""
    cells = cells.reindex(columns=[*LIST_KEY.split(", "), *COLUMNS]).fillna(dict.fromkeys(COLUMNS, 0))
    cells = cells.astype(dict.fromkeys(COLUMNS, "int64"))
    for model, key in ((DailyListCount, LIST_KEY), (DailyCount, DAY_KEY)):
        table = model.__table__
        rows = cells.groupby(key.split(", "), as_index=False)[list(COLUMNS)].sum()
        sums = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in COLUMNS)
        bulk.insert(connection, table, rows, f"ON CONFLICT ({key}) DO UPDATE SET {sums}" if adds else "")


def rebuild(connection: Connection) -> int:
    """Counts everything again from the raw rows; returns the number of rep-days."""
    _recount(connection, only_touched=False)
    version.advance(connection)
    return connection.execute(text("SELECT count(*) FROM daily_count")).scalar_one()


def analyze(connection: Connection) -> None:
    """Tells the database how its tables are filled; worth it after loading many rows."""
    connection.execute(text("ANALYZE"))


def _recount(connection: Connection, only_touched: bool) -> None:
    where = "WHERE (rep_id, day) IN (SELECT rep_id, day FROM touched)" if only_touched else ""
    connection.execute(text(f"DELETE FROM daily_list_count {where}"))
    connection.execute(text(f"DELETE FROM daily_count {where}"))
    names = ", ".join(COLUMNS)
    sums = ", ".join(f"SUM({name})" for name in COLUMNS)
    counted = " UNION ALL ".join(
        [
            _counts("call", COUNTS["calls"], only_touched),
            _counts("email", COUNTS["emails"], only_touched),
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


def _counts(table: str, counts: dict[str, Count], only_touched: bool) -> str:
    """One row for each rep, day, team and list of a table of touches, with every count as a column."""
    columns = {
        name: f"SUM(CASE WHEN {one.condition} THEN {one.adds} ELSE 0 END)" for name, one in counts.items()
    }
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
