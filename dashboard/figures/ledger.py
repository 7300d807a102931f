"""The ledger: every base count that a metric is made of, by rep, team and day.

Activity counts by the day of the touch, bookings by the day booked, what became of a meeting by its own
date, SAOs by the day accepted, deals by the day closed. Whatever a page shows of a period, a week, a rep
or a team is a sum over rows of this one frame, so that no two numbers can be counted differently.
"""

from __future__ import annotations

from datetime import datetime

import pandas as pd

KEY = ["rep_id", "team_id", "day"]
HELD = ("held", "accepted", "disqualified")
KNOWN = (*HELD, "no-show", "cancelled")
NOT_YET_KNOWN = ("scheduled", "unknown")

ACTIVITY = (
    "calls", "connects", "call_meetings", "emails", "replies", "positive_replies", "email_meetings",
    "activity", "calls_morning", "connects_morning", "talk_s",
)  # fmt: skip
BOOKED = ("meetings_scheduled",)
DATED = (
    "meetings_held", "outcome_known", "held_of_known", "no_shows_of_known", "accepted", "decided",
    "awaiting_decision", "future_meetings", "without_outcome",
)  # fmt: skip
SAOS = ("saos", "pipeline")
CLOSED = ("closed", "won", "lost", "won_with_amount", "revenue")
BASE = (*ACTIVITY, *BOOKED, *DATED, *SAOS, *CLOSED)


def ledger(
    daily: pd.DataFrame,
    meetings: pd.DataFrame,
    opportunities: pd.DataFrame,
    loaded: pd.DataFrame,
    as_of: datetime,
    currency: str | None,
) -> pd.DataFrame:
    """One row for each rep, team and day on which anything counts, with the columns of `BASE`.

    The frames are those of `log.queries`; `as_of` is now, `currency` the organisation's. Money is in
    cents. A team whose calls (emails) never end in "meeting scheduled" does not record it: there the
    credits of its meetings are counted instead.
    """
    return _summed(
        activity(daily, loaded),
        _by(meeting_facts(meetings, as_of), "booked_on", BOOKED),
        _by(meeting_facts(meetings, as_of), "starts_on", DATED),
        *_deals(opportunities, currency),
    )


def of_deals(opportunities: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    """The ledger of opportunities alone: every other count is 0."""
    return _summed(*_deals(opportunities, currency))


def _deals(opportunities: pd.DataFrame, currency: str | None) -> list[pd.DataFrame]:
    facts = deal_facts(opportunities, currency)
    return [_by(facts, "accepted_on", SAOS), _by(facts, "closed_on", CLOSED)]


def _summed(*parts: pd.DataFrame) -> pd.DataFrame:
    """The parts as one row for each rep, team and day."""
    rows = pd.concat([part for part in parts if len(part)] or list(parts[:1]), ignore_index=True)
    rows = rows.reindex(columns=[*KEY, *BASE]).fillna(dict.fromkeys(BASE, 0))
    return rows.astype(dict.fromkeys(BASE, "int64")).groupby(KEY, as_index=False).sum()


def activity(daily: pd.DataFrame, loaded: pd.DataFrame, key: list[str] | None = None) -> pd.DataFrame:
    """The base counts of calls and emails; `key` names the columns to keep beside them (default: rep,
    team and day)."""
    teams = loaded.set_index("team_id")
    on_calls = daily["team_id"].map(teams["call_meetings"] > 0).astype("boolean").fillna(False)
    on_emails = daily["team_id"].map(teams["email_meetings"] > 0).astype("boolean").fillna(False)
    calls_with_meeting = daily["calls_meeting_scheduled"].where(on_calls, daily["calls_credited"])
    emails_with_meeting = daily["emails_meeting_scheduled"].where(on_emails, daily["emails_credited"])
    positive = daily["emails_positive_reply"] + daily["emails_meeting_scheduled"]
    return daily[key or KEY].assign(
        calls=daily["calls"],
        connects=daily["calls_connected"] + daily["calls_meeting_scheduled"] + daily["calls_disqualified"],
        call_meetings=calls_with_meeting,
        emails=daily["emails"],
        replies=positive + daily["emails_replied"],
        positive_replies=positive,
        email_meetings=emails_with_meeting,
        activity=daily["calls"] + daily["emails"],
        calls_morning=daily["calls_morning"],
        connects_morning=daily["connects_morning"],
        talk_s=daily["talk_s"],
    )


def meeting_facts(meetings: pd.DataFrame, as_of: datetime) -> pd.DataFrame:
    """The meetings, each with 0 or 1 for every count of `BOOKED` and `DATED`."""
    outcome, has_sao = meetings["outcome"], meetings["has_sao"].astype(bool)
    past = meetings["starts_at"] <= as_of
    held = outcome.isin(HELD)
    accepted = held & ((outcome == "accepted") | has_sao)
    known = past & outcome.isin(KNOWN)
    facts = {
        "meetings_scheduled": meetings["booked_on"].notna(),
        "meetings_held": held,
        "outcome_known": known,
        "held_of_known": known & held,
        "no_shows_of_known": known & (outcome == "no-show"),
        "accepted": accepted,
        "decided": accepted | (outcome == "disqualified"),
        "awaiting_decision": (outcome == "held") & ~accepted,
        "future_meetings": (outcome == "scheduled") & (meetings["starts_at"] > as_of),
        "without_outcome": past & outcome.isin(NOT_YET_KNOWN),
    }
    return meetings.assign(**{name: fact.astype("int64") for name, fact in facts.items()})


def deal_facts(opportunities: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    """The opportunities, each with its part of every count of `SAOS` and `CLOSED`. An amount without a
    currency is in the organisation's; an amount in another currency is not added."""
    own = opportunities["currency"].isna() | (opportunities["currency"] == currency)
    amount = opportunities["amount_cents"].where(own)
    won = opportunities["won"].fillna(False).astype(bool)
    lost = (~opportunities["won"]).fillna(False).astype(bool)
    return opportunities.assign(
        saos=1,
        pipeline=amount.fillna(0),
        closed=(won | lost).astype("int64"),
        won=won.astype("int64"),
        lost=lost.astype("int64"),
        won_with_amount=(won & amount.notna()).astype("int64"),
        revenue=amount.where(won).fillna(0),
    )


def _by(facts: pd.DataFrame, day: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """The counts as rows of the ledger, on the given day of each fact."""
    dated = facts.dropna(subset=[day])
    return dated[["rep_id", "team_id", *columns]].assign(day=dated[day])
