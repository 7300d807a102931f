"""Meetings and SAOs as arrays, and as they stood at a moment: what was logged later is taken out again, so
that a forecast of the past can be made once more.

A row that was made later is not there. What a meeting became is known from its own date on, and an SAO from
its acceptance. The log does not say when a meeting was called off: where later rows show that the log went on
after the moment, such a meeting is still on the calendar until its date. One that the AE turned down is
turned down from its date on. Who sits where, and quotas, are plans: they stand as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures.timeline import Timeline

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Moments = NDArray[np.datetime64]

OUTCOMES = ("scheduled", "held", "accepted", "disqualified", "no-show", "cancelled")
SCHEDULED, HELD, ACCEPTED, DISQUALIFIED, NO_SHOW, CANCELLED = range(len(OUTCOMES))
TOOK_PLACE = (HELD, ACCEPTED, DISQUALIFIED)
CALLED_OFF = (DISQUALIFIED, NO_SHOW, CANCELLED)

Rows = TypeVar("Rows", "Meetings", "Saos")


@dataclass(frozen=True)
class Meetings:
    """One element a meeting. `rep` and `seat` (the rep in the team the meeting belongs to): rows of the
    timeline. `booked_on`, `starts_on`, `accepted_on`: its columns of days, -1 where not known; with the
    moments (UTC, NaT). `outcome`: a place in `OUTCOMES`; what is not known is scheduled."""

    rep: Ints
    seat: Ints
    booked_on: Ints
    starts_on: Ints
    accepted_on: Ints
    booked_at: Moments
    starts_at: Moments
    accepted_at: Moments
    outcome: Ints

    @property
    def took_place(self) -> Bools:
        """Which of them did."""
        return np.isin(self.outcome, TOOK_PLACE)


@dataclass(frozen=True)
class Saos:
    """One element an SAO, as of `Meetings`; `alone`: no meeting is known of which it came."""

    rep: Ints
    seat: Ints
    accepted_on: Ints
    accepted_at: Moments
    alone: Bools


def meetings_of(frame: pd.DataFrame, line: Timeline) -> Meetings:
    """The meetings (frame as of `log.history`) of everybody in the timeline."""
    codes = pd.Index(OUTCOMES).get_indexer(frame["outcome"])
    made = Meetings(
        *line.whose(frame),
        *(line.columns(frame[f"{name}_on"]) for name in ("booked", "starts", "accepted")),
        *(_moments(frame[f"{name}_at"]) for name in ("booked", "starts", "accepted")),
        outcome=np.maximum(codes, SCHEDULED),
    )
    return chosen(made, made.seat >= 0)


def saos_of(frame: pd.DataFrame, line: Timeline) -> Saos:
    """The SAOs (frame as of `log.history`) of everybody in the timeline."""
    alone = frame["meeting_id"].isna().to_numpy()
    made = Saos(*line.whose(frame), line.columns(frame["accepted_on"]), _moments(frame["accepted_at"]), alone)
    return chosen(made, made.seat >= 0)


def as_it_stood(meetings: Meetings, saos: Saos, moment: datetime) -> tuple[Meetings, Saos]:
    """Both as they stood at a moment (aware)."""
    now = moment64(moment)
    goes_on = bool((meetings.booked_at > now).any() or (saos.accepted_at > now).any())
    there = chosen(meetings, ~(meetings.booked_at > now))
    return _outcomes(there, now, goes_on), chosen(saos, ~(saos.accepted_at > now))


def moment64(moment: datetime) -> np.datetime64:
    """An aware moment as the arrays have it."""
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")


def chosen(rows: Rows, which: Bools) -> Rows:
    """Some of the rows."""
    return replace(rows, **{field.name: getattr(rows, field.name)[which] for field in fields(rows)})


def _outcomes(there: Meetings, now: np.datetime64, goes_on: bool) -> Meetings:
    accepted = there.accepted_at <= now
    outcome = np.where((there.outcome == ACCEPTED) & ~accepted, HELD, there.outcome)
    ahead = (there.starts_at > now) & ~accepted
    # An outcome before its time is a slip of whoever typed it, unless the meeting was called off.
    still_on = ahead if goes_on else ahead & ~np.isin(outcome, CALLED_OFF)
    outcome = np.where(accepted, ACCEPTED, np.where(still_on, SCHEDULED, outcome))
    return replace(there, outcome=outcome, accepted_on=np.where(accepted, there.accepted_on, -1))


def _moments(column: pd.Series) -> Moments:
    return column.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy().astype("datetime64[us]")
