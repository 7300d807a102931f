"""A grid of cells shaded by value, the number in each: weekday × hour, rep × week."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import Unit, number


@functools.cache
def spec(theme: Theme, row_height: int = 24) -> dict[str, Any]:
    """Cells in four blues from the lowest to the highest value; `row_height` px a row, in the frame's order.

    Frame, long, a row per cell: `name` (of the row); `column` (its label); `value` (NaN: no shade); `text` in
    the cell ("12 %"); `said` (the numbers behind it, "19 of 160"); optional `selected` (bool).
    """
    colors = palette(theme)
    axis = drawing.quiet_axis(colors, grid=False, orient="top", labelAngle=0)
    x = altair.X("column:O", sort=None, axis=axis, scale=altair.Scale(paddingInner=0, paddingOuter=0))
    # A cell without a value is left unshaded, not left out: every cell keeps its column's place.
    known = drawing.expr("isValid(datum.value) ? 1 : 0")
    cell = altair.Chart().mark_rect(stroke=colors.background, strokeWidth=2, opacity=known, invalid=None)
    shade = altair.Color(
        "value:Q", scale=altair.Scale(type="quantize", range=list(colors.heat), zero=False), legend=None
    )
    cells = cell.encode(x=x, y=drawing.row_of(), color=shade, tooltip=["name:N", "column:N", "said:N"])
    layers = altair.layer(drawing.names(colors), cells, _text(colors, x))
    return drawing.finish(layers, height=altair.Step(row_height))


def _text(colors: Palette, x: altair.X) -> altair.Chart:
    text = altair.Chart().mark_text(
        baseline="middle",
        fontSize=11,
        color=colors.text,
        opacity=drawing.expr("bandwidth('x') > length(datum.text) * 6 ? 1 : 0"),
    )
    return text.encode(x=x, y=drawing.row_of(), text="text:N")


def alt(frame: pd.DataFrame, label: str, unit: Unit = "percent", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: the highest and the lowest cell."""
    known = frame.dropna(subset=["value"])
    if known.empty:
        return f"{label}: nothing to show yet."
    said = [
        f"{row['name']} {row['column']} {number(row['value'], unit, currency)} ({row['said']})"
        for row in (known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()])
    ]
    return (
        f"{label}: highest {said[0]}."
        if len(known) == 1
        else f"{label}: highest {said[0]}, lowest {said[1]}."
    )
