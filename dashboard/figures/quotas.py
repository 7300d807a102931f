"""Quota and attainment of a month or quarter, for reps and teams."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures.periods import RAMP_WEEKS, Period, quarter_of
from dashboard.figures.summary import ramped
from dashboard.figures.workdays import Calendar, open_in_seat, span

# The part of a full quota in each third of the ramp.
RAMP_STEPS = (0.25, 0.50, 0.75)
# Quotas are usually set about a fifth above expected productivity.
PLAN = 1 / 1.2
# What part of a quota counts as nearly made.
LEAST = 0.80
LONGEST_MONTH = 31


@dataclass(frozen=True)
class Standing:
    """How far a result is on its way: achieved of a quota (None: none is set), and the straight line."""

    achieved: float
    quota: float | None
    days_gone: int
    days: int

    @property
    def attainment(self) -> float | None:
        """Achieved ÷ quota; None without a quota."""
        return self.achieved / self.quota if self.quota else None

    @property
    def left(self) -> float | None:
        """What is left to achieve; 0 once the quota is reached, None without one."""
        return None if self.quota is None else max(self.quota - self.achieved, 0)

    @property
    def due(self) -> float:
        """The part of the quota that the straight line asks for by now."""
        return self.days_gone / self.days if self.days else 0.0

    @property
    def straight_line(self) -> float | None:
        """Where the same pace ends: achieved ÷ (working days gone ÷ working days of the period)."""
        return self.achieved / (self.days_gone / self.days) if self.days_gone and self.days else None


def period_named(quotas: pd.DataFrame, metric: str, today: date, calendar: Calendar) -> str | None:
    """The shortest period with a quota for the metric that today lies in, such as "2026-11"."""
    texts = quotas.loc[quotas["metric"] == metric, "period"].unique()
    periods = {text: calendar.period(text) for text in texts}
    now = [text for text, period in periods.items() if period.until(today) and today <= period.last]
    return min(now, key=lambda text: periods[text].days, default=None)


def name_of(period: Period, calendar: Calendar) -> str:
    """What a month or fiscal quarter is stored as: "2026-11", "2026-Q4"."""
    if period.days > LONGEST_MONTH:
        return quarter_of(period.last, calendar.year_ends)
    return f"{period.first:%Y-%m}"


def by_seat(
    quotas: pd.DataFrame, seats: pd.DataFrame, metric: str, period: str, calendar: Calendar
) -> pd.Series:
    """Each rep's quota in each team (index: rep_id, team_id), in proportion to the working days in that
    seat, and less while ramping. Days off lower no quota. Reps without a quota are left out. A quarter for
    which none is set has the sum of its months'."""
    if months := _months_instead(quotas, metric, period, calendar):
        return _summed([by_seat(quotas, seats, metric, month, calendar) for month in months])
    mine = quotas[(quotas["metric"] == metric) & (quotas["period"] == period) & quotas["rep_id"].notna()]
    target = mine.drop_duplicates("rep_id").set_index("rep_id")["target"]
    weight = _weights(seats, calendar.period(period), calendar)
    quota = weight * seats["rep_id"].map(target)
    return quota.groupby([seats["rep_id"], seats["team_id"]]).sum(min_count=1).dropna()


def of_team(
    quotas: pd.DataFrame, seats: pd.DataFrame, metric: str, period: str, calendar: Calendar
) -> float | None:
    """The quota of the teams that these seats are in, together; None where one of those who work in the
    period has none: what all achieve is no part of what some are asked for."""
    teams = by_team(quotas, seats, metric, period, calendar)
    return together(teams, seats, calendar.period(period), calendar)


def together(teams: pd.Series, seats: pd.DataFrame, days: Period, calendar: Calendar) -> float | None:
    """The sum of the quotas of `by_team`, see `of_team`."""
    here = seats[open_in_seat(seats, span(days.first, days.last), calendar).any(axis=1)]
    return float(teams.sum()) if len(teams) and here["team_id"].isin(teams.index).all() else None


def by_team(
    quotas: pd.DataFrame, seats: pd.DataFrame, metric: str, period: str, calendar: Calendar
) -> pd.Series:
    """The quota of each team that these seats are in (index: team_id): its own where it has one, else the sum
    of its reps'. Teams with neither are left out."""
    if months := _months_instead(quotas, metric, period, calendar):
        return _summed([by_team(quotas, seats, metric, month, calendar) for month in months])
    own = quotas[(quotas["metric"] == metric) & (quotas["period"] == period) & quotas["team_id"].notna()]
    own = own.drop_duplicates("team_id").astype({"team_id": "int64"}).set_index("team_id")["target"]
    own = own[own.index.isin(seats["team_id"])]
    reps = by_seat(quotas, seats, metric, period, calendar)
    return own.combine_first(reps.groupby(level="team_id").sum())


def _months_instead(quotas: pd.DataFrame, metric: str, period: str, calendar: Calendar) -> list[str]:
    """The months of a quarter for which no quota is set, where each of them has one; else none."""
    set_for = set(quotas.loc[quotas["metric"] == metric, "period"])
    days = calendar.period(period)
    if period in set_for or days.days <= LONGEST_MONTH:
        return []
    months = [f"{day:%Y-%m}" for day in pd.date_range(days.first, days.last, freq="MS")]
    return months if set_for.issuperset(months) else []


def _summed(quotas: list[pd.Series]) -> pd.Series:
    """The quotas of some months together, of who has one in any of them."""
    return pd.concat(quotas).groupby(level=list(range(quotas[0].index.nlevels))).sum()


def attained(rows: pd.DataFrame, whole: pd.DataFrame, quota: pd.Series, what: str = "saos") -> pd.DataFrame:
    """For each of `rows` (rep_id, team_id) what was achieved over the quota's whole period (the column `what`
    of `whole`) and what part of the quota it is; furthest first, reps without a quota last. `quota` as of
    `by_seat`."""
    keys = pd.MultiIndex.from_frame(rows[["rep_id", "team_id"]])
    achieved = whole.set_index(["rep_id", "team_id"])[what].reindex(keys).to_numpy()
    target = quota.reindex(keys).to_numpy()
    frame = pd.DataFrame({"achieved": achieved, "quota": target}, index=rows.index)
    frame["attained"] = frame["achieved"] / frame["quota"].where(frame["quota"] > 0)
    return frame.sort_values("attained", ascending=False, na_position="last", kind="stable")


def attained_by_all(whole: pd.DataFrame, quota: pd.Series) -> float | None:
    """The attainment of the ramped reps who have a quota, together: sum ÷ sum. `quota` as of `by_seat`."""
    table = attained(ramped(whole), whole, quota).dropna(subset=["attained"])
    return float(table["achieved"].sum() / table["quota"].sum()) if len(table) else None


@dataclass(frozen=True)
class Reached:
    """Of `reps` ramped reps with a quota, how many made plan's share of it (`LEAST`), and how many all."""

    reps: int
    near: int
    full: int


def reached(whole: pd.DataFrame, quota: pd.Series, what: str = "saos") -> Reached:
    """How many of the ramped reps are so far; who has rows in two teams counts in each. See `attained`."""
    share = attained(ramped(whole), whole, quota, what)["attained"].dropna()
    return Reached(len(share), int((share >= LEAST).sum()), int((share >= 1).sum()))


def standing(
    achieved: float, quota: float | None, period: Period, today: date, calendar: Calendar,
    teams: Collection[int],
) -> Standing:  # fmt: skip
    """The standing of a result of some teams on a day of its period."""
    return Standing(achieved, quota, *calendar.gone(teams, period, today))


def floor(expectations: pd.DataFrame, team_ids: Collection[int], metric: str) -> float | None:
    """The floor of a metric per working day in these teams; None without one, or where they differ."""
    asked = expectations[(expectations["metric"] == metric) & expectations["team_id"].isin(list(team_ids))]
    floors = asked["per_day"].unique()
    return float(floors[0]) if len(floors) == 1 and len(asked) == len(set(team_ids)) else None


def ramp_share(first_day: pd.Series, days: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Which part of a ramped rep's quota a day carries, reps × days: `RAMP_STEPS` in the thirds of the ramp,
    which begins on the rep's first day; where that is not known the rep is ramped."""
    began = first_day.to_numpy().astype("datetime64[D]")[:, None]
    third = (days.astype("datetime64[D]") - began).astype(float) * len(RAMP_STEPS) // (RAMP_WEEKS * 7)
    ramping = (third >= 0) & (third < len(RAMP_STEPS)) & ~np.isnat(began)
    return np.where(ramping, np.take(RAMP_STEPS, np.where(ramping, third, 0).astype(int)), 1.0)


def _weights(seats: pd.DataFrame, period: Period, calendar: Calendar) -> pd.Series:
    """The part of a full quota that each seat carries: its working days, each less while ramping, of those
    of its team."""
    days = span(period.first, period.last)
    share = ramp_share(seats["first_day"], days) * open_in_seat(seats, days, calendar)
    whole = calendar.open_days(seats["team_id"], days).sum(axis=1)
    return pd.Series(share.sum(axis=1) / np.maximum(whole, 1), index=seats.index)
