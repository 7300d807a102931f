"""The efficiency guard: somebody with low activity and high output has found a rhythm, and is not pushed.

Two rates of counts over working days are compared as gamma–Poisson with a Jeffreys prior, the counts divided
by how lumpy days are. Activity is judged first; output decides who is protected.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

Floats = NDArray[np.float64]

PROTECT, UNDECIDED, NOT_PROTECTED = "protect", "undecided", "not protected"
NORMAL, CHECK_QUALITY, TOO_EARLY = "activity normal", "check quality", "too early"

DAYS = 5
# Activity is low when it is almost surely lower than the rest's, and by a tenth or more.
SURELY_LOW, LOW_ENOUGH = 0.95, 0.90
OUTPUT_HIGH, OUTPUT_LOW = 0.80, 0.20
# Fewer than this are no rhythm, however few the rest have.
SOME_OUTPUT = 5
# How lumpy days are where the log is too short to tell: calls come in blocks, meetings one by one.
ACTIVITY_LUMPS, OUTPUT_LUMPS = 6.0, 1.0
ENOUGH_DAYS = 20
# Activity is calls, or emails where there are none; output is the best measure that there is enough of:
# counts of the median rep.
ACTIVITIES = ("calls", "emails")
OUTPUTS, ENOUGH_OUTPUT = ("saos", "meetings_held", "meetings_scheduled"), 30.0


def p_lower(k1: ArrayLike, d1: ArrayLike, k2: ArrayLike, d2: ArrayLike, lumpy: ArrayLike = 1.0) -> Floats:
    """P(rate₁ < rate₂) of k₁ in d₁ days beside k₂ in d₂ days; missing where either has no day."""
    k1, d1, k2, d2, lumpy = (np.asarray(value, dtype=float) for value in (k1, d1, k2, d2, lumpy))
    known = (d1 > 0) & (d2 > 0)
    share = np.where(known, d1 / np.where(known, d1 + d2, 1.0), 0.5)
    return np.where(known, betainc(k1 / lumpy + 0.5, k2 / lumpy + 0.5, share), np.nan)


def guard(reps: pd.DataFrame) -> pd.DataFrame:
    """One team's reps, each with the guard's verdict.

    `reps`: a row a rep: `activity` and `output` (counts) over `days` (worked); `touches` (calls and emails
    together); `ramping` and `weak_quality` (bool: the rep's meeting → SAO is Coach); `activity_lumps` and
    `output_lumps`. Added: `p_low_activity` and `p_output` (the chance that activity is below, and output at
    least, the rest's), the counts a day (`activity_a_day`, `rest_activity`, `output_a_day`, `rest_output`),
    and `verdict`: missing for ramping reps and in teams of fewer than three. The rest: other ramped reps.
    """
    others = {name: _others(reps, name) for name in ("activity", "output", "touches", "days")}
    days, rest_days = reps["days"].to_numpy(float), others["days"]

    def below(name: str, lumpy: str) -> Floats:
        return p_lower(reps[name], days, others[name], rest_days, reps[lumpy])

    found = reps.assign(
        p_low_activity=below("activity", "activity_lumps"), p_output=1 - below("output", "output_lumps"),
        activity_a_day=_a_day(reps["activity"], days), rest_activity=_a_day(others["activity"], rest_days),
        output_a_day=_a_day(reps["output"], days), rest_output=_a_day(others["output"], rest_days),
    )  # fmt: skip
    touches = _a_day(reps["touches"], days) <= LOW_ENOUGH * _a_day(others["touches"], rest_days)
    fewer = touches & (below("touches", "activity_lumps") >= SURELY_LOW)
    return found.assign(verdict=_verdicts(found, fewer))


def _others(reps: pd.DataFrame, name: str) -> Floats:
    """The sum over the other ramped reps who worked at all, for each rep."""
    counted = ~reps["ramping"].to_numpy(bool) & (reps["days"] > 0).to_numpy()
    own = np.where(counted, reps[name].to_numpy(float), 0.0)
    return own.sum() - own


def _a_day(counts: ArrayLike, days: ArrayLike) -> Floats:
    days = np.asarray(days, dtype=float)
    return np.asarray(counts, dtype=float) / np.where(days > 0, days, np.nan)


def _verdicts(found: pd.DataFrame, fewer_touches: NDArray[np.bool_]) -> NDArray[np.object_]:
    few = found["activity_a_day"] <= LOW_ENOUGH * found["rest_activity"]
    low = few & (found["p_low_activity"] >= SURELY_LOW)
    output, some = found["p_output"], found["output"] >= SOME_OUTPUT
    verdicts = np.select(
        [
            found["days"] < DAYS,
            ~low,
            (output >= OUTPUT_HIGH) & some & found["weak_quality"].to_numpy(bool),
            (output >= OUTPUT_HIGH) & some,
            output >= OUTPUT_LOW,
            # Somebody who calls little and writes much is not idle.
            fewer_touches,
        ],
        [TOO_EARLY, NORMAL, CHECK_QUALITY, PROTECT, UNDECIDED, NOT_PROTECTED],
        NORMAL,
    ).astype(object)
    ramping = found["ramping"].to_numpy(bool)
    comparable = (~ramping & (found["days"] > 0)).sum() >= 3
    return np.where(comparable & ~ramping, verdicts, None)


def measures(counts: pd.DataFrame) -> tuple[str | None, str | None]:
    """Which counts are a team's activity and output (None for neither), of the columns that there are;
    `counts`: a row a ramped rep."""
    activity = next((name for name in ACTIVITIES if name in counts), None)
    # What nobody has is not recorded in this log, or says nothing.
    outputs = [name for name in OUTPUTS if name in counts and counts[name].any()]
    enough = [name for name in outputs if counts[name].median() >= ENOUGH_OUTPUT]
    # Where none is enough, there is most of what comes first: meetings booked.
    chosen = (enough or outputs[::-1])[:1]
    return activity, chosen[0] if chosen else None


def daily_lumps(counts: pd.DataFrame, name: str, default: float) -> float:
    """How much more days vary than a Poisson count: Pearson's χ² per degree of freedom of one count around
    each rep's own mean, pooled over reps (`counts`: a row for each rep_id and day worked); never under 1,
    and `default` where the log is too short to tell."""
    by_rep = counts.groupby("rep_id")[name]
    mean = by_rep.transform("mean")
    tells = mean > 0
    freedom = int(tells.sum()) - counts.loc[tells, "rep_id"].nunique()
    if freedom < ENOUGH_DAYS:
        return default
    chi2 = ((counts[name] - mean) ** 2 / mean)[tells].sum()
    return max(1.0, float(chi2 / freedom))


@dataclass(frozen=True)
class Counterfactual:
    """What a rep's output a day would be at the rest's activity: a range, of which the log cannot tell which
    end holds, and the rate under which more activity would bring less than today."""

    activity: float
    holds: float
    extra_at_rest_rate: float
    all_at_rest_rate: float
    own_rate: float
    rest_rate: float
    break_even_rate: float


def counterfactual(
    activity: float, output: float, rest_activity: float, rest_output: float
) -> Counterfactual | None:
    """All four are counts a day. `holds`: the rep's own rate holds for all of it (a spreadsheet's guess);
    `extra_at_rest_rate`: what is added converts like the rest's; `all_at_rest_rate`: all of it does. None
    where nothing was done or there is nothing to rise to."""
    if not (activity > 0 and rest_activity > activity):
        return None
    own, rest = output / activity, rest_output / rest_activity
    return Counterfactual(
        activity=rest_activity,
        holds=rest_activity * own,
        extra_at_rest_rate=output + (rest_activity - activity) * rest,
        all_at_rest_rate=rest_activity * rest,
        own_rate=own,
        rest_rate=rest,
        break_even_rate=output / rest_activity,
    )
