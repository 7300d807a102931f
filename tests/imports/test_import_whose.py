"""Whose the rows of other systems are, on which day, and in which currency, where several cells say it."""

from __future__ import annotations

from datetime import date

import pytest
from importing import REPS, rows
from sqlalchemy import Engine

from dashboard.imports.matching import Known
from dashboard.imports.strangers import Answer, settle, strangers
from dashboard.log import queries
from dashboard.log.engine import writing
from dashboard.log.scope import Scope

MEETINGS = (
    "Record ID,Meeting outcome,Meeting start time,Create Date,Activity created by,Activity assigned to\n"
    "1,Completed,2026-11-05 10:00,2026-11-03 09:00,Robot,Bob\n"
)
DEALS = (
    "Record ID,Deal Name,Deal Stage,Deal owner,Amount,Close Date,Create Date,Associated Company\n"
    "1,One,Open,Ulf,{amount},,2026-11-03 09:00,{company}\n"
)
TASKS = "Id,OwnerId,ActivityDate,Status,TaskSubtype,CreatedDate,CompletedDateTime\n"
WHOSE = "SELECT source_id, name FROM {table} JOIN rep ON rep.id = rep_id ORDER BY source_id"


def whose(engine: Engine, table: str) -> list[tuple]:
    """The ids of logged rows and whose they are."""
    return rows(engine, WHOSE.format(table=table))


@pytest.mark.parametrize("early", [True, False])
def test_a_meeting_is_the_owner_s_where_a_robot_booked_it(load, engine: Engine, early: bool) -> None:
    names = {"meetings.csv": MEETINGS, "reps.csv": REPS}
    for name in names if early else reversed(names):
        load(name, names[name])
    assert whose(engine, "meeting") == [("1", "Bob")]
    assert rows(engine, "SELECT ae FROM meeting") == [(None,)]


def test_a_meeting_waits_for_the_booker_as_well(load, engine: Engine) -> None:
    report = load("meetings.csv", MEETINGS)
    assert (report.unknown, list(report.unknown_people)) == (
        1, ["No rep “Robot” is known: load a reps.csv that has them, and the row is read again."],
    )  # fmt: skip
    load("reps.csv", "rep,team\nRobot,North\n")
    assert whose(engine, "meeting") == [("1", "Robot")]
    assert rows(engine, "SELECT ae FROM meeting") == [("Bob",)]


def test_a_booker_who_is_not_counted_leaves_the_meeting_to_its_owner(load, engine: Engine) -> None:
    load("meetings.csv", MEETINGS)
    with writing(engine) as connection:
        assert strangers(connection).to_dict("records") == [
            {"word": "robot", "name": "Robot", "files": 1, "rows": 1, "kinds": {"meetings": 1}}
        ]
        assert settle(connection, {"robot": Answer(role="ignored")}, None) == {}
        assert strangers(connection).to_dict("records") == [
            {"word": "bob", "name": "Bob", "files": 1, "rows": 1, "kinds": {"meetings": 1}}
        ]
    load("reps.csv", REPS)
    assert whose(engine, "meeting") == [("1", "Bob")]
    assert rows(engine, "SELECT count(*) FROM rejected_row") == [(0,)]


def test_nobody_is_a_stranger_in_an_empty_log(engine: Engine) -> None:
    with engine.connect() as connection:
        assert strangers(connection).empty


def test_a_meeting_of_two_who_are_not_counted_is_set_aside(load, engine: Engine) -> None:
    load("people.csv", "id,name,role\nRobot,Robot,ignored\nBob,Bob,ae\n")
    report = load("meetings.csv", MEETINGS)
    assert (report.aside, report.unknown) == (1, 0)
    assert rows(engine, "SELECT waits_for FROM rejected_row") == [("robot",)]


def test_a_deal_without_anything_to_find_its_meeting_by_is_its_owner_s(load, engine: Engine) -> None:
    report = load("deals.csv", DEALS.format(amount=5, company=""))
    assert list(report.unknown_people) == [
        "No rep “Ulf” is known: load a reps.csv that has them, and the row is read again."
    ]
    load("reps.csv", "rep,team\nUlf,North\n")
    assert whose(engine, "opportunity") == [("1", "Ulf")]


@pytest.mark.parametrize(("first", "then"), [("Ulf", "Ulf"), ("Bob", "Bob")])
def test_a_deal_waits_for_its_owner_and_for_a_meeting(load, engine: Engine, first: str, then: str) -> None:
    report = load("deals.csv", DEALS.format(amount=5, company="Acme"))
    assert list(report.unknown_people) == [
        "It names no SDR, and no meeting with “Acme” is known: load the meetings, and the row is read again."
    ]
    load("reps.csv", f"rep,team\n{first},North\n")
    load("meetings.csv", "rep,booked_at,account\nBob,2026-11-02,Acme\n", kind="meetings")
    assert whose(engine, "opportunity") == [("1", then)]


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("outcome", ["held", "no-show"])
@pytest.mark.parametrize("whom", ["Ann,", ",Acme", "Ann,Beta"])
def test_a_deal_finds_its_meeting_whichever_comes_first(
    load, engine: Engine, early: bool, outcome: str, whom: str
) -> None:
    load("reps.csv", REPS)
    deal = DEALS.format(amount=5, company="Acme").replace("Company", "Company,Associated Contact")
    files = {
        "deals.csv": deal.rstrip() + ",Ann\n",
        "meetings.csv": "rep,booked_at,starts_at,outcome,prospect,account\n"
        f"Bob,2026-11-02,2026-11-05,{outcome},{whom}\n",
    }
    for name in files if early else reversed(files):
        load(name, files[name], kind=None if name == "deals.csv" else "meetings")
    assert whose(engine, "opportunity") == [("1", "Bob")]


@pytest.mark.parametrize("email", ["", "zoe@x.io"])
def test_an_id_is_the_rep_s_of_that_name_whose_email_nobody_knows(load, engine: Engine, email: str) -> None:
    load("reps.csv", f"rep,email,team\nBob,,North\nZoë,{email},North\n")
    load("User.csv", "Id,Username,FirstName,LastName,Email,IsActive\n005B,b,,Bob,bob@x.io,1\n")
    load("calls.csv", "id,rep,at,duration_s\n1,005B,2026-11-03,9\n")
    assert whose(engine, "call") == [("1", "Bob")]


def test_an_ae_has_a_name_as_soon_as_it_is_known(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    event = "Id,ActivityDateTime,DurationInMinutes,OwnerId,IsDeleted,CreatedDate,CreatedById\n"
    event += "e1,2026-11-05 09:00:00,30,005B,0,2026-11-03 09:00:00,bob@x.io\n"

    def aes() -> list[str | None]:
        with engine.connect() as connection:
            return queries.meetings(Scope.all(), connection, date(2026, 11, 1), date(2026, 11, 30))[
                "ae"
            ].tolist()

    load("Event.csv", event)
    assert aes() == ["005B"]
    load("User.csv", "Id,Username,FirstName,LastName,Email,IsActive\n005B,al,Al,Exec,al@x.io,1\n")
    assert aes() == ["Al Exec"]
    assert load("Event.csv", event).unchanged == 1


def test_what_a_row_waits_for_is_there_when_any_of_it_is(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    with engine.connect() as connection:
        known = Known.load(connection, "own")
        either = known.rep("Eve").or_for(["", "Bob", "Eve"]).waits_for
        nobody = known.rep("Eve").or_for(["Ulf", "x" * 500]).waits_for
        assert known.now_known([either, nobody, "eve"]) == {either}
        assert known.rep("Bob").or_for(["Eve"]).waits_for is None


@pytest.mark.parametrize(
    ("amount", "stored"),
    [
        ("500", (50_000, None)),
        ("EUR 500", (50_000, "EUR")),
        ("€1.500,50", (150_050, "EUR")),
        ("$5", (500, None)),
    ],
)
def test_the_currency_beside_an_amount_is_the_deal_s(
    load, engine: Engine, amount: str, stored: tuple
) -> None:
    load("reps.csv", "rep,team\nUlf,North\n")
    load("deals.csv", DEALS.format(amount=f'"{amount}"', company=""))
    assert rows(engine, "SELECT amount_cents, currency FROM opportunity") == [stored]


def test_an_amount_in_another_currency_than_its_column_says_is_rejected(load) -> None:
    load("reps.csv", "rep,team\nUlf,North\n")
    text = (
        DEALS.format(amount="EUR 500", company="")
        .replace("Amount", "Currency,Amount")
        .replace("Ulf", "Ulf,usd")
    )
    report = load("deals.csv", text + "2,Two,Open,Ulf,eur,EUR 7,,2026-11-03 09:00,\n")
    assert (report.new, report.rejected) == (1, 1)
    assert (report.rejected_rows[0].column, report.rejected_rows[0].value) == ("amount", "EUR 500")


@pytest.mark.parametrize(
    ("day", "created", "completed", "stored"),
    [
        # Berlin: an hour ahead. Of the day where the rep works, whatever day it is in UTC.
        ("2026-11-03", "2026-11-03 12:00:00", "2026-11-03 09:00:00", "2026-11-03 09:00"),
        ("2026-11-04", "2026-11-09 12:00:00", "2026-11-03 23:30:00", "2026-11-03 23:30"),
        ("2026-11-03", "2026-11-03 12:00:00", "", "2026-11-03 12:00"),
        # Logged after midnight, or days later: the day alone is known.
        ("2026-11-03", "2026-11-03 23:30:00", "", "2026-11-02 23:00"),
        ("2026-11-03", "2026-11-06 09:00:00", "", "2026-11-02 23:00"),
        ("2026-11-03 00:00:00", "", "", "2026-11-02 23:00"),
        ("", "2026-11-03 12:00:00", "", "2026-11-03 12:00"),
    ],
)
def test_the_day_of_a_task_is_never_shifted(
    load, engine: Engine, day: str, created: str, completed: str, stored: str
) -> None:
    load("reps.csv", REPS)
    load("Task.csv", f"{TASKS}1,Bob,{day},Completed,Call,{created},{completed}\n")
    assert rows(engine, "SELECT day FROM call") == [(day[:10] or created[:10],)]
    assert rows(engine, "SELECT substr(at, 1, 16) FROM call") == [(stored,)]
    assert load("again.csv", f"{TASKS}1,Bob,{day},Completed,Call,{created},{completed}\n").unchanged == 1


def test_a_task_on_no_day_is_rejected_with_what_its_file_says(load) -> None:
    load("reps.csv", REPS)
    good = "1,Bob,2026-11-03,Completed,Call,2026-11-03 12:00:00,\n"
    report = load("Task.csv", f"{TASKS}{good}2,Bob,31.06.2026,Completed,Call,2026-11-03 12:00:00,\n")
    assert (report.new, report.rejected) == (1, 1)
    assert (report.rejected_rows[0].column, report.rejected_rows[0].value) == ("activitydate", "31.06.2026")
