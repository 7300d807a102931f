"""Columns that HubSpot's exports have in some accounts only: primary companies, several contacts in a cell,
records that are archived, another name for the day of creation."""

from __future__ import annotations

import pytest
from importing import rows
from sqlalchemy import Engine

REPS = "rep,email,team,time_zone\nAna,ana@x.io,North,UTC\nBob,bob@x.io,North,UTC\n"
MEETING = "Record ID,Meeting name,Activity assigned to,Activity created by,Meeting start time,"
DEAL = "Record ID,Deal Name,Deal Stage,Deal owner,Amount,Create Date,"
SAOS = "SELECT name, accepted_on FROM opportunity JOIN rep ON rep.id = rep_id"


@pytest.fixture
def reps(load, engine: Engine) -> Engine:
    load("reps.csv", REPS)
    return engine


def write_meeting(load, more: str, cells: str):
    """One meeting that Ana has booked for Kim, who is no rep."""
    row = f"M1,Intro,Kim,Ana,2026-11-09 09:00,Completed,{cells}"
    return load("m.csv", f"{MEETING}Meeting outcome,{more}\n{row}\n")


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Associated Company", "Acme;Parent Holding"),
        ("Associated Company,Associated Company (Primary)", "Parent Holding;Acme,Acme"),
        ("Associated Company IDs (Primary),Associated Company (Primary)", "17,Acme"),
        ("Associated Company,Associated Contact", ",Jo Doe;Al Roe"),
    ],
)
def test_a_deal_of_several_companies_finds_the_meeting_with_the_one_that_counts(
    reps: Engine, load, columns: str, cells: str
) -> None:
    company = "" if "Contact" in columns else "Acme"
    write_meeting(
        load, "Create Date,Associated Company,Associated Contact", f"2026-11-02 09:00,{company},Jo Doe"
    )
    load("d.csv", f"{DEAL}{columns}\nD1,d,Qualified,Kim,100,2026-11-10 10:00,{cells}\n")
    assert rows(reps, SAOS) == [("Ana", "2026-11-10")]


def test_a_meeting_was_booked_when_its_object_was_created(reps: Engine, load) -> None:
    write_meeting(load, "Object create date/time", "2026-11-02 09:00")
    assert rows(reps, "SELECT booked_on FROM meeting") == [("2026-11-02",)]


def test_what_is_archived_is_set_aside(reps: Engine, load) -> None:
    header = "hs_object_id,hs_timestamp,hubspot_owner_id,hs_call_direction,archived\n"
    line = "{},2026-11-02T09:00:00Z,Ana,OUTBOUND,{}\n"
    report = load("calls.csv", header + line.format(1, "false") + line.format(2, "true"))
    assert (report.new, report.aside_why) == (1, {"Deleted.": 1})


def test_who_made_a_meeting_is_known_by_the_id_of_the_user(reps: Engine, load) -> None:
    header = "hs_object_id,hubspot_owner_id,hs_created_by_user_id,hs_meeting_start_time,hs_createdate\n"
    load("m.csv", header + "M1,51,701,2026-11-09T09:00:00Z,2026-11-02T09:00:00Z\n")
    # One user's id may be another one's as an owner: that is who is meant by it.
    owners = "id,email,firstName,lastName,userId\n50,ana@x.io,Ana,A,701\n51,kim@x.io,Kim,K,50\n"
    report = load("owners.csv", owners)
    assert (report.read, report.new) == (2, 2)
    assert rows(reps, "SELECT name FROM meeting JOIN rep ON rep.id = rep_id") == [("Ana",)]
    assert load("owners.csv", owners).unchanged == 2
    assert load("owners.csv", owners.replace("701", "702")).changed == 1
    assert ("50", "ana@x.io") in rows(reps, "SELECT word, email FROM identity")


def test_meetings_of_which_nobody_knows_when_they_were_booked_are_told_of(reps: Engine, load) -> None:
    report = write_meeting(load, "Call and meeting type", "Discovery")
    assert report.new == 1
    assert report.remarks[-1].startswith("Row 2 is without a booked_at: they count as held or not, and not")
