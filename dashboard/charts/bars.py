"""Amounts per rep (meetings, SAOs, revenue): bars with the team's average."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import Unit, listed, number, span

HEIGHT = 16


@functools.cache
def spec(theme: Theme, unit: Unit = "plain", currency: str = "$", text_width: int = 72) -> dict[str, Any]:
    """Horizontal bars from 0, one row of 28 px per row of the frame, in its order.

    Frame: `name`; `value` (NaN for none); `text` at the right edge; `team` and `team_label` ("average 8.1"),
    the same in every row, NaN for no line; `mark`: in_range or ramping (gray); optional `selected` (bool):
    name and bar in the accent, the others pale. `text_width` is the pixels kept at the right.
    """
    colors = palette(theme)
    scale = drawing.from_zero(drawing.room_at_right(f"{text_width} + 12"))
    x = altair.X("value:Q", scale=scale, axis=drawing.value_axis(colors, unit, currency))
    layers = altair.layer(
        drawing.names(colors),
        _bar(colors, x),
        drawing.some_length(unit, "x"),
        drawing.team_line(colors, altair.X("team:Q")),
        drawing.edge_text(colors),
    )
    return drawing.finish(layers, height=altair.Step(drawing.ROW))


def _bar(colors: Palette, x: altair.X) -> altair.Chart:
    chart = altair.Chart().transform_calculate(chosen="datum.selected ? 1 : 0")
    chart = chart.transform_joinaggregate(any_chosen="max(chosen)").transform_filter("isValid(datum.value)")
    others = f"datum.any_chosen ? '{colors.faint}' : '{colors.accent}'"
    color = f"datum.chosen ? '{colors.accent}' : datum.mark === 'ramping' ? '{colors.ramping}' : {others}"
    bar = chart.mark_bar(height=HEIGHT, color=drawing.expr(color))
    return bar.encode(x=x, y=drawing.row_of(), tooltip=["name:N", "text:N"])


def alt(frame: pd.DataFrame, label: str, unit: Unit = "plain", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: most, least and the team's average."""
    known = frame.dropna(subset=["value"])
    if known.empty:
        return f"{label}: nothing to show yet."
    high, low = known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()]
    ends = [number(row["value"], unit, currency) for row in (high, low)]
    said = [f"{row['name']} {end}" for row, end in zip((high, low), ends, strict=True)][: len(known)]
    found = f"{label}: {span(said, ends[0] if high['value'] == low['value'] else '')}"
    team = known["team"].iloc[0]
    found += "" if pd.isna(team) else f"; the team's average {number(team, unit, currency)}"
    ramping = list(known.loc[known["mark"].eq("ramping"), "name"])
    return f"{found}. Ramping: {listed(ramping)}." if ramping else f"{found}."
