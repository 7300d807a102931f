"""The program's own format: the truth itself, and the people of the team."""

from __future__ import annotations

from pathlib import Path

from exported.carried import EVERYTHING
from exported.facts import Meeting, Sao, Team, Touch
from exported.writing import Row, Style, save, utc

CARRIES = EVERYTHING
LOGS: dict[str, dict[str, str]] = {"calls": {}, "emails": {}, "meetings": {}}
STYLE = Style(moment=utc("%Y-%m-%dT%H:%M:%SZ"), day=str)
REPS = ("rep", "email", "team", "manager", "started_on", "ended_on", "time_zone")
TOUCHES = ("id", "rep", "at", "outcome", "list", "prospect", "account")
CALLS = ("id", "rep", "at", "outcome", "duration_s", "list", "prospect", "account")
MEETINGS = ("id", "rep", "booked_at", "starts_at", "channel", "outcome", "ae", "prospect", "account")
OPPORTUNITIES = (
    "id", "meeting_id", "rep", "accepted_at", "amount", "currency", "stage", "closed_at", "won",
)  # fmt: skip


def write(team: Team, folder: Path, with_aes: bool = False) -> list[Path]:
    """The team's five files, with rows of the AEs, who are no reps, if they are wanted."""
    beside = team.beside
    calls, emails, meetings, saos = team.calls, team.emails, team.meetings, team.saos
    if with_aes:
        calls, emails = [*calls, *beside.ae_calls], [*emails, *beside.ae_emails]
        meetings, saos = [*meetings, *beside.ae_meetings], [*saos, *beside.ae_deals]
    return [
        write_reps(team, folder),
        save(folder / "calls.csv", CALLS, (_call(call) for call in calls), STYLE),
        save(folder / "emails.csv", TOUCHES, (_touch(email, "e") for email in emails), STYLE),
        save(folder / "meetings.csv", MEETINGS, (_meeting(team, met) for met in meetings), STYLE),
        save(folder / "opportunities.csv", OPPORTUNITIES, (_opportunity(sao) for sao in saos), STYLE),
    ]


def write_reps(team: Team, folder: Path) -> Path:
    """Who is in the team: what every export needs beside it."""
    rows = [
        {
            "rep": rep.name,
            "email": rep.email,
            "team": team.name,
            "manager": "Mia Manager",
            "started_on": "2025-01-01",
            "time_zone": team.zone.key,
        }
        for rep in team.reps
    ]
    return save(folder / "reps.csv", REPS, rows, STYLE)


def _touch(touch: Touch, kind: str) -> Row:
    return {
        "id": f"{kind}{touch.number}",
        "rep": touch.who.name,
        "at": touch.at,
        "outcome": touch.outcome,
        "list": touch.list,
        "prospect": touch.prospect.name,
        "account": touch.prospect.account,
    }


def _call(call: Touch) -> Row:
    return {**_touch(call, "c"), "duration_s": call.duration_s}


def _meeting(team: Team, meeting: Meeting) -> Row:
    return {
        "id": f"m{meeting.number}",
        "rep": meeting.rep.name,
        "booked_at": meeting.booked_at,
        "starts_at": team.day(meeting.starts_at) if meeting.all_day else meeting.starts_at,
        "channel": meeting.channel,
        "outcome": meeting.outcome,
        "ae": meeting.ae.name if meeting.ae else "",
        "prospect": meeting.prospect.name,
        "account": meeting.prospect.account,
    }


def _opportunity(sao: Sao) -> Row:
    return {
        "id": f"o{sao.number}",
        "meeting_id": f"m{sao.meeting.number}",
        "rep": sao.rep.name,
        "accepted_at": sao.accepted_at,
        "amount": sao.amount,
        "currency": sao.currency,
        "stage": sao.stage,
        "closed_at": sao.closes_on if sao.won is not None else None,
        "won": sao.won,
    }
