"""A count a week: a bar each, the week that is not over paler."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.trend import DAY_AND_MONTH, course
from dashboard.charts.words import Unit, number


@functools.cache
def spec(theme: Theme, unit: Unit = "plain", currency: str = "$", height: int = 200) -> dict[str, Any]:
    """A bar a week from 0, with the number on top where it fits; the plot is `height` px.

    Frame: `week` (date, its Monday, ascending); `value`; `text` (the number on top); `complete` (bool): a
    week that is not over is paler; `team` (the average rep, NaN for none): a dashed line.
    """
    return bars(theme, unit, currency, height, DAY_AND_MONTH.format("datum.week"), "datum.value")


def bars(theme: Theme, unit: Unit, currency: str, height: int, label: str, under: str) -> dict[str, Any]:
    """The same of other spans of time: `label` is the expression of a bar's name, which no other has, and
    `under` that of what stands under it, made of that name, `datum.value`."""
    colors = palette(theme)
    axis = drawing.quiet_axis(colors, grid=False, labelAngle=0, labelExpr=under)
    scale = altair.Scale(paddingInner=0.3, paddingOuter=0.15)
    x = altair.X("label:O", sort=None, axis=axis, scale=scale)
    axis = drawing.value_axis(colors, unit, currency, "4")
    y = altair.Y("value:Q", stack=None, scale=altair.Scale(zero=True), axis=axis)
    line = altair.Chart().mark_line(color=colors.text, strokeWidth=1.5, strokeDash=[4, 3])
    line = line.encode(x=x, y="team:Q")
    layers = altair.layer(_bar(colors, x, y), line, drawing.some_length(unit, "y"), _top(colors, x))
    layers = layers.transform_calculate(label=label)
    return drawing.finish(layers, height=height)


def _bar(colors: Palette, x: altair.X, y: altair.Y) -> altair.Chart:
    color = drawing.expr(f"datum.complete === false ? '{colors.faint}' : '{colors.accent}'")
    bar = altair.Chart().mark_bar(width=drawing.BAR, color=color)
    return bar.encode(x=x, y=y, tooltip=["label:N", "text:N"])


def _top(colors: Palette, x: altair.X) -> altair.Chart:
    fits = "bandwidth('x') > length(datum.text) * 6 - 4"
    top = drawing.on_top(colors, fits)
    return top.encode(x=x, y="value:Q", text="text:N")


def alt(frame: pd.DataFrame, label: str, unit: Unit = "plain", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: first and last whole week, most and least."""
    known = frame[frame["complete"].astype(bool)].dropna(subset=["value"]).sort_values("week")
    if known.empty:
        return f"{label}: no whole week to show yet."
    found = f"{label} {course('by week', known, unit, currency)}"
    if len(known) == 1:
        return f"{found}."
    if known["value"].nunique() == 1:
        each = number(known["value"].iloc[0], unit, currency)
        return f"{label} by week: {each} in each of {len(known)} weeks."
    low, high = (number(value, unit, currency) for value in (known["value"].min(), known["value"].max()))
    return f"{found}; between {low} and {high} a week."
