"""Quick analysis: Kate's example says what it is known for, and an empty cell enters nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import coaching, quick, typed
from dashboard.figures.luck import lower_mid_p


def team(**columns: list) -> pd.DataFrame:
    """Reps as `typed.read` returns them; columns that are not given are no data."""
    reps = pd.DataFrame(columns).reindex(columns=typed.NUMBERS).astype(float)
    reps.insert(0, "rep", [chr(ord("A") + number) for number in range(len(reps))])
    return reps.assign(ramping=False)


@pytest.fixture(scope="module")
def kate() -> quick.Quick:
    read = typed.read(quick.example())
    assert read.problems == []
    return quick.analyse(read.reps)


def test_kate_is_left_alone_chloe_is_coached_and_nobody_else(kate):
    first = kate.findings.drop_duplicates("rep_id")
    assert list(zip(first["rep"], first["kind"], strict=True)) == [("Kate", "protect"), ("Chloe", "coach")]
    by_name = dict(zip(kate.reps["rep"], kate.readings.values(), strict=True))
    assert by_name == {"Kate": "protect", "Chloe": "coach"} | dict.fromkeys(
        ["Anna", "Boris", "Daniel", "Eva"], "in range"
    )
    assert kate.problems == []


def test_kates_numbers_are_the_golden_ones(kate):
    row = kate.guarded(0)
    assert (kate.activity.name, kate.output.name) == ("calls", "meetings_scheduled")
    assert (row["activity_a_day"], row["output_a_day"]) == (50, 3)
    assert (row["rest_activity"], row["rest_output"]) == (80, 2)
    assert row["p_output"] == pytest.approx(0.9962, abs=1e-4)
    found = coaching.what_if(row)
    assert (found.all_at_rest_rate, found.holds) == (pytest.approx(2.00), pytest.approx(4.80))
    assert found.break_even_rate == pytest.approx(0.0375)


def test_chloes_numbers_by_hand(kate):
    cell = kate.cell(3, "connected_to_meeting")
    rest = (201 - 17 + 0.5) / (950 - 160 + 1)
    deff = 1 + 159 / (950 - 160 + 2)
    assert (cell["x"], cell["n"], cell["rest"]) == (17, 160, pytest.approx(rest))
    assert cell["p"] == pytest.approx(float(lower_mid_p(17, 160, rest, deff)))
    assert kate.tests == 18
    assert kate.visible["connected_to_meeting"] == pytest.approx(0.513, abs=5e-4)


def test_the_table_by_hand(kate):
    table = quick.table(kate)
    assert table["rep"].tolist() == ["Team average", "Kate", "Daniel", "Anna", "Eva", "Boris", "Chloe"]
    average = table.iloc[0]
    assert average["saos"] == 90 / 6
    assert average["calls_a_day"] == 9000 / 120
    assert average["meetings_scheduled_a_day"] == 260 / 120
    assert (average["connected_to_meeting_x"], average["connected_to_meeting_n"]) == (201, 950)
    assert average["connected_to_meeting"] == 201 / 950
    assert average["held_rate"] == 171 / 260
    assert pd.isna(average["revenue"])


def test_an_empty_cell_enters_no_sum():
    found = quick.analyse(
        team(days=[20, 20, 20, 10], calls=[100, 300, None, 100], connects=[10, 30, 50, 10],
             call_meetings=[5, None, 5, 0])
    )  # fmt: skip
    average = quick.table(found).iloc[0]
    assert (average["connected_to_meeting_x"], average["connected_to_meeting_n"]) == (10, 70)
    assert average["calls_a_day"] == 500 / 50
    assert found.flags["rep"].tolist() == ["A", "C", "D"]
    assert pd.isna(average["emails_a_day"])


def test_more_successes_than_trials_are_named_and_the_rate_left_out():
    found = quick.analyse(team(connects=[30, 150, 150, 150], call_meetings=[45, 30, 30, 30]))
    assert found.problems == [
        "A has more meetings by phone (45) than conversations (30): Connected → meeting is left out."
    ]
    assert found.flags["rep"].tolist() == ["B", "C", "D"]
    assert quick.table(found)["connected_to_meeting_n"].iloc[0] == 450


def test_ramping_reps_are_left_out_of_every_average():
    reps = typed.read(quick.example()).reps
    new = reps.iloc[[1]].assign(
        rep="New", calls=10.0, connects=1.0, call_meetings=0.0, saos=0.0, ramping=True
    )
    with_new = quick.analyse(pd.concat([reps, new], ignore_index=True))
    alone = quick.table(quick.analyse(reps))
    pd.testing.assert_series_equal(quick.table(with_new).iloc[0], alone.iloc[0])
    assert with_new.readings[6] == "ramping"
    assert with_new.guarded(0)["rest_activity"] == 80


def test_who_ramps_is_called_so_without_any_number():
    reps = typed.read(quick.example()).reps
    new = pd.DataFrame({"rep": ["New"], "ramping": [True]}).reindex(columns=reps.columns)
    with_new = pd.concat([reps, new.astype(reps.dtypes)], ignore_index=True)
    assert quick.analyse(with_new).readings[6] == "ramping"


@pytest.mark.parametrize("ramping", [[], [2, 3]])
def test_two_reps_are_too_few(ramping):
    reps = team(connects=[150, 150, 150, 150], call_meetings=[2, 60, 50, 50])
    reps["ramping"] = [place in ramping for place in range(4)]
    found = quick.analyse(reps if ramping else reps.iloc[:2])
    assert not found.comparable
    assert found.readings == {}
    assert found.flags["p"].isna().all()


def test_nothing_at_all():
    found = quick.analyse(typed.read(typed.blank(3)).reps)
    assert found.findings.empty
    assert found.tests == 0
    assert quick.table(found)["rep"].tolist() == ["Team average"]


def test_without_calls_the_guard_is_about_emails():
    found = quick.analyse(
        team(days=[20] * 4, emails=[1000, 1600, 1600, 1600], meetings_scheduled=[60, 40, 40, 40])
    )
    assert found.activity.name == "emails"
    assert found.readings[0] == "protect"


def test_a_count_that_few_have_is_not_what_the_guard_compares():
    found = quick.analyse(
        team(days=[20] * 4, calls=[1000, 1600, 1600, 1600], meetings_scheduled=[60, 40, 40, 40],
             saos=[np.nan, np.nan, 40, 40])
    )  # fmt: skip
    assert found.output.name == "meetings_scheduled"
    assert len(found.guard) == 4


def test_who_writes_much_is_told_nothing_about_volume():
    few_calls = team(days=[20] * 4, calls=[1000] + [1600] * 3, emails=[1500] + [800] * 3,
                     meetings_scheduled=[20] + [40] * 3)  # fmt: skip
    assert quick.analyse(few_calls).guarded(0)["verdict"] == "activity normal"
    unknown = few_calls.assign(emails=[np.nan, 800, 800, 800])
    assert quick.analyse(unknown).guarded(0)["verdict"] == "not protected"


def test_output_is_what_most_reps_have():
    table = quick.example()
    table.loc[0, "meetings_scheduled"] = ""
    found = quick.analyse(typed.read(table).reps)
    assert found.output.name == "meetings_held"
    assert found.guarded(0)["verdict"] == "protect"


def test_a_rep_without_a_day_is_left_out_of_the_guard():
    table = quick.example()
    table.loc[0, "days"] = "0"
    found = quick.analyse(typed.read(table).reps)
    assert found.unguarded == ["Kate"]
    assert set(found.guard["verdict"]) == {"activity normal"}
