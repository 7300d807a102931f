"""The least activity that a team is expected to do a working day: shown as a floor, never as a flag."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.coaching import EXCUSED
from dashboard.figures.efficiency import ACTIVITIES


def below(guard: pd.DataFrame, expectations: pd.DataFrame) -> pd.DataFrame:
    """The ramped reps who did less than their team's floor on the days they worked: rep_id, rep, metric,
    a_day, floor. `guard` as of `coaching.Coaching`, with calls and emails; `expectations`: team_id, metric,
    per_day. Whom the guard protects, or cannot tell of, is not held to it."""
    mine = guard[~guard["ramping"].astype(bool) & ~guard["verdict"].isin(EXCUSED)]
    found = []
    for metric in ACTIVITIES:
        expected = expectations[expectations["metric"] == metric].set_index("team_id")["per_day"]
        floor = mine["team_id"].map(expected)
        a_day = mine[metric] / mine["days"].where(mine["days"] > 0)
        low = mine.assign(metric=metric, a_day=a_day, floor=floor)[a_day < floor]
        found.append(low[["rep_id", "rep", "metric", "a_day", "floor"]])
    return pd.concat(found).sort_values(["rep", "metric"], ignore_index=True)
