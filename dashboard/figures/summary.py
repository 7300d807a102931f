"""Metrics of a period: per rep, and for the team beside them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures.ledger import BASE
from dashboard.figures.metrics import CALLS, EMAILS, MEETINGS, METRICS, OPPORTUNITIES, Metric
from dashboard.figures.periods import Period, ramp_week
from dashboard.figures.workdays import Calendar, days_in_seat

CENTS = 100
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Value:
    """A metric's value; for a rate its numerator and denominator too. None is *no value*."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Loaded:
    """Which kinds of log there are: calls and emails by team, meetings and opportunities for all.

    A team without an export of emails has no number of emails, rather than 0.
    """

    calls: frozenset[int]
    emails: frozenset[int]
    meetings: bool
    opportunities: bool

    @classmethod
    def of(cls, loaded: pd.DataFrame, rows: dict[str, int]) -> Loaded:
        """From the frame of `log.queries.loaded` and the numbers of rows of `log.queries.rows_loaded`."""
        return cls(
            calls=frozenset(loaded.loc[loaded["calls"] > 0, "team_id"]),
            emails=frozenset(loaded.loc[loaded["emails"] > 0, "team_id"]),
            meetings=rows["meetings"] > 0,
            # An accepted meeting is an SAO, whether an opportunity was exported or not.
            opportunities=rows["opportunities"] > 0 or rows["meetings"] > 0,
        )

    def has(self, team_ids: pd.Series, kinds: tuple[str, ...]) -> pd.Series:
        """For each team whether all these kinds of log are there."""
        teams = team_ids.to_numpy()
        present = np.full(len(teams), True)
        if CALLS in kinds:
            present &= np.isin(teams, list(self.calls))
        if EMAILS in kinds:
            present &= np.isin(teams, list(self.emails))
        if MEETINGS in kinds:
            present &= self.meetings
        if OPPORTUNITIES in kinds:
            present &= self.opportunities
        return pd.Series(present, index=team_ids.index)


def by_rep(
    ledger: pd.DataFrame, seats: pd.DataFrame, period: Period, today: date, calendar: Calendar
) -> pd.DataFrame:
    """One row for each rep and team that sat or counts in the period: rep_id, team_id, rep, team,
    ramp_week (missing once ramped), days and days_to_come (working days in seat until today and after),
    and the sums of `BASE`."""
    rows = ledger[period.holds(ledger["day"])].groupby(["rep_id", "team_id"])[list(BASE)].sum()
    people = _people(seats, period, today, calendar)
    index = people.index.union(rows.index)
    people = people.reindex(index)
    names = seats.drop_duplicates("rep_id").set_index("rep_id")["rep"]
    teams = seats.drop_duplicates("team_id").set_index("team_id")["team"]
    frame = people.assign(
        rep=index.get_level_values("rep_id").map(names),
        team=index.get_level_values("team_id").map(teams),
        days=people["days"].fillna(0).astype("int64"),
        days_to_come=people["days_to_come"].fillna(0).astype("int64"),
    ).join(rows.reindex(index).fillna(0).astype("int64"))
    return frame.reset_index().sort_values(["team", "rep"], ignore_index=True)


def told_apart(rows: pd.DataFrame, reserved: Collection[str] = ()) -> pd.Series:
    """What each row of `by_rep` is called where every row needs a name of its own: the rep's name; with the
    team where the rep has a row in two, with the rep's number where another rep is called the same or the
    name is `reserved`."""
    people = rows.drop_duplicates("rep_id").set_index("rep_id")["rep"]
    shared = people.index[people.duplicated(keep=False) | people.isin(list(reserved))]
    number = rows["rep_id"].astype(str).where(rows["rep_id"].isin(shared), "")
    team = rows["team"].where(rows["rep_id"].duplicated(keep=False), "")
    more = [", ".join(filter(None, both)) for both in zip(number, team, strict=True)]
    names = [f"{name} ({added})" if added else name for name, added in zip(rows["rep"], more, strict=True)]
    return pd.Series(names, index=rows.index, dtype=object)


def _people(seats: pd.DataFrame, period: Period, today: date, calendar: Calendar) -> pd.DataFrame:
    """Those who sat in the period, by rep and team: days, days_to_come, ramp_week at its end (or today)."""
    started = seats["started_on"].isna() | (seats["started_on"] <= pd.Timestamp(period.last))
    stayed = seats["ended_on"].isna() | (seats["ended_on"] >= pd.Timestamp(period.first))
    sat = seats[started & stayed]
    week = ramp_week(sat["first_day"], min(period.last, max(today, period.first)))
    gone, whole = (days_in_seat(sat, period, until, calendar) for until in (today, period.last))
    rows = sat.assign(days=gone, days_to_come=whole - gone, ramp_week=week)
    return rows.groupby(["rep_id", "team_id"]).agg(
        days=("days", "sum"), days_to_come=("days_to_come", "sum"), ramp_week=("ramp_week", "max")
    )


def ramped(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the reps who are past their ramp: those an average is taken over."""
    return rows[rows["ramp_week"].isna()]


def parts(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> pd.DataFrame:
    """Each row's numerator, denominator (missing for counts) and value; missing where the kinds of log
    that the metric needs are not there. Money is in units of the currency."""
    # Plain arrays: a page asks for this a hundred times.
    there = loaded.has(rows["team_id"], metric.needs).to_numpy()
    unit = CENTS if metric.unit == "money" else 1
    numerator = np.where(there, rows[metric.numerator].to_numpy(dtype=float) / unit, np.nan)
    if metric.denominator is None:
        missing = np.full(len(rows), np.nan)
        return _frame(rows.index, missing, missing, numerator)
    denominator = np.where(there, rows[metric.denominator].to_numpy(dtype=float), np.nan)
    value = numerator / np.where(denominator > 0, denominator, np.nan)
    return _frame(rows.index, numerator, denominator, value)


def _frame(index: pd.Index, numerator: Floats, denominator: Floats, value: Floats) -> pd.DataFrame:
    columns = ["numerator", "denominator", "value"]
    return pd.DataFrame(np.column_stack([numerator, denominator, value]), index=index, columns=columns)


def rep_value(row: pd.DataFrame, metric: Metric, loaded: Loaded) -> Value:
    """A metric of one row of `by_rep` (a frame of one row)."""
    first = parts(row, metric, loaded).iloc[0]
    return Value(*(plain(first[name]) for name in ("value", "numerator", "denominator")))


def total(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> Value:
    """A metric of all rows together: counts added up, rates pooled."""
    part = parts(rows, metric, loaded)
    return _pooled(part) if metric.is_rate else Value(plain(_sum(part["value"])))


def average(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> Value:
    """The team's average: rates pooled over ramped reps, counts per ramped rep and working day in seat; of
    what is to come, per working day still to come."""
    own = ramped(rows)
    part = parts(own, metric, loaded)
    if metric.is_rate:
        return _pooled(part)
    return Value(_a_day(part, own["days_to_come" if metric.is_to_come else "days"]))


def _a_day(part: pd.DataFrame, days: pd.Series) -> float | None:
    """A count per working day of the reps who have a value."""
    worked = days[part["value"].notna()].sum()
    return plain(_sum(part["value"]) / worked) if worked else None


def per_day(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> pd.Series:
    """Each row's count per working day in seat; missing where there was none."""
    return parts(rows, metric, loaded)["value"] / rows["days"].where(rows["days"] > 0)


def together_per_day(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> Value:
    """A count of all rows together per working day in seat; no value where there was none."""
    return Value(_a_day(parts(rows, metric, loaded), rows["days"]))


def others(rows: pd.DataFrame, metric: Metric, loaded: Loaded, rep_id: int) -> int:
    """How many reps beside this one have a part in the team's average of a metric."""
    own = ramped(rows)
    counted = own[parts(own, metric, loaded)["value"].notna()]
    return counted.loc[counted["rep_id"] != rep_id, "rep_id"].nunique()


def per_rep(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> float | None:
    """A count per ramped rep in the whole period; a rep who sat for half of it counts as half."""
    own = ramped(rows)
    if own.empty:
        return None
    part = parts(own, metric, loaded)
    if metric.is_to_come or not own["days"].sum():
        # Of what is still to come nobody has sat a day yet: every rep who will counts alike.
        return plain(_sum(part["value"]) / max((own["days_to_come"] > 0).sum(), 1))
    daily = _a_day(part, own["days"])
    return None if daily is None else daily * float(own["days"].max())


def _pooled(part: pd.DataFrame) -> Value:
    numerator, denominator = _sum(part["numerator"]), _sum(part["denominator"])
    value = numerator / denominator if denominator and denominator > 0 else None
    return Value(plain(value), plain(numerator), plain(denominator))


def _sum(values: pd.Series) -> float:
    """The sum, to the cent; missing when all values are."""
    return round(values.sum(min_count=1), 2)


def plain(number: float | None) -> float | None:
    """None for a missing number; a whole one as int."""
    if number is None or pd.isna(number):
        return None
    return int(number) if float(number).is_integer() else float(number)


def every_metric(rows: pd.DataFrame, loaded: Loaded) -> dict[str, pd.DataFrame]:
    """`parts` for each metric of the registry, by name."""
    return {metric.name: parts(rows, metric, loaded) for metric in METRICS}
