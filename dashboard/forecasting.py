"""The log into forecasts: where reps, teams and the organisation land in a month or quarter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine

from dashboard.calendars import read_calendar
from dashboard.figures import change, forecast, landing, levers, quotas, thin, track_record
from dashboard.figures.change import Change
from dashboard.figures.forecast import Log, Outlook
from dashboard.figures.known import meetings_of, saos_of
from dashboard.figures.levers import Lever
from dashboard.figures.periods import Period, local_day
from dashboard.figures.timeline import timeline
from dashboard.figures.workdays import Calendar
from dashboard.log import history, queries
from dashboard.log.engine import reading
from dashboard.log.scope import Scope
from dashboard.reading import usual_zone

Made = TypeVar("Made")

# Meetings on the calendar may lie beyond the period: how far ahead they are counted tells the lead.
AHEAD = timedelta(days=100)
A_WEEK = timedelta(weeks=1)
# When a working day begins and ends: of the rest of today something is to be expected.
MORNING, EVENING = 9, 18
NUMBERS = ("quota", "achieved", "pending", "calendar", "new", "mean", "p10", "p50", "p90", "p_hit",
           "straight_line")  # fmt: skip


@dataclass(frozen=True)
class Forecasts:
    """A log ready to be asked for any period up to the last day it was read for."""

    as_of: datetime
    log: Log
    outlook: Outlook
    seats: pd.DataFrame
    quotas: pd.DataFrame
    calendar: Calendar
    through: dict[str, datetime | None]

    @property
    def today(self) -> date:
        """The local day."""
        return self.outlook.today

    @property
    def knows_saos(self) -> bool:
        """Whether any SAO is in the log that was read."""
        return bool(len(self.log.saos.rep))

    @cached_property
    def zone(self) -> str:
        """The time zone that most reps are in."""
        return usual_zone(self.seats)

    @cached_property
    def days_behind(self) -> int:
        """How many working days came after the last one of which anything is logged."""
        last = [local_day(moment, self.zone) for moment in self.through.values() if moment]
        return self.calendar.working_days(self._teams, max(last), self.today) - 1 if last else 0

    @cached_property
    def begins(self) -> date | None:
        """The first day on which a meeting was booked or held, or an SAO accepted, of what was read; None
        where nothing was."""
        meetings, saos, days = self.log.meetings, self.log.saos, self.log.line.days
        columns = np.concatenate([meetings.booked_on, meetings.starts_on, saos.accepted_on])
        known = columns[columns >= 0]
        return days[known.min()].astype(object) if len(known) else None

    @property
    def _teams(self) -> list[int]:
        return sorted(self.seats["team_id"].unique())

    def of_reps(self, period: str, metric: str) -> pd.DataFrame:
        """A row for each rep and team of which there is anything to say in a period ("2026-11", "2026-Q4"):
        rep_id, team_id, `NUMBERS`, and the columns of `forecast.Outlook.parts`."""
        return self._once(self._of_reps, period, metric)

    def of_teams(self, period: str, metric: str) -> pd.DataFrame:
        """The same, a row for each team_id."""
        return self._once(self._of_teams, period, metric)

    def of_all(self, period: str, metric: str) -> pd.Series:
        """The same, of all teams in scope together."""
        return self._once(self._of_all, period, metric)

    def of_one(self, period: str, metric: str, team_id: int | None, rep_id: int | None) -> pd.Series | None:
        """The same of a rep, in a team where one is given, else of a team, else of all; None for who is not
        there, and for a rep with seats in several teams, who has no one landing."""
        if rep_id is None and team_id is None:
            return self.of_all(period, metric)
        rows = self.of_teams(period, metric) if rep_id is None else self.of_reps(period, metric)
        if rep_id is not None:
            rows = rows[rows["rep_id"] == rep_id]
        if team_id is not None:
            rows = rows[rows["team_id"] == team_id]
        return rows.iloc[0] if len(rows) == 1 else None

    def levers(self, period: str, metric: str) -> dict[int, Lever]:
        """What would move the chance of each team's quota most, see `levers.levers`."""
        return self._once(self._levers, period, metric)

    def changes(self, period: str, metric: str) -> dict[int, Change]:
        """Why each team's forecast is another than a week ago, see `change.changes`."""
        return self._once(self._changes, period, metric)

    @cached_property
    def calendars(self) -> pd.DataFrame:
        """How full the reps' calendars are, see `thin.calendars`."""
        return thin.calendars(self.outlook)

    @cached_property
    def _week_ago(self) -> Outlook:
        """What was known then."""
        outlook = self.outlook
        return forecast.outlook(self.log, self.as_of - A_WEEK, outlook.today - A_WEEK, outlook.left)

    def _of_reps(self, period: str, metric: str) -> pd.DataFrame:
        parts = self._parts(period, metric)
        quota = quotas.by_seat(self.quotas, self.seats, metric, period, self.calendar)
        keys = pd.MultiIndex.from_frame(parts[["rep_id", "team_id"]])
        landed = self._landed(parts, quota.reindex(keys).to_numpy(), period)
        counted = landed[["achieved", "pending", "calendar", "new"]].sum(axis=1) > 0
        return landed[counted | (landed["days_left"] > 0) | (landed["quota"] > 0)].reset_index(drop=True)

    def _of_teams(self, period: str, metric: str) -> pd.DataFrame:
        teams = forecast.group(self._parts(period, metric), ["team_id"])
        quota = self._once(self._team_quotas, period, metric)
        return self._landed(teams, quota.reindex(teams["team_id"]).to_numpy(float), period)

    def _of_all(self, period: str, metric: str) -> pd.Series:
        everybody = forecast.group(self._parts(period, metric), [])
        teams, days = self._once(self._team_quotas, period, metric), self.calendar.period(period)
        quota = quotas.together(teams, self.seats, days, self.calendar)
        return self._landed(everybody, np.array([quota], dtype=float), period).iloc[0]

    def _team_quotas(self, period: str, metric: str) -> pd.Series:
        return quotas.by_team(self.quotas, self.seats, metric, period, self.calendar)

    def _levers(self, period: str, metric: str) -> dict[int, Lever]:
        teams = self.of_teams(period, metric)
        return levers.levers(self.outlook, self.calendar.period(period), metric, teams)

    def _changes(self, period: str, metric: str) -> dict[int, Change]:
        parts = self._parts(period, metric)
        return change.changes(self._week_ago, parts, self.today, self.calendar.period(period), metric)

    def _parts(self, period: str, metric: str) -> pd.DataFrame:
        return self.outlook.parts(self.calendar.period(period), metric)

    def _once(self, make: Callable[[str, str], Made], period: str, metric: str) -> Made:
        """What `make` makes, for the first that asks: one reading serves all pages for five minutes."""
        made: dict = self.__dict__.setdefault("_made", {})
        key = (make.__name__, period, metric)
        if key not in made:
            made[key] = make(period, metric)
        return made[key]

    def _landed(self, parts: pd.DataFrame, quota: np.ndarray, period: str) -> pd.DataFrame:
        """The landing of rows of teams or reps, or of all (without a team_id), with the straight line and how
        many working days their team has left (`team_days_left`)."""
        landed = landing.land(parts, quota)
        gone, days = self._days(landed, self.calendar.period(period))
        line = landed["achieved"].to_numpy(float) * days / np.where(gone > 0, gone, np.nan)
        return pd.DataFrame({**landed, "quota": quota, "straight_line": line, "team_days_left": days - gone})

    def _days(self, rows: pd.DataFrame, period: Period) -> tuple[np.ndarray, np.ndarray]:
        """How many working days of a period are gone for the team of each row, and how many it has."""
        if "team_id" not in rows:
            gone, days = self.working_days(period)
            return np.array([gone]), np.array([days])
        teams, place = np.unique(rows["team_id"], return_inverse=True)
        both = np.array([self.calendar.gone([team], period, self.today) for team in teams]).reshape(-1, 2)
        return both[place, 0], both[place, 1]

    def days_left(self, period: str) -> int:
        """How many working days of a period come after today."""
        return self._once(self._days_left, period, "")

    def _days_left(self, period: str, _metric: str) -> int:
        gone, days = self.working_days(self.calendar.period(period))
        return days - gone

    def working_days(self, period: Period) -> tuple[int, int]:
        """How many working days of a period are gone, today among them, and how many it has."""
        return self.calendar.gone(self._teams, period, self.today)


def read_forecasts(scope: Scope, engine: Engine, last: date, as_of: datetime, first: date) -> Forecasts:
    """Reads what forecasts at `as_of` (aware) of periods between `first` and `last` are made of, in one
    consistent view."""
    with reading(engine) as connection:
        seats = queries.seats(scope, connection)
        zone = usual_zone(seats)
        today = local_day(as_of, zone)
        # A week earlier still, so that what has changed since then can be told.
        begins, ends = min(first, today - forecast.LOOK_BACK) - A_WEEK, max(last, today) + AHEAD
        calendar = read_calendar(scope, connection, begins, ends)
        log = _read_log(scope, connection, seats, calendar, begins, ends, today)
        targets = queries.quotas(scope, connection)
        through = queries.through(scope, connection, as_of)
    outlook = forecast.outlook(log, as_of, today, rest_of_today(as_of, zone))
    return Forecasts(as_of, log, outlook, seats, targets, calendar, through)


def read_record(scope: Scope, engine: Engine, period: str, metric: str, today: date) -> pd.DataFrame:
    """How forecasts made at the same point of the periods before `period` ("2026-11", "2026-Q4") have done:
    the rows of `track_record.replay`, as the log stands at the end of a local day, in one consistent view."""
    with reading(engine) as connection:
        seats = queries.seats(scope, connection)
        calendar = read_calendar(scope, connection, today - track_record.LONGEST, today + AHEAD)
        asked = track_record.past(period, today, calendar, sorted(seats["team_id"].unique()))
        begins = min([one.period.first for one in asked], default=today) - forecast.LOOK_BACK
        log = _read_log(scope, connection, seats, calendar, begins, today + AHEAD, today)
    return track_record.replay(log, asked, metric, today, usual_zone(seats))


def _read_log(
    scope: Scope, connection: Connection, seats: pd.DataFrame, calendar: Calendar, first: date, last: date,
    today: date,
) -> Log:  # fmt: skip
    """The meetings and SAOs of some days, and who worked when."""
    meetings, saos = (getattr(history, name)(scope, connection, first, last) for name in ("meetings", "saos"))
    line = timeline(seats, calendar, first, last, today)
    return Log(meetings_of(meetings, line), saos_of(saos, line), line)


def rest_of_today(as_of: datetime, zone: str) -> float:
    """The part of the day's working hours that is still ahead."""
    local = as_of.astimezone(ZoneInfo(zone))
    gone = (local.hour + local.minute / 60 - MORNING) / (EVENING - MORNING)
    return float(np.clip(1 - gone, 0, 1))
