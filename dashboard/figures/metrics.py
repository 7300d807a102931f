"""The metric registry: every metric is defined here, once, as data.

Cards, tables, tooltips, the glossary, the exports and the README's table are made from it. A rate
without a denominator has *no value*, never 0. `numerator` and `denominator` name columns of the
ledger (`ledger.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["input", "between", "output"]
Unit = Literal["count", "rate", "ratio", "money"]
Good = Literal["up", "down", "neither"]


@dataclass(frozen=True)
class Metric:
    """One metric. `needs` are the kinds of log without which it has no value."""

    name: str
    label: str
    meaning: str
    kind: Kind
    numerator: str
    denominator: str | None
    unit: Unit
    good: Good
    six: str
    needs: tuple[str, ...]

    @property
    def is_rate(self) -> bool:
        """Whether it is a quotient, with a numerator and a denominator to show."""
        return self.denominator is not None

    @property
    def is_to_come(self) -> bool:
        """Whether it counts what lies ahead, so that working days gone say nothing about it."""
        return self.six == "future"


CALLS, EMAILS, MEETINGS, OPPORTUNITIES = "calls", "emails", "meetings", "opportunities"

SIX = {
    "calls": "Calls made and outcome",
    "emails": "Emails sent and outcome",
    "meetings": "Meetings scheduled",
    "future": "Future meetings",
    "accepted": "Sales accepted opportunities",
    "revenue": "Revenue",
}

METRICS: tuple[Metric, ...] = (
    Metric(
        "calls",
        "Calls",
        "Outbound calls logged, by the team's local day.",
        "input",
        "calls",
        None,
        "count",
        "neither",
        "calls",
        (CALLS,),
    ),
    Metric(
        "connects",
        "Connects",
        "Calls that reached the person: connected, meeting scheduled or "
        "disqualified. A voicemail is not one.",
        "input",
        "connects",
        None,
        "count",
        "neither",
        "calls",
        (CALLS,),
    ),
    Metric(
        "connect_rate",
        "Connect rate",
        "Connects of all calls.",
        "input",
        "connects",
        "calls",
        "rate",
        "up",
        "calls",
        (CALLS,),
    ),
    Metric(
        "connected_to_meeting",
        "Connected → meeting",
        "Calls that ended in a meeting, of the calls that reached the person.",
        "input",
        "call_meetings",
        "connects",
        "rate",
        "up",
        "calls",
        (CALLS,),
    ),
    Metric(
        "calls_per_meeting",
        "Calls per meeting",
        "Calls for each call that ended in a meeting.",
        "input",
        "calls",
        "call_meetings",
        "ratio",
        "down",
        "calls",
        (CALLS,),
    ),
    Metric(
        "emails",
        "Emails",
        "Outbound emails sent, by the team's local day; a bounced one was sent.",
        "input",
        "emails",
        None,
        "count",
        "neither",
        "emails",
        (EMAILS,),
    ),
    Metric(
        "replies",
        "Replies",
        "Emails answered: replied, positive reply or meeting scheduled.",
        "input",
        "replies",
        None,
        "count",
        "up",
        "emails",
        (EMAILS,),
    ),
    Metric(
        "reply_rate",
        "Reply rate",
        "Replies of all emails sent.",
        "input",
        "replies",
        "emails",
        "rate",
        "up",
        "emails",
        (EMAILS,),
    ),
    Metric(
        "positive_reply_rate",
        "Positive-reply rate",
        "Positive replies and meetings of all emails sent.",
        "input",
        "positive_replies",
        "emails",
        "rate",
        "up",
        "emails",
        (EMAILS,),
    ),
    Metric(
        "email_to_meeting",
        "Email → meeting",
        "Emails that led to a meeting, of all emails sent.",
        "input",
        "email_meetings",
        "emails",
        "rate",
        "up",
        "emails",
        (EMAILS,),
    ),
    Metric(
        "activity_to_meeting",
        "Activity → meeting",
        "Meetings booked of all calls and emails.",
        "between",
        "meetings_scheduled",
        "activity",
        "rate",
        "up",
        "meetings",
        (CALLS, EMAILS, MEETINGS),
    ),
    Metric(
        "meetings_scheduled",
        "Meetings scheduled",
        "Meetings by the day they were booked. Cancelled ones stay counted; a rescheduled one counts once.",
        "between",
        "meetings_scheduled",
        None,
        "count",
        "up",
        "meetings",
        (MEETINGS,),
    ),
    Metric(
        "meetings_held",
        "Meetings held",
        "Meetings that took place, by the meeting's date: held, accepted or disqualified.",
        "between",
        "meetings_held",
        None,
        "count",
        "up",
        "meetings",
        (MEETINGS,),
    ),
    Metric(
        "held_rate",
        "Held rate",
        "Meetings held of those whose date has passed and whose outcome is known.",
        "between",
        "held_of_known",
        "outcome_known",
        "rate",
        "up",
        "meetings",
        (MEETINGS,),
    ),
    Metric(
        "no_show_rate",
        "No-show rate",
        "No-shows of the meetings whose date has passed and whose outcome is known.",
        "between",
        "no_shows_of_known",
        "outcome_known",
        "rate",
        "down",
        "meetings",
        (MEETINGS,),
    ),
    Metric(
        "future_meetings",
        "Future meetings",
        "Meetings still scheduled that start after now and inside the period.",
        "between",
        "future_meetings",
        None,
        "count",
        "up",
        "future",
        (MEETINGS,),
    ),
    Metric(
        "meeting_to_sao",
        "Meeting → SAO",
        "Meetings accepted by the AE, of those held and decided, by the meeting's date.",
        "output",
        "accepted",
        "decided",
        "rate",
        "up",
        "accepted",
        (MEETINGS,),
    ),
    Metric(
        "saos",
        "SAOs",
        "Sales accepted opportunities, by the day the AE accepted them.",
        "output",
        "saos",
        None,
        "count",
        "up",
        "accepted",
        (OPPORTUNITIES,),
    ),
    Metric(
        "pipeline",
        "Pipeline",
        "Amount of the SAOs accepted in the period, in the organisation's currency.",
        "output",
        "pipeline",
        None,
        "money",
        "up",
        "accepted",
        (OPPORTUNITIES,),
    ),
    Metric(
        "sao_to_won",
        "SAO → won",
        "Deals won of those closed, won or lost, in the period.",
        "output",
        "won",
        "closed",
        "rate",
        "up",
        "revenue",
        (OPPORTUNITIES,),
    ),
    Metric(
        "revenue",
        "Revenue",
        "Amount of the won opportunities that an SDR's meeting started, by the "
        "day they closed, in the organisation's currency.",
        "output",
        "revenue",
        None,
        "money",
        "up",
        "revenue",
        (OPPORTUNITIES,),
    ),
    Metric(
        "average_deal",
        "Average deal",
        "Revenue for each deal won whose amount is known in the organisation's currency.",
        "output",
        "revenue",
        "won_with_amount",
        "money",
        "up",
        "revenue",
        (OPPORTUNITIES,),
    ),
)

BY_NAME = {metric.name: metric for metric in METRICS}
