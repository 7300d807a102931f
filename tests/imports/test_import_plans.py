"""Files of what is planned: holidays, days off, a team's country, fiscal quarters."""

from __future__ import annotations

import pytest
from importing import rows
from sqlalchemy import Engine


def test_holidays_close_a_team_unless_the_row_says_that_it_is_open(staffed, engine: Engine) -> None:
    report = staffed(
        "holidays.csv", "team,day,name,open\nNorth,2026-12-24,Christmas Eve,\nnorth,2026-10-03,,yes\n"
    )
    assert (report.kind, report.read, report.new, report.rejected) == ("holidays", 2, 2, 0)
    assert rows(engine, "SELECT day, works, name FROM calendar_day ORDER BY day") == [
        ("2026-10-03", 1, ""), ("2026-12-24", 0, "Christmas Eve")
    ]  # fmt: skip
    again = staffed("holidays.csv", "team,day\nNorth,2026-12-24\n")
    assert again.changed == 1
    assert "West" in staffed("holidays.csv", "team,day\nWest,2026-12-24\n").rejected_rows[0].reason


def test_days_off(staffed, engine: Engine) -> None:
    report = staffed(
        "days_off.csv",
        "rep,first_day,last_day\nBob,2026-11-20,2026-11-24\nBob,2026-12-01,\nBob,2026-12-09,2026-12-08\n"
        "Bob,2026-01-01,2027-06-01\nNobody,2026-11-20,\nBob,20/11/2026,\n",
    )
    assert (report.kind, report.read, report.new, report.rejected, report.unknown) == ("days_off", 6, 2, 3, 1)
    reasons = " ".join(row.reason for row in report.rejected_rows)
    assert "It is before first_day." in reasons and "over a year" in reasons
    assert "Nobody" in next(iter(report.unknown_people))
    found = [day for (day,) in rows(engine, "SELECT day FROM day_off ORDER BY day")]
    assert found == ["2026-11-20", "2026-11-23", "2026-11-24", "2026-12-01"]


def test_a_team_s_country(load, engine: Engine) -> None:
    reps = "Ana,North,Europe/Berlin,de-by\nBo,North,,\nCy,South,,none\nDi,West,,Narnia\n"
    report = load("reps.csv", f"rep,team,time_zone,country\n{reps}")
    assert (report.new, report.rejected) == (3, 1)
    assert "DE-BY or none" in report.rejected_rows[0].reason
    assert rows(engine, "SELECT name, country FROM team ORDER BY name") == [("North", "DE-BY"), ("South", "")]


@pytest.mark.parametrize(
    ("text", "stored"), [("2027Q1", "2027-Q1"), ("2027-q1", "2027-Q1"), ("2026-11", "2026-11")]
)
def test_periods_of_quotas(staffed, engine: Engine, text, stored) -> None:
    staffed("quotas.csv", f"rep,metric,period,target\nBob,saos,{text},8\n")
    assert rows(engine, "SELECT period, target, said FROM quota") == [(stored, 8.0, 8.0)]
