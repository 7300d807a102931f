"""Imports from the command line: reports on standard output, progress and refusals on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from sqlalchemy import Engine

from dashboard.imports.loading import load_files
from dashboard.imports.mapping import read_mapping
from dashboard.imports.problem import ImportProblem
from dashboard.imports.report import Report

PROGRESS_EVERY_S = 0.5


def import_files(
    engine: Engine,
    files: Sequence[Path | str],
    *,
    kind: str | None = None,
    day_first: bool | None = None,
    mapping: Path | None = None,
    time_zone: str | None = None,
    dry_run: bool = False,
    as_json: bool = False,
) -> int:
    """Loads files and prints what became of them; returns the exit code.

    As JSON: `{"files": [report …], "problem": sentence or null}` and nothing else on standard output.
    The code is 0 when every file was loaded, though some of its rows may have been rejected; else 1.
    """
    progress = Progress()

    def on_report(report: Report) -> None:
        progress.clear()
        if not as_json:
            print(*report.sentences(), sep="\n", flush=True)

    problem: ImportProblem | None = None
    try:
        reports = load_files(
            engine, files, kind=kind, day_first=day_first, mapping=read_mapping(mapping) if mapping else None,
            time_zone=time_zone, dry_run=dry_run, progress=progress, on_report=on_report,
        )  # fmt: skip
    except ImportProblem as refusal:
        progress.clear()
        print(refusal, file=sys.stderr)
        problem, reports = refusal, refusal.loaded
    if as_json:
        print(_as_json(reports, problem))
    return 1 if problem else 0


def _as_json(reports: Sequence[Report], problem: ImportProblem | None) -> str:
    told = {"files": [report.as_json() for report in reports], "problem": str(problem) if problem else None}
    return json.dumps(told, ensure_ascii=False, indent=2)


class Progress:
    """How far a file has been read, on one line of a terminal; silent where there is none."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._last = monotonic()
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Shows it, at most twice a second."""
        if not self._shown or monotonic() - self._last < PROGRESS_EVERY_S:
            return
        self._last = monotonic()
        line = f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB read ({done / max(total, 1):.0%})"
        self._write(line)

    def clear(self) -> None:
        """Takes the line away."""
        if self._width:
            self._write("")

    def _write(self, line: str) -> None:
        sys.stderr.write("\r" + line.ljust(self._width) + ("" if line else "\r"))
        sys.stderr.flush()
        self._width = len(line)
