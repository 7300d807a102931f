"""What pages read. Every query takes the reader's scope first and gives a typed frame.

Calls and emails are read through the daily counts; meetings and opportunities, being few, directly.
Only what the daily counts do not know (the hour, the prospect) is read from the calls and emails
themselves, and then of a few named reps: through the index on rep and day, never the whole table.
Days are midnight datetimes, moments are aware UTC, both inclusive at their ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pandas as pd
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Table,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from dashboard.log import counting, identities, version
from dashboard.log.frames import frame as _frame
from dashboard.log.opportunities import MEETING
from dashboard.log.scope import Scope
from dashboard.log.tables import (
    Call,
    Counts,
    DailyCount,
    DailyListCount,
    Email,
    Expectation,
    ImportBatch,
    Meeting,
    Opportunity,
    Quota,
    RejectedRow,
    Rep,
    Seat,
    Team,
)  # fmt: skip

COUNTS = tuple(Counts.model_fields)
CALL, EMAIL = Call.__table__, Email.__table__
MEETINGS, OPPORTUNITIES = Meeting.__table__, Opportunity.__table__
DAILY, BY_LIST = DailyCount.__table__, DailyListCount.__table__

# A local day ends by noon of the next one in UTC, wherever the team is.
LATEST_END = timedelta(hours=36)
# Days that are not over everywhere (yesterday, today, tomorrow), and three that may overlap each other.
LAST_DAYS = 6


def log_version(connection: Connection) -> int:
    """A number that changes whenever the log does."""
    return version.current(connection)


def seats(scope: Scope, connection: Connection) -> pd.DataFrame:
    """The seats in scope: rep_id, rep, email, team_id, team, zone, started_on, ended_on, manager, first_day
    (the rep's first day in any team, from which the ramp counts; not known where a seat has none)."""
    seat = Seat.__table__
    other = seat.alias("other")
    # The least of them would pass over a seat whose first day is not known.
    all_known = func.count() == func.count(other.c.started_on)
    first_day = select(case((all_known, func.min(other.c.started_on)))).where(other.c.rep_id == seat.c.rep_id)
    query = (
        select(
            seat.c.rep_id, Rep.name.label("rep"), Rep.email, seat.c.team_id, Team.name.label("team"),
            Team.time_zone.label("zone"), seat.c.started_on, seat.c.ended_on, seat.c.manager,
            first_day.scalar_subquery().label("first_day"),
        )
        .join(Rep, Rep.id == seat.c.rep_id)
        .join(Team, Team.id == seat.c.team_id)
        .where(scope.among(seat))
        .order_by(Team.name, Rep.name, seat.c.started_on)
    )  # fmt: skip
    return _frame(connection, query, days=("started_on", "ended_on", "first_day"))


def daily(scope: Scope, connection: Connection, first: date, last: date) -> pd.DataFrame:
    """The counts of calls and emails: rep_id, team_id, day and a column a count."""
    c = DAILY.c
    columns = (c.rep_id, c.team_id, c.day, *(c[name] for name in COUNTS))
    query = select(*columns).where(scope.among(DAILY), c.day.between(first, last))
    return _frame(connection, query, days=("day",))


def by_list(scope: Scope, connection: Connection, first: date, last: date) -> pd.DataFrame:
    """The same counts summed over the days for each rep, team and list ("" is no list)."""
    c = BY_LIST.c
    key = (c.rep_id, c.team_id, c.list)
    sums = (func.sum(c[name]).label(name) for name in COUNTS)
    query = select(*key, *sums).where(scope.among(BY_LIST), c.day.between(first, last)).group_by(*key)
    return _frame(connection, query)


def calls_by_hour(
    scope: Scope, connection: Connection, first: date, last: date, reps: Sequence[int]
) -> pd.DataFrame:
    """The counts of the calls of some reps by the team's local day and hour: rep_id, team_id, day, hour and
    the columns of `daily` (`talk_s` and those of emails 0). A credit stands at the hour of its call."""
    return _by_hour(scope, connection, first, last, reps, CALL, counting.COUNTS["calls"])


def emails_by_hour(
    scope: Scope, connection: Connection, first: date, last: date, reps: Sequence[int]
) -> pd.DataFrame:
    """The same of their emails."""
    return _by_hour(scope, connection, first, last, reps, EMAIL, counting.COUNTS["emails"])


def calls_by_prospect(
    scope: Scope, connection: Connection, first: date, last: date, reps: Sequence[int]
) -> pd.DataFrame:
    """How often some reps called the same prospect within the days: rep_id, team_id, named, touches (calls
    to one prospect), prospects (how many got so many). The calls that name no prospect are one row, not
    `named`, as if they were all to one."""
    return _by_prospect(scope, connection, first, last, reps, CALL)


def emails_by_prospect(
    scope: Scope, connection: Connection, first: date, last: date, reps: Sequence[int]
) -> pd.DataFrame:
    """The same of their emails."""
    return _by_prospect(scope, connection, first, last, reps, EMAIL)


def _by_hour(
    scope: Scope,
    connection: Connection,
    first: date,
    last: date,
    reps: Sequence[int],
    table: Table,
    counts: dict[str, counting.Count],
) -> pd.DataFrame:
    c, m = table.c, MEETINGS.c
    key = (c.rep_id, c.team_id, c.day, c.hour)
    meant = scope.among(table) & c.rep_id.in_(reps)
    sums = (
        func.sum(case((literal_column(count.condition), 1), else_=0)).label(name)
        for name, count in counts.items()
        if not count.seconds
    )
    made = select(*key, *sums).where(meant, c.day.between(first, last)).group_by(*key)
    credit, credited_on = (m[f"{table.name}_{part}"] for part in ("id", "day"))
    credited = func.count(credit.distinct()).label(f"{table.name}s_credited")
    # Through the index on rep and day of the meetings, which are few, to the touches they name.
    from_touch = select(*key, credited).where(
        m.rep_id.in_(reps), credited_on.between(first, last), c.rep_id == m.rep_id, c.id == credit, meant
    )
    both = [_frame(connection, query, days=("day",)) for query in (made, from_touch.group_by(*key))]
    names = [column.name for column in key]
    rows = pd.concat([frame for frame in both if len(frame)] or both[:1])
    rows = rows.reindex(columns=[*names, *COUNTS]).fillna(dict.fromkeys(COUNTS, 0))
    return rows.astype(dict.fromkeys(COUNTS, "int64")).groupby(names, as_index=False).sum()


def _by_prospect(
    scope: Scope, connection: Connection, first: date, last: date, reps: Sequence[int], table: Table
) -> pd.DataFrame:
    c = table.c
    key = (c.rep_id, c.team_id)
    each = select(*key, c.prospect, func.count().label("touches"))
    each = each.where(scope.among(table), c.rep_id.in_(reps), c.day.between(first, last))
    s = each.group_by(*key, c.prospect).subquery().c
    named = s.prospect.is_not(None).label("named")
    grouped = (s.rep_id, s.team_id, named, s.touches)
    query = select(*grouped, func.count().label("prospects")).group_by(*grouped)
    return _frame(connection, query).astype({"named": bool})


def meetings(scope: Scope, connection: Connection, first: date, last: date) -> pd.DataFrame:
    """The meetings booked or dated within the days: rep_id, team_id, booked_on, starts_at, starts_on,
    channel, outcome, ae, prospect, account, list, has_sao (whether an opportunity came of it)."""
    c = MEETINGS.c
    names = ("id", "rep_id", "team_id", "booked_at", "booked_on", "starts_at", "starts_on", "channel",
             "outcome", "ae", "prospect", "account", "list")  # fmt: skip
    has_sao = select(literal(1)).where(OPPORTUNITIES.c.meeting_id == c.id).exists().label("has_sao")
    query = select(*(c[name] for name in names), has_sao).where(
        scope.among(MEETINGS), or_(c.booked_on.between(first, last), c.starts_on.between(first, last))
    )
    frame = _frame(connection, query, days=("booked_on", "starts_on"), moments=("booked_at", "starts_at"))
    return frame.assign(ae=identities.named(connection, frame["ae"]))


def opportunities(scope: Scope, connection: Connection, first: date, last: date) -> pd.DataFrame:
    """The opportunities accepted or closed within the days: rep_id, team_id, accepted_on, closed_on,
    amount_cents (of the currency), currency, stage, won, prospect, its meeting's ae, list, account,
    starts_on and booked_on; and whose and of when it is by what: made_here (no export has it), rep_inherited,
    meeting_inferred, created_on."""
    c, m = OPPORTUNITIES.c, MEETINGS.c
    names = (
        "id",
        "rep_id",
        "team_id",
        "accepted_on",
        "closed_on",
        "amount_cents",
        "currency",
        "stage",
        "won",
        "rep_inherited",
        "meeting_inferred",
        "created_on",
    )
    whom = (func.coalesce(c[name], m[name]).label(name) for name in ("account", "prospect"))
    its = (m.ae, m.list, m.starts_on, m.booked_on, (c.source == MEETING).label("made_here"))
    query = select(*(c[name] for name in names), *its, *whom)
    query = query.select_from(OPPORTUNITIES.outerjoin(MEETINGS, m.id == c.meeting_id))
    within = or_(c.accepted_on.between(first, last), c.closed_on.between(first, last))
    days = ("accepted_on", "closed_on", "created_on", "starts_on", "booked_on")
    frame = _frame(connection, query.where(scope.among(OPPORTUNITIES), within), days=days)
    frame["ae"] = identities.named(connection, frame["ae"])
    frame["amount_cents"] = frame["amount_cents"].astype("Int64")
    frame["won"] = frame["won"].astype("boolean")
    return frame


def quotas(scope: Scope, connection: Connection) -> pd.DataFrame:
    """The quotas in scope: rep_id or team_id, metric, period, target. A rep's quota is seen with the rep."""
    seat = Seat.__table__
    mine = select(seat.c.rep_id).where(scope.among(seat))
    theirs = select(seat.c.team_id).where(scope.among(seat))
    team_quota = Quota.team_id.in_(theirs) if scope.only_rep is None else False
    query = select(Quota.rep_id, Quota.team_id, Quota.metric, Quota.period, Quota.target)
    there = Quota.target.is_not(None)
    return _frame(connection, query.where(there, or_(Quota.rep_id.in_(mine), team_quota)))


def expectations(scope: Scope, connection: Connection) -> pd.DataFrame:
    """The floors of activity of the teams in scope: team_id, metric, per_day."""
    seat = Seat.__table__
    theirs = select(seat.c.team_id).where(scope.among(seat))
    query = select(Expectation.team_id, Expectation.metric, Expectation.per_day)
    return _frame(connection, query.where(Expectation.team_id.in_(theirs)))


def through(scope: Scope, connection: Connection, now: datetime | None = None) -> dict[str, datetime | None]:
    """The latest moment of each kind, not after `now` where that is given (an expected close is no news):
    calls and emails made, meetings booked, opportunities of an export made, accepted or closed; None where
    the scope has none."""
    o = OPPORTUNITIES.c
    exported = o.source != MEETING
    made = (o.accepted_at, o.created_at, o.closed_at)
    each = [_maximum(scope, connection, moment, now, exported) for moment in made]
    return {
        "calls": _latest(scope, connection, CALL, now),
        "emails": _latest(scope, connection, EMAIL, now),
        "meetings": _maximum(scope, connection, MEETINGS.c.booked_at, now),
        "opportunities": max((moment for moment in each if moment), default=None),
    }


def _latest(scope: Scope, connection: Connection, table: Table, now: datetime | None) -> datetime | None:
    """The latest touch, looked for back from the last day that the daily counts know instead of in all
    rows: day by day, since a later day somewhere may hold an earlier moment, or one after `now`."""
    count = DAILY.c.calls if table is CALL else DAILY.c.emails
    logged = scope.among(DAILY) & (count > 0)
    # Tomorrow has begun where it is day first.
    until = DAILY.c.day <= now.astimezone(UTC).date() + timedelta(days=1) if now else literal(True)
    days = select(DAILY.c.day).where(logged, until).distinct().order_by(DAILY.c.day.desc()).limit(LAST_DAYS)
    latest = None
    for day in connection.scalars(days).all():
        if latest and latest >= datetime.combine(day, time(), UTC) + LATEST_END:
            break
        reps = select(DAILY.c.rep_id).where(logged, DAILY.c.day == day)
        found = _maximum(scope, connection, table.c.at, now, (table.c.day == day) & table.c.rep_id.in_(reps))
        latest = max((moment for moment in (latest, found) if moment), default=None)
    return latest


def _maximum(
    scope: Scope,
    connection: Connection,
    moment: Column[datetime],
    now: datetime | None,
    meant: ColumnElement[bool] | None = None,
) -> datetime | None:
    """The latest of a column's moments not after `now`, of the rows in scope that are meant."""
    happened = moment <= now if now else literal(True)
    query = select(func.max(moment)).where(
        scope.among(moment.table), happened, literal(True) if meant is None else meant
    )
    return connection.execute(query).scalar_one()


def loaded(scope: Scope, connection: Connection) -> pd.DataFrame:
    """Which teams have logged calls and emails, and whether those exports record meetings on them:
    team_id, calls, emails, call_meetings, email_meetings (sums over the whole log)."""
    c = DAILY.c
    sums = (
        func.sum(c.calls).label("calls"), func.sum(c.emails).label("emails"),
        func.sum(c.calls_meeting_scheduled).label("call_meetings"),
        func.sum(c.emails_meeting_scheduled).label("email_meetings"),
    )  # fmt: skip
    team = Scope(scope.everything, scope.teams, scope.reps, scope.only_team)
    return _frame(connection, select(c.team_id, *sums).where(team.among(DAILY)).group_by(c.team_id))


def rows_loaded(scope: Scope, connection: Connection) -> dict[str, int]:
    """How many rows of each kind the scope holds."""
    c = DAILY.c
    calls, emails = connection.execute(
        select(func.coalesce(func.sum(c.calls), 0), func.coalesce(func.sum(c.emails), 0)).where(
            scope.among(DAILY)
        )
    ).one()
    own = OPPORTUNITIES.c.source != MEETING
    counted = {"calls": int(calls), "emails": int(emails)}
    for name, table, more in (("meetings", MEETINGS, True), ("opportunities", OPPORTUNITIES, own)):
        query = select(func.count()).select_from(table).where(scope.among(table))
        counted[name] = connection.execute(query if more is True else query.where(more)).scalar_one()
    return counted


def main_currency(connection: Connection) -> str | None:
    """The currency that most opportunities of the whole log are in; None where none names one."""
    c = OPPORTUNITIES.c
    query = (
        select(c.currency)
        .where(c.currency.is_not(None))
        .group_by(c.currency)
        .order_by(func.count().desc(), c.currency)
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def batches(scope: Scope, connection: Connection) -> pd.DataFrame:
    """The files that came in, newest first; only for who sees the whole log."""
    table = ImportBatch.__table__
    needed = (column for column in table.c if column.name not in ("header", "way"))
    query = select(*needed).order_by(table.c.id.desc())
    query = query if scope.everything else query.where(literal(False))
    return _frame(connection, query, moments=("loaded_at", "undone_at"))


def waiting(scope: Scope, connection: Connection) -> pd.DataFrame:
    """How many rows wait for somebody to say whose they are: kind (what their files hold, "calls and
    emails"), rows; only for who sees the whole log."""
    c = ImportBatch.__table__.c
    rows = cast(func.sum(c.unknown), Integer).label("rows")
    query = select(c.kind, rows).where(c.unknown > 0, c.undone_at.is_(None)).group_by(c.kind)
    return _frame(connection, query if scope.everything else query.where(literal(False)))


def rejected(
    scope: Scope, connection: Connection, most: int | None = None, fate: str = "rejected"
) -> pd.DataFrame:
    """Why rows of a fate are not in the log: file_name, reason, rows, and waiting (of all these rows those
    that wait for something), the most frequent first, at most so many; only for who sees the whole log."""
    rows = func.count().label("rows")
    waiting = cast(func.sum(func.count(RejectedRow.waits_for)).over(), Integer).label("waiting")
    query = (
        select(ImportBatch.file_name, RejectedRow.reason, rows, waiting)
        .join(ImportBatch, ImportBatch.id == RejectedRow.batch_id)
        .where(RejectedRow.fate == fate)
        .group_by(ImportBatch.file_name, RejectedRow.reason)
        .order_by(rows.desc(), func.max(RejectedRow.batch_id).desc(), func.min(RejectedRow.row))
        .limit(most)
    )
    return _frame(connection, query if scope.everything else query.where(literal(False)))
