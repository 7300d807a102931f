"""What the pictures with bars of several parts share: the parts, the text in them, their names above."""

from __future__ import annotations

import altair

from dashboard.charts import drawing
from dashboard.charts.palette import Palette

HEIGHT = 20
LINE = 14
# A character of 12 px is about this wide; it tells whether a text fits.
CHARACTER = 6


def of(value: str) -> altair.Chart:
    """The long frame with `start` and `end` of every part by `order`; `top` is 1 in the first row."""
    placed = altair.Chart().transform_window(place="row_number()")
    placed = placed.transform_joinaggregate(top="min(place)", groupby=["name"])
    shown = placed.transform_filter(f"isValid(datum.{value}) && datum.{value} > 0")
    by_order = [altair.SortField("order")]
    stacked = shown.transform_stack(stack=value, as_=["start", "end"], groupby=["name"], sort=by_order)
    return stacked.transform_joinaggregate(most="max(end)")


def bars(chart: altair.Chart, colors: Palette, x: altair.X, tooltip: list[str]) -> altair.Chart:
    """The parts of each row, the first in the accent, a hairline of background between them."""
    fills = [fill for fill, _ in colors.segments]
    color = drawing.pick("order", fills)
    drawn = chart.mark_bar(height=HEIGHT, color=color, stroke=colors.background, strokeWidth=1)
    return drawn.encode(x=x, x2="end:Q", y=drawing.row_of(), tooltip=tooltip)


def inside(chart: altair.Chart, colors: Palette, text: str) -> altair.Chart:
    """The column `text` at the start of each part, where it fits."""
    wide = "(scale('x', datum.end) - scale('x', datum.start))"
    label = chart.mark_text(
        align="left",
        baseline="middle",
        dx=5,
        fontSize=drawing.SMALL,
        color=drawing.pick("order", [ink for _, ink in colors.segments]),
        opacity=drawing.expr(f"{wide} > length(datum.{text}) * {CHARACTER} + 6 ? 1 : 0"),
    )
    return label.encode(x="start:Q", y=drawing.row_of(), text=f"{text}:N")


def part_names(chart: altair.Chart, colors: Palette, plot: str = "width") -> altair.LayerChart:
    """The parts' names over the frame's first row, in place of a legend.

    Names start with their part. Those that do not fit go up a line each, like stairs, so that they stay
    apart; the last name ends with its part. `plot` is the expression of the bars' whole width in pixels.
    """
    first = _measured(chart.transform_filter("datum.top === 1"), plot)
    style = {"baseline": "bottom", "fontSize": drawing.SMALL, "color": colors.muted}
    starts = first.transform_filter("datum.place < datum.parts || datum.parts === 1")
    # Counted from the right, so that the stairs lead down to the first name that fits.
    starts = starts.transform_window(
        frame=[0, None], steps="sum(narrow)", sort=[altair.SortField("place")]
    ).mark_text(align="left", dy=drawing.expr(f"datum.narrow ? -{LINE} * datum.steps : 0"), **style)
    ends = first.transform_filter("datum.place === datum.parts && datum.parts > 1")
    ends = ends.mark_text(align="right", dy=drawing.expr(f"-{LINE} * datum.lift"), **style)
    y = altair.value(-1)
    return altair.layer(
        starts.encode(x="start:Q", y=y, text="part:N"), ends.encode(x="end:Q", y=y, text="part:N")
    )


def _measured(first: altair.Chart, plot: str) -> altair.Chart:
    """`narrow`: the name is longer than its part; `lift`: lines that the last name must go up."""
    by_order = [altair.SortField("order")]
    first = first.transform_window(
        place="row_number()", before="lag(part)", before_start="lag(start)", sort=by_order
    )
    first = first.transform_joinaggregate(parts="count()")
    scale = f"({plot}) / datum.most"
    first = first.transform_calculate(
        narrow=f"(datum.end - datum.start) * {scale} < length(datum.part) * {CHARACTER} ? 1 : 0",
        needed=f"(length(datum.part) + length(datum.before || '') + 2) * {CHARACTER}",
        room=f"(datum.end - (datum.before_start || 0)) * {scale}",
    )
    first = first.transform_joinaggregate(stairs="sum(narrow)")
    return first.transform_calculate(lift="!datum.narrow || datum.room > datum.needed ? 0 : datum.stairs")
