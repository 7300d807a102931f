"""What more activity would bring: one line through every guess, break-even and today."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing, lines
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.words import NBSP

# What a text is away from its dot.
BESIDE = 11
# What the picture has under the lowest rate and over the highest, as parts of the distance between them.
UNDER, OVER = 0.2, 0.14
# Under the plot: the axis' numbers, its title, then the labels that have no room beside their dots.
TITLE_AT, LIST_AT, LIST_X = 26, 36, -16
# Fewer characters a line than this are no text any more; more lines stand in the way of others.
NARROW, TALL = 16, 3
BY_RATE = [altair.SortField("rate", order="descending")]
BREAK_EVEN = "datum.kind === 'break_even'"


@functools.cache
def spec(theme: Theme, height: int = 250) -> dict[str, Any]:
    """The line output = activity of the rest × rate, with its dots; the plot is `height` px.

    Frame, a row per dot: `rate` (fraction); `output` (a day); `kind`: holds, extra, all or break_even;
    `label` ("4.80 (+1.80): all 80 keep 6.0 %"; its first word is the output, but for break-even's).
    The same in every row: `today` (output a day) and `today_label` for the dashed line, `lost_label` for the
    gray area below break-even, `axis_label` under the axis of the rate.
    The labels are wrapped; where they have no room beside their dots they are listed under the picture, and
    the dots have their outputs only. Where all rates are 0 there is no line.
    """
    colors = palette(theme)
    layers = altair.layer(
        *_lost(colors),
        *_line(colors),
        *_today(colors),
        _dot(altair.Chart(), colors, 90).encode(x="rate:Q", y="output:Q", tooltip=["label:N"]),
        _beside(colors),
        _axis_label(colors),
        *_listed(colors),
    )
    return drawing.finish(_fitted(_placed(layers), height), resize=True, height=height)


def _placed(layers: altair.LayerChart) -> altair.LayerChart:
    """The picture's corners (`left, right, low, high`), and each dot's `at`, its place from 0 to 1: the line
    goes from corner to corner, so that this is its height as well."""
    layers = layers.transform_filter("isValid(datum.rate) && isValid(datum.output)")
    layers = layers.transform_calculate(
        slope_here="datum.rate > 0 ? datum.output / datum.rate : null",
        even_here=f"{BREAK_EVEN} ? datum.rate : null",
    )
    layers = layers.transform_joinaggregate(
        least="min(rate)", most="max(rate)", slope="mean(slope_here)", even="min(even_here)"
    )
    layers = layers.transform_calculate(span="datum.most - datum.least || datum.most / 2 || 0.01")
    layers = layers.transform_calculate(
        left=f"max(0, datum.least - {UNDER} * datum.span)", right=f"datum.most + {OVER} * datum.span"
    )
    size = "(datum.right - datum.left)"
    return layers.transform_calculate(
        at=f"(datum.rate - datum.left) / {size}",
        even_at=f"isValid(datum.even) ? (datum.even - datum.left) / {size} : 0",
        low="datum.left * (datum.slope || 0)",
        high="isValid(datum.slope) ? datum.right * datum.slope : 1",
    )


def _fitted(layers: altair.LayerChart, height: int) -> altair.LayerChart:
    """Every dot's label in lines (`text`, `lines`); `beside`: whether all have room beside their dots."""
    layers = layers.transform_window(turn="row_number()", next_at="lead(at)", sort=BY_RATE)
    # The highest dot's label stands left of it, beside the word for the gray area.
    lost = f"length(datum.lost_label) * {lines.CHARACTER} + {2 * BESIDE}"
    layers = layers.transform_calculate(
        gap=f"isValid(datum.next_at) ? (datum.at - datum.next_at) * {height} : datum.at * {height}",
        room=f"(datum.turn === 1 ? datum.at * width - ({lost}) : (1 - datum.at) * width) - {BESIDE}",
    )
    layers = layers.transform_calculate(text=lines.wrapped("datum.label", "datum.room"))
    layers = layers.transform_calculate(
        lines=lines.count("datum.text"), title=lines.wrapped("datum.axis_label", "width + 16")
    )
    layers = layers.transform_calculate(title_lines=lines.count("datum.title"))
    needed = f"(datum.turn === 1 ? {lines.LINE + 8} : datum.lines * {lines.LINE} + 4)"
    layers = layers.transform_calculate(
        fits=f"datum.room >= {NARROW * lines.CHARACTER} && datum.lines <= {TALL} && datum.gap >= {needed}"
        f" && datum.even_at * width >= {NARROW * lines.BOLD} ? 1 : 0"
    )
    return layers.transform_joinaggregate(beside="min(fits)")


def _once(chart: altair.Chart) -> altair.Chart:
    """What is the same in every row, drawn for one of them."""
    return chart.transform_filter("datum.turn === 1")


def _lost(colors: Palette) -> list[altair.Chart]:
    """The gray area left of break-even, and its word."""
    known = _once(altair.Chart()).transform_filter("isValid(datum.even) && datum.even_at * width >= 8")
    text = known.transform_calculate(
        lost=lines.wrapped("datum.lost_label", "max(datum.even_at * width - 8, 60)")
    )
    area = known.mark_rect(color=colors.luck)
    word = lines.mark(text, align="left", color=colors.muted)
    top = altair.value(0)
    return [
        area.encode(x="left:Q", x2="even:Q", y=top, y2=altair.value("height")),
        word.encode(x=altair.value(6), y=altair.value(6), text="lost:N"),
    ]


def _line(colors: Palette) -> list[altair.Chart]:
    """The line from corner to corner; without one, its corners all the same, for the axes."""
    label = f"format(datum.value * 100, ',.3~f') + '{NBSP}%'"
    ticks = drawing.expr(drawing.TICKS)
    across = drawing.quiet_axis(colors, grid=False, tickCount=ticks, labelExpr=label)
    up = drawing.value_axis(colors, "plain", "", "4")
    scale = altair.Scale(zero=False, nice=False)
    line = altair.Chart().mark_rule(
        strokeWidth=1.5, color=colors.text, opacity=drawing.expr("isValid(datum.slope) ? 1 : 0")
    )
    x, y = altair.X("left:Q", scale=scale, axis=across), altair.Y("low:Q", scale=scale, axis=up)
    return [_once(line).encode(x=x, x2="right:Q", y=y, y2="high:Q")]


def _today(colors: Palette) -> list[altair.Chart]:
    """Today's output: a dashed line, its label on it where it may stay left of break-even, else at the right
    end, under the line."""
    known = _once(altair.Chart()).transform_filter("isValid(datum.today)")
    line = known.mark_rule(strokeWidth=2, strokeDash=[4, 3], color=colors.marks["protect"])
    known = known.transform_calculate(inside="datum.beside || datum.even_at > 0.5")
    known = known.transform_calculate(
        room=f"(datum.inside ? datum.even_at : 1 - datum.even_at) * width - {BESIDE}"
    )
    known = known.transform_calculate(said=lines.wrapped("datum.today_label", "datum.room", lines.BOLD))
    known = known.transform_calculate(tall=f"{lines.count('datum.said')} * {lines.LINE}")
    below = "(scale('y', datum.today) + datum.tall + 6 < height)"
    label = lines.mark(
        known,
        fontWeight=600,
        align=drawing.expr("datum.inside ? 'left' : 'right'"),
        dy=drawing.expr(f"!datum.inside && {below} ? 5 : -datum.tall - 2"),
        color=colors.words["protect"],
    )
    y = altair.Y("today:Q")
    return [
        line.encode(x=altair.value(0), x2=altair.value("width"), y=y),
        label.encode(x=lines.at("datum.inside ? 6 : width"), y=y, text="said:N"),
    ]


def _dot(chart: altair.Chart, colors: Palette, size: int) -> altair.Chart:
    """A dot for a guess, an open one for break-even."""
    fill = drawing.expr(f"{BREAK_EVEN} ? '{colors.background}' : '{colors.text}'")
    edge = drawing.expr(f"{BREAK_EVEN} ? '{colors.marks['protect']}' : '{colors.text}'")
    return chart.mark_point(opacity=1, size=size, fill=fill, stroke=edge, strokeWidth=2)


def _beside(colors: Palette) -> altair.Chart:
    """The labels beside their dots, or, where these are too close to each other, only the outputs."""
    chart = altair.Chart().transform_calculate(
        shown=f"datum.beside ? datum.text : {BREAK_EVEN} || datum.gap < {lines.LINE + 2} ? ''"
        " : split(datum.label, ' ')[0]",
        above="datum.beside ? (datum.turn === 1 ? datum.lines : 0) : datum.at > 0.5 ? 1 : 0",
    )
    label = lines.mark(
        chart,
        align=drawing.expr("datum.above ? 'right' : 'left'"),
        dx=drawing.expr(f"datum.above ? -{BESIDE} : {BESIDE}"),
        dy=drawing.expr(f"datum.above ? 5 - {lines.LINE} * datum.above : {BREAK_EVEN} ? 5 : 0"),
        color=drawing.expr(f"{BREAK_EVEN} ? '{colors.words['protect']}' : '{colors.text}'"),
    )
    return label.encode(x="rate:Q", y="output:Q", text="shown:N")


def _listed(colors: Palette) -> list[altair.Chart]:
    """The labels under the picture, from the highest dot to the lowest, each with its dot."""
    chart = altair.Chart().transform_filter("!datum.beside")
    chart = chart.transform_calculate(said=lines.wrapped("datum.label", "width + 4"))
    chart = chart.transform_calculate(tall=f"{lines.count('datum.said')} * {lines.LINE} + 3")
    chart = chart.transform_window(until="sum(tall)", sort=[altair.SortField("turn")])
    top = f"height + {LIST_AT} + datum.title_lines * {lines.LINE} + datum.until - datum.tall"
    label = lines.mark(chart, align="left", color=colors.text)
    return [
        _dot(chart, colors, 40).encode(x=altair.value(LIST_X), y=lines.at(f"{top} + 6")),
        label.encode(x=altair.value(LIST_X + 9), y=lines.at(top), text="said:N"),
    ]


def _axis_label(colors: Palette) -> altair.Chart:
    label = lines.mark(_once(altair.Chart()), align="center", color=colors.muted)
    return label.encode(x=lines.at("width / 2"), y=lines.at(f"height + {TITLE_AT}"), text="title:N")


def alt(frame: pd.DataFrame, label: str) -> str:
    """The finding of the frame of `spec` in words: today, every guess, break-even."""
    known = frame.dropna(subset=["rate", "output"])
    if known.empty:
        return f"{label}: nothing to show yet."
    said = "; ".join(known.sort_values("rate", ascending=False, kind="stable")["label"])
    today = "" if pd.isna(known["today"].iloc[0]) else f"{known['today_label'].iloc[0]}; "
    return f"{label}: {today}{said}."
