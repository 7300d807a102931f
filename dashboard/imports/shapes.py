"""The shapes of files, as data: which columns each kind has, how they are read, which must be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reads = Literal[
    "text", "rep", "team", "moment", "day", "outcome", "channel", "seconds", "money", "currency", "flag",
    "email", "zone", "country", "role", "quota metric", "expectation metric", "outcome kind", "period",
    "number",
]  # fmt: skip

OWN = "own"


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, how a cell is read, the name of what is read, whether a row without
    it cannot be used, and whether rows are counted or looked up by it."""

    name: str
    reads: Reads = "text"
    into: str = ""
    needed: bool = False
    is_key: bool = False

    @property
    def target(self) -> str:
        """The name under which the rest of the program knows it."""
        return self.into or self.name


@dataclass(frozen=True)
class Shape:
    """One kind of file as one source writes it. Of each group in `required` one column must be there."""

    kind: str
    source: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, as matched against a header."""
        return tuple(column.name for column in self.columns)

    def lacks(self, header: set[str]) -> list[str]:
        """What a header still needs for this shape, in words: "rep", "booked_at or starts_at"."""
        return [" or ".join(group) for group in self.required if not header.intersection(group)]


ID = Column("id", into="source_id")
REP = Column("rep", "rep", needed=True)
OUTCOME = Column("outcome", "outcome", is_key=True)
LIST, PROSPECT, ACCOUNT = Column("list", is_key=True), Column("prospect"), Column("account")

SHAPES: tuple[Shape, ...] = (
    Shape(
        "reps", OWN,
        (
            Column("rep", into="name", needed=True), Column("email", "email"),
            Column("team", needed=True, is_key=True), Column("manager"), Column("started_on", "day"),
            Column("ended_on", "day"),
            Column("time_zone", "zone"), Column("country", "country"),
        ),
        (("rep",), ("team",)),
    ),
    Shape(
        "people", OWN,
        (
            Column("id", into="word", needed=True, is_key=True),
            Column("other_id", into="other_word", is_key=True), Column("name"), Column("first_name"),
            Column("last_name"), Column("email", "email"), Column("role", "role"),
        ),
        (("id",), ("name", "last_name", "email")),
    ),
    Shape(
        "calls", OWN,
        (
            ID, REP, Column("at", "moment", needed=True), OUTCOME, Column("duration_s", "seconds"), LIST,
            PROSPECT, ACCOUNT,
        ),
        (("rep",), ("at",)),
    ),
    Shape(
        "emails", OWN,
        (ID, REP, Column("at", "moment", needed=True), OUTCOME, LIST, PROSPECT, ACCOUNT),
        (("rep",), ("at",)),
    ),
    Shape(
        "meetings", OWN,
        (
            ID, REP, Column("booked_at", "moment"), Column("starts_at", "moment"),
            Column("channel", "channel"), OUTCOME, Column("ae"), PROSPECT, ACCOUNT,
        ),
        (("rep",), ("booked_at", "starts_at")),
    ),
    Shape(
        "opportunities", OWN,
        (
            ID, Column("meeting_id", into="meeting_source_id"), Column("rep", "rep"),
            Column("accepted_at", "moment"), Column("created_at", "moment"),
            Column("amount", "money", "amount_cents"), Column("currency", "currency"), Column("stage"),
            Column("closed_at", "moment"),
            Column("won", "flag"), ACCOUNT, PROSPECT,
        ),
        (("id",), ("accepted_at", "created_at")),
    ),
    Shape(
        "quotas", OWN,
        (
            Column("rep", "rep"), Column("team", "team"), Column("metric", "quota metric", needed=True),
            Column("period", "period", needed=True), Column("target", "number", needed=True),
        ),
        (("metric",), ("period",), ("target",), ("rep", "team")),
    ),
    Shape(
        "expectations", OWN,
        (
            Column("team", "team", needed=True), Column("metric", "expectation metric", needed=True),
            Column("per_day", "number", needed=True),
        ),
        (("team",), ("metric",), ("per_day",)),
    ),
    Shape(
        "holidays", OWN,
        (
            Column("team", "team", needed=True), Column("day", "day", needed=True), Column("name"),
            Column("open", "flag", "works"),
        ),
        (("team",), ("day",)),
    ),
    Shape(
        "days_off", OWN,
        (
            Column("rep", "rep", needed=True), Column("first_day", "day", needed=True),
            Column("last_day", "day"),
        ),
        (("rep",), ("first_day",)),
    ),
    Shape(
        "outcomes", OWN,
        (
            Column("kind", "outcome kind", needed=True), Column("word", needed=True, is_key=True),
            Column("outcome", needed=True),
        ),
        (("kind",), ("word",), ("outcome",)),
    ),
)  # fmt: skip

# The order in which files are loaded: what others refer to, or what their words mean, comes first. Meetings
# look for the calls and emails they are credited to, so these come before them.
ORDER = (
    "reps", "people", "expectations", "quotas", "holidays", "days_off", "outcomes", "calls", "emails",
    "meetings", "opportunities",
)  # fmt: skip


def shape_of(kind: str, source: str = OWN) -> Shape:
    """The shape of a kind of file; raises `KeyError` when there is none."""
    for shape in SHAPES:
        if (shape.kind, shape.source) == (kind, source):
            return shape
    raise KeyError(f"no shape for {kind} of {source}")
