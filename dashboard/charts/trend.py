"""Weeks: a rep's line beside the team's, and the sessions there were."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing, sessions
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import Unit, number

DAY_AND_MONTH = "utcFormat({}, '%-d %b')"
WEEK = 7 * 24 * 3600 * 1000
# The first Monday there is in milliseconds: sessions may make the picture end on any day.
MONDAY = 4 * 24 * 3600 * 1000
# Every label is a Monday: counted back from the last one, about 70 px apart.
WEEKS = (
    f"sequence(floor((domain('x')[1] - {MONDAY}) / {WEEK}) * {WEEK} + {MONDAY}, +domain('x')[0] - 1, "
    f"-{WEEK} * max(1, ceil((domain('x')[1] - domain('x')[0]) / {WEEK} * 70 / width)))"
)
SIDE = 8
# Sessions until the present week are drawn: the last whole week began up to two weeks ago.
LATEST = 2 * WEEK
LUCK_LABEL = """width < 330 ? 'by luck (9 in 10)' : 'one rep\\'s week, by luck alone (9 in 10)'"""


@functools.cache
def spec(
    theme: Theme, unit: Unit = "percent", currency: str = "$", height: int = 220, mark: str = "selected"
) -> dict[str, Any]:
    """Lines by week from 0, with the name at the line's end; the plot is `height` px.

    Frame, long: `week` (date, its Monday); `who`: "team" or "rest", or the selected rep's first name; `value`
    as a fraction (percent) or amount, NaN breaks the line; `low, high`: the range of luck of one rep's week,
    in the team's rows, NaN for none. With a rep the team is dashed gray; alone it has the accent.
    A past session is a row with `who` "session", `week` its day (the present week included; those before
    the first week are left out), and `label` ("8 Oct: opener"), of which the day alone is shown where there
    is no room. `mark` is the finding of the rep's line: selected, coach, learn, watch or in_range.
    """
    colors = palette(theme)
    axis = drawing.value_axis(colors, unit, currency, "4")
    y = altair.Y("value:Q", scale=altair.Scale(zero=True, nice=True), axis=axis)
    day, plot = DAY_AND_MONTH.format("datum.week"), f"width - {2 * SIDE}"
    layers = altair.layer(
        _band(colors),
        *_lines(colors, y, mark),
        drawing.some_length(unit, "y"),
        _luck_label(colors),
        *_ends(colors, mark),
        *sessions.layers(colors, _week(colors), day, plot),
    )
    return drawing.finish(_placed(layers), resize=True, height=height)


def _placed(layers: altair.LayerChart) -> altair.LayerChart:
    """`rep`: 1 in the rep's rows, 0 in the others; `at`: the place of a row's day, 0 … 1 of those drawn."""
    session = sessions.IS_ONE
    layers = layers.transform_calculate(
        rep=f"datum.who === 'team' || datum.who === 'rest' || {session} ? 0 : 1",
        monday=f"{session} ? null : time(datum.week)",
    )
    layers = layers.transform_calculate(own="datum.rep ? datum.value : null")
    layers = layers.transform_joinaggregate(
        reps="max(rep)", rep_mean="mean(own)", first="min(monday)", final="max(monday)"
    )
    drawn = f"time(datum.week) >= datum.first && time(datum.week) < datum.final + {LATEST}"
    layers = layers.transform_calculate(day=f"{drawn} ? time(datum.week) : null")
    layers = layers.transform_joinaggregate(end="max(day)")
    at = "(datum.day - datum.first) / max(1, datum.end - datum.first)"
    return layers.transform_calculate(at=f"isValid(datum.day) ? {at} : null")


def _week(colors: Palette) -> altair.X:
    label = DAY_AND_MONTH.format("datum.value")
    axis = drawing.quiet_axis(colors, grid=False, values=drawing.expr(WEEKS), labelExpr=label)
    # Room at both ends by the range: padding would move the domain's ends away from the weeks.
    scale = altair.Scale(type="utc", nice=False, range=[SIDE, drawing.expr(f"width - {SIDE}")])
    return altair.X("week:T", scale=scale, axis=axis)


def _band(colors: Palette) -> altair.Chart:
    known = altair.Chart().transform_filter("isValid(datum.low) && isValid(datum.high)")
    return known.mark_area(color=colors.luck, opacity=1).encode(x=_week(colors), y="low:Q", y2="high:Q")


def _luck_label(colors: Palette) -> altair.Chart:
    known = altair.Chart().transform_filter("isValid(datum.low) && isValid(datum.high)")
    first = known.transform_window(place="row_number()", sort=[altair.SortField("week")])
    # A single week has no band to name.
    first = first.transform_joinaggregate(weeks="count()")
    # At the band's edge that the rep's line is farther from.
    above = "datum.rep_mean < (datum.low + datum.high) / 2"
    first = first.transform_calculate(edge=f"{above} ? datum.high : datum.low")
    label = first.transform_filter("datum.place === 1 && datum.weeks > 1").mark_text(
        align="left",
        baseline=drawing.expr(f"{above} ? 'top' : 'bottom'"),
        dx=5,
        dy=drawing.expr(f"{above} ? 3 : -3"),
        fontSize=11,
        color=colors.muted,
        limit=drawing.expr("width"),
    )
    return label.encode(x=_week(colors), y="edge:Q", text=altair.value(drawing.expr(LUCK_LABEL)))


def _lines(colors: Palette, y: altair.Y, mark: str) -> list[altair.Chart]:
    weeks = altair.Chart().transform_filter(f"!({sessions.IS_ONE})")
    main = "(datum.rep || !datum.reps)"
    color = drawing.mark_color(mark, colors.marks, colors.in_range)
    line = weeks.mark_line(
        color=drawing.expr(f"{main} ? '{color}' : '{colors.in_range}'"),
        strokeWidth=drawing.expr(f"{main} ? 2.5 : 2"),
        strokeDash=drawing.expr(f"{main} ? [1, 0] : [5, 3]"),
    )
    chosen = weeks.transform_filter(f"{main} && isValid(datum.value)")
    dots = chosen.mark_point(filled=True, opacity=1, size=30, color=color)
    when = altair.Tooltip("week:T", timeUnit="utcyearmonthdate", format="%-d %b")
    return [
        line.encode(x=_week(colors), y=y, detail="who:N"),
        dots.encode(x=_week(colors), y=y, tooltip=["who:N", when]),
    ]


def _ends(colors: Palette, mark: str) -> list[altair.Chart]:
    """The names at the lines' ends: the upper line's a little above, the lower one's a little below."""
    known = altair.Chart().transform_filter("isValid(datum.value)")
    last = known.transform_window(
        back="row_number()", groupby=["who"], sort=[altair.SortField("week", order="descending")]
    ).transform_filter("datum.back === 1")
    last = last.transform_joinaggregate(middle="mean(value)", most="max(value)", lines="count()")
    # A session after the last week would go through the names: they stand behind it.
    beyond = "width - scale('x', datum.week)"
    color = drawing.mark_color(mark, colors.words, colors.muted)
    name = last.mark_text(
        align="left",
        dx=drawing.expr(f"{beyond} < 72 ? {beyond} : {SIDE}"),
        # Sessions have the room over the plot.
        dy=drawing.expr("max(0, 13 - scale('y', datum.most))"),
        fontSize=drawing.SMALL,
        baseline=drawing.expr("datum.lines < 2 ? 'middle' : datum.value >= datum.middle ? 'bottom' : 'top'"),
        fontWeight=drawing.expr("datum.rep ? 600 : 400"),
        color=drawing.expr(f"datum.rep ? '{color}' : '{colors.text}'"),
    )
    return [name.encode(x=_week(colors), y="value:Q", text="who:N")]


def alt(frame: pd.DataFrame, label: str, unit: Unit = "percent", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: first and last week of each line, the sessions."""
    known = frame.dropna(subset=["value"]).sort_values("week")
    if known.empty:
        return f"{label}: nothing to show yet."
    said = [course(who, line, unit, currency) for who, line in known.groupby("who", sort=False)]
    past = frame[frame["who"].eq("session")]
    sessions = f" Sessions: {', '.join(past.sort_values('week')['label'])}." if len(past) else ""
    return f"{label} by week: {'; '.join(said)}.{sessions}"


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
