"""Reps, teams and days of a forecast as arrays: who works when, and how many working days lie between two
days of a team."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures.quotas import ramp_share
from dashboard.figures.workdays import Bools, Calendar, Days, seated, span

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Days: before every seat whose beginning is known.
LONG_AGO = 1e6


@dataclass(frozen=True)
class Timeline:
    """`history`: the seats that it was made of; `seats`: a row for each rep_id and team_id among them. `reps`
    and `teams`: ids, in the order of the arrays' rows; `team_of`: the row of each rep's team, where they sit
    on a day or sat last. `days`: without gaps; `passed`: how many working days there were up to each, teams ×
    days; `works`: which part of a ramped rep's day each rep's day is, 0 where they do not work, reps × days.
    """

    history: pd.DataFrame
    seats: pd.DataFrame
    reps: Ints
    teams: Ints
    team_of: Ints
    days: Days
    passed: Ints
    works: Floats

    def column(self, day: date) -> int:
        """The column of a day, the nearest for one outside."""
        number = int((np.datetime64(day, "D") - self.days[0]).astype(np.int64))
        return min(max(number, 0), len(self.days) - 1)

    def columns(self, days: pd.Series) -> Ints:
        """The column of each day, the nearest for one outside; -1 for a missing one."""
        number = (days.to_numpy().astype("datetime64[D]") - self.days[0]).astype(np.int64)
        return np.where(days.isna(), -1, np.clip(number, 0, len(self.days) - 1))

    def whose(self, rows: pd.DataFrame) -> tuple[Ints, Ints]:
        """Of rows with rep_id and team_id: the row of the rep and that of the seat; -1 for who has none."""
        seat = pd.Index(self._code(self.seats)).get_indexer(self._code(rows))
        return pd.Index(self.reps).get_indexer(rows["rep_id"]), seat

    def _code(self, rows: pd.DataFrame) -> Ints:
        # One number is found ten times as fast as a pair.
        rep, team = pd.Index(self.reps).get_indexer(rows["rep_id"]), self._team(rows["team_id"])
        return np.where((rep < 0) | (team < 0), -1, rep * len(self.teams) + team)

    def _team(self, ids: pd.Series | Ints) -> Ints:
        return pd.Index(self.teams).get_indexer(ids)

    @property
    def seats_held(self) -> tuple[Ints, Bools]:
        """Of each seat the row of its rep, and whether it is in the rep's own team."""
        rep = pd.Index(self.reps).get_indexer(self.seats["rep_id"])
        return rep, self.team_of[rep] == self._team(self.seats["team_id"])

    def on(self, today: date) -> Timeline:
        """The same with the teams that the reps were in on another day."""
        return replace(self, team_of=self._team(_current(self.history, today)))

    def as_planned(self, day: date) -> Timeline:
        """The same as nobody knew better on a day: whoever sat then stays, and nobody begins. Who left or
        began later is in the seats by now, and a forecast of the past must not know."""
        column = self.column(day)
        later = np.arange(len(self.days)) > column
        sits = np.zeros(len(self.reps), dtype=bool)
        on = seated(self.history, self.days[[column]])[:, 0]
        sits[np.searchsorted(self.reps, self.history["rep_id"].to_numpy()[on])] = True
        begun = self.history.groupby("rep_id")["first_day"].first().reindex(self.reps)
        is_open = np.diff(self.passed, axis=1, prepend=0)[self.team_of] > 0
        stays = np.where(sits[:, None] & is_open, ramp_share(begun, self.days), 0.0)
        return replace(self, works=np.where(later, stays, self.works))

    def between(self, team: Ints, first: Ints | int, last: Ints | int) -> Ints:
        """The working days of a team after the day in column `first` until that in column `last`."""
        return self.passed[team, last] - self.passed[team, first]


def timeline(seats: pd.DataFrame, calendar: Calendar, first: date, last: date, today: date) -> Timeline:
    """The days from `first` to `last` of everybody who has a seat (frame as of `log.queries.seats`)."""
    days = span(first, last)
    reps, teams = (np.sort(seats[name].unique()) for name in ("rep_id", "team_id"))
    team_of = pd.Index(teams).get_indexer(_current(seats, today))
    is_open = calendar.open_days(list(teams), days)
    works = _works(seats, reps, days) * is_open[team_of] * ~calendar.off(list(reps), days)
    rows = seats[["rep_id", "team_id"]].drop_duplicates().reset_index(drop=True)
    return Timeline(seats, rows, reps, teams, team_of, days, np.cumsum(is_open, axis=1), works)


def _current(seats: pd.DataFrame, today: date) -> Ints:
    """Each rep's team, by rep_id: that of the latest seat that has begun, else of the first to come."""
    started = seats["started_on"].to_numpy().astype("datetime64[D]")
    away = (started - np.datetime64(today, "D")).astype(float)
    away[np.isnat(started)] = -LONG_AGO
    nearest = np.where(away <= 0, away, -LONG_AGO - away)
    rep = seats["rep_id"].to_numpy()
    order = np.lexsort((nearest, rep))
    # Ids are not negative.
    last = np.flatnonzero(np.diff(rep[order], append=-1))
    return seats["team_id"].to_numpy()[order[last]]


def _works(seats: pd.DataFrame, reps: Ints, days: Days) -> Floats:
    """The part of a ramped rep's day, reps × days; 0 out of every seat."""
    part = np.where(seated(seats, days), ramp_share(seats["first_day"], days), 0.0)
    works = np.zeros((len(reps), len(days)))
    np.maximum.at(works, np.searchsorted(reps, seats["rep_id"].to_numpy()), part)
    return works
