"""Activity and output of every rep, to show who is protected and who is not; it ranks nobody."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing, lines
from dashboard.charts.palette import SHAPES, Palette, Theme, palette
from dashboard.charts.words import axis_label, number

# What the picture has beyond its outermost dots, as parts of the distance between them; texts go down.
BEYOND, UNDER = 0.12, 0.25
# What a text is away from its dot; where the titles of the axes stand.
BESIDE, X_TITLE, Y_TITLE = 11, 26, -34
IN_TURN = [altair.SortField("turn")]


@functools.cache
def spec(theme: Theme, x_title: str = "calls a day", y_title: str = "", height: int = 230) -> dict[str, Any]:
    """A dot a rep, with the rest's dashed lines; the plot is `height` px.

    Frame, in any order: `x` (activity a day); `y` (output a day); `mark`: protect or volume (not protected),
    shown with `name` and under it `text` ("few calls, most meetings"), or in_range or ramping, a gray dot
    without a name, whose `name` may be ""; optional `selected` (bool): named too, and in bold. The same in
    every row: `rest_x, rest_y` (NaN for no line) and `rest_label` ("rest: 80 calls, 2 meetings").
    """
    colors = palette(theme)
    layers = altair.layer(
        *_rest(colors),
        _corners(colors),
        *_dots(colors),
        *_names(colors, height),
        *_titles(colors, x_title, y_title),
    )
    return drawing.finish(_placed(layers), resize=True, height=height)


def _placed(layers: altair.LayerChart) -> altair.LayerChart:
    """`named`: whether a dot has its name; the picture's corners, with room around everybody and the rest."""
    layers = layers.transform_filter("isValid(datum.x) && isValid(datum.y)")
    layers = layers.transform_calculate(
        named="datum.mark === 'protect' || datum.mark === 'volume' || datum.selected ? 1 : 0",
        # The selected rep is seen without a finding, too.
        mark="datum.mark === 'in_range' && datum.selected ? 'selected' : datum.mark",
    )
    return _cornered(_cornered(layers, "x", BEYOND), "y", UNDER)


def _cornered(layers: altair.LayerChart, axis: str, under: float) -> altair.LayerChart:
    """From where to where an axis goes (`x_from`, `x_to`); never below 0."""
    ends = {f"{axis}_least": f"min({axis})", f"{axis}_most": f"max({axis})"}
    layers = layers.transform_joinaggregate(**ends)
    rest = f"isValid(datum.rest_{axis}) ? datum.rest_{axis} : datum.{axis}"
    least, most = f"min(datum.{axis}_least, {rest})", f"max(datum.{axis}_most, {rest})"
    span = f"({most} - {least} || {most} / 2 || 1)"
    corners = {
        f"{axis}_from": f"max(0, {least} - {under} * {span})",
        f"{axis}_to": f"{most} + {BEYOND} * {span}",
    }
    return layers.transform_calculate(**corners)


def _corners(colors: Palette) -> altair.Chart:
    """Nothing to be seen, from corner to corner, for the axes."""
    label, ticks = axis_label("plain"), drawing.expr("clamp(ceil(width / 90), 3, 6)")
    across = drawing.quiet_axis(colors, grid=False, tickCount=ticks, labelExpr=label)
    scale = altair.Scale(zero=False, nice=False)
    x = altair.X("x_from:Q", scale=scale, axis=across)
    y = altair.Y("y_from:Q", scale=scale, axis=drawing.value_axis(colors, "plain", "", "4"))
    return _once().mark_rule(opacity=0).encode(x=x, x2="x_to:Q", y=y, y2="y_to:Q")


def _once() -> altair.Chart:
    """What is the same in every row, drawn for one of them."""
    return altair.Chart().transform_window(place="row_number()").transform_filter("datum.place === 1")


def _rest(colors: Palette) -> list[altair.Chart]:
    """The dashed lines of the rest, with their label over the upright one."""
    style = {"strokeDash": [4, 3], "color": colors.in_range}
    upright = _once().transform_filter("isValid(datum.rest_x)")
    level = _once().transform_filter("isValid(datum.rest_y)")
    half = "(length(datum.rest_label) * 3.1)"
    middle = f"clamp(scale('x', datum.rest_x), {half}, max({half}, width - {half}))"
    label = upright.mark_text(baseline="bottom", fontSize=drawing.SMALL, color=colors.muted)
    return [
        upright.mark_rule(**style).encode(x="rest_x:Q", y=altair.value(0), y2=altair.value("height")),
        level.mark_rule(**style).encode(y="rest_y:Q", x=altair.value(0), x2=altair.value("width")),
        label.encode(x=lines.at(middle), y=altair.value(-4), text="rest_label:N"),
    ]


def _dots(colors: Palette) -> list[altair.Chart]:
    """The gray dots, and over them the named ones; the pointer says no more than the names."""
    gray = altair.Chart().transform_filter("!datum.named")
    gray = gray.mark_point(filled=True, opacity=1, size=60, color=colors.in_range)
    named = (
        altair.Chart()
        .transform_filter("datum.named")
        .mark_point(
            filled=True,
            opacity=1,
            size=130,
            color=drawing.lookup("mark", colors.marks, colors.in_range),
            shape=drawing.lookup("mark", SHAPES, "circle"),
        )
    )
    return [
        gray.encode(x="x:Q", y="y:Q"),
        named.encode(x="x:Q", y="y:Q", tooltip=["name:N", "text:N"]),
    ]


def _names(colors: Palette, height: int) -> list[altair.Chart]:
    """Names with their texts, beside their dots where there is more room, and never over each other."""
    chart = _stacked(_beside(altair.Chart().transform_filter("datum.named"), height), height)
    x = lines.at(f"datum.px + (datum.right ? {BESIDE} : -{BESIDE})")
    align = drawing.expr("datum.right ? 'left' : 'right'")
    bold = drawing.expr("datum.selected || !datum.chosen ? 600 : 400")
    ink = drawing.lookup("mark", colors.words, colors.text)
    # Dots under a text stay behind it.
    behind = {"stroke": colors.background, "strokeWidth": 3}
    drawn = []
    for style in ({"color": colors.background} | behind, {}):
        name = lines.mark(chart, **({"align": align, "fontWeight": bold, "color": ink} | style))
        text = lines.mark(chart, **({"align": align, "color": colors.muted} | style))
        drawn += [
            name.encode(x=x, y=lines.at("datum.top"), text="name:N"),
            text.encode(x=x, y=lines.at(f"datum.top + {lines.LINE}"), text="said:N"),
        ]
    return drawn


def _beside(chart: altair.Chart, height: int) -> altair.Chart:
    """Each dot's place in px, its text in lines (`said`) at its `right` or left, and how `tall` both are."""
    chart = chart.transform_joinaggregate(chosen="max(selected)")
    chart = chart.transform_calculate(
        px="(datum.x - datum.x_from) / (datum.x_to - datum.x_from) * width",
        py=f"(datum.y_to - datum.y) / (datum.y_to - datum.y_from) * {height}",
        wide=f"max(length(datum.name) * {lines.BOLD}, length(datum.text) * {lines.CHARACTER})",
    )
    chart = chart.transform_calculate(
        right=f"width - datum.px >= min(datum.wide + {BESIDE}, datum.px) ? 1 : 0"
    )
    chart = chart.transform_calculate(room=f"(datum.right ? width - datum.px : datum.px) - {BESIDE}")
    chart = chart.transform_calculate(said=lines.wrapped("datum.text", "datum.room"))
    return chart.transform_calculate(
        tall=f"{lines.LINE} * (1 + (length(datum.text) ? {lines.count('datum.said')} : 0)) + 4"
    )


def _stacked(chart: altair.Chart, height: int) -> altair.Chart:
    """`top`: where each name begins, at its dot or else right under the name above."""
    chart = chart.transform_window(turn="row_number()", sort=[altair.SortField("py")])
    chart = chart.transform_window(until="sum(tall)", sort=IN_TURN)
    chart = chart.transform_calculate(
        free=f"min(datum.py - 7, {height} - datum.tall) - (datum.until - datum.tall)"
    )
    chart = chart.transform_window(pushed="max(free)", sort=IN_TURN)
    return chart.transform_calculate(top="datum.until - datum.tall + datum.pushed")


def _titles(colors: Palette, x_title: str, y_title: str) -> list[altair.Chart]:
    """The axes' titles: under the one, over the other."""
    style = {"baseline": "top", "fontSize": drawing.SMALL, "color": colors.muted}
    across = _once().mark_text(**style)
    up = _once().mark_text(align="left", **style)
    drawn = [
        across.encode(x=lines.at("width / 2"), y=lines.at(f"height + {X_TITLE}"), text=altair.value(x_title))
    ]
    if y_title:
        drawn.append(up.encode(x=altair.value(-20), y=altair.value(Y_TITLE), text=altair.value(y_title)))
    return drawn


def alt(frame: pd.DataFrame, label: str, x: str = "calls a day", y: str = "meetings a day") -> str:
    """The finding of the frame of `spec` in words: the rest, then everybody named, in the frame's order;
    `x` and `y` are the words for the two."""
    known = frame.dropna(subset=["x", "y"])
    if known.empty:
        return f"{label}: nothing to show yet."
    chosen = known["selected"].eq(True) if "selected" in known else False
    named = known[known["mark"].isin(["protect", "volume"]) | chosen]
    said = [
        f"{row['name']} {number(row['x'])} {x}, {number(row['y'])} {y}"
        + (f" ({row['text']})" if row["text"] else "")
        for _, row in named.iterrows()
    ]
    rest = known["rest_label"].iloc[0]
    gray = len(known) - len(named)
    others = f"{gray} {'other' if gray == 1 else 'others'} without a name" if gray else ""
    return f"{label}: {'; '.join(part for part in (rest, *said, others) if part)}."
