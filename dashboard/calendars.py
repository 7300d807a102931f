"""The calendar of the reps in scope: public holidays, what teams do otherwise, days off, the fiscal year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection, Engine

from dashboard import countries
from dashboard.figures.periods import sits_on
from dashboard.figures.workdays import Calendar
from dashboard.log import queries, workdays
from dashboard.log.engine import reading
from dashboard.log.scope import Scope

# The closed days that people look at: how far back, and how far ahead.
BACK, AHEAD = timedelta(weeks=26), timedelta(weeks=53)


@dataclass(frozen=True)
class Holiday:
    """A day on which a team is closed, or would be (`works`); `public`: its country has a holiday. Of a day
    that is over: how many of the team's `reps` called or wrote (else both None)."""

    day: date
    name: str
    works: bool
    public: bool
    at_work: int | None
    reps: int | None


@dataclass(frozen=True)
class Span:
    """Days off of a rep, both ends counted."""

    rep_id: int
    first: date
    last: date


def read_calendar(scope: Scope, connection: Connection, first: date, last: date) -> Calendar:
    """The calendar, good for the days from `first` to `last` and a year around them."""
    teams = workdays.teams(scope, connection)
    days = workdays.calendar_days(scope, connection)
    years = first.year - 1, last.year + 1
    closed: dict[int, frozenset[date]] = {}
    for team in teams.itertuples():
        closed[team.team_id] = closed_days(country_of(team.country, team.zone), days, team.team_id, *years)
    around = date(years[0], 1, 1), date(years[1], 12, 31)
    return Calendar(closed, workdays.days_off(scope, connection, *around), workdays.year_ends(connection))


def read_year_ends(engine: Engine) -> int:
    """The month in which the fiscal year ends, 1 to 12."""
    with reading(engine) as connection:
        return workdays.year_ends(connection)


def country_of(country: str | None, zone: str) -> str:
    """Whose public holidays a team has: those that were chosen, else of its time zone's country."""
    return countries.of_zone(zone) if pd.isna(country) else str(country)


def closed_days(country: str, days: pd.DataFrame, team_id: int, first: int, last: int) -> frozenset[date]:
    """The days on which a team is closed in some years: its country's holidays, but where its own calendar
    (frame as of `log.workdays.calendar_days`) says otherwise."""
    mine: dict[bool, set[date]] = defaultdict(set)
    for row in days[days["team_id"] == team_id].itertuples():
        mine[row.works].add(row.day.date())
    return frozenset((set(countries.holidays_of(country, first, last)) | mine[False]) - mine[True])


def read_teams(scope: Scope, engine: Engine, today: date) -> pd.DataFrame:
    """The teams in scope: team_id, team, zone, country (missing: that of the zone), and `days`, a list of
    `Holiday` from half a year back to a year ahead."""
    first, last = today - BACK, today + AHEAD
    with reading(engine) as connection:
        teams = workdays.teams(scope, connection)
        own = workdays.calendar_days(scope, connection)
        daily = queries.daily(scope, connection, first, today - timedelta(days=1))
        seats = queries.seats(scope, connection)
    active = daily[(daily["calls"] > 0) | (daily["emails"] > 0)]
    at_work = active.groupby(["team_id", "day"])["rep_id"].nunique()
    days = [_holidays(team, own, first, last, today, at_work, seats) for team in teams.itertuples()]
    return teams.assign(days=pd.Series(days, dtype=object))


def _holidays(
    team, own: pd.DataFrame, first: date, last: date, today: date, at_work: pd.Series, seats: pd.DataFrame
) -> list[Holiday]:
    public = countries.holidays_of(country_of(team.country, team.zone), first.year, last.year)
    mine = {row.day.date(): row for row in own[own["team_id"] == team.team_id].itertuples()}
    found = []
    for day in sorted({*public, *mine}):
        # On a weekend nobody works anyway.
        if not first <= day <= last or day.weekday() > 4:
            continue
        name = mine[day].name if day in mine and mine[day].name else public.get(day, "")
        works = mine[day].works if day in mine else False
        there = reps = None
        # Without calls and emails nobody knows who worked.
        if day < today and team.team_id in at_work.index.get_level_values("team_id"):
            there = int(at_work.get((team.team_id, pd.Timestamp(day)), 0))
            reps = int((sits_on(seats, day) & (seats["team_id"] == team.team_id)).sum())
        found.append(Holiday(day, name, works, day in public, there, reps))
    return found


def read_days_off(scope: Scope, engine: Engine, first: date, last: date) -> list[Span]:
    """The days off of the reps in scope, those in a row (weekends between) as one span, by rep and day."""
    with reading(engine) as connection:
        days = workdays.days_off(scope, connection, first, last)
    found: list[Span] = []
    for row in days.itertuples():
        day = row.day.date()
        if found and found[-1].rep_id == row.rep_id and len(pd.bdate_range(found[-1].last, day)) <= 2:
            found[-1] = Span(row.rep_id, found[-1].first, day)
        else:
            found.append(Span(row.rep_id, day, day))
    return found
