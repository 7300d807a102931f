"""How fast the sample's files go in."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from bench.timing import line
from dashboard import sample
from dashboard.imports.loading import load_files
from dashboard.log.engine import engine, migrate


def run(folder: Path, today: date) -> None:
    """Writes the sample, loads it, and loads it again."""
    print("\nLoading the sample team")
    files = folder / "files"
    begun = time.perf_counter()
    sample.write(files, today)
    line("writing its seven files", f"{time.perf_counter() - begun:.1f} s")
    migrate(engine())
    for what in ("from files to committed rows and daily counts", "the same files again"):
        begun = time.perf_counter()
        rows = sum(report.read for report in load_files(engine(), sorted(files.glob("*.csv"))))
        taken = time.perf_counter() - begun
        line(what, f"{taken:.1f} s", f"{rows / taken:,.0f} rows a second")
