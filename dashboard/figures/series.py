"""A metric by week."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.figures.luck import luck_range
from dashboard.figures.metrics import Metric
from dashboard.figures.periods import week_of
from dashboard.figures.summary import CENTS, Loaded


def mondays(last: date, weeks: int) -> pd.DatetimeIndex:
    """The Mondays of the given number of weeks, the last of which holds `last`."""
    monday = last - timedelta(days=last.weekday())
    return pd.date_range(end=pd.Timestamp(monday), periods=weeks, freq="7D")


def whole_weeks(today: date, weeks: int) -> pd.DatetimeIndex:
    """The Mondays of the last weeks whose working days are over: a rate of the first calls of a Monday
    says nothing beside twelve weeks."""
    return mondays(today if today.weekday() >= 5 else today - timedelta(days=7), weeks)


def weekly(rows: pd.DataFrame, metric: Metric, loaded: Loaded, weeks: pd.DatetimeIndex) -> pd.DataFrame:
    """One row a week: week (its Monday), numerator, denominator (missing for counts), value.

    `rows` are rows of the ledger. A week without a denominator has no value; a count is 0.
    """
    there = loaded.has(rows["team_id"], metric.needs)
    columns = [metric.numerator] + ([metric.denominator] if metric.denominator else [])
    sums = rows[there].groupby(week_of(rows.loc[there, "day"]))[columns].sum()
    sums = sums.reindex(weeks).fillna(0 if there.any() else np.nan).astype(float)
    unit = CENTS if metric.unit == "money" else 1
    frame = pd.DataFrame({"week": weeks, "numerator": (sums[metric.numerator] / unit).to_numpy()})
    if metric.denominator is None:
        return frame.assign(denominator=np.nan, value=frame["numerator"])
    denominator = sums[metric.denominator].to_numpy()
    frame["denominator"] = denominator
    frame["value"] = frame["numerator"] / np.where(denominator > 0, denominator, np.nan)
    return frame


def of_team(
    ledger: pd.DataFrame, rep_ids: pd.Series, metric: Metric, loaded: Loaded, weeks: pd.DatetimeIndex
) -> pd.DataFrame:
    """`weekly` of these reps together; for a rate with `low` and `high`, see `with_luck`."""
    team = weekly(ledger[ledger["rep_id"].isin(rep_ids)], metric, loaded, weeks)
    if metric.unit != "rate" or rep_ids.empty:
        return team
    return with_luck(team, team.set_index("week")["denominator"] / len(rep_ids))


def pooled(weeks: pd.DataFrame, metric: Metric) -> float | None:
    """Some weeks of `weekly` as one number: a rate pooled, of a count the mean; None for nothing."""
    if not metric.is_rate:
        return float(weeks["value"].mean())
    denominator = weeks["denominator"].sum()
    return float(weeks["numerator"].sum() / denominator) if denominator else None


def with_luck(team: pd.DataFrame, trials_of_one_rep: pd.Series) -> pd.DataFrame:
    """The team's weeks with `low` and `high`: where luck alone puts one rep's week, 9 in 10, given how
    many trials a rep has in a week (index: the Mondays)."""
    trials = trials_of_one_rep.reindex(team["week"]).round().to_numpy()
    low, high = luck_range(trials, team["value"].to_numpy())
    return team.assign(low=low, high=high)
