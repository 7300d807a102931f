"""The canonical outcomes, and which of them the metrics gather under one name."""

CALL = (
    "no answer",
    "voicemail",
    "wrong number",
    "gatekeeper",
    "connected",
    "meeting scheduled",
    "disqualified",
    "unknown",
)
EMAIL = (
    "sent",
    "bounced",
    "opened",
    "clicked",
    "replied",
    "positive reply",
    "meeting scheduled",
    "disqualified",
    "unknown",
)
MEETING = (
    "scheduled",
    "held",
    "no-show",
    "cancelled",
    "disqualified",
    "accepted",
    "unknown",
)

# A call that reached the person; a voicemail is not one, although diallers mark it answered.
CONNECTS = ("connected", "meeting scheduled", "disqualified")
REPLIES = ("replied", "positive reply", "meeting scheduled")
POSITIVE_REPLIES = ("positive reply", "meeting scheduled")
HELD = ("held", "accepted", "disqualified")
DECIDED = ("accepted", "disqualified")
# What is known to have become of a meeting once its date has passed.
KNOWN = ("held", "accepted", "disqualified", "no-show", "cancelled")

# A meeting of which nobody has said what became of it, and what its rep may say: whether the AE accepted it
# is not theirs to say.
OPEN = ("scheduled", "unknown")
ENTERED = ("held", "no-show", "cancelled")

CHANNELS = ("phone", "email", "LinkedIn", "other")
