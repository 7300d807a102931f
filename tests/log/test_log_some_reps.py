"""What is read of a few reps' calls and emails: by hour and by prospect, as counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import logged
import pandas as pd
import pytest
from sqlalchemy import Connection
from sqlalchemy.event import listen

from dashboard.log import people, queries
from dashboard.log.daily import analyze
from dashboard.log.scope import Scope
from dashboard.log.store import Writer

ANA, BO, CY = 1, 2, 3
MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)
OF_SOME_REPS = ("calls_by_hour", "emails_by_hour", "calls_by_prospect", "emails_by_prospect")


def write(connection: Connection, kind: str, *rows: dict) -> None:
    writer = Writer(connection, kind, "own", 1)
    rows = tuple({"source_id": f"{kind}{n}", **row} for n, row in enumerate(rows))
    writer.write(getattr(logged, kind)(*rows))
    writer.finish()


def call(rep: int, at: str, prospect: str | None = None, outcome: str = "no answer") -> dict:
    return {"rep_id": rep, "at": at, "prospect": prospect, "outcome": outcome}


CALLS = (
    call(ANA, "2026-03-02T09:05", "Zoë", "connected"), call(ANA, "2026-03-02T09:50", "Zoë", "voicemail"),
    call(ANA, "2026-03-02T15:00", "Ben", "meeting scheduled"), call(ANA, "2026-03-03T09:10", "Zoë"),
    call(ANA, "2026-03-03T17:59", None, "disqualified"), call(ANA, "2026-03-03T18:00", None),
    call(ANA, "2026-03-07T09:00", "Zoë", "connected"),
    call(BO, "2026-03-02T09:00", "Zoë", "connected"), call(BO, "2026-03-02T09:30", "Eva"),
    call(CY, "2026-03-02T09:00", "Zoë", "connected"),
)  # fmt: skip


def fill(connection: Connection) -> None:
    """Ana in North and Bo and Cy in South, whose export does not say which call ended in a meeting."""
    reps = logged.reps(("Ana", "North", "UTC"), ("Bo", "South", "UTC"), ("Cy", "South", "UTC"))
    people.save_reps(connection, reps)
    write(connection, "calls", *CALLS)
    write(
        connection, "emails",
        {"rep_id": ANA, "at": "2026-03-02T08:00", "prospect": "Ben", "outcome": "replied"},
        {"rep_id": ANA, "at": "2026-03-06T08:59", "prospect": "Ben", "outcome": "meeting scheduled"},
        {"rep_id": BO, "at": "2026-03-02T11:00", "prospect": "Eva"},
    )  # fmt: skip
    write(
        connection, "meetings",
        {"rep_id": BO, "booked_at": "2026-03-02T12:00", "prospect": "Zoë"},
        {"rep_id": BO, "booked_at": "2026-03-02T13:00", "prospect": "Zoë"},
        {"rep_id": BO, "booked_at": "2026-03-04T12:00", "prospect": "Eva"},
    )  # fmt: skip


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def cells(frame: pd.DataFrame, *counts: str) -> dict[tuple, tuple]:
    """The counts by rep, day of March and hour."""
    return {
        (row.rep_id, row.day.day, row.hour): tuple(getattr(row, name) for name in counts)
        for row in frame.itertuples()
    }


def test_calls_by_day_and_hour(log: Connection) -> None:
    frame = queries.calls_by_hour(Scope.all(), log, MONDAY, FRIDAY, (ANA, BO))
    counts = ("calls", "calls_connected", "calls_meeting_scheduled", "calls_disqualified", "calls_credited")
    assert cells(frame, *counts) == {
        (ANA, 2, 9): (2, 1, 0, 0, 0), (ANA, 2, 15): (1, 0, 1, 0, 0), (ANA, 3, 9): (1, 0, 0, 0, 0),
        (ANA, 3, 17): (1, 0, 0, 1, 0), (ANA, 3, 18): (1, 0, 0, 0, 0),
        (BO, 2, 9): (2, 1, 0, 0, 1),
    }, "two meetings of one call credit it once, and at the hour of the call"  # fmt: skip
    assert not frame[["emails", "emails_credited"]].any().any()


def test_emails_by_day_and_hour(log: Connection) -> None:
    frame = queries.emails_by_hour(Scope.all(), log, MONDAY, FRIDAY, (ANA, BO))
    counts = ("emails", "emails_replied", "emails_meeting_scheduled", "emails_credited")
    assert cells(frame, *counts) == {
        (ANA, 2, 8): (1, 1, 0, 0), (ANA, 6, 8): (1, 0, 1, 0), (BO, 2, 11): (1, 0, 0, 1),
    }  # fmt: skip
    assert not frame[["calls", "calls_credited"]].any().any()


def test_the_hours_add_up_to_the_daily_counts(log: Connection) -> None:
    daily = queries.daily(Scope.all(), log, MONDAY, FRIDAY)
    both = [query(Scope.all(), log, MONDAY, FRIDAY, (ANA, BO, CY))
            for query in (queries.calls_by_hour, queries.emails_by_hour)]  # fmt: skip
    key = ["rep_id", "team_id", "day"]
    summed = pd.concat(both).drop(columns="hour").groupby(key)[list(queries.COUNTS)].sum()
    wanted = daily.set_index(key).sort_index()[list(queries.COUNTS)]
    # Minutes of talk have no hour.
    pd.testing.assert_frame_equal(summed.drop(columns="talk_s"), wanted.drop(columns="talk_s"))


def test_calls_by_prospect(log: Connection) -> None:
    frame = queries.calls_by_prospect(Scope.all(), log, MONDAY, FRIDAY, (ANA, BO))
    found = {(row.rep_id, row.named, row.touches): row.prospects for row in frame.itertuples()}
    assert found == {(ANA, True, 3): 1, (ANA, True, 1): 1, (ANA, False, 2): 1, (BO, True, 1): 2}
    emails = queries.emails_by_prospect(Scope.all(), log, MONDAY, FRIDAY, (ANA,))
    assert emails[["named", "touches", "prospects"]].values.tolist() == [[True, 2, 1]]


@pytest.mark.parametrize("name", OF_SOME_REPS)
def test_only_what_the_reader_may_see_of_the_reps_that_are_named(log: Connection, name: str) -> None:
    def seen(scope: Scope, *reps: int) -> set[int]:
        return set(getattr(queries, name)(scope, log, MONDAY, FRIDAY, reps)["rep_id"])

    assert seen(Scope.all(), ANA) == {ANA}
    assert seen(Scope.all()) == set()
    assert seen(Scope(teams=(2,)), ANA, BO) == {BO}
    assert seen(Scope.all().narrowed(team=1), BO) == set()


def fill_a_month(connection: Connection) -> None:
    """Forty reps who call and write every hour of a month, and book with every twentieth."""
    names = [f"R{n}" for n in range(40)]
    people.save_reps(connection, logged.reps(*((each, "North", "UTC") for each in names)))
    days = [f"2026-03-{day:02}T{hour:02}:00" for day in range(1, 29) for hour in range(8, 16)]
    rows = [call(rep + 1, at, at, "connected") for rep in range(40) for at in days]
    for kind in ("calls", "emails"):
        write(connection, kind, *rows)
    booked = [{"rep_id": row["rep_id"], "booked_at": row["at"], "prospect": row["prospect"]} for row in rows]
    write(connection, "meetings", *booked[::20])
    analyze(connection)


@pytest.mark.parametrize("name", OF_SOME_REPS)
def test_no_table_is_read_through(filled_engine, name: str) -> None:
    """Every table is searched by rep and day, none is scanned, however full it is (as SQLite plans it)."""
    asked: list[tuple] = []
    with filled_engine("sqlite", fill_a_month).connect() as connection:
        listen(connection, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        getattr(queries, name)(Scope.all().narrowed(team=1), connection, MONDAY, FRIDAY, (1, 2, 3))
        plans = [
            step.detail
            for statement, given in list(asked)
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        ]
    read = [plan for plan in plans if plan.startswith(("SCAN", "SEARCH")) and "subquery" not in plan.lower()]
    table = name.split("s_")[0]
    assert any(f"SEARCH {table} USING INDEX ix_{table}_rep_day (rep_id=? AND day>? AND day<?)" in plan
               for plan in read), plans  # fmt: skip
    assert all(plan.startswith("SEARCH") for plan in read if "anon_" not in plan), plans
