"""Whose an SAO is, and which meeting it came from, where the export does not say so.

Both follow from the meetings, and so are found again whenever these change.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from dashboard.log import bulk
from dashboard.log.placing import as_given, placed
from dashboard.log.seats import Seats
from dashboard.log.tables import Meeting, Opportunity

# A meeting that did not take place starts no opportunity.
NOT_HELD = ("cancelled", "no-show")
DEALS, MEETINGS = Opportunity.__table__, Meeting.__table__
# By these a deal finds its meeting, the first that finds one.
TRACES = ("account", "prospect")
RUN = 2_000
# How well a meeting fits a deal: one before it, one that was on the calendar when the deal was made, such a
# one that did not take place.
BEFORE, ON_CALENDAR, CALLED_OFF = 2, 1, 0


def hand_over(connection: Connection, deals: pd.DataFrame) -> None:
    """Gives stored SAOs (id, booker) to the rep `booker`."""
    if deals.empty:
        return
    names = [column.name for column in DEALS.columns]
    booker = deals.set_index("id")["booker"].astype("int64")
    rows = []
    for start in range(0, len(deals), RUN):
        some = booker.index[start : start + RUN].tolist()
        rows += connection.execute(select(DEALS).where(DEALS.c.id.in_(some))).all()
    # As objects: one missing key among them would make floats of the others, and cut their last digits.
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    seats = Seats.load(connection)
    given = as_given(frame.astype({"rep_id": "int64"}), "opportunities", seats)
    given["rep_id"] = frame["id"].map(booker).astype("int64")
    # The rep is part of the key: a row is moved, not changed in its place.
    for start in range(0, len(frame), RUN):
        some = frame["id"].tolist()[start : start + RUN]
        connection.execute(delete(DEALS).where(DEALS.c.id.in_(some)))
    bulk.insert(connection, DEALS, placed(given, "opportunities", seats)[names])


def follow_bookers(connection: Connection, meeting_ids: list[int]) -> None:
    """Hands the SAOs of these meetings whose export names no rep to who booked the meeting."""
    booker = MEETINGS.c.rep_id.label("booker")
    query = select(DEALS.c.id, booker).join(MEETINGS, MEETINGS.c.id == DEALS.c.meeting_id)
    query = query.where(DEALS.c.meeting_id.in_(meeting_ids), DEALS.c.rep_inherited, DEALS.c.rep_id != booker)
    rows = connection.execute(query).all()
    hand_over(connection, pd.DataFrame(rows, columns=["id", "booker"], dtype=object))


def find_meetings(connection: Connection, reps: Iterable[int]) -> set[int]:
    """Ties the SAOs of these reps whose export names no meeting to the meeting of the rep's that they came
    from (`came_from`); returns the meetings that won or lost one."""
    deals = _without_meeting(connection, sorted(reps))
    if deals.empty:
        return set()
    found = came_from(deals, _of_reps(connection, deals), of_same_rep=True)
    deals["meeting"] = found.reindex(deals.index)["meeting"].astype("Int64")
    changed = deals[deals["meeting"].fillna(0) != deals["before"].fillna(0)]
    _tie(connection, changed)
    return set(pd.concat([changed["meeting"], changed["before"]]).dropna().tolist())


def came_from(deals: pd.DataFrame, meetings: pd.DataFrame, of_same_rep: bool = False) -> pd.DataFrame:
    """The meeting that each deal came from: meeting, rep_id, by the deal's label; deals without one are left
    out.

    It is the last meeting with the account, else with the prospect, until the day of acceptance. A deal that
    has only a day on which it was made may be older than its meeting: where no meeting comes before it, it
    came from the first one that was booked by then. `deals`: account, prospect, accepted_on, created_on
    (days, missing where not known) and, where only a rep's own meetings count, rep_id. `meetings`: meeting,
    rep_id, account, prospect, at, day, booked_on, outcome.
    """
    found: list[pd.DataFrame] = []
    left = deals.assign(deal=deals.index)
    for name in TRACES:
        keys = [name, "rep_id"] if of_same_rep else [name]
        days = left.dropna(subset=name)[["deal", *keys, "accepted_on", "created_on"]]
        pairs = days.merge(meetings.dropna(subset=name), on=keys)
        found.append(_best(pairs))
        left = left[~left["deal"].isin(found[-1].index)]
    return pd.concat(found)


def _best(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of pairs of deals and meetings the one for each deal, by the deal's label."""
    undated = pairs["accepted_on"].isna()
    until = pairs["accepted_on"].fillna(pairs["created_on"])
    held = ~pairs["outcome"].isin(NOT_HELD)
    before = held & (until.isna() | (pairs["day"] <= until))
    ahead = undated & (pairs["day"] > until) & (pairs["booked_on"] <= until)
    fit = pd.Series(ON_CALENDAR, index=pairs.index).where(held, CALLED_OFF).mask(before, BEFORE)
    # The last of those before, the first of those to come.
    order = pd.to_numeric(pairs["at"]).where(before, -pd.to_numeric(pairs["at"]))
    ranked = pairs.assign(fit=fit, order=order)[before | ahead]
    ranked = ranked.sort_values(["fit", "order", "meeting"]).drop_duplicates("deal", keep="last")
    return ranked.set_index("deal")[["meeting", "rep_id"]]


def _without_meeting(connection: Connection, reps: list[int]) -> pd.DataFrame:
    """The SAOs of reps whose export names no meeting, and an account or a prospect: as `came_from` takes
    them, with id and before (the meeting found so far)."""
    c = DEALS.c
    unnamed = c.meeting_inferred | c.meeting_id.is_(None)
    traced = c.account.is_not(None) | c.prospect.is_not(None)
    return stored_deals(connection, c.rep_id.in_(reps) & traced & unnamed)


def stored_deals(connection: Connection, which) -> pd.DataFrame:
    """Stored SAOs as `came_from` takes them, with id and before (the meeting they are tied to)."""
    c = DEALS.c
    accepted = c.created_at.is_(None) & c.accepted_at.is_not(None)
    query = select(
        c.id, c.rep_id, c.account, c.prospect, c.accepted_on, accepted, c.created_on, c.meeting_id
    ).where(which)
    names = ["id", "rep_id", "account", "prospect", "accepted_on", "accepted", "created_on", "before"]
    frame = pd.DataFrame(connection.execute(query).all(), columns=names, dtype=object)
    # What is derived of the day says nothing of the meeting.
    said = pd.to_datetime(frame["accepted_on"]).where(frame["accepted"].astype(bool))
    created = pd.to_datetime(frame["created_on"])
    return frame.assign(accepted_on=said, created_on=created, before=frame["before"].astype("Int64"))


def meetings_where(connection: Connection, which) -> pd.DataFrame:
    """Dated meetings as `came_from` takes them."""
    c = MEETINGS.c
    at, day = func.coalesce(c.starts_at, c.booked_at), func.coalesce(c.starts_on, c.booked_on)
    query = select(c.id, c.rep_id, c.account, c.prospect, at, day, c.booked_on, c.outcome)
    rows = connection.execute(query.where(which, day.is_not(None))).all()
    names = ["meeting", "rep_id", "account", "prospect", "at", "day", "booked_on", "outcome"]
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    days = {name: pd.to_datetime(frame[name]) for name in ("day", "booked_on")}
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True).astype("datetime64[us, UTC]"), **days)


def _of_reps(connection: Connection, deals: pd.DataFrame) -> pd.DataFrame:
    """The meetings of the reps of these SAOs that these may have come from."""
    c, d = MEETINGS.c, DEALS.c
    theirs = [
        c[name].in_(select(d[name]).where(d.rep_id == c.rep_id, d[name].is_not(None))) for name in TRACES
    ]
    return meetings_where(connection, c.rep_id.in_(sorted(set(deals["rep_id"]))) & or_(*theirs))


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
