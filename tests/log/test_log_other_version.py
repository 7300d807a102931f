"""A version of the program that knows more words derives again what an older one has loaded."""

from __future__ import annotations

from collections.abc import Iterator

import logged
import pandas as pd
import plainly
import pytest
from sqlalchemy import Connection, Engine, delete, select, update

from dashboard.log import people, remapping, vocabulary
from dashboard.log.engine import migrate, reading, writing
from dashboard.log.store import Writer
from dashboard.log.tables import Call, DailyCount, Meeting, Opportunity, Setting

TIMES = {"booked_at": "2026-03-02T09:30:00Z", "starts_at": "2026-03-05T09:00:00Z"}


@pytest.fixture
def log(engine: Engine) -> Iterator[Engine]:
    """Calls and meetings of a version that knew neither "spoke" nor "showed" nor "SAO"."""
    said = [("unknown", "Spoke"), ("unknown", "Mumbled"), ("no answer", "busy"), ("connected", None)]
    hers = {"rep_id": 1, "prospect": "Zoë"}
    calls = [
        hers | {"at": f"2026-03-02T{hour:02}:00:00Z", "outcome": outcome, "outcome_word": word}
        for hour, (outcome, word) in enumerate(said, 8)
    ]
    meetings = [
        hers | TIMES | {"source_id": word, "outcome": "unknown", "outcome_word": word}
        for word in ("Showed", "SAO", "Entered")
    ]
    migrate(engine)
    with writing(engine) as connection:
        people.save_reps(connection, logged.reps(("Ana", "North", "UTC")))
        for kind, rows in {"calls": calls, "meetings": meetings}.items():
            writer = Writer(connection, kind, "own", 1)
            writer.write(
                getattr(logged, kind)(*rows).assign(own_word=pd.Series(None, range(len(rows)), object))
            )
            writer.finish()
        by_hand = Meeting.source_id == "Entered"
        entered = {"entered": True, "outcome": "no-show", "outcome_word": "showed"}
        connection.execute(update(Meeting).where(by_hand).values(entered))
    return engine


def outcomes(connection: Connection, model: type) -> list[tuple]:
    column = model.outcome_word
    return sorted(connection.execute(select(column, model.outcome)).all(), key=repr)


def forget_version(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(delete(Setting).where(Setting.name == remapping.VOCABULARY))


def test_words_that_are_known_by_now_count_as_what_they_mean(log: Engine) -> None:
    forget_version(log)
    migrate(log)
    with reading(log) as connection:
        assert outcomes(connection, Call) == [
            ("Mumbled", "unknown"), ("Spoke", "connected"), ("busy", "no answer"), (None, "connected"),
        ]  # fmt: skip
        assert outcomes(connection, Meeting) == [
            ("SAO", "accepted"),
            ("Showed", "held"),
            ("showed", "no-show"),
        ]
        assert len(connection.execute(select(Opportunity.id)).all()) == 1
        assert connection.execute(select(DailyCount.calls_connected)).scalar_one() == 2
        plainly.check(connection)


def test_the_same_version_looks_at_nothing(log: Engine) -> None:
    migrate(log)
    with reading(log) as connection:
        assert ("Spoke", "unknown") in outcomes(connection, Call)


def test_another_version_is_told_by_its_words(engine: Engine) -> None:
    migrate(engine)
    with reading(engine) as connection:
        stored = select(Setting.value).where(Setting.name == remapping.VOCABULARY)
        assert connection.execute(stored).scalar_one() == vocabulary.fingerprint()
