"""The `import` command for people and scripts: progress while it reads, then what became of the rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from dashboard.imports.loading import load_files
from dashboard.imports.problem import ImportProblem
from dashboard.imports.report import Report

BAR = 24


def import_files(
    engine: Engine,
    files: Sequence[Path],
    *,
    kind: str | None,
    time_zone: str | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Imports the files and prints a report for each; returns 0 when all of them went in, else 1.

    A file that cannot be loaded is one sentence on standard error, and is not in the log; the files that
    were loaded before it stay. With `as_json` standard output holds JSON and nothing else.
    """
    progress = _show_progress if sys.stderr.isatty() and not as_json else None
    try:
        reports = load_files(
            engine, files, kind=kind, time_zone=time_zone, dry_run=dry_run, progress=progress,
            on_report=None if as_json else _print_report,
        )  # fmt: skip
        refused = None
    except ImportProblem as problem:
        reports, refused = problem.loaded, str(problem)
    if as_json:
        plain = {"files": [report.as_json() for report in reports], "problem": refused}
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    if refused:
        print(refused, file=sys.stderr)
    return 1 if refused else 0


def _print_report(report: Report) -> None:
    if sys.stderr.isatty():
        print(f"\r{' ' * (BAR + 10)}\r", end="", file=sys.stderr)
    print("\n".join(report.sentences()))


def _show_progress(done: int, total: int) -> None:
    part = min(done / total, 1.0) if total else 1.0
    filled = round(part * BAR)
    print(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {part:4.0%}", end="", file=sys.stderr, flush=True)
