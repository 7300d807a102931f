"""How tools spell outcomes: for each canonical one the words that are found for it. "" is a blank cell."""

from __future__ import annotations

Words = dict[str, tuple[str, ...]]

# CallDisposition is free text: what organisations put on its list.
SALESFORCE_CALLS: Words = {
    "no answer": ("No answer", "Busy", "No Answer", "Call failed", "Missed"),
    "voicemail": ("Left voicemail", "Left Voicemail"),
    "wrong number": ("Wrong number", "Wrong Number"),
    "gatekeeper": ("Gatekeeper - Passed on", "Gatekeeper - Denied", "Left live message"),
    "connected": (
        "Connected", "Send info", "Callback requested", "Referred", "Do not call", "Hung up",
        "Not interested - Objection", "Not interested - No budget", "Not interested - No need",
        "Not interested - Not the decision maker", "Not interested - Timing", "Not interested - Competitor",
    ),
    "meeting scheduled": ("Interested - Demo/Meeting set", "Meeting Scheduled"),
    "disqualified": ("Disqualified", "Not a fit"),
    "unknown": ("",),
}  # fmt: skip
# HubSpot's own six, and custom ones.
HUBSPOT_CALLS: Words = {
    "no answer": ("No answer", "Busy", ""),
    "voicemail": ("Left voicemail",),
    "wrong number": ("Wrong number",),
    "gatekeeper": ("Left live message",),
    "connected": ("Connected", "Connected", "Callback requested"),
    "meeting scheduled": ("Answered - Meeting Set", "Interested – Demo/Meeting set"),
    "disqualified": ("Not a fit",),
    "unknown": ("",),
}
# A blank tag with an unanswered call is no answer, with a voicemail it is one.
AIRCALL_TAGS: Words = {
    "no answer": ("No answer", ""),
    "voicemail": ("Left voicemail", ""),
    "wrong number": ("Wrong number",),
    "gatekeeper": ("Gatekeeper",),
    "connected": ("Connected", "Not interested", "Callback requested"),
    "meeting scheduled": ("Meeting booked", "Demo booked"),
    "disqualified": ("Not a fit",),
    "unknown": ("",),
}
SALESFORCE_EMAILS: Words = {
    "sent": ("Sent", "Delivered", ""),
    "bounced": ("Bounced",),
    "opened": ("Opened",),
    "clicked": ("Clicked",),
    "replied": ("Replied", "Responded"),
    "positive reply": ("Positive Reply", "Interested"),
    "meeting scheduled": ("Meeting Booked", "Meeting Scheduled"),
}
MEETINGS: Words = {
    "scheduled": ("Scheduled",),
    "held": ("Completed", "Held"),
    "no-show": ("No show", "No-Show"),
    "cancelled": ("Canceled", "Cancelled"),
    "disqualified": ("Unqualified",),
}
CHANNELS: Words = {"phone": ("Cold call", "Phone"), "email": ("Email",), "LinkedIn": ("LinkedIn",)}


def spelled(words: Words, canonical: str, variant: int) -> str:
    """One of the spellings of a canonical word; the same variant gives the same one."""
    found = words[canonical]
    return found[variant % len(found)]
