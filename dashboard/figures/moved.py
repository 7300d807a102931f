"""Did the number move since the last session? With the same honesty about luck as a flag.

A rate that was picked because it was low tends to rise by itself. So what came since is compared with what
went before, and also with that drawn towards the team's rate; it has moved where both say so.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.special import ndtri

from dashboard.figures.flags import ENOUGH, POWER, RARE, design_effect, sameness
from dashboard.figures.luck import lower_mid_p
from dashboard.figures.metrics import Metric
from dashboard.figures.periods import Period
from dashboard.figures.summary import Loaded, parts, ramped

UP, DOWN, SAME, TOO_EARLY = "moved up", "moved down", "same", "too early"
# A change of a third is worth waiting for.
A_THIRD = 1 / 3
BEFORE_DAYS = 28


def around(session: date, today: date) -> tuple[Period, Period] | None:
    """The four weeks before a session and the whole days since; None where none is over yet."""
    if session >= today - timedelta(days=1):
        return None
    before = Period(session - timedelta(days=BEFORE_DAYS), session - timedelta(days=1))
    return before, Period(session + timedelta(days=1), today - timedelta(days=1))


def moved(
    before: pd.DataFrame, since: pd.DataFrame, rep_id: int, metric: Metric, loaded: Loaded, lumpy: float = 1.0
) -> dict[str, float | str | None]:
    """One rate of a rep before and since a session. `before` and `since`: `summary.by_rep` of the rep's team.

    Gives x_before, n_before, x_since, n_since, rest_before and rest_since (the rate of the other ramped reps;
    missing for none), verdict, and needed (how many trials would show a change of a third four times in
    five)."""
    old, new = (_part(rows, rep_id, metric, loaded) for rows in (before, since))
    team = parts(ramped(before), metric, loaded)
    weight = sameness(team["numerator"], team["denominator"], lumpy)
    trials = team["denominator"].sum()
    towards = team["numerator"].sum() / trials if trials else 0.0
    drawn = (towards * weight + old["x"], weight + old["n"])
    # Beyond what went before as it is, and as it would be after a stretch of bad or good luck.
    chances = [_lower(new, *base, lumpy) for base in ((old["x"], old["n"]), drawn)]
    needed = needed_for(drawn[0] / drawn[1] if drawn[1] else np.nan, lumpy)
    return {
        "x_before": old["x"], "n_before": old["n"], "x_since": new["x"], "n_since": new["n"],
        "rest_before": old["rest"], "rest_since": new["rest"],
        "verdict": _verdict(chances, new["n"], needed), "needed": needed,
    }  # fmt: skip


def _lower(new: dict[str, float], x: float, n: float, lumpy: float) -> float:
    """How often luck alone gives so little after x of n; missing where nothing is known."""
    if not new["n"] or not n:
        return np.nan
    # As the rest's rate of a flag: none of a hundred is not "never".
    rate = (x + 0.5) / (n + 1)
    return float(lower_mid_p(new["x"], new["n"], rate, design_effect(new["n"], n, lumpy)))


def direction(x_before: float, n_before: float, x_since: float, n_since: float, lumpy: float = 1.0) -> str:
    """Whether a rate is higher or lower than before by more than luck; else the same, or too early to tell
    where too few successes were to be expected."""
    p = _lower({"x": x_since, "n": n_since}, x_before, n_before, lumpy)
    if p < RARE:
        return DOWN
    if 1 - p < RARE:
        return UP
    expected = n_since * (x_before + x_since) / max(n_before + n_since, 1)
    return SAME if expected >= ENOUGH else TOO_EARLY


def needed_for(rate: float, lumpy: float = 1.0) -> float:
    """How many trials show a change of a third from a rate, four times in five; missing where the rate is
    not known or nought."""
    if not 0 < rate < 1:
        return np.nan
    strict = ndtri(1 - RARE) + ndtri(POWER)
    return float(lumpy * (1 - rate) / rate * (strict / A_THIRD) ** 2)


def look_again(since: Period, trials: float, needed: float) -> date | None:
    """The day on which there will be as many trials as are needed, at the pace so far; None for never."""
    if not trials > 0:
        return None
    return since.first + timedelta(days=int(np.ceil(since.days * needed / trials)))


def _part(rows: pd.DataFrame, rep_id: int, metric: Metric, loaded: Loaded) -> dict[str, float]:
    part = parts(rows, metric, loaded).fillna(0.0)
    mine = rows["rep_id"] == rep_id
    others = part[~mine & rows["ramp_week"].isna()]
    n = others["denominator"].sum()
    return {
        "x": float(part.loc[mine, "numerator"].sum()),
        "n": float(part.loc[mine, "denominator"].sum()),
        "rest": float(others["numerator"].sum() / n) if n else np.nan,
    }


def _verdict(chances: list[float], trials: float, needed: float) -> str:
    if all(p < RARE for p in chances):
        return DOWN
    if all(1 - p < RARE for p in chances):
        return UP
    return SAME if trials >= needed else TOO_EARLY
