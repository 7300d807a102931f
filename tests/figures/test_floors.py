"""A floor of activity: who is under it on the days worked, and who is not to be named."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.figures import floors

EXPECTED = pd.DataFrame({"team_id": [1, 1], "metric": ["calls", "emails"], "per_day": [60.0, 30.0]})


def rows(*given: dict) -> pd.DataFrame:
    base = {"team_id": 1, "calls": 1600, "emails": 800, "days": 20, "ramp_week": np.nan}
    return pd.DataFrame(
        [{"rep_id": number, "rep": f"Rep {number}"} | base | one for number, one in enumerate(given)]
    )


def low(given: pd.DataFrame, worked: dict | None = None, excused: set[int] = frozenset()) -> list[tuple]:
    found = floors.below(given, EXPECTED, pd.Series(worked or {}, dtype=float), excused)
    return list(found[["rep_id", "metric", "a_day", "floor"]].itertuples(index=False, name=None))


def test_who_is_under_it():
    assert low(rows({}, {"calls": 1000}, {"emails": 400, "calls": 1100})) == [
        (1, "calls", 50.0, 60.0), (2, "calls", 55.0, 60.0), (2, "emails", 20.0, 30.0),
    ]  # fmt: skip
    assert low(rows({"calls": 1200, "emails": 600})) == []


def test_a_week_off_is_not_a_week_under_it():
    assert low(rows({"calls": 1000, "emails": 500}), {0: 15}) == []


def test_who_is_not_named():
    assert low(rows({"calls": 1000}), excused={0}) == []
    assert low(rows({"calls": 100, "ramp_week": 3})) == []
    assert low(rows({"calls": 0, "emails": 0, "days": 0})) == []
    assert low(rows({"calls": 100, "team_id": 2})) == []
