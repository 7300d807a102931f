"""The days on which each rep of the sample works, and moments in their team's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.countries import holidays_of as holidays_of_country

from .organisation import RAMP_WEEKS, REPS, TEAMS, seats

Moments = NDArray[np.datetime64]
WEEKS = 26
LEAD_IN_WEEKS = 16  # worked before the log begins, so that its first weeks have meetings and deals to decide
WEEKDAY_PACE = np.array([0.90, 1.08, 1.06, 1.04, 0.92])
DAY_OFF, HOLIDAY_WEEKS = 0.015, 1
OPEN_HOLIDAYS = ("Columbus Day", "Veterans Day")  # on which American sales teams work
QUIET_WEEKS = 6  # no week's holiday so close to today: the last four weeks tell everybody's story


@dataclass(frozen=True)
class Span:
    """The days the sample covers; `now` (naive, UTC) is the moment at which the log was exported."""

    today: date
    now: np.datetime64

    @property
    def begins(self) -> np.datetime64:
        """The first day of the log."""
        return np.datetime64(self.today - timedelta(days=7 * WEEKS - 1), "D")

    @property
    def lead_in(self) -> np.datetime64:
        """The first day that is simulated."""
        return self.begins - np.timedelta64(7 * LEAD_IN_WEEKS, "D")


def holidays_of(team: int, span: Span) -> Moments:
    """The team's public holidays, from the lead-in to half a year after today."""
    closed = [day for day, name in public_holidays(team, span).items() if name not in OPEN_HOLIDAYS]
    return np.array(sorted(closed), dtype="datetime64[D]")


def public_holidays(team: int, span: Span) -> dict[date, str]:
    """The holidays of the team's country, those included on which it works."""
    return holidays_of_country(TEAMS[team].country, span.lead_in.astype(object).year, span.today.year + 1)


def shift(days: Moments, offset: NDArray[np.int64], team: NDArray[np.int64], span: Span) -> Moments:
    """The working day of the team that is `offset` working days later (0: the day itself or the next)."""
    shifted = days.astype("datetime64[D]").copy()
    for number in range(len(TEAMS)):
        mine = team == number
        closed = holidays_of(number, span)
        shifted[mine] = np.busday_offset(shifted[mine], offset[mine], roll="forward", holidays=closed)
    return shifted


def to_utc(local: Moments, team: NDArray[np.int64]) -> Moments:
    """Local wall time of each row's team as UTC; both naive, to the second."""
    utc = local.astype("datetime64[s]").copy()
    for number, profile in enumerate(TEAMS):
        mine = team == number
        zoned = pd.DatetimeIndex(utc[mine]).tz_localize(profile.zone)
        utc[mine] = zoned.tz_convert(None).to_numpy().astype("datetime64[s]")
    return utc


def to_local(utc: Moments, team: NDArray[np.int64]) -> Moments:
    """The reverse of `to_utc`."""
    local = utc.astype("datetime64[s]").copy()
    for number, profile in enumerate(TEAMS):
        mine = team == number
        zoned = pd.DatetimeIndex(local[mine]).tz_localize("UTC").tz_convert(profile.zone)
        local[mine] = zoned.tz_localize(None).to_numpy().astype("datetime64[s]")
    return local


def worked_days(span: Span, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row per rep and day worked: rep, team, day, week (from the lead-in), pace (1 is an ordinary
    day; weekday, ramp and chance move it) and ends (the seat's last day); and the days off: rep, day."""
    last = np.datetime64(span.today, "D")
    frames = [_seat_days(seat, span.lead_in, last, span) for seat in seats(span.today).itertuples()]
    grid = pd.concat(frames, ignore_index=True)
    grid["week"] = (grid["day"].to_numpy().astype("datetime64[D]") - span.lead_in).astype(int) // 7
    away = _away(grid, rng)
    off = grid.loc[away, ["rep", "day"]].sort_values(["rep", "day"], ignore_index=True)
    grid = grid[~away].sort_values(["rep", "day"], ignore_index=True)
    weekday = grid["day"].dt.day_of_week.to_numpy()
    chance = rng.lognormal(-0.005, 0.10, len(grid))
    # What the days off take away is made up for on the days worked.
    grid["pace"] = WEEKDAY_PACE[weekday] * grid["ramp"].to_numpy() * chance / 0.97
    return grid, off


def _seat_days(seat: Any, first: np.datetime64, last: np.datetime64, span: Span) -> pd.DataFrame:
    started = np.datetime64(seat.started, "D")
    ends = np.datetime64(seat.ended, "D") if isinstance(seat.ended, date) else np.datetime64("2200-01-01")
    days = np.arange(max(first, started), min(last, ends) + 1)
    days = days[np.is_busday(days, holidays=holidays_of(seat.team, span))]
    ramp = np.ones(len(days))
    if REPS[seat.rep].weeks < RAMP_WEEKS:
        ramp = np.minimum(1.0, 0.40 + 0.05 * ((days - started).astype(int) // 7))
    return pd.DataFrame(
        {"rep": seat.rep, "team": seat.team, "day": days.astype("datetime64[s]"), "ramp": ramp, "ends": ends}
    )


def _away(grid: pd.DataFrame, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Single days off anywhere, and a week's holiday each, well before today."""
    total = WEEKS + LEAD_IN_WEEKS
    away = rng.random(len(grid)) < DAY_OFF
    for first, stop in ((0, LEAD_IN_WEEKS), (LEAD_IN_WEEKS, total - QUIET_WEEKS)):
        chosen = rng.integers(first, stop, (len(REPS), HOLIDAY_WEEKS))
        away |= (chosen[grid["rep"]] == grid["week"].to_numpy()[:, None]).any(axis=1)
    return away


def span_of(today: date, now: datetime | None) -> Span:
    """The span that ends on `today`, as it stood at `now` (with a time zone; None: when today is over)."""
    if now is None:
        return Span(today, np.datetime64(today, "s") + np.timedelta64(86_399, "s"))
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    return Span(today, np.datetime64(pd.Timestamp(now).tz_convert(None), "s"))
