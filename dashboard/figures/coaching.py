"""Who needs coaching on what, and who is left alone: a team's flags and guard, from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.figures import efficiency, flags
from dashboard.figures.efficiency import Counterfactual
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import Period
from dashboard.figures.summary import Loaded, parts, ramped
from dashboard.figures.workdays import Calendar

SHORT, LONG = 28, 91
WEEKS = 13
# Where the median rep's n·m/(1 − m) is smaller, four weeks can hardly show a halved rate.
ENOUGH_FOR_SHORT = 30.0
# A floor of activity is not held against them.
EXCUSED = (efficiency.PROTECT, efficiency.CHECK_QUALITY, efficiency.UNDECIDED)


@dataclass(frozen=True)
class Judged:
    """A team's flags and guard.

    `flags`: as `flags.judge`, with rep_id and rep. `guard`: as `efficiency.guard`, with rep_id and rep; empty
    where no activity is known. `activity` and `output`: the metrics that the guard compares.
    """

    flags: pd.DataFrame
    guard: pd.DataFrame
    activity: Metric | None
    output: Metric | None

    @property
    def tests(self) -> int:
        """How many comparisons the page makes."""
        return int(self.flags["p"].notna().sum())

    @property
    def watches_by_luck(self) -> float:
        """How many watches luck alone would give on the page."""
        return flags.watches_by_luck(self.flags)

    def cell(self, rep_id: int, metric: str) -> pd.Series | None:
        """The row of `flags` of a rep and rate; None where there is none."""
        place = self._places.get((rep_id, metric))
        return None if place is None else self.flags.iloc[place]

    @cached_property
    def _places(self) -> dict[tuple[int, str], int]:
        keys = zip(self.flags["rep_id"], self.flags["metric"], strict=True)
        return {key: place for place, key in enumerate(keys)}

    def guarded(self, rep_id: int) -> pd.Series | None:
        """The row of `guard` of a rep; None where there is none."""
        rows = self.guard[self.guard["rep_id"] == rep_id]
        return rows.iloc[0] if len(rows) else None


@dataclass(frozen=True)
class Coaching(Judged):
    """What a manager's page says of one team: both frames have the team_id too, `flags` also first and last
    (of the window of its rate) and `weeks`, how many these are where they are more than the page's (else
    missing). `window`: the days of the guard; `windows`: those of each rate."""

    team_id: int
    window: Period
    windows: dict[str, Period]


def window(period: Period, today: date) -> Period:
    """The days that a page over `period` looks for flags in: its whole days gone, but four weeks at least."""
    last = min(period.last, max(today - timedelta(days=1), period.first))
    return Period(min(period.first, _back(last, SHORT)), last)


def _back(last: date, days: int) -> date:
    return last - timedelta(days=days - 1)


def coach(
    rows_of: Callable[[Period], pd.DataFrame],
    ledger: pd.DataFrame,
    team_id: int,
    window: Period,
    loaded: Loaded,
    calendar: Calendar,
    exactly: bool = False,
) -> Coaching:
    """The flags and the guard of a team. `rows_of`: `summary.by_rep` of a period. A rate whose trials are too
    few in the window is read over thirteen weeks, unless the window is meant `exactly`."""
    of_team = ledger[ledger["team_id"] == team_id]

    def rows(days: Period) -> pd.DataFrame:
        every = rows_of(days)
        return every[every["team_id"] == team_id]

    windows = {
        metric.name: window if exactly else _long_enough(rows(window), window, metric, loaded)
        for metric in map(BY_NAME.get, flags.TESTED)
        if loaded.has(pd.Series([team_id]), metric.needs).iloc[0]
    }
    cells = [
        _cells(rows(days), of_team, BY_NAME[name], days, loaded, longer=days != window)
        for name, days in windows.items()
    ]
    judged = flags.judge(pd.concat([*cells, _no_cells()], ignore_index=True))
    weak = judged.loc[(judged["metric"] == "meeting_to_sao") & (judged["verdict"] == flags.COACH), "rep_id"]
    worked = _days_worked(of_team, window, calendar)
    activity, output = _measures(rows(window), worked, team_id, loaded)
    guard = _guard(rows(window), worked, activity, output, set(weak))
    return Coaching(judged, guard, activity, output, team_id, window, windows)


def _no_cells() -> pd.DataFrame:
    kinds = {
        "rep_id": "int64", "team_id": "int64", "rep": "str", "metric": "str", "x": "float64", "n": "float64",
        "ramping": "bool", "lumps": "float64", "first": object, "last": object, "weeks": "float64",
    }  # fmt: skip
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _long_enough(rows: pd.DataFrame, window: Period, metric: Metric, loaded: Loaded) -> Period:
    part = parts(ramped(rows), metric, loaded)
    trials = part["denominator"].sum()
    rate = part["numerator"].sum() / trials if trials else 0.0
    median = part.loc[part["denominator"] > 0, "denominator"].median()
    if rate < 1 and not median * rate / (1 - rate) >= ENOUGH_FOR_SHORT:
        return Period(min(window.first, _back(window.last, LONG)), window.last)
    return window


def _cells(
    rows: pd.DataFrame, ledger: pd.DataFrame, metric: Metric, days: Period, loaded: Loaded, longer: bool
) -> pd.DataFrame:
    """The cells of one rate, as `flags.judge` takes them."""
    part = parts(rows, metric, loaded)
    return rows[["rep_id", "team_id", "rep"]].assign(
        metric=metric.name, x=part["numerator"], n=part["denominator"], ramping=rows["ramp_week"].notna(),
        lumps=lumps_of(ledger, ramped(rows)["rep_id"], metric, days.last), first=days.first, last=days.last,
        weeks=float(WEEKS) if longer else np.nan,
    )  # fmt: skip


def lumps_of(ledger: pd.DataFrame, reps: pd.Series, metric: Metric, last: date) -> float:
    """How lumpy the rate's last thirteen weeks are."""
    weeks_ago = (pd.Timestamp(last) - ledger["day"]).dt.days // 7
    recent = ledger[weeks_ago.between(0, WEEKS - 1) & ledger["rep_id"].isin(reps)]
    place, _ = pd.factorize(recent["rep_id"])
    cell = place * WEEKS + weeks_ago[recent.index].to_numpy()
    shape = (len(np.unique(place)), WEEKS)
    x, n = (
        np.bincount(cell, recent[column], shape[0] * WEEKS).reshape(shape)
        for column in (metric.numerator, metric.denominator)
    )
    return flags.lumps(x, n)


def _measures(
    rows: pd.DataFrame, worked: pd.DataFrame, team_id: int, loaded: Loaded
) -> tuple[Metric | None, Metric | None]:
    """What the team's activity and output are measured by, of what its log has."""
    there = [
        name for name in (*efficiency.ACTIVITIES, *efficiency.OUTPUTS)
        if loaded.has(pd.Series([team_id]), BY_NAME[name].needs).iloc[0]
    ]  # fmt: skip
    own = worked[worked["rep_id"].isin(ramped(rows)["rep_id"])]
    activity, output = efficiency.measures(own.groupby("rep_id")[there].sum())
    return BY_NAME.get(activity), BY_NAME.get(output)


def _guard(
    rows: pd.DataFrame, worked: pd.DataFrame, activity: Metric | None, output: Metric | None,
    weak_quality: set[int],
) -> pd.DataFrame:  # fmt: skip
    """The guard of a team's reps; counts and days are of the same days, those worked."""
    if activity is None or output is None:
        return efficiency.guard(_no_reps())
    by_rep = worked.groupby("rep_id")
    wanted = sorted({activity.numerator, output.numerator, "activity", *efficiency.ACTIVITIES})
    sums = by_rep[wanted].sum().reindex(rows["rep_id"]).fillna(0.0)
    own = worked[worked["rep_id"].isin(ramped(rows)["rep_id"])]
    reps = rows[["rep_id", "team_id", "rep"]].assign(
        activity=sums[activity.numerator].to_numpy(), output=sums[output.numerator].to_numpy(),
        touches=sums["activity"].to_numpy(), calls=sums["calls"].to_numpy(),
        emails=sums["emails"].to_numpy(), days=rows["rep_id"].map(by_rep.size()).fillna(0),
        ramping=rows["ramp_week"].notna(), weak_quality=rows["rep_id"].isin(weak_quality),
        activity_lumps=efficiency.daily_lumps(own, activity.numerator, efficiency.ACTIVITY_LUMPS),
        output_lumps=efficiency.daily_lumps(own, output.numerator, efficiency.OUTPUT_LUMPS),
    )  # fmt: skip
    return efficiency.guard(reps)


def _no_reps() -> pd.DataFrame:
    names = (
        "rep_id", "team_id", "rep", "activity", "output", "touches", "calls", "emails", "days", "ramping",
        "weak_quality", "activity_lumps", "output_lumps",
    )  # fmt: skip
    return pd.DataFrame({name: pd.Series(dtype=bool if name == "ramping" else float) for name in names})


def _days_worked(ledger: pd.DataFrame, window: Period, calendar: Calendar) -> pd.DataFrame:
    """The rows of the working days on which a rep called or wrote: a day off is not a day of low activity,
    and what others book or decide meanwhile is no output of the days before it."""
    rows = ledger[window.holds(ledger["day"]) & (ledger["activity"] > 0)]
    return rows[calendar.works(rows)]


def what_if(row: pd.Series) -> Counterfactual | None:
    """Where more activity might lead a rep of the guard whose activity is low; None for anybody else."""
    if row["verdict"] in (None, efficiency.NORMAL, efficiency.TOO_EARLY) or pd.isna(row["verdict"]):
        return None
    return efficiency.counterfactual(
        *(float(row[name]) for name in ("activity_a_day", "output_a_day", "rest_activity", "rest_output"))
    )
