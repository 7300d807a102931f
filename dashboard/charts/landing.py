"""Results against quota on one bar: what is done, what is hoped for, the quota, where it lands."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import Unit, number

PARTS = {
    "achieved": "achieved",
    "pending": "decision pending",
    "calendar": "on the calendar",
    "new": "not booked yet",
}
BAR_TOP, BAR_BOTTOM, RANGE_AT = 14, 38, 48
COLUMNS = (*PARTS, "quota", "quota_label", "straight", "straight_label", "p10", "p50", "p90", "range_label")


@functools.cache
def spec(theme: Theme) -> dict[str, Any]:
    """One bar in up to four blues, the quota's tick, and the range under it; 56 px.

    Frame, one row: `achieved, pending, calendar, new` (counts, NaN or 0 for absent); `quota, quota_label`
    ("quota 138"); `p10, p50, p90` and `range_label` ("lands between 121 and 143"); `straight` and
    `straight_label` ("straight line 129"). NaN and "" for what there is none of;
    every one of COLUMNS is present.
    """
    colors = palette(theme)
    layers = altair.layer(*_parts(colors), *_range(colors), *_straight(colors), *_quota(colors))
    return drawing.finish(layers, height=RANGE_AT + 8)


def _x(column: str) -> altair.X:
    return altair.X(f"{column}:Q", axis=None, scale=altair.Scale(zero=True, nice=False))


def _stacked() -> altair.Chart:
    """The one row as a row per part, with `start` and `end`."""
    chart = altair.Chart().transform_fold(list(PARTS), as_=["part", "value"])
    chart = chart.transform_filter("isValid(datum.value) && datum.value > 0")
    chart = chart.transform_calculate(order=f"indexof({list(PARTS)}, datum.part)", number="+datum.value")
    by_order = [altair.SortField("order")]
    return chart.transform_stack(stack="number", as_=["start", "end"], groupby=[], sort=by_order)


def _parts(colors: Palette) -> list[altair.Chart]:
    fills, inks = zip(*colors.blues, strict=True)
    wide = "scale('x', datum.end) - scale('x', datum.start)"
    fits = f"{wide} > length(format(datum.number, ',')) * 7 + 6"
    bar = _stacked().mark_rect(color=drawing.pick("order", fills))
    text = _stacked().mark_text(
        align="left",
        baseline="middle",
        dx=5,
        fontSize=drawing.SMALL,
        fontWeight=600,
        color=drawing.pick("order", inks),
        opacity=drawing.expr(f"{fits} ? 1 : 0"),
    )
    said = [altair.Tooltip("part:N"), altair.Tooltip("number:Q", format=",")]
    middle = altair.value((BAR_TOP + BAR_BOTTOM) / 2)
    top, bottom = altair.value(BAR_TOP), altair.value(BAR_BOTTOM)
    return [
        bar.encode(x=_x("start"), x2="end:Q", y=top, y2=bottom, tooltip=said),
        text.encode(x=_x("start"), y=middle, text=altair.Text("number:Q", format=",")),
    ]


def _range(colors: Palette) -> list[altair.Chart]:
    known = altair.Chart().transform_filter("isValid(datum.p10) && isValid(datum.p90)")
    y = altair.value(RANGE_AT)
    fits = "scale('x', datum.p10) > length(datum.range_label) * 6 + 8"
    # Left of the line, else right of it, else under it.
    beyond = "scale('x', datum.p90) - scale('x', datum.p10) + 8"
    right = "width - scale('x', datum.p90) > length(datum.range_label) * 6 + 8"
    label = known.mark_text(
        baseline="middle",
        fontSize=drawing.SMALL,
        color=colors.text,
        align=drawing.expr(f"{fits} ? 'right' : 'left'"),
        dx=drawing.expr(f"{fits} ? -8 : {right} ? {beyond} : -scale('x', datum.p10)"),
        dy=drawing.expr(f"{fits} || {right} ? 0 : 14"),
    )
    line = known.mark_rule(strokeWidth=3, color=colors.in_range)
    dot = known.transform_filter("isValid(datum.p50)").mark_point(
        filled=True, opacity=1, size=70, color=colors.text
    )
    return [
        line.encode(x=_x("p10"), x2="p90:Q", y=y),
        dot.encode(x=_x("p50"), y=y),
        label.encode(x=_x("p10"), y=y, text="range_label:N"),
    ]


def _tick(column: str, side: str, color: str, bottom: int, **stroke: Any) -> list[altair.Chart]:
    """A tick over the bar with its label beside its top; `side` is the expression of left or right."""
    known = altair.Chart().transform_filter(f"isValid(datum.{column})")
    label = known.mark_text(
        baseline="middle",
        fontSize=drawing.SMALL,
        color=color,
        align=drawing.expr(f"{side} === 'left' ? 'right' : 'left'"),
        dx=drawing.expr(f"{side} === 'left' ? -5 : 5"),
        fontWeight=600 if column == "quota" else 400,
    )
    rule = known.mark_rule(color=color, **stroke)
    return [
        rule.encode(x=_x(column), y=altair.value(0), y2=altair.value(bottom)),
        label.encode(x=_x(column), y=altair.value(5), text=f"{column}_label:N"),
    ]


def _quota(colors: Palette) -> list[altair.Chart]:
    # The two labels point away from each other.
    side = "(isValid(datum.straight) && datum.straight > datum.quota ? 'left' : 'right')"
    return _tick("quota", side, colors.text, BAR_BOTTOM + 4, strokeWidth=3)


def _straight(colors: Palette) -> list[altair.Chart]:
    side = "(isValid(datum.quota) && datum.straight <= datum.quota ? 'left' : 'right')"
    return _tick("straight", side, colors.muted, BAR_BOTTOM, strokeWidth=1.5, strokeDash=[4, 3])


def alt(frame: pd.DataFrame, label: str, unit: Unit = "plain") -> str:
    """The finding of the frame of `spec` in words: the parts, their sum, the quota, the range."""
    if frame.empty:
        return f"{label}: nothing to show yet."
    row = frame.iloc[0]
    parts = [(words, row[part]) for part, words in PARTS.items() if pd.notna(row[part]) and row[part] > 0]
    said = " + ".join(f"{number(value, unit)} {words}" for words, value in parts) or "none so far"
    total = f" = {number(sum(value for _, value in parts), unit)}" if len(parts) > 1 else ""
    quota = "" if pd.isna(row["quota"]) else f", of a quota of {number(row['quota'], unit)}"
    landing = f"; {row['range_label']}" if pd.notna(row["p10"]) else ""
    straight = f"; {row['straight_label']}" if pd.notna(row["straight"]) else ""
    return f"{label}: {said}{total}{quota}{landing}{straight}."
