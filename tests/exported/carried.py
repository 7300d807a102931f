"""Metrics by what a shape must say for them to be counted; see the registry of metrics for the names."""

from __future__ import annotations

CALLS = {"calls"}
CALL_OUTCOMES = {"connects", "connect_rate", "connected_to_meeting", "calls_per_meeting"}
EMAILS = {"emails"}
REPLIES = {"replies", "reply_rate"}
EMAIL_OUTCOMES = {"positive_reply_rate", "email_to_meeting"}
MEETINGS = {"meetings_scheduled", "meetings_held"}
MEETING_OUTCOMES = {"held_rate", "no_show_rate", "future_meetings"}
DEALS = {"saos", "pipeline", "sao_to_won", "revenue", "average_deal"}
# Of two kinds of log: calls and emails with meetings; meetings with the deals that came of them.
ACTIVITY = {"activity_to_meeting"}
ACCEPTED = {"meeting_to_sao"}
EVERYTHING = (
    CALLS | CALL_OUTCOMES | EMAILS | REPLIES | EMAIL_OUTCOMES | MEETINGS | MEETING_OUTCOMES | DEALS
    | ACTIVITY | ACCEPTED
)  # fmt: skip
# What a CRM says that does not know what became of its emails.
CRM = EVERYTHING - REPLIES - EMAIL_OUTCOMES
