"""How likely each result is: a bar a count, dark from the quota on."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Theme, palette
from dashboard.charts.words import NBSP

HEIGHT = 190


@functools.cache
def spec(theme: Theme) -> dict[str, Any]:
    """Frame, a row a count: `count`, `chance`, `hit` (whether it reaches the quota); and on every row
    `quota`, `short` and `reached` (labels at its left and right; NaN and "" without one)."""
    colors = palette(theme)
    x = altair.X("count:Q", scale=altair.Scale(zero=False, nice=False), axis=drawing.quiet_axis(
        colors, tickCount=6, format=",.0f"))  # fmt: skip
    y = altair.Y("chance:Q", axis=None)
    light, dark = colors.blues[2][0], colors.blues[0][0]
    bars = altair.Chart().transform_calculate(right="datum.count + 0.82").mark_bar(
        color=drawing.expr(f"datum.hit ? '{dark}' : '{light}'")
    )  # fmt: skip
    told = [altair.Tooltip("count:Q"), altair.Tooltip("chance:Q", format=".1%")]
    once = altair.Chart().transform_filter("isValid(datum.quota)")
    once = once.transform_aggregate(groupby=["quota", "short", "reached"])
    line = once.mark_rule(strokeWidth=2.5, color=colors.text)
    layers = [
        bars.encode(x=x, x2="right:Q", y=y, y2=altair.datum(0), tooltip=told),
        line.encode(x=altair.X("quota:Q"), y=altair.value(-18), y2=altair.value(HEIGHT)),
        *(
            once.mark_text(align=align, dx=dx, baseline="middle", fontSize=drawing.SMALL, color=color,
                           fontWeight=weight)
            .encode(x=altair.X("quota:Q"), y=altair.value(-11), text=f"{column}:N")
            for column, align, dx, color, weight in (
                ("short", "right", -6, colors.muted, 400), ("reached", "left", 6, colors.text, 600))
        ),
    ]  # fmt: skip
    return drawing.finish(altair.layer(*layers), resize=True, height=HEIGHT)


def alt(frame: pd.DataFrame, label: str) -> str:
    """The finding of the frame of `spec` in words."""
    if frame.empty:
        return f"{label}: nothing to show yet."
    most = frame.loc[frame["chance"].idxmax()]
    said = f"{label}: {most['count']:,.0f} is the likeliest, with {100 * most['chance']:.0f}{NBSP}%"
    first = frame.iloc[0]
    return f"{said}." if pd.isna(first["quota"]) else f"{said}; {first['short']}, {first['reached']}."
