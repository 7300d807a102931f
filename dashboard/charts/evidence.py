"""The evidence for one finding: a rep's rate beside the rest's, and what luck alone would do."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import SHAPES, Palette, Theme, palette
from dashboard.charts.words import NBSP, Unit, number

# Where things stand, in px from the top. Both labels share a line; the rest's goes up where they cannot.
ABOVE, LABELS, MIDDLE, BELOW, HEIGHT = -7, 8, 30, 52, 60
BAND, BETWEEN = 18, 10
LUCK = "luck alone, 9 in 10"
# The widths in px of half a text, of this many characters.
HALF = "({} * 3.1)"
REP_HALF, REST_HALF = HALF.format("length(datum.label)"), HALF.format("length(datum.rest_label)")


@functools.cache
def spec(theme: Theme, unit: Unit = "percent", currency: str = "$") -> dict[str, Any]:
    """A dot with its interval over the gray band of luck, and the dashed line of the rest; about 90 px.

    Frame, one row: `name`; `rate, low, high` (the value and its 80 % interval); `luck_low, luck_high` (where
    luck alone puts 9 in 10 reps like the rest); `rest`; NaN for what there is none of. `label` ("Sam 12 %")
    stands over the dot, `rest_label` ("rest 21 %") over the line. `mark` is the finding, as in `rates`.
    """
    colors = palette(theme)
    axis = drawing.value_axis(colors, unit, currency)
    x = altair.X("rate:Q", scale=drawing.from_zero(), axis=axis)
    layers = altair.layer(*_luck(colors), *_rest(colors), *_rep(colors, x), drawing.some_length(unit, "x"))
    return drawing.finish(layers, resize=True, height=HEIGHT)


def _known(*columns: str) -> altair.Chart:
    """The row, where it has these values."""
    return altair.Chart().transform_filter(" && ".join(f"isValid(datum.{column})" for column in columns))


def _over(value: str, half: str) -> str:
    """The expression of a text's middle: over its value, but within the picture."""
    return f"clamp({value}, {half}, max({half}, width - {half}))"


def _middles() -> tuple[str, str, str]:
    """The expressions of the middles of the rep's and of the rest's label, and of the rest's height.

    Labels that would touch stand beside each other in the order of their values, or, where both are longer
    than the picture, over each other.
    """
    rep, rest = _over("scale('x', datum.rate)", REP_HALF), _over("scale('x', datum.rest)", REST_HALF)
    touch = f"isValid(datum.rate) && abs({rep} - {rest}) < {REP_HALF} + {REST_HALF} + {BETWEEN}"
    touch = f"isValid(datum.rest) && {touch}"
    both = f"2 * ({REP_HALF} + {REST_HALF}) + {BETWEEN}"
    beside, first = f"({touch} && {both} <= width)", "datum.rate <= datum.rest"
    left, right = f"2 * ({first} ? {REP_HALF} : {REST_HALF})", f"2 * ({first} ? {REST_HALF} : {REP_HALF})"
    middle = f"clamp(({rep} + {rest}) / 2, {left} + {BETWEEN / 2}, width - {right} - {BETWEEN / 2})"
    return (
        f"{beside} ? {middle} + ({first} ? -1 : 1) * ({REP_HALF} + {BETWEEN / 2}) : {rep}",
        f"{beside} ? {middle} + ({first} ? 1 : -1) * ({REST_HALF} + {BETWEEN / 2}) : {rest}",
        f"{touch} && {both} > width ? {ABOVE} : {LABELS}",
    )


def _at(expression: str) -> Any:
    return altair.value(drawing.expr(expression))


def _luck(colors: Palette) -> list[altair.Chart]:
    known = _known("luck_low", "luck_high")
    band = known.mark_bar(height=BAND, color=colors.luck)
    middle = "(scale('x', datum.luck_low) + scale('x', datum.luck_high)) / 2"
    label = known.mark_text(baseline="middle", fontSize=11, color=colors.muted)
    x = _at(_over(middle, HALF.format(len(LUCK))))
    return [
        band.encode(x="luck_low:Q", x2="luck_high:Q", y=altair.value(MIDDLE)),
        label.encode(x=x, y=altair.value(BELOW), text=altair.value(LUCK)),
    ]


def _rest(colors: Palette) -> list[altair.Chart]:
    known = _known("rest")
    _, x, y = _middles()
    rule = known.mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=colors.text)
    label = known.mark_text(baseline="middle", fontSize=drawing.SMALL, color=colors.text)
    return [
        rule.encode(x="rest:Q", y=altair.value(LABELS + 8), y2=altair.value(MIDDLE + BAND / 2 + 4)),
        label.encode(x=_at(x), y=_at(y), text="rest_label:N"),
    ]


def _rep(colors: Palette, x: altair.X) -> list[altair.Chart]:
    known, color = _known("rate"), drawing.lookup("mark", colors.marks, colors.in_range)
    interval = _known("low", "high").mark_rule(strokeWidth=2, color=color)
    dot = known.mark_point(
        filled=True, opacity=1, size=110, color=color, shape=drawing.lookup("mark", SHAPES, "circle")
    )
    label = known.mark_text(
        baseline="middle",
        fontSize=drawing.SMALL,
        fontWeight=600,
        color=drawing.lookup("mark", colors.words, colors.text),
    )
    y = altair.value(MIDDLE)
    return [
        interval.encode(x="low:Q", x2="high:Q", y=y),
        dot.encode(x=x, y=y, tooltip=["label:N", "rest_label:N"]),
        label.encode(x=_at(_middles()[0]), y=altair.value(LABELS), text="label:N"),
    ]


def alt(frame: pd.DataFrame, label: str, unit: Unit = "percent", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: the rate, its interval, the rest, what luck does."""
    if frame.empty or pd.isna(frame["rate"].iloc[0]):
        return f"{label}: nothing to show yet."
    row = frame.iloc[0]
    said = {name: number(row[name], unit, currency) for name in ("rate", "low", "high", "rest")}
    luck = [number(row[name], unit, currency) for name in ("luck_low", "luck_high")]
    found = f"{label}: {row['name']} {said['rate']}"
    found += "" if pd.isna(row["low"]) else f" (80{NBSP}% interval {said['low']} to {said['high']})"
    found += "" if pd.isna(row["rest"]) else f", the rest {said['rest']}"
    found += "" if pd.isna(row["luck_low"]) else f"; luck alone, 9 in 10: {luck[0]} to {luck[1]}"
    return f"{found}."
