"""How the forecast has done: made once more at past dates with what the log held then, beside what came, the
straight line, and "meetings × average rate"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures import forecast, landing
from dashboard.figures.experience import BOOKING_DAYS, RATE_DAYS
from dashboard.figures.forecast import MEETINGS_HELD, SAOS, Log, Outlook
from dashboard.figures.known import ACCEPTED, DISQUALIFIED, SCHEDULED, chosen, moment64
from dashboard.figures.periods import Period, name_before
from dashboard.figures.timeline import Timeline
from dashboard.figures.workdays import Calendar

Floats = NDArray[np.float64]

# With fewer past periods luck decides how often a range held.
ENOUGH = 12
# How many past periods are looked at: two years of months, three of quarters.
MONTHS, QUARTERS = 24, 12
# Days back that surely hold all that is looked at, with the chosen period a year ago.
LONGEST = timedelta(days=5 * 366)
# No log is older.
FIRST_YEAR = 1970
# Bookings are learnt from so many working days; a younger log reads as a team that booked hardly anything.
LEARNT_FROM = BOOKING_DAYS
# How rarely luck alone may let a range hold so seldom, or so often, before it is said to be wrong.
RARE = 0.05
# Meetings of the last `RATE_DAYS` working days: of which the outcome is known, that took place; that were
# decided, and accepted.
SEEN = ("known", "took_place", "decided", "accepted")
# Of each seat.
PARTS = (*landing.PARTS, "pending_meetings", "calendar_meetings")
COLUMNS = ("period", "first", "as_of", "gone", "team_id", "p10", "p50", "p90", "covers", "came", "held",
           "pace", "by_average")  # fmt: skip


@dataclass(frozen=True)
class Past:
    """A period that is over ("2026-10", "2026-Q3"), its days, after how many of its working days it is asked
    once more, how many it has, and the day of asking."""

    name: str
    period: Period
    gone: int
    days: int
    day: date


@dataclass(frozen=True)
class Summary:
    """Some rows of `replay` in a few numbers. `as_few`, `as_many`: how likely luck alone lets ranges that are
    right hold at most, or at least, as often. `miss`, `miss_pace`, `miss_average`: the mean absolute error
    of the forecast's middle, the straight line and meetings × average rate, each as a part of the mean of
    what came, over the `compared` periods in which there are all three; missing where nothing came."""

    periods: int
    held: int
    as_few: float
    as_many: float
    compared: int
    miss: float
    miss_pace: float
    miss_average: float

    @property
    def enough(self) -> bool:
        """Whether there are enough past periods to judge by."""
        return self.periods >= ENOUGH

    @property
    def too_narrow(self) -> bool:
        """Whether the range held more seldom than luck explains."""
        return self.enough and self.as_few < RARE

    @property
    def too_wide(self) -> bool:
        """Whether the range held more often than luck explains."""
        return self.enough and self.as_many < RARE


def summary(rows: pd.DataFrame) -> Summary:
    """The rows of one team, or those of all teams together, in a few numbers."""
    held = int(rows["held"].sum())
    chance = np.ones(1)
    # Ranges of whole counts hold a little more often than 8 in 10, each its own bit.
    for covers in rows["covers"]:
        chance = np.convolve(chance, [1 - covers, covers])
    compared = rows.dropna(subset=["pace", "by_average"])
    misses = (_miss(compared, name) for name in ("p50", "pace", "by_average"))
    return Summary(
        len(rows), held, float(chance[: held + 1].sum()), float(chance[held:].sum()), len(compared), *misses
    )


def _miss(rows: pd.DataFrame, name: str) -> float:
    came = rows["came"].sum()
    return float((rows[name] - rows["came"]).abs().sum() / came) if came > 0 else float("nan")


def past(chosen: str, today: date, calendar: Calendar, teams: list[int]) -> list[Past]:
    """The periods before the chosen one that are over, the latest last: as many as are looked at. Each is
    asked at the end of the day by which as many of its working days are gone as are of the chosen one, today
    among them, but one is always left; half of them where the chosen one is over or has not begun."""
    gone = _gone(calendar.period(chosen), today, calendar, teams)
    most = QUARTERS if "Q" in chosen else MONTHS
    before = ((name, calendar.period(name)) for name in _before(chosen))
    over = ((name, period) for name, period in before if period.last < today)
    return [_asked(name, period, gone, calendar, teams) for name, period in islice(over, most)][::-1]


def _before(chosen: str) -> Iterator[str]:
    """The months before a month and the quarters before a quarter, the latest first."""
    while int(chosen[:4]) > FIRST_YEAR:
        chosen = name_before(chosen)
        yield chosen


def _gone(chosen: Period, today: date, calendar: Calendar, teams: list[int]) -> int | None:
    """The working days that are gone of a running period, one at least; None for any other."""
    if not chosen.first <= today <= chosen.last:
        return None
    return max(calendar.working_days(teams, chosen.first, today), 1)


def _asked(name: str, period: Period, gone: int | None, calendar: Calendar, teams: list[int]) -> Past:
    worked = calendar.worked(teams, period.first, period.last)
    half = (len(worked) + 1) // 2
    gone = min(half if gone is None else gone, max(len(worked) - 1, 1))
    day = worked[gone - 1].astype(object) if len(worked) else period.first
    return Past(name, period, gone, len(worked), day)


def replay(log: Log, asked: list[Past], metric: str, today: date, zone: str) -> pd.DataFrame:
    """A row for each past period and team, and one for all teams (`team_id` missing), in that order.

    `log`: complete, from `forecast.LOOK_BACK` before the first period on; `today`: the day it is read on;
    `zone`: in which days end. Columns: `period` (its name), `first` (its first day), `as_of` (the day at the
    end of which it is asked), `gone` (working days by then), `team_id`; `p10, p50, p90` of the forecast;
    `covers` (how likely it said that a count from `p10` to `p90` would come); `came` (what is achieved of the
    period as the log stands today); `held` (whether that lies in the range); `pace`, the straight line;
    `by_average` (see `_by_average`; missing where no rate is known).

    Who left or began after the day of asking is taken to stay, or not to be there: nobody knew.

    A period is in it that lies wholly in the log: something was counted after it. A team is in it from when
    its log is `LEARNT_FROM` working days old, and all teams together from when that of any is. A meeting of
    which nobody knows when it was booked is known from its date on.
    """
    now = forecast.outlook(log, _end_of(today, zone), today)
    last, age = _last_counted(now.log, metric), _age(log)
    old_enough = {one: age(one.day) >= LEARNT_FROM for one in asked}
    told = [one for one in asked if log.line.column(one.period.last) < last and old_enough[one].any()]
    if not told:
        return pd.DataFrame(columns=list(COLUMNS))
    seats = pd.concat(
        [_of_seats(log, now, one, metric, zone) for one in told], keys=range(len(told)), names=["place"]
    )
    rows = _summed(seats, log.line, np.array([old_enough[one] for one in told]))
    rows = rows.join(_asked_of(told), on="place")
    pace = rows["achieved"] * rows["days"] / rows["gone"]
    return _judged(rows.assign(pace=pace, by_average=_by_average(rows, metric)))


def _asked_of(told: list[Past]) -> pd.DataFrame:
    asked = [(one.name, one.period.first, one.day, one.gone, one.days) for one in told]
    return pd.DataFrame(asked, columns=["period", "first", "as_of", "gone", "days"])


def _of_seats(log: Log, now: Outlook, asked: Past, metric: str, zone: str) -> pd.DataFrame:
    """One past period: of each seat the parts of its landing, what came, and the columns `SEEN`."""
    moment = _end_of(asked.day, zone)
    unknown = np.isnat(log.meetings.booked_at) & ~(log.meetings.starts_at <= moment64(moment))
    line = log.line.on(asked.day).as_planned(asked.day)
    known = Log(chosen(log.meetings, ~unknown), log.saos, line)
    then = forecast.outlook(known, moment, asked.day)
    parts = then.parts(asked.period, metric)
    numbers = {name: parts[name].to_numpy() for name in PARTS}
    return pd.DataFrame(numbers | {"came": now.achieved(asked.period, metric)} | _seen(then))


def _summed(seats: pd.DataFrame, line: Timeline, old_enough: NDArray[np.bool_]) -> pd.DataFrame:
    """The seats of each place (the first level of the index) summed to the teams that are old enough (places
    × teams), and to all of them: `place`, `team_id` and the numbers."""
    place = seats.index.get_level_values("place")
    team = np.tile(line.seats["team_id"].to_numpy(), len(old_enough))
    teams = seats.groupby([place, pd.Index(team, name="team_id")]).sum().reset_index()
    row = pd.Index(line.teams).get_indexer(teams["team_id"])
    teams = teams[old_enough[teams["place"], row]]
    everybody = seats.groupby(place).sum().reset_index()
    rows = pd.concat([teams, everybody], ignore_index=True).sort_values("place", kind="stable")
    return rows.astype({"team_id": "Int64"}).reset_index(drop=True)


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their ranges, and whether these held."""
    landed = landing.land(rows)
    held = (landed["p10"] <= landed["came"]) & (landed["came"] <= landed["p90"])
    to_come, variance = landed["mean"] - landed["achieved"], landing.with_shock(landed)
    below, at_most = (
        landing.at_most(landed[name] - landed["achieved"] - by, to_come, variance)
        for name, by in (("p10", 1), ("p90", 0))
    )
    return landed.assign(held=held, covers=at_most - below)[list(COLUMNS)]


def _by_average(rows: pd.DataFrame, metric: str) -> Floats:
    """What a pipeline report says: achieved so far, and what is on the calendar until the period's end or
    pending × the average rate at which such meetings became what is counted, sum ÷ sum over the last
    `RATE_DAYS` working days. What is on the calendar has to be held (of those with an outcome) and accepted
    (of those decided), what is pending to be accepted only; of meetings held both have to be held."""
    with np.errstate(divide="ignore", invalid="ignore"):
        held, accepted = (
            np.divide(rows[above].to_numpy(float), rows[below].to_numpy(float))
            for above, below in (("took_place", "known"), ("accepted", "decided"))
        )
    calendar, pending = (held * accepted, accepted) if metric == SAOS else (held, held)
    return (
        rows["achieved"]
        + _times(rows["calendar_meetings"], calendar)
        + _times(rows["pending_meetings"], pending)
    ).to_numpy(float)


def _times(meetings: pd.Series, rate: Floats) -> Floats:
    """So many meetings × a rate, which for none need not be known."""
    return np.where(meetings > 0, meetings * rate, 0.0)


def _seen(then: Outlook) -> dict[str, Floats]:
    """How many meetings of each seat are behind the average rates: the columns `SEEN`."""
    meetings, line = then.log.meetings, then.log.line
    today = line.column(then.today)
    age = line.between(line.team_of[meetings.rep], meetings.starts_on, today)
    recent = (meetings.starts_on >= 0) & (meetings.starts_at <= then.now) & (age < RATE_DAYS)
    seen = chosen(meetings, recent)
    counted = (
        seen.outcome != SCHEDULED,
        seen.took_place,
        np.isin(seen.outcome, (ACCEPTED, DISQUALIFIED)),
        seen.outcome == ACCEPTED,
    )
    seats = len(line.seats)
    return {
        name: np.bincount(seen.seat, which, seats).astype(float)
        for name, which in zip(SEEN, counted, strict=True)
    }


def _last_counted(log: Log, metric: str) -> int:
    """The column of the last day on which something was counted; -1 for none."""
    if metric == MEETINGS_HELD:
        return int(log.meetings.starts_on[log.meetings.took_place].max(initial=-1))
    return int(log.saos.accepted_on.max(initial=-1))


def _age(log: Log) -> Callable[[date], NDArray[np.int64]]:
    """`age(day)`: how many working days each team's log is old on a day, counted from its first booking, or
    where there is none from its first SAO; nothing logged is no age."""
    line, last = log.line, len(log.line.days) - 1
    teams = pd.Index(line.teams).get_indexer(line.seats["team_id"])
    booked, accepted = np.full((2, len(line.teams)), last)
    on = np.where(log.meetings.booked_on >= 0, log.meetings.booked_on, log.meetings.starts_on)
    # SAOs often begin before their meetings do: of these nothing is known yet.
    np.minimum.at(booked, teams[log.meetings.seat[on >= 0]], on[on >= 0])
    np.minimum.at(accepted, teams[log.saos.seat], log.saos.accepted_on)
    first = np.where(booked < last, booked, accepted)
    every = np.arange(len(line.teams))
    return lambda day: line.between(every, first, line.column(day))


def _end_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.max, ZoneInfo(zone))
