"""A large file of calls and emails is read in a process of its own, while this one writes what is read: on
two cores both go on at once, and whoever uses the app meanwhile does not wait for the reading."""

from __future__ import annotations

import gc
import io
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from dashboard.imports.found import Found
from dashboard.imports.matching import Known
from dashboard.imports.notes import Notes
from dashboard.imports.pieces import Piece, Ready, pieces
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import Source, name_of
from dashboard.log.counting import COUNTS

# To begin a process takes as long as to read so much.
LEAST_BYTES = 32 << 20
# So many pieces stand ready beside the one that is being made and the one that is being written.
READY = 1
SERVE = "from dashboard.imports.apart import serve; serve()"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Job:
    """What there is to read, and how: as `pieces` takes it, without a database. `number`: by which the system
    knows the file where it is open already."""

    found: Found
    known: Known
    notes: Notes
    zone: str | None
    ready: Mapping[str, Ready]
    number: int | None = None


@dataclass(frozen=True)
class Failed:
    """Why the file could not be read on: a sentence for people, or the traceback of what nobody expected."""

    problem: ImportProblem | None
    traceback: str


def is_worth_it(found: Found, size: int) -> bool:
    """Whether a table of a file of so many bytes is read apart: it is large, it holds calls and emails alone
    (for which the database is asked nothing), there is a core for it, and another process can read it."""
    asks_nothing = set(found.way.kinds) <= set(COUNTS)
    return size >= LEAST_BYTES and asks_nothing and (os.cpu_count() or 1) > 1 and _can_share(found.source)


def _can_share(source: Source) -> bool:
    if isinstance(source, (str, Path)):
        return True
    try:
        return hasattr(os, "pread") and source.fileno() >= 0
    except (OSError, AttributeError):
        return False


def read_apart(job: Job) -> Iterator[Piece]:
    """The pieces of a table, made in a process that ends with the last one, or as soon as this is closed;
    then the job's notes have what there is to remark. Raises `ImportProblem` as reading does."""
    source, number = job.found.source, None
    if not isinstance(source, (str, Path)):
        source.flush()
        number = source.fileno()
        job = replace(job, found=replace(job.found, source="", name=job.found.name or name_of(source)))
    job = replace(job, number=number)
    with _process(() if number is None else (number,)) as process:
        try:
            _hand_over(job, process)
            yield from _received(job, process)
        finally:
            process.kill()


def _process(numbers: tuple[int, ...]) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    return subprocess.Popen(
        [sys.executable, "-P", "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        pass_fds=numbers, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def _hand_over(job: Job, process: subprocess.Popen[bytes]) -> None:
    try:
        with process.stdin as into:
            pickle.dump(job, into)
    except BrokenPipeError as problem:
        raise _ended(job, process) from problem


def _received(job: Job, process: subprocess.Popen[bytes]) -> Iterator[Piece]:
    while True:
        try:
            message = pickle.load(process.stdout)
        except (EOFError, pickle.UnpicklingError) as problem:
            raise _ended(job, process) from problem
        if isinstance(message, Notes):
            job.notes.take_over(message)
            return
        if isinstance(message, Failed):
            raise message.problem or RuntimeError(f"the file could not be read\n{message.traceback}")
        yield message


def _ended(job: Job, process: subprocess.Popen[bytes]) -> ImportProblem:
    return ImportProblem(
        f"{name_of(job.found.source)} was not loaded, nothing was changed: the process that read it ended "
        f"(code {process.wait()}), perhaps for want of memory."
    )


def serve() -> None:
    """What the process does: it reads the job that comes in, and sends what it makes of it."""
    # Ctrl-C is for the process that writes, which ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What somebody prints is no piece.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    job = pickle.load(sys.stdin.buffer)
    # What is there stays, and rows are no cycles: to look for some took a tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000)
    ready: queue.Queue[bytes | None] = queue.Queue(READY)
    sender = threading.Thread(target=_send, args=(ready, out))
    sender.start()
    for message in _messages(job):
        ready.put(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    ready.put(None)
    sender.join()


def _messages(job: Job) -> Iterator[Piece | Notes | Failed]:
    if job.number is not None:
        job = replace(job, found=replace(job.found, source=io.BufferedReader(Shared(job.number))))
    try:
        with job.found.opened() as table:
            yield from pieces(table, job.found.way, job.known, job.notes, job.zone, job.ready)
        yield job.notes
    except ImportProblem as problem:
        yield Failed(problem, "")
    except Exception:
        yield Failed(None, traceback.format_exc())


def _send(ready: queue.Queue[bytes | None], out: BinaryIO) -> None:
    try:
        while (message := ready.get()) is not None:
            out.write(message)
            out.flush()
    except BrokenPipeError:
        # Nobody wants to know any more.
        os._exit(1)


class Shared(io.RawIOBase):
    """A file that another process has opened, read from its beginning without moving that one's place in
    it."""

    def __init__(self, number: int) -> None:
        self._number, self._at = number, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where it stands."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place; returns where it stands then."""
        begins = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: os.fstat(self._number).st_size}
        self._at = begins[whence] + offset
        return self._at

    def readinto(self, into: Any) -> int:
        """Fills in what is next; 0 at the end."""
        part = os.pread(self._number, len(into), self._at)
        into[: len(part)] = part
        self._at += len(part)
        return len(part)
