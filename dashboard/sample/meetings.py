"""The sample's meetings, and the opportunities that came of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .names import POOL, RESERVED
from .organisation import DACH, TEAMS, TRUTH, column
from .touches import SCHEDULED, spread
from .workdays import Moments, Span, shift, to_local, to_utc

HOUR, DAY = np.timedelta64(3600, "s"), np.timedelta64(86_400, "s")
NO_SHOW, CANCELLED, CANCELLED_AHEAD = 0.12, 0.10, 0.04
FORGOTTEN, FORGOTTEN_LATELY = 0.012, 0.15  # past meetings whose outcome nobody has entered
HARD_AE_SHARE = 0.45  # what the hard AE accepts of what the others of the team do
WON = 0.16
DEAL_MEAN, DEAL_SIGMA = 29_000, 0.5
STAGES = np.array(["Discovery", "Proposal", "Negotiation"], dtype=object)


def booked(
    calls: pd.DataFrame, emails: pd.DataFrame, grid: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Every meeting that was booked: rep, team, week, at (UTC), prospect, channel, and for those of an
    email its row in `emails` (else -1)."""
    kept = ["rep", "team", "week", "at", "prospect"]
    by_phone = calls.loc[calls["outcome"] == SCHEDULED, kept].assign(channel="phone", email=-1)
    answered = emails[emails["outcome"] == SCHEDULED]
    by_email = answered.assign(at=_answered_at(answered, rng), channel="email", email=answered.index)
    columns = [*kept, "channel", "email"]
    everything = [by_phone[columns], by_email[columns], _otherwise(grid, rng)[columns]]
    return pd.concat(everything).sort_values(["rep", "at"], ignore_index=True)


def _answered_at(emails: pd.DataFrame, rng: np.random.Generator) -> Moments:
    """When the prospect took the offered meeting: later that day or the next, never after three days."""
    sent, team = emails["at"].to_numpy(), emails["team"].to_numpy()
    soon = np.round(rng.uniform(300, 5400, len(emails))).astype("timedelta64[s]")
    day = emails["day"].to_numpy().astype("datetime64[D]")
    weekday = (day.astype(int) + 3) % 7
    morrow = day + np.where(weekday == 4, 3, 1)
    morrow_at = morrow.astype("datetime64[s]") + np.round(rng.uniform(9, 17, len(emails)) * 3600).astype(int)
    later = to_utc(morrow_at, team)
    wait = (rng.random(len(emails)) < 0.6) & (morrow <= emails["ends"].to_numpy())
    return np.where(wait & (later - sent <= 3 * DAY), later, sent + soon)


def _otherwise(grid: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Meetings by LinkedIn and other ways, with prospects nobody called or wrote to."""
    happened = spread(column("other")[grid["rep"]] * grid["pace"].to_numpy(), rng)
    frame = grid[happened].reset_index(drop=True)
    seconds = np.round(rng.uniform(9, 17, len(frame)) * 3600).astype("timedelta64[s]")
    local = frame["day"].to_numpy().astype("datetime64[s]") + seconds
    number = POOL + rng.integers(0, RESERVED, len(frame))
    return frame.assign(
        at=to_utc(local, frame["team"].to_numpy()),
        prospect=frame["rep"].to_numpy() * (POOL + RESERVED) + number,
        channel=np.where(rng.random(len(frame)) < 0.7, "LinkedIn", "other").astype(object),
        email=-1,
    )


def held(booked: pd.DataFrame, span: Span, rng: np.random.Generator) -> pd.DataFrame:
    """The meetings with starts (UTC), ae, decided_at (UTC) and outcome, as the log stood at `span.now`."""
    team, rep, count = booked["team"].to_numpy(), booked["rep"].to_numpy(), len(booked)
    lead = 1 + np.floor(14 * rng.beta(1.2, 2.4, count)).astype(int)
    day = to_local(booked["at"].to_numpy(), team).astype("datetime64[D]")
    slot = (9 * 3600 + 1800 * rng.integers(0, 16, count)).astype("timedelta64[s]")
    starts = to_utc(shift(day, lead, team, span) + slot, team)
    frame = booked.assign(starts=starts, ae=_aes(team, rng))
    drawn = rng.random(count)
    frame["missed"] = np.select([drawn < NO_SHOW, drawn < NO_SHOW + CANCELLED], ["no-show", "cancelled"], "")
    frame["decided_at"] = _decided_at(starts, team, span, rng)
    chance = column("accepted")[rep] * _leniency(frame["ae"].to_numpy(), team)
    frame["accepted"] = False
    took_place = (frame["missed"] == "").to_numpy()
    frame.loc[took_place, "accepted"] = spread(chance[took_place], rng)
    return frame.assign(outcome=_outcomes(frame, span.now, rng))


def _aes(team: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.object_]:
    crew = np.array([len(profile.aes) for profile in TEAMS])
    first = np.cumsum(crew) - crew
    everybody = np.array([ae for profile in TEAMS for ae in profile.aes], dtype=object)
    return everybody[first[team] + rng.integers(0, crew[team])]


def _leniency(ae: NDArray[np.object_], team: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the AE makes of the chance: the hard one takes less, the colleagues make up for it."""
    crew = np.array([len(profile.aes) if TRUTH.hard_ae in profile.aes else 0 for profile in TEAMS])[team]
    others = np.where(crew > 0, crew / (crew - 1 + HARD_AE_SHARE), 1.0)
    return np.where(ae == TRUTH.hard_ae, HARD_AE_SHARE * others, others)


def _decided_at(starts: Moments, team: NDArray[np.int64], span: Span, rng: np.random.Generator) -> Moments:
    """When the AE decides: 0 to 10 working days after the meeting, an hour after it at the earliest."""
    lag = np.floor(11 * rng.beta(1.0, 2.2, len(starts))).astype(int)
    day = shift(to_local(starts, team).astype("datetime64[D]"), lag, team, span)
    at = to_utc(day + np.round(rng.uniform(10, 18, len(starts)) * 3600).astype("timedelta64[s]"), team)
    return np.maximum(at, starts + HOUR)


def _outcomes(frame: pd.DataFrame, now: np.datetime64, rng: np.random.Generator) -> NDArray[np.object_]:
    """What the log says at `now`: a later start or decision has not happened yet."""
    starts = frame["starts"].to_numpy()
    ahead, drawn = starts > now, rng.random(len(frame))
    forgotten = drawn < np.where(starts > now - 3 * DAY, FORGOTTEN_LATELY, FORGOTTEN)
    missed, decided = frame["missed"].to_numpy(), frame["decided_at"].to_numpy() <= now
    verdict = np.where(frame["accepted"], "accepted", "disqualified")
    cases = [ahead & (drawn < CANCELLED_AHEAD), ahead | forgotten, missed != "", decided]
    choices = ["cancelled", "scheduled", missed, verdict]
    return np.select(cases, choices, "held").astype(object)


def opportunities(meetings: pd.DataFrame, span: Span, rng: np.random.Generator) -> pd.DataFrame:
    """One row per accepted meeting: meeting (its row), rep, team, accepted_at and closed_at (UTC; NaT:
    open), amount (NaN: not known), currency, stage, won (None: open)."""
    frame = meetings.loc[meetings["outcome"] == "accepted", ["rep", "team", "decided_at"]]
    frame = frame.rename(columns={"decided_at": "accepted_at"}).rename_axis("meeting").reset_index()
    days = np.round(15 + 45 * rng.beta(2.0, 2.0, len(frame))).astype(int)
    closes = _closes(frame, days, span, rng)
    is_open = closes > span.now
    won = spread(np.full(len(frame), WON), rng)
    amount = rng.lognormal(np.log(DEAL_MEAN) - DEAL_SIGMA**2 / 2, DEAL_SIGMA, len(frame))
    odd = rng.random(len(frame)) < 0.15  # most amounts are round, some are to the cent
    amount = np.where(odd, np.round(amount, 2), np.round(amount / 250) * 250)
    progress = ((span.now - frame["accepted_at"].to_numpy()) / DAY) / days
    stage = STAGES[np.clip((progress * 3).astype(int), 0, 2)]
    return frame.assign(
        amount=np.where(is_open & (rng.random(len(frame)) < 0.04), np.nan, amount),
        currency=np.where((frame["team"] == DACH) & (rng.random(len(frame)) < 0.08), "EUR", "USD"),
        stage=np.where(is_open, stage, np.where(won, "Closed Won", "Closed Lost")),
        closed_at=np.where(is_open, np.datetime64("NaT"), closes),
        won=np.where(is_open, None, won),
    )


def _closes(frame: pd.DataFrame, days: NDArray[np.int64], span: Span, rng: np.random.Generator) -> Moments:
    """When the deal closes: on a working day, about `days` after it was accepted."""
    team = frame["team"].to_numpy()
    day = to_local(frame["accepted_at"].to_numpy(), team).astype("datetime64[D]") + days
    local = shift(day, np.zeros(len(frame), dtype=int), team, span)
    return to_utc(local + np.round(rng.uniform(10, 18, len(frame)) * 3600).astype("timedelta64[s]"), team)
