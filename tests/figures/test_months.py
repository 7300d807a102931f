"""Results month by month, per ramped rep, by hand."""

from __future__ import annotations

from datetime import date

import build
import pandas as pd
import pytest

from dashboard.figures import months
from dashboard.figures.cycle import Cycle
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.months import average, by_month, last_months, lately, per_sdr, sold_since
from dashboard.figures.periods import month
from dashboard.figures.workdays import Calendar

TODAY = date(2026, 11, 18)
REVENUE, PIPELINE = BY_NAME["revenue"], BY_NAME["pipeline"]
TWO = build.seats({"rep_id": 1, "rep": "Ann", "started_on": "2020-01-06"},
                  {"rep_id": 2, "rep": "Bo", "started_on": "2020-01-06", "ended_on": "2026-10-16"},
                  {"rep_id": 3, "rep": "Cy", "started_on": "2026-10-05"})  # fmt: skip


def deal(rep: int, accepted: str, closed: str | None = None, won: bool | None = None, **other) -> dict:
    given = {"rep_id": rep, "accepted_on": accepted, "closed_on": closed, "won": won}
    return given | {"amount_cents": 100_050, "currency": "EUR", **other}


LOG = build.opportunities(
    deal(1, "2026-08-31", "2026-10-05", True), deal(2, "2026-10-02", "2026-10-30", True),
    deal(3, "2026-10-20", "2026-11-05", True), deal(1, "2026-10-20", "2026-11-02", True, currency="CHF"),
    deal(1, "2026-11-03", amount_cents=None), deal(1, "2026-11-17"),
)  # fmt: skip


def test_months_are_whole_in_the_log_or_running():
    rows = by_month(LOG, TWO, "EUR", TODAY, Calendar())
    found = rows.drop_duplicates("month").set_index("month")["whole"]
    # The log begins on the last day of August.
    assert list(found.index) == [pd.Timestamp(2026, number, 1) for number in (9, 10, 11)]
    assert list(found) == [True, True, False]


def test_an_amount_is_per_ramped_rep_in_the_whole_month():
    frame = per_sdr(by_month(LOG, TWO, "EUR", TODAY, Calendar()), REVENUE).set_index("month")
    october = frame.loc[pd.Timestamp(2026, 10, 1)]
    # Ann sat for 22 days and Bo for 12; Cy ramps.
    assert october["reps"] == pytest.approx(34 / 22)
    assert october["value"] == pytest.approx(2 * 1000.50 / (34 / 22))
    assert (october["total"], frame["total"].iloc[0]) == (2001.0, 0)
    # What a ramping rep closed is the team's, and nobody's average.
    assert (frame["total"].iloc[2], frame["value"].iloc[2]) == (1000.50, 0)


def test_pipeline_counts_by_acceptance():
    frame = per_sdr(by_month(LOG, TWO, "EUR", TODAY, Calendar()), PIPELINE).set_index("month")
    assert list(frame["total"]) == [0, 2 * 1000.50, 1000.50]


def test_an_average_weighs_months_by_their_reps():
    frame = per_sdr(by_month(LOG, TWO, "EUR", TODAY, Calendar()), REVENUE)
    whole = frame[frame["whole"]]
    assert average(whole) == pytest.approx(2001.0 / (2 + 34 / 22))
    assert average(whole.iloc[:0]) is None
    together = months.whole(frame)
    assert (together.total, together.per_sdr) == (2001.0, average(whole))
    assert together.by_month == pytest.approx((0, 2001.0 / (34 / 22)))
    assert months.whole(frame[~frame["whole"]]) is None


def test_three_months_stand_beside_the_three_before():
    days = pd.to_datetime([date(2026, number, 1) for number in range(4, 11)])
    frame = pd.DataFrame({"month": days, "whole": True, "reps": 1.0, "value": [9.0, 1, 2, 3, 4, 5, 6]})
    assert lately(frame) == (2, 5)
    assert lately(frame.iloc[:5]) is None
    assert lately(frame.assign(reps=0.0)) is None


def test_a_log_that_ended_holds_no_months_after_it():
    rows = by_month(LOG, TWO, "EUR", date(2027, 2, 3), Calendar())
    assert rows["month"].max() == pd.Timestamp(2026, 11, 1)
    assert rows["whole"].all()
    # Other teams' deals tell that it goes on, and these have none.
    rows = by_month(LOG, TWO, "EUR", date(2027, 2, 3), Calendar(), through=date(2027, 2, 2))
    assert rows["month"].max() == pd.Timestamp(2027, 2, 1)


def test_each_team_has_the_months_of_its_own_log():
    seats = pd.concat([TWO, build.seats({"rep_id": 4, "rep": "Di", "team_id": 2, "team": "Two"})])
    late = build.opportunities(deal(4, "2026-10-12", team_id=2))
    rows = by_month(pd.concat([LOG, late]), seats, "EUR", TODAY, Calendar())
    first = rows.groupby("team_id")["month"].min()
    assert list(first) == [pd.Timestamp(2026, 9, 1), pd.Timestamp(2026, 11, 1)]


def test_nothing_logged_is_no_month():
    rows = by_month(build.opportunities(), TWO, None, TODAY, Calendar())
    assert rows.empty and {"month", "whole", "saos", "days"} <= set(rows.columns)
    assert per_sdr(rows, REVENUE).empty


def test_the_last_months_end_with_the_running_one():
    assert last_months(date(2026, 1, 31), 2) == [month(2025, 11), month(2025, 12), month(2026, 1)]


def test_revenue_begins_a_cycle_after_the_first_sao():
    told = Cycle(pd.Series([10, 40]).to_numpy(), pd.Series([0.5, 0.5]).to_numpy(), 0.0, 2, 0)
    assert sold_since(LOG, told) == date(2026, 10, 10)
    assert sold_since(build.opportunities(), told) is None
    rows = by_month(LOG, TWO, "EUR", TODAY, Calendar())
    assert list(per_sdr(rows, REVENUE, date(2026, 10, 10))["month"]) == [pd.Timestamp(2026, 11, 1)]
