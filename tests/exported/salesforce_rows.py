"""Rows of Salesforce objects by the names of their fields, of plain values that are not yet spelled."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from exported import words
from exported.facts import Meeting, Person, Sao, Team, Touch
from exported.words import spelled
from exported.writing import Row

USER = (
    "Id", "Username", "LastName", "FirstName", "CompanyName", "Title", "Street", "City", "Email", "Phone",
    "Alias", "IsActive", "TimeZoneSidKey", "LocaleSidKey", "LanguageLocaleKey", "UserType", "ManagerId",
    "CreatedDate",
)  # fmt: skip
TASK = (
    "Id", "WhoId", "WhatId", "WhoCount", "WhatCount", "Subject", "ActivityDate", "Status", "Priority",
    "OwnerId", "Description", "CurrencyIsoCode", "Type", "IsDeleted", "AccountId", "IsClosed", "CreatedDate",
    "CreatedById", "LastModifiedDate", "IsArchived", "CallDurationInSeconds", "CallType", "CallDisposition",
    "CallObject", "ReminderDateTime", "IsReminderSet", "CompletedDateTime", "Cadence__c",
)  # fmt: skip
LOADER_TASK = (*TASK, "TaskSubtype", "Email_Outcome__c")
EVENT = (
    "Id", "WhoId", "WhatId", "Subject", "Location", "IsAllDayEvent", "ActivityDateTime", "ActivityDate",
    "DurationInMinutes", "Description", "AccountId", "OwnerId", "CurrencyIsoCode", "Type", "IsPrivate",
    "ShowAs", "IsDeleted", "IsChild", "IsGroupEvent", "CreatedDate", "CreatedById", "LastModifiedDate",
    "Meeting_Outcome__c", "Channel__c",
)  # fmt: skip
LOADER_EVENT = tuple("StartDateTime" if name == "ActivityDateTime" else name for name in EVENT)
OPPORTUNITY = (
    "Id", "IsDeleted", "AccountId", "Name", "Description", "StageName", "Amount", "Probability",
    "ExpectedRevenue", "CloseDate", "Type", "NextStep", "LeadSource", "IsClosed", "IsWon",
    "ForecastCategory", "CurrencyIsoCode", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate",
)  # fmt: skip
TODOS = ("LinkedIn: connection request", "Research", "Send a gift", "Prepare the demo")
LONG = 'Talked about "the plan", then\nabout the price; they asked for café, naïve as it sounds'


def _id(prefix: str, number: int) -> str:
    """An id of eighteen letters and digits, as exports have them."""
    return f"{prefix}5e00000{number:05}AAA"


def user_id(person: Person) -> str:
    """A person's id."""
    return _id("005", person.number)


def task_id(touch: Touch) -> str:
    """A call's or an email's id."""
    return _id("00T", touch.number)


def event_id(meeting: Meeting) -> str:
    """A meeting's id."""
    return _id("00U", meeting.number)


def user(team: Team, person: Person) -> Row:
    """Somebody who can own records; addresses are in any case."""
    return {
        "Id": user_id(person),
        "Username": f"{person.email}.prod",
        "LastName": person.last,
        "FirstName": person.first,
        "CompanyName": "Example",
        "Title": "SDR" if person in team.reps else "Account Executive",
        "Email": person.email.upper() if person.number == 2 else person.email,
        "IsActive": True,
        "TimeZoneSidKey": team.zone.key,
        "CreatedDate": team.as_of - timedelta(days=900),
    }


def call(team: Team, touch: Touch) -> Row:
    """A task that is a call: by its type, its fields of calls or its subject."""
    how = touch.spelled % 3
    return {
        **_task(team, touch),
        "Subject": ("Call", f"Call: {touch.prospect.name}", "Discovery call")[how],
        "Type": None if how == 1 else "Call",
        "CallType": None if how == 0 else "Outbound",
        "CallDisposition": spelled(words.SALESFORCE_CALLS, touch.outcome, touch.spelled),
        "CallDurationInSeconds": touch.duration_s,
    }


def email(team: Team, touch: Touch) -> Row:
    """A task that is an email, by its type or its subject."""
    by_type = touch.spelled % 2 == 0
    subject = "Following up" if by_type else "Email: Following up"
    return {**_task(team, touch), "Subject": subject, "Type": "Email" if by_type else None}


def with_email_outcome(row: Row, touch: Touch) -> Row:
    """An email with what the sales-engagement tool wrote of it."""
    subtype = "ListEmail" if touch.spelled % 5 == 0 else "Email"
    word = spelled(words.SALESFORCE_EMAILS, touch.outcome, touch.spelled)
    return {**row, "TaskSubtype": subtype, "Email_Outcome__c": word}


def todo(team: Team, touch: Touch) -> Row:
    """A task that is neither call nor email."""
    kind = (None, "Other")[touch.spelled % 2]
    return {**_task(team, touch), "Subject": TODOS[touch.spelled % len(TODOS)], "Type": kind}


def not_done(row: Row) -> Row:
    """A task that is still to be done."""
    return {**row, "Status": "Not Started", "IsClosed": False, "CompletedDateTime": None}


def _task(team: Team, touch: Touch) -> Row:
    """What all tasks have. The day is ActivityDate; of those logged days later nothing else knows it, and
    some have no moment of completion."""
    logged_at = touch.at + timedelta(days=3 if touch.spelled % 11 == 0 else 0, minutes=touch.spelled % 4)
    return {
        "Id": task_id(touch),
        "WhoId": _id("003", touch.prospect.number),
        "WhatId": _id("006", touch.prospect.number),
        "ActivityDate": team.day(touch.at),
        "Status": "Completed",
        "Priority": "Normal",
        "OwnerId": user_id(touch.who),
        "Description": LONG if touch.spelled % 13 == 0 else None,
        "CurrencyIsoCode": team.currency,
        "IsDeleted": False,
        "AccountId": _id("001", touch.prospect.account_number),
        "IsClosed": True,
        "CreatedDate": logged_at,
        "CreatedById": user_id(touch.who),
        "LastModifiedDate": logged_at,
        "IsArchived": False,
        "CompletedDateTime": None if touch.spelled % 7 == 0 else logged_at,
        "Cadence__c": touch.list,
    }


def event(team: Team, meeting: Meeting) -> Row:
    """A meeting: the rep created it and the AE owns it; where there is no AE the rep owns it, and may have
    had it created by a booking tool."""
    by_robot = meeting.ae is None and meeting.spelled % 2 == 0
    word = "Rescheduled" if meeting.moved else spelled(words.MEETINGS, meeting.outcome, meeting.spelled)
    return {
        "Id": event_id(meeting),
        "WhoId": _id("003", meeting.prospect.number),
        "Subject": f"Demo with {meeting.prospect.name}",
        "IsAllDayEvent": meeting.all_day,
        **_start(team, meeting),
        "DurationInMinutes": 1440 if meeting.all_day else 30,
        "AccountId": _id("001", meeting.prospect.account_number),
        "OwnerId": user_id(meeting.ae or meeting.rep),
        "CurrencyIsoCode": team.currency,
        "IsDeleted": False,
        "IsChild": False,
        "CreatedDate": meeting.booked_at,
        "CreatedById": user_id(team.robot if by_robot else meeting.rep),
        "LastModifiedDate": meeting.booked_at,
        "Meeting_Outcome__c": None if word == "Scheduled" and meeting.spelled % 3 else word,
        "Channel__c": spelled(words.CHANNELS, meeting.channel, meeting.spelled),
    }


def _start(team: Team, meeting: Meeting) -> Row:
    """The start in UTC and its day there; of an all-day event only the day counts, which no zone shifts."""
    if meeting.all_day:
        day = team.day(meeting.starts_at)
        return {"ActivityDateTime": datetime.combine(day, time(), UTC), "ActivityDate": day}
    return {"ActivityDateTime": meeting.starts_at, "ActivityDate": meeting.starts_at.date()}


def copied(row: Row, meeting: Meeting) -> Row:
    """The row that an invitee has of an event."""
    return {**row, "Id": _id("00V", meeting.number), "IsChild": True, "OwnerId": user_id(meeting.rep)}


def opportunity(sao: Sao) -> Row:
    """An opportunity that its AE owns and created when it was accepted. Open ones have a day on which they
    are expected to close."""
    return {
        "Id": _id("006", sao.number),
        "IsDeleted": False,
        "AccountId": _id("001", sao.meeting.prospect.account_number),
        "Name": f"{sao.meeting.prospect.account} - new business",
        "Description": LONG if sao.number % 2 else None,
        "StageName": sao.stage,
        "Amount": sao.amount,
        "Probability": {None: 40, True: 100, False: 0}[sao.won],
        "CloseDate": sao.closes_on,
        "IsClosed": sao.won is not None,
        "IsWon": sao.won is True,
        "CurrencyIsoCode": sao.currency,
        "OwnerId": user_id(sao.ae),
        "CreatedDate": sao.accepted_at,
        "CreatedById": user_id(sao.ae),
        "LastModifiedDate": sao.accepted_at,
    }
