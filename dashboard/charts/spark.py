"""Weeks in a small card, without axes or numbers: bars of counts, a line of rates."""

from __future__ import annotations

import functools
from typing import Any

import altair

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.trend import DAY_AND_MONTH
from dashboard.charts.weeks import alt
from dashboard.charts.words import Unit

__all__ = ["alt", "spec"]


@functools.cache
def spec(theme: Theme, unit: Unit = "plain", height: int = 42) -> dict[str, Any]:
    """A bar a week from 0, of rates ("percent") a line; the picture is `height` px.

    Frame: `week` (date, its Monday, ascending); `value`; `complete` (bool): the bar of a week that is not
    over is paler; `text` (the value in words, for the pointer). `alt` is that of `charts.weeks`.
    """
    colors = palette(theme)
    scale = altair.Scale(paddingInner=0.45, paddingOuter=0.1)
    x = altair.X("label:O", sort=None, axis=None, scale=scale)
    rates = unit == "percent"
    # Half a line beyond the edges would make the picture higher than one of bars.
    edges = {"range": [height - 2, 2]} if rates else {}
    y = altair.Y("value:Q", stack=None, axis=None, scale=altair.Scale(zero=True, nice=False, **edges))
    mark = _line(colors) if rates else _bars(colors)
    layers = altair.layer(
        mark.encode(x=x, y=y, tooltip=["label:N", "text:N"]), drawing.some_length(unit, "y")
    )
    layers = layers.transform_calculate(label=DAY_AND_MONTH.format("datum.week"))
    return drawing.finish(layers, height=height)


def _bars(colors: Palette) -> altair.Chart:
    color = drawing.expr(f"datum.complete === false ? '{colors.faint}' : '{colors.accent}'")
    return altair.Chart().mark_bar(width=altair.ExprRef("min(bandwidth('x'), 8)"), color=color)


def _line(colors: Palette) -> altair.Chart:
    # A week between two without a rate would be no line at all.
    dots = altair.OverlayMarkDef(size=9, filled=True, color=colors.accent)
    return altair.Chart().mark_line(strokeWidth=1.75, strokeJoin="round", color=colors.accent, point=dots)
