"""What was agreed in 1:1s is kept: nobody undoes what somebody else wrote, and nobody writes about a rep
who is not theirs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import logged
import pandas as pd
import pytest
from sqlalchemy import Connection, Engine

from dashboard.log import people, sessions, version
from dashboard.log.engine import DatabaseProblem, jotting, make_engine, reading, writing
from dashboard.log.scope import Scope
from dashboard.log.sessions import Note, OneToOne, OutOfScope, Stored

ALL = Scope.all()
DAY, NOW = date(2026, 11, 19), datetime(2026, 11, 19, 14, 2, tzinfo=UTC)
SAM, KATE = OneToOne(1, DAY, "Maria"), OneToOne(2, DAY)


@pytest.fixture
def log(engine: Engine) -> Engine:
    """A log with Sam of team 1 and Kate of team 2."""
    with writing(engine) as connection:
        people.save_reps(connection, logged.reps(("Sam", "North", "UTC"), ("Kate", "South", "UTC")))
    return engine


def saved(engine: Engine, words: str, seen: int, about: OneToOne = SAM, scope: Scope = ALL) -> Stored:
    with jotting(engine) as connection:
        return sessions.save_note(scope, connection, about, words, seen, NOW)


def focused(engine: Engine, focus: str, seen: str) -> Stored:
    with jotting(engine) as connection:
        return sessions.save_focus(ALL, connection, SAM, focus, seen, NOW)


def added(engine: Engine, words: str, due: date | None = None, about: OneToOne = SAM) -> int:
    with jotting(engine) as connection:
        return sessions.add_action(ALL, connection, about, words, due, NOW)


def does(engine: Engine, what: Callable, *values):
    with jotting(engine) as connection:
        return what(ALL, connection, 1, *values)


def kept(engine: Engine, scope: Scope = ALL, **of) -> pd.DataFrame:
    with reading(engine) as connection:
        return sessions.sessions(scope, connection, **of)


def to_do(engine: Engine, scope: Scope = ALL, **of) -> pd.DataFrame:
    with reading(engine) as connection:
        return sessions.actions(scope, connection, **of)


def test_a_note_and_a_focus_are_kept(log: Engine) -> None:
    assert saved(log, "Asks too late.", 0) == Stored(True, Note("Asks too late.", 1, NOW))
    assert focused(log, "connected_to_meeting", "") == Stored(True, "connected_to_meeting")
    row = kept(log).iloc[0]
    assert (row["rep_id"], row["day"], row["author"]) == (1, pd.Timestamp(DAY), "Maria")
    assert (row["focus"], row["note"], row["revision"]) == ("connected_to_meeting", "Asks too late.", 1)
    assert row["created_at"] == row["changed_at"] == pd.Timestamp(NOW)


def test_there_is_one_session_a_rep_and_day_the_latest_first(log: Engine) -> None:
    for days, words in ((7, "a week ago"), (0, "today"), (14, "before")):
        saved(log, words, 0, OneToOne(1, DAY - timedelta(days=days)))
    saved(log, "today, again", 1)
    saved(log, "Kate's", 0, KATE)
    mine = kept(log, ALL.narrowed(rep=1))
    assert mine["note"].tolist() == ["today, again", "a week ago", "before"]
    assert kept(log, day=DAY)["note"].tolist() == ["today, again", "Kate's"]
    assert mine["id"].is_unique


def test_the_later_writer_of_a_note_is_told_and_nothing_is_overwritten(log: Engine) -> None:
    saved(log, "first", 0)
    assert saved(log, "hers", 1).done
    assert saved(log, "his", 1) == Stored(False, Note("hers", 2, NOW))
    assert kept(log)["note"].tolist() == ["hers"]
    assert saved(log, "hers\n\nhis", 2).done


def test_the_same_words_again_are_done_already(log: Engine) -> None:
    saved(log, "words", 0)
    assert saved(log, "words", 0) == Stored(True, Note("words", 1, NOW))


def test_a_focus_is_compared_with_the_one_that_was_seen(log: Engine) -> None:
    focused(log, "saos", "")
    saved(log, "a note in between is another thing", 0)
    assert focused(log, "held_rate", "") == Stored(False, "saos")
    assert focused(log, "saos", "held_rate").done
    assert focused(log, "held_rate", "saos").done
    assert saved(log, "more", 1).done


def test_what_no_database_takes_is_left_out(log: Engine) -> None:
    assert saved(log, "a\0b \ud83d 👍 ’", 0).done
    assert kept(log)["note"].tolist() == ["ab ? 👍 ’"]


def test_actions_stay_in_their_order(log: Engine) -> None:
    added(log, "Call later", date(2026, 11, 24))
    added(log, "Role play", None)
    found = to_do(log)
    assert found["words"].tolist() == ["Call later", "Role play"]
    assert found["due"].iloc[0] == pd.Timestamp(2026, 11, 24) and pd.isna(found["due"].iloc[1])
    assert to_do(log, session_ids=kept(log)["id"])["words"].tolist() == ["Call later", "Role play"]
    assert to_do(log, session_ids=[]).empty


def test_an_action_that_was_changed_meanwhile_is_not_overwritten(log: Engine) -> None:
    key, due = added(log, "Call later"), date(2026, 11, 24)
    assert does(log, sessions.change_action, key, ("Call at 4", due), ("Call later", None)).done
    told = does(log, sessions.change_action, key, ("Call at 5", None), ("Call later", None))
    assert told == Stored(False, ("Call at 4", due))
    assert does(log, sessions.remove_action, key, ("Call later", None), NOW) == told
    assert to_do(log)["words"].tolist() == ["Call at 4"]


def test_the_words_and_the_due_day_of_an_action_are_two_things(log: Engine) -> None:
    key, due = added(log, "Call later"), date(2026, 11, 24)
    assert does(log, sessions.change_action, key, ("Call later", due), ("Call later", None)).done
    both = does(log, sessions.change_action, key, ("Call at 4", None), ("Call later", None))
    assert both == Stored(True, ("Call at 4", due))
    assert to_do(log)[["words", "due"]].values.tolist() == [["Call at 4", pd.Timestamp(due)]]


def test_an_action_that_was_taken_out_can_be_put_back(log: Engine) -> None:
    key = added(log, "Call later")
    assert does(log, sessions.remove_action, key, ("Call later", None), NOW).done
    assert to_do(log).empty
    told = does(log, sessions.change_action, key, ("Call at 5", None), ("Call later", None))
    assert told == Stored(False, None)
    assert to_do(log, removed=True)["words"].tolist() == ["Call later"]
    does(log, sessions.put_back, key)
    assert to_do(log)["words"].tolist() == ["Call later"]


def test_a_tick_is_in_nobody_s_way(log: Engine) -> None:
    saved(log, "half a sen", 0)
    key = added(log, "Call later")
    does(log, sessions.tick, key, DAY)
    assert to_do(log)["done_on"].tolist() == [pd.Timestamp(DAY)]
    assert saved(log, "half a sentence", 1).done
    assert does(log, sessions.change_action, key, ("Call at 4", None), ("Call later", None)).done
    does(log, sessions.tick, key, None)
    assert to_do(log)["done_on"].isna().all()


def test_a_rep_outside_the_scope_is_neither_read_nor_written(log: Engine) -> None:
    saved(log, "Kate's", 0, KATE)
    key = added(log, "Kate's too", about=KATE)
    for scope in (Scope(), Scope(teams=(1,)), Scope(reps=(1,)), ALL.narrowed(rep=1)):
        assert kept(log, scope).empty and to_do(log, scope).empty
        with pytest.raises(OutOfScope), jotting(log) as connection:
            sessions.save_note(scope, connection, KATE, "mine", 1, NOW)
        with pytest.raises(OutOfScope), jotting(log) as connection:
            sessions.tick(scope, connection, 2, key, DAY)
    with pytest.raises(OutOfScope):
        saved(log, "of nobody", 0, OneToOne(99, DAY))
    mine = Scope(teams=(2,))
    assert saved(log, "more", 1, KATE, mine).done
    assert kept(log, mine)["note"].tolist() == ["more"]
    # The id of somebody else's action is of no use beside one's own rep.
    does(log, sessions.tick, key, DAY)
    assert to_do(log)["done_on"].isna().all()


def test_notes_leave_the_version_of_the_log_as_it_is(log: Engine) -> None:
    with reading(log) as connection:
        before = version.current(connection)
    saved(log, "words", 0)
    added(log, "Call later")
    with reading(log) as connection:
        assert version.current(connection) == before


def test_of_many_writers_at_once_nobody_is_lost(log: Engine) -> None:
    start = Barrier(6)

    def write(name: int) -> None:
        start.wait(20)
        for number in range(5):
            line, seen = f"{name}.{number}", Note()
            while not (stored := saved(log, f"{seen.words} {line}", seen.revision)).done:
                seen = stored.value
            added(log, line)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    lines = sorted(f"{name}.{number}" for name in range(6) for number in range(5))
    assert sorted(kept(log)["note"].iloc[0].split()) == lines
    assert sorted(to_do(log)["words"]) == lines
    assert to_do(log)["position"].tolist() == list(range(1, 31))
    assert kept(log)["revision"].tolist() == [30]


# SQLite has one writer at a time: the test after this one says what it does.
@pytest.mark.parametrize("backend", ["postgresql"])
def test_on_postgresql_a_note_does_not_wait_for_an_import(log: Engine) -> None:
    with writing(log), ThreadPoolExecutor(1) as pool:
        assert pool.submit(saved, log, "meanwhile", 0).result(20).done


def test_on_sqlite_a_note_is_told_soon_that_an_import_is_at_work(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'log.db')}"
    first, second = make_engine(url), make_engine(url)
    with writing(first), pytest.raises(DatabaseProblem, match="Another import"), jotting(second):
        pass
    with jotting(second) as connection:
        assert busy_timeout(connection) == 2_000
    with writing(second) as connection:
        assert busy_timeout(connection) == 30_000
    first.dispose()
    second.dispose()


def busy_timeout(connection: Connection) -> int:
    return connection.connection.driver_connection.execute("PRAGMA busy_timeout").fetchone()[0]
