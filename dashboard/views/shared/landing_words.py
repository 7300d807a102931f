"""Where a count lands, in words: chances, ranges, sums."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.landing import PARTS
from dashboard.figures.forecast import SAOS
from dashboard.views.shared import words

# At least so likely, the word for it, and what is said of a team.
CHANCES = (
    (0.90, "very likely", "will very likely make {its} quota"),
    (0.60, "likely", "probably makes {its} quota"),
    (0.40, "open", "may make {its} quota or not"),
    (0.10, "unlikely", "{will} need luck for {its} quota"),
    (0.00, "out of reach", "{lands} short of {its} quota"),
)


def chance(p_hit: float) -> str:
    """ "26 % unlikely"; nothing without a quota."""
    if pd.isna(p_hit):
        return ""
    return f"{percent(p_hit)} {word(p_hit)}"


def percent(p_hit: float) -> str:
    """A chance of what has not happened yet; nothing of that is quite sure."""
    if p_hit < 0.005:
        return f"under 1{words.NBSP}%"
    if p_hit >= 0.995:
        return f"over 99{words.NBSP}%"
    return f"{100 * p_hit:.0f}{words.NBSP}%"


def word(p_hit: float) -> str:
    """The word for a chance."""
    return next(said for least, said, _ in CHANCES if p_hit >= least)


def landing(row: pd.Series, over: bool = False) -> str:
    """ "195 to 207, most likely 201"; what came, once the period is over."""
    if over or row["p10"] == row["p90"]:
        return words.count(row["achieved"] if over else row["p50"])
    return f"{row['p10']:,.0f} to {row['p90']:,.0f}, most likely {row['p50']:,.0f}"


def parts(metric: str) -> dict[str, str]:
    """What the parts of a landing are called. Of a meeting whose date has passed the outcome may be missing,
    of one that was held the decision."""
    pending = "decision pending" if metric == SAOS else "outcome not entered"
    return PARTS | {"pending": pending}


def sum_of(row: pd.Series, metric: str) -> str:
    """ "169 achieved + 22 decision pending + … = 201"."""
    named = parts(metric).items()
    said = [f"{words.count(round(row[name], 1))} {what}" for name, what in named if round(row[name], 1) > 0]
    return f"{' + '.join(said) or 'Nothing so far'} = **{words.count(round(row['mean'], 1))}** on average."
