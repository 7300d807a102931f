"""Periods, working days and the ramp. Days are dates, both ends of a period belong to it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

# A new rep is ramping for thirteen weeks from the first day in any team.
RAMP_WEEKS = 13
CHOICES = {
    "this-week": "This week",
    "last-week": "Last week",
    "4-weeks": "4 weeks",
    "13-weeks": "13 weeks",
    "month": "Month",
    "quarter": "Quarter",
    "custom": "Custom",
}


@dataclass(frozen=True)
class Period:
    """Some days, from the first to the last; raises `ValueError` when they are the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("The period ends before it begins; give the earlier day first.")

    @property
    def days(self) -> int:
        """How many calendar days it has."""
        return (self.last - self.first).days + 1

    def until(self, today: date) -> Period | None:
        """The part that has begun by `today`; None when all of it lies ahead."""
        return None if today < self.first else Period(self.first, min(self.last, today))

    def holds(self, days: pd.Series) -> pd.Series:
        """Which of these days (midnight datetimes) lie in it; a missing day does not."""
        return days.between(pd.Timestamp(self.first), pd.Timestamp(self.last))


def named(choice: str, today: date) -> Period:
    """The period of a choice (see `CHOICES`, but for "custom") on a day. Four and thirteen weeks end
    yesterday: today is not over, and half a day among whole ones makes everybody slower than they are."""
    monday = today - timedelta(days=today.weekday())
    if choice == "this-week":
        return Period(monday, monday + timedelta(days=6))
    if choice == "last-week":
        return Period(monday - timedelta(days=7), monday - timedelta(days=1))
    if choice in ("4-weeks", "13-weeks"):
        days = 7 * int(choice.split("-")[0])
        return Period(today - timedelta(days=days), today - timedelta(days=1))
    if choice == "month":
        return month(today.year, today.month)
    if choice == "quarter":
        return quarter(today.year, (today.month - 1) // 3 + 1)
    raise ValueError(f"There is no period called {choice!r}.")


def month(year: int, number: int) -> Period:
    """A calendar month."""
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def quarter(year: int, number: int) -> Period:
    """A calendar quarter, 1 to 4."""
    return Period(date(year, 3 * number - 2, 1), month(year, 3 * number).last)


def of_quota(text: str) -> Period:
    """The period of a quota: `2026-11` or `2026-Q4`; raises `ValueError` for anything else."""
    year, _, part = text.partition("-")
    return quarter(int(year), int(part[1:])) if part.startswith("Q") else month(int(year), int(part))


def before(period: Period, today: date) -> Period:
    """The equal period before, for comparison: as many days as have passed of this one, so that a month
    half gone stands beside half a month. A whole month or quarter is compared with the whole one before.
    """
    gone = period.until(today) or period
    whole = gone == period
    if period.first.day == 1 and period.last == month(period.last.year, period.last.month).last:
        first = _months_back(period.first, _months(period))
        last_before = period.first - timedelta(days=1)
        return Period(
            first, last_before if whole else min(first + timedelta(days=gone.days - 1), last_before)
        )
    first = period.first - timedelta(days=period.days)
    return Period(first, first + timedelta(days=gone.days - 1))


def still_to_come(period: Period, today: date) -> Period:
    """The days of the period from today on: all of them where it lies ahead. Where it is over or ends
    today, from today to the end of the month, and of the next one where that leaves less than a week."""
    if period.last > today:
        return Period(max(today, period.first), period.last)
    last = month(today.year, today.month).last
    if (last - today).days < 7:
        following = last + timedelta(days=1)
        last = month(following.year, following.month).last
    return Period(today, last)


def _months(period: Period) -> int:
    return 12 * (period.last.year - period.first.year) + period.last.month - period.first.month + 1


def _months_back(first: date, months: int) -> date:
    total = 12 * first.year + first.month - 1 - months
    return date(total // 12, total % 12 + 1, 1)


def working_days(first: date, last: date) -> int:
    """The Mondays to Fridays from the first to the last day, both counted; 0 when there are none."""
    return max(int(np.busday_count(first, last + timedelta(days=1))), 0)


def local_day(moment: datetime, zone: str) -> date:
    """The day it is in a time zone at a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def week_of(days: pd.Series) -> pd.Series:
    """The Monday of each day's ISO week."""
    return days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def days_in_seat(seats: pd.DataFrame, period: Period, today: date) -> pd.Series:
    """The working days of each seat (started_on, ended_on) in the part of the period that has begun."""
    gone = period.until(today)
    if gone is None or seats.empty:
        return pd.Series(0, index=seats.index)
    first = seats["started_on"].clip(lower=pd.Timestamp(gone.first)).fillna(pd.Timestamp(gone.first))
    last = seats["ended_on"].clip(upper=pd.Timestamp(gone.last)).fillna(pd.Timestamp(gone.last))
    end = (last + pd.Timedelta(days=1)).to_numpy().astype("datetime64[D]")
    days = np.busday_count(first.to_numpy().astype("datetime64[D]"), end)
    return pd.Series(np.maximum(days, 0), index=seats.index)


def sits_on(seats: pd.DataFrame, day: date) -> pd.Series:
    """Which seats (started_on, ended_on) are held on a day; a missing end is open."""
    begun = seats["started_on"].isna() | (seats["started_on"] <= pd.Timestamp(day))
    return begun & (seats["ended_on"].isna() | (seats["ended_on"] >= pd.Timestamp(day)))


def ramp_week(first_day: pd.Series, on: date) -> pd.Series:
    """Which week of the ramp a rep is in on a day, from 1; missing once ramped, or where the first day is
    not known."""
    week = (pd.Timestamp(on) - first_day).dt.days // 7 + 1
    return week.where(week <= RAMP_WEEKS).clip(lower=1)
