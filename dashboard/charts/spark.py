"""Weeks in a small card: bars without axes or numbers, the weeks that are not over paler."""

from __future__ import annotations

import functools
from typing import Any

import altair

from dashboard.charts import drawing
from dashboard.charts.palette import Theme, palette
from dashboard.charts.trend import DAY_AND_MONTH
from dashboard.charts.weeks import alt

__all__ = ["alt", "spec"]


@functools.cache
def spec(theme: Theme, height: int = 42) -> dict[str, Any]:
    """A bar a week from 0; the picture is `height` px.

    Frame: `week` (date, its Monday, ascending); `value`; `complete` (bool): a week that is not over is
    paler; `text` (the value in words, for the pointer). `alt` is that of `charts.weeks`.
    """
    colors = palette(theme)
    scale = altair.Scale(paddingInner=0.45, paddingOuter=0.1)
    x = altair.X("label:O", sort=None, axis=None, scale=scale)
    y = altair.Y("value:Q", stack=None, axis=None, scale=altair.Scale(zero=True, nice=False))
    color = drawing.expr(f"datum.complete === false ? '{colors.faint}' : '{colors.accent}'")
    bars = altair.Chart().mark_bar(width=altair.ExprRef("min(bandwidth('x'), 8)"), color=color)
    bars = bars.encode(x=x, y=y, tooltip=["label:N", "text:N"])
    layers = altair.layer(bars, drawing.some_length("plain", "y"))
    layers = layers.transform_calculate(label=DAY_AND_MONTH.format("datum.week"))
    return drawing.finish(layers, height=height)
