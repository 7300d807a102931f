"""A team's log, made up: the same seed gives the same facts. Every export of it is a view of these."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from exported.draw import AS_OF, FIRST, Draw
from exported.facts import Beside, Meeting, Person, Prospect, Sao, Team, Touch

CALLS = {
    "no answer": 40, "voicemail": 20, "wrong number": 5, "gatekeeper": 8, "connected": 15,
    "meeting scheduled": 6, "disqualified": 4, "unknown": 2,
}  # fmt: skip
EMAILS = {
    "sent": 50, "bounced": 6, "opened": 20, "clicked": 6, "replied": 9, "positive reply": 5,
    "meeting scheduled": 4,
}  # fmt: skip
PAST = {"held": 58, "no-show": 14, "cancelled": 9, "disqualified": 8, "scheduled": 11}
AHEAD = {"scheduled": 85, "cancelled": 15}
SAOS = 25


def make(
    seed: int, zone: str = "America/New_York", calls: int = 420, emails: int = 280, meetings: int = 60
) -> Team:
    """The team of this seed in a time zone: eight weeks with the end of summer time, and meetings ahead."""
    draw = Draw(seed, ZoneInfo(zone))
    booked = _meetings(draw, meetings)
    saos = _saos(draw, booked)
    return Team(
        name="Outbound",
        zone=draw.zone,
        currency="EUR" if zone.startswith("Europe") else "USD",
        as_of=AS_OF,
        reps=draw.reps,
        aes=draw.aes,
        robot=draw.robot,
        calls=[*_touches(draw, CALLS, calls), *_around_the_clock_change(draw, "connected")],
        emails=[*_touches(draw, EMAILS, emails), *_around_the_clock_change(draw, "replied")],
        meetings=booked,
        saos=[_in_currency(sao, number, zone) for number, sao in enumerate(saos)],
        beside=_beside(draw, saos),
    )


def clock_change(zone: ZoneInfo) -> datetime:
    """The moment in the weeks of the log at which the team's clocks go back."""
    moment = datetime.combine(FIRST, time(), UTC)
    while moment < AS_OF:
        later = moment + timedelta(hours=1)
        if later.astimezone(zone).utcoffset() != moment.astimezone(zone).utcoffset():
            return later
        moment = later
    raise ValueError(f"The clocks of {zone.key} do not change between {FIRST} and {AS_OF}.")


def _touches(draw: Draw, outcomes: dict[str, int], count: int) -> list[Touch]:
    words = list(outcomes)
    drawn = [draw.one(words, list(outcomes.values())) for _ in range(count)]
    # Each outcome occurs, however few there are.
    return [draw.touch(outcome) for outcome in [*words, *drawn[len(words) :]]]


def _around_the_clock_change(draw: Draw, outcome: str) -> list[Touch]:
    """One in each of the two hours that have the same name, and at both ends of that long day."""
    change = clock_change(draw.zone)
    day = change.astimezone(draw.zone).date()
    ends = [(day, time(0, 0, 30)), (day, time(23, 59, 30)), (day + timedelta(days=1), time(0, 0, 30))]
    moments = [change - timedelta(minutes=30), change + timedelta(minutes=30)]
    moments += [datetime.combine(day, clock, draw.zone).astimezone(UTC) for day, clock in ends]
    return [draw.touch(outcome, at=moment) for moment in moments]


def _meetings(draw: Draw, count: int) -> list[Meeting]:
    """Mostly one an account; where nobody came to the first, some have a second one."""
    found: list[Meeting] = []
    while len(found) < count:
        meeting = _meeting(draw, draw.one(draw.reps), draw.prospect())
        found.append(meeting)
        passed = meeting.starts_at < AS_OF - timedelta(hours=2)
        if meeting.outcome == "no-show" and passed and draw.happens(0.6):
            found.append(_meeting(draw, meeting.rep, meeting.prospect, after=meeting.starts_at))
    return found[:count]


def _meeting(draw: Draw, rep: Person, prospect: Prospect, after: datetime | None = None) -> Meeting:
    booked_at = after + timedelta(hours=1, seconds=7) if after else draw.moment()
    all_day = draw.happens(0.04)
    starts_at = _start(draw, booked_at, all_day)
    outcomes = PAST if starts_at < AS_OF else AHEAD
    outcome = draw.one(list(outcomes), list(outcomes.values()))
    return Meeting(
        number=draw.number,
        rep=rep,
        ae=draw.one([*draw.aes, None], [45, 45, 10]),
        booked_at=booked_at,
        starts_at=starts_at,
        all_day=all_day,
        outcome=outcome,
        moved=outcome == "scheduled" and draw.happens(0.3),
        channel=draw.one(("phone", "email", "LinkedIn")),
        prospect=prospect,
        spelled=draw.chance.randrange(1000),
    )


def _start(draw: Draw, booked_at: datetime, all_day: bool) -> datetime:
    """On a quarter of an hour one to twenty days later, at times late in the evening."""
    day = booked_at.astimezone(draw.zone).date() + timedelta(days=draw.chance.randrange(1, 20))
    hour = 23 if draw.happens(0.05) else draw.chance.randrange(8, 18)
    clock = time() if all_day else time(hour, draw.one((0, 15, 30, 45)))
    return datetime.combine(day, clock, draw.zone).astimezone(UTC)


def _saos(draw: Draw, meetings: list[Meeting]) -> list[Sao]:
    """Of the meetings held, the first ones; accepted within ten days."""
    held = [meeting for meeting in meetings if meeting.outcome == "held"]
    return [_sao(draw, meeting) for meeting in held[:SAOS]]


def _sao(draw: Draw, meeting: Meeting) -> Sao:
    accepted_at = meeting.starts_at + timedelta(hours=draw.chance.uniform(2, 240))
    accepted_at = min(accepted_at, AS_OF - timedelta(minutes=7)).replace(microsecond=0)
    day = accepted_at.astimezone(draw.zone).date()
    closed = draw.one((None, True, False), (4, 3, 3))
    today = AS_OF.astimezone(draw.zone).date()
    return Sao(
        number=draw.number,
        meeting=meeting,
        ae=meeting.ae or draw.one(draw.aes),
        accepted_at=accepted_at,
        amount=Decimal(draw.chance.randrange(80_000, 9_000_000)) / 100,
        currency="",
        stage={None: "Proposal", True: "Closed Won", False: "Closed Lost"}[closed],
        closes_on=_between(draw, day, today) if closed is not None else day + timedelta(days=60),
        won=closed,
    )


def _between(draw: Draw, first: date, last: date) -> date:
    return first + timedelta(days=draw.chance.randrange((last - first).days + 1))


def _in_currency(sao: Sao, number: int, zone: str) -> Sao:
    """Two of them in a foreign currency, two without an amount."""
    own, foreign = ("EUR", "GBP") if zone.startswith("Europe") else ("USD", "CAD")
    amount = None if number in (3, 11) else sao.amount
    return replace(sao, currency=foreign if number in (5, 9) else own, amount=amount)


def _beside(draw: Draw, saos: list[Sao]) -> Beside:
    """What must not count. Some of the AEs' meetings are follow-ups with the reps' accounts."""
    ae_meetings = [_meeting(draw, draw.one(draw.aes), draw.prospect()) for _ in range(8)]
    follow_ups = [_meeting(draw, sao.ae, sao.meeting.prospect, sao.meeting.starts_at) for sao in saos[:6]]
    deleted = [_meeting(draw, draw.one(draw.reps), draw.prospect()) for _ in range(3)]
    own_deals = [_sao(draw, meeting) for meeting in ae_meetings if meeting.starts_at < AS_OF]

    def touches(count: int, outcome: str = "connected", people: list[Person] | None = None) -> list[Touch]:
        return [draw.touch(outcome, draw.one(people or draw.reps)) for _ in range(count)]

    return Beside(
        inbound_calls=touches(12),
        internal_calls=touches(5),
        received_emails=touches(15, "replied"),
        failed_emails=touches(4, "replied"),
        deleted_calls=touches(6),
        planned_calls=touches(9),
        planned_emails=touches(4, "replied"),
        todos=touches(14),
        ae_calls=touches(20, people=draw.aes),
        ae_emails=touches(15, "replied", draw.aes),
        ae_meetings=[replace(meeting, ae=meeting.rep) for meeting in (*ae_meetings, *follow_ups)],
        ae_deals=[replace(deal, currency="USD", ae=deal.rep) for deal in own_deals],
        deleted_meetings=deleted,
        deleted_deals=[replace(sao, number=draw.number, currency="USD") for sao in saos[:2]],
    )
