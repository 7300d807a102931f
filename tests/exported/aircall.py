"""Aircall's export of calls. What a call brought stands in its tags, among others; a call that reached a
voicemail is "answered". Aircall knows neither accounts nor lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from exported import carried, words
from exported.facts import Team, Touch
from exported.words import spelled
from exported.writing import Row, Style, save, utc

CARRIES = carried.CALLS | carried.CALL_OUTCOMES
LOGS: dict[str, dict[str, str]] = {"calls": {}}
UTC_TEXT = "%Y-%m-%d %H:%M:%S"
STYLE = Style(moment=utc(UTC_TEXT), day=str)
COLUMNS = (
    "line", "datetime (tz offset incl.)", "number timezone", "datetime (utc)", "country_code", "direction",
    "from", "to", "answered", "missed_call_reason", "user", "duration (total)", "duration (in call)",
    "voicemail", "recording", "comments", "tags", "call quality", "team", "call direction - type",
    "call start time", "call end time", "call id", "waiting time", "disconnected by",
)  # fmt: skip
NOBODY = "[No associated user]"


def write(team: Team, folder: Path) -> list[Path]:
    """The one file."""
    return [save(folder / "aircall_calls.csv", COLUMNS, _calls(team), STYLE)]


def _calls(team: Team) -> Iterator[Row]:
    beside = team.beside
    yield from (_call(team, call) for call in (*team.calls, *beside.ae_calls))
    for call in beside.inbound_calls:
        yield {**_call(team, call), "direction": "inbound", "call direction - type": "Inbound - Answered"}
    for call in beside.internal_calls:
        yield _missed(_call(team, call))


def _call(team: Team, call: Touch) -> Row:
    answered = call.outcome != "no answer"
    return {
        "line": "Sales (Outbound)",
        "datetime (tz offset incl.)": team.local(call.at).strftime(UTC_TEXT),
        "number timezone": team.zone.key,
        "datetime (utc)": call.at,
        "country_code": "US",
        "direction": "outbound",
        "from": "12125550100",
        "to": f"1646555{call.prospect.number:04}",
        "answered": "Yes" if answered else "No",
        "user": call.who.name,
        "duration (total)": (call.duration_s or 0) + 17,
        "duration (in call)": call.duration_s if answered else None,
        "voicemail": "Yes" if call.outcome == "voicemail" else "No",
        "tags": _tags(call),
        "team": "Outbound",
        "call direction - type": "Outbound",
        "call start time": team.local(call.at).strftime(UTC_TEXT),
        "call end time": team.local(call.at + timedelta(seconds=call.duration_s or 0)).strftime(UTC_TEXT),
        "call id": f"CA{call.number:032x}",
        "disconnected by": "external",
    }


def _tags(call: Touch) -> str:
    """The outcome, if it is tagged, among tags that say something else."""
    word = spelled(words.AIRCALL_TAGS, call.outcome, call.spelled)
    others = (["EMEA"], [], ["Hot lead"], ["Q4 push", "EMEA"])[call.spelled % 4]
    tags = [*others[:1], word, *others[1:]]
    return ", ".join(tag for tag in tags if tag)


def _missed(row: Row) -> Row:
    """An inbound call that nobody took."""
    missed = {"direction": "inbound", "answered": "No", "missed_call_reason": "no_available_agent"}
    return {**row, **missed, "user": NOBODY, "tags": None, "call direction - type": "Inbound - Missed"}
