"""Past sessions on a picture of weeks: vertical lines, each with its day and focus over it."""

from __future__ import annotations

import altair

from dashboard.charts import drawing
from dashboard.charts.palette import Palette

IS_ONE = "datum.who === 'session'"
# About the widths of a character, of a day ("19 Nov") with what must be beside it, and of the least part of
# a focus that still says something.
CHARACTER, DAY, CUT = 6.2, 44, 90
LINE, BESIDE = 14, 8
# The last session's text may stand over the names at the lines' ends.
BEYOND = 24
BY_DAY = [altair.SortField("week")]


def layers(colors: Palette, x: altair.X, day: str, plot: str) -> list[altair.Chart]:
    """The lines and their texts, over the plot and never over each other.

    Rows that are sessions have `label` and `at`, the place in 0 … 1 of the plot's `plot` px (an expression);
    `day` is the expression of the day in words, for where the label has no room.
    """
    found = _shown(_rooms(_lanes(plot), plot), day)
    y = altair.value(drawing.expr(f"-15 - {LINE} * datum.lane"))
    rule = found.mark_rule(color=colors.accent, strokeWidth=1.5)
    style = {
        "baseline": "top",
        "fontSize": drawing.SMALL,
        "align": drawing.expr("datum.left ? 'right' : 'left'"),
        "dx": drawing.expr("datum.left ? -4 : 4"),
        "limit": drawing.expr("datum.room"),
    }
    # A lower text hides the lines that go up through it.
    behind = found.mark_text(stroke=colors.background, strokeWidth=4, color=colors.background, **style)
    text = found.mark_text(color=colors.accent, **style)
    return [
        rule.encode(x=x, y=y, y2=altair.value("height")),
        *[mark.encode(x=x, y=y, text="shown:N") for mark in (behind, text)],
    ]


def _lanes(plot: str) -> altair.Chart:
    """One line of text, or two or three by turns where some label does not fit before the next one's line;
    the last session has the lowest."""
    chart = altair.Chart().transform_filter(f"{IS_ONE} && isValid(datum.at)")
    chart = chart.transform_calculate(px=f"datum.at * ({plot})", full=f"length(datum.label) * {CHARACTER}")
    chart = chart.transform_window(turn="row_number()", following="lead(px)", sort=BY_DAY)
    following = f"(isValid(datum.following) ? datum.following : ({plot}) + {BEYOND})"
    chart = chart.transform_calculate(gap=f"{following} - datum.px")
    chart = chart.transform_calculate(spare="datum.gap - datum.full")
    chart = chart.transform_joinaggregate(narrow="min(gap)", least="min(spare)", sessions="count()")
    lanes = f"(datum.least >= {BESIDE} ? 1 : datum.narrow * 2 >= {DAY} ? 2 : 3)"
    return chart.transform_calculate(lane=f"(datum.sessions - datum.turn) % {lanes}")


def _rooms(chart: altair.Chart, plot: str) -> altair.Chart:
    """The `room` until the next session of the same line of text, at the right of a session's own line or,
    for the last one, at the `left` where there is more."""
    alike = {"groupby": ["lane"], "sort": BY_DAY}
    chart = chart.transform_window(before="lag(px)", after="lead(px)", **alike)
    end = f"({plot}) + {BEYOND}"
    chart = chart.transform_calculate(
        right=f"isValid(datum.after) ? datum.after - datum.px - {BESIDE} : {end} - datum.px",
        free=f"datum.px - (isValid(datum.before) ? datum.before + {DAY} : -{BEYOND})",
    )
    better = f"datum.free > datum.right && datum.free >= min(datum.full, {CUT})"
    chart = chart.transform_calculate(
        left=f"!isValid(datum.after) && datum.right < datum.full && {better} ? 1 : 0"
    )
    chart = chart.transform_calculate(taken=f"datum.left ? min(datum.full + {BESIDE}, datum.free) : 0")
    chart = chart.transform_window(next_taken="lead(taken)", **alike)
    return chart.transform_calculate(room="datum.left ? datum.taken : datum.right - (datum.next_taken || 0)")


def _shown(chart: altair.Chart, day: str) -> altair.Chart:
    """The label, cut where there is room for some of it; else its day; else nothing."""
    known = f"datum.room >= {DAY - BESIDE} || !isValid(datum.after)"
    chart = chart.transform_calculate(
        shown=f"datum.room >= min(datum.full, {CUT}) ? datum.label : {known} ? {day} : ''"
    )
    # A day at the very end goes beyond the plot.
    return chart.transform_calculate(room=f"max(datum.room, {DAY})")
