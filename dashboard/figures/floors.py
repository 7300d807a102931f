"""The least activity that a team is expected to do a working day: shown as a floor, never as a flag."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard.figures.summary import ramped

METRICS = ("calls", "emails")


def below(
    rows: pd.DataFrame, expectations: pd.DataFrame, worked: pd.Series, excused: Collection[int]
) -> pd.DataFrame:
    """The ramped reps who did less than their team's floor on the days they worked: rep_id, rep, metric,
    a_day, floor.

    `rows` as of `summary.by_rep`; `expectations`: team_id, metric, per_day; `worked`: days worked by rep_id,
    where it is not known the working days in seat count; `excused`: rep_ids whom the guard protects."""
    mine = ramped(rows)
    mine = mine[~mine["rep_id"].isin(list(excused))]
    days = mine["rep_id"].map(worked).fillna(mine["days"])
    found = []
    for metric in METRICS:
        floor = mine["team_id"].map(
            expectations[expectations["metric"] == metric].set_index("team_id")["per_day"]
        )
        a_day = mine[metric] / days.where(days > 0)
        low = mine.assign(metric=metric, a_day=a_day, floor=floor)[a_day < floor]
        found.append(low[["rep_id", "rep", "metric", "a_day", "floor"]])
    return pd.concat(found).sort_values(["rep", "metric"], ignore_index=True)
