"""Weeks: a rep's line beside the team's."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import Unit, number

DAY_AND_MONTH = "utcFormat({}, '%-d %b')"
WEEK = 7 * 24 * 3600 * 1000
# Every label is a week of the frame: counted back from the last one, about 70 px apart.
WEEKS = (
    f"sequence(+domain('x')[1], +domain('x')[0] - 1, "
    f"-{WEEK} * max(1, ceil((domain('x')[1] - domain('x')[0]) / {WEEK} * 70 / width)))"
)
LUCK_LABEL = """width < 330 ? 'by luck (9 in 10)' : 'one rep\\'s week, by luck alone (9 in 10)'"""


@functools.cache
def spec(theme: Theme, unit: Unit = "percent", currency: str = "$", height: int = 220) -> dict[str, Any]:
    """Lines by week from 0, with the name at the line's end; the plot is `height` px.

    Frame, long: `week` (date, its Monday); `who`: "team" or the selected rep's first name; `value` as a
    fraction (percent) or amount, NaN breaks the line; `low, high`: the range of luck of one rep's week, in
    the team's rows, NaN for none. With a rep the team is dashed gray; alone it has the accent.
    """
    colors = palette(theme)
    axis = drawing.value_axis(colors, unit, currency, "4")
    y = altair.Y("value:Q", scale=altair.Scale(zero=True, nice=True), axis=axis)
    layers = altair.layer(
        _band(colors),
        *_lines(colors, y),
        drawing.some_length(unit, "y"),
        _luck_label(colors),
        *_ends(colors),
    )
    layers = layers.transform_calculate(rep="datum.who === 'team' ? 0 : 1")
    layers = layers.transform_joinaggregate(reps="max(rep)")
    return drawing.finish(layers, height=height)


def _week(colors: Palette) -> altair.X:
    label = DAY_AND_MONTH.format("datum.value")
    axis = drawing.quiet_axis(colors, grid=False, values=drawing.expr(WEEKS), labelExpr=label)
    # Room at both ends by the range: padding would move the domain's ends away from the weeks.
    scale = altair.Scale(type="utc", nice=False, range=[8, drawing.expr("width - 8")])
    return altair.X("week:T", scale=scale, axis=axis)


def _band(colors: Palette) -> altair.Chart:
    known = altair.Chart().transform_filter("isValid(datum.low) && isValid(datum.high)")
    return known.mark_area(color=colors.luck, opacity=1).encode(x=_week(colors), y="low:Q", y2="high:Q")


def _luck_label(colors: Palette) -> altair.Chart:
    known = altair.Chart().transform_filter("isValid(datum.low) && isValid(datum.high)")
    first = known.transform_window(place="row_number()", sort=[altair.SortField("week")])
    # A single week has no band to name.
    first = first.transform_joinaggregate(weeks="count()")
    label = first.transform_filter("datum.place === 1 && datum.weeks > 1").mark_text(
        align="left",
        baseline="bottom",
        dx=5,
        dy=-3,
        fontSize=11,
        color=colors.muted,
        limit=drawing.expr("width"),
    )
    return label.encode(x=_week(colors), y="low:Q", text=altair.value(drawing.expr(LUCK_LABEL)))


def _lines(colors: Palette, y: altair.Y) -> list[altair.Chart]:
    main = "(datum.rep || !datum.reps)"
    line = altair.Chart().mark_line(
        color=drawing.expr(f"{main} ? '{colors.accent}' : '{colors.in_range}'"),
        strokeWidth=drawing.expr(f"{main} ? 2.5 : 2"),
        strokeDash=drawing.expr(f"{main} ? [1, 0] : [5, 3]"),
    )
    chosen = altair.Chart().transform_filter(f"{main} && isValid(datum.value)")
    dots = chosen.mark_point(filled=True, opacity=1, size=30, color=colors.accent)
    when = altair.Tooltip("week:T", timeUnit="utcyearmonthdate", format="%-d %b")
    return [
        line.encode(x=_week(colors), y=y, detail="who:N"),
        dots.encode(x=_week(colors), y=y, tooltip=["who:N", when]),
    ]


def _ends(colors: Palette) -> list[altair.Chart]:
    """The names at the lines' ends: the upper line's a little above, the lower one's a little below."""
    known = altair.Chart().transform_filter("isValid(datum.value)")
    last = known.transform_window(
        back="row_number()", groupby=["who"], sort=[altair.SortField("week", order="descending")]
    ).transform_filter("datum.back === 1")
    last = last.transform_joinaggregate(middle="mean(value)", lines="count()")
    style = {"align": "left", "dx": 8, "fontSize": drawing.SMALL}
    baseline = "datum.lines < 2 ? 'middle' : datum.value >= datum.middle ? 'bottom' : 'top'"
    name = last.mark_text(
        baseline=drawing.expr(baseline),
        fontWeight=drawing.expr("datum.rep ? 600 : 400"),
        color=drawing.expr(f"datum.rep ? '{colors.accent}' : '{colors.text}'"),
        **style,
    )
    return [name.encode(x=_week(colors), y="value:Q", text="who:N")]


def alt(frame: pd.DataFrame, label: str, unit: Unit = "percent", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: first and last week of each line."""
    known = frame.dropna(subset=["value"]).sort_values("week")
    if known.empty:
        return f"{label}: nothing to show yet."
    said = [course(who, line, unit, currency) for who, line in known.groupby("who", sort=False)]
    return f"{label} by week: {'; '.join(said)}."


def course(who: str, line: pd.DataFrame, unit: Unit, currency: str) -> str:
    """A line in words: from its first week to its last."""
    first, last = line.iloc[0], line.iloc[-1]
    end = f"{number(last['value'], unit, currency)} in the week of {_day(last['week'])}"
    if len(line) == 1:
        return f"{who} {end}"
    return (
        f"{who} from {number(first['value'], unit, currency)} in the week of {_day(first['week'])} to {end}"
    )


def _day(week: object) -> str:
    day = pd.Timestamp(week)
    return f"{day.day} {day:%b}"
