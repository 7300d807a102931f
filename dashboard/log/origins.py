"""Whose an SAO is, and which meeting it came from, where the export does not say so.

Both follow from the meetings, and so are found again whenever these change.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, bindparam, delete, func, select, update

from dashboard.log import bulk
from dashboard.log.placing import as_given, placed
from dashboard.log.seats import Seats
from dashboard.log.tables import Meeting, Opportunity

# A meeting that did not take place starts no opportunity.
NOT_HELD = ("cancelled", "no-show")
DEALS, MEETINGS = Opportunity.__table__, Meeting.__table__


def follow_bookers(connection: Connection, meeting_ids: list[int]) -> None:
    """Hands the SAOs of these meetings whose export names no rep to who booked the meeting."""
    booker = MEETINGS.c.rep_id.label("booker")
    query = select(DEALS, booker).join(MEETINGS, MEETINGS.c.id == DEALS.c.meeting_id)
    query = query.where(DEALS.c.meeting_id.in_(meeting_ids), DEALS.c.rep_inherited, DEALS.c.rep_id != booker)
    rows = connection.execute(query).all()
    if not rows:
        return
    names = [column.name for column in DEALS.columns]
    # As objects: one missing key among them would make floats of the others, and cut their last digits.
    frame = pd.DataFrame(rows, columns=[*names, "booker"], dtype=object)
    seats = Seats.load(connection)
    given = as_given(frame.astype({"rep_id": "int64"}), "opportunities", seats)
    given["rep_id"] = frame["booker"].astype("int64")
    # The rep is part of the key: a row is moved, not changed in its place.
    connection.execute(delete(DEALS).where(DEALS.c.id.in_(frame["id"].tolist())))
    bulk.insert(connection, DEALS, placed(given, "opportunities", seats)[names])


def find_meetings(connection: Connection, reps: Iterable[int]) -> set[int]:
    """Ties the SAOs of these reps whose export names no meeting to the rep's last meeting with the same
    account until the day of acceptance; returns the meetings that won or lost one."""
    deals = _without_meeting(connection, sorted(reps))
    if deals.empty:
        return set()
    pairs = deals.merge(_meetings(connection, deals), on=["rep_id", "account"])
    pairs = pairs[pairs["accepted_on"].isna() | (pairs["day"] <= pairs["accepted_on"])]
    last = pairs.sort_values(["at", "meeting"]).drop_duplicates("id", keep="last").set_index("id")["meeting"]
    deals["meeting"] = deals["id"].map(last).astype("Int64")
    changed = deals[deals["meeting"].fillna(0) != deals["before"].fillna(0)]
    _tie(connection, changed)
    return set(pd.concat([changed["meeting"], changed["before"]]).dropna().tolist())


def _without_meeting(connection: Connection, reps: list[int]) -> pd.DataFrame:
    """The SAOs whose export names an account and no meeting: id, rep_id, account, accepted_on (missing
    where the export has none), before (the meeting found so far)."""
    c = DEALS.c
    query = select(c.id, c.rep_id, c.account, c.accepted_at, c.accepted_on, c.meeting_id)
    unnamed = c.meeting_inferred | c.meeting_id.is_(None)
    rows = connection.execute(query.where(c.rep_id.in_(reps), c.account.is_not(None), unnamed)).all()
    frame = pd.DataFrame(
        rows, columns=["id", "rep_id", "account", "accepted_at", "accepted_on", "before"], dtype=object
    )
    days = pd.to_datetime(frame["accepted_on"]).where(frame["accepted_at"].notna())
    return frame.assign(accepted_on=days, before=frame["before"].astype("Int64"))


def _meetings(connection: Connection, deals: pd.DataFrame) -> pd.DataFrame:
    """The meetings these SAOs may have come from: meeting, rep_id, account, at, day."""
    c = MEETINGS.c
    accounts = select(DEALS.c.account).where(DEALS.c.rep_id == c.rep_id, DEALS.c.account.is_not(None))
    at, day = func.coalesce(c.starts_at, c.booked_at), func.coalesce(c.starts_on, c.booked_on)
    query = select(c.id, c.rep_id, c.account, at, day).where(
        c.rep_id.in_(sorted(set(deals["rep_id"]))),
        c.account.in_(accounts),
        c.outcome.not_in(NOT_HELD),
        day.is_not(None),
    )
    names = ["meeting", "rep_id", "account", "at", "day"]
    frame = pd.DataFrame(connection.execute(query).all(), columns=names, dtype=object)
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True), day=pd.to_datetime(frame["day"]))


def _tie(connection: Connection, changed: pd.DataFrame) -> None:
    if changed.empty:
        return
    statement = (
        update(DEALS)
        .where(DEALS.c.id == bindparam("key"), DEALS.c.rep_id == bindparam("rep"))
        .values(meeting_id=bindparam("meeting"), meeting_inferred=bindparam("inferred"))
    )
    rows = [
        {"key": int(row.id), "rep": int(row.rep_id), "meeting": None, "inferred": False}
        if pd.isna(row.meeting)
        else {"key": int(row.id), "rep": int(row.rep_id), "meeting": int(row.meeting), "inferred": True}
        for row in changed.itertuples()
    ]
    connection.execute(statement, rows)
