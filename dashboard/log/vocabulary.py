"""The words that files use for outcomes and channels, as data: a file's word to the canonical one."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

from dashboard.log import outcomes

UNKNOWN = "unknown"
OTHER_CHANNEL = "other"
# What a blank outcome means.
BLANK = {"calls": UNKNOWN, "emails": "sent", "meetings": "scheduled"}

_MEETING_SET = (
    "meeting set", "meeting booked", "meeting", "booked", "demo set", "demo booked", "demo scheduled",
    "appointment set", "appointment scheduled", "answered meeting set", "connected meeting set",
    "interested demo set", "interested meeting set", "interested demo/meeting set",
)  # fmt: skip
_NO_FIT = ("unqualified", "not qualified", "not a fit", "no fit", "bad fit")

# Canonical outcome: other words for it. Case, hyphens, underscores and repeated blanks do not matter.
SYNONYMS: dict[str, dict[str, tuple[str, ...]]] = {
    "calls": {
        "no answer": ("noanswer", "busy", "not answered", "unanswered", "did not answer", "didn't answer",
                      "busy signal", "call failed", "failed", "missed", "not connected", "rang out"),
        "voicemail": ("voice mail", "left voicemail", "left voice mail", "left vm", "vm",
                      "voicemail left"),
        "wrong number": ("bad number", "invalid number", "number not in service", "not in service",
                         "wrong person"),
        "gatekeeper": ("gatekeeper passed on", "gatekeeper denied", "left live message", "receptionist"),
        "connected": ("connect", "spoke", "conversation", "interested", "not interested", "send info",
                      "callback", "callback requested", "call back", "call back requested", "call back later",
                      "referred", "referral", "hung up", "do not call", "dnc", "objection", "no budget",
                      "no need", "not the decision maker", "timing", "competitor", "not interested objection",
                      "not interested no budget", "not interested no need",
                      "not interested not the decision maker", "not interested timing",
                      "not interested competitor"),
        "meeting scheduled": _MEETING_SET,
        "disqualified": _NO_FIT,
        # That a call is over says nothing of what became of it.
        UNKNOWN: ("completed", "done"),
    },
    "emails": {
        "sent": ("delivered", "no response", "no reply", "not opened"),
        "bounced": ("bounce", "hard bounce", "soft bounce", "undeliverable"),
        "opened": ("open", "read"),
        "clicked": ("click", "link clicked"),
        "replied": ("reply", "response", "responded", "answered", "negative reply", "not interested"),
        "positive reply": ("positive", "replied positive", "positive response", "interested"),
        "meeting scheduled": _MEETING_SET,
        "disqualified": _NO_FIT,
    },
    "meetings": {
        "scheduled": ("rescheduled", "postponed", "booked", "planned", "confirmed", "upcoming", "open"),
        "held": ("completed", "complete", "done", "attended", "took place", "showed", "showed up",
                 "meeting held", "meeting completed", "occurred", "happened"),
        "no-show": ("noshow", "no showed", "did not show", "didn't show", "did not attend"),
        "cancelled": ("canceled", "cancelled by prospect", "canceled by prospect"),
        "disqualified": (*_NO_FIT, "rejected"),
        "accepted": ("sao", "sales accepted", "sales accepted opportunity", "accepted by ae"),
    },
}  # fmt: skip
CHANNEL_SYNONYMS: dict[str, tuple[str, ...]] = {
    "phone": ("call", "cold call", "telephone", "phone call", "dial"),
    "email": ("e mail", "mail", "cold email"),
    "LinkedIn": ("linked in", "inmail", "linkedin message"),
    OTHER_CHANNEL: (),
}
CANONICAL = {"calls": outcomes.CALL, "emails": outcomes.EMAIL, "meetings": outcomes.MEETING}

_BETWEEN = re.compile(r"[\s_\-‐-―−]+")
# Between a word and what is said more closely: "Not interested (timing)", "Gatekeeper: denied".
_CLOSER = r"[\s():;,/]+"
# That somebody answered says less than what follows it: "Answered - Not interested".
_ANSWERED = re.compile(rf"(?:answered|connected){_CLOSER}")


def plain(word: str) -> str:
    """A word as words are compared: small letters, one blank for every blank, hyphen or underscore, where
    there is anything else in it."""
    small = word.casefold().replace("’", "'").strip()
    return _BETWEEN.sub(" ", small).strip() or small


def _table(canonical: tuple[str, ...], synonyms: dict[str, tuple[str, ...]]) -> dict[str, str]:
    words = {plain(word): word for word in canonical}
    return words | {plain(other): word for word, others in synonyms.items() for other in others}


OUTCOMES = {kind: _table(CANONICAL[kind], SYNONYMS[kind]) for kind in CANONICAL}
CHANNELS = _table(outcomes.CHANNELS, CHANNEL_SYNONYMS)


def outcome_of(kind: str, word: str) -> str | None:
    """The canonical outcome of a file's word ("" is a blank cell), or None for a word nobody knows."""
    if not word:
        return BLANK[kind]
    text = plain(word)
    found = _known(kind, text)
    if found is None and kind == "calls" and (answered := _ANSWERED.match(text)):
        found = _known(kind, text[answered.end() :])
        # Whoever answers and is busy has answered.
        return None if found == "no answer" else found
    return found


def says_something(kind: str, word: str) -> bool:
    """Whether a word is known, and says more than a blank cell would."""
    return outcome_of(kind, word) not in (None, BLANK[kind])


def _known(kind: str, text: str) -> str | None:
    """What a word as compared means, with or without the signs in it."""
    return OUTCOMES[kind].get(text) or OUTCOMES[kind].get(re.sub(_CLOSER, " ", text).strip())


def channel_of(word: str) -> str | None:
    """The canonical meeting channel of a file's word, or None for a word nobody knows."""
    return CHANNELS.get(plain(word))


def fingerprint() -> str:
    """What changes whenever words may mean something else: with this file."""
    return blake2b(Path(__file__).read_bytes(), digest_size=16).hexdigest()
