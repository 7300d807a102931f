"""What the forecast reads: meetings with the day their SAO was accepted, and SAOs. Every query takes the
reader's scope first and gives a typed frame, as in `queries`."""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlalchemy import Connection, exists, func, or_, select

from dashboard.log.frames import frame
from dashboard.log.scope import Scope
from dashboard.log.tables import Meeting, Opportunity

MEETINGS, OPPORTUNITIES = Meeting.__table__, Opportunity.__table__


def meetings(scope: Scope, connection: Connection, first: date, last: date) -> pd.DataFrame:
    """The meetings booked or dated within the days: id, rep_id, team_id, booked_at, booked_on, starts_at,
    starts_on, outcome, and of the first SAO that came of each: has_sao, accepted_at, accepted_on."""
    c, o = MEETINGS.c, OPPORTUNITIES.c
    names = ("id", "rep_id", "team_id", "booked_at", "booked_on", "starts_at", "starts_on", "outcome")
    # Each looks its meeting up in an index; a join with all SAOs grouped goes through them for every meeting.
    of_it = o.meeting_id == c.id
    first_sao = (
        select(func.min(o[name])).where(of_it).scalar_subquery().label(name)
        for name in ("accepted_at", "accepted_on")
    )
    query = (
        select(*(c[name] for name in names), exists().where(of_it).label("has_sao"), *first_sao)
        .where(scope.among(MEETINGS), or_(c.booked_on.between(first, last), c.starts_on.between(first, last)))
        .order_by(c.rep_id, c.id)
    )
    days, moments = ("booked_on", "starts_on", "accepted_on"), ("booked_at", "starts_at", "accepted_at")
    return frame(connection, query, days=days, moments=moments).astype({"has_sao": bool})


def saos(scope: Scope, connection: Connection, first: date, last: date) -> pd.DataFrame:
    """The SAOs accepted within the days: rep_id, team_id, accepted_at, accepted_on, meeting_id (missing
    where no meeting is known of which it came)."""
    c = OPPORTUNITIES.c
    query = select(c.rep_id, c.team_id, c.accepted_at, c.accepted_on, c.meeting_id)
    query = query.where(scope.among(OPPORTUNITIES), c.accepted_on.between(first, last))
    found = frame(connection, query.order_by(c.rep_id, c.id), days=("accepted_on",), moments=("accepted_at",))
    return found.astype({"meeting_id": "Int64"})
