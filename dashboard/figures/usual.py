"""Whether the calendar of the coming two weeks is fuller or thinner than it usually was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from dashboard.figures.periods import sits_on

# The days ahead that are looked at, and how many past weeks these are compared with.
AHEAD, WEEKS = timedelta(days=14), 12
# Beyond all weeks, and by so much from the middle one: then it is more than luck.
MARKED = 0.15
LOW, HIGH, NORMAL = "low", "high", "normal"


@dataclass(frozen=True)
class Fullness:
    """How many meetings were booked for the two weeks ahead: `now`, and on the same weekday of the past
    `WEEKS` weeks, per rep who sat then and for as many reps as there are now: `least`, `usual` (the middle
    one), `most`. `verdict`: `LOW` or `HIGH` beyond all of these, else `NORMAL`."""

    now: int
    least: float
    usual: float
    most: float

    @property
    def verdict(self) -> str:
        """Low, high or normal."""
        if self.now < self.least and self.now <= (1 - MARKED) * self.usual:
            return LOW
        if self.now > self.most and self.now >= (1 + MARKED) * self.usual:
            return HIGH
        return NORMAL


def fullness(meetings: pd.DataFrame, seats: pd.DataFrame, as_of: datetime, today: date) -> Fullness | None:
    """`meetings`: a row each with booked_at, starts_at (UTC) and rep_id, of half a year; `seats`: rep_id,
    started_on, ended_on. Called off or not: nobody knows when that was, so both sides hold all that was
    booked. None for a log that is too young: each past week needs two weeks of bookings before it."""
    booked = meetings.dropna(subset=["booked_at", "starts_at"])
    reps_now = _reps(seats, today)
    first = booked["booked_at"].min()
    if not reps_now or pd.isna(first) or first > as_of - timedelta(weeks=WEEKS) - AHEAD:
        return None
    back = [timedelta(weeks=week) for week in range(WEEKS + 1)]
    counts = [_ahead(booked, as_of - by) * reps_now / max(_reps(seats, today - by), 1) for by in back]
    past = pd.Series(counts[1:])
    return Fullness(int(counts[0]), float(past.min()), float(past.median()), float(past.max()))


def by_week(coming: pd.DataFrame) -> pd.DataFrame:
    """The meetings to come (rows of `meetings.to_come`) by rep and week: a row a rep, a column a Monday."""
    monday = coming["starts_on"] - pd.to_timedelta(coming["starts_on"].dt.day_of_week, unit="D")
    return pd.crosstab([coming["rep_id"], coming["rep"]], monday)


def _ahead(booked: pd.DataFrame, moment: datetime) -> int:
    known = booked["booked_at"] <= moment
    return int((known & booked["starts_at"].between(moment, moment + AHEAD, inclusive="right")).sum())


def _reps(seats: pd.DataFrame, day: date) -> int:
    return seats.loc[sits_on(seats, day), "rep_id"].nunique()
