"""Which ways of working are worth a word: what some reps do more than others, by more than luck and by
enough to matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.figures.summary import Value
from dashboard.figures.ways import AE, CHANNEL, LEAD, LIST, TIME, TOUCH, TRIES

# What is judged, and how many counts go together: a block of calls is one decision, not ten. By which channel
# meetings were booked is what came of the calls and emails, no way of making them: there it is not judged.
LUMPS = {TIME: 10, TRIES: 1, LIST: 2, TOUCH: 10, CHANNEL: 1, AE: 1, LEAD: 1}
# Standard errors between the two sides. About fifteen parts are looked at: of a thousand pairs of sides
# that work alike, some twenty would be told of a difference by luck.
RARE = 3.0
# Ten of a hundred calls.
MATTERS = 0.10
# One rep among the best is not "the best", and one odd rep makes nobody else stand out.
NEARLY_ALL, CLEARLY = 0.75, 0.05


@dataclass(frozen=True)
class Difference:
    """What some do more than others: the part of a subject (see `ways`), and its share for both sides."""

    subject: str
    part: str
    doers: Value
    others: Value


def differences(counted: pd.DataFrame, doers: Sequence[int], others: Sequence[int]) -> list[Difference]:
    """What the doers do more than the others, the largest difference first, at most one a subject.

    `counted` as in `ways`. A difference is told when the shares lie three standard errors and ten
    hundredths apart, and nearly every doer's share lies clearly (five hundredths) above nearly every other's.
    """
    found = []
    for subject, rows in counted[counted["subject"].isin(LUMPS)].groupby("subject"):
        table = rows.pivot_table(index="rep_id", columns="part", values="n", aggfunc="sum", fill_value=0)
        left, right = (table[table.index.isin(side)] for side in (doers, others))
        if _mostly_said(left) and _mostly_said(right):
            found += _largest(
                str(subject), *(side.drop(columns="", errors="ignore") for side in (left, right))
            )
    return sorted(found, key=lambda one: one.others.value - one.doers.value)


def _mostly_said(side: pd.DataFrame) -> bool:
    """Whether there is something of a side, and the log says of nearly all of it what it is."""
    total = side.to_numpy().sum()
    return total > 0 and side.drop(columns="", errors="ignore").to_numpy().sum() >= NEARLY_ALL * total


def _largest(subject: str, left: pd.DataFrame, right: pd.DataFrame) -> list[Difference]:
    (x, n), (y, m) = ((side.sum(), side.to_numpy().sum()) for side in (left, right))
    gap = x / n - y / m
    told = (_errors_apart(x, n, y, m, LUMPS[subject]) >= RARE) & (gap >= MATTERS)
    told &= _agree(left, right) >= NEARLY_ALL
    if not told.any():
        return []
    part = gap[told].idxmax()
    values = (Value(float(a[part] / b), int(a[part]), int(b)) for a, b in ((x, n), (y, m)))
    return [Difference(subject, str(part), *values)]


def _errors_apart(x: pd.Series, n: int, y: pd.Series, m: int, lumps: float) -> pd.Series:
    """By how many standard errors two shares lie apart (two proportions, pooled)."""
    pooled = (x + y) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * lumps * (1 / n + 1 / m))
    return (x / n - y / m) / error.where(error > 0)


def _agree(left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    """Of all pairs of a doer and another, in how many the doer's share is clearly the larger."""
    totals = ((side, side.sum(axis=1)) for side in (left, right))
    mine, theirs = (side[total > 0].div(total[total > 0], axis=0).to_numpy() for side, total in totals)
    return pd.Series((mine[:, None, :] - theirs[None, :, :] >= CLEARLY).mean(axis=(0, 1)), index=left.columns)
