"""Pipedrive's exports: activities, which are calls, emails, meetings and tasks in one file, and deals.

Pipedrive knows no outcome but "done": an organisation that wants more has a field of its own. Times are
wall-clock times of the team. It says neither who called whom, nor how long, nor anything of received
emails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from exported import carried, words
from exported.facts import Meeting, Sao, Team, Touch
from exported.salesforce import ALL_SENT
from exported.salesforce_report import Locale
from exported.words import spelled
from exported.writing import Row, Style, save

CARRIES = carried.CRM
LOGS: dict[str, dict[str, str]] = {"calls": {}, "emails": ALL_SENT, "meetings": {}}
# Without a field for outcomes a no-show, a cancelled and an open meeting are all not done.
CARRIES_WITHOUT_OUTCOMES = (
    carried.CALLS | carried.EMAILS | carried.MEETINGS | carried.DEALS | carried.ACTIVITY
)
LOGS_WITHOUT_OUTCOMES: dict[str, dict[str, str]] = {
    "calls": dict.fromkeys(words.SALESFORCE_CALLS, "unknown"),
    "emails": ALL_SENT,
    "meetings": {"no-show": "scheduled", "cancelled": "scheduled", "disqualified": "held"},
}

ACTIVITIES = (
    "Activity - ID", "Activity - Subject", "Activity - Type", "Activity - Due date", "Activity - Due time",
    "Activity - Duration", "Activity - Done", "Activity - Marked as done time", "Activity - Assigned to user",
    "Activity - Creator", "Activity - Add time", "Activity - Note", "Activity - Deal",
    "Activity - Organization", "Activity - Contact person", "Activity - Outcome",
)  # fmt: skip
DEALS_COLUMNS = (
    "Deal - ID", "Deal - Title", "Deal - Value", "Deal - Currency of value", "Deal - Owner", "Deal - SDR",
    "Deal - Pipeline", "Deal - Stage", "Deal - Status", "Deal - Closed on", "Deal - Won time",
    "Deal - Lost time", "Deal - Lost reason", "Deal - Expected close date", "Deal - Creation date",
    "Deal - Organization", "Deal - Contact person",
)  # fmt: skip
ISO = Locale("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")


def write(
    team: Team, folder: Path, outcomes: bool = True, by_column: bool = True, locale: Locale = ISO
) -> list[Path]:
    """The two files, with or without fields for outcomes and for the SDR of a deal, which its
    organization's meeting tells as well."""
    style = Style(
        moment=lambda at: team.local(at).strftime(locale.moment), day=lambda day: day.strftime(locale.day)
    )
    activities = [name for name in ACTIVITIES if outcomes or name != "Activity - Outcome"]
    deals = [name for name in DEALS_COLUMNS if by_column or name != "Deal - SDR"]
    return [
        save(folder / "activities.csv", activities, _without(_activities(team), activities), style),
        save(folder / "deals.csv", deals, _without(_deals(team), deals), style),
    ]


def _without(rows: Iterator[Row], columns: list[str]) -> Iterator[Row]:
    return ({name: row[name] for name in columns if name in row} for row in rows)


def _activities(team: Team) -> Iterator[Row]:
    beside = team.beside
    yield from (_touch(team, call, "Call") for call in (*team.calls, *beside.ae_calls))
    yield from (_touch(team, email, "Email") for email in (*team.emails, *beside.ae_emails))
    yield from (_meeting(team, meeting) for meeting in (*team.meetings, *beside.ae_meetings))
    yield from (_not_done(_touch(team, call, "Call")) for call in beside.planned_calls)
    yield from (_not_done(_touch(team, email, "Email")) for email in beside.planned_emails)
    for todo in beside.todos:
        yield _touch(team, todo, ("Task", "Deadline", "Lunch")[todo.spelled % 3])


def _touch(team: Team, touch: Touch, kind: str) -> Row:
    """An activity that is done, some time after it was due; some say only when they were due."""
    word = spelled(words.SALESFORCE_CALLS, touch.outcome, touch.spelled) if kind == "Call" else None
    only_due = touch.spelled % 6 == 0
    due = team.local(touch.at)
    return {
        "Activity - ID": touch.number,
        "Activity - Subject": f"{kind} {touch.prospect.name}",
        "Activity - Type": kind,
        "Activity - Due date": due.date() if only_due else date(due.year, due.month, 1),
        "Activity - Due time": None if touch.spelled % 12 == 0 else due.strftime("%H:%M"),
        "Activity - Done": "Done",
        "Activity - Marked as done time": None if only_due else touch.at,
        "Activity - Assigned to user": touch.who.name,
        "Activity - Creator": touch.who.name,
        "Activity - Add time": touch.at,
        "Activity - Organization": touch.prospect.account,
        "Activity - Contact person": touch.prospect.name,
        "Activity - Outcome": word,
    }


def _not_done(row: Row) -> Row:
    return {**row, "Activity - Done": "To do", "Activity - Marked as done time": None}


def _meeting(team: Team, meeting: Meeting) -> Row:
    done = meeting.outcome in ("held", "disqualified")
    starts = team.local(meeting.starts_at)
    # Of a meeting that was held "done" says enough.
    known = meeting.outcome != "scheduled" and not (meeting.outcome == "held" and meeting.spelled % 2)
    return {
        "Activity - ID": meeting.number,
        "Activity - Subject": f"Demo with {meeting.prospect.name}",
        "Activity - Type": "Meeting",
        "Activity - Due date": starts.date(),
        "Activity - Due time": None if meeting.all_day else starts.strftime("%H:%M"),
        "Activity - Duration": "00:30",
        "Activity - Done": "Done" if done else "To do",
        "Activity - Marked as done time": meeting.starts_at if done else None,
        "Activity - Assigned to user": meeting.rep.name,
        "Activity - Creator": meeting.rep.name,
        "Activity - Add time": meeting.booked_at,
        "Activity - Organization": meeting.prospect.account,
        "Activity - Contact person": meeting.prospect.name,
        "Activity - Outcome": spelled(words.MEETINGS, meeting.outcome, meeting.spelled) if known else None,
    }


def _deals(team: Team) -> Iterator[Row]:
    return (_deal(team, sao) for sao in (*team.saos, *team.beside.ae_deals))


def _deal(team: Team, sao: Sao) -> Row:
    closed = team.at(sao.closes_on, 22) if sao.won is not None else None
    return {
        "Deal - ID": sao.number,
        "Deal - Title": f"{sao.meeting.prospect.account} - new business",
        "Deal - Value": sao.amount,
        "Deal - Currency of value": sao.currency,
        "Deal - Owner": sao.ae.name,
        "Deal - SDR": sao.rep.name if sao.rep in team.reps else None,
        "Deal - Pipeline": "Sales",
        "Deal - Stage": "Negotiation" if closed else sao.stage,
        "Deal - Status": {None: "Open", True: "Won", False: "Lost"}[sao.won],
        "Deal - Closed on": closed,
        "Deal - Won time": closed if sao.won else None,
        "Deal - Lost time": closed if sao.won is False else None,
        "Deal - Expected close date": sao.closes_on,
        "Deal - Creation date": sao.accepted_at,
        "Deal - Organization": sao.meeting.prospect.account,
        "Deal - Contact person": sao.meeting.prospect.name,
    }
