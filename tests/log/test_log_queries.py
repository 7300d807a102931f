"""No query shows more than its scope: walked over every function of the room, so that a new one is
tested before anybody thinks of it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import logged
import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, insert
from sqlalchemy.event import listen

from dashboard.log import people, plans, queries
from dashboard.log.engine import writing
from dashboard.log.scope import Scope
from dashboard.log.store import Writer
from dashboard.log.tables import ImportBatch, RejectedRow

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
# What these tell is about the whole log and names nobody.
UNSCOPED = {"log_version", "main_currency"}
# What these tell belongs to the whole log: a part of it sees none.
FOR_ALL_ONLY = {"batches", "rejected", "waiting"}
QUERIES = {
    name: query for name, query in vars(queries).items()
    if inspect.isfunction(query) and query.__module__ == queries.__name__ and not name.startswith("_")
}  # fmt: skip
SCOPED = sorted(set(QUERIES) - UNSCOPED)
# What these tell is read from the calls and emails themselves, of the reps that are named.
OF_SOME_REPS = ("calls_by_hour", "emails_by_hour", "calls_by_prospect", "emails_by_prospect")
KINDS = ("calls", "emails", "meetings", "opportunities")
NORTH, SOUTH = 1, 2
ANA, BO, CY = 1, 2, 3


def write(connection: Connection, kind: str, frame: pd.DataFrame) -> None:
    writer = Writer(connection, kind, "own", 1)
    writer.write(frame)
    writer.finish()


def fill(connection: Connection) -> None:
    """Ana in North, Bo in South, Cy first in North and from 1 April on in South, all with every kind."""
    moved = (
        ("Cy", "North", "UTC", None, logged.day("2026-03-31")),
        ("Cy", "South", "UTC", logged.day("2026-04-01"), None),
    )
    people.save_reps(connection, logged.reps(("Ana", "North", "UTC"), ("Bo", "South", "UTC"), *moved))
    when = [(ANA, "03-02"), (BO, "03-03"), (CY, "03-04"), (CY, "04-06")]
    rows = [
        {
            "source_id": str(n), "rep_id": rep, "meeting_source_id": str(n), "prospect": f"p{n}",
            "list": f"l{rep}", "currency": "EUR", "amount_cents": 100_000, "ae": f"ae{n}",
            "outcome": "meeting scheduled",
            **dict.fromkeys(("at", "booked_at", "accepted_at"), f"2026-{day}T12:00:00Z"),
        }
        for n, (rep, day) in enumerate(when)
    ]  # fmt: skip
    write(connection, "calls", logged.calls(*rows))
    write(connection, "emails", logged.emails(*rows))
    write(connection, "meetings", logged.meetings(*(row | {"outcome": "accepted"} for row in rows)))
    write(connection, "opportunities", logged.opportunities(*rows))
    targets = [(ANA, None), (BO, None), (CY, None), (None, NORTH), (None, SOUTH)]
    quotas = pd.DataFrame(targets, columns=["rep_id", "team_id"]).assign(
        metric="saos", period="2026-03", target=5
    )
    plans.save_quotas(connection, quotas)
    floors = pd.DataFrame({"team_id": [NORTH, SOUTH], "metric": "calls", "per_day": 80})
    people.save_expectations(connection, floors)
    batch = dict.fromkeys(("read", "new", "changed", "unchanged", "rejected", "unknown"), 1)
    batch |= {"id": 1, "file_name": "calls.csv", "kind": "calls", "source": "own", "loaded_by": "me"}
    connection.execute(insert(ImportBatch), batch | {"loaded_at": datetime(2026, 5, 1, tzinfo=UTC)})
    connection.execute(insert(RejectedRow), {"batch_id": 1, "row": 2, "reason": "No.", "waits_for": "Di"})


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def ask(name: str, scope: Scope, connection: Connection) -> Any:
    """A query's answer, with every required argument given by its name."""
    given = {"scope": scope, "connection": connection, "first": FIRST, "last": LAST, "reps": (ANA, BO, CY)}
    required = [p for p in inspect.signature(QUERIES[name]).parameters.values() if p.default is p.empty]
    return QUERIES[name](*(given[parameter.name] for parameter in required))


def is_empty(answer: Any) -> bool:
    """Whether an answer holds nothing."""
    return answer.empty if isinstance(answer, pd.DataFrame) else not any(answer.values())


def test_every_query_takes_the_scope_first() -> None:
    for name in SCOPED:
        assert list(inspect.signature(QUERIES[name]).parameters)[:2] == ["scope", "connection"], name
    assert set(QUERIES) >= UNSCOPED | FOR_ALL_ONLY


def test_the_whole_log_is_seen_by_who_sees_everything(log: Connection) -> None:
    assert [name for name in SCOPED if is_empty(ask(name, Scope.all(), log))] == []


def test_the_empty_scope_sees_nothing(log: Connection) -> None:
    elsewhere = Scope(teams=(NORTH,)).narrowed(team=SOUTH)
    for scope in (Scope(), Scope().narrowed(team=NORTH), elsewhere, Scope(only_rep=ANA), Scope(teams=(99,))):
        assert [name for name in SCOPED if not is_empty(ask(name, scope, log))] == []


# A scope, and the teams and reps that may be seen in it.
PARTS = [
    (Scope(teams=(NORTH,)), {NORTH}, {ANA, CY}),
    (Scope(teams=(SOUTH,)), {SOUTH}, {BO, CY}),
    (Scope.all().narrowed(team=NORTH), {NORTH}, {ANA, CY}),
    (Scope(reps=(BO,)), {SOUTH}, {BO}),
    (Scope(reps=(CY,)), {NORTH, SOUTH}, {CY}),
    (Scope(teams=(NORTH,)).narrowed(rep=ANA), {NORTH}, {ANA}),
    (Scope(teams=(NORTH,), reps=(BO,)), {NORTH, SOUTH}, {ANA, BO, CY}),
]


# The month and day of the last row of each of these parts, and how many rows it has.
LATEST = [(3, 4, 2), (4, 6, 2), (3, 4, 2), (3, 3, 1), (4, 6, 2), (3, 2, 1), (3, 4, 3)]


def test_a_part_never_shows_another_team_or_rep(log: Connection) -> None:
    for scope, teams, reps in PARTS:
        for name in SCOPED:
            answer = ask(name, scope, log)
            if isinstance(answer, pd.DataFrame):
                check_frame(name, answer, scope, teams, reps)
            else:
                check_numbers(name, answer, scope)


def check_frame(name: str, answer: pd.DataFrame, scope: Scope, teams: set[int], reps: set[int]) -> None:
    """The frame names the scope's teams and reps only, and all of them where it has a row for each."""
    assert answer.empty == (name in FOR_ALL_ONLY and not scope.everything), name
    for column, allowed in (("team_id", teams), ("rep_id", reps)):
        if column in answer:
            assert set(answer[column].dropna()) <= allowed, name
    if {"team_id", "rep_id"} <= set(answer) and name != "quotas":
        assert set(answer["team_id"]) == teams, name
        assert set(answer["rep_id"]) == reps, name


def check_numbers(name: str, answer: dict, scope: Scope) -> None:
    """The last moment and the number of rows of each kind."""
    month, day, rows = LATEST[[part for part, _, _ in PARTS].index(scope)]
    last = datetime(2026, month, day, 12, tzinfo=UTC)
    assert answer == dict.fromkeys(KINDS, rows if name == "rows_loaded" else last)


def test_a_teams_last_call_is_not_one_that_was_made_for_the_next_team(engine: Engine) -> None:
    """Cy leaves Honolulu's team and on the same local day calls for Berlin's."""
    with writing(engine) as connection:
        seats = [("Cy", "North", "Pacific/Honolulu", None, logged.day("2026-03-01")),
                 ("Cy", "South", "Europe/Berlin", logged.day("2026-03-02"), None)]  # fmt: skip
        people.save_reps(connection, logged.reps(*seats))
        rows = [{"rep_id": 1, "at": at} for at in ("2026-03-01T10:00:00", "2026-03-02T09:00:00")]
        write(connection, "calls", logged.calls(*rows))
        assert queries.through(Scope(teams=(1,)), connection)["calls"] == datetime(2026, 3, 1, 20, tzinfo=UTC)
        assert queries.through(Scope(teams=(2,)), connection)["calls"] == datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["calls", "emails"])
def test_the_latest_touch_is_the_last_that_is_not_after_the_moment(engine: Engine, kind: str) -> None:
    """Whatever day it is where it was made: Sydney's tomorrow has begun, Honolulu's yesterday is not over."""
    seats = [("Syd", "East", "Australia/Sydney"), ("Hon", "West", "Pacific/Honolulu")]
    syd = ["2026-03-01T22:30", "2026-03-09T23:30", "2026-03-10T13:30", "2026-03-11T02:00"]
    hon = ["2026-03-02T09:30", "2026-03-10T08:00", "2026-03-10T11:00", "2026-03-10T20:00"]
    with writing(engine) as connection:
        people.save_reps(connection, logged.reps(*seats))
        rows = [
            {"source_id": f"{rep} {at}", "rep_id": rep, "at": f"{at}:00Z"}
            for rep, moments in ((1, syd), (2, hon))
            for at in moments
        ]
        write(connection, kind, getattr(logged, kind)(*rows))
        every = sorted(datetime.fromisoformat(at).replace(tzinfo=UTC) for at in syd + hon)
        for last, following in zip(every, [*every[1:], datetime(2026, 4, 1, tzinfo=UTC)], strict=True):
            for now in (last, following - timedelta(seconds=1)):
                assert queries.through(Scope.all(), connection, now)[kind] == last
                there = now.astimezone(ZoneInfo("Pacific/Honolulu"))
                assert queries.through(Scope.all(), connection, there)[kind] == last
        assert queries.through(Scope.all(), connection)[kind] == every[-1]
        assert queries.through(Scope.all(), connection, every[0] - timedelta(seconds=1))[kind] is None
        assert queries.through(Scope(teams=(2,)), connection, datetime(2026, 3, 10, 15, tzinfo=UTC))[
            kind
        ] == datetime(2026, 3, 10, 11, tzinfo=UTC)


def test_the_latest_touch_is_found_by_the_day_of_its_rep(engine: Engine) -> None:
    """Not by reading all calls: nothing asked of them goes without their index."""
    asked: list[str] = []
    with writing(engine) as connection:
        listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
        people.save_reps(connection, logged.reps(("Ana", "North", "UTC")))
        rows = [{"source_id": str(n), "rep_id": 1, "at": f"2026-03-{n:02}T13:00:00Z"} for n in range(1, 29)]
        write(connection, "calls", logged.calls(*rows))
        asked.clear()
        queries.through(Scope.all(), connection, datetime(2026, 3, 20, 14, tzinfo=UTC))
    of_calls = [statement for statement in asked if "FROM call" in statement]
    assert len(of_calls) == 2, "tomorrow, today, and no day before"
    assert all("call.day =" in statement and "call.rep_id IN" in statement for statement in of_calls)


def test_an_sao_made_from_a_meeting_is_no_news_of_opportunities(engine: Engine) -> None:
    with writing(engine) as connection:
        people.save_reps(connection, logged.reps(("Ana", "North", "UTC")))
        times = {"booked_at": "2026-03-02T09:00:00Z", "starts_at": "2026-03-05T09:00:00Z"}
        write(
            connection,
            "meetings",
            logged.meetings({"source_id": "m", "rep_id": 1, "outcome": "accepted"} | times),
        )
        assert len(ask("opportunities", Scope.all(), connection)) == 1
        assert queries.through(Scope.all(), connection)["opportunities"] is None
        own = {"source_id": "o", "rep_id": 1, "accepted_at": "2026-03-03T09:00:00Z"}
        write(connection, "opportunities", logged.opportunities(own))
        assert queries.through(Scope.all(), connection)["opportunities"] == datetime(
            2026, 3, 3, 9, tzinfo=UTC
        )


def test_an_empty_log_has_no_last_moment_no_rows_and_no_currency(engine: Engine) -> None:
    with writing(engine) as connection:
        assert queries.through(Scope.all(), connection) == dict.fromkeys(KINDS)
        assert queries.rows_loaded(Scope.all(), connection) == dict.fromkeys(KINDS, 0)
        assert queries.main_currency(connection) is None
        assert queries.log_version(connection) == 0
        for name in set(SCOPED) - {"through", "rows_loaded"}:
            assert ask(name, Scope.all(), connection).empty


def test_a_reps_first_day_is_the_first_in_any_team_and_unknown_where_a_seat_has_none(engine: Engine) -> None:
    october, november = logged.day("2026-10-31"), logged.day("2026-11-01")
    with writing(engine) as connection:
        people.save_reps(connection, logged.reps(
            ("Mo", "East", "UTC", None, october), ("Mo", "West", "UTC", november, None),
            ("Di", "East", "UTC", logged.day("2025-05-05"), october), ("Di", "West", "UTC", november, None),
            ("Al", "East", "UTC", november, None),
        ))  # fmt: skip
        seats = queries.seats(Scope.all(), connection)
        west = queries.seats(Scope.all().narrowed(team=2), connection)
    first = {name: set(days.dropna()) for name, days in seats.groupby("rep")["first_day"]}
    assert first == {"Mo": set(), "Di": {pd.Timestamp("2025-05-05")}, "Al": {pd.Timestamp("2026-11-01")}}
    assert west.set_index("rep")["first_day"].isna().to_dict() == {"Di": False, "Mo": True}


def test_the_frames_have_the_same_types_with_and_without_rows(log: Connection) -> None:
    for name in ("seats", "daily", "meetings", "opportunities", "calls_by_hour", "emails_by_hour"):
        full, none = (ask(name, scope, log) for scope in (Scope.all(), Scope()))
        assert list(full) == list(none)
        moments = [column for column in full if "datetime" in str(full[column].dtype)]
        assert full[moments].dtypes.equals(none[moments].dtypes)
        assert [c for c in full if c.endswith("_on") or c.endswith("_at") or c == "day"] == [
            c for c in moments if c != "first_day"
        ]


def test_loaded_sums_a_teams_touches_whichever_rep_is_chosen(log: Connection) -> None:
    narrowed = queries.loaded(Scope.all().narrowed(team=NORTH, rep=ANA), log)
    assert narrowed.to_dict("records") == [
        {"team_id": NORTH, "calls": 2, "emails": 2, "call_meetings": 2, "email_meetings": 2}
    ]


def test_sums_are_whole_numbers(log: Connection) -> None:
    for name in ("daily", "by_list", "loaded", *OF_SOME_REPS):
        frame = ask(name, Scope.all(), log)
        numbers = frame.drop(columns=["day", "list", "named"], errors="ignore")
        assert {str(dtype) for dtype in numbers.dtypes} == {"int64"}, name


def test_the_main_currency_is_the_commonest_then_the_first(log: Connection) -> None:
    assert queries.main_currency(log) == "EUR"
    usd = [{"source_id": f"u{n}", "rep_id": BO, "currency": "USD"} for n in range(5)]
    write(log, "opportunities", logged.opportunities(*usd[:4]))
    assert queries.main_currency(log) == "EUR"
    write(log, "opportunities", logged.opportunities(*usd))
    assert queries.main_currency(log) == "USD"


def test_days_are_inclusive_at_both_ends(log: Connection) -> None:
    day, before, after = date(2026, 3, 3), date(2026, 3, 2), date(2026, 3, 4)
    for query in (queries.daily, queries.by_list, queries.meetings, queries.opportunities):
        assert list(query(Scope.all(), log, day, day)["rep_id"]) == [BO]
        assert sorted(query(Scope.all(), log, before, after)["rep_id"]) == [ANA, BO, CY]


def test_why_rows_were_rejected_is_counted_by_the_database(log: Connection) -> None:
    many = [{"batch_id": 1, "row": n, "reason": "No day.", "waits_for": None} for n in range(3, 503)]
    some = [{"batch_id": 1, "row": n, "reason": f"No {n}.", "waits_for": "Di"} for n in range(600, 609)]
    log.execute(insert(RejectedRow), many + some)
    why = queries.rejected(Scope.all(), log, 3)
    assert list(why["reason"]) == ["No day.", "No.", "No 600."]
    assert list(why["rows"]) == [500, 1, 1]
    assert set(why["file_name"]) == {"calls.csv"}
    assert set(why["waiting"]) == {10}, "of all rejected rows, not of those three reasons"
    assert len(queries.rejected(Scope.all(), log)) == 11
