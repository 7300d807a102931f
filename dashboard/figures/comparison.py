"""Reps beside each other and beside their team: rates with their uncertainty, and shares by outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from dashboard.figures.luck import luck_range, wilson
from dashboard.figures.metrics import Metric
from dashboard.figures.periods import WEEK, Period
from dashboard.figures.summary import Loaded, parts, ramped

# Of a rep with fewer expected successes luck says anything; the range is not drawn.
ENOUGH_FOR_LUCK = 1.0


def rates(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> pd.DataFrame:
    """One row a rep, highest first, reps without a value last: rep, ramping, numerator, denominator,
    value, low, high (80 % interval), luck_low, luck_high (where luck puts a rep with as many trials whose
    true rate is that of the rest of the team, 9 in 10; missing for ramping reps and for ratios)."""
    part = parts(rows, metric, loaded)
    frame = part.assign(rep=rows["rep"], ramping=rows["ramp_week"].notna())
    nothing = np.full(len(frame), np.nan)
    frame = frame.assign(low=nothing, high=nothing, luck_low=nothing, luck_high=nothing)
    if metric.unit == "rate":
        frame["low"], frame["high"] = wilson(frame["numerator"], frame["denominator"])
        rest = _rest(rows, metric, loaded)
        low, high = luck_range(frame["denominator"], rest)
        shown = ~frame["ramping"] & (frame["denominator"] * rest >= ENOUGH_FOR_LUCK)
        frame["luck_low"], frame["luck_high"] = np.where(shown, low, np.nan), np.where(shown, high, np.nan)
    return frame.sort_values(["value", "rep"], ascending=[False, True], na_position="last")


def _rest(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> np.ndarray:
    """For each row the pooled rate of the other ramped reps."""
    part = parts(rows, metric, loaded)[["numerator", "denominator"]].fillna(0)
    own = ramped(rows).index
    totals = part.loc[own].sum()
    mine = part.mul(part.index.isin(own).astype(float), axis=0)
    n, x = totals["denominator"] - mine["denominator"], totals["numerator"] - mine["numerator"]
    return (x / n.where(n > 0)).to_numpy()


def outside_luck(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Who of `rates` lies below the range of luck, and who above it. One in ten does by luck alone."""
    return (
        frame.loc[frame["value"] < frame["luck_low"], "rep"].tolist(),
        frame.loc[frame["value"] > frame["luck_high"], "rep"].tolist(),
    )


def shares(rows: pd.DataFrame, names: pd.Series, wanted: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Long: name, part, count, share, order, for each row of counts and each part (the sum of its
    columns). Rows in which nothing was counted are left out."""
    counts = pd.DataFrame({part: rows[list(columns)].sum(axis=1) for part, columns in wanted.items()})
    total = counts.sum(axis=1)
    counts = counts[total > 0]
    long = counts.stack().rename("count").reset_index()
    long.columns = ["row", "part", "count"]
    return pd.DataFrame(
        {
            "name": long["row"].map(names),
            "part": long["part"],
            "count": long["count"],
            "share": long["count"] / long["row"].map(total),
            "order": long["part"].map({part: order for order, part in enumerate(wanted)}),
        }
    )


def team_first(
    rows: pd.DataFrame, columns: Sequence[str], label: str = "Team"
) -> tuple[pd.DataFrame, pd.Series]:
    """The rows' counts with the sum of the ramped reps as the first row, and the name of each row."""
    own = rows[list(columns)]
    team = ramped(rows)[list(columns)].sum().to_frame("team").T
    names = pd.concat([pd.Series([label], index=["team"]), rows["rep"]])
    return pd.concat([team, own]), names


def by_ae(meetings: pd.DataFrame, period: Period, today: date) -> pd.DataFrame:
    """One row an AE with decided meetings, highest first: ae, x (accepted), n (decided), rate, low, high
    (80 % interval), per_week (meetings held a week of the period so far)."""
    sums = meetings.groupby("ae")[["accepted", "decided", "meetings_held"]].sum()
    sums = sums[sums["decided"] > 0].rename(columns={"accepted": "x", "decided": "n"})
    gone = period.until(today) or period
    sums["rate"] = sums["x"] / sums["n"]
    sums["low"], sums["high"] = wilson(sums["x"], sums["n"])
    sums["per_week"] = sums["meetings_held"] / (gone.days / WEEK)
    return sums.reset_index().sort_values("rate", ascending=False, ignore_index=True)


def together(found: pd.DataFrame) -> float:
    """The rate of all lists or AEs (x of n) together; missing where there are no trials."""
    trials = found["n"].sum()
    return found["x"].sum() / trials if trials else np.nan


def amounts(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> pd.DataFrame:
    """One row a rep, highest first: rep, ramping, value of a count or an amount of money."""
    frame = parts(rows, metric, loaded)[["value"]].assign(rep=rows["rep"], ramping=rows["ramp_week"].notna())
    return frame.sort_values(["value", "rep"], ascending=[False, True], na_position="last")


def change(now: float | None, earlier: float | None) -> float | None:
    """The change from an earlier number as a fraction of it; None where either says nothing."""
    return None if now is None or not earlier else now / earlier - 1


def difference(now: float | None, earlier: float | None) -> float | None:
    """The change from an earlier number in its own unit; None where either says nothing."""
    return None if now is None or earlier is None else now - earlier
