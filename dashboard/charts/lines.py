"""Text in several lines, as many as the room for it asks for."""

from __future__ import annotations

from typing import Any

import altair

from dashboard.charts import drawing

# Widths in px of a character of 12 px, plain and bold; the height of a line.
CHARACTER, BOLD, LINE = 6.1, 6.5, 15


def wrapped(text: str, room: str, character: float = CHARACTER) -> str:
    """The expression of `text` broken to fit in `room` px (both expressions); no-break spaces hold."""
    most = f"max(8, floor(({room}) / {character}))"
    pattern = f"'(?!.{{1,' + {most} + '}}$)(.{{1,' + {most} + '}}) '"
    return f"replace({text}, regexp({pattern}, 'g'), '$1\\n')"


def count(text: str) -> str:
    """The expression of how many lines a wrapped text has."""
    return f"length(split({text}, '\\n'))"


def mark(chart: altair.Chart, **style: Any) -> altair.Chart:
    """Text marks of several lines, from the first one down."""
    return chart.mark_text(baseline="top", fontSize=drawing.SMALL, lineBreak="\n", lineHeight=LINE, **style)


def at(expression: str) -> Any:
    """A place in px that is an expression of the row."""
    return altair.value(drawing.expr(expression))
