"""A large file goes in while twenty sessions read: how long that takes, and that nobody sees a part of it."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from bench.timing import line
from dashboard.figures.periods import Period
from dashboard.imports.loading import load_file
from dashboard.log import queries
from dashboard.log.engine import engine, reading
from dashboard.log.scope import Scope
from dashboard.views.shared import cache

SESSIONS = 20
# What a person leaves at least between two pages, and how long is read on a log that nobody writes to.
PAUSE_S, REST_S = 1.0, 15.0
DAYS = 180
OUTCOMES = ("no answer", "voicemail", "gatekeeper", "connected", "meeting scheduled", "busy")
# Rows of the file that are made at once.
BLOCK = 100_000


@dataclass
class Reads:
    """What all reads of a time came to: how long each took, what failed, and how many calls each saw."""

    taken_ms: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)


class Sessions:
    """Sessions, threads as in the app, that each read a page, pause and read again until they are ended."""

    def __init__(self, number: int) -> None:
        self._reads, self._ended = Reads(), threading.Event()
        self._threads = [threading.Thread(target=self._go_on, daemon=True) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def so_far(self) -> Reads:
        """The reads that are done since the last time this was asked for."""
        done, self._reads = self._reads, Reads()
        return done

    def go_on(self, seconds: float) -> Reads:
        """The reads of so many seconds, or of more: at least twice as many as there are sessions."""
        until = time.monotonic() + seconds
        while time.monotonic() < until or len(self._reads.taken_ms) < 2 * len(self._threads):
            time.sleep(0.05)
        return self.so_far()

    def end(self) -> None:
        """Returns when all have ended."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self) -> None:
        while not self._ended.is_set():
            begun = time.perf_counter()
            try:
                calls, failed = look(), []
            except Exception as problem:
                calls, failed = [], [f"{type(problem).__name__}: {problem}".partition("\n")[0]]
            reads = self._reads
            reads.taken_ms.append(1000 * (time.perf_counter() - begun))
            reads.failed += failed
            reads.calls += calls
            self._ended.wait(PAUSE_S)


def look() -> list[int]:
    """Reads a session's Team view: through what all sessions share, and its counts once more, as if they were
    shared by nobody, in one transaction. The calls of the log, as each part has them."""
    scope, last = Scope.all(), date.today() - timedelta(days=1)
    cache.seats(scope)
    page = cache.read(scope, Period(last - timedelta(days=DAYS), last))
    with reading(engine()) as connection:
        by_team = queries.loaded(scope, connection)["calls"].sum()
        in_all = queries.rows_loaded(scope, connection)["calls"]
    return [int(calls) for calls in (page.rows["calls"], page.daily["calls"].sum(), by_team, in_all)]


def run(folder: Path, rows: int, sessions: int = SESSIONS) -> None:
    """Loads a file of so many calls into the log of `engine()`, in which a team is, and prints."""
    print(f"\n{sessions} sessions read while {rows:,} calls go in")
    path = folder / "many-calls.csv"
    write_calls(path, rows, cache.seats(Scope.all())["rep"].unique())
    before, at_work = look()[0], Sessions(sessions)
    at_rest, begun = at_work.go_on(REST_S), time.perf_counter()
    new = load_file(engine(), path).new
    taken, during = time.perf_counter() - begun, at_work.so_far()
    after = at_work.go_on(REST_S)
    at_work.end()
    line("from the file to committed rows and counts", f"{taken:.1f} s", f"{rows / taken:,.0f} rows a second")
    for what, reads in (("on a log at rest", at_rest), ("meanwhile", during), ("afterwards", after)):
        _print_times(what, reads, at_rest)
    _print_faults([at_rest, during, after], before, before + new)


def write_calls(path: Path, rows: int, reps: Sequence[str]) -> None:
    """A file of calls of these reps on the last days, in the program's own format."""
    rng = np.random.default_rng(7)
    first = np.datetime64(date.today() - timedelta(days=DAYS), "s")
    for start in range(0, rows, BLOCK):
        number = pd.Series(np.arange(start, min(start + BLOCK, rows)))
        size = len(number)
        at = first + rng.integers(0, (DAYS - 1) * 86_400, size).astype("timedelta64[s]")
        columns = {
            "id": "many-" + number.astype(str), "rep": rng.choice(reps, size),
            "at": np.char.add(at.astype(str), "Z"), "outcome": rng.choice(OUTCOMES, size),
            "duration_s": rng.integers(0, 600, size), "list": "List " + (number % 20).astype(str),
            "prospect": "Prospect " + (number // 4).astype(str), "account": "A" + (number // 40).astype(str),
        }  # fmt: skip
        pd.DataFrame(columns).to_csv(path, mode="a" if start else "w", header=not start, index=False)


def _print_times(what: str, reads: Reads, at_rest: Reads) -> None:
    """How many reads there were, and how their times compare to those at rest."""
    if not reads.taken_ms:
        line(f"a page's reads {what}", "none")
        return
    usual, worst = (number(reads.taken_ms) for number in (statistics.median, max))
    ratios = usual / statistics.median(at_rest.taken_ms), worst / max(at_rest.taken_ms)
    note = "" if reads is at_rest else "; {:.1f} and {:.1f} times as long".format(*ratios)
    number = f"{len(reads.taken_ms):,} reads"
    line(f"a page's reads {what}, median and worst", f"{usual:.0f} / {worst:.0f} ms", number + note)


def _print_faults(times: Sequence[Reads], before: int, after: int) -> None:
    """What must not be: reads that failed, and such that saw some of the file's rows and not all."""
    failed = Counter(problem for reads in times for problem in reads.failed)
    seen = Counter(calls for reads in times for calls in reads.calls)
    partly = sum(count for calls, count in seen.items() if calls not in (before, after))
    line("reads that failed", f"{failed.total()}", "; ".join(failed) or "holds")
    line("counts without the file, with all of it", f"{seen[before]:,}, {seen[after]:,}")
    line("counts with a part of it", f"{partly}", "DOES NOT HOLD" if partly else "holds")
