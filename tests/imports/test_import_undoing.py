"""A file is taken back whole: the log is as it was before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from importing import REPS, logged, rows
from sqlalchemy import Engine

from dashboard.imports.loading import load_files
from dashboard.imports.problem import ImportProblem
from dashboard.imports.undoing import undo, undoable
from dashboard.log import rederive, remapping
from dashboard.log.engine import writing
from dashboard.log.scope import Scope

CALLS = "id,rep,at,outcome,prospect\n{}"
FIRST = CALLS.format(
    "c1,Bob,2026-11-03 09:00,connected,Ann\nc2,Bob,2026-11-03 10:00,no answer,Ben\n"
    "c3,Bob,2026-11-04,busy,Cy\n"
)
# One changed, one moved to another rep, one as it was, one new, one of nobody.
SECOND = CALLS.format(
    "c1,Bob,2026-11-03 09:00,voicemail,Ann\nc2,Zoë O’Brien,2026-11-05 10:00,no answer,Ben\n"
    "c3,Bob,2026-11-04,busy,Cy\nc4,Bob,2026-11-06,connected,Di\nc5,Eve,2026-11-06,connected,Di\n"
)
MEETINGS = (
    "id,rep,booked_at,starts_at,outcome,prospect,account\n"
    "m1,Bob,2026-11-03 09:30,2026-11-05,{},Ann,Acme\nm2,Bob,2026-11-04,2026-11-06,held,Cy,Beta\n"
)
DEALS = "id,account,accepted_at,amount\no1,Acme,2026-11-07,{}\no2,Beta,2026-11-08,5\n"


def take_back(engine: Engine, batch_id: int) -> str:
    with writing(engine) as connection:
        return undo(connection, batch_id, "Ann").sentence()


def test_what_a_file_replaced_comes_back(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("calls.csv", FIRST)
    load("meetings.csv", MEETINGS.format("scheduled"))
    before = logged(engine)
    load("calls.csv", SECOND)
    assert logged(engine) != before
    assert take_back(engine, 4) == "calls.csv is undone: 3 rows left the log, 2 rows are as before it."
    assert logged(engine) == before
    assert rows(engine, "SELECT batch_id FROM rejected_row") == []
    assert rows(engine, "SELECT undone_by, new FROM import_batch WHERE undone_at IS NOT NULL") == [("Ann", 1)]
    # It is as though it had never come.
    assert (report := load("calls.csv", SECOND)) and (report.new, report.changed) == (1, 2)


def test_meetings_and_deals_are_taken_back_with_all_that_follows(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("calls.csv", FIRST)
    load("meetings.csv", MEETINGS.format("scheduled"))
    load("deals.csv", DEALS.format("1"))
    before = logged(engine)
    load("meetings.csv", MEETINGS.format("cancelled"))
    load("deals.csv", DEALS.format("2"))
    take_back(engine, 6)
    take_back(engine, 5)
    assert logged(engine) == before
    with writing(engine) as connection:
        rederive.everything(connection)
    assert logged(engine) == before


def test_rows_that_a_file_took_out_come_back(load, engine: Engine) -> None:
    tasks = "Id,OwnerId,ActivityDate,Type,Subject,CallType,IsDeleted,IsClosed,CreatedDate\n"
    line = "{},bob@x.io,2026-11-03 00:00:00,{},x,,{},1,2026-11-03 10:00:00\n"
    load("reps.csv", REPS)
    load("Task.csv", tasks + line.format("T1", "Call", 0) + line.format("T2", "Email", 0))
    before = logged(engine)
    load("Task.csv", tasks + line.format("T1", "Call", 1) + line.format("T2", "Email", 1))
    assert rows(engine, "SELECT count(*) FROM call UNION ALL SELECT count(*) FROM email") == [(0,), (0,)]
    take_back(engine, 3)
    assert logged(engine) == before


def test_a_row_of_several_chunks_comes_back_as_it_was_before_the_file(
    load, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    load("reps.csv", REPS)
    load("calls.csv", FIRST)
    before = logged(engine)
    body = "".join(f"c1,Bob,2026-11-03 09:00,{one},Ann\n" for one in ("voicemail", "gatekeeper", "connected"))
    for name in ("FIRST_CHUNK", "CHUNK"):
        monkeypatch.setattr(f"dashboard.imports.table.{name}", 1)
    load("calls.csv", CALLS.format(body))
    take_back(engine, 3)
    assert logged(engine) == before


def test_what_came_after_is_undone_first(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("first.csv", FIRST)
    load("second.csv", SECOND)
    load("meetings.csv", MEETINGS.format("held"))
    with writing(engine) as connection:
        assert undoable(connection)["file_name"].tolist() == ["meetings.csv", "second.csv", "reps.csv"]
    with pytest.raises(ImportProblem, match="undo second.csv first"):
        take_back(engine, 2)
    take_back(engine, 3)
    take_back(engine, 2)
    assert rows(engine, "SELECT count(*) FROM call") == [(0,)]
    with pytest.raises(ImportProblem, match="undone already"):
        take_back(engine, 2)


def test_what_is_not_there_cannot_be_undone(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    before = logged(engine)
    with pytest.raises(ImportProblem, match="There is no import 9"):
        take_back(engine, 9)
    assert logged(engine) == before


def test_rows_come_back_to_where_their_rep_sits_now(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("calls.csv", FIRST)
    load("calls.csv", SECOND)
    load("reps.csv", REPS.replace("Europe/Berlin", "Asia/Tokyo"))
    take_back(engine, 3)
    after = logged(engine)
    with writing(engine) as connection:
        rederive.everything(connection)
    assert logged(engine) == after
    assert rows(engine, "SELECT day, hour FROM call WHERE source_id = 'c1'") == [("2026-11-03", 9)]


def test_a_row_that_a_newer_file_does_not_count_waits_no_longer(load, engine: Engine) -> None:
    tasks = "Id,OwnerId,ActivityDate,Type,Subject,CallType,IsDeleted,IsClosed,CreatedDate\n"
    line = "{},Eve,2026-11-03 00:00:00,Call,x,,{},1,2026-11-03 10:00:00\n"
    load("Task.csv", tasks + line.format("T1", 0) + line.format("T2", 0))
    load("Task.csv", tasks + line.format("T1", 1) + line.format("T2", 0))
    load("reps.csv", "rep,team\nEve,North\n")
    assert rows(engine, "SELECT source_id FROM call") == [("T2",)]
    assert rows(engine, "SELECT new, unknown, aside FROM import_batch ORDER BY id") == [
        (1, 0, 1), (0, 0, 1), (1, 0, 0),
    ]  # fmt: skip


def test_a_dry_run_leaves_nothing_to_undo(load, engine: Engine, tmp_path) -> None:
    load("reps.csv", REPS)
    path = tmp_path / "calls.csv"
    path.write_text(FIRST)
    load_files(engine, [path], dry_run=True)
    with writing(engine) as connection:
        assert undoable(connection)["file_name"].tolist() == ["reps.csv"]


def test_rows_come_back_as_what_their_words_mean_now(load, engine: Engine) -> None:
    load("reps.csv", REPS)
    load("calls.csv", FIRST.replace("connected", "chatted"))
    load("calls.csv", SECOND)
    with writing(engine) as connection:
        now = datetime(2026, 11, 10, tzinfo=UTC)
        remapping.decide(Scope.all(), connection, {("calls", "chatted"): "connected"}, now)
    take_back(engine, 3)
    assert rows(engine, "SELECT outcome FROM call WHERE source_id = 'c1'") == [("connected",)]
    after = logged(engine)
    with writing(engine) as connection:
        rederive.everything(connection)
    assert logged(engine) == after
