"""Where several teams land: what is done and hoped for, the range, the quota, all on one scale."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.landing import PARTS
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import NBSP, number

ROW = 52
BAR, RANGE_AT = 20, 15
# Where the columns of words begin, from the right edge; none of them on a phone.
WORDS = {"likely": 258, "reach": 172, "chance": 104}
TITLES = {"likely": "most likely", "reach": "8 in 10", "chance": "chance"}
ROOM = 276
COLUMNS = ("name", "selected", *PARTS, "unit", "quota", "plan", "p10", "p50", "p90", *WORDS)


@functools.cache
def spec(theme: Theme, percent: bool = True) -> dict[str, Any]:
    """One bar a row in up to four blues, under it a line from P10 to P90 with a dot at the middle; the quota
    a solid line, expected productivity a dashed one.

    Frame, a row a team: `name, selected`; `achieved, pending, calendar, new` (counts); `quota` and `plan` (a
    part of it; NaN for none); `p10, p50, p90`; `unit`, what all of these are divided by (`percent`: the
    quota, else 1); `likely`, `reach`, `chance`: words for the columns at the right.
    """
    colors = palette(theme)
    layers = altair.layer(
        drawing.names(colors), *_parts(colors, percent), *_range(colors, percent),
        *_line(colors, "quota", percent), *_line(colors, "plan", percent), *_words(colors),
    )  # fmt: skip
    return drawing.finish(layers, resize=True, height=altair.Step(ROW))


def _x(column: str, colors: Palette, percent: bool) -> altair.X:
    plot = f"{drawing.PHONE} ? width : {drawing.room_at_right(str(ROOM))}"
    axis = drawing.value_axis(colors, "percent" if percent else "plain", "")
    return altair.X(f"{column}:Q", axis=axis, scale=drawing.from_zero(plot, nice=False))


def _each(*columns: str) -> altair.Chart:
    """The frame with these counts in the unit of the scale, as `in_…`."""
    chart = altair.Chart()
    for column in columns:
        chart = chart.transform_calculate(**{f"in_{column}": f"datum.{column} / datum.unit"})
    return chart


def _parts(colors: Palette, percent: bool) -> list[altair.Chart]:
    fills, inks = zip(*colors.blues, strict=True)
    chart = altair.Chart().transform_fold(list(PARTS), as_=["part", "value"])
    chart = chart.transform_calculate(
        count="+datum.value", number="+datum.value / datum.unit",
        order=f"indexof({list(PARTS)}, datum.part)", said="format(+datum.value, ',.0f')",
    )  # fmt: skip
    chart = chart.transform_stack(
        stack="number", as_=["start", "end"], groupby=["name"], sort=[altair.SortField("order")]
    ).transform_filter("datum.count > 0")
    fits = "scale('x', datum.end) - scale('x', datum.start) > length(datum.said) * 7 + 6"
    bar = chart.mark_bar(size=BAR, yOffset=-8, y2Offset=-8, color=drawing.pick("order", fills))
    text = chart.mark_text(
        align="left", baseline="middle", dx=4, dy=-8, fontSize=drawing.SMALL, fontWeight=600,
        color=drawing.pick("order", inks), opacity=drawing.expr(f"{fits} ? 1 : 0"),
    )  # fmt: skip
    y = drawing.row_of()
    told = [altair.Tooltip("name:N"), altair.Tooltip("part:N"), altair.Tooltip("count:Q", format=",.1f")]
    return [
        bar.encode(x=_x("start", colors, percent), x2="end:Q", y=y, tooltip=told),
        text.encode(x=_x("start", colors, percent), y=y, text="said:N"),
    ]


def _range(colors: Palette, percent: bool) -> list[altair.Chart]:
    line = _each("p10", "p90").mark_rule(strokeWidth=3, color=colors.text, yOffset=RANGE_AT)
    dot = _each("p50").mark_point(filled=True, opacity=1, size=70, color=colors.text, yOffset=RANGE_AT)
    y = drawing.row_of()
    return [
        line.encode(x=_x("in_p10", colors, percent), x2="in_p90:Q", y=y),
        dot.encode(x=_x("in_p50", colors, percent), y=y),
    ]


def _line(colors: Palette, column: str, percent: bool) -> list[altair.Chart]:
    """A line through all rows where they share a scale, else a tick in each."""
    known = _each(column).transform_filter(f"isValid(datum.{column})")
    style = {"quota": {"strokeWidth": 2.5}, "plan": {"strokeWidth": 1.5, "strokeDash": [4, 3]}}[column]
    x = _x(f"in_{column}", colors, percent)
    if not percent:
        tick = known.mark_tick(thickness=style["strokeWidth"], size=BAR + 10, color=colors.text, yOffset=-8)
        return [tick.encode(x=x, y=drawing.row_of())]
    once = known.transform_aggregate(**{f"in_{column}": f"min(in_{column})"}, groupby=[])
    label = once.transform_calculate(
        label="'quota'" if column == "quota" else f"'plan ' + format(100 * datum.in_plan, '.0f') + '{NBSP}%'"
    ).mark_text(
        baseline="bottom", fontSize=drawing.SMALL, fontWeight=600 if column == "quota" else 400,
        align="right", dx=14 if column == "quota" else -2, color=colors.text,
    )  # fmt: skip
    return [
        once.mark_rule(color=colors.text, **style).encode(x=x),
        label.encode(x=x, y=altair.value(-4), text="label:N"),
    ]


def _words(colors: Palette) -> list[altair.Chart]:
    """The columns of words at the right, each under its title."""
    layers = []
    for column, room in WORDS.items():
        x = altair.value(drawing.expr(f"width - {room}"))
        shown = drawing.expr(f"{drawing.PHONE} ? 0 : 1")
        text = drawing.once_a_row(column).mark_text(
            align="left", baseline="middle", dy=-8, fontSize=drawing.SMALL, opacity=shown,
            color=colors.text, fontWeight=400 if column == "reach" else 600,
        )  # fmt: skip
        layers.append(text.encode(x=x, y=drawing.row_of(), text=f"{column}:N"))
        title = altair.Chart().transform_aggregate(rows="count()").mark_text(
            align="left", baseline="bottom", fontSize=drawing.SMALL, opacity=shown, color=colors.muted
        )  # fmt: skip
        layers.append(title.encode(x=x, y=altair.value(-4), text=altair.value(TITLES[column])))
    return layers


def alt(frame: pd.DataFrame, label: str, called: Mapping[str, str] = PARTS) -> str:
    """The finding of the frame of `spec` in words, a clause a team; `called`: the parts' names."""
    if frame.empty:
        return f"{label}: nothing to show yet."
    said = []
    for row in frame.itertuples():
        parts = [(getattr(row, part), words) for part, words in called.items() if getattr(row, part) >= 0.5]
        made = " + ".join(f"{round(value):,} {words}" for value, words in parts) or "none"
        quota = "" if pd.isna(row.quota) else f" of a quota of {number(round(row.quota))}, {row.chance}"
        said.append(f"{row.name}: {made}; 8 in 10 between {row.p10:,.0f} and {row.p90:,.0f}{quota}")
    return f"{label}. {'; '.join(said)}."
