"""Numbers in words, for alternative texts and for the labels of axes."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd

Unit = Literal["percent", "plain", "money"]
NBSP = "\u00a0"
# What one decimal rounds to nought is not nothing.
SMALLEST = 0.05
TINY = "under 0.1"


def number(value: float | None, unit: Unit = "plain", currency: str = "$") -> str:
    """A value as people read it: 0.203 as "20.3 %", 18120 as "18,120", 29400 as "$29.4k", none as "–"."""
    if value is None or pd.isna(value):
        return "–"
    if unit == "percent":
        return f"{100 * value:.1f}{NBSP}%"
    if unit == "money":
        return _money(value, currency)
    if 0 < value < SMALLEST:
        return TINY
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"


def _money(value: float, currency: str) -> str:
    size = abs(value)
    if size < 999.5:
        return f"{currency}{value:,.0f}"
    factor, letter = (1e6, "M") if size >= 999_950 else (1e3, "k")
    scaled = value / factor
    digits = 0 if math.isclose(scaled, round(scaled), abs_tol=0.05) or abs(scaled) >= 100 else 1
    return f"{currency}{scaled:,.{digits}f}{letter}"


def span(said: list[str], same: str = "") -> str:
    """What is highest and what is lowest, or the one there is; with `same`, the value that all have."""
    if len(said) == 1:
        return said[0]
    return f"all at {same}" if same else f"from {said[0]} to {said[1]}"


def listed(names: list[str]) -> str:
    """Names as a list in a sentence: "Ann, Bo and Cy"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def axis_label(unit: Unit, currency: str = "$") -> str:
    """The Vega expression that writes an axis label in this unit, with a no-break space before "%"."""
    if unit == "percent":
        return f"format(datum.value * 100, ',.3~f') + '{NBSP}%'"
    if unit == "money":
        prefix = currency.replace("\\", "").replace("'", "\\'")
        return f"'{prefix}' + replace(format(datum.value, '.3~s'), 'G', 'bn')"
    return "format(datum.value, ',.3~f')"
