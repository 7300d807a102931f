"""Which days are worked: Monday to Friday without the public holidays of a team and the days off of a rep;
and in which months the quarters of the fiscal year begin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures.periods import DECEMBER, Period, named, of_quota

Days = NDArray[np.datetime64]
Bools = NDArray[np.bool_]
NEVER: Days = np.zeros(0, "datetime64[D]")


def _no_days_off() -> pd.DataFrame:
    return pd.DataFrame({"rep_id": pd.Series(dtype="int64"), "day": pd.Series(dtype="datetime64[us]")})


@dataclass(frozen=True)
class Calendar:
    """The days on which each team, by its id, is closed; the days off of reps: a row for each rep_id and day
    (midnight); and the month in which the fiscal year ends, 1 to 12."""

    holidays: Mapping[int, Collection[date]] = field(default_factory=dict)
    days_off: pd.DataFrame = field(default_factory=_no_days_off)
    year_ends: int = DECEMBER

    def open_days(self, teams: Iterable[int], days: Days) -> Bools:
        """Which of these days are worked in each of the teams: teams × days."""
        weekdays = np.is_busday(days)
        # Often a team for each of hundreds of seats.
        distinct, place = np.unique(np.fromiter(teams, dtype=np.int64), return_inverse=True)
        rows = [weekdays & ~np.isin(days, self._closed.get(int(team), NEVER)) for team in distinct]
        return np.array(rows, dtype=bool).reshape(len(rows), len(days))[place]

    @cached_property
    def _closed(self) -> dict[int, Days]:
        return {team: np.array(sorted(days), "datetime64[D]") for team, days in self.holidays.items()}

    def off(self, reps: Iterable[int], days: Days) -> Bools:
        """Which of these days (without gaps) each of the reps has off: reps × days."""
        reps = pd.Index(reps)
        found = np.zeros((len(reps), len(days)), dtype=bool)
        place = reps.get_indexer(self.days_off["rep_id"])
        day = (self.days_off["day"].to_numpy().astype("datetime64[D]") - days[0]).astype(int)
        here = (place >= 0) & (day >= 0) & (day < len(days))
        found[place[here], day[here]] = True
        return found

    def worked(self, teams: Collection[int], first: date, last: date) -> Days:
        """The days from the first to the last, both counted, that are worked in any of the teams; without a
        team Mondays to Fridays."""
        days = span(first, last)
        return days[self.open_days(teams, days).any(axis=0) if len(teams) else np.is_busday(days)]

    def working_days(self, teams: Collection[int], first: date, last: date) -> int:
        """How many these are; 0 when there are none."""
        return len(self.worked(teams, first, last))

    def gone(self, teams: Collection[int], period: Period, today: date) -> tuple[int, int]:
        """How many working days of a period are gone, today among them, and how many it has."""
        begun = period.until(today)
        gone = self.working_days(teams, begun.first, begun.last) if begun else 0
        return gone, self.working_days(teams, period.first, period.last)

    def works(self, rows: pd.DataFrame) -> pd.Series:
        """Which of these rows (rep_id, team_id, day) are of a working day of the rep."""
        if rows.empty:
            return pd.Series(dtype=bool, index=rows.index)
        days = span(rows["day"].min(), rows["day"].max())
        teams, reps = (pd.Index(rows[name].unique()) for name in ("team_id", "rep_id"))
        column = (rows["day"].to_numpy().astype("datetime64[D]") - days[0]).astype(int)
        is_open = self.open_days(teams, days)[teams.get_indexer(rows["team_id"]), column]
        off = self.off(reps, days)[reps.get_indexer(rows["rep_id"]), column]
        return pd.Series(is_open & ~off, index=rows.index)

    def period(self, text: str) -> Period:
        """The period of a quota: the month `2026-11`, or the fiscal quarter `2026-Q4`; raises `ValueError`
        for anything else."""
        return of_quota(text, self.year_ends)

    def named(self, choice: str, today: date) -> Period:
        """See `periods.named`; the quarter is the fiscal one."""
        return named(choice, today, self.year_ends)


def span(first: date | pd.Timestamp, last: date | pd.Timestamp) -> Days:
    """Every day from the first to the last, both counted."""
    begin, end = np.datetime64(first, "D"), np.datetime64(last, "D")
    return np.arange(begin, end + np.timedelta64(1, "D"))


def seated(seats: pd.DataFrame, days: Days) -> Bools:
    """On which of these days each seat (started_on, ended_on) is held: seats × days."""
    first, last = (
        seats[name].to_numpy().astype("datetime64[D]")[:, None] for name in ("started_on", "ended_on")
    )
    # A comparison with a missing day is false both ways: a seat without one holds every day.
    return ~(days < first) & ~(days > last)


def open_in_seat(seats: pd.DataFrame, days: Days, calendar: Calendar) -> Bools:
    """On which of these days each seat (also team_id) is held and its team works: seats × days."""
    teams = pd.Index(seats["team_id"].unique())
    is_open = calendar.open_days(teams, days)[teams.get_indexer(seats["team_id"])]
    return seated(seats, days) & is_open


def days_in_seat(seats: pd.DataFrame, period: Period, today: date, calendar: Calendar) -> pd.Series:
    """The working days of each seat (rep_id, team_id, started_on, ended_on) in the part of the period that
    has begun, without the rep's days off."""
    gone = period.until(today)
    if gone is None or seats.empty:
        return pd.Series(0, index=seats.index)
    days = span(gone.first, gone.last)
    worked = open_in_seat(seats, days, calendar) & ~_off(seats, days, calendar)
    return pd.Series(worked.sum(axis=1), index=seats.index)


def _off(seats: pd.DataFrame, days: Days, calendar: Calendar) -> Bools:
    reps = pd.Index(seats["rep_id"].unique())
    return calendar.off(reps, days)[reps.get_indexer(seats["rep_id"])]
