"""What an older version has loaded is known again by this one, and what this one has loaded by a newer one
that knows more words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import plainly
import pytest
from importing import REPS, logged, rows
from sqlalchemy import Engine, text

from dashboard.imports.undoing import undo
from dashboard.log import rekeying, store, vocabulary
from dashboard.log.engine import migrate, reading, writing

# Until outcomes were left out of contents.
OLD = {
    "calls": (
        "rep_id", "at", "wall_clock", "outcome", "outcome_word", "list", "prospect", "account", "duration_s",
    ),
    "emails": ("rep_id", "at", "wall_clock", "outcome", "outcome_word", "list", "prospect", "account"),
    "meetings": (
        "rep_id", "booked_at", "booked_wall_clock", "starts_at", "starts_wall_clock", "channel", "outcome",
        "outcome_word", "ae", "prospect", "account",
    ),
}  # fmt: skip
# With and without ids, the same row twice, clock times and moments; words that are known and one that is not.
FILES = {
    "calls.csv": (
        "id,rep,at,outcome,duration_s,prospect,account\n"
        ",Bob,2026-11-03 09:00,connected,60,Ann,Acme\n,Bob,2026-11-03 09:00,connected,60,Ann,Acme\n"
        ",Bob,2026-11-03T10:00:00Z,Ringback,,Ben,\nc1,Bob,2026-11-03 11:00,Ringback,,Cy,Beta\n"
        "c2,Zoë O’Brien,2026-11-03 11:00,spoke,7,Di,\n"
    ),
    "emails.csv": (
        "rep,at,outcome,prospect,list\nBob,2026-11-03 09:10,reply,Ann,L1\nZoë O’Brien,2026-11-04,,Di,\n"
    ),
    "meetings.csv": (
        "id,rep,booked_at,starts_at,channel,outcome,prospect,account\n"
        ",Bob,2026-11-03 09:30,2026-11-05 10:00,phone,SAO,Ann,Acme\n"
        ",Bob,2026-11-03 09:40,2026-11-05 11:00,phone,held,Ben,Beta\n"
        "m1,Zoë O’Brien,,2026-11-06 11:00,fair,scheduled,Di,\n"
    ),
    "opportunities.csv": "id,account,accepted_at,amount\no1,Beta,2026-11-07,5\n",
}  # fmt: skip
# On 29 March and 24 April 2026 clocks there go forward: at 2:00, and at midnight.
SKIPPED = "rep,team,time_zone\nBob,North,Europe/Berlin\nMo,Nile,Africa/Cairo\n"
SKIPPING = {
    "emails.csv": (
        "rep,at,outcome\nBob,2026-03-29 02:30,reply\nBob,2026-03-29 03:00,reply\nBob,2026-10-25 02:30,\n"
        "Mo,2026-04-24,reply\nMo,2026-04-24,reply\nMo,2026-04-24 01:00,reply\nMo,2026-04-25,Ringback\n"
    ),
    "meetings.csv": (
        "id,rep,booked_at,starts_at\n,Mo,2026-04-24,2026-04-24\nm1,Bob,2026-03-29 02:10,2026-03-30 10:00\n"
    ),
}  # fmt: skip
CHANGED = "id,rep,at,outcome,duration_s,prospect,account\nc2,Zoë O’Brien,2026-11-03 11:00,voicemail,7,Di,\n"


def load_all(load) -> list[tuple[int, int, int]]:
    reports = [load(name, content) for name, content in FILES.items()]
    return [(report.new, report.changed, report.unchanged) for report in reports]


@pytest.fixture
def old(load, engine: Engine) -> Engine:
    """A log as an older version left it; the last file changed a call."""
    load("reps.csv", REPS)
    with as_then(engine):
        load_all(load)
        load("changed.csv", CHANGED, kind="calls")
    return engine


@contextmanager
def as_then(engine: Engine) -> Iterator[None]:
    """What is loaded is loaded by an older version."""
    with mock.patch.dict(store.CONTENT, OLD):
        yield
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM setting WHERE name = :name"), {"name": rekeying.NAME})


def test_rows_of_an_older_version_are_known_again(old: Engine, load) -> None:
    migrate(old)
    assert (report := load("changed.csv", CHANGED, kind="calls")) and report.unchanged == 1
    # But for what the last file had changed.
    assert [counts[:2] for counts in load_all(load)] == [(0, 1), (0, 0), (0, 0), (0, 0)]
    with reading(old) as connection:
        plainly.check(connection)


def test_the_log_is_what_this_version_would_have_made(old: Engine, load) -> None:
    before = logged(old)
    migrate(old)
    renewed = logged(old)
    # All rows go, and come again.
    with writing(old) as connection:
        for batch in range(6, 1, -1):
            undo(connection, batch, "Ann")
    assert rows(old, "SELECT count(*) FROM call") == [(0,)]
    load_all(load)
    load("changed.csv", CHANGED, kind="calls")
    with writing(old) as connection:
        for table in ("call", "email", "meeting", "opportunity"):
            connection.execute(text(f"UPDATE {table} SET batch_id = batch_id - 5"))
    assert logged(old) == renewed != before


def test_what_comes_back_of_an_older_version_is_known_again(old: Engine, load) -> None:
    migrate(old)
    with writing(old) as connection:
        undo(connection, 6, "Ann")
    assert load("calls.csv", FILES["calls.csv"]).unchanged == 5


def test_of_rows_alike_those_of_the_newer_file_go_with_it(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    head, calls = "rep,at,outcome\n", [f"Bob,2026-11-03 09:{minute:02},busy\n" for minute in range(20)]
    once, twice = head + "".join(calls), head + "".join(calls + calls)
    with as_then(engine):
        assert (load("calls.csv", once).new, load("calls2.csv", twice).new) == (20, 20)
    migrate(engine)
    with writing(engine) as connection:
        undo(connection, 3, "Ann")
    assert load("calls.csv", once).unchanged == 20


def test_rows_of_hours_that_were_skipped_are_known_again(load, engine: Engine) -> None:
    load("reps.csv", SKIPPED)
    with as_then(engine):
        new = [load(name, content).new for name, content in SKIPPING.items()]
    migrate(engine)
    assert [load(name, content).unchanged for name, content in SKIPPING.items()] == new == [7, 2]


def test_what_comes_back_of_a_skipped_hour_is_known_again(load, engine: Engine) -> None:
    load("reps.csv", SKIPPED)
    head = "id,rep,at,outcome\n"
    with as_then(engine):
        load("emails.csv", first := head + "e1,Mo,2026-04-24,reply\n")
        load("later.csv", head + "e1,Mo,2026-04-27,reply\n", kind="emails")
    migrate(engine)
    with writing(engine) as connection:
        undo(connection, 3, "Ann")
    assert load("emails.csv", first).unchanged == 1


def test_it_is_done_once(old: Engine, caplog: pytest.LogCaptureFixture) -> None:
    migrate(old)
    # Who starts the app is told why it takes a while.
    assert "brought up to date, once" in caplog.text
    caplog.clear()
    with writing(old) as connection:
        connection.execute(text("UPDATE call SET content = 1"))
    migrate(old)
    assert not caplog.text
    assert rows(old, "SELECT DISTINCT content FROM call") == [(1,)]


def test_a_newer_version_that_knows_more_words_knows_the_rows_again(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load_all(load)
    with (
        mock.patch.dict(vocabulary.OUTCOMES["calls"], {"ringback": "connected"}),
        mock.patch.object(vocabulary, "fingerprint", return_value="newer"),
    ):
        migrate(engine)
        assert [counts[:2] for counts in load_all(load)] == [(0, 0)] * 4
        count = "SELECT count(*) FROM call WHERE outcome_word = 'Ringback' AND outcome = 'connected'"
        assert rows(engine, count) == [(2,)]
