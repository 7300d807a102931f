"""Calls and emails of one file are counted together, and each day as its rows are."""

from __future__ import annotations

import random
from collections.abc import Iterator

import logged
import plainly
import pytest
from depth import draws
from sqlalchemy import Connection

from dashboard.log import people, store, tally
from dashboard.log.store import Writer

KINDS = {"calls": logged.calls, "emails": logged.emails}
WORDS = {"calls": ("connected", "no answer"), "emails": ("replied", "sent")}
NAMES = ("Ana", "Bo")


def fill(connection: Connection) -> None:
    """An open transaction on a log with two reps of one team."""
    people.save_reps(connection, logged.reps(*((name, "North", "Europe/Berlin") for name in NAMES)))


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def touch(kind: str, chance: random.Random) -> dict:
    """A row of few days, so that files meet each other's."""
    return {
        "source_id": f"{chance.randrange(30)}", "rep_id": chance.choice((1, 2)),
        "at": f"2026-03-{chance.choice((2, 3, 4, 5, 6)):02}T{chance.choice((9, 15)):02}:00:00Z",
        "outcome": chance.choice(WORDS[kind]), "list": chance.choice(("A", None)),
    }  # fmt: skip


def load(connection: Connection, batch: int, chance: random.Random) -> None:
    """One file: some new rows of each kind or of one, some changed ones, some that leave."""
    writers = [Writer(connection, kind, "own", batch) for kind in KINDS]
    for writer in writers:
        for _ in range(chance.choice((0, 1, 2, 4))):
            rows = [touch(writer.kind, chance) for _ in range(chance.randrange(6))]
            writer.write(KINDS[writer.kind](*rows)) if rows else None
        writer.remove([f"{number}" for number in chance.sample(range(30), chance.choice((0, 0, 5)))])
    store.finish(writers)


# Of a long file counts are put in again and again before its end: at every chunk, at some, or at none.
@pytest.mark.parametrize("most", [tally.MANY, 0, 6])
@pytest.mark.parametrize("seed", range(draws(2, 200)))
def test_the_counts_of_both_are_those_of_the_rows(
    log: Connection, seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "MANY", most)
    chance = random.Random(seed)
    for batch in range(1, 6):
        load(log, batch, chance)
        plainly.check(log)
