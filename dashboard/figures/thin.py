"""Whose calendar is thin: fewer meetings in the coming working days than the rest of the team has, by more
than luck."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import nbinom

from dashboard.figures.experience import FANO
from dashboard.figures.forecast import Outlook
from dashboard.figures.known import SCHEDULED, chosen
from dashboard.figures.timeline import Timeline

Floats = NDArray[np.float64]

# The working days ahead that are looked at: what is booked this week is held in them.
DAYS = 10
# How rare by luck, and how far below the rest, a thin calendar is.
RARE, FAR_BELOW = 0.05, 2 / 3
# How much ramped reps who work alike differ in what they book (CV), at the least.
ALIKE = 0.14
# A rep who is away for most of the days is not thin, but away.
LEAST_DAYS = 5


def calendars(outlook: Outlook) -> pd.DataFrame:
    """The calendars of ramped reps in the `DAYS` working days after today: rep_id, team_id, meetings, days
    (on which the rep works), rest (what the rest of the team has in so many days; missing where there is no
    rest), p (how likely luck alone leaves so few), thin."""
    line, today = outlook.log.line, outlook.log.line.column(outlook.today)
    rep, own = line.seats_held
    ahead = _ahead(outlook, line, today)
    meetings = np.bincount(ahead, minlength=len(line.seats)).astype(float)
    days, ramped = _days(line, today)
    there = own & ramped[rep] & (days[rep] >= LEAST_DAYS)
    rows = line.seats.assign(meetings=meetings, days=days[rep])[there].reset_index(drop=True)
    return _judged(rows)


def _ahead(outlook: Outlook, line: Timeline, today: int) -> NDArray[np.int64]:
    """The seat of each meeting that lies in these days."""
    meetings = outlook.log.meetings
    scheduled = (meetings.outcome == SCHEDULED) & (meetings.starts_at > outlook.now)
    coming = chosen(meetings, scheduled & (meetings.starts_on >= 0))
    away = line.between(line.team_of[coming.rep], np.full(len(coming.rep), today), coming.starts_on)
    return coming.seat[(away >= 0) & (away <= DAYS)]


def _days(line: Timeline, today: int) -> tuple[Floats, NDArray[np.bool_]]:
    """On how many of these days each rep works, and whether they are past their ramp on all of them."""
    columns = np.arange(len(line.days))
    number = line.passed[line.team_of] - line.passed[line.team_of, today][:, None]
    inside = (columns > today) & (number <= DAYS)
    works = np.where(inside, line.works, 0.0)
    return (works > 0).sum(axis=1).astype(float), ~((works > 0) & (works < 1)).any(axis=1)


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    teams = rows.groupby("team_id")[["meetings", "days"]].transform("sum")
    others, their_days = teams["meetings"] - rows["meetings"], teams["days"] - rows["days"]
    rest = others / their_days.where(their_days > 0) * rows["days"]
    p = pd.Series(_so_few(rows["meetings"], rest, others), index=rows.index).where(rest > 0)
    thin = (p <= RARE) & (rows["meetings"] <= FAR_BELOW * rest)
    return rows.assign(rest=rest, p=p, thin=thin)


def _so_few(meetings: pd.Series, rest: pd.Series, others: pd.Series) -> Floats:
    """P(at most so many) of a negative binomial count: lumpy bookings, what is not known of the rest's rate,
    and that reps differ."""
    mean = rest.where(rest > 0, 1.0).to_numpy(float)
    variance = FANO * mean + mean**2 * (ALIKE**2 + 1 / np.maximum(others.to_numpy(float), 1))
    size = mean**2 / (variance - mean)
    return nbinom.cdf(meetings.to_numpy(float), size, size / (size + mean))
