"""The sample's calls and emails.

Successes are spread evenly over their trials instead of drawn one by one, with a rate that wanders from
week to week: a little less noisy than life, so that any four weeks show what each rep stands for.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .names import POOL, RESERVED
from .organisation import (
    BAD_LIST,
    BAD_LIST_BOOKING,
    CALL_LIST_LIFT,
    CALL_LISTS,
    MAIL_LIST_LIFT,
    MAIL_LIST_WEIGHTS,
    MAIL_LISTS,
    REPS,
    TEAMS,
    column,
)
from .workdays import LEAD_IN_WEEKS, WEEKS, to_utc

Floats = NDArray[np.float64]
WINDOW, WINDOW_STEP = 300, 28  # prospects a rep works through at a time, and how far a week moves on
MORNING_LIFT, AFTERNOON_LIFT = 1.12, 0.88
SCHEDULED = "meeting scheduled"
MEDIAN_SECONDS = {
    "no answer": 0,
    "voicemail": 28,
    "wrong number": 14,
    "gatekeeper": 45,
    "connected": 150,
    SCHEDULED: 400,
    "disqualified": 110,
}
MAIL_SHARES = {
    "bounced": 0.030,
    "opened": 0.360,
    "clicked": 0.045,
    "replied": 0.028,
    "positive reply": 0.011,
    "disqualified": 0.007,
}


def spread(chance: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Successes at these chances, evenly spread over the rows: every run of rows has its expected number,
    give or take one."""
    reached = np.floor(np.cumsum(chance) + rng.random())
    return np.diff(reached, prepend=0.0) > 0


def weekly(rng: np.random.Generator, sigma: float = 0.08) -> Floats:
    """How each rep's rate wanders: a factor per rep and week."""
    return rng.lognormal(-(sigma**2) / 2, sigma, (len(REPS), WEEKS + LEAD_IN_WEEKS))


def calls(grid: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Calls in order of rep and moment: rep, team, day, week, ends, at (UTC), prospect, list, outcome,
    duration_s; `grid` as of `workdays.worked_days`."""
    morning = column("morning")
    frame, early = _moments(grid, column("calls"), morning, rng, column("reach").astype(int))
    rep, team = frame["rep"].to_numpy(), frame["team"].to_numpy()
    lists = _lists([np.array(TEAMS[rep.team].list_weights) for rep in REPS], rng)[frame["prospect"]]
    lift = np.where(early, MORNING_LIFT, AFTERNOON_LIFT)
    usual = MORNING_LIFT * morning + AFTERNOON_LIFT * (1 - morning)
    connect = spread(column("connect")[rep] * lift / usual[rep], rng)
    booking = _call_booking(lists, rep, team) * weekly(rng)[rep, frame["week"]]
    booked = np.zeros(len(frame), dtype=bool)
    booked[connect] = spread(booking[connect], rng)
    frame["outcome"] = _call_outcomes(connect, booked, column("voicemail")[rep], rng)
    median = frame["outcome"].map(MEDIAN_SECONDS).to_numpy()
    frame["duration_s"] = np.round(median * rng.lognormal(0, 0.5, len(frame))).astype(int)
    return frame.assign(list=np.array(CALL_LISTS, dtype=object)[lists])


def emails(grid: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Emails, the same columns without duration_s."""
    frame, _ = _moments(grid, column("emails"), np.full(len(REPS), 0.55), rng, np.ones(len(REPS), dtype=int))
    rep = frame["rep"].to_numpy()
    lists = _lists([MAIL_LIST_WEIGHTS] * len(REPS), rng)[frame["prospect"]]
    lift = MAIL_LIST_LIFT / (MAIL_LIST_LIFT @ MAIL_LIST_WEIGHTS)
    booked = spread(column("mail_booking")[rep] * lift[lists] * weekly(rng)[rep, frame["week"]], rng)
    edges = np.cumsum(list(MAIL_SHARES.values()))
    words = np.array([*MAIL_SHARES, "sent"], dtype=object)
    outcome = words[np.searchsorted(edges, rng.random(len(frame)), side="right")]
    outcome[booked] = SCHEDULED
    return frame.assign(outcome=outcome, list=np.array(MAIL_LISTS, dtype=object)[lists])


def _moments(
    grid: pd.DataFrame,
    per_day: Floats,
    morning: Floats,
    rng: np.random.Generator,
    reach: NDArray[np.int64],
) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """The touches of each day worked, and which of them were made in the morning."""
    count = np.round(per_day[grid["rep"]] * grid["pace"] + rng.random(len(grid)) - 0.5).astype(int)
    frame = grid.loc[grid.index.repeat(count), ["rep", "team", "day", "week", "ends"]]
    frame = frame.reset_index(drop=True)
    friday = frame["day"].dt.day_of_week.to_numpy() == 4
    early = rng.random(len(frame)) < morning[frame["rep"]] + 0.18 * friday
    seconds = (
        np.where(early, 8.5 * 3600, 13 * 3600) + rng.random(len(frame)) * np.where(early, 3.4, 4.7) * 3600
    )
    order = np.lexsort((seconds, frame["day"], frame["rep"]))
    frame, early = frame.iloc[order].reset_index(drop=True), early[order]
    local = frame["day"].to_numpy().astype("datetime64[s]") + seconds[order].astype("timedelta64[s]")
    frame["at"] = to_utc(local, frame["team"].to_numpy())
    number = frame["week"].to_numpy() * WINDOW_STEP + rng.integers(0, WINDOW, len(frame))
    wide = reach[frame["rep"]]
    number = (number * wide + np.arange(len(frame)) % wide) % POOL
    frame["prospect"] = frame["rep"].to_numpy() * (POOL + RESERVED) + number
    return frame, early


def _lists(weights: list[Floats], rng: np.random.Generator) -> NDArray[np.int64]:
    """The list on which each prospect stands, by the prospect's number."""
    drawn = [rng.choice(len(share), POOL + RESERVED, p=share / share.sum()) for share in weights]
    return np.concatenate(drawn)


def _call_booking(lists: NDArray[np.int64], rep: NDArray[np.int64], team: NDArray[np.int64]) -> Floats:
    """Connected → meeting of each call: the rep's own rate, moved by the list; the bad list's is the same
    for everybody, and the others make up for it."""
    weights = np.array([profile.list_weights for profile in TEAMS])
    base = column("booking")[rep]
    good = (weights * CALL_LIST_LIFT).sum(axis=1)[team]
    factor = (base - weights[team, BAD_LIST] * BAD_LIST_BOOKING) / (base * good)
    return np.where(lists == BAD_LIST, BAD_LIST_BOOKING, base * factor * CALL_LIST_LIFT[lists])


def _call_outcomes(
    connect: NDArray[np.bool_], booked: NDArray[np.bool_], voicemail: Floats, rng: np.random.Generator
) -> NDArray[np.object_]:
    drawn = rng.random(len(connect))
    missed = [drawn < voicemail, drawn < voicemail + 0.075, drawn < voicemail + 0.12]
    choices = ["voicemail", "gatekeeper", "wrong number"]
    outcome = np.select([~connect & miss for miss in missed], choices, "no answer").astype(object)
    outcome[connect] = np.where(drawn[connect] < 0.18, "disqualified", "connected")
    outcome[booked] = SCHEDULED
    return outcome
