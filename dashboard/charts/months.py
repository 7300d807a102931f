"""An amount a month: a bar each, the month that is not over paler."""

from __future__ import annotations

import functools
from typing import Any

import pandas as pd

from dashboard.charts import weeks
from dashboard.charts.palette import Theme
from dashboard.charts.words import Unit, number

MONTH_AND_YEAR = "utcFormat(datum.month, '%b %Y')"
# Under the bars the year stands where it begins.
SHORT = "slice(datum.value, 0, 3) === 'Jan' ? datum.value : slice(datum.value, 0, 3)"


@functools.cache
def spec(theme: Theme, unit: Unit = "plain", currency: str = "$", height: int = 180) -> dict[str, Any]:
    """A bar a month from 0, with the number on top where it fits; the plot is `height` px.

    Frame: `month` (date, its first day, ascending); `value`; `text` (the number on top); `complete` (bool):
    a month that is not over is paler; `team` (NaN for none): a dashed line.
    """
    return weeks.bars(theme, unit, currency, height, MONTH_AND_YEAR, SHORT)


def alt(frame: pd.DataFrame, label: str, unit: Unit = "plain", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: first and last whole month, most and least."""
    known = frame[frame["complete"].astype(bool)].dropna(subset=["value"])
    if known.empty:
        return f"{label}: no whole month to show yet."
    first, last = known.iloc[0], known.iloc[-1]
    ends = [f"{number(row['value'], unit, currency)} in {row['month']:%B %Y}" for row in (first, last)]
    if len(known) == 1:
        return f"{label} by month: {ends[0]}."
    low, high = (number(value, unit, currency) for value in (known["value"].min(), known["value"].max()))
    return f"{label} by month from {ends[0]} to {ends[1]}; between {low} and {high} a month."
