"""A floor of activity: who is under it on the days worked, and who is not to be named."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.figures import floors

EXPECTED = pd.DataFrame({"team_id": [1, 1], "metric": ["calls", "emails"], "per_day": [60.0, 30.0]})
ABOVE = {"team_id": 1, "calls": 1600, "emails": 800, "days": 20, "ramping": False}


def guard(*given: dict) -> pd.DataFrame:
    rows = [
        {"rep_id": number, "rep": f"Rep {number}", "verdict": "activity normal"} | ABOVE | one
        for number, one in enumerate(given)
    ]
    return pd.DataFrame(rows)


def low(given: pd.DataFrame) -> list[tuple]:
    found = floors.below(given, EXPECTED)
    return list(found[["rep_id", "metric", "a_day", "floor"]].itertuples(index=False, name=None))


def test_who_is_under_it():
    assert low(guard({}, {"calls": 1000}, {"emails": 400, "calls": 1100})) == [
        (1, "calls", 50.0, 60.0), (2, "calls", 55.0, 60.0), (2, "emails", 20.0, 30.0),
    ]  # fmt: skip
    assert low(guard({"calls": 1200, "emails": 600})) == []


def test_a_week_off_is_not_a_week_under_it():
    assert low(guard({"calls": 1000, "emails": 500, "days": 15})) == []


@pytest.mark.parametrize("verdict", ["protect", "undecided", "check quality"])
def test_who_is_protected_is_not_held_to_it(verdict):
    assert low(guard({"calls": 1000, "verdict": verdict})) == []


def test_who_is_not_named():
    assert low(guard({"calls": 100, "ramping": True})) == []
    assert low(guard({"calls": 0, "emails": 0, "days": 0})) == []
    assert low(guard({"calls": 100, "team_id": 2})) == []
