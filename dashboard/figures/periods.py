"""Periods, working days and the ramp. Days are dates, both ends of a period belong to it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

# A new rep is ramping for thirteen weeks from the first day in any team.
RAMP_WEEKS = 13
# The month in which a fiscal year ends that is the calendar's.
DECEMBER = 12
WEEK = 7
PARTS_OF_YEAR = (*(f"{number:02d}" for number in range(1, 13)), "Q1", "Q2", "Q3", "Q4")
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


def named(choice: str, today: date, year_ends: int = DECEMBER) -> Period:
    """The period of a choice (see `CHOICES`, but for "custom") on a day. Four and thirteen weeks end
    yesterday: today is not over, and half a day among whole ones makes everybody slower than they are. The
    quarter is that of a fiscal year that ends in the month `year_ends`."""
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
        return of_quota(quarter_of(today, year_ends), year_ends)
    raise ValueError(f"There is no period called {choice!r}.")


def month(year: int, number: int) -> Period:
    """A calendar month."""
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def quarter(year: int, number: int, year_ends: int = DECEMBER) -> Period:
    """A quarter, 1 to 4, of the fiscal year that ends in a month of the calendar year `year`."""
    months = 12 * year + year_ends - 1 - 3 * (4 - number)
    last = month(months // 12, months % 12 + 1).last
    return Period(_months_back(last.replace(day=1), 2), last)


def quarter_of(day: date, year_ends: int = DECEMBER) -> str:
    """The fiscal quarter that a day lies in, named by the year it ends in: with a year that ends in January,
    2026-02-15 is in 2027-Q1 and 2026-01-31 in 2026-Q4."""
    year = day.year + (day.month > year_ends)
    number = (day.month - year_ends - 1) % 12 // 3 + 1
    return f"{year}-Q{number}"


def past(today: date, year_ends: int = DECEMBER, months: int = 12, quarters: int = 4) -> list[str]:
    """The last months and fiscal quarters that are over by a day, as of `of_quota`, the latest first."""
    eve = quarter_of(today, year_ends)
    found = [f"{_months_back(today.replace(day=1), back):%Y-%m}" for back in range(1, months + 1)]
    for _ in range(quarters):
        eve = quarter_of(of_quota(eve, year_ends).first - timedelta(days=1), year_ends)
        found.append(eve)
    return found


def name_before(text: str) -> str:
    """The month before a month, or the quarter before a quarter, both as of `of_quota`."""
    return _moved(text, -1)


def name_after(text: str) -> str:
    """The month after a month, or the quarter after a quarter, both as of `of_quota`."""
    return _moved(text, 1)


def _moved(text: str, by: int) -> str:
    year, part = text.split("-")
    whole = 4 if part.startswith("Q") else 12
    total = whole * int(year) + int(part.removeprefix("Q")) - 1 + by
    year, number = total // whole, total % whole + 1
    return f"{year}-Q{number}" if whole == 4 else f"{year}-{number:02d}"


def of_quota(text: str, year_ends: int = DECEMBER) -> Period:
    """The period of a quota: the month `2026-11`, or the quarter `2026-Q4` of a fiscal year that ends in the
    month `year_ends`; raises `ValueError` for anything else."""
    year, _, part = text.partition("-")
    if not (len(year) == 4 and year.isdecimal() and part in PARTS_OF_YEAR):
        raise ValueError(f"{text!r} is no month or quarter.")
    if part.startswith("Q"):
        return quarter(int(year), int(part[1:]), year_ends)
    return month(int(year), int(part))


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


def local_day(moment: datetime, zone: str) -> date:
    """The day it is in a time zone at a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def week_of(days: pd.Series) -> pd.Series:
    """The Monday of each day's ISO week."""
    return days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def sits_on(seats: pd.DataFrame, day: date) -> pd.Series:
    """Which seats (started_on, ended_on) are held on a day; a missing end is open."""
    begun = seats["started_on"].isna() | (seats["started_on"] <= pd.Timestamp(day))
    return begun & (seats["ended_on"].isna() | (seats["ended_on"] >= pd.Timestamp(day)))


def ramp_week(first_day: pd.Series, on: date) -> pd.Series:
    """Which week of the ramp a rep is in on a day, from 1; missing once ramped, or where the first day is
    not known."""
    week = (pd.Timestamp(on) - first_day).dt.days // 7 + 1
    return week.where(week <= RAMP_WEEKS).clip(lower=1)
