"""What the sample's managers agreed in past 1:1s, as if they had written it down then."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from dashboard.log import people, sessions
from dashboard.log.scope import Scope
from dashboard.log.sessions import OneToOne

from .organisation import TEAMS, TRUTH


class Agreed(NamedTuple):
    """A 1:1 so many weeks ago; each action with the days to its due day and to the day it was done (None:
    it was not)."""

    rep: str
    weeks_ago: int
    focus: str
    note: str
    actions: tuple[tuple[str, int, int | None], ...]


PAST = (
    Agreed(
        TRUTH.weak_booker, 6, "connected_to_meeting",
        "Sam opens well and then explains the product. Try: one question about their week, then the ask.",
        (("Write three openers and try each twenty times", 7, 6),),
    ),
    Agreed(
        TRUTH.weak_booker, 3, "connected_to_meeting",
        "“Send me something” is heard as a no. Answer it with a question, then ask for 15 minutes.",
        (("Listen to two of Kate's calls", 5, 4), ("Role play the ask, twice a week", 14, None)),
    ),
    Agreed(
        TRUTH.kate, 7, "", "Three meetings a day from fifty calls. What could the team take over?",
        (("Show the opener in the team meeting", 7, 5),),
    ),
    Agreed(
        TRUTH.weak_quality, 2, "meeting_to_sao",
        "AEs say the need is often not there yet. Ask about budget and date before the invite goes out.",
        (("Two questions on need in every booking call", 14, None), ("Sit in on two meetings", 7, 6)),
    ),
    Agreed(
        "Priya Nair", 1, "held_rate", "Some prospects forget. A call the day before costs two minutes.",
        (("Confirm every meeting the day before, by phone", 7, None),),
    ),
)  # fmt: skip


def keep(connection: Connection, today: date) -> None:
    """Writes the past 1:1s into the log, the latest a week ago."""
    reps = people.directory(connection).set_index("name")["rep_id"]
    author = next(team.manager for team in TEAMS if team.name == TRUTH.team)
    for agreed in PAST:
        day = today - timedelta(weeks=agreed.weeks_ago)
        day -= timedelta(days=max(day.weekday() - 4, 0))  # on a Friday rather than at a weekend
        _write(connection, OneToOne(int(reps[agreed.rep]), day, author), agreed)


def _write(connection: Connection, about: OneToOne, agreed: Agreed) -> None:
    then = datetime.combine(about.day, time(15), UTC)
    sessions.save_focus(Scope.all(), connection, about, agreed.focus, "", then)
    sessions.save_note(Scope.all(), connection, about, agreed.note, 0, then)
    for words, due, done in agreed.actions:
        key = sessions.add_action(
            Scope.all(), connection, about, words, about.day + timedelta(days=due), then
        )
        if done is not None:
            sessions.tick(Scope.all(), connection, about.rep_id, key, about.day + timedelta(days=done))
