"""A second count of the metrics, straight from the CSV files: plain loops and the standard library.

It shares no code with the program. What both agree on is either right, or wrong in the same way twice.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

HELD = {"held", "accepted", "disqualified"}


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one file."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Log:
    """The seven files, and what happened when for whom."""

    def __init__(self, folder: Path) -> None:
        self.calls, self.emails = read(folder, "calls"), read(folder, "emails")
        self.meetings, self.opportunities = read(folder, "meetings"), read(folder, "opportunities")
        self.zone = {row["rep"]: ZoneInfo(row["time_zone"]) for row in read(folder, "reps")}
        self.booked_by = {row["id"]: row["rep"] for row in self.meetings}

    def at(self, rep: str, text: str) -> datetime | None:
        """A moment of a file in the rep's zone."""
        if not text:
            return None
        moment = datetime.fromisoformat(text)
        return (
            moment.replace(tzinfo=self.zone[rep])
            if moment.tzinfo is None
            else moment.astimezone(self.zone[rep])
        )

    def day(self, rep: str, text: str) -> date | None:
        """The local day of a moment of a file."""
        moment = self.at(rep, text)
        return moment.date() if moment else None


def count(folder: Path, first: date, last: date, as_of: datetime, currency: str) -> dict[str, dict]:
    """For each rep the base counts of the period, by the definitions of the metric table."""
    log = Log(folder)
    counts: dict[str, dict] = {rep: defaultdict(int) for rep in log.zone}

    def within(day: date | None) -> bool:
        return day is not None and first <= day <= last

    for row in log.calls:
        if within(log.day(row["rep"], row["at"])):
            of = counts[row["rep"]]
            of["calls"] += 1
            of["connects"] += row["outcome"] in {"connected", "meeting scheduled", "disqualified"}
            of["call_meetings"] += row["outcome"] == "meeting scheduled"
    for row in log.emails:
        if within(log.day(row["rep"], row["at"])):
            of = counts[row["rep"]]
            of["emails"] += 1
            of["replies"] += row["outcome"] in {"replied", "positive reply", "meeting scheduled"}
            of["positive"] += row["outcome"] in {"positive reply", "meeting scheduled"}
            of["email_meetings"] += row["outcome"] == "meeting scheduled"
    with_sao = {row["meeting_id"] for row in log.opportunities}
    for row in log.meetings:
        _count_meeting(log, row, counts[row["rep"]], within, as_of, row["id"] in with_sao)
    for row in log.opportunities:
        rep = row["rep"] or log.booked_by[row["meeting_id"]]
        _count_opportunity(log, row, rep, counts[rep], within, currency)
    return counts


def _count_meeting(log, row, of, within, as_of, has_sao) -> None:
    of["scheduled"] += within(log.day(row["rep"], row["booked_at"]))
    if not within(log.day(row["rep"], row["starts_at"])):
        return
    starts, outcome = log.at(row["rep"], row["starts_at"]), row["outcome"]
    of["held"] += outcome in HELD
    if starts <= as_of and outcome in HELD | {"no-show", "cancelled"}:
        of["known"] += 1
        of["held_of_known"] += outcome in HELD
        of["no_shows"] += outcome == "no-show"
    of["future"] += outcome in {"scheduled", ""} and starts > as_of
    accepted = outcome == "accepted" or (outcome in HELD and has_sao)
    of["accepted"] += accepted
    of["decided"] += accepted or outcome == "disqualified"


def _count_opportunity(log, row, rep, of, within, currency) -> None:
    own = row["currency"] in {currency, ""}
    amount = Decimal(row["amount"]) if row["amount"] and own else None
    if within(log.day(rep, row["accepted_at"])):
        of["saos"] += 1
        of["pipeline"] += amount or 0
    if row["won"] and within(log.day(rep, row["closed_at"])):
        of["closed"] += 1
        if row["won"] == "true":
            of["won"] += 1
            of["won_with_amount"] += amount is not None
            of["revenue"] += amount or 0


RATES = {
    "connect_rate": ("connects", "calls"),
    "connected_to_meeting": ("call_meetings", "connects"),
    "calls_per_meeting": ("calls", "call_meetings"),
    "reply_rate": ("replies", "emails"),
    "positive_reply_rate": ("positive", "emails"),
    "email_to_meeting": ("email_meetings", "emails"),
    "held_rate": ("held_of_known", "known"),
    "no_show_rate": ("no_shows", "known"),
    "meeting_to_sao": ("accepted", "decided"),
    "sao_to_won": ("won", "closed"),
    "average_deal": ("revenue", "won_with_amount"),
}
COUNTS = {
    "calls": "calls",
    "connects": "connects",
    "emails": "emails",
    "replies": "replies",
    "saos": "saos",
    "meetings_scheduled": "scheduled",
    "meetings_held": "held",
    "future_meetings": "future",
    "pipeline": "pipeline",
    "revenue": "revenue",
}


def metrics(of: dict) -> dict[str, tuple]:
    """Each metric as (value, numerator, denominator); None for no value, and for a count's two parts."""
    found = {name: (float(of[key]), None, None) for name, key in COUNTS.items()}
    of = {**of, "activity": of["calls"] + of["emails"]}
    for name, (over, under) in {**RATES, "activity_to_meeting": ("scheduled", "activity")}.items():
        n, d = of.get(over, 0), of.get(under, 0)
        found[name] = (float(n) / float(d) if d else None, float(n), float(d))
    return found
