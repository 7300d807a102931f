"""The days to come: a bar for each working day with its meetings."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import number

# Every day with its name; where bars are narrow, the Mondays only.
DAY = "utcFormat(toDate(datum.value), '{}')"
LABEL = (
    f"bandwidth('x') > 34 ? {DAY.format('%a %-d')}"
    f" : utcday(toDate(datum.value)) === 1 ? {DAY.format('%-d %b')} : ''"
)


@functools.cache
def spec(theme: Theme, height: int = 150) -> dict[str, Any]:
    """A bar a day with its number on top; the plot is `height` px.

    Frame: `day` (date, ascending, every working day to show, also those without meetings); `count`; optional
    `selected` (count of the selected rep, drawn in the accent inside the paler bar of the team).
    """
    colors = palette(theme)
    # LABEL decides which labels stand; a test for overlap would drop others.
    axis = drawing.quiet_axis(colors, grid=False, labelAngle=0, labelExpr=LABEL, labelOverlap=False)
    x = altair.X("at:O", sort=None, axis=axis, scale=altair.Scale(paddingInner=0.25, paddingOuter=0.1))
    top = drawing.on_top(colors, "datum.count > 0 && bandwidth('x') > length('' + datum.count) * 7 - 4")
    layers = altair.layer(*_bars(colors, x), top.encode(x=x, y="count:Q", text="count:Q"))
    return drawing.finish(layers.transform_calculate(at="time(datum.day)"), height=height)


def _bars(colors: Palette, x: altair.X) -> list[altair.Chart]:
    chosen = "isValid(datum.selected)"
    color = drawing.expr(f"{chosen} ? '{colors.faint}' : '{colors.accent}'")
    team = altair.Chart().mark_bar(width=drawing.BAR, color=color)
    rep = altair.Chart().transform_filter(chosen).mark_bar(width=drawing.BAR, color=colors.accent)
    y = altair.Y("count:Q", stack=None, axis=None, scale=altair.Scale(zero=True, nice=False))
    day = altair.Tooltip("day:T", timeUnit="utcyearmonthdate", format="%a %-d %b")
    return [
        team.encode(x=x, y=y, tooltip=[day, "count:Q"]),
        rep.encode(x=x, y=altair.Y("selected:Q", stack=None)),
    ]


def alt(frame: pd.DataFrame, label: str) -> str:
    """The finding of the frame of `spec` in words: how many in all, the fullest day, days without any."""
    if frame.empty or not frame["count"].sum():
        return f"{label}: none on the calendar."
    full = frame.loc[frame["count"].idxmax()]
    day = pd.Timestamp(full["day"])
    free = int(frame["count"].eq(0).sum())
    empty = f"; {free} {'day' if free == 1 else 'days'} without any" if free else ""
    total = number(float(frame["count"].sum()))
    days = "1 day" if len(frame) == 1 else f"{len(frame)} days"
    return f"{label}: {total} in {days}, most on {day:%a} {day.day} {day:%b} ({full['count']}){empty}."
