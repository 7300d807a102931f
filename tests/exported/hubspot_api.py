"""HubSpot's calls, emails, meetings and deals by the names of properties, as the API and tools that copy from
it write them: UTC with milliseconds, durations in milliseconds, words in capitals. They name no company, so
that a deal finds its SDR by a property only, and its meeting not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from exported import carried, words
from exported.facts import Meeting, Person, Sao, Team, Touch
from exported.hubspot import MEETING_WORDS, REACHED, REPLIED, record_id
from exported.words import spelled
from exported.writing import Row, Style, save, utc

CARRIES = carried.CRM - carried.ACCEPTED | carried.REPLIES
LOGS: dict[str, dict[str, str]] = {"calls": {}, "emails": REPLIED, "meetings": {}}
STYLE = Style(moment=utc("%Y-%m-%dT%H:%M:%S.123Z"), day=str)

CALL_COLUMNS = (
    "hs_object_id", "hs_call_title", "hs_timestamp", "hubspot_owner_id", "hs_call_disposition",
    "hs_call_status", "hs_call_direction", "hs_call_duration", "hs_call_to_number", "hs_createdate",
    "hubspot_team_id",
)  # fmt: skip
EMAIL_COLUMNS = (
    "hs_object_id", "hs_email_subject", "hs_timestamp", "hubspot_owner_id", "hs_email_direction",
    "hs_email_status", "hs_email_open_count", "hs_email_click_count", "hs_email_reply_count",
    "hs_createdate",
)  # fmt: skip
MEETING_COLUMNS = (
    "hs_object_id", "hs_meeting_title", "hs_timestamp", "hubspot_owner_id", "hs_created_by",
    "hs_meeting_outcome", "hs_meeting_start_time", "hs_meeting_end_time", "hs_createdate",
)  # fmt: skip
DEAL_COLUMNS = (
    "hs_object_id", "dealname", "dealstage", "pipeline", "hubspot_owner_id", "amount", "deal_currency_code",
    "closedate", "createdate", "dealtype", "hs_is_closed_won", "hs_is_closed", "sdr", "sao_date",
)  # fmt: skip
OWNER_COLUMNS = ("id", "email", "firstName", "lastName", "userId", "archived")
# The ids that HubSpot's own call outcomes have in every account.
DISPOSITIONS = {
    "Busy": "9d9162e7-6cf3-4944-bf63-4dff82258764",
    "Connected": "f240bbac-87c9-4f6e-bf70-924b57d47db7",
    "Left live message": "a4c4c377-d246-4b32-a13b-75a56a4cd0ff",
    "Left voicemail": "b2cf5968-551e-4856-9783-52b3da59a7d0",
    "No answer": "73a0d17f-1163-4015-bdd5-ec830791da20",
    "Wrong number": "17b47fee-58de-441e-a44c-c6300d46f273",
}
Named = Callable[[Person], str]


def write(team: Team, folder: Path, ids: bool = False) -> list[Path]:
    """The four files, with owners by email and outcomes in words; or with `ids` of owners, a file of the
    owners first, and of HubSpot's own call outcomes."""
    name: Named = owner_id if ids else (lambda person: person.email)
    files = [
        save(folder / "calls.csv", CALL_COLUMNS, _calls(team, name, ids), STYLE),
        save(folder / "emails.csv", EMAIL_COLUMNS, _emails(team, name), STYLE),
        save(folder / "meetings.csv", MEETING_COLUMNS, _meetings(team, name), STYLE),
        save(folder / "deals.csv", DEAL_COLUMNS, _deals(team, name), STYLE),
    ]
    if not ids:
        return files
    owners = (_owner(person) for person in team.people)
    return [save(folder / "owners.csv", OWNER_COLUMNS, owners, STYLE), *files]


def owner_id(person: Person) -> str:
    """The id that activities and deals name."""
    return str(76_200_100 + person.number)


def _owner(person: Person) -> Row:
    return {
        "id": owner_id(person),
        "email": person.email,
        "firstName": person.first,
        "lastName": person.last,
        "userId": 9_100_200 + person.number,
        "archived": False,
    }


def _calls(team: Team, name: Named, ids: bool) -> Iterator[Row]:
    beside = team.beside
    for call in (*team.calls, *beside.ae_calls):
        yield _call(call, name, ids)
    for call in beside.inbound_calls:
        yield {**_call(call, name, ids), "hs_call_direction": "INBOUND"}
    for call in beside.planned_calls:
        yield {**_call(call, name, ids), "hs_call_status": "SCHEDULED", "hs_call_disposition": None}


def _call(call: Touch, name: Named, ids: bool) -> Row:
    word = spelled(words.HUBSPOT_CALLS, call.outcome, call.spelled)
    unanswered = ("NO_ANSWER", "BUSY", "MISSED", "FAILED", "CANCELED")[call.spelled % 5]
    return {
        **_activity(call, name),
        "hs_call_title": f"Call with {call.prospect.name}",
        "hs_call_disposition": DISPOSITIONS.get(word, word) if ids else word,
        "hs_call_status": unanswered if call.outcome == "no answer" else "COMPLETED",
        "hs_call_direction": "OUTBOUND",
        "hs_call_duration": None if call.duration_s is None else call.duration_s * 1000,
        "hs_call_to_number": f"+1 212 555 {call.prospect.number:04}",
    }


def _activity(touch: Touch, name: Named) -> Row:
    return {
        "hs_object_id": record_id(touch.number),
        "hs_timestamp": touch.at,
        "hubspot_owner_id": name(touch.who),
        "hs_createdate": touch.at,
    }


def _emails(team: Team, name: Named) -> Iterator[Row]:
    beside = team.beside
    yield from (_email(email, name) for email in (*team.emails, *beside.ae_emails))
    for email in beside.received_emails:
        yield {**_email(email, name), "hs_email_direction": "INCOMING_EMAIL"}
    for number, email in enumerate((*beside.failed_emails, *beside.planned_emails)):
        yield {**_email(email, name), "hs_email_status": ("FAILED", "SCHEDULED", "SENDING")[number % 3]}


def _email(email: Touch, name: Named) -> Row:
    opens, clicks, replies = REACHED[email.outcome]
    return {
        **_activity(email, name),
        "hs_email_subject": "Following up",
        "hs_email_direction": "FORWARDED_EMAIL" if email.spelled % 19 == 0 else "EMAIL",
        "hs_email_status": "BOUNCED" if email.outcome == "bounced" else "SENT",
        "hs_email_open_count": opens,
        "hs_email_click_count": clicks,
        "hs_email_reply_count": replies or None,
    }


def _meetings(team: Team, name: Named) -> Iterator[Row]:
    return (_meeting(team, meeting, name) for meeting in (*team.meetings, *team.beside.ae_meetings))


def _meeting(team: Team, meeting: Meeting, name: Named) -> Row:
    by_robot = meeting.ae is None and meeting.spelled % 2 == 0
    word = "Rescheduled" if meeting.moved else spelled(MEETING_WORDS, meeting.outcome, meeting.spelled)
    return {
        "hs_object_id": record_id(meeting.number),
        "hs_meeting_title": f"Demo with {meeting.prospect.name}",
        "hs_timestamp": meeting.starts_at,
        "hubspot_owner_id": name(meeting.ae or meeting.rep),
        "hs_created_by": name(team.robot if by_robot else meeting.rep),
        "hs_meeting_outcome": word.upper().replace(" ", "_"),
        "hs_meeting_start_time": meeting.starts_at,
        "hs_createdate": meeting.booked_at,
    }


def _deals(team: Team, name: Named) -> Iterator[Row]:
    return (_deal(team, sao, name) for sao in (*team.saos, *team.beside.ae_deals))


def _deal(team: Team, sao: Sao, name: Named) -> Row:
    return {
        "hs_object_id": record_id(sao.number),
        "dealname": f"{sao.meeting.prospect.account} - new business",
        "dealstage": {None: "qualifiedtobuy", True: "closedwon", False: "closedlost"}[sao.won],
        "pipeline": "default",
        "hubspot_owner_id": name(sao.ae),
        "amount": sao.amount,
        "deal_currency_code": sao.currency,
        "closedate": team.at(sao.closes_on, 13),
        "createdate": sao.meeting.booked_at,
        "hs_is_closed_won": sao.won is True,
        "hs_is_closed": sao.won is not None,
        "sdr": name(sao.rep) if sao.rep in team.reps else None,
        "sao_date": team.day(sao.accepted_at),
    }
