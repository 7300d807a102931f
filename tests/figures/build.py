"""Small frames in the shape that the queries give, from plain rows."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from dashboard.figures.ledger import ledger
from dashboard.figures.summary import Loaded

AS_OF = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
COUNTS = (
    "calls",
    "calls_no_answer",
    "calls_voicemail",
    "calls_wrong_number",
    "calls_gatekeeper",
    "calls_connected",
    "calls_meeting_scheduled",
    "calls_disqualified",
    "calls_unknown",
    "calls_morning",
    "connects_morning",
    "talk_s",
    "emails",
    "emails_sent",
    "emails_bounced",
    "emails_opened",
    "emails_clicked",
    "emails_replied",
    "emails_positive_reply",
    "emails_meeting_scheduled",
    "emails_disqualified",
    "emails_unknown",
    "calls_credited",
    "emails_credited",
)
ALL = Loaded(calls=frozenset({1, 2}), emails=frozenset({1, 2}), meetings=True, opportunities=True)
NOTHING = Loaded(calls=frozenset(), emails=frozenset(), meetings=False, opportunities=False)


def daily(*rows: dict) -> pd.DataFrame:
    """Daily counts: rep_id, team_id (1), day; counts that are not given are 0."""
    frame = pd.DataFrame(
        [{"team_id": 1, **row} for row in rows], columns=["rep_id", "team_id", "day", *COUNTS]
    )
    frame = frame.fillna(dict.fromkeys(COUNTS, 0)).astype(dict.fromkeys(COUNTS, "int64"))
    return frame.assign(day=pd.to_datetime(frame["day"]))


def meetings(*rows: dict) -> pd.DataFrame:
    """Meetings: booked_on and starts_at as texts (UTC); the local day of the start is the UTC one."""
    names = [
        "id",
        "rep_id",
        "team_id",
        "booked_on",
        "starts_at",
        "starts_on",
        "channel",
        "outcome",
        "ae",
        "prospect",
        "account",
        "list",
        "has_sao",
    ]
    frame = pd.DataFrame([{"team_id": 1, "has_sao": False, **row} for row in rows], columns=names)
    starts = pd.to_datetime(frame["starts_at"], utc=True)
    return frame.assign(
        starts_at=starts,
        starts_on=starts.dt.tz_localize(None).dt.normalize(),
        booked_on=pd.to_datetime(frame["booked_on"]),
    )


def opportunities(*rows: dict) -> pd.DataFrame:
    """Opportunities: accepted_on, closed_on as texts, amount_cents, currency, won."""
    names = [
        "id",
        "rep_id",
        "team_id",
        "accepted_on",
        "closed_on",
        "amount_cents",
        "currency",
        "stage",
        "won",
        "ae",
        "list",
        "account",
    ]
    frame = pd.DataFrame([{"team_id": 1, **row} for row in rows], columns=names)
    frame = frame.assign(
        accepted_on=pd.to_datetime(frame["accepted_on"]), closed_on=pd.to_datetime(frame["closed_on"])
    )
    return frame.astype({"amount_cents": "Int64", "won": "boolean"})


def loaded(call_meetings: int = 1, email_meetings: int = 1) -> pd.DataFrame:
    """Two teams with calls and emails; whether their exports record meetings on them."""
    return pd.DataFrame(
        [(team, 9, 9, call_meetings, email_meetings) for team in (1, 2)],
        columns=["team_id", "calls", "emails", "call_meetings", "email_meetings"],
    )


def seats(*rows: dict) -> pd.DataFrame:
    """Seats: rep_id, rep; team 1 and no days unless they are given."""
    names = ["rep_id", "rep", "team_id", "team", "zone", "started_on", "ended_on", "manager", "first_day"]
    base = {"team_id": 1, "team": "One", "zone": "UTC"}
    frame = pd.DataFrame([{**base, **row} for row in rows], columns=names)
    frame["first_day"] = (
        frame["first_day"].astype(object).where(frame["first_day"].notna(), frame["started_on"])
    )
    for day in ("started_on", "ended_on", "first_day"):
        frame[day] = pd.to_datetime(frame[day])
    return frame


def book(
    days: pd.DataFrame | None = None,
    met: pd.DataFrame | None = None,
    deals: pd.DataFrame | None = None,
    has: pd.DataFrame | None = None,
    currency: str | None = "EUR",
) -> pd.DataFrame:
    """The ledger of these frames; those not given are empty."""
    return ledger(
        daily() if days is None else days,
        meetings() if met is None else met,
        opportunities() if deals is None else deals,
        loaded() if has is None else has,
        AS_OF,
        currency,
    )
