"""Rates per rep or per list: a dot with its interval, the range of luck, the team's line."""

from __future__ import annotations

import functools
from typing import Any

import altair
import pandas as pd

from dashboard.charts import drawing
from dashboard.charts.palette import SHAPES, Palette, Theme, palette
from dashboard.charts.words import Unit, listed, number, span


@functools.cache
def spec(
    theme: Theme, unit: Unit = "percent", currency: str = "$", text_width: int = 72, word_width: int = 96
) -> dict[str, Any]:
    """Dots with intervals, one row of 28 px per row of the frame, in its order.

    Frame: `name`; `rate, low, high` (the value and its 80 % interval) and `luck_low, luck_high` as fractions
    (percent) or amounts, NaN where there is none; `text` at the right ("19 of 160"); `word` before it
    ("Coach" or ""; not shown on a phone); `mark`: in_range, coach, watch, learn, protect, volume, ramping,
    selected or list_problem; `team` and `team_label` ("team 20.3 %"), the same in every row, NaN for no line;
    optional `selected` (bool): the name in bold. `text_width` and `word_width` are pixels kept at the right;
    a `word_width` of 0 leaves the words out.
    """
    colors = palette(theme)
    scale = _scale(text_width, word_width)
    x = altair.X("rate:Q", scale=scale, axis=drawing.value_axis(colors, unit, currency))
    layers = [
        drawing.names(colors),
        _luck(colors),
        drawing.team_line(colors, altair.X("team:Q")),
        _interval(colors),
        _dot(colors, x),
        drawing.some_length(unit, "x"),
        drawing.edge_text(colors),
        *([_word(colors, text_width, word_width)] if word_width else []),
    ]
    return drawing.finish(altair.layer(*layers), height=altair.Step(drawing.ROW))


def _scale(text_width: int, word_width: int) -> altair.Scale:
    words = word_width + 16 if word_width else 12
    return drawing.from_zero(drawing.room_at_right(f"{text_width} + ({drawing.PHONE} ? 12 : {words})"))


def _luck(colors: Palette) -> altair.Chart:
    band = altair.Chart().transform_filter("isValid(datum.luck_low) && isValid(datum.luck_high)")
    return band.mark_bar(height=18, color=colors.luck).encode(
        x="luck_low:Q", x2="luck_high:Q", y=drawing.row_of()
    )


def _interval(colors: Palette) -> altair.Chart:
    known = altair.Chart().transform_filter("isValid(datum.low) && isValid(datum.high)")
    line = known.mark_rule(strokeWidth=2, color=drawing.lookup("mark", colors.marks, colors.in_range))
    return line.encode(x="low:Q", x2="high:Q", y=drawing.row_of())


def _dot(colors: Palette, x: altair.X) -> altair.Chart:
    dot = (
        altair.Chart()
        .transform_filter("isValid(datum.rate)")
        .mark_point(
            filled=True,
            opacity=1,
            size=90,
            color=drawing.lookup("mark", colors.marks, colors.in_range),
            shape=drawing.lookup("mark", SHAPES, "circle"),
        )
    )
    return dot.encode(x=x, y=drawing.row_of(), tooltip=["name:N", "text:N"])


def _word(colors: Palette, text_width: int, word_width: int) -> altair.Chart:
    return (
        altair.Chart()
        .mark_text(
            align="left",
            baseline="middle",
            fontSize=drawing.SMALL,
            fontWeight=600,
            limit=word_width,
            opacity=drawing.expr(f"{drawing.PHONE} ? 0 : 1"),
            color=drawing.lookup("mark", colors.words, colors.muted),
        )
        .encode(
            x=altair.value(drawing.expr(f"width - {text_width + word_width}")),
            y=drawing.row_of(),
            text="word:N",
        )
    )


def alt(frame: pd.DataFrame, label: str, unit: Unit = "percent", currency: str = "$") -> str:
    """The finding of the frame of `spec` in words: highest, lowest, the team, who is marked with a word."""
    known = frame.dropna(subset=["rate"])
    if known.empty:
        return f"{label}: nothing to show yet."
    high, low = known.loc[known["rate"].idxmax()], known.loc[known["rate"].idxmin()]
    said = [_said(row, unit, currency) for row in (high, low)][: len(known)]
    same = number(high["rate"], unit, currency) if high["rate"] == low["rate"] else ""
    found = f"{label}: {span(said, same)}"
    team = known["team"].iloc[0]
    found += "" if pd.isna(team) else f"; the team {number(team, unit, currency)}"
    return f"{found}.{_marked(known)}"


def _said(row: pd.Series, unit: Unit, currency: str) -> str:
    rate = number(row["rate"], unit, currency)
    # A text like "32 % (31 of 96)" says the rate already.
    return f"{row['name']} {row['text']}" if "%" in row["text"] else f"{row['name']} {rate} ({row['text']})"


def _marked(frame: pd.DataFrame) -> str:
    words = frame[frame["word"].fillna("").ne("")].groupby("word", sort=False)["name"]
    return "".join(f" {word}: {listed(list(people))}." for word, people in words)
