"""Tasks that sales-engagement tools and diallers have logged in Salesforce, with the subtype of any task."""

from __future__ import annotations

import pytest
from importing import REPS, rows
from sqlalchemy import Engine

TASKS = "Id,OwnerId,ActivityDate,Subject,Type,TaskSubtype,CallType,CallDurationInSeconds\n"
IDS = "SELECT source_id FROM {} ORDER BY 1"


def task(subject: str, kind: str = "", subtype: str = "Task", call: str = "", length: str = "") -> str:
    """A task of the id 1."""
    return f"1,Bob,2026-11-03,{subject},{kind},{subtype},{call},{length}\n"


@pytest.mark.parametrize(
    ("row", "table"),
    [
        (task("Intro", kind="Call"), "call"),
        (task("Intro", call="Outbound"), "call"),
        (task("Intro", length="40"), "call"),
        (task("[Outreach] [Call] [Outbound] Intro"), "call"),
        (task("Intro", kind="Email"), "email"),
        (task("[Outreach] [Email] [Out] Intro", kind="Other"), "email"),
        (task("[Outreach] [Email] [Out] Intro", subtype=""), "email"),
    ],
)
def test_the_other_columns_tell_what_a_plain_task_is(engine: Engine, load, row: str, table: str) -> None:
    load("reps.csv", REPS)
    load("Task.csv", TASKS + row)
    other = {"call": "email", "email": "call"}[table]
    assert (rows(engine, IDS.format(table)), rows(engine, IDS.format(other))) == ([("1",)], [])


@pytest.mark.parametrize(
    "row",
    [
        task("Call plan for the week"),
        task("Email the list to Kim"),
        task("[Outreach] [Email] [In] Re: Intro", kind="Email", subtype="Email"),
        task("[Outreach] [Email] [Opened] Intro"),
        task("[Outreach] [Call] [Inbound] Intro", kind="Call"),
    ],
)
def test_what_was_neither_sent_nor_dialled_is_no_touch(engine: Engine, load, row: str) -> None:
    load("reps.csv", REPS)
    load("Task.csv", TASKS + row)
    assert rows(engine, IDS.format("call")) + rows(engine, IDS.format("email")) == []
