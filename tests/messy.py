"""The files of an invented organisation with everything that makes counting go wrong."""

from __future__ import annotations

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

REPS = {
    "Zoë O'Brien": ("North", "Europe/Dublin"),
    "Łukasz “Luke” Żak": ("North", "Europe/Dublin"),
    "D’Arcy, José": ("West", "America/Los_Angeles"),
    "Anne-Marie Sørensen": ("West", "America/Los_Angeles"),
    "Bjørn Ünal": ("East", "Asia/Kolkata"),
}
CALLS = (
    "no answer",
    "voicemail",
    "wrong number",
    "gatekeeper",
    "connected",
    "meeting scheduled",
    "disqualified",
    "unknown",
    "",
)
EMAILS = (
    "sent",
    "bounced",
    "opened",
    "clicked",
    "replied",
    "positive reply",
    "meeting scheduled",
    "disqualified",
    "",
)
MEETINGS = ("held", "no-show", "cancelled", "disqualified", "accepted", "scheduled")
LISTS = ("Finance, 200–1000", 'The "good" list', "Ärzte", "")
NAMES = ("Ann O'Neil", "Ben, Jr.", 'Cy "Ace" Li', "Ðorđe", "")


def write(folder: Path, as_of: datetime, seed: int, touches: int = 900) -> None:
    """Writes the files; the log spans the sixty days before `as_of`, meetings thirty days after it."""
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    reps = [
        {
            "rep": rep,
            "email": "",
            "team": team,
            "manager": "",
            "started_on": "2020-01-01",
            "ended_on": "",
            "time_zone": zone,
        }
        for rep, (team, zone) in REPS.items()
    ]
    _save(folder, "reps", reps)
    _save(
        folder,
        "calls",
        [
            _touch(draw, as_of, f"c{n}", CALLS, duration_s=draw.choice(["", "0", "61"]))
            for n in range(touches)
        ],
    )
    _save(folder, "emails", [_touch(draw, as_of, f"e{n}", EMAILS) for n in range(touches)])
    meetings = [_meeting(draw, as_of, f"m{n}") for n in range(touches // 3)]
    _save(folder, "meetings", meetings)
    _save(folder, "opportunities", _opportunities(draw, as_of, meetings))
    _save(
        folder,
        "quotas",
        [{"rep": rep, "team": "", "metric": "saos", "period": "2026-11", "target": "10"} for rep in REPS],
    )
    off = [{"rep": rep, "first_day": "2026-10-20", "last_day": ""} for rep in REPS]
    _save(folder, "days_off", off)
    _save(folder, "holidays", [{"team": "North", "day": "2026-10-27", "name": "Off-site", "open": ""}])
    _save(folder, "expectations", [{"team": "North", "metric": "calls", "per_day": "60"}])


def _save(folder: Path, name: str, rows: list[dict]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _written(draw: random.Random, rep: str, moment: datetime) -> str:
    """A moment as one of the ways files have it: UTC, with an offset, or the team's wall clock."""
    local = moment.astimezone(ZoneInfo(REPS[rep][1]))
    how = draw.randrange(4)
    if how == 0:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if how == 1:
        return local.isoformat()
    if how == 2:
        return moment.astimezone(ZoneInfo("Pacific/Auckland")).isoformat()
    # A wall clock cannot say which of two equal hours it means: the first one is written, and meant.
    return local.replace(tzinfo=None, fold=0).isoformat(sep=" ")


def _moment(draw: random.Random, as_of: datetime, first: float, last: float) -> datetime:
    moment = as_of + timedelta(days=draw.uniform(first, last))
    return moment.replace(microsecond=0)


def _touch(draw: random.Random, as_of: datetime, key: str, outcomes: tuple, **more: str) -> dict:
    rep = draw.choice(list(REPS))
    return {
        "id": key,
        "rep": rep,
        "at": _written(draw, rep, _moment(draw, as_of, -60, 0)),
        "outcome": draw.choice(outcomes),
        **more,
        "list": draw.choice(LISTS),
        "prospect": draw.choice(NAMES),
        "account": draw.choice(NAMES),
    }


def _meeting(draw: random.Random, as_of: datetime, key: str) -> dict:
    rep = draw.choice(list(REPS))
    booked = _moment(draw, as_of, -60, 0)
    starts = booked + timedelta(days=draw.uniform(0, 30))
    outcome = draw.choice(MEETINGS) if starts <= as_of else draw.choice(["scheduled", "cancelled", ""])
    return {
        "id": key,
        "rep": rep,
        "booked_at": _written(draw, rep, booked),
        "starts_at": _written(draw, rep, starts),
        "channel": draw.choice(["phone", "email", "LinkedIn", ""]),
        "outcome": outcome,
        "ae": draw.choice(NAMES),
        "prospect": draw.choice(NAMES),
        "account": draw.choice(NAMES),
    }


def _opportunities(draw: random.Random, as_of: datetime, meetings: list[dict]) -> list[dict]:
    """One for every accepted meeting and some held ones: open, won and lost."""
    chosen = [
        m for m in meetings if m["outcome"] == "accepted" or m["outcome"] == "held" and draw.random() < 0.2
    ]
    rows = []
    for number, meeting in enumerate(chosen):
        accepted = _moment(draw, as_of, -50, 0)
        won = draw.choice(["", "true", "false"])
        closed = _written(draw, meeting["rep"], _moment(draw, as_of, -40, 0)) if won else ""
        rows.append(
            {
                "id": f"o{number}",
                "meeting_id": meeting["id"],
                "rep": draw.choice([meeting["rep"], ""]),
                "accepted_at": _written(draw, meeting["rep"], accepted),
                "amount": draw.choice([f"{draw.uniform(100, 90000):.2f}", "1234.50", "7", ""]),
                "currency": draw.choice(["EUR", "EUR", "EUR", "", "USD"]),
                "stage": "Discovery",
                "closed_at": closed,
                "won": won,
            }
        )
    return rows
