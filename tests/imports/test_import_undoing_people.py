"""Files of who people are and what is planned for them are taken back whole, and nothing that rests on them
is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from depth import draws, first
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing import REPS, contents, rows, saved
from sqlalchemy import Engine

from dashboard.imports import strangers
from dashboard.imports.loading import load_file
from dashboard.imports.problem import ImportProblem
from dashboard.imports.strangers import Answer
from dashboard.imports.undoing import undo, undoable
from dashboard.log import plans, remapping, sessions
from dashboard.log.engine import make_engine, writing
from dashboard.log.scope import Scope
from dashboard.log.sessions import OneToOne

BATCHES = "SELECT * FROM import_batch ORDER BY id"
NOW = datetime(2026, 11, 10, tzinfo=UTC)
CALLS = (
    "id,rep,at,outcome,duration_s\n1,Bob,2026-11-03 09:00,connected,9\n2,Eve,2026-11-03 09:00,chatted,9\n"
    "3,Eve,2026-11-04 23:30,busy,9\n4,005A,2026-11-03 09:00,connected,9\n"
)
BARE = re.sub("(?m)^(id|[0-9]),", "", CALLS)
MEETINGS = "id,rep,booked_at,starts_at,outcome,account\nm1,Eve,2026-11-03 09:30,2026-11-05,accepted,Acme\n"
QUOTAS = "rep,team,metric,period,target\nBob,,saos,2026-11,{}\nEve,,saos,2026-11,3\n,South,saos,2026-11,9\n"
DAYS_OFF = "rep,first_day,last_day\nBob,2026-11-20,2026-11-24\nEve,2026-11-20,\n"
EVE = "rep,email,team,time_zone,started_on\nEve,eve@x.io,South,America/New_York,2026-01-05\n"


def whole(engine: Engine) -> dict[str, list[tuple]]:
    """All that is in the database, but versions and the record of the files."""
    without = ("import_batch", "log_version")
    return {name: found for name, found in contents(engine).items() if name not in without}


def take_back(engine: Engine, batch_id: int | None = None) -> str:
    batch_id = batch_id or rows(engine, "SELECT max(id) FROM import_batch")[0][0]
    with writing(engine) as connection:
        return undo(connection, batch_id, "Ann").sentence()


def refused(engine: Engine, batch_id: int) -> str:
    """Why a file cannot be undone; nothing is changed by trying."""
    before = contents(engine)
    with pytest.raises(ImportProblem) as problem:
        take_back(engine, batch_id)
    assert contents(engine) == before
    return str(problem.value)


def reconciles(engine: Engine) -> None:
    """Every file adds up, and the rows that are kept are those that are counted."""
    sums = "read = new + changed + unchanged + rejected + unknown + aside"
    assert rows(engine, f"SELECT id FROM import_batch WHERE NOT ({sums})") == []
    kept = "(SELECT count(*) FROM rejected_row WHERE batch_id = import_batch.id AND fate <> 'counted')"
    wrong = f"undone_at IS NULL AND {kept} <> rejected + unknown + aside"
    assert rows(engine, f"SELECT id FROM import_batch WHERE {wrong}") == []


# By kind: what there is before, and the file that is undone.
FILES = {
    "reps that are new": ([("calls.csv", CALLS), ("meetings.csv", MEETINGS)], ("reps.csv", EVE)),
    "reps without ids of calls": ([("calls.csv", BARE)], ("reps.csv", EVE)),
    "somebody of the same name": (
        [("calls.csv", CALLS), ("reps.csv", EVE)], ("reps.csv", "rep,email,team\nEve,eve@y.io,North\n")
    ),
    "reps whose rows a newer file gave to others": (
        [("calls.csv", CALLS), ("later.csv", CALLS.replace("Eve", "Di"))], ("reps.csv", EVE)
    ),
    "reps for whom plans wait": (
        [("quotas.csv", QUOTAS.format(5)), ("days_off.csv", DAYS_OFF), ("calls.csv", CALLS),
         ("holidays.csv", "team,day\nSouth,2026-12-24\nNorth,2026-12-24\n"),
         ("expectations.csv", "team,metric,per_day\nSouth,calls,60\n")],
        ("reps.csv", EVE),
    ),
    "reps who move": (
        [("calls.csv", CALLS)],
        ("reps.csv", "rep,email,team,started_on,time_zone\nBobby,bob@x.io,West,2025-01-01,Asia/Tokyo\n"),
    ),
    "a team elsewhere": ([("calls.csv", CALLS)], ("reps.csv", REPS.replace("Europe/Berlin", "Asia/Tokyo"))),
    "who stands behind an id": (
        [("calls.csv", CALLS)], ("people.csv", "id,name,email,role\n005A,Bob,bob@x.io,\nEve,,,ae\n")
    ),
    "who is an AE no more": (
        [("people.csv", "id,name,role\n005A,Bob,ae\n"), ("calls.csv", CALLS)],
        ("people.csv", "id,name,email,role\n005A,Bob,bob@x.io,\n"),
    ),
    "who is an AE no more, and not known": (
        [("people.csv", "id,name,role\n005A,Al,ae\n"), ("calls.csv", CALLS)],
        ("people.csv", "id,name,role\n005A,Al,\n"),
    ),
    "what words mean": (
        [("outcomes.csv", "kind,word,outcome\ncalls,busy,voicemail\n"),
         ("calls.csv", CALLS.replace("Eve", "Bob"))],
        ("outcomes.csv", "kind,word,outcome\ncalls,chatted,connected\ncalls,busy,gatekeeper\n"),
    ),
    "targets": (
        [("quotas.csv", QUOTAS.format(5))], ("quotas.csv", QUOTAS.format(8).replace("Eve", "zoe@x.io"))
    ),
    "whose target and day off stand there twice": (
        [("quotas.csv", QUOTAS.format(5)), ("days_off.csv", DAYS_OFF)],
        ("people.csv", "id,name,email\nEve,Bob,bob@x.io\n"),
    ),
    "expectations": (
        [("expectations.csv", "team,metric,per_day\nNorth,calls,60\n")],
        ("expectations.csv", "team,metric,per_day\nNorth,calls,70\nNorth,emails,20\n"),
    ),
    "holidays": (
        [("holidays.csv", "team,day,name\nNorth,2026-12-24,Eve\n")],
        ("holidays.csv", "team,day,name,open\nNorth,2026-12-24,,yes\nNorth,2026-12-31,Eve,\n"),
    ),
    "days off": ([("days_off.csv", DAYS_OFF)], ("days_off.csv", DAYS_OFF.replace("-24", "-27"))),
    "meetings that deals waited for": (
        [("old.csv", "id,rep,accepted_at,amount\no1,Bob,2026-11-02,1\n"),
         ("deals.csv", "id,meeting_id,accepted_at,amount\no1,m1,2026-11-05,7\no2,m1,2026-11-05,7\n")],
        ("meetings.csv", MEETINGS.replace("Eve", "zoe@x.io")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_all_is_as_before_a_file_that_is_undone(load, engine: Engine, name: str) -> None:
    earlier, last = FILES[name]
    load("reps.csv", REPS)
    for file in earlier:
        load(*file)
    before, batches = whole(engine), rows(engine, BATCHES)
    load(*last)
    assert whole(engine) != before
    reconciles(engine)
    assert "is undone" in take_back(engine)
    assert whole(engine) == before
    assert rows(engine, BATCHES)[:-1] == batches
    reconciles(engine)
    # It is as though it had never come.
    load(*last)
    take_back(engine)
    assert whole(engine) == before


EVERY_FILE = sorted({file for earlier, last in FILES.values() for file in (*earlier, last)} | {
    ("reps.csv", REPS), ("reps.csv", REPS + EVE.splitlines()[1] + "\n"),
    ("reps.csv", "rep,team,started_on,ended_on\nBob,North,2025-01-01,2026-11-03\nBob,South,2026-11-04,\n"),
    ("reps.csv", "rep,email,team\nEve,eve@y.io,North\n005A,,North\n"),
    ("people.csv", "id,name,email,role\nEve,Bob,bob@x.io,\n005A,Eve,eve@x.io,\nBob,,,ae\n"),
    ("later.csv", BARE.replace("Bob", "eve@x.io")), ("later.csv", CALLS.replace("2,Eve", "2,Bob")),
    ("later.csv", CALLS.replace("1,Bob", "1,Eve")), ("meetings.csv", MEETINGS.replace("Eve", "Bob")),
    ("deals.csv", "id,rep,account,accepted_at,amount\no1,,Acme,2026-11-09,4\no3,Eve,Acme,2026-11-09,4\n"),
})  # fmt: skip


def apart_from_names(engine: Engine) -> dict[str, list]:
    """All that is in the database; a row that waits may be told with the name that stands behind its id by
    now."""
    found = dict(whole(engine))
    for name in ("rejected_row", "went_in_row"):
        found[name] = sorted(re.sub("No rep “.*?” is", "No rep is", repr(row)) for row in found[name])
    return found


@settings(max_examples=draws(6, 200), suppress_health_check=list(HealthCheck), deadline=None)
@given(files=st.lists(st.sampled_from(EVERY_FILE), min_size=2, max_size=8), staffed=st.booleans())
def test_files_of_all_kinds_undone_one_after_the_other_leave_all_as_it_was(
    migrated_sqlite: Path,
    tmp_path_factory: pytest.TempPathFactory,
    files: list[tuple[str, str]],
    staffed: bool,
) -> None:
    folder = tmp_path_factory.mktemp("undone")
    engine = make_engine(f"sqlite:///{shutil.copy(migrated_sqlite, folder / 'log.db')}")
    states = []
    for number, (name, content) in enumerate([("reps.csv", REPS), *files] if staffed else files):
        state = apart_from_names(engine), rows(engine, BATCHES)
        try:
            load_file(engine, saved(folder, f"{number}-{name}", content))
        except ImportProblem:
            # A file of which no row can be read changes nothing.
            assert (apart_from_names(engine), rows(engine, BATCHES)) == state
        else:
            states.append(state)
            reconciles(engine)
    for batch_id in range(len(states), 0, -1):
        take_back(engine, batch_id)
        found = apart_from_names(engine), rows(engine, BATCHES)[: batch_id - 1]
        assert found == states[batch_id - 1]
        reconciles(engine)
    engine.dispose()


def test_all_is_as_before_on_postgresql_too(migrated_postgres: Callable[..., Engine], tmp_path: Path) -> None:
    engine = migrated_postgres()
    some = first(5, list(FILES.values()))
    files = [("reps.csv", REPS), *(file for earlier, last in some for file in (*earlier, last))]
    states = []
    for number, (name, content) in enumerate(files, 1):
        states.append(whole(engine))
        load_file(engine, saved(tmp_path, f"{number}-{name}", content))
    for number in range(len(files), 0, -1):
        take_back(engine, number)
        assert whole(engine) == states[number - 1], files[number - 1]
        reconciles(engine)
    engine.dispose()


def test_rows_that_a_file_let_in_are_said_to_wait_again(load, engine: Engine) -> None:
    load("calls.csv", CALLS)
    load("reps.csv", EVE)
    said = "reps.csv is undone: 3 rows left the log; 2 rows of other files wait again."
    assert take_back(engine) == said
    assert rows(engine, "SELECT new, unknown FROM import_batch WHERE kind = 'calls'") == [(0, 4)]


def test_rows_that_waited_wait_again_whatever_has_named_their_rep_since(load, engine: Engine) -> None:
    load("calls.csv", CALLS)
    waiting = rows(engine, "SELECT * FROM rejected_row ORDER BY 2")
    load("reps.csv", EVE)
    load("people.csv", "id,name,email\n005A,Eve,eve@x.io\n")
    assert rows(engine, "SELECT count(*) FROM call") == [(3,)]
    assert "; 3 rows of other files wait again" in take_back(engine, 2)
    assert rows(engine, "SELECT * FROM rejected_row ORDER BY 2") == waiting
    load("reps.csv", EVE)
    assert rows(engine, "SELECT count(*) FROM call") == [(3,)]
    reconciles(engine)


def test_rows_of_later_files_are_undone_first(load, engine: Engine) -> None:
    load("reps.csv", EVE)
    load("calls.csv", CALLS)
    load("quotas.csv", QUOTAS.format(5))
    assert refused(engine, 1) == (
        "reps.csv cannot be taken back before what rests on it: undo calls.csv first."
    )
    take_back(engine, 2)
    assert "undo quotas.csv first" in refused(engine, 1)
    take_back(engine, 3)
    take_back(engine, 1)
    assert all(
        not found for name, found in whole(engine).items() if name not in ("alembic_version", "setting")
    )


def test_of_one_kind_the_newest_file_is_undone_first(load, engine: Engine) -> None:
    load("first.csv", EVE)
    load("second.csv", EVE + "Bob,,South,,\n")
    with writing(engine) as connection:
        assert undoable(connection)["file_name"].tolist() == ["second.csv"]
    assert "undo second.csv first" in refused(engine, 1)


def by_hand(engine: Engine, what: str) -> None:
    """Something that somebody does about Eve."""
    (eve,), (south,) = (rows(engine, f"SELECT id FROM {one}")[0] for one in ("rep", "team"))
    everything = Scope.all()
    with writing(engine) as connection:
        if what == "target":
            plans.set_target(everything, connection, "saos", "2026-11", 4, rep_id=eve)
        if what == "days off":
            plans.add_days_off(everything, connection, eve, date(2026, 11, 9), date(2026, 11, 9))
        if what == "calendar days":
            plans.set_calendar_day(everything, connection, south, date(2026, 11, 9), False)
        if what == "was changed by hand":
            plans.set_country(everything, connection, south, "DE-BY")
        if what == "1:1s":
            about = OneToOne(eve, date(2026, 11, 9), "Mo")
            sessions.save_note(everything, connection, about, "Well done.", 0, NOW)
        if what == "is the same as Eve":
            strangers.settle(connection, {"bob": Answer(rep="eve@x.io")}, None)
        if what == "somebody in a seat":
            strangers.settle(connection, {"bob": Answer(team="South")}, None)


@pytest.mark.parametrize(
    "what",
    [
        "target",
        "days off",
        "calendar days",
        "was changed by hand",
        "1:1s",
        "is the same as Eve",
        "somebody in a seat",
    ],
)
def test_what_somebody_did_about_a_rep_is_never_lost(load, engine: Engine, what: str) -> None:
    load("calls.csv", CALLS)
    load("reps.csv", EVE)
    by_hand(engine, what)
    why = refused(engine, 2)
    assert what in why and why.startswith("reps.csv cannot be taken back") and why.endswith(".")


def test_a_target_that_was_taken_away_again_is_no_reason(load, engine: Engine) -> None:
    load("reps.csv", EVE)
    with writing(engine) as connection:
        for target in (4, None):
            plans.set_target(Scope.all(), connection, "saos", "2026-11", target, rep_id=1)
    take_back(engine)
    assert rows(engine, "SELECT count(*) FROM rep") == rows(engine, "SELECT count(*) FROM quota") == [(0,)]


def test_what_was_said_by_hand_since_stays_as_it_is(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("quotas.csv", QUOTAS.format(5))
    load("quotas.csv", QUOTAS.format(8))
    load("holidays.csv", "team,day\nNorth,2026-12-24\nNorth,2026-12-31\n")
    load("outcomes.csv", "kind,word,outcome\ncalls,busy,voicemail\n")
    load("people.csv", "id,name,role\nEve,,ae\n")
    load("days_off.csv", "rep,first_day\nBob,2026-11-20\n")
    everything = Scope.all()
    with writing(engine) as connection:
        bob = rows(engine, "SELECT id FROM rep WHERE name = 'Bob'")[0][0]
        plans.set_target(everything, connection, "saos", "2026-11", 10, rep_id=bob)
        plans.set_calendar_day(everything, connection, 1, date(2026, 12, 24), True, "Open")
        plans.set_calendar_day(everything, connection, 1, date(2026, 12, 31), None)
        plans.remove_days_off(everything, connection, bob, date(2026, 11, 20), date(2026, 11, 20))
        remapping.decide(everything, connection, {("calls", "busy"): "gatekeeper"}, NOW)
        strangers.settle(connection, {"eve": Answer(role="ignored")}, None)
    for batch_id in (7, 6, 5, 4, 3):
        take_back(engine, batch_id)
    assert rows(engine, "SELECT target, said FROM quota") == [(10.0, 5.0)]
    take_back(engine, 2)
    assert rows(engine, "SELECT target, said FROM quota") == [(10.0, None)]
    assert rows(engine, "SELECT day, works, name FROM calendar_day") == [("2026-12-24", 1, "Open")]
    assert rows(engine, "SELECT word, outcome, by_hand FROM outcome_word") == [("busy", "gatekeeper", 1)]
    assert rows(engine, "SELECT word, role FROM identity") == [("eve", "ignored")]
    assert rows(engine, "SELECT count(*) FROM day_off") == [(0,)]
    assert rows(engine, "SELECT count(*) FROM replaced_row WHERE batch_id > 1") == [(0,)]


def test_a_file_that_replaced_what_another_said_hands_it_on(load, engine: Engine) -> None:
    load("people.csv", "id,name,email\n005A,Ann,ann@x.io\n")
    load("User.csv", "Id,Username,FirstName,LastName,Email,IsActive\n005A,ann,Ann,Lee,ann@y.io,1\n")
    said = rows(engine, "SELECT name, email FROM identity")
    take_back(engine, 1)
    assert rows(engine, "SELECT name, email FROM identity") == said != [("Ann", "ann@x.io")]
    take_back(engine, 2)
    assert rows(engine, "SELECT count(*) FROM identity") == [(0,)]


def test_files_with_rows_of_those_whom_a_file_names_are_undone_first(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("people.csv", "id,name,email\n005A,Bob,bob@x.io\n005B,Al,al@x.io\n")
    load("calls.csv", CALLS)
    assert "undo calls.csv first" in refused(engine, 2)
    take_back(engine, 3)
    take_back(engine, 2)


def test_who_is_no_ae_by_a_newer_file_is_asked_about(load, engine: Engine) -> None:
    load("people.csv", "id,name,role\n005A,Al,ae\n")
    load("calls.csv", CALLS)
    counts = "SELECT unknown, aside FROM import_batch WHERE kind = 'calls'"
    assert rows(engine, counts) == [(3, 1)]
    # A file without roles says nothing of them.
    load("users.csv", "id,name,email\n005A,Al,al@x.io\n")
    assert rows(engine, counts) == [(3, 1)]
    load("people.csv", "id,name,role\n005A,Al,\n")
    assert rows(engine, counts) == [(4, 0)]


def test_files_that_name_people_otherwise_are_undone_first(load, engine: Engine) -> None:
    load("calls.csv", CALLS)
    load("reps.csv", EVE)
    load("people.csv", "id,name,role\nEve,,ae\n")
    assert "undo people.csv first" in refused(engine, 2)
    take_back(engine, 3)
    take_back(engine, 2)


def test_files_of_older_versions_are_not_undone(load, engine: Engine) -> None:
    load("reps.csv", EVE)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE import_batch SET undoable = false")
        assert undoable(connection).empty
    assert "by an older version" in refused(engine, 1)
