"""Chance with a seed: moments of a team's working days, people and prospects."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from exported.facts import Person, Prospect, Touch

One = TypeVar("One")

FIRST, AS_OF = date(2026, 9, 14), datetime(2026, 11, 5, 15, 30, tzinfo=UTC)
# All in Latin-1, which weekly Salesforce exports are written in.
REPS = (("Zoë", "O'Brien"), ("José", "García"), ("Anne-Marie", "Sørensen"), ("Jürgen", "Müller"))
AES = (("Ulf", "Ångström"), ("Maria", "da Silva"))
ROBOT = ("Booking", "Integration")
ACCOUNTS = ("Ärzte & Söhne GmbH", "Smith, Jones and Partners", 'The "Good" Company', "Café René", "Acme")
PROSPECTS = ("Ann O'Neil", "Ben Black, Jr.", 'Cy "Ace" Li', "Dörte Groß", "Zoe Zak")
LISTS = ("Finance 200-1000", "Ärzte", "Webinar, October", "")


class Draw:
    """A source of chance; the same seed gives the same things in the same order."""

    def __init__(self, seed: int, zone: ZoneInfo) -> None:
        self.zone, self.chance = zone, random.Random(seed)
        self._numbers = itertools.count(1001)
        people = [Person(number, *name) for number, name in enumerate((*REPS, *AES, ROBOT), start=1)]
        self.reps, self.aes, self.robot = people[:4], people[4:6], people[6]
        self._accounts = itertools.count(1)
        self.prospects = [self.prospect() for _ in range(60)]

    @property
    def number(self) -> int:
        """A number that nothing else has."""
        return next(self._numbers)

    def prospect(self) -> Prospect:
        """Somebody new in an account of their own."""
        number = next(self._accounts)
        name = f"{PROSPECTS[number % len(PROSPECTS)]} {number}"
        return Prospect(number, name, number, f"{ACCOUNTS[number % len(ACCOUNTS)]} {number}")

    def one(self, things: Sequence[One], weights: Sequence[float] | None = None) -> One:
        """One of these."""
        return self.chance.choices(things, weights)[0]

    def happens(self, share: float) -> bool:
        """Whether something happens that does so with this chance."""
        return self.chance.random() < share

    def moment(self, last: datetime = AS_OF) -> datetime:
        """A moment of a working day up to `last`; one in twelve lies beside local midnight."""
        while True:
            day = FIRST + timedelta(days=self.chance.randrange((last.date() - FIRST).days + 1))
            found = self._at(day)
            if day.weekday() < 5 and found <= last - timedelta(hours=1):
                return found

    def _at(self, day: date) -> datetime:
        hour = self.one((0, 23)) if self.happens(1 / 12) else self.chance.randrange(8, 18)
        minute = self.chance.randrange(60)
        if hour in (0, 23):
            minute = self.one((0, 1, 7)) if hour == 0 else self.one((52, 58, 59))
        clock = time(hour, minute, self.chance.randrange(60))
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def touch(self, outcome: str, who: Person | None = None, at: datetime | None = None) -> Touch:
        """A call or an email of a rep, or of `who`; only conversations and voicemails last."""
        talked = {"no answer": None, "voicemail": self.chance.randrange(15, 45), "wrong number": 9}
        return Touch(
            number=self.number,
            who=who or self.one(self.reps),
            at=at or self.moment(),
            outcome=outcome,
            duration_s=talked.get(outcome, self.chance.randrange(30, 4000)),
            list=self.one(LISTS),
            prospect=self.one(self.prospects),
            spelled=self.chance.randrange(1000),
        )
