"""Shares in pairs: the rep's bars, each over that of those it is compared with."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import NBSP, listed, number

ROW, BAR = 30, 11
# What a bar's middle is away from its row's.
APART = 6
PERCENT_WIDTH = 36


@functools.cache
def spec(theme: Theme, mark: str = "selected", who_width: int = 72) -> dict[str, Any]:
    """Two bars from 0 a row, 30 px a row in the frame's order, the percent at their ends, no axis.

    Frame, long: `name` (of the row: "1st"); `who` ("Sam", "best three"), written once, in the first row;
    `share` (fraction, NaN for none, "–"); `order`: 0 for the rep's bar, in the colour of the finding `mark`
    (as in `trend`), 1 for the gray one under it. `who_width` is the pixels kept at the right for the names.
    """
    colors = palette(theme)
    plot = drawing.room_at_right(f"{PERCENT_WIDTH} + {who_width}")
    x = altair.X("share:Q", stack=None, scale=drawing.from_zero(plot, nice=False), axis=None)
    placed = altair.Chart().transform_window(place="row_number()")
    placed = placed.transform_joinaggregate(top="min(place)", groupby=["name"])
    placed = placed.transform_calculate(
        known="datum.share || 0",
        percent=f"isValid(datum.share) ? format(datum.share * 100, '.0f') + '{NBSP}%' : '–'",
    )
    layers = [
        drawing.names(colors),
        _bar(placed, colors, x, mark),
        *_ends(placed, colors, mark),
        drawing.some_length("percent", "x"),
    ]
    return drawing.finish(altair.layer(*layers), height=altair.Step(ROW))


OFFSET = drawing.expr(f"datum.order ? {APART} : -{APART}")


def _bar(placed: altair.Chart, colors: Palette, x: altair.X, mark: str) -> altair.Chart:
    own = drawing.mark_color(mark, colors.marks, colors.in_range)
    bar = placed.transform_filter("isValid(datum.share)").mark_bar(
        height=BAR,
        yOffset=OFFSET,
        color=drawing.expr(f"datum.order ? '{colors.segments[3][0]}' : '{own}'"),
    )
    return bar.encode(x=x, y=drawing.row_of(), tooltip=["name:N", "who:N", "percent:N"])


def _ends(placed: altair.Chart, colors: Palette, mark: str) -> list[altair.Chart]:
    """The percent at each bar's end and, in the first row, behind it whose the bar is."""
    own = drawing.mark_color(mark, colors.words, colors.text)
    style = {"align": "left", "baseline": "middle", "yOffset": OFFSET}
    percent = placed.mark_text(dx=5, fontSize=drawing.SMALL, color=colors.text, **style)
    who = placed.transform_filter("datum.top === 1").mark_text(
        dx=PERCENT_WIDTH + 6,
        fontSize=drawing.SMALL,
        fontWeight=drawing.expr("datum.order ? 400 : 600"),
        color=drawing.expr(f"datum.order ? '{colors.muted}' : '{own}'"),
        **style,
    )
    y = drawing.row_of()
    return [
        percent.encode(x="known:Q", y=y, text="percent:N"),
        who.encode(x="known:Q", y=y, text="who:N"),
    ]


def alt(frame: pd.DataFrame, label: str) -> str:
    """The finding of the frame of `spec` in words: each bar's share, by whose it is."""
    known = frame.dropna(subset=["share"])
    if known.empty:
        return f"{label}: nothing to show yet."
    said = [
        f"{who} "
        + listed(
            [
                f"{name} {number(share, 'percent')}"
                for name, share in zip(rows["name"], rows["share"], strict=True)
            ]
        )
        for who, rows in known.groupby("who", sort=False)
    ]
    return f"{label}: {'; '.join(said)}."
