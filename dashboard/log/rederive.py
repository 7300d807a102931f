"""What is derived, derived again: rows after a correction of who sat where, or everything."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd
from sqlalchemy import Connection, Table, bindparam, select, update

from dashboard.log import attribution, daily, opportunities, word_counts
from dashboard.log.bulk import records
from dashboard.log.placing import MOMENTS, as_given, moment_columns, placed
from dashboard.log.seats import Seats
from dashboard.log.store import TABLES
from dashboard.log.tables import Meeting, Opportunity


def everything(connection: Connection) -> int:
    """All credits, all ties between meetings and SAOs, all counts again, from the raw rows; returns how many
    rep-days there are."""
    word_counts.recount(connection)
    meetings = connection.execute(select(Meeting.id)).scalars().all()
    attribution.renew(connection, meetings)
    reps = connection.execute(select(Opportunity.rep_id).distinct()).scalars().all()
    opportunities.reconcile(connection, meetings, reps)
    return daily.rebuild(connection)


def place_again(connection: Connection, before: Seats, after: Seats) -> bool:
    """Moves the rows of every rep whose seats or zones differ; returns whether any row was moved.

    A wall-clock moment keeps what the clock showed; a moment with an offset keeps its instant.
    """
    moved = False
    for rep_id in _corrected(before, after):
        touched = [pd.DataFrame({"rep_id": [], "day": []})]
        for kind, table in TABLES.items():
            rows = _rows(connection, kind, table, rep_id, before)
            if rows.empty:
                continue
            touched.append(_place(connection, kind, table, rows, after))
        days = pd.concat(touched)
        moved |= bool(len(days))
        _follow(connection, rep_id, days)
    return moved


def _corrected(before: Seats, after: Seats) -> list[int]:
    """The reps that had a seat before and sit differently now."""
    old, new = _by_rep(before), _by_rep(after)
    return [rep for rep in old if old[rep] != new.get(rep)]


def _by_rep(seats: Seats) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = defaultdict(list)
    for seat in seats.frame[["rep_id", "team_id", "started_on", "ended_on", "zone"]].itertuples(index=False):
        found[int(seat.rep_id)].append(tuple(seat))
    return found


def _rows(connection: Connection, kind: str, table: Table, rep_id: int, before: Seats) -> pd.DataFrame:
    """The rep's rows with their moments as the export gave them."""
    names = ["id", "rep_id", "team_id"] + [c for m in MOMENTS[kind] for c in moment_columns(m)]
    names += ["hour"] if "hour" in table.c else []
    own = table.c.source != opportunities.MEETING
    rows = connection.execute(select(*(table.c[n] for n in names)).where(table.c.rep_id == rep_id, own)).all()
    stored = pd.DataFrame(rows, columns=names)
    frame = as_given(stored, kind, before)
    for moment in MOMENTS[kind]:
        at, _, _ = moment_columns(moment)
        utc = pd.to_datetime(stored[at], utc=True).dt.tz_localize(None)
        frame[f"{at}_before"] = utc.astype("datetime64[us]")
    return frame


def _place(connection: Connection, kind: str, table: Table, rows: pd.DataFrame, after: Seats) -> pd.DataFrame:
    """Writes the rows that moved; returns their days before and after (rep_id, day)."""
    placed_rows = placed(rows, kind, after)
    columns = ["team_id"] + [c for m in MOMENTS[kind] for c in (moment_columns(m)[0], moment_columns(m)[2])]
    columns += ["hour"] if "hour" in rows else []
    was = rows.assign(**{m: rows[f"{m}_before"] for m in columns if f"{m}_before" in rows})
    same = pd.concat(
        [(was[c] == placed_rows[c]) | (was[c].isna() & placed_rows[c].isna()) for c in columns], axis=1
    )
    moved = placed_rows[~same.all(axis=1)]
    if moved.empty:
        return pd.DataFrame({"rep_id": [], "day": []})
    statement = update(table).where(table.c.id == bindparam("key"), table.c.rep_id == bindparam("rep"))
    statement = statement.values({name: bindparam(f"new_{name}") for name in columns})
    values = records(moved[["id", "rep_id", *columns]], table)
    connection.execute(
        statement,
        [{"key": v["id"], "rep": v["rep_id"]} | {f"new_{name}": v[name] for name in columns} for v in values],
    )
    if "day" not in moved:
        return moved[["rep_id"]].assign(day=pd.NaT)
    return pd.concat([rows.loc[moved.index, ["rep_id", "day"]], moved[["rep_id", "day"]]]).drop_duplicates()


def _follow(connection: Connection, rep_id: int, days: pd.DataFrame) -> None:
    """Everything derived from the rep's rows again; corrections of seats are rare, reps' rows are few."""
    if days.empty:
        return
    word_counts.recount(connection, rep_id)
    meetings = set(connection.execute(select(Meeting.id).where(Meeting.rep_id == rep_id)).scalars())
    again = attribution.renew(connection, meetings)
    # An SAO of the rep's may have come of another rep's meeting.
    c = Opportunity.__table__.c
    linked = select(c.meeting_id).where(c.rep_id == rep_id, c.meeting_id.is_not(None))
    meetings.update(connection.execute(linked).scalars())
    opportunities.reconcile(connection, meetings, {rep_id})
    daily.refresh(connection, pd.concat([days.dropna(), again]))
