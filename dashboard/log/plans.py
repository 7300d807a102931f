"""What people plan, written: targets, which days are worked, when the fiscal year ends. Whoever writes has a
scope, and what is outside of it cannot be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd
from sqlalchemy import Connection, delete, insert, select, update

from dashboard.log import version
from dashboard.log.keys import key_of
from dashboard.log.scope import Scope
from dashboard.log.store import Saved
from dashboard.log.tables import CalendarDay, DayOff, Quota, Seat, Setting, Team
from dashboard.log.workdays import YEAR_ENDS

# What may have a quota.
QUOTA_METRICS = (
    "saos", "meetings_held", "meetings_scheduled", "revenue", "pipeline", "calls", "emails",
)  # fmt: skip
OFF, DAYS = DayOff.__table__, CalendarDay.__table__
QUOTAS = Quota.__table__


class Refused(Exception):
    """This may not be written, and nothing was; the message is one sentence for people."""


def save_quotas(connection: Connection, frame: pd.DataFrame) -> Saved:
    """Saves the quotas of a file: rep_id or team_id (the other None), metric, period, target. What a file has
    said before changes nothing, so that a target entered by hand stays over the nightly import."""
    saved = Saved()
    for row in frame.to_dict("records"):
        key, values = _quota(row["rep_id"], row["team_id"], row["metric"], row["period"])
        target = float(row["target"])
        said = {"target": target, "said": target}
        stored = connection.execute(select(QUOTAS.c.said).where(QUOTAS.c.id == key)).one_or_none()
        if stored is None:
            connection.execute(insert(QUOTAS), {"id": key} | values | said)
            saved += Saved(new=1)
        elif stored.said == target:
            saved += Saved(unchanged=1)
        else:
            connection.execute(update(QUOTAS).where(QUOTAS.c.id == key).values(said))
            saved += Saved(changed=1)
    return _counted(connection, saved)


def set_target(
    scope: Scope, connection: Connection, metric: str, period: str, target: float | None,
    *, rep_id: int | None = None, team_id: int | None = None,
) -> None:  # fmt: skip
    """Sets the target of a rep or a team, or takes it away (None). Raises `Refused` out of scope."""
    _check(scope, connection, "rep_id" if team_id is None else "team_id", [rep_id or team_id])
    key, values = _quota(rep_id, team_id, metric, period)
    there = connection.execute(select(QUOTAS.c.id).where(QUOTAS.c.id == key)).one_or_none()
    if there:
        connection.execute(update(QUOTAS).where(QUOTAS.c.id == key).values(target=target))
    elif target is not None:
        connection.execute(insert(QUOTAS), {"id": key, "target": target, "said": None} | values)
    version.advance(connection)


def forget_empty(connection: Connection, reps: Iterable[int], teams: Iterable[int]) -> None:
    """Forgets that targets of these reps and teams were taken away, of which no file speaks."""
    c = QUOTAS.c
    theirs = c.rep_id.in_(list(reps)) | c.team_id.in_(list(teams))
    connection.execute(delete(QUOTAS).where(theirs, c.target.is_(None), c.said.is_(None)))


def save_days_off(connection: Connection, frame: pd.DataFrame) -> Saved:
    """Saves the spans of days off of a file: rep_id, first_day, last_day (missing: the first). A span is one
    row; it is unchanged where all of its days are there."""
    saved = Saved()
    for row in frame.to_dict("records"):
        added = _add_days_off(connection, int(row["rep_id"]), row["first_day"], row["last_day"])
        saved += Saved(new=1) if added else Saved(unchanged=1)
    return _counted(connection, saved)


def add_days_off(scope: Scope, connection: Connection, rep_id: int, first: date, last: date) -> None:
    """Gives a rep the days from the first to the last off. Raises `Refused` out of scope."""
    _check(scope, connection, "rep_id", [rep_id])
    if _add_days_off(connection, rep_id, first, last):
        version.advance(connection)


def remove_days_off(scope: Scope, connection: Connection, rep_id: int, first: date, last: date) -> None:
    """Takes days off back. Raises `Refused` out of scope."""
    _check(scope, connection, "rep_id", [rep_id])
    mine = (OFF.c.rep_id == rep_id) & OFF.c.day.between(first, last)
    if connection.execute(delete(OFF).where(mine)).rowcount:
        version.advance(connection)


def save_calendar_days(connection: Connection, frame: pd.DataFrame) -> Saved:
    """Saves the days of a file: team_id, day, works, name. One for each team and day."""
    saved = Saved()
    for row in frame.to_dict("records"):
        saved += _put_day(connection, int(row["team_id"]), row["day"], bool(row["works"]), row["name"])
    return _counted(connection, saved)


def set_calendar_day(
    scope: Scope, connection: Connection, team_id: int, day: date, works: bool | None, name: str = ""
) -> None:
    """Says that a team works on a day or is closed; None: as its country does. Raises `Refused` out of
    scope."""
    _check(scope, connection, "team_id", [team_id])
    if works is None:
        connection.execute(delete(DAYS).where(DAYS.c.team_id == team_id, DAYS.c.day == day))
    else:
        _put_day(connection, team_id, day, works, name)
    version.advance(connection)


def set_country(scope: Scope, connection: Connection, team_id: int, country: str | None) -> None:
    """Says whose public holidays a team has; None: those of its time zone's country. Raises `Refused` out of
    scope."""
    _check(scope, connection, "team_id", [team_id])
    connection.execute(update(Team).where(Team.id == team_id).values(country=country))
    version.advance(connection)


def set_year_ends(scope: Scope, connection: Connection, month: int) -> None:
    """Sets the month in which the fiscal year ends, 1 to 12. Raises `Refused` for whoever does not see the
    whole organisation."""
    if not scope.everything:
        raise Refused("Only who sees all teams can change the fiscal year.")
    connection.execute(delete(Setting).where(Setting.name == YEAR_ENDS))
    connection.execute(insert(Setting), {"name": YEAR_ENDS, "value": str(month)})
    version.advance(connection)


def _check(scope: Scope, connection: Connection, column: str, ids: Sequence[int | None]) -> None:
    seat = Seat.__table__
    query = select(seat.c[column]).where(scope.among(seat), seat.c[column].in_(ids)).distinct()
    if set(connection.scalars(query)) != set(ids):
        raise Refused("One of these reps or teams is no longer there, or not yours to plan for.")


def _quota(rep_id: object, team_id: object, metric: str, period: str) -> tuple[int, dict[str, object]]:
    """The key and the columns of a quota."""
    rep, team = (None if pd.isna(one) else int(one) for one in (rep_id, team_id))
    values = {"rep_id": rep, "team_id": team, "metric": metric, "period": period}
    return key_of("quota", *values.values()), values


def days_of_span(first: date, last: date | None) -> list[date]:
    """The days that a span (without a last day: one day) gives off: its weekdays, or its only day."""
    last = first if pd.isna(last) else last
    return [day.date() for day in pd.bdate_range(first, last)] or [first]


def quota_key(row: Mapping[str, object]) -> int:
    """The key of the quota that a row of a file (as of `save_quotas`) speaks of."""
    return _quota(row["rep_id"], row["team_id"], row["metric"], row["period"])[0]


def _add_days_off(connection: Connection, rep_id: int, first: date, last: date | None) -> int:
    """Writes the days of a span that are not there yet; how many."""
    days = days_of_span(first, last)
    query = select(OFF.c.day).where(OFF.c.rep_id == rep_id, OFF.c.day.between(days[0], days[-1]))
    there = set(connection.scalars(query))
    return _insert(connection, [{"rep_id": rep_id, "day": day} for day in days if day not in there])


def _insert(connection: Connection, rows: Iterable[dict[str, object]]) -> int:
    rows = list(rows)
    if rows:
        connection.execute(insert(OFF), rows)
    return len(rows)


def _put_day(connection: Connection, team_id: int, day: date, works: bool, name: str | None) -> Saved:
    here = (DAYS.c.team_id == team_id) & (DAYS.c.day == day)
    stored = connection.execute(select(DAYS.c.works, DAYS.c.name).where(here)).one_or_none()
    values = {"works": works, "name": name or ""}
    if stored is None:
        connection.execute(insert(DAYS), {"team_id": team_id, "day": day} | values)
        return Saved(new=1)
    if tuple(stored) == (works, name or ""):
        return Saved(unchanged=1)
    connection.execute(update(DAYS).where(here).values(values))
    return Saved(changed=1)


def _counted(connection: Connection, saved: Saved) -> Saved:
    if saved.new or saved.changed:
        version.advance(connection)
    return saved
