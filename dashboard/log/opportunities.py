"""What ties SAOs to meetings: an SAO is counted in `opportunity` and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from dashboard.log import bookers, origins
from dashboard.log.keys import key_of
from dashboard.log.seats import Seats
from dashboard.log.tables import Meeting, Opportunity

# The source of the rows made here for accepted meetings that no export has an opportunity for.
MEETING = "meeting"
# A held meeting with an opportunity was accepted, whether the export says so or not.
TAKEN_AS_ACCEPTED = ("accepted", "held")


def prepared(rows: pd.DataFrame, source: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of an export with the key of the meeting they name, whether it is loaded yet or not; and the
    same rows as the export says them, without a rep that they have from their meeting."""
    rows = rows.assign(
        meeting_id=_meeting_keys(source, rows["meeting_source_id"]),
        meeting_inferred=False,
        rep_inherited=rows.get("rep_inherited", False),
    ).drop(columns="meeting_source_id")
    rows = rows.assign(created_at=_where_undated(rows, "created_at", pd.NaT),
                       created_wall_clock=_where_undated(rows, "created_wall_clock", False))  # fmt: skip
    said = rows.assign(rep_id=rows["rep_id"].astype("Int64").mask(rows["rep_inherited"]))
    # One day of the two is there: it is the row's day, whichever the export calls it.
    undated = rows["accepted_at"].isna() & rows["created_at"].notna()
    for name in ("at", "wall_clock"):
        said[f"accepted_{name}"] = rows[f"accepted_{name}"].mask(undated, rows[f"created_{name}"])
    return rows, said


def _where_undated(rows: pd.DataFrame, name: str, otherwise: object) -> pd.Series:
    """A column of when rows were made: it counts only where none says when they were accepted."""
    made = rows[name] if name in rows else pd.Series(otherwise, index=rows.index)
    typed = made.astype("datetime64[us]") if name.endswith("at") else made.astype(bool)
    return typed.where(rows["accepted_at"].isna(), otherwise)


def _meeting_keys(source: str, source_ids: pd.Series) -> pd.Series:
    keys = [None if pd.isna(name) else key_of("meetings", source, "id", name) for name in source_ids]
    return pd.Series(keys, index=source_ids.index, dtype="Int64")


def reconcile(connection: Connection, meeting_ids: Iterable[int], reps: Iterable[int]) -> None:
    """Gives every accepted meeting among these its SAO, and takes back what a correction made wrong; for
    `reps` also what ties an SAO without a named meeting to one."""
    meeting_ids = set(meeting_ids)
    reps = set(reps).union(bookers.follow_accounts(connection, meeting_ids, reps))
    ids = sorted(origins.find_meetings(connection, reps) | meeting_ids)
    for start in range(0, len(ids), 5_000):
        part = ids[start : start + 5_000]
        origins.follow_bookers(connection, part)
        _drop_made(connection, part)
        _make(connection, part)
        _inherit(connection, part)
        _stand_alone(connection, _of_others(part))
    _untie(connection, reps)


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
    """The team and, where the export has no day of acceptance, the day of the meeting it came from; or that
    on which it was made, unless its meeting had not taken place by then."""
    its_meeting = Meeting.id == Opportunity.meeting_id
    same_rep = and_(its_meeting, Meeting.rep_id == Opportunity.rep_id)
    linked = Opportunity.meeting_id.in_(ids)
    team = select(Meeting.team_id).where(same_rep).scalar_subquery()
    connection.execute(update(Opportunity).where(linked, exists().where(same_rep)).values(team_id=team))
    day = func.coalesce(Meeting.starts_on, Meeting.booked_on)
    accepted = select(day).where(its_meeting, Meeting.outcome.in_(TAKEN_AS_ACCEPTED)).scalar_subquery()
    undated = Opportunity.accepted_at.is_(None) & Opportunity.created_on.is_(None)
    connection.execute(update(Opportunity).where(linked, undated).values(accepted_on=accepted))
    _stand_on_creation(connection, linked)
    later = exists().where(its_meeting, day > Opportunity.created_on)
    at = select(func.coalesce(Meeting.starts_at, Meeting.booked_at)).where(
        its_meeting, Meeting.outcome.in_(TAKEN_AS_ACCEPTED)
    )
    values = {"accepted_at": at.scalar_subquery(), "accepted_on": accepted, "accepted_wall_clock": False}
    connection.execute(update(Opportunity).where(linked, later).values(values))


def _stand_on_creation(connection: Connection, which: ColumnElement[bool]) -> None:
    """SAOs of which only is known when they were made count on that day."""
    o = Opportunity.__table__.c
    values = {f"accepted_{name}": o[f"created_{name}"] for name in ("at", "on", "wall_clock")}
    connection.execute(update(Opportunity).where(which, o.created_on.is_not(None)).values(values))


def _of_others(ids: list[int]) -> ColumnElement[bool]:
    """The SAOs whose meeting is among these, and is another rep's or not loaded."""
    o, m = Opportunity.__table__.c, Meeting.__table__.c
    return o.meeting_id.in_(ids) & ~exists().where(m.id == o.meeting_id, m.rep_id == o.rep_id)


def _untie(connection: Connection, reps: set[int]) -> None:
    """SAOs for which no meeting is found (any more) have the day and the team they have by themselves."""
    o = Opportunity.__table__.c
    traced = o.account.is_not(None) | o.prospect.is_not(None) | o.created_on.is_not(None)
    alone = o.rep_id.in_(sorted(reps)) & traced & o.meeting_id.is_(None)
    _stand_on_creation(connection, alone)
    connection.execute(update(Opportunity).where(alone, o.accepted_at.is_(None)).values(accepted_on=None))
    _stand_alone(connection, alone)


def _stand_alone(connection: Connection, which: ColumnElement[bool]) -> None:
    """These SAOs are the team's that their own rep sat in, whatever team their meeting is of."""
    o = Opportunity.__table__.c
    made, dated = o.created_at.is_not(None), o.accepted_at.is_not(None)
    query = select(
        o.id, o.rep_id,
        *(case((made, o[f"created_{name}"]), (dated, o[f"accepted_{name}"]), else_=o[f"closed_{name}"])
          .label(label) for name, label in (("at", "at"), ("on", "day"), ("wall_clock", "wall_clock"))),
    )  # fmt: skip
    rows = connection.execute(query.where(which)).all()
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
