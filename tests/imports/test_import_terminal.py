"""`python -m dashboard import`: what is printed where, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import CALLS, REPS, saved
from sqlalchemy import Engine

from dashboard.imports.terminal import Progress, import_files


def test_reports_are_printed_as_sentences(engine: Engine, tmp_path: Path, capsys) -> None:
    paths = [saved(tmp_path, "calls.csv", CALLS), saved(tmp_path, "reps.csv", REPS)]
    assert import_files(engine, paths) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "reps.csv (reps): 2 rows = 2 new + 0 changed + 0 unchanged + 0 rejected + "
        "0 of unknown people + 0 set aside",
        "calls.csv (calls): 3 rows = 3 new + 0 changed + 0 unchanged + 0 rejected + "
        "0 of unknown people + 0 set aside",
    ]
    assert said.err == ""


def test_json_and_nothing_else(engine: Engine, tmp_path: Path, capsys) -> None:
    paths = [saved(tmp_path, "reps.csv", REPS), saved(tmp_path, "calls.csv", "rep,at,duration_s\nBob,x,1\n")]
    assert import_files(engine, paths, as_json=True) == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert [file["kind"] for file in told["files"]] == ["reps"]
    assert told["problem"] == said.err.strip()
    assert told["problem"].startswith("calls.csv was not loaded")


def test_progress_on_a_terminal(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("dashboard.imports.terminal.PROGRESS_EVERY_S", 0)
    progress = Progress()
    progress(50_000_000, 200_000_000)
    progress.clear()
    said = capsys.readouterr().err
    assert said.startswith("\r50 of 200 MB read (25%)")
    assert said.endswith("\r")
