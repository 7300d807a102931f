"""What several pictures share: names, axes, text at the edge, the team's line, the finished spec."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

import altair

from dashboard.charts.palette import Palette
from dashboard.charts.words import Unit, axis_label

ROW = 28
SMALL = 12
# A card is narrower than this only on a phone: then names are cut and the column of words goes.
PHONE = "windowSize()[0] < 600"
TICKS = "clamp(ceil(width / 160), 2, 4)"
PADDING = {"left": 1, "top": 2, "right": 1, "bottom": 4}
# A few bars stay bars, however wide the picture is.
BAR = altair.ExprRef("min(bandwidth('x'), 56)")
NAME_LIMIT = altair.ExprRef(f"{PHONE} ? 104 : 168")


def expr(text: str) -> altair.ExprRef:
    """A Vega expression as the value of a mark's property; `datum` is the row."""
    return altair.ExprRef(text)


def lookup(column: str, values: Mapping[str, str], default: str) -> altair.ExprRef:
    """The expression that turns a column's word into a colour or a shape, without a scale to be shared."""
    return expr(f"{json.dumps(dict(values))}[datum.{column}] || {json.dumps(default)}")


def mark_color(mark: str, known: Mapping[str, str], in_range: str) -> str:
    """The colour of a finding for a whole picture; ValueError for a word that is none."""
    if mark != "in_range" and mark not in known:
        raise ValueError(f"A mark is in_range or one of {', '.join(known)}, not {mark!r}.")
    return known.get(mark, in_range)


def pick(column: str, values: list[str] | tuple[str, ...]) -> altair.ExprRef:
    """The expression that turns a column's place (0, 1, 2 …) into a colour, starting again at the end."""
    return expr(f"{json.dumps(list(values))}[datum.{column} % {len(values)}]")


def row_of() -> altair.Y:
    """One row per name, in the order of the frame, without an axis: `names` writes it."""
    return altair.Y("name:N", sort=None, axis=None, scale=altair.Scale(paddingInner=0, paddingOuter=0))


def once_a_row(*columns: str) -> altair.Chart:
    """The frame with one row per name, `columns` beside it and `place` in the frame from 1."""
    chart = altair.Chart().transform_window(place="row_number()")
    return chart.transform_aggregate(place="min(place)", groupby=["name", *columns])


def names(colors: Palette, strong: str = "datum.selected") -> altair.Chart:
    """The names left of the rows; bold where `strong` holds, in the accent where the rep is selected.

    It is the first layer of its picture: it draws every row, and so sets their order.
    """
    return (
        once_a_row("selected")
        .mark_text(
            align="right",
            baseline="middle",
            dx=-8,
            fontSize=SMALL,
            limit=NAME_LIMIT,
            fontWeight=expr(f"{strong} ? 600 : 400"),
            color=expr(f"datum.selected ? '{colors.accent}' : '{colors.text}'"),
        )
        .encode(x=altair.value(0), y=row_of(), text="name:N")
    )


def edge_text(colors: Palette, column: str = "text") -> altair.Chart:
    """The text at the right edge of every row."""
    return (
        once_a_row(column)
        .mark_text(align="right", baseline="middle", fontSize=SMALL, color=colors.muted)
        .encode(x=altair.value("width"), y=row_of(), text=f"{column}:N")
    )


def room_at_right(pixels: str) -> str:
    """The expression of the plot's width without `pixels` (an expression) at the right for text."""
    return f"max(40, width - ({pixels}))"


def from_zero(plot: str = "width", nice: bool = True) -> altair.Scale:
    """A scale from 0 over `plot` pixels (an expression)."""
    return altair.Scale(zero=True, nice=nice, range=[0, expr(plot)])


def some_length(unit: Unit, channel: Literal["x", "y"]) -> altair.Chart:
    """Nothing to be seen, at the least end of a scale: where everything is 0 the scale would otherwise have
    no length, and 0 stand in its middle. A domain of the scale's own would cut off the other layers."""
    least = (altair.XDatum if channel == "x" else altair.YDatum)(0.01 if unit == "percent" else 1)
    once = altair.Chart().transform_aggregate(rows="count()")
    return once.mark_point(opacity=0, size=0).encode(**{channel: least})


def value_axis(colors: Palette, unit: Unit, currency: str, ticks: str = TICKS) -> altair.Axis:
    """The axis of the values: grid, labels in the unit; `ticks` is the expression of about how many."""
    return quiet_axis(colors, grid=True, tickCount=expr(ticks), labelExpr=axis_label(unit, currency))


def quiet_axis(colors: Palette, **more: Any) -> altair.Axis:
    """An axis with neither line, ticks nor title; labels stand under what they name."""
    style = {
        "title": None,
        "domain": False,
        "ticks": False,
        "gridColor": colors.grid,
        "labelColor": colors.muted,
        "labelFontSize": SMALL,
        "labelFlush": False,
        "labelBound": False,
        "labelOverlap": True,
        "labelPadding": 6,
    }
    return altair.Axis(**(style | more))


def on_top(colors: Palette, fits: str) -> altair.Chart:
    """The number on top of a standing bar, where the expression `fits` holds."""
    shown = expr(f"{fits} ? 1 : 0")
    return altair.Chart().mark_text(
        baseline="bottom", dy=-3, fontSize=SMALL, color=colors.text, opacity=shown
    )


def team_line(colors: Palette, x: altair.X) -> altair.LayerChart:
    """The team's dashed line over all rows, with `team_label` above it; from the column `team`."""
    once = altair.Chart().transform_filter("isValid(datum.team)")
    once = once.transform_aggregate(groupby=["team", "team_label"])
    line = once.mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=colors.text).encode(x=x)
    label = once.mark_text(
        baseline="bottom",
        fontSize=SMALL,
        color=colors.text,
        # Centred, but never over the names at the left.
        align=expr("scale('x', datum.team) < 40 ? 'left' : 'center'"),
    )
    return altair.layer(line, label.encode(x=x, y=altair.value(-4), text="team_label:N"))


def finish(chart: altair.LayerChart, resize: bool = False, **size: Any) -> dict[str, Any]:
    """The checked chart as a Vega-Lite dict without data, schema and theme; full width.

    `height` may be `altair.Step(pixels a row)`: then the frame decides how tall the picture is. `resize`:
    what is over or under the plot depends on its width, so that the picture is measured once more.
    """
    fit = altair.AutoSizeParams(type="fit-x", contains="padding")
    if resize:
        fit.resize = True
    chart = chart.properties(autosize=fit, padding=PADDING, **size)
    return _bare(chart.to_dict())


def _bare(drawn: dict[str, Any]) -> dict[str, Any]:
    """Without what would hide the frame or the theme that Streamlit adds; every layer reads the frame."""
    kept = {
        key: value for key, value in drawn.items() if key not in ("$schema", "config", "data", "datasets")
    }
    if "layer" in kept:
        kept["layer"] = [_bare(layer) for layer in kept["layer"]]
    return kept
