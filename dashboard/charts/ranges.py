"""Amounts known as a range each: a line from P10 to P90 with a dot at the middle, all on one scale."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import Unit, number


@functools.cache
def spec(theme: Theme, unit: Unit = "money", currency: str = "$", text_width: int = 104) -> dict[str, Any]:
    """One row of 28 px per row of the frame, in its order, from 0.

    Frame: `name`; `p10, p50, p90` (NaN for none); `text` at the right edge ("$80k – $260k"); `team` and
    `team_label`, the same in every row: a dashed line with its label ("cost $90k"), NaN and "" for none;
    `selected` (bool): the name in the accent. `text_width` is the pixels kept at the right.
    """
    colors = palette(theme)
    layers = altair.layer(
        drawing.names(colors), *_range(colors, unit, currency, text_width), drawing.some_length(unit, "x"),
        drawing.team_line(colors, altair.X("team:Q")), drawing.edge_text(colors),
    )  # fmt: skip
    return drawing.finish(layers, height=altair.Step(drawing.ROW))


def _range(colors: Palette, unit: Unit, currency: str, text_width: int) -> list[altair.Chart]:
    scale = drawing.from_zero(drawing.room_at_right(f"{text_width} + 12"))
    axis = drawing.value_axis(colors, unit, currency)
    known = altair.Chart().transform_filter("isValid(datum.p10) && isValid(datum.p90)")
    line = known.mark_rule(strokeWidth=3, color=colors.accent)
    dot = known.mark_point(filled=True, opacity=1, size=80, color=colors.accent)
    told = [altair.Tooltip("name:N"), altair.Tooltip("text:N")]
    x = altair.X("p10:Q", scale=scale, axis=axis)
    return [
        line.encode(x=x, x2="p90:Q", y=drawing.row_of(), tooltip=told),
        dot.encode(x=altair.X("p50:Q", scale=scale, axis=axis), y=drawing.row_of(), tooltip=told),
    ]


def alt(frame: pd.DataFrame, label: str, unit: Unit = "money", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words, a clause a row."""
    known = frame.dropna(subset=["p10", "p90"])
    if known.empty:
        return f"{label}: nothing to show yet."
    said = [
        f"{row.name} {number(row.p10, unit, currency)} to {number(row.p90, unit, currency)}, "
        f"most likely {number(row.p50, unit, currency)}"
        for row in known[["name", "p10", "p50", "p90"]].itertuples(index=False)
    ]
    line = known["team_label"].iloc[0]
    return f"{label}: {'; '.join(said)}{f'; {line}' if line else ''}."
