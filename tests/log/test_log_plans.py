"""What is planned: targets by file and by hand, holidays, days off, the fiscal year; and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import logged
import pandas as pd
import pytest
from sqlalchemy import Connection

from dashboard.calendars import read_calendar
from dashboard.log import people, plans, queries, version, workdays
from dashboard.log.plans import Refused
from dashboard.log.scope import Scope
from dashboard.log.store import Saved

ANA, BO = 1, 2
NORTH, SOUTH = 1, 2
ALL = Scope.all()
QUOTA = {"rep_id": ANA, "team_id": None, "metric": "saos", "period": "2026-11", "target": 8.0}
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def fill(connection: Connection) -> None:
    """A rep in North, which is in New York, and one in South, which says where it is not at all."""
    zones = ("Ana", "North", "America/New_York"), ("Bo", "South", "UTC")
    people.save_reps(connection, logged.reps(*zones))


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def targets(connection: Connection) -> list[float]:
    return queries.quotas(ALL, connection)["target"].tolist()


def loaded(connection: Connection, target: float) -> Saved:
    return plans.save_quotas(connection, pd.DataFrame([QUOTA | {"target": target}]))


def test_a_target_entered_by_hand_stays_until_the_file_says_something_else(log: Connection) -> None:
    assert loaded(log, 8) == Saved(new=1)
    plans.set_target(ALL, log, "saos", "2026-11", 10, rep_id=ANA)
    assert loaded(log, 8) == Saved(unchanged=1) and targets(log) == [10]
    assert loaded(log, 9) == Saved(changed=1) and targets(log) == [9]
    plans.set_target(ALL, log, "saos", "2026-11", None, rep_id=ANA)
    assert loaded(log, 9) == Saved(unchanged=1) and targets(log) == []
    plans.set_target(ALL, log, "saos", "2026-11", 7.5, rep_id=ANA)
    assert targets(log) == [7.5]


def test_a_target_that_no_file_names(log: Connection) -> None:
    plans.set_target(ALL, log, "saos", "2026-Q4", None, team_id=NORTH)
    assert targets(log) == []
    plans.set_target(ALL, log, "saos", "2026-Q4", 30, team_id=NORTH)
    (row,) = queries.quotas(ALL, log).to_dict("records")
    assert (row["team_id"], row["period"], row["target"]) == (NORTH, "2026-Q4", 30)
    assert pd.isna(row["rep_id"])


def test_a_team_is_closed_as_its_country_is_until_somebody_says_otherwise(log: Connection) -> None:
    def november(team: int) -> int:
        calendar = read_calendar(ALL, log, date(2026, 11, 1), date(2026, 11, 30))
        return calendar.working_days([team], date(2026, 11, 1), date(2026, 11, 30))

    assert (november(NORTH), november(SOUTH)) == (19, 21)
    plans.set_calendar_day(ALL, log, NORTH, date(2026, 11, 11), works=True)
    plans.set_calendar_day(ALL, log, SOUTH, date(2026, 11, 27), works=False, name="Bridge day")
    assert (november(NORTH), november(SOUTH)) == (20, 20)
    plans.set_calendar_day(ALL, log, NORTH, date(2026, 11, 11), works=None)
    plans.set_country(ALL, log, SOUTH, "DE-BY")
    plans.set_country(ALL, log, NORTH, "")
    assert (november(NORTH), november(SOUTH)) == (21, 20)
    plans.set_country(ALL, log, NORTH, None)
    assert november(NORTH) == 19


def test_a_country_comes_with_the_reps_and_is_not_forgotten_by_a_file_without_one(log: Connection) -> None:
    def country() -> str:
        return workdays.teams(ALL, log).set_index("team_id").loc[NORTH, "country"]

    named = logged.reps(("Ana", "North", "America/New_York"))
    before = version.current(log)
    assert people.save_reps(log, named.assign(country="CA")) == Saved(unchanged=1)
    assert country() == "CA" and version.current(log) > before
    before = version.current(log)
    people.save_reps(log, named)
    assert country() == "CA" and version.current(log) == before


def test_days_off_are_weekdays_and_are_not_counted_twice(log: Connection) -> None:
    frame = pd.DataFrame([{"rep_id": ANA, "first_day": date(2026, 11, 20), "last_day": date(2026, 11, 24)}])
    assert plans.save_days_off(log, frame) == Saved(new=1)
    assert plans.save_days_off(log, frame) == Saved(unchanged=1)
    assert plans.save_days_off(log, frame.assign(last_day=None)) == Saved(unchanged=1)
    found = workdays.days_off(ALL, log, *YEAR)
    assert found["day"].dt.day.tolist() == [20, 23, 24]
    plans.remove_days_off(ALL, log, ANA, date(2026, 11, 21), date(2026, 11, 23))
    assert workdays.days_off(ALL, log, *YEAR)["day"].dt.day.tolist() == [20, 24]


def test_the_fiscal_year(log: Connection) -> None:
    assert workdays.year_ends(log) == 12
    for month in (1, 6):
        plans.set_year_ends(ALL, log, month)
        assert workdays.year_ends(log) == month


def test_nobody_plans_for_whom_they_do_not_see(log: Connection) -> None:
    mine = Scope(teams=(NORTH,))
    day = date(2026, 11, 11)
    plans.set_target(mine, log, "saos", "2026-11", 8, rep_id=ANA)
    refused = [
        lambda: plans.set_target(mine, log, "saos", "2026-11", 8, rep_id=BO),
        lambda: plans.set_target(mine, log, "saos", "2026-11", 8, team_id=SOUTH),
        lambda: plans.set_target(mine, log, "saos", "2026-11", 8, rep_id=99),
        lambda: plans.add_days_off(mine, log, BO, day, day),
        lambda: plans.remove_days_off(mine, log, BO, day, day),
        lambda: plans.set_calendar_day(mine, log, SOUTH, day, works=False),
        lambda: plans.set_country(mine, log, SOUTH, "US"),
        lambda: plans.set_year_ends(mine, log, 1),
    ]
    before = version.current(log)
    for attempt in refused:
        with pytest.raises(Refused):
            attempt()
    assert version.current(log) == before and targets(log) == [8]


def test_every_change_is_told_to_pages(log: Connection) -> None:
    day = date(2026, 11, 11)
    for change in (
        lambda: plans.set_target(ALL, log, "saos", "2026-11", 8, rep_id=ANA),
        lambda: plans.add_days_off(ALL, log, ANA, day, day),
        lambda: plans.remove_days_off(ALL, log, ANA, day, day),
        lambda: plans.set_calendar_day(ALL, log, NORTH, day, works=True),
        lambda: plans.set_calendar_day(ALL, log, NORTH, day, works=None),
        lambda: plans.set_country(ALL, log, NORTH, "US"),
        lambda: plans.set_year_ends(ALL, log, 1),
    ):
        before = version.current(log)
        change()
        assert version.current(log) > before
