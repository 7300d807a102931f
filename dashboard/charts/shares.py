"""What 100 of something become, per rep: bars of 100 %, the team's first."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing, parts
from dashboard.charts.palette import Theme, palette
from dashboard.charts.words import NBSP, number, span

ROW = 24
# A share below this carries no number.
SMALLEST = 0.06


@functools.cache
def spec(theme: Theme) -> dict[str, Any]:
    """Bars of 100 %, 24 px a row, in the frame's order; first row (the team) bold, the parts' names over it.

    Frame, long: `name`; `part`; `share` (fraction of the row); `count` (the numerator); `order` (0 for what
    matters most, in the accent, then 1 … 5 in grays); optional `selected` (bool): the name in the accent.
    """
    colors = palette(theme)
    percent = f"datum.share < {SMALLEST} ? '' : format(datum.share * 100, '.0f') + '{NBSP}%'"
    chart = parts.of("share").transform_joinaggregate(total="sum(count)", groupby=["name"])
    chart = chart.transform_calculate(
        percent=percent, said="format(datum.count, ',') + ' of ' + format(datum.total, ',')"
    )
    x = altair.X("start:Q", scale=altair.Scale(domain=[0, 1], nice=False), axis=None)
    layers = altair.layer(
        drawing.names(colors, strong="datum.selected || datum.place === 1"),
        parts.bars(chart, colors, x, ["name:N", "part:N", "said:N"]),
        parts.inside(chart, colors, "percent"),
        parts.part_names(chart, colors),
    )
    return drawing.finish(layers, height=altair.Step(ROW))


def alt(frame: pd.DataFrame, label: str) -> str:
    """The finding of the frame of `spec` in words: the first row's parts, the range of its first part."""
    known = frame.dropna(subset=["share"])
    if known.empty:
        return f"{label}: nothing to show yet."
    first = known[known["name"].eq(known["name"].iloc[0])].sort_values("order")
    said = ", ".join(
        f"{part} {number(share, 'percent')}"
        for part, share in zip(first["part"], first["share"], strict=True)
    )
    found = f"{label}: {first['name'].iloc[0]} {said}."
    rest = known[known["order"].eq(first["order"].iloc[0]) & known["name"].ne(first["name"].iloc[0])]
    return f"{found}{_range(rest, first['part'].iloc[0])}"


def _range(rest: pd.DataFrame, part: str) -> str:
    if rest.empty:
        return ""
    low, high = rest.loc[rest["share"].idxmin()], rest.loc[rest["share"].idxmax()]
    ends = [number(row["share"], "percent") for row in (high, low)]
    said = [f"{row['name']} {end}" for row, end in zip((high, low), ends, strict=True)][: len(rest)]
    return f" {part}: {span(said, ends[0] if ends[0] == ends[1] else '')}."
