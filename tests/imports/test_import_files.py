"""Several files at once: loaded in the order of their kinds, whatever order they are named in."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from depth import draws
from importing import CALLS, REPS, contents, logged, rows, saved
from sqlalchemy import Engine

from dashboard.imports.loading import load_file, load_files
from dashboard.imports.problem import ImportProblem
from dashboard.imports.report import Report
from dashboard.log.engine import make_engine

FILES = {
    "reps.csv": REPS,
    "calls.csv": CALLS,
    "emails.csv": "id,rep,at,outcome,list,prospect,account\ne1,Bob,2026-11-03,,,,\n",
    "meetings.csv": "id,rep,booked_at,starts_at,outcome\nm1,Bob,2026-11-03,2026-11-05,accepted\n",
    "opportunities.csv": "id,meeting_id,rep,accepted_at,amount\no1,m1,,2026-11-05,100\n",
    "quotas.csv": "rep,team,metric,period,target\nBob,,saos,2026-11,3\n",
    "expectations.csv": "team,metric,per_day\nNorth,calls,60\n",
}
KINDS = ["reps", "expectations", "quotas", "calls", "emails", "meetings", "opportunities"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_files_are_loaded_in_the_order_of_their_kinds(engine: Engine, tmp_path: Path, dry_run: bool) -> None:
    paths = [saved(tmp_path, name, text) for name, text in FILES.items()]
    seen: list[Report] = []
    reports = load_files(engine, paths[::-1], dry_run=dry_run, on_report=seen.append)
    assert [report.kind for report in reports] == KINDS
    assert reports == seen
    assert all(report.new == report.read and not report.rejected for report in reports)
    assert rows(engine, "SELECT count(*) FROM import_batch") == [(0 if dry_run else 7,)]


def test_files_in_any_order_one_by_one_give_the_same_log(migrated_sqlite: Path, tmp_path: Path) -> None:
    found, orders = [], itertools.permutations(FILES)
    for number, order in enumerate(itertools.islice(orders, 0, 5040, 5040 // draws(4, 12))):
        engine = make_engine(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / f'{number}.db')}")
        for name in order:
            load_file(engine, saved(tmp_path, name, FILES[name]))
        assert rows(engine, "SELECT count(*) FROM rejected_row") == [(0,)]
        assert rows(engine, "SELECT count(*) FROM import_batch WHERE read <> new") == [(0,)]
        found.append(_without_batches(engine))
        engine.dispose()
    assert all(log == found[0] for log in found)


def _without_batches(engine: Engine) -> dict[str, list[tuple]]:
    log = logged(engine)
    for table in ("call", "email", "meeting", "opportunity"):
        with engine.connect() as connection:
            result = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").mappings().all()
        log[table] = [tuple(v for name, v in row.items() if name != "batch_id") for row in result]
    return log


def test_a_bad_file_among_several_is_found_before_any_is_loaded(engine: Engine, tmp_path: Path) -> None:
    paths = [saved(tmp_path, "reps.csv", REPS), saved(tmp_path, "bad.csv", "%PDF-1.4")]
    before = contents(engine)
    with pytest.raises(ImportProblem, match="bad.csv is a PDF") as raised:
        load_files(engine, paths)
    assert raised.value.loaded == []
    assert contents(engine) == before
    paths[1] = saved(tmp_path, "calls.csv", "rep,at,duration_s\nBob,x,1\n")
    with pytest.raises(ImportProblem, match="no row can be read as calls") as raised:
        load_files(engine, paths)
    assert [report.kind for report in raised.value.loaded] == ["reps"]
