"""How fast a large Task.csv of Salesforce goes in, in how much memory, and what takes the time."""

from __future__ import annotations

import csv
import json
import os
import pickle
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from bench import task_csv
from bench.timing import line
from dashboard.imports import apart
from dashboard.imports.batches import keep
from dashboard.imports.chunk import Chunk
from dashboard.imports.found import Asked, Found, find_tables
from dashboard.imports.loading import load_files
from dashboard.imports.matching import Known
from dashboard.imports.notes import Notes
from dashboard.imports.pieces import Piece, Reader
from dashboard.imports.sinks import finish, sink_for
from dashboard.imports.unread import Unread
from dashboard.log.engine import make_engine, migrate, writing

ROWS = 1_000_000
# Beyond this a file is too large to be read apart, and so is read where it is written.
NEVER = 1 << 60


def run(folder: Path, rows: int = ROWS) -> None:
    """Loads a file of so many rows, again, in one process, and one of a quarter of the rows; each on a
    database of its own, in a process of its own."""
    print(f"\nLoading a Task.csv of {rows:,} rows ({os.cpu_count()} cores)")
    whole, quarter = _files(folder, "whole", rows), _files(folder, "quarter", rows // 4)
    alone = _csv_seconds(whole / "Task.csv")
    loaded = _measured(whole, folder / "whole.db")
    _speed("from the file to committed rows and daily counts", loaded, alone)
    _speed("the same file again", _measured(whole, folder / "whole.db"), alone)
    _speed("in one process", _measured(whole, folder / "one.db", "one"), alone)
    small = _measured(quarter, folder / "quarter.db")
    line(
        "memory at its peak, the process that reads included", f"{loaded['peak_mb']:.0f} MB",
        f"{loaded['peak_mb'] - small['peak_mb']:+.0f} MB against a file of a quarter of the rows",
    )  # fmt: skip
    for stage, seconds in _stages(quarter, folder / "stages.db").items():
        line(f"  of a quarter of the rows, {stage}", f"{seconds / (rows // 4) * 1e6:.1f} µs a row")


def _files(folder: Path, name: str, rows: int) -> Path:
    (folder / name).mkdir()
    task_csv.write(folder / name, rows)
    return folder / name


def _csv_seconds(path: Path) -> float:
    """What Python's csv module takes to read a file, and nothing else: the measure of the machine."""
    begun = time.process_time()
    with path.open(encoding="latin-1", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.process_time() - begun


def _speed(what: str, found: dict[str, float], alone: float) -> None:
    line(
        what, f"{found['rows'] / found['seconds']:,.0f} rows/s",
        f"{found['rows'] / found['cpu']:,.0f} a second of work; {found['cpu'] / alone:.1f} times the work of "
        "reading it with Python's csv module",
    )  # fmt: skip


def _measured(files: Path, database: Path, how: str = "") -> dict[str, float]:
    command = [sys.executable, "-m", "bench.importing", str(files), str(database), how]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _load(files: Path, database: Path, how: str) -> dict[str, float]:
    """Loads the file and says how many rows it has, how long that took and how much memory."""
    log = _log(files, database)
    if how == "one":
        apart.LEAST_BYTES = NEVER
    begun, work = time.perf_counter(), _work()
    rows = load_files(log, [files / "Task.csv"])[0].read
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "rows": rows,
        "seconds": time.perf_counter() - begun,
        "cpu": _work() - work,
        "peak_mb": sum(peaks) / 1024,
    }  # fmt: skip


def _log(files: Path, database: Path) -> Engine:
    """A log that knows the reps of the file."""
    log = make_engine(f"sqlite:///{database}")
    migrate(log)
    load_files(log, [files / "reps.csv", files / "User.csv"])
    return log


def _work() -> float:
    """Seconds of work so far, of this process and of those that it began and that are done."""
    return sum(os.times()[:4])


def _stages(files: Path, database: Path) -> dict[str, float]:
    """Seconds of work by stage, one after the other in this process."""
    log, spent = _log(files, database), Counter[str]()
    with _timed(spent, "looking at how it writes dates"):
        found = find_tables(files / "Task.csv", None, Asked(assume=True))[0]
    with _timed(spent, "beginning and committing"), writing(log) as connection:
        begun = time.process_time()
        _write(connection, found, spent)
        spent["beginning and committing"] -= time.process_time() - begun
    return dict(spent)


def _write(connection: Connection, found: Found, spent: Counter[str]) -> None:
    source = found.way.source
    # The batch of User.csv: rows that are kept beside the log belong to one.
    sinks = {kind: sink_for(connection, kind, source, 2) for kind in found.way.kinds}
    apart = {kind: sink.apart() for kind, sink in sinks.items()}
    reader, wanted = Reader(found.way, Known.load(connection, source).apart(), None, apart), set()
    with found.opened() as table:
        runs = table.runs()
        while True:
            with _timed(spent, "finding records"):
                run = next(runs, None)
            if run is None:
                break
            with _timed(spent, "reading them: cells, meaning, keys, packing"):
                piece = _read(run, reader, wanted)
            with _timed(spent, "handing over"):
                piece = pickle.loads(pickle.dumps(piece, pickle.HIGHEST_PROTOCOL))
            with _timed(spent, "writing rows"):
                for part in piece.parts:
                    sinks[part.kind].save(part.rows)
                    sinks[part.kind].remove(part.leaving)
            with _timed(spent, "keeping rows that are not counted"):
                keep(connection, 2, piece.kept)
    with _timed(spent, "daily counts, statistics"):
        finish(sinks.values())


def _read(run: Chunk | Unread, reader: Reader, wanted: set[int]) -> Piece:
    if isinstance(run, Unread):
        run.wanted |= wanted
        wanted |= run.wanted
        run = run.read()
    return reader.piece(run, Notes(), 0, 0)


@contextmanager
def _timed(spent: Counter[str], stage: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    spent[stage] += time.process_time() - begun


if __name__ == "__main__":
    print(json.dumps(_load(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
