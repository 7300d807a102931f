"""What a team's log says of how its meetings go: how many are booked a day, how many of them are held and
accepted, and how long both take. All of it from the log as it stood (`known.as_it_stood`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from dashboard.figures import lags
from dashboard.figures.known import ACCEPTED, DISQUALIFIED, HELD, SCHEDULED, Meetings, Saos, chosen
from dashboard.figures.pooling import bookings_of_each, rate_of_each, ratio
from dashboard.figures.timeline import Timeline

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MeanAndVariance = tuple[Floats, Floats]

# Working days looked back: for what becomes of meetings, and for how many are booked.
RATE_DAYS, BOOKING_DAYS = 126, 63
# How much more than a Poisson count the bookings of a rep vary.
FANO = 1.25
# What is usual where a log knows hardly anything.
USUALLY_HELD, USUALLY_ACCEPTED = 0.75, 0.50
# Bookings that each weekday's part is drawn towards an even week by.
WEEKDAY_WEIGHT = 20.0


@dataclass(frozen=True)
class Experience:
    """Of each rep (rows as in the timeline): `held` and `accepted`, mean and variance of the rates at which
    meetings take place and are accepted; `booked`: of the meetings booked a working day; `unlinked`: of the
    SAOs a day that come of no known meeting. Of each team: `lead` and `lag`, the probability of each number
    of working days; `weekday`: how much of an average day each weekday has (teams × 5); `at_once`: how
    likely it is that rejections are known at the meeting, instead of taking as long as acceptances do."""

    held: MeanAndVariance
    accepted: MeanAndVariance
    booked: MeanAndVariance
    unlinked: MeanAndVariance
    lead: Floats
    lag: Floats
    weekday: Floats
    at_once: float

    @property
    def counts(self) -> MeanAndVariance:
        """Mean and variance of the rate at which a meeting on the calendar becomes an SAO."""
        (held, spread), (accepted, spread_accepted) = self.held, self.accepted
        squares = (held**2 + spread) * (accepted**2 + spread_accepted)
        return held * accepted, squares - (held * accepted) ** 2


def learn(meetings: Meetings, saos: Saos, line: Timeline, today: int, left: float) -> Experience:
    """The experience at a moment, from the log as it stood. `today`: its column in the timeline; `left`: the
    part of today's working hours still ahead."""
    teams, reps = line.team_of, len(line.reps)
    met, age = _met(meetings, line, today)
    team, held = teams[met.rep], met.took_place
    lag = lags.lags(*_decided(met, age, line), len(line.teams))
    # Of the meetings held so far, as many are decided as such an age makes likely.
    so_far = lags.at(lags.within(lag), team, age)
    yes = np.bincount(met.rep, met.outcome == ACCEPTED, reps)
    decided = np.bincount(met.rep, so_far * held, reps)
    accepted = rate_of_each(yes, np.maximum(decided, yes), teams, USUALLY_ACCEPTED)
    known = np.bincount(met.rep, met.outcome != SCHEDULED, reps)
    return Experience(
        held=rate_of_each(np.bincount(met.rep, held, reps), known, teams, USUALLY_HELD),
        accepted=accepted,
        lag=lag,
        at_once=_rejected_at_once(chosen(met, held), accepted[0], so_far[held]),
        **_bookings(meetings, saos, line, today, left),
    )


def _met(meetings: Meetings, line: Timeline, today: int) -> tuple[Meetings, Ints]:
    """The meetings of the last `RATE_DAYS` working days, and their age in working days."""
    age = line.between(line.team_of[meetings.rep], meetings.starts_on, today)
    past = (meetings.starts_on >= 0) & (meetings.starts_on <= today) & (age < RATE_DAYS)
    return chosen(meetings, past), age[past]


def _decided(met: Meetings, age: Ints, line: Timeline) -> tuple[Ints, Ints, Ints]:
    """How long each SAO took, how long ago its meeting was, and which team's it is."""
    dated = met.accepted_on >= 0
    sao, team = chosen(met, dated), line.team_of[met.rep[dated]]
    taken = np.maximum(line.between(team, sao.starts_on, sao.accepted_on), 0)
    return taken, np.maximum(age[dated], taken), team


def _rejected_at_once(held: Meetings, accepting: Floats, so_far: Floats) -> float:
    """How likely it is that rejections are known at the meeting already, as in a log that does not say when
    they were made, and not as late as acceptances are. Both ways tell of each meeting held how likely it is
    that it is rejected by now, or still waits. One log is written one way: all teams tell of it together."""
    yes = accepting[held.rep]
    rejected = -np.log(np.maximum(so_far, 1e-3)) * (held.outcome == DISQUALIFIED)
    waits = np.log(np.maximum(yes, 1e-3)) * ((held.outcome == HELD) & (so_far < 1))
    return float(expit((rejected + waits).sum()))


def _bookings(
    meetings: Meetings, saos: Saos, line: Timeline, today: int, left: float
) -> dict[str, MeanAndVariance | Floats]:
    """How many meetings are booked a day, on which weekdays, and how far ahead; and SAOs of no meeting."""
    first, worked = _worked(line, today, left)
    recent = meetings.booked_on >= first[line.team_of[meetings.rep]]
    booked = chosen(meetings, recent & (meetings.booked_on <= today))
    team = line.team_of[booked.rep]
    columns = slice(today + 1 - worked.shape[1], today + 1)
    weekday = _weekdays(line, worked, columns, team, booked.booked_on)
    days = (worked * by_weekday(line, weekday, columns)).sum(axis=1)
    dated = booked.starts_on >= 0
    lead = line.between(team, booked.booked_on, booked.starts_on)[dated]
    alone = saos.alone & (saos.accepted_on >= first[line.team_of[saos.rep]]) & (saos.accepted_on <= today)
    count, count_alone = (np.bincount(rep, minlength=len(line.reps)) for rep in (booked.rep, saos.rep[alone]))
    return {
        "booked": bookings_of_each(count, days, line.team_of, FANO),
        "unlinked": bookings_of_each(count_alone, worked.sum(axis=1), line.team_of, FANO),
        "lead": lags.leads(np.maximum(lead, 0), team[dated], len(line.teams)),
        "weekday": weekday,
    }


def _worked(line: Timeline, today: int, left: float) -> tuple[Ints, Floats]:
    """The column of the first of each team's last `BOOKING_DAYS` working days; and how much of each day until
    today every rep has worked since, reps × days (the last is today)."""
    since = line.passed[:, [today]] - line.passed[:, : today + 1]
    first = np.argmax(since < BOOKING_DAYS, axis=1)
    begin = int(first.min(initial=today))
    worked = line.works[:, begin : today + 1] * (np.arange(begin, today + 1) >= first[line.team_of][:, None])
    worked[:, -1] *= 1 - left
    return first, worked


def _weekdays(line: Timeline, worked: Floats, columns: slice, team: Ints, booked_on: Ints) -> Floats:
    """How much of an average day's bookings each weekday has, teams × 5; weekends count as Fridays."""
    teams = len(line.teams)
    weekday = _weekday(line)
    in_days, seen = weekday[columns], weekday[booked_on]
    a_weekday = np.array([worked[:, in_days == number].sum(axis=1) for number in range(5)])
    days = np.array([np.bincount(line.team_of, row, teams) for row in a_weekday]).T
    booked = np.bincount(team * 5 + seen, minlength=teams * 5).reshape(teams, 5)
    even = days * ratio(booked.sum(axis=1), days.sum(axis=1))[:, None]
    factor = (booked + WEEKDAY_WEIGHT) / (even + WEEKDAY_WEIGHT)
    average = ratio((factor * days).sum(axis=1), days.sum(axis=1))[:, None]
    return np.divide(factor, average, out=np.ones_like(factor), where=average > 0)


def by_weekday(line: Timeline, weekday: Floats, columns: slice) -> Floats:
    """The weekday's part of each rep's day on some days, reps × days."""
    return weekday[:, _weekday(line)[columns]][line.team_of]


def _weekday(line: Timeline) -> Ints:
    """0 for Mondays, 4 for Fridays and what follows; 1970-01-01 was a Thursday."""
    return np.minimum((line.days.astype(np.int64) + 3) % 7, 4)
