"""Where each rep lands by a period's end: achieved, decision pending, on the calendar, not booked yet.

The parts are summed to teams and to the organisation (`group`), and `landing.land` makes a range of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures import lags, landing
from dashboard.figures.experience import FANO, RATE_DAYS, Experience, MeanAndVariance, by_weekday, learn
from dashboard.figures.known import HELD, SCHEDULED, Meetings, Saos, as_it_stood, chosen, moment64
from dashboard.figures.periods import Period
from dashboard.figures.pooling import ratio
from dashboard.figures.timeline import Timeline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Who has waited longer than nearly all others is hardly still to be decided.
LONG_PAST = 0.99
CERTAINLY = (np.float64(1), np.float64(0))
SAOS, MEETINGS_HELD = "saos", "meetings_held"
METRICS = (SAOS, MEETINGS_HELD)
# Calendar days that surely hold `RATE_DAYS` working days.
LOOK_BACK = timedelta(days=RATE_DAYS * 7 // 5 + 45)


@dataclass(frozen=True)
class Log:
    """What forecasts are made of: meetings, SAOs and who worked when, of all the days they need."""

    meetings: Meetings
    saos: Saos
    line: Timeline


@dataclass(frozen=True)
class Outlook:
    """A log as it stood at a moment, ready to be asked for any period; made by `outlook`."""

    log: Log
    experience: Experience
    now: np.datetime64
    today: date
    left: float

    def parts(self, period: Period, metric: str = SAOS) -> pd.DataFrame:
        """A row a rep and team: rep_id, team_id, the columns of `landing.PARTS`, how many meetings are
        pending and on the calendar (`pending_meetings`, `calendar_meetings`), the working days that the rep
        has left (`days_left`), and how many meetings are to be expected to be booked in them (`bookings`).
        Once a period is over there is nothing to come."""
        return self.asked(period, metric).rows

    def achieved(self, period: Period, metric: str = SAOS) -> Floats:
        """What of it is achieved, for each of the timeline's seats."""
        return self.asked(period, metric).achieved()

    def asked(self, period: Period, metric: str) -> OnePeriod:
        """The forecast of a period, made once: a page asks several things of it."""
        made: dict[tuple[Period, str], OnePeriod] = self.__dict__.setdefault("_asked", {})
        if (period, metric) not in made:
            made[period, metric] = OnePeriod(self, period, metric)
        return made[period, metric]

    @cached_property
    def past(self) -> Meetings:
        """The meetings that were to begin by now."""
        meetings = self.log.meetings
        return chosen(meetings, (meetings.starts_on >= 0) & (meetings.starts_at <= self.now))

    @cached_property
    def ahead(self) -> Meetings:
        """The meetings on the calendar."""
        meetings = self.log.meetings
        to_come = (meetings.starts_on >= 0) & (meetings.starts_at > self.now)
        return chosen(meetings, to_come & (meetings.outcome == SCHEDULED))

    @cached_property
    def unsaid(self) -> Meetings:
        """Those of the past of which nobody has said what became."""
        return chosen(self.past, self.past.outcome == SCHEDULED)


def outlook(log: Log, as_of: datetime, today: date, left: float = 0.0) -> Outlook:
    """The log as it stood at `as_of` (aware). `today`: the local day then; `left`: the part of its working
    hours still ahead."""
    then = Log(*as_it_stood(log.meetings, log.saos, as_of), log.line.on(today))
    experience = learn(then.meetings, then.saos, then.line, then.line.column(today), left)
    return Outlook(then, experience, moment64(as_of), today, left)


def group(parts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The rows summed: a row for each of `by`, or one of all for none."""
    numbers = parts.drop(columns=["rep_id", "team_id"])
    if not by:
        return numbers.sum().to_frame().T
    return numbers.groupby([parts[name] for name in by]).sum().reset_index()


@dataclass(frozen=True)
class Part:
    """Of each seat: mean and variance of what one part brings, and how many meetings it is (of what is not
    booked yet: working days)."""

    mean: Floats
    variance: Floats
    meetings: Floats

    def __add__(self, other: Part) -> Part:
        return Part(self.mean + other.mean, self.variance + other.variance, self.meetings + other.meetings)


class OnePeriod:
    """One forecast being made: its rows are seats, and its columns of days those of the timeline."""

    def __init__(self, outlook: Outlook, period: Period, metric: str) -> None:
        self.outlook, self.period, self.metric = outlook, period, metric
        self.line, self.known = outlook.log.line, outlook.experience
        self.rep, self.own = self.line.seats_held
        self.today, self.first, self.end = map(self.line.column, (outlook.today, period.first, period.last))
        self.past, self.ahead, self.unsaid = outlook.past, outlook.ahead, outlook.unsaid

    @cached_property
    def rows(self) -> pd.DataFrame:
        """See `Outlook.parts`."""
        seats = self.line.seats
        nothing = Part(*np.zeros((3, len(seats))))
        pending, calendar, new = (
            nothing if self.over else part() for part in (lambda: self.pending, self._calendar, self._new)
        )
        return pd.DataFrame({
            **seats, "achieved": self.achieved(),
            "pending": pending.mean, "calendar": calendar.mean, "new": new.mean,
            "variance": pending.variance + calendar.variance + new.variance,
            "pending_meetings": pending.meetings, "calendar_meetings": calendar.meetings,
            "days_left": new.meetings, "bookings": np.zeros(len(seats)) if self.over else self._bookings(),
        })  # fmt: skip

    def _bookings(self) -> Floats:
        """How many meetings each seat's rep is expected to book in the days left."""
        columns = slice(self.today, self.end + 1)
        ahead = self._ahead(columns) * by_weekday(self.line, self.known.weekday, columns)
        return (ahead.sum(axis=1) * self.known.booked[0])[self.rep] * self.own

    def _ahead(self, columns: slice) -> Floats:
        """How much of each day from today on every rep works, reps × days."""
        ahead = self.line.works[:, columns].copy()
        ahead[:, :1] *= self.outlook.left
        return ahead

    @property
    def over(self) -> bool:
        """Whether nothing can come any more."""
        return self.period.last < self.outlook.today

    @cached_property
    def pending(self) -> Part:
        """Of each seat: took place and is not decided yet; or should have, and nobody has said so."""
        return self._pending()

    @property
    def decided_in_time(self) -> Part:
        """The same, if all that is open is decided before the period ends."""
        return self._pending(all_in_time=True)

    def more(self, meetings: Floats) -> Part:
        """What so many more meetings of each seat's rep bring that are booked today."""
        team = self.line.team_of[self.rep]
        weight = self._in_time(self._takes(), team, np.full(len(team), self.today))
        rate = self.known.held if self.metric == MEETINGS_HELD else self.known.counts
        found = landing.of_meetings(
            meetings * weight, meetings * weight**2, *(each[self.rep] for each in rate)
        )
        return Part(*found, meetings)

    def achieved(self) -> Floats:
        """See `Outlook.achieved`."""
        if self.metric == SAOS:
            saos = self.outlook.log.saos
            return self._sums(saos.seat[self._inside(saos.accepted_on)])
        return self._sums(self.past.seat[self.past.took_place & self._inside(self.past.starts_on)])

    def _pending(self, all_in_time: bool = False) -> Part:
        if self.metric == MEETINGS_HELD:
            return self._held(self.unsaid)
        waiting = chosen(self.past, self.past.outcome == HELD)
        yes, decided = self.known.accepted[0][waiting.rep], self._by_now(waiting)
        # Where rejections are known at once, who still waits is the more likely to be accepted. Which way it
        # is is not quite known: what is expected is the mean of both.
        at_once = self.known.at_once
        is_open = ratio(at_once, (1 - decided) * yes) + ratio(1 - at_once, 1 - decided)
        waits = self._decided(waiting, self.known.accepted, is_open, decided, all_in_time)
        decided = self._by_now(self.unsaid)
        is_open = 1 / (1 - self.known.counts[0][self.unsaid.rep] * decided)
        return waits + self._decided(self.unsaid, self.known.counts, is_open, decided, all_in_time)

    def _calendar(self) -> Part:
        ahead = chosen(self.ahead, self.ahead.starts_on <= self.end)
        if self.metric == MEETINGS_HELD:
            return self._held(ahead)
        return self._decided(ahead, self.known.counts, np.ones(len(ahead.rep)), np.zeros(len(ahead.rep)))

    def _new(self) -> Part:
        """Not booked yet: each day to come by the chance that what is booked then counts in the period."""
        columns = slice(self.today, self.end + 1)
        ahead = self._ahead(columns)
        teams, days = np.arange(len(self.line.teams)), np.arange(self.today, self.end + 1)
        in_time = self._in_time(self._takes(), teams[:, None], days)[self.line.team_of]
        exposure = (ahead * by_weekday(self.line, self.known.weekday, columns) * in_time).sum(axis=1)
        rate = self.known.counts if self.metric == SAOS else self.known.held
        mean, variance = landing.of_bookings(exposure, self.known.booked, rate, FANO)
        if self.metric == SAOS:
            # SAOs that no meeting is known of go on as they came.
            inside = ahead[:, days >= self.first].sum(axis=1)
            alone = landing.of_bookings(inside, self.known.unlinked, CERTAINLY, FANO)
            mean, variance = mean + alone[0], variance + alone[1]
        # Whoever moved books for the team they are in now.
        return Part(*(each[self.rep] * self.own for each in (mean, variance, (ahead > 0).sum(axis=1))))

    def _takes(self) -> Floats:
        """The chance of each number of working days from the booking to what is counted."""
        if self.metric == MEETINGS_HELD:
            return lags.within(self.known.lead)
        return lags.within(lags.after_each_other(self.known.lead, self.known.lag))

    def _held(self, meetings: Meetings) -> Part:
        """Meetings that take place, at the rate at which they do."""
        inside = chosen(meetings, self._inside(meetings.starts_on))
        return self._part(inside, self.known.held, np.ones(len(inside.rep)))

    def _decided(
        self, meetings: Meetings, rate: MeanAndVariance, is_open: Floats, by_now: Floats,
        all_in_time: bool = False,
    ) -> Part:  # fmt: skip
        """Meetings that are accepted within the period. `is_open`: by how much more likely each is to be
        accepted later since it is open still; `by_now`: how likely it was to be decided by now. Who waits
        longer than nearly all did is not counted as waiting."""
        team = self.line.team_of[meetings.rep]
        in_time = self._in_time(lags.within(self.known.lag), team, meetings.starts_on, by_now)
        if all_in_time:
            in_time = np.where(by_now < LONG_PAST, 1 - by_now, in_time)
        return self._part(meetings, rate, in_time * is_open, (by_now < LONG_PAST).astype(float))

    def _in_time(self, takes: Floats, team: Ints, day: Ints, by_now: Floats | float = 0.0) -> Floats:
        """The chance that what takes so long from a day on is done within the period, and not by now."""
        by_end = lags.at(takes, team, self.line.between(team, day, self.end))
        eve = self.first - 1
        before = np.where(day <= eve, lags.at(takes, team, self.line.between(team, day, eve)), 0.0)
        return np.maximum(by_end - np.maximum(before, by_now), 0.0)

    def _by_now(self, meetings: Meetings) -> Floats:
        """The chance that a meeting of such an age is decided."""
        team = self.line.team_of[meetings.rep]
        age = self.line.between(team, meetings.starts_on, self.today)
        return lags.at(lags.within(self.known.lag), team, age)

    def _part(
        self, meetings: Meetings, rate: MeanAndVariance, weight: Floats, counts: Floats | None = None
    ) -> Part:
        sums = self._sums(meetings.seat, weight), self._sums(meetings.seat, weight**2)
        found = landing.of_meetings(*sums, *(each[self.rep] for each in rate))
        return Part(*found, self._sums(meetings.seat, counts))

    def _inside(self, columns: Ints) -> Bools:
        """Which of these days lie in the period."""
        return (columns >= self.first) & (columns <= self.end)

    def _sums(self, seat: Ints, weight: Floats | None = None) -> Floats:
        """What meetings or SAOs come to for each seat."""
        return np.bincount(seat, weight, len(self.line.seats)).astype(float)
