"""What is stored of which days are worked. Every query takes the reader's scope first and gives a typed
frame, as in `queries`."""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.log.frames import frame
from dashboard.log.scope import Scope
from dashboard.log.tables import CalendarDay, DayOff, Seat, Setting, Team

YEAR_ENDS = "fiscal_year_ends"
DECEMBER = 12


def teams(scope: Scope, connection: Connection) -> pd.DataFrame:
    """The teams in scope: team_id, team, zone, country (missing: that of the zone)."""
    query = select(
        Team.id.label("team_id"), Team.name.label("team"), Team.time_zone.label("zone"), Team.country
    )
    return frame(connection, query.where(Team.id.in_(_theirs(scope))).order_by(Team.name))


def calendar_days(scope: Scope, connection: Connection) -> pd.DataFrame:
    """The days on which the teams in scope do not keep to their country's holidays: team_id, day, works,
    name."""
    c = CalendarDay.__table__.c
    query = select(c.team_id, c.day, c.works, c.name).where(c.team_id.in_(_theirs(scope)))
    return frame(connection, query.order_by(c.day), days=("day",)).astype({"works": bool})


def days_off(scope: Scope, connection: Connection, first: date, last: date) -> pd.DataFrame:
    """The days off within the days of the reps in scope: rep_id, day."""
    c, seat = DayOff.__table__.c, Seat.__table__
    mine = select(seat.c.rep_id).where(scope.among(seat))
    query = select(c.rep_id, c.day).where(c.rep_id.in_(mine), c.day.between(first, last))
    return frame(connection, query.order_by(c.rep_id, c.day), days=("day",)).astype({"rep_id": "int64"})


def year_ends(connection: Connection) -> int:
    """The month in which the organisation's fiscal year ends, 1 to 12."""
    value = connection.execute(select(Setting.value).where(Setting.name == YEAR_ENDS)).scalar_one_or_none()
    return DECEMBER if value is None else int(value)


def _theirs(scope: Scope):
    seat = Seat.__table__
    return select(seat.c.team_id).where(scope.among(seat))
