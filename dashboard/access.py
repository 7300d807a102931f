"""Who may see which reps, and which views. Everything that reads takes the answer as its first argument.

There is no login yet: whoever can reach the app, which listens on this machine only, is its owner. A
role that is not in the table below sees nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.log.scope import Scope

EVERY_VIEW = (
    "team", "coaching", "my-numbers", "calls", "emails", "meetings", "future-meetings", "accepted",
    "revenue", "forecast", "quotas", "quick-analysis", "data", "glossary",
)  # fmt: skip
VIEWS_OF: dict[str, tuple[str, ...]] = {"owner": EVERY_VIEW}


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door: a name to greet, a role, and the teams and rep that are theirs."""

    name: str | None
    role: str
    teams: tuple[int, ...] = ()
    rep: int | None = None


OWNER = Visitor(name=None, role="owner")


def scope_of(visitor: Visitor) -> Scope:
    """The part of the log that a visitor may see; nothing for a role that is not known."""
    return Scope.all() if visitor.role == "owner" else Scope()


def views_of(visitor: Visitor) -> tuple[str, ...]:
    """The views that a visitor may open, in their order; none for a role that is not known."""
    return VIEWS_OF.get(visitor.role, ())


def may_import(visitor: Visitor) -> bool:
    """Whether a visitor may change the log."""
    return visitor.role == "owner"


def may_read_notes(visitor: Visitor, rep_id: int) -> bool:
    """Whether a visitor may read and write what was agreed with a rep in 1:1s: private to the rep, their
    manager and whom the owner names. Today there is nobody but the owner."""
    return visitor.role == "owner"
