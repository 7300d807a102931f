"""A row that waited does not undo what a newer file said about it."""

from __future__ import annotations

from pathlib import Path

from importing import rows, saved
from sqlalchemy import Engine

from dashboard.imports.loading import load_file

HEAD = "id,rep,at,outcome,duration_s\n"


def test_a_waiting_row_is_older_than_what_came_after_it(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, saved(tmp_path, "reps.csv", "rep,team\nAna,One\n"))
    load_file(engine, saved(tmp_path, "calls1.csv", HEAD + "c1,Bo,2026-11-03T10:00,voicemail,1\n"))
    load_file(engine, saved(tmp_path, "calls2.csv", HEAD + "c1,Ana,2026-11-03T10:00,connected,1\n"))
    load_file(engine, saved(tmp_path, "more.csv", "rep,team\nBo,One\n"))
    assert rows(engine, "SELECT rep_id, outcome FROM call") == [(1, "connected")]
    assert rows(engine, "SELECT count(*) FROM rejected_row") == [(0,)]
    assert rows(engine, "SELECT calls FROM daily_count") == [(1,)]
