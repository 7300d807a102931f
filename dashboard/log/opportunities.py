"""What ties SAOs to meetings: an SAO is counted in `opportunity` and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, and_, bindparam, case, delete, exists, func, insert, select, update

from dashboard.log.keys import key_of
from dashboard.log.seats import Seats
from dashboard.log.tables import Meeting, Opportunity

# The source of the rows made here for accepted meetings that no export has an opportunity for.
MEETING = "meeting"


def meeting_keys(source: str, source_ids: pd.Series) -> pd.Series:
    """The keys of the meetings that these ids name, whether they are loaded yet or not."""
    keys = [None if pd.isna(name) else key_of("meetings", source, "id", name) for name in source_ids]
    return pd.Series(keys, index=source_ids.index, dtype="Int64")


def reconcile(connection: Connection, meeting_ids: Iterable[int]) -> None:
    """Gives every accepted meeting among these its SAO, and takes back what a correction made wrong."""
    ids = sorted(meeting_ids)
    for start in range(0, len(ids), 5_000):
        part = ids[start : start + 5_000]
        _drop_made(connection, part)
        _make(connection, part)
        _inherit(connection, part)
        _stand_alone(connection, part)


def _drop_made(connection: Connection, ids: list[int]) -> None:
    connection.execute(
        delete(Opportunity).where(Opportunity.meeting_id.in_(ids), Opportunity.source == MEETING)
    )


def _make(connection: Connection, ids: list[int]) -> None:
    """An SAO for each accepted meeting that has none; accepted, for all one knows, on its own day."""
    has_own = exists().where(Opportunity.meeting_id == Meeting.id)
    rows = connection.execute(
        select(Meeting).where(Meeting.id.in_(ids), Meeting.outcome == "accepted", ~has_own)
    ).mappings()
    made = [
        {
            "id": key_of("opportunities", MEETING, row["id"]),
            "source": MEETING,
            "meeting_id": row["id"],
            "content": 0,
            "accepted_at": row["starts_at"] or row["booked_at"],
            "accepted_on": row["starts_on"] or row["booked_on"],
            **{name: row[name] for name in ("rep_id", "team_id", "prospect", "account", "batch_id")},
        }
        for row in rows
    ]
    if made:
        connection.execute(insert(Opportunity), made)


def _inherit(connection: Connection, ids: list[int]) -> None:
    """The team and, where the export has no day of acceptance, the day of the meeting it came from."""
    its_meeting = Meeting.id == Opportunity.meeting_id
    same_rep = and_(its_meeting, Meeting.rep_id == Opportunity.rep_id)
    linked = Opportunity.meeting_id.in_(ids)
    team = select(Meeting.team_id).where(same_rep).scalar_subquery()
    connection.execute(update(Opportunity).where(linked, exists().where(same_rep)).values(team_id=team))
    day = func.coalesce(Meeting.starts_on, Meeting.booked_on)
    accepted = select(day).where(its_meeting, Meeting.outcome == "accepted").scalar_subquery()
    undated = Opportunity.accepted_at.is_(None)
    connection.execute(update(Opportunity).where(linked, undated).values(accepted_on=accepted))


def _stand_alone(connection: Connection, ids: list[int]) -> None:
    """SAOs whose meeting is another rep's, or not loaded, are the team's that their own rep sat in."""
    o, m = Opportunity.__table__.c, Meeting.__table__.c
    shared = exists().where(m.id == o.meeting_id, m.rep_id == o.rep_id)
    dated = o.accepted_at.is_not(None)
    query = select(
        o.id, o.rep_id,
        case((dated, o.accepted_at), else_=o.closed_at).label("at"),
        case((dated, o.accepted_on), else_=o.closed_on).label("day"),
        case((dated, o.accepted_wall_clock), else_=o.closed_wall_clock).label("wall_clock"),
    )  # fmt: skip
    rows = connection.execute(query.where(o.meeting_id.in_(ids), ~shared)).all()
    if not rows:
        return
    frame = pd.DataFrame(rows, columns=["id", "rep_id", "at", "day", "wall_clock"])
    wall = frame["wall_clock"].astype(bool)
    at = pd.to_datetime(frame["at"], utc=True).dt.tz_localize(None).astype("datetime64[us]")
    # What a clock showed is in the seat of its day, whatever the zone.
    at = at.where(~wall, pd.to_datetime(frame["day"]).astype("datetime64[us]"))
    teams = Seats.load(connection).place(frame["rep_id"], at, wall)["team_id"]
    statement = (
        update(Opportunity.__table__).where(o.id == bindparam("key")).values(team_id=bindparam("team"))
    )
    connection.execute(
        statement, [{"key": int(k), "team": int(t)} for k, t in zip(frame["id"], teams, strict=True)]
    )
