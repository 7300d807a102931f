"""Made-up teams whose log runs over years: meetings booked, held, accepted, of which the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from bench.teams import lognormal
from dashboard.figures.forecast import Log
from dashboard.figures.known import meetings_of, saos_of
from dashboard.figures.quotas import ramp_share
from dashboard.figures.timeline import timeline
from dashboard.figures.workdays import Calendar, span

Floats = NDArray[np.float64]

WEEKDAYS = np.array([1.10, 1.05, 1.00, 1.00, 0.85, 0.00, 0.00])
HOUR = np.timedelta64(15 * 60, "m").astype("timedelta64[us]")


@dataclass(frozen=True)
class World:
    """A kind of team.

    `booked`: meetings a ramped rep books a working day; `spread`: the CV of the reps; `drift`: by how much
    each rep's rates walk a month; `season`: how far the year swings; `leaves`: the chance that a rep leaves
    in a month, to be replaced after `gap` days; `clump`: how many more meetings come with one on average;
    `shock`: the CV of the week for the whole team, of which `memory` stays; `lead` and `lag`: mean working
    days to the meeting and to the decision; `held`, `accepted`: rates.
    """

    reps: int = 12
    booked: float = 0.55
    spread: float = 0.25
    drift: float = 0.05
    season: float = 0.10
    leaves: float = 0.025
    gap: int = 30
    clump: float = 0.15
    shock: float = 0.12
    memory: float = 0.7
    lead: float = 6.0
    lag: float = 5.0
    held: float = 0.75
    accepted: float = 0.50


@dataclass(frozen=True)
class Team:
    """One team's log, and its meetings as the frame it was made of, with the day each was decided
    (`decided_on`), accepted or not."""

    log: Log
    meetings: pd.DataFrame

    def as_written_down(self, day: date) -> Log:
        """The log as somebody who writes down every rejection on its day had it at the end of a day."""
        outcome, decided = self.meetings["outcome"], self.meetings["decided_on"]
        late = (outcome == "disqualified") & (decided > pd.Timestamp(day))
        rows = self.meetings.assign(outcome=outcome.mask(late, "held"))
        return replace(self.log, meetings=meetings_of(rows, self.log.line))


def team_of(world: World, first: date, last: date, rng: np.random.Generator) -> Team:
    """One made-up team."""
    days = span(first, last)
    seats = _seats(world, days, rng)
    meetings = _meetings(world, seats, days, rng)
    saos = meetings[meetings["outcome"] == "accepted"].assign(meeting_id=lambda rows: rows["id"])
    line = timeline(seats, Calendar(), first, last, last)
    return Team(Log(meetings_of(meetings, line), saos_of(saos, line), line), meetings)


def _seats(world: World, days: NDArray, rng: np.random.Generator) -> pd.DataFrame:
    """Chairs of which each is held by one rep after the other."""
    rows, rep = [], 0
    for _ in range(world.reps):
        begins = days[0] - np.timedelta64(int(rng.integers(100, 900)), "D")
        while begins < days[-1]:
            stays = rng.exponential(30.4 / world.leaves) if world.leaves else 1e6
            ends = begins + np.timedelta64(int(min(stays, 5_000)) + 30, "D")
            if ends >= days[0]:
                rows.append((rep, begins, ends if ends <= days[-1] else np.datetime64("NaT")))
                rep += 1
            begins = ends + np.timedelta64(world.gap, "D")
    frame = pd.DataFrame(rows, columns=["rep_id", "started_on", "ended_on"])
    frame["started_on"], frame["ended_on"] = (
        pd.to_datetime(frame[name]).astype("datetime64[us]") for name in ("started_on", "ended_on")
    )
    return frame.assign(team_id=1, first_day=frame["started_on"], rep="", team="Team", zone="UTC")


def _walk(drift: float, reps: int, days: int, rng: np.random.Generator) -> Floats:
    return drift * rng.normal(0, 1, (reps, days)).cumsum(axis=1) / np.sqrt(30)


def _meetings(world: World, seats: pd.DataFrame, days: NDArray, rng: np.random.Generator) -> pd.DataFrame:
    reps = len(seats)
    booked = _booked(world, seats, days, rng)
    rep, day = np.nonzero(booked)
    rep, day = (np.repeat(each, booked[rep, day]) for each in (rep, day))
    chances = (
        expit(logit(rate) + rng.normal(0, 0.25, (reps, 1)) + _walk(world.drift, reps, len(days), rng))
        for rate in (world.held, world.accepted)
    )
    held, accepted = (rng.random(len(rep)) < chance[rep, day] for chance in chances)
    starts = _later(days, day, world.lead, rng)
    decided = _later(days, starts, world.lag, rng)
    return _frame(seats, days, rep, day, starts, decided, held, accepted)


def _booked(world: World, seats: pd.DataFrame, days: NDArray, rng: np.random.Generator) -> NDArray:
    """How many meetings each rep books each day, reps × days."""
    reps, number = len(seats), np.arange(len(days))
    weekday = (days.astype(int) + 3) % 7
    first, last = (
        seats[name].to_numpy().astype("datetime64[D]")[:, None] for name in ("started_on", "ended_on")
    )
    works = ramp_share(seats["first_day"], days) * (days >= first) * ~(days > last)
    week = _shock(world, len(days) // 7 + 2, rng)[number // 7]
    season = 1 + world.season * np.sin(2 * np.pi * (number / 365.25 + rng.random()))
    own = lognormal(world.spread, (reps, 1), rng) * np.exp(_walk(world.drift, reps, len(days), rng))
    mean = world.booked * own * works * week * season * WEEKDAYS[weekday]
    clumps = rng.poisson(mean / (1 + world.clump))
    return clumps + rng.poisson(clumps * world.clump)


def _later(days: NDArray, day: NDArray, mean: float, rng: np.random.Generator) -> NDArray:
    """Some working days later, as columns; geometric, 0 possible. Beyond the last day: len(days)."""
    taken = rng.geometric(1 / (1 + mean), len(day)) - 1
    inside = np.minimum(day, len(days) - 1)
    found = np.busday_offset(days[inside], taken, roll="forward")
    return np.where(day < len(days), (found - days[0]).astype(int), day)


def _shock(world: World, weeks: int, rng: np.random.Generator) -> Floats:
    sigma = np.sqrt(np.log1p(world.shock**2))
    moves = rng.normal(0, 1, weeks)
    for week in range(1, weeks):
        moves[week] = world.memory * moves[week - 1] + np.sqrt(1 - world.memory**2) * moves[week]
    return np.exp(sigma * moves - sigma**2 / 2)


def _frame(
    seats: pd.DataFrame, days: NDArray, rep: NDArray, day: NDArray, starts: NDArray, decided: NDArray,
    held: NDArray, accepted: NDArray,
) -> pd.DataFrame:  # fmt: skip
    """The log at the end of all days: what comes later is not in it."""
    begun = starts < len(days)
    known = begun & held & (decided < len(days))
    outcome = np.select(
        [~begun, ~held, ~known, accepted], ["scheduled", "no-show", "held", "accepted"], "disqualified"
    )
    sao = outcome == "accepted"

    def dated(column: NDArray, there: NDArray) -> tuple[pd.Series, pd.Series]:
        day = days[0] + column.astype("timedelta64[D]")
        on = pd.Series(day.astype("datetime64[us]")).where(there)
        return on, (on + HOUR).dt.tz_localize("UTC")

    (booked_on, booked_at), (starts_on, starts_at) = dated(day, day >= 0), dated(starts, starts >= 0)
    accepted_on, accepted_at = dated(decided, sao)
    return pd.DataFrame(
        {
            "id": np.arange(len(rep)), "rep_id": seats["rep_id"].to_numpy()[rep], "team_id": 1,
            "booked_at": booked_at, "booked_on": booked_on, "starts_at": starts_at, "starts_on": starts_on,
            "outcome": outcome, "has_sao": sao, "accepted_at": accepted_at, "accepted_on": accepted_on,
            "decided_on": dated(decided, known)[0],
        }
    )  # fmt: skip
