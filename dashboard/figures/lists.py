"""Is it the list or the rep? Each list is compared with what its reps do on their other lists."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from dashboard.figures.luck import lower_mid_p, wilson

# A rep's own rate elsewhere counts against so many trials at everybody's rate elsewhere: two calls on
# other lists are no measure.
WEIGHT_OF_ALL = 20
# Fewer successes than this to be expected say nothing about a list.
ENOUGH = 5.0
FALSE_ALARMS = 0.10
# Lists differ; one is "the problem" when a third of what was to be expected is missing.
MATTERS = 0.67
REPS = 3
# "Bad for everybody": of the reps who used it enough to tell, at least so many are below their own rate.
NEARLY_ALL = 0.75


def compare(rows: pd.DataFrame, numerator: str, denominator: str) -> pd.DataFrame:
    """One row a list, best first: list, n, x, rate, low, high (80 %), expected (successes, had its reps
    done as on their other lists; missing where there is no other list), reps, reps_below, p, problem
    (whether the list is at fault).

    `rows`: rep_id, list and the two counts, a row or more for each rep and list. "" (no list) counts as
    "other lists" but is not judged. A list is at fault when luck alone rarely gives so little, it is a
    third or more below what was expected, and nearly all of at least three reps are below themselves.
    """
    cells = rows.groupby(["rep_id", "list"], as_index=False)[[numerator, denominator]].sum()
    cells = cells.rename(columns={numerator: "x", denominator: "n"})
    own = cells.groupby("rep_id")[["x", "n"]].transform("sum")
    rest_n, rest_x = own["n"] - cells["n"], own["x"] - cells["x"]
    known = rest_n + WEIGHT_OF_ALL
    elsewhere = (rest_x + WEIGHT_OF_ALL * _others(cells)) / known
    cells["expected"] = cells["n"] * elsewhere
    cells["variance"] = cells["expected"] * (1 - elsewhere) * (1 + cells["n"] / known)
    cells["tells"] = (cells["expected"] >= 1) & (cells["n"] > 0)
    cells["below"] = cells["tells"] & (cells["x"] < cells["expected"])
    named = cells[(cells["list"] != "") & (cells["n"] > 0)]
    return _judged(_by_list(named))


def _others(cells: pd.DataFrame) -> pd.Series:
    """Everybody's rate on all lists but the cell's own; missing where there is no other."""
    totals = cells.groupby("list")[["x", "n"]].transform("sum")
    x, n = cells["x"].sum() - totals["x"], cells["n"].sum() - totals["n"]
    return x / n.where(n > 0)


def _by_list(cells: pd.DataFrame) -> pd.DataFrame:
    frame = cells.groupby("list").agg(
        n=("n", "sum"), x=("x", "sum"), reps=("tells", "sum"), reps_below=("below", "sum"),
    )  # fmt: skip
    frame = frame.join(cells.groupby("list")[["expected", "variance"]].sum(min_count=1))
    frame["rate"] = frame["x"] / frame["n"]
    frame["low"], frame["high"] = wilson(frame["x"], frame["n"])
    return frame.reset_index().sort_values("rate", ascending=False, ignore_index=True)


def _judged(frame: pd.DataFrame) -> pd.DataFrame:
    rate = (frame["expected"] / frame["n"]).clip(1e-9, 1 - 1e-9)
    lumps = (frame["variance"] / (frame["n"] * rate * (1 - rate))).clip(lower=1.0)
    tested = frame["expected"] >= ENOUGH
    frame["p"] = np.where(tested, lower_mid_p(frame["x"], frame["n"], rate, lumps), np.nan)
    rare = pd.Series(False, index=frame.index)
    if tested.any():
        rare[tested] = false_discovery_control(frame.loc[tested, "p"]) <= FALSE_ALARMS
    everybody = (frame["reps"] >= REPS) & (frame["reps_below"] >= NEARLY_ALL * frame["reps"])
    frame["problem"] = rare & (frame["x"] <= MATTERS * frame["expected"]) & everybody
    return frame.drop(columns="variance")
