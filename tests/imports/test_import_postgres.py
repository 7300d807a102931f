"""The same imports on PostgreSQL, which is stricter about text, types and order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from importing import CALLS, REPS, rows, saved
from sqlalchemy import Engine

from dashboard.imports.loading import load_file, load_files
from dashboard.imports.problem import ImportProblem


@pytest.fixture
def postgres(migrated_postgres: Callable[[], Engine]) -> Iterator[Engine]:
    """An engine on an empty log in PostgreSQL."""
    engine = migrated_postgres()
    yield engine
    engine.dispose()


def test_a_team_comes_in_in_any_order_and_bad_rows_are_kept(postgres: Engine, tmp_path: Path) -> None:
    bad = CALLS.encode() + b"c4,Bob,2026-11-03,busy,1,,Z\xfcrich,\n"
    bad += b"c5,x\0y,2026-11-03,busy,1,,,\nc6,Eve,,\n"
    first = load_file(postgres, saved(tmp_path, "calls.csv", bad))
    assert (first.read, first.rejected, first.unknown) == (6, 3, 3)
    sao = "id,meeting_id,rep,accepted_at,amount,won,closed_at\n"
    sao += "o1,m1,,2026-11-05,99999999999.99,true,2026-11-06\n"
    meeting = "id,rep,booked_at,starts_at\nm1,Bob,2026-11-03,2026-11-05\n"
    paths = [saved(tmp_path, "opportunities.csv", sao), saved(tmp_path, "meetings.csv", meeting)]
    paths += [saved(tmp_path, "reps.csv", REPS), saved(tmp_path, "calls.csv", bad)]
    reports = load_files(postgres, paths)
    assert [report.kind for report in reports] == ["reps", "calls", "meetings", "opportunities"]
    assert (reports[1].unchanged, reports[1].rejected) == (3, 3)
    assert rows(postgres, "SELECT new, rejected FROM import_batch ORDER BY id")[:2] == [(3, 3), (2, 0)]
    assert rows(postgres, "SELECT amount_cents, won FROM opportunity") == [(9999999999999, True)]
    kept = rows(postgres, 'SELECT fields FROM rejected_row WHERE batch_id = 1 ORDER BY "row"')
    assert kept[0][0][6] == "Z\\xfcrich" and kept[1][0][1] == "x\\x00y"
    assert rows(postgres, "SELECT sum(calls) FROM daily_count") == [(3,)]


def test_a_file_is_refused_only_when_none_of_its_rows_can_be_read(postgres: Engine, tmp_path: Path) -> None:
    load_file(postgres, saved(tmp_path, "reps.csv", REPS))
    bad = "rep,at,duration_s\n" + ",2026-11-03,1\n" * 10_000
    with pytest.raises(ImportProblem, match=r"no row can be read as calls \(10,000 rows tried\)"):
        load_file(postgres, saved(tmp_path, "calls.csv", bad))
    assert rows(postgres, "SELECT count(*) FROM import_batch") == [(1,)]
    report = load_file(postgres, saved(tmp_path, "calls.csv", bad + "Bob,2026-11-03,1\n"))
    assert (report.new, report.rejected) == (1, 10_000)
    assert rows(postgres, "SELECT count(*) FROM rejected_row") == [(10_000,)]


def test_what_the_database_refuses_is_one_sentence(postgres: Engine, tmp_path: Path) -> None:
    load_file(postgres, saved(tmp_path, "reps.csv", REPS))
    with postgres.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE call ADD CONSTRAINT none CHECK (duration_s < 50)")
    with pytest.raises(
        ImportProblem, match='calls.csv was not loaded, nothing was changed: new row for relation "call"'
    ):
        load_file(postgres, saved(tmp_path, "calls.csv", CALLS))
    assert rows(postgres, "SELECT count(*) FROM import_batch") == [(1,)]


def test_the_newest_file_says_why_a_row_waits_no_longer(postgres: Engine, tmp_path: Path) -> None:
    head = "id,rep,at\n"
    for number, rep in enumerate(("Cy", "Di", "Eve"), 1):
        load_file(postgres, saved(tmp_path, f"calls{number}.csv", f"{head}c1,{rep},2026-11-03T10:00\n"))
    # Rows that are written again stand behind the others.
    with postgres.begin() as connection:
        connection.exec_driver_sql("UPDATE import_batch SET new = new WHERE id = 2")
    load_file(postgres, saved(tmp_path, "reps.csv", "rep,team\nCy,One\n"))
    reasons = rows(postgres, "SELECT reason FROM rejected_row WHERE batch_id = 1")
    assert len(reasons) == 1 and "Eve" in reasons[0][0]
