"""Salesforce's weekly Data Export and what Data Loader writes: calls and emails in Task, meetings in Event.

Neither says whether an email was received. Weekly exports have no TaskSubtype, and here no outcome of
emails; Data Loader has both.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from exported import carried
from exported import salesforce_rows as rows
from exported.facts import Sao, Team
from exported.writing import Row, Style, save, utc

CARRIES = carried.CRM
ALL_SENT = dict.fromkeys(
    ("bounced", "opened", "clicked", "replied", "positive reply", "meeting scheduled"), "sent"
)
LOGS: dict[str, dict[str, str]] = {"calls": {}, "emails": ALL_SENT, "meetings": {}}
LOADER_CARRIES = carried.EVERYTHING
LOADER_LOGS: dict[str, dict[str, str]] = {"calls": {}, "emails": {}, "meetings": {}}

# How an opportunity says whose it is: a column with the SDR, its creator, or nothing but its account.
Credit = Literal["column", "creator", "account"]

WEEKLY = Style(
    moment=utc("%Y-%m-%d %H:%M:%S"),
    day=lambda day: f"{day} 00:00:00",
    flags=("0", "1"),
    encoding="iso-8859-1",
    quoting=csv.QUOTE_ALL,
)
LOADER = Style(moment=utc("%Y-%m-%dT%H:%M:%S.000+0000"), day=str, quoting=csv.QUOTE_ALL)
LOADER_LOUD = Style(
    moment=LOADER.moment, day=str, quoting=csv.QUOTE_ALL, encoding="utf-8-sig", header=str.upper
)


def write_weekly(team: Team, folder: Path, credit: Credit = "column", copies: bool = False) -> list[Path]:
    """User, Task, Event and Opportunity of a Data Export. With `copies` the events have a row for each
    invitee as well, as Salesforce keeps them (IsChild)."""
    events = [*_meetings(team), *(_copies(team) if copies else ())]
    return [
        save(folder / "User.csv", rows.USER, (rows.user(team, one) for one in team.people), WEEKLY),
        save(folder / "Task.csv", rows.TASK, _tasks(team), WEEKLY),
        save(folder / "Event.csv", rows.EVENT, events, WEEKLY),
        save(folder / "Opportunity.csv", _columns(credit), _deals(team, credit), WEEKLY),
    ]


def write_loader(team: Team, folder: Path, loud: bool = False) -> list[Path]:
    """The same by Data Loader; a `loud` one has a byte order mark and a header in capitals."""
    style = LOADER_LOUD if loud else LOADER
    return [
        save(folder / "user_export.csv", rows.USER, (rows.user(team, one) for one in team.people), style),
        save(folder / "task_export.csv", rows.LOADER_TASK, _loader_tasks(team), style),
        save(folder / "event_export.csv", rows.LOADER_EVENT, _loader_events(team), style),
        save(folder / "opportunity_export.csv", _columns("column"), _deals(team, "column"), style),
    ]


def _tasks(team: Team) -> Iterator[Row]:
    beside = team.beside
    yield from (rows.call(team, call) for call in (*team.calls, *beside.ae_calls))
    yield from (rows.email(team, email) for email in (*team.emails, *beside.ae_emails))
    yield from ({**rows.call(team, call), "CallType": "Inbound"} for call in beside.inbound_calls)
    yield from ({**rows.call(team, call), "CallType": "Internal"} for call in beside.internal_calls)
    yield from ({**rows.call(team, call), "IsDeleted": True} for call in beside.deleted_calls)
    yield from (rows.not_done(rows.call(team, call)) for call in beside.planned_calls)
    yield from (rows.not_done(rows.email(team, email)) for email in beside.planned_emails)
    yield from (rows.todo(team, todo) for todo in beside.todos)


def _loader_tasks(team: Team) -> Iterator[Row]:
    """With what they are and what became of emails. A task that is called a call is none: its subtype
    says so."""
    beside = team.beside
    emails = {
        rows.task_id(email): email for email in (*team.emails, *beside.ae_emails, *beside.planned_emails)
    }
    todos = {rows.task_id(todo) for todo in beside.todos}
    for number, row in enumerate(_tasks(team)):
        if email := emails.get(str(row["Id"])):
            yield rows.with_email_outcome(row, email)
        elif row["Id"] in todos:
            yield {**row, "TaskSubtype": "Task", "Subject": "Call plan for the week"}
        else:
            subject = "Email was not answered, called" if number % 9 == 0 else row["Subject"]
            yield {**row, "TaskSubtype": "Call", "Subject": subject}


def _meetings(team: Team) -> Iterator[Row]:
    beside = team.beside
    yield from (rows.event(team, meeting) for meeting in (*team.meetings, *beside.ae_meetings))
    yield from ({**rows.event(team, meeting), "IsDeleted": True} for meeting in beside.deleted_meetings)


def _loader_events(team: Team) -> Iterator[Row]:
    """The API has the start under another name."""
    for row in _meetings(team):
        starts_at = row.pop("ActivityDateTime")
        yield {**row, "StartDateTime": starts_at}


def _copies(team: Team) -> Iterator[Row]:
    """The invitee's own row of each meeting that is held for an AE: another id, and its creator's."""
    for meeting in team.meetings:
        if meeting.ae:
            yield rows.copied(rows.event(team, meeting), meeting)


def _deals(team: Team, credit: Credit) -> Iterator[Row]:
    beside = team.beside
    for sao in (*team.saos, *beside.ae_deals):
        yield _credited(rows.opportunity(sao), team, sao, credit)
    for sao in beside.deleted_deals:
        yield {**_credited(rows.opportunity(sao), team, sao, credit), "IsDeleted": True}


def _credited(row: Row, team: Team, sao: Sao, credit: Credit) -> Row:
    """An opportunity with what says whose it is, and since when."""
    if credit == "column":
        of_rep = sao.rep in team.reps
        return {
            **row,
            "CreatedDate": sao.meeting.booked_at,
            "SDR__c": rows.user_id(sao.rep) if of_rep else None,
            "SAO_Date__c": team.day(sao.accepted_at),
        }
    return {**row, "CreatedById": rows.user_id(sao.rep)} if credit == "creator" else row


def _columns(credit: Credit) -> tuple[str, ...]:
    return (*rows.OPPORTUNITY, "SDR__c", "SAO_Date__c") if credit == "column" else rows.OPPORTUNITY
