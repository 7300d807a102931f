"""The efficiency guard: the golden table, and who is never pushed, never protected."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import efficiency


def team(days: float, calls: float, meetings: float, mates: int = 5, **more) -> pd.DataFrame:
    """A rep beside team-mates at exactly 80 calls and 2 meetings a day."""
    first = {"activity": calls, "output": meetings, "touches": calls, "days": days} | more
    mate = {"activity": 80 * days, "output": 2 * days, "touches": 80 * days, "days": days}
    frame = pd.DataFrame([first, *[mate] * mates])
    defaults = {"ramping": False, "weak_quality": False, "activity_lumps": 6.0, "output_lumps": 1.0}
    for name, value in defaults.items():
        given = frame[name] if name in frame else pd.Series(np.nan, frame.index)
        frame[name] = given.where(given.notna(), value).astype(type(value))
    return frame


@pytest.mark.parametrize(
    ("days", "calls", "meetings", "low", "output", "verdict"),
    [
        (1, 50, 3, 0.9067, 0.7490, "too early"),
        (5, 250, 15, 0.9987, 0.9131, "protect"),
        (20, 1000, 60, 1.0000, 0.9962, "protect"),
        (1, 50, 1.25, 0.9067, 0.3376, "too early"),
        (5, 250, 6.25, 0.9987, 0.1287, "not protected"),
        (20, 1000, 25, 1.0000, 0.0098, "not protected"),
    ],
)
def test_the_golden_table(days, calls, meetings, low, output, verdict):
    first = efficiency.guard(team(days, calls, meetings)).iloc[0]
    assert first["p_low_activity"] == pytest.approx(low, abs=1e-4)
    assert first["p_output"] == pytest.approx(output, abs=1e-4)
    assert first["verdict"] == verdict
    assert (first["rest_activity"], first["rest_output"]) == (80, 2)


def test_the_chance_against_draws():
    rng = np.random.default_rng(3)
    one, two = rng.gamma(15.5, 1 / 5, 400_000), rng.gamma(50.5, 1 / 25, 400_000)
    assert efficiency.p_lower(15, 5, 50, 25) == pytest.approx((one < two).mean(), abs=0.003)
    assert np.isnan(efficiency.p_lower(15, 0, 50, 25))


def test_kates_counterfactual():
    found = efficiency.counterfactual(50, 3, 80, 2)
    assert found == efficiency.Counterfactual(
        activity=80,
        holds=pytest.approx(4.80),
        extra_at_rest_rate=pytest.approx(3.75),
        all_at_rest_rate=pytest.approx(2.00),
        own_rate=pytest.approx(0.06),
        rest_rate=pytest.approx(0.025),
        break_even_rate=pytest.approx(0.0375),
    )


@pytest.mark.parametrize("numbers", [(0, 0, 80, 2), (90, 3, 80, 2), (50, 3, 0, 0), (np.nan, 1, 80, 2)])
def test_no_counterfactual_without_something_to_rise_to(numbers):
    assert efficiency.counterfactual(*numbers) is None


def test_between_high_and_low_output_nobody_is_pushed():
    assert efficiency.guard(team(20, 1000, 40)).iloc[0]["verdict"] == "undecided"


def test_the_rest_is_in_range():
    assert (efficiency.guard(team(20, 1000, 60))["verdict"].iloc[1:] == "activity normal").all()


def test_a_weak_rate_of_acceptance_is_looked_at_before_somebody_is_protected():
    assert efficiency.guard(team(20, 1000, 60, weak_quality=True)).iloc[0]["verdict"] == "check quality"
    # Where output is low there is nothing to protect.
    assert efficiency.guard(team(20, 1000, 25, weak_quality=True)).iloc[0]["verdict"] == "not protected"


def test_a_tenth_less_is_not_low_however_sure_it_is():
    frame = team(400, 74 * 400, 3 * 400)
    first = efficiency.guard(frame).iloc[0]
    assert first["p_low_activity"] > 0.99
    assert first["verdict"] == "activity normal"


def test_who_calls_little_and_writes_much_is_not_told_to_do_more():
    few_calls = team(20, 1000, 25, touches=1600)
    assert efficiency.guard(few_calls).iloc[0]["verdict"] == "activity normal"
    # With high output there is somebody to protect: the calls alone would be pushed.
    assert efficiency.guard(team(20, 1000, 60, touches=1600)).iloc[0]["verdict"] == "protect"


def test_ramping_reps_are_neither_judged_nor_part_of_the_rest():
    frame = team(20, 1000, 60)
    frame.loc[1, ["activity", "output", "ramping"]] = [10, 0, True]
    judged = efficiency.guard(frame)
    assert pd.isna(judged["verdict"].iloc[1])
    assert judged["rest_activity"].iloc[0] == 80
    assert judged["verdict"].iloc[0] == "protect"


def test_two_reps_are_too_few():
    assert efficiency.guard(team(20, 1000, 60, mates=1))["verdict"].isna().all()
    nobody = team(20, 1000, 60).iloc[:0]
    assert efficiency.guard(nobody).empty


def test_how_lumpy_days_are():
    days = pd.DataFrame({"rep_id": [1] * 30 + [2] * 30, "calls": [60, 100] * 15 + [50] * 30, "none": 0})
    # χ² of the first: 30 · 20² / 80; 58 degrees of freedom.
    assert efficiency.daily_lumps(days, "calls", 6.0) == pytest.approx(150 / 58)
    assert efficiency.daily_lumps(days.iloc[:10], "calls", 6.0) == 6.0
    assert efficiency.daily_lumps(days, "none", 1.0) == 1.0


@pytest.mark.parametrize(("counts", "measured"), [
    ({"calls": 900, "emails": 900, "saos": 30, "meetings_held": 60}, ("calls", "saos")),
    ({"calls": 900, "saos": 29, "meetings_held": 60, "meetings_scheduled": 90}, ("calls", "meetings_held")),
    ({"emails": 900, "saos": 9, "meetings_scheduled": 29}, ("emails", "meetings_scheduled")),
    ({"saos": 9}, (None, "saos")), ({}, (None, None)),
])  # fmt: skip
def test_what_activity_and_output_are_measured_by(counts, measured):
    assert efficiency.measures(pd.DataFrame([counts] * 3)) == measured


COUNTS = st.tuples(st.integers(0, 3000), st.integers(0, 100), st.integers(0, 30), st.booleans())


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_any_team_is_guarded(reps):
    frame = pd.DataFrame(reps, columns=["activity", "output", "days", "ramping"])
    frame = frame.assign(touches=frame["activity"], weak_quality=False, activity_lumps=6.0, output_lumps=1.0)
    judged = efficiency.guard(frame)
    assert judged["p_low_activity"].dropna().between(0, 1).all()
    protected = judged[judged["verdict"] == "protect"]
    assert (protected["days"] >= 5).all()
    assert (protected["activity_a_day"] <= 0.9 * protected["rest_activity"]).all()
    assert judged.loc[judged["ramping"], "verdict"].isna().all()


def test_who_did_not_work_at_all_is_nobody_s_rest():
    reps = pd.DataFrame(
        {
            "activity": [1000.0, 1600, 1600, 1600], "output": [60.0, 40, 40, 40], "days": [0, 20, 20, 20],
            "ramping": False, "weak_quality": False, "activity_lumps": 6.0, "output_lumps": 1.0,
        }
    ).assign(touches=lambda rows: rows["activity"])  # fmt: skip
    found = efficiency.guard(reps)
    assert found["rest_activity"].tolist()[1:] == [80, 80, 80]
    assert found["verdict"].tolist() == ["too early", *["activity normal"] * 3]
