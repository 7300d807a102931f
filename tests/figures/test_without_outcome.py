"""Who leaves how many calls without an outcome."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.figures.without_outcome import of_days, of_rows


def rows(*given: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(given, columns=["rep", "calls", "calls_unknown"]).assign(team="East")


def test_the_largest_share_first_and_nobody_who_called_nobody():
    found = of_rows(rows(("Ana", 100, 5), ("Bo", 40, 20), ("Cy", 0, 0), ("Di", 60, 0)))
    told = found.reps[["rep", "calls", "without", "share"]].values.tolist()
    assert told == [["Bo", 40, 20, 0.5], ["Ana", 100, 5, 0.05], ["Di", 60, 0, 0.0]]
    assert (found.calls, found.without, found.share) == (200, 25, 0.125)
    assert found.some["rep"].tolist() == ["Bo", "Ana"]


@pytest.mark.parametrize(
    ("calls", "without", "named"), [(20, 2, True), (20, 1, False), (19, 19, False), (1000, 99, False)]
)
def test_who_is_named_leaves_a_tenth_of_some_calls(calls, without, named):
    assert len(of_rows(rows(("Ana", calls, without))).many) == named


def test_no_calls_have_no_share():
    found = of_rows(rows(("Cy", 0, 0)))
    assert found.reps.empty and found.many.empty
    assert (found.calls, found.without, found.share) == (0, 0, None)


def test_days_are_summed_by_rep_and_team():
    """Who changed team has a row for each, and each seat is counted once."""
    daily = pd.DataFrame(
        [(1, 1, 10, 1), (1, 1, 10, 2), (1, 2, 5, 5), (2, 1, 8, 0)],
        columns=["rep_id", "team_id", "calls", "calls_unknown"],
    )
    seats = pd.DataFrame(
        [(1, 1, "Ana", "East"), (1, 1, "Ana", "East"), (1, 2, "Ana", "West"), (2, 1, "Bo", "East")],
        columns=["rep_id", "team_id", "rep", "team"],
    )
    told = of_days(daily, seats).reps[["rep", "team", "calls", "without"]].values.tolist()
    assert told == [["Ana", "West", 5, 5], ["Ana", "East", 20, 3], ["Bo", "East", 8, 0]]
