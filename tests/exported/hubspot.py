"""HubSpot's exports of calls, emails, meetings and deals, by the labels of properties. Times are wall-clock
times of the account, which is in the team's zone, to the minute. Of emails HubSpot knows opens, clicks and
replies, not what a reply says. Nothing deleted is exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from exported import carried, words
from exported.facts import Meeting, Sao, Team, Touch
from exported.words import spelled
from exported.writing import Row, Style, save

CARRIES = carried.CRM | carried.REPLIES
REPLIED = {"positive reply": "replied", "meeting scheduled": "replied"}
LOGS: dict[str, dict[str, str]] = {"calls": {}, "emails": REPLIED, "meetings": {}}

CALL_COLUMNS = (
    "Record ID", "Call Title", "Activity date", "Activity assigned to", "Activity created by", "Call outcome",
    "Call status", "Call direction", "Call duration", "Call notes", "Call and meeting type", "From number",
    "To number", "Create Date", "HubSpot Team", "Associated Contact", "Associated Company",
)  # fmt: skip
EMAIL_COLUMNS = (
    "Record ID", "Email subject", "Activity date", "Activity assigned to", "Email direction",
    "Email send status", "Number of email opens", "Number of email clicks", "Number of email replies",
    "Create Date", "HubSpot Team", "Associated Contact", "Associated Company",
)  # fmt: skip
MEETING_COLUMNS = (
    "Record ID", "Meeting name", "Activity date", "Activity assigned to", "Activity created by",
    "Meeting outcome", "Meeting start time", "Meeting end time", "Create Date", "Call and meeting type",
    "HubSpot Team", "Associated Contact", "Associated Company",
)  # fmt: skip
DEAL_COLUMNS = (
    "Record ID", "Deal Name", "Deal Stage", "Pipeline", "Deal owner", "Amount", "Currency", "Close Date",
    "Create Date", "Deal Type", "Is Closed Won", "Is closed lost", "Associated Contact", "Associated Company",
)  # fmt: skip
BY_COLUMN = ("SDR", "SAO date")
MEETING_WORDS = {
    **words.MEETINGS,
    "held": ("Completed",),
    "no-show": ("No show",),
    "cancelled": ("Canceled",),
}
# How far each outcome of an email has come: opens, clicks, replies.
REACHED = {
    "sent": (0, 0, 0), "bounced": (0, 0, 0), "opened": (2, 0, 0), "clicked": (3, 1, 0), "replied": (1, 0, 1),
    "positive reply": (4, 2, 2), "meeting scheduled": (0, 0, 1),
}  # fmt: skip


def write(team: Team, folder: Path, milliseconds: bool = False, by_column: bool = True) -> list[Path]:
    """The four exports. Durations are HH:MM:SS or milliseconds; deals say their SDR and the day they were
    accepted, or nothing but their company, and then they were created when they were accepted."""
    style = Style(moment=lambda at: team.local(at).strftime("%Y-%m-%d %H:%M"), day=str)
    deals = (_deal(team, sao, by_column) for sao in (*team.saos, *team.beside.ae_deals))
    columns = (*DEAL_COLUMNS, *BY_COLUMN) if by_column else DEAL_COLUMNS
    return [
        save(_file(folder, "calls", team), CALL_COLUMNS, _calls(team, milliseconds), style),
        save(_file(folder, "emails", team), EMAIL_COLUMNS, _emails(team), style),
        save(_file(folder, "meetings", team), MEETING_COLUMNS, _meetings(team), style),
        save(_file(folder, "deals", team), columns, deals, style),
    ]


def record_id(number: int) -> str:
    """An id as HubSpot counts them."""
    return str(51_000_000_000 + number)


def _file(folder: Path, what: str, team: Team) -> Path:
    return folder / f"hubspot-crm-exports-all-{what}-{team.day(team.as_of)}.csv"


def _calls(team: Team, milliseconds: bool) -> Iterator[Row]:
    beside = team.beside
    for call in (*team.calls, *beside.ae_calls):
        yield _call(call, milliseconds)
    for call in beside.inbound_calls:
        yield {**_call(call, milliseconds), "Call direction": "Inbound"}
    for call in beside.planned_calls:
        yield {**_call(call, milliseconds), "Call status": "Scheduled", "Call outcome": None}


def _call(call: Touch, milliseconds: bool) -> Row:
    word = spelled(words.HUBSPOT_CALLS, call.outcome, call.spelled)
    unanswered = ("No answer", "Busy", "Missed", "Failed", "Canceled")[call.spelled % 5]
    return {
        **_activity(call),
        "Call Title": f"Call with {call.prospect.name}",
        "Activity created by": call.who.name,
        "Call outcome": word,
        "Call status": unanswered if call.outcome == "no answer" else "Completed",
        "Call direction": "Outbound",
        "Call duration": _duration(call.duration_s, milliseconds),
        "To number": f"+1 212 555 {call.prospect.number:04}",
    }


def _activity(touch: Touch) -> Row:
    return {
        "Record ID": record_id(touch.number),
        "Activity date": touch.at,
        "Activity assigned to": touch.who.name,
        "Create Date": touch.at + timedelta(minutes=touch.spelled % 4),
        "HubSpot Team": "Outbound",
        "Associated Contact": touch.prospect.name,
        "Associated Company": touch.prospect.account,
    }


def _duration(seconds: int | None, milliseconds: bool) -> str | None:
    if seconds is None:
        return None
    if milliseconds:
        return str(seconds * 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _emails(team: Team) -> Iterator[Row]:
    beside = team.beside
    yield from (_email(email) for email in (*team.emails, *beside.ae_emails))
    for email in beside.received_emails:
        yield {**_email(email), "Email direction": "INCOMING_EMAIL"}
    for number, email in enumerate((*beside.failed_emails, *beside.planned_emails)):
        yield {**_email(email), "Email send status": ("FAILED", "SCHEDULED", "SENDING")[number % 3]}


def _email(email: Touch) -> Row:
    opens, clicks, replies = REACHED[email.outcome]
    return {
        **_activity(email),
        "Email subject": "Following up",
        "Email direction": "FORWARDED_EMAIL" if email.spelled % 19 == 0 else "EMAIL",
        "Email send status": "BOUNCED" if email.outcome == "bounced" else "SENT",
        "Number of email opens": opens,
        "Number of email clicks": clicks,
        "Number of email replies": replies,
    }


def _meetings(team: Team) -> Iterator[Row]:
    return (_meeting(team, meeting) for meeting in (*team.meetings, *team.beside.ae_meetings))


def _meeting(team: Team, meeting: Meeting) -> Row:
    by_robot = meeting.ae is None and meeting.spelled % 2 == 0
    word = "Rescheduled" if meeting.moved else spelled(MEETING_WORDS, meeting.outcome, meeting.spelled)
    return {
        "Record ID": record_id(meeting.number),
        "Meeting name": f"Demo with {meeting.prospect.name}",
        "Activity date": meeting.starts_at,
        "Activity assigned to": (meeting.ae or meeting.rep).name,
        "Activity created by": (team.robot if by_robot else meeting.rep).name,
        "Meeting outcome": word,
        "Meeting start time": meeting.starts_at,
        "Meeting end time": meeting.starts_at + timedelta(minutes=30),
        "Create Date": meeting.booked_at,
        "Associated Contact": meeting.prospect.name,
        "Associated Company": meeting.prospect.account,
    }


def _deal(team: Team, sao: Sao, by_column: bool) -> Row:
    """A deal; open ones have a date on which they are expected to close."""
    row: Row = {
        "Record ID": record_id(sao.number),
        "Deal Name": f"{sao.meeting.prospect.account} - new business",
        "Deal Stage": {None: "Qualified to buy", True: "Closed won", False: "Closed lost"}[sao.won],
        "Pipeline": "Sales Pipeline",
        "Deal owner": sao.ae.name,
        "Amount": sao.amount,
        "Currency": sao.currency,
        "Close Date": team.at(sao.closes_on, 13),
        "Create Date": sao.meeting.booked_at if by_column else sao.accepted_at,
        "Is Closed Won": sao.won is True,
        "Is closed lost": sao.won is False,
        "Associated Contact": sao.meeting.prospect.name,
        "Associated Company": sao.meeting.prospect.account,
    }
    if by_column:
        row["SDR"] = sao.rep.name if sao.rep in team.reps else None
        row["SAO date"] = team.day(sao.accepted_at)
    return row
