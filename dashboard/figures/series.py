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


def with_luck(team: pd.DataFrame, trials_of_one_rep: pd.Series) -> pd.DataFrame:
    """The team's weeks with `low` and `high`: where luck alone puts one rep's week, 9 in 10, given how
    many trials a rep has in a week (index: the Mondays)."""
    trials = trials_of_one_rep.reindex(team["week"]).round().to_numpy()
    low, high = luck_range(trials, team["value"].to_numpy())
    return team.assign(low=low, high=high)
