"""People whom nobody has named yet: their rows wait, and go in once somebody says who they are."""

from __future__ import annotations

import pytest
from importing import REPS, logged, rows
from sqlalchemy import Engine

from dashboard.imports import strangers
from dashboard.imports.problem import ImportProblem
from dashboard.imports.strangers import Answer
from dashboard.imports.undoing import undo
from dashboard.log.engine import reading, writing

CALLS = (
    "id,rep,at,outcome,duration_s\n"
    "1,Bob,2026-11-03 09:00,connected,9\n2,K. Lind,2026-11-03 09:00,connected,9\n"
    "3,K. Lind,2026-11-04 09:00,busy,9\n"
    "4,Al Exec,2026-11-03 09:00,connected,9\n"
)
CALLED = "SELECT name, count(*) FROM call JOIN rep ON rep.id = rep_id GROUP BY name ORDER BY name"
COUNTS = "SELECT read, new, rejected, unknown, aside FROM import_batch WHERE kind = 'calls'"


@pytest.fixture
def waiting(load, engine: Engine) -> Engine:
    """A log in which the calls of two strangers wait."""
    load("reps.csv", REPS)
    load("calls.csv", CALLS)
    return engine


def settled(engine: Engine, **answers: Answer) -> dict[str, int]:
    said = {word.replace("_", " ").replace("K ", "k. "): answer for word, answer in answers.items()}
    with writing(engine) as connection:
        return strangers.settle(connection, said, "Europe/Berlin")


def test_strangers_are_named_with_their_rows(waiting: Engine) -> None:
    with reading(waiting) as connection:
        found = strangers.strangers(connection)
    assert found.to_numpy().tolist() == [
        ["k. lind", "K. Lind", 1, 2, {"calls": 2}],
        ["al exec", "Al Exec", 1, 1, {"calls": 1}],
    ]
    assert rows(waiting, COUNTS) == [(4, 1, 0, 3, 0)]


def test_a_new_sdr_of_a_known_team_has_their_rows(waiting: Engine) -> None:
    assert settled(waiting, K_lind=Answer(team="North")) == {"calls": 2}
    assert rows(waiting, CALLED) == [("Bob", 1), ("K. Lind", 2)]
    assert rows(waiting, COUNTS) == [(4, 3, 0, 1, 0)]
    assert rows(waiting, "SELECT count(*), max(time_zone) FROM team") == [(1, "Europe/Berlin")]


def test_who_is_the_same_as_a_rep_has_their_rows_with_them(waiting: Engine, load) -> None:
    assert settled(waiting, K_lind=Answer(rep="bob@x.io")) == {"calls": 2}
    assert rows(waiting, CALLED) == [("Bob", 3)]
    # And from now on.
    later = load("later.csv", "id,rep,at,duration_s\n9,K. LIND,2026-11-05 09:00,1\n")
    assert (later.new, later.unknown) == (1, 0)
    # The same file again meets its own rows.
    assert load("calls.csv", CALLS).unchanged == 3


def test_who_is_not_counted_is_set_aside_and_taken_back(waiting: Engine, load) -> None:
    assert settled(waiting, al_exec=Answer(role="ae")) == {}
    assert rows(waiting, COUNTS) == [(4, 1, 0, 2, 1)]
    assert load("more.csv", "id,rep,at,duration_s\n8,Al Exec,2026-11-05,1\n", kind="calls").aside == 1
    with reading(waiting) as connection:
        aside = strangers.said(connection)
    assert aside.to_numpy().tolist() == [["al exec", "Al Exec", "ae", 2]]
    with writing(waiting) as connection:
        strangers.take_back(connection, "al exec")
    assert rows(waiting, COUNTS)[0] == (4, 1, 0, 3, 0)
    assert settled(waiting, al_exec=Answer(team="North")) == {"calls": 2}


def test_a_new_sdr_is_taken_back_with_all_rows(waiting: Engine, load) -> None:
    before, kept = logged(waiting), rows(waiting, "SELECT * FROM rejected_row ORDER BY 2")
    assert settled(waiting, K_lind=Answer(team="West"), al_exec=Answer(team="North")) == {"calls": 3}
    with writing(waiting) as connection:
        assert sorted(strangers.said(connection).to_numpy().tolist()) == [
            ["al exec", "Al Exec", "new", 1], ["k. lind", "K. Lind", "new", 2],
        ]  # fmt: skip
        strangers.take_back(connection, "k. lind")
        strangers.take_back(connection, "al exec")
    assert logged(waiting) == before
    assert rows(waiting, "SELECT * FROM rejected_row ORDER BY 2") == kept
    assert rows(waiting, COUNTS) == [(4, 1, 0, 3, 0)]
    assert settled(waiting, K_lind=Answer(role="ae"), al_exec=Answer(rep="Bob")) == {"calls": 1}


def test_of_two_words_for_a_new_sdr_both_are_taken_back(load, engine: Engine) -> None:
    load("people.csv", "id,name,email\n005A,Ann Lee,ann@x.io\n005B,Ann Lee,ann@x.io\n", kind="people")
    load("calls.csv", "id,rep,at,duration_s\n1,005a,2026-11-03 09:00,9\n2,005b,2026-11-03 09:00,9\n")
    before = logged(engine)
    answer = Answer(team="North")
    assert settled(engine, **{"005a": answer, "005b": answer}) == {"calls": 2}
    with writing(engine) as connection:
        strangers.take_back(connection, "005b")
        assert strangers.said(connection).empty
    assert logged(engine) == before
    assert rows(engine, COUNTS) == [(2, 0, 0, 2, 0)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("later.csv", "id,rep,at,duration_s\n9,K. Lind,2026-11-05 09:00,1\n"),
        ("quotas.csv", "rep,metric,period,target\nK. Lind,saos,2026-11,3\n"),
        ("days_off.csv", "rep,first_day\nK. Lind,2026-11-20\n"),
        ("reps.csv", "rep,email,team\nK. Lind,kate@x.io,North\n"),
    ],
)
def test_files_that_came_since_with_a_new_sdr_are_undone_first(
    waiting: Engine, load, name: str, content: str
) -> None:
    before = logged(waiting)
    settled(waiting, K_lind=Answer(team="North"))
    load(name, content)
    why = f"“K. Lind” cannot be taken back .*: undo {name} first"
    with pytest.raises(ImportProblem, match=why), writing(waiting) as connection:
        strangers.take_back(connection, "k. lind")
    with writing(waiting) as connection:
        undo(connection, 3, "Ann")
        strangers.take_back(connection, "k. lind")
    assert logged(waiting) == before


def test_targets_and_days_off_that_waited_go_with_a_new_sdr(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("quotas.csv", "rep,metric,period,target\nBob,saos,2026-11,3\nEve,saos,2026-11,4\n")
    load("days_off.csv", "rep,first_day\nEve,2026-11-20\nBob,2026-11-20\n")
    before = logged(engine)
    assert settled(engine, eve=Answer(team="North")) == {"quotas": 1, "days_off": 1}
    with writing(engine) as connection:
        strangers.take_back(connection, "eve")
    assert logged(engine) == before
    assert rows(engine, "SELECT new, unknown FROM import_batch WHERE id > 1") == [(1, 1), (1, 1)]


def test_a_team_that_is_there_keeps_its_zone_however_it_is_written(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("calls.csv", CALLS)
    with writing(engine) as connection:
        strangers.settle(connection, {"k. lind": Answer(team="north ")}, "Asia/Tokyo")
    assert rows(engine, "SELECT name, time_zone FROM team") == [("North", "Europe/Berlin")]


def test_a_new_sdr_is_nobody_who_has_the_same_name(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("User.csv", "Id,Username,FirstName,LastName,Email,IsActive\n005B,b,,Bob,bob2@x.io,1\n")
    load("calls.csv", CALLS.replace("K. Lind", "005B"))
    assert settled(engine, **{"005b": Answer(team="North")}) == {"calls": 2}
    called = "SELECT email, count(*) FROM call JOIN rep ON rep.id = rep_id GROUP BY email ORDER BY email"
    assert rows(engine, called) == [("bob2@x.io", 2), ("bob@x.io", 1)]


def test_somebody_may_be_called_as_a_team_is(load, engine: Engine) -> None:
    load("calls.csv", CALLS.replace("K. Lind", "team:West"))
    with reading(engine) as connection:
        assert "team:west" in set(strangers.strangers(connection)["word"])


def test_a_new_team_has_the_zone_that_was_said(load, engine: Engine) -> None:
    load("calls.csv", CALLS)
    said = {
        "bob": Answer(team="Outbound"),
        "k. lind": Answer(team="Outbound"),
        "al exec": Answer(role="ignored"),
    }
    with writing(engine) as connection:
        assert strangers.settle(connection, said, "America/New_York") == {"calls": 3}
    assert rows(engine, "SELECT name, time_zone FROM team") == [("Outbound", "America/New_York")]
    assert rows(engine, "SELECT at FROM call WHERE source_id = '1'")[0][0].startswith("2026-11-03 14:00")


def test_ids_that_a_file_of_users_explains_become_reps_with_their_email(load, engine: Engine) -> None:
    load("people.csv", "id,name,email\n005A,Ann Lee,ann@x.io\n", kind="people")
    load("calls.csv", "id,rep,at,duration_s\n1,005a,2026-11-03 09:00,9\n")
    with reading(engine) as connection:
        assert strangers.strangers(connection)["name"].tolist() == ["Ann Lee"]
    assert settled(engine, **{"005a": Answer(team="North")}) == {"calls": 1}
    assert rows(engine, "SELECT name, email FROM rep") == [("Ann Lee", "ann@x.io")]


TWICE = (
    "rep,at,duration_s,outcome\nK. Lind,2026-11-03 09:00,1,connected\nK. Lind,2026-11-03 09:00,1,connected\n"
    "Kate Lind,2026-11-04 09:00,1,connected\nK. Lind,2026-11-05 09:00,1,connected\n"
)


@pytest.mark.parametrize("content", [TWICE, TWICE.replace("rep,at", "id,rep,at").replace("\nK", "\n{},K")])
def test_who_is_the_same_as_a_rep_is_taken_back_with_all_rows(load, engine: Engine, content: str) -> None:
    load("reps.csv", "rep,email,team\nKate Lind,kate@x.io,North\nAna,ana@x.io,North\n")
    content = content.format(1, 2, 3, 4)
    load("calls.csv", content, kind="calls")
    before = logged(engine)
    assert settled(engine, **{"k. lind": Answer(rep="kate@x.io")}) == {"calls": 3}
    # A file that comes later counts at once, and is taken back too.
    more = content.replace("2026-11-05", "2026-11-06").replace("\n4", "\n5")
    load("more.csv", more, kind="calls")
    with writing(engine) as connection:
        assert strangers.said(connection).to_numpy().tolist() == [["k. lind", "K. Lind", "same", 6]]
        strangers.take_back(connection, "k. lind")
    assert logged(engine) == before
    assert rows(engine, COUNTS) == [(4, 1, 0, 3, 0), (4, 0, 0, 3, 0)]
    assert settled(engine, **{"k. lind": Answer(rep="ana@x.io")}) == {"calls": 6}
    assert rows(engine, CALLED) == [("Ana", 4), ("Kate Lind", 1)]


@pytest.mark.parametrize("early", [True, False])
def test_what_is_planned_for_who_is_the_same_as_a_rep_is_taken_back(
    load, engine: Engine, early: bool
) -> None:
    load("reps.csv", REPS)
    load("calls.csv", CALLS)
    quotas = "rep,team,metric,period,target\nK. Lind,,saos,2026-11,3\nZoë O’Brien,,saos,2026-11,4\n"
    days_off = "rep,first_day,last_day\nK. Lind,2026-11-02,2026-11-03\n"
    if early:
        load("quotas.csv", quotas)
        load("days_off.csv", days_off)
    settled(engine, K_lind=Answer(rep="bob@x.io"))
    if not early:
        load("quotas.csv", quotas)
        load("days_off.csv", days_off)
    planned = "SELECT (SELECT count(*) FROM quota), (SELECT count(*) FROM day_off)"
    assert rows(engine, planned) == [(2, 2)]
    with writing(engine) as connection:
        strangers.take_back(connection, "k. lind")
    assert rows(engine, planned) == [(1, 0)]
    counts = "SELECT kind, new, unknown FROM import_batch WHERE kind IN ('quotas', 'days_off') ORDER BY id"
    assert rows(engine, counts) == [("quotas", 1, 1), ("days_off", 0, 1)]
    assert settled(engine, K_lind=Answer(rep="bob@x.io")) == {"calls": 2, "quotas": 1, "days_off": 1}


@pytest.mark.parametrize("word", ["a. b.", "zz"])
def test_who_is_the_same_as_somebody_said_to_be_a_rep_is_that_rep(load, engine: Engine, word: str) -> None:
    load("reps.csv", "rep,team\nBob,North\n")
    load("calls.csv", CALLS.replace("Al Exec", word))
    settled(engine, K_lind=Answer(rep="Bob"))
    load("people.csv", f"id,name\n{word},K. Lind\n")
    assert rows(engine, CALLED) == [("Bob", 4)]


def test_two_said_to_be_the_same_as_each_other_are_nobody(load, engine: Engine) -> None:
    load("people.csv", "id,name\nEve,Di\nDi,Eve\n")
    assert load("calls.csv", CALLS.replace("Bob", "Eve").replace("Al Exec", "Di")).unknown == 4


def test_who_is_said_to_be_new_has_as_many_rows_as_waited(waiting: Engine, load) -> None:
    """Also those that were the booker's or the owner's, who is an AE."""
    load(
        "meetings.csv",
        "Record ID,Meeting outcome,Meeting start time,Create Date,Activity created by,Activity assigned to\n"
        "7,Scheduled,2026-11-09 10:00,2026-11-03 09:30,K. Lind,Al Exec\n",
    )
    with reading(waiting) as connection:
        waited = strangers.strangers(connection).set_index("word")["rows"].to_dict()
    assert waited == {"k. lind": 3, "al exec": 1}
    settled(waiting, K_lind=Answer(team="North"), al_exec=Answer(role="ae"))
    with reading(waiting) as connection:
        assert strangers.said(connection).set_index("word")["rows"].to_dict() == waited
