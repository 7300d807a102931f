"""What happened in a team, as plain facts that know no file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Person:
    """Somebody who works there. `number` is one of a kind in the organisation."""

    number: int
    first: str
    last: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        """An address of ASCII letters."""
        return f"person{self.number}@example.com"


@dataclass(frozen=True)
class Prospect:
    """Somebody who is called, and the account they work for."""

    number: int
    name: str
    account_number: int
    account: str


@dataclass(frozen=True)
class Touch:
    """A call or an email. `at` is aware; `duration_s` is None where it is not known; `spelled` chooses
    among the ways in which tools write one thing."""

    number: int
    who: Person
    at: datetime
    outcome: str
    duration_s: int | None
    list: str
    prospect: Prospect
    spelled: int


@dataclass(frozen=True)
class Meeting:
    """A meeting that `rep` booked, for `ae` or to hold it alone. An `all_day` one starts at local midnight;
    a `moved` one had another date before."""

    number: int
    rep: Person
    ae: Person | None
    booked_at: datetime
    starts_at: datetime
    all_day: bool
    outcome: str
    moved: bool
    channel: str
    prospect: Prospect
    spelled: int


@dataclass(frozen=True)
class Sao:
    """An opportunity that came of a meeting. `won` is None while it is open; it then is expected to close
    on `closes_on`."""

    number: int
    meeting: Meeting
    ae: Person
    accepted_at: datetime
    amount: Decimal | None
    currency: str
    stage: str
    closes_on: date
    won: bool | None

    @property
    def rep(self) -> Person:
        """Whose SAO it is: who booked the meeting."""
        return self.meeting.rep


@dataclass(frozen=True)
class Beside:
    """What exports hold as well and must not count. Deleted rows are of the reps, `todos` are neither call
    nor email, `planned` are not done."""

    inbound_calls: list[Touch]
    internal_calls: list[Touch]
    received_emails: list[Touch]
    failed_emails: list[Touch]
    deleted_calls: list[Touch]
    planned_calls: list[Touch]
    planned_emails: list[Touch]
    todos: list[Touch]
    ae_calls: list[Touch]
    ae_emails: list[Touch]
    ae_meetings: list[Meeting]
    ae_deals: list[Sao]
    deleted_meetings: list[Meeting]
    deleted_deals: list[Sao]


@dataclass(frozen=True)
class Team:
    """A team and its log. `robot` is the user of a booking tool, who is nobody."""

    name: str
    zone: ZoneInfo
    currency: str
    as_of: datetime
    reps: list[Person]
    aes: list[Person]
    robot: Person
    calls: list[Touch]
    emails: list[Touch]
    meetings: list[Meeting]
    saos: list[Sao]
    beside: Beside

    @property
    def people(self) -> list[Person]:
        """Everybody who can own a row."""
        return [*self.reps, *self.aes, self.robot]

    def local(self, moment: datetime) -> datetime:
        """The wall clock of the team at a moment."""
        return moment.astimezone(self.zone)

    def at(self, day: date, hour: int) -> datetime:
        """A moment of a local day."""
        return datetime(day.year, day.month, day.day, hour, 5, tzinfo=self.zone)

    def day(self, moment: datetime) -> date:
        """The team's local day of a moment."""
        return self.local(moment).date()
