"""Amounts per rep by part (meetings by outcome, by channel): bars with the first row's parts named."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing, parts
from dashboard.charts.palette import Theme, palette
from dashboard.charts.words import Unit, number


@functools.cache
def spec(theme: Theme, unit: Unit = "plain", currency: str = "$", text_width: int = 56) -> dict[str, Any]:
    """Horizontal bars by part, 28 px a row, in the frame's order; first row bold, the parts' names over it.

    Frame, long: `name`; `part`; `value`; `order` (0 for what matters most, in the accent, then 1 … 5 gray);
    `label` (the number inside the part); `text` at the right edge, the same in every row of a name; optional
    `selected` (bool). `text_width` is the pixels kept at the right.
    """
    colors = palette(theme)
    chart = parts.of("value")
    plot = drawing.room_at_right(f"{text_width} + 12")
    scale = drawing.from_zero(plot, nice=False)
    x = altair.X("start:Q", scale=scale, axis=drawing.value_axis(colors, unit, currency))
    layers = altair.layer(
        drawing.names(colors, strong="datum.selected || datum.place === 1"),
        parts.bars(chart, colors, x, ["name:N", "part:N", "label:N"]),
        parts.inside(chart, colors, "label"),
        parts.part_names(chart, colors, plot),
        drawing.edge_text(colors),
    )
    return drawing.finish(layers, height=altair.Step(drawing.ROW))


def alt(frame: pd.DataFrame, label: str, unit: Unit = "plain", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: the first row's parts, and who has most in all."""
    known = frame.dropna(subset=["value"])
    if known.empty:
        return f"{label}: nothing to show yet."
    first = known[known["name"].eq(known["name"].iloc[0])].sort_values("order")
    said = [
        f"{part} {number(value, unit, currency)}"
        for part, value in zip(first["part"], first["value"], strict=True)
    ]
    totals = known[known["name"].ne(first["name"].iloc[0])].groupby("name", sort=False)["value"].sum()
    found = f"{label}: {first['name'].iloc[0]} {', '.join(said)}."
    if totals.empty:
        return found
    return f"{found} Most: {totals.idxmax()} {number(totals.max(), unit, currency)}."
