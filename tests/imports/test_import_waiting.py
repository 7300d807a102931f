"""Rows that name somebody who is not there yet are read by themselves once they are."""

from __future__ import annotations

from importing import CALLS, REPS, logged, rows
from sqlalchemy import Engine

BATCHES = "SELECT kind, read, new, changed, unchanged, rejected FROM import_batch ORDER BY id"


def test_calls_before_their_reps(load, engine: Engine) -> None:
    report = load("calls.csv", CALLS + "c4,Bob,nonsense,busy,1,,,\nc5,Eve,2026-11-03,busy,1,,,\n")
    assert (report.new, report.rejected, report.unknown, report.waiting) == (0, 1, 4, 0)
    assert any("No rep “Bob” is known: load a reps.csv" in why for why in report.unknown_people)
    report = load("reps.csv", REPS)
    assert report.remarks == ["3 rows of calls that had waited for this went in."]
    assert rows(engine, BATCHES) == [("calls", 5, 3, 0, 0, 1), ("reps", 2, 2, 0, 0, 0)]
    assert rows(engine, "SELECT unknown, aside FROM import_batch WHERE id = 1") == [(1, 0)]
    left = rows(engine, 'SELECT "row", "column", waits_for, fate FROM rejected_row ORDER BY "row"')
    assert left == [(5, "at", None, "rejected"), (6, "rep", "eve", "unknown person")]
    assert rows(engine, "SELECT sum(calls) FROM daily_count") == [(3,)]


def test_waiting_rows_give_the_same_log_as_rows_in_the_right_order(load, engine: Engine) -> None:
    twice = "rep,at,outcome,duration_s\n" + "Bob,2026-11-03 09:00,busy,1\n" * 2
    load("calls.csv", twice)
    load("again.csv", twice, kind="calls")
    load("reps.csv", REPS)
    assert rows(engine, BATCHES)[:2] == [("calls", 2, 2, 0, 0, 0), ("calls", 2, 0, 0, 2, 0)]
    before = logged(engine)
    assert load("calls.csv", twice).unchanged == 2
    assert logged(engine) == before


def test_an_opportunity_waits_for_its_meeting_and_that_for_its_rep(load, engine: Engine) -> None:
    load("opportunities.csv", "id,meeting_id,rep,accepted_at\no1,m1,,2026-11-05\no2,m9,,2026-11-05\n")
    report = load("meetings.csv", "id,rep,booked_at\nm1,Bob,2026-11-03\n")
    assert report.unknown == 1
    assert rows(engine, "SELECT waits_for FROM rejected_row ORDER BY 1") == [
        ("bob",), ("meeting:m1",), ("meeting:m9",),
    ]  # fmt: skip
    report = load("reps.csv", REPS)
    assert len(report.remarks) == 2
    assert rows(engine, BATCHES) == [
        ("opportunities", 2, 1, 0, 0, 1), ("meetings", 1, 1, 0, 0, 0), ("reps", 2, 2, 0, 0, 0),
    ]  # fmt: skip
    named = "SELECT source_id, name FROM opportunity JOIN rep ON rep.id = rep_id"
    assert rows(engine, named) == [("o1", "Bob")]


def test_quotas_and_expectations_wait_for_reps_and_teams(load, engine: Engine) -> None:
    load("quotas.csv", "rep,team,metric,period,target\nBob,,saos,2026-11,3\n,North,saos,2026-11,9\n")
    load("expectations.csv", "team,metric,per_day\nnorth,calls,60\n")
    load("reps.csv", REPS)
    assert rows(engine, "SELECT count(*) FROM quota") == [(2,)]
    assert rows(engine, "SELECT count(*) FROM expectation") == [(1,)]
    assert rows(engine, "SELECT count(*) FROM rejected_row") == [(0,)]


def test_a_name_that_two_reps_share_asks_for_the_email(load, engine: Engine) -> None:
    load("early.csv", CALLS.replace("BOB@x.io", "Bob"), kind="calls")
    load("reps.csv", "rep,email,team\nBob,bob@x.io,North\nBOB,bob2@x.io,South\n")
    report = load("calls.csv", "rep,at,duration_s\nbob,2026-11-03,1\nBOB2@X.IO,2026-11-03,1\n")
    assert (report.new, report.rejected, report.waiting) == (1, 1, 0)
    reason = "More than one rep is called “bob”: say the email instead."
    assert report.rejected_rows[0].reason == reason
    # Those that came before the reps wait no longer: they are told the same.
    told = rows(
        engine, "SELECT DISTINCT waits_for, reason FROM rejected_row WHERE batch_id = 1 AND value = 'Bob'"
    )
    assert told == [(None, reason.replace("bob", "Bob"))]


def test_words_too_long_to_be_names_do_not_wait(staffed) -> None:
    report = staffed("calls.csv", f"rep,at,duration_s\nBob,2026-11-03,1\n{'x' * 5000},2026-11-03,1\n")
    assert (report.rejected, report.waiting) == (1, 0)
    assert len(report.rejected_rows[0].value) <= 200


def test_a_row_that_waited_is_not_taken_for_its_equal_in_the_same_file(staffed, load, engine: Engine) -> None:
    twice = "rep,at,outcome,duration_s\nBob,2026-11-03 09:00,busy,1\nb@elsewhere.io,2026-11-03 09:00,busy,1\n"
    assert staffed("calls.csv", twice).unknown == 1
    load("reps.csv", REPS.replace("BOB@x.io", "b@elsewhere.io").replace("bob@x.io", "b@elsewhere.io"))
    assert rows(engine, BATCHES)[-2] == ("calls", 2, 2, 0, 0, 0)
    assert rows(engine, "SELECT sum(calls) FROM daily_count") == [(2,)]
