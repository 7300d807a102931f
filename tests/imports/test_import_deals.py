"""Deals of other systems: on which day they count, of which meeting they came, and whose they are."""

from __future__ import annotations

import pytest
from importing import rows
from sqlalchemy import Engine

REPS = "rep,email,team,time_zone\nAna,ana@x.io,North,UTC\nBob,bob@x.io,North,UTC\n"
DEALS = "Record ID,Deal Name,Deal Stage,Deal owner,Amount,Create Date,Associated Company,Associated Contact\n"
MEETINGS = (
    "Record ID,Meeting name,Activity assigned to,Activity created by,Meeting start time,Create Date,"
    "Meeting outcome,Associated Company,Associated Contact\n"
)
SAOS = "SELECT name, accepted_on FROM opportunity JOIN rep ON rep.id = rep_id ORDER BY 2, 1"


def deal(id_: str, made: str, company: str = "Acme", contact: str = "", owner: str = "") -> str:
    return f"{id_},d,Qualified,{owner},100,{made} 10:00,{company},{contact}\n"


def meeting(
    id_: str,
    booked: str,
    starts: str,
    outcome: str,
    who: str = "Ana",
    company: str = "Acme",
    contact: str = "",
) -> str:
    return f"{id_},m,{who},{who},{starts} 09:00,{booked} 09:00,{outcome},{company},{contact}\n"


@pytest.fixture
def reps(load, engine: Engine) -> Engine:
    load("reps.csv", REPS)
    return engine


@pytest.mark.parametrize("first", ["deals", "meetings"])
def test_a_deal_that_was_made_before_its_meeting_is_one_sao_on_the_meeting_s_day(
    reps: Engine, load, first: str
) -> None:
    files = {
        "deals": DEALS + deal("D1", "2026-11-02"),
        "meetings": MEETINGS + meeting("M1", "2026-11-02", "2026-11-09", "accepted"),
    }
    for name in sorted(files, key=lambda name: name != first):
        load(f"{name}.csv", files[name])
    assert rows(reps, SAOS) == [("Ana", "2026-11-09")]


@pytest.mark.parametrize(("outcome", "counted"), [("Scheduled", []), ("No show", []), ("Canceled", []),
                                                  ("Completed", [("Ana", "2026-11-09")])])  # fmt: skip
def test_a_deal_counts_once_its_meeting_took_place(reps: Engine, load, outcome: str, counted: list) -> None:
    load("meetings.csv", MEETINGS + meeting("M1", "2026-11-01", "2026-11-09", outcome))
    load("deals.csv", DEALS + deal("D1", "2026-11-02", owner="Ana"))
    assert rows(reps, SAOS.replace("ORDER", "WHERE accepted_on IS NOT NULL ORDER")) == counted


def test_a_meeting_that_is_put_off_takes_its_deal_with_it(reps: Engine, load) -> None:
    load("meetings.csv", MEETINGS + meeting("M1", "2026-11-01", "2026-11-09", "Completed"))
    load("deals.csv", DEALS + deal("D1", "2026-11-02"))
    load("meetings.csv", MEETINGS + meeting("M1", "2026-11-01", "2026-11-12", "Completed"))
    assert rows(reps, SAOS) == [("Ana", "2026-11-12")]


def test_a_deal_without_a_meeting_counts_on_the_day_it_was_made(reps: Engine, load) -> None:
    load("deals.csv", DEALS + deal("D1", "2026-11-02", owner="Ana"))
    load("meetings.csv", MEETINGS + meeting("M1", "2026-11-03", "2026-11-09", "Completed"))
    assert rows(reps, SAOS) == [("Ana", "2026-11-02")]


def test_a_deal_made_after_its_meeting_counts_on_the_day_it_was_made(reps: Engine, load) -> None:
    load("meetings.csv", MEETINGS + meeting("M1", "2026-11-01", "2026-11-02", "accepted"))
    load("deals.csv", DEALS + deal("D1", "2026-11-05"))
    assert rows(reps, SAOS) == [("Ana", "2026-11-05")]


def test_a_deal_finds_its_meeting_by_the_contact_where_it_has_no_company(reps: Engine, load) -> None:
    load("meetings.csv", MEETINGS + meeting("M1", "2026-11-01", "2026-11-02", "accepted", contact="Jo"))
    load("deals.csv", DEALS + deal("D1", "2026-11-05", company="", contact="Jo"))
    assert rows(reps, SAOS) == [("Ana", "2026-11-05")]


@pytest.mark.parametrize("last", ["deals", "bob"])
def test_a_deal_is_whose_meeting_was_the_last_before_it_whatever_comes_first(
    reps: Engine, load, last: str
) -> None:
    files = {
        "ana": MEETINGS + meeting("M1", "2026-11-01", "2026-11-02", "Completed"),
        "deals": DEALS + deal("D1", "2026-11-10"),
        "bob": MEETINGS + meeting("M2", "2026-11-03", "2026-11-06", "Completed", who="Bob"),
    }
    for name in sorted(files, key=lambda name: name == last):
        load(f"{name}.csv", files[name])
    assert rows(reps, SAOS) == [("Bob", "2026-11-10")]
    load("gone.csv", files["bob"].replace("Completed", "No show"))
    assert rows(reps, SAOS) == [("Ana", "2026-11-10")]


REPORT = "Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Opportunity Owner,Won,SDR\n"
EVENTS = "Subject,Assigned,Created By,Created Date,Start,Contact,Company / Account,Meeting Outcome\n"


def test_a_deal_of_a_report_without_ids_is_one_deal_whatever_its_stage(reps: Engine, load) -> None:
    line = "{},Acme,{},100,2026-11-20,2026-11-02,Ana,{},Ana\n"
    first = line.format("New", "Qualified", 0) + line.format("Other", "Qualified", 0)
    load("report.csv", REPORT + first)
    # One row for each product.
    report = load("report.csv", REPORT + line.format("New", "Closed Won", 1) * 2)
    assert (report.new, report.read) == (0, 2)
    assert rows(reps, "SELECT stage, won FROM opportunity ORDER BY 1") == [
        ("Closed Won", 1),
        ("Qualified", None),
    ]


def test_deals_that_only_share_a_title_are_told_apart_by_all_they_say(reps: Engine, load) -> None:
    header = REPORT.replace("Account Name,", "")
    line = "Renewal,{},100,2026-11-20,2026-11-02,Ana,0,Ana\n"
    report = load("report.csv", header + line.format("Qualified") + line.format("Proposal"))
    assert report.new == 2


def test_a_meeting_of_a_report_without_ids_that_was_put_off_is_one_meeting(reps: Engine, load) -> None:
    line = "Intro,Ana,Ana,2026-11-02 09:00,{},Jo,Acme,{}\n"
    load("events.csv", EVENTS + line.format("2026-11-05 10:00", ""))
    assert load("events.csv", EVENTS + line.format("2026-11-09 10:00", "Completed")).changed == 1
    assert rows(reps, "SELECT starts_on, outcome FROM meeting") == [("2026-11-09", "held")]


def test_a_box_that_is_ticked_is_nobody(reps: Engine, load) -> None:
    header = REPORT.replace("SDR", "Sourced By")
    load("report.csv", header + "New,Acme,Qualified,1,2026-11-20,2026-11-02,Ana,0,TRUE\n")
    assert rows(reps, SAOS) == [("Ana", "2026-11-02")]
