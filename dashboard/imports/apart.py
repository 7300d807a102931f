"""A large file of calls and emails is read by processes of their own, while this one finds its records and
writes what comes of them: all go on at once, and whoever uses the app meanwhile does not wait for them."""

from __future__ import annotations

import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dashboard.imports.chunk import Chunk
from dashboard.imports.found import Found
from dashboard.imports.notes import Notes
from dashboard.imports.pieces import Piece, Reader
from dashboard.imports.problem import ImportProblem
from dashboard.imports.table import Table
from dashboard.imports.unread import Unread
from dashboard.imports.ways import Unlike
from dashboard.log.counting import COUNTS

begin = subprocess.Popen
# To begin processes takes as long as to read so much.
LEAST_BYTES = 32 << 20
MOST_READERS = 3
# So many runs of records each of them has at hand: one that is read, one that waits.
AT_HAND = 2
# They stand back behind who looks at a page.
NICE = 5
SERVE = "from dashboard.imports.apart import serve; serve()"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Job:
    """Records to be read: as of `Reader.piece`."""

    run: Chunk | Unread
    position: int
    total: int


@dataclass(frozen=True)
class Failed:
    """Why records could not be read: what the reading says, or the traceback of what nobody expected."""

    problem: ImportProblem | Unlike | None
    traceback: str


def is_worth_it(found: Found, size: int) -> bool:
    """Whether a table of a file of so many bytes is read apart: it is large, it holds calls and emails alone
    (for which the database is asked nothing), and there is a core for it."""
    asks_nothing = set(found.way.kinds) <= set(COUNTS)
    return size >= LEAST_BYTES and asks_nothing and (os.cpu_count() or 1) > 1


def read_apart(table: Table, reader: Reader, notes: Notes) -> Iterator[Piece]:
    """The pieces of a table, in its order, made by processes that end with the last one, or as soon as this
    is closed. Raises as reading here does."""
    with ExitStack() as stack:
        count = min(MOST_READERS, os.cpu_count() or 1)
        others = [stack.enter_context(Other(reader, table.name)) for _ in range(count)]
        asked: deque[Other] = deque()
        for turn, run in enumerate(table.runs()):
            other = others[turn % count]
            other.ask(Job(run, table.position, table.total))
            asked.append(other)
            if len(asked) == count * AT_HAND:
                yield asked.popleft().answer(notes)
        while asked:
            yield asked.popleft().answer(notes)


class Other:
    """Another process that reads. It answers in the order in which it is asked."""

    def __init__(self, reader: Reader, name: str) -> None:
        self._name = name
        path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
        self._process = begin(
            [sys.executable, "-P", "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        # Of its own accord: who asks goes on, and is not held up by a pipe that is full.
        self._outgoing: queue.Queue[Any] = queue.Queue()
        self._sender = threading.Thread(target=_send, args=(self._outgoing, self._process.stdin), daemon=True)
        self._sender.start()
        self._outgoing.put(reader)

    def __enter__(self) -> Other:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._outgoing.put(None)
        self._sender.join()
        self._process.stdout.close()
        self._process.wait()

    def ask(self, job: Job) -> None:
        """Gives it records to read."""
        self._outgoing.put(job)

    def answer(self, notes: Notes) -> Piece:
        """What came of the records it was given first, of those not answered yet; `notes` get its remarks."""
        try:
            message = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError) as problem:
            raise self._ended() from problem
        if isinstance(message, Failed):
            raise message.problem or RuntimeError(f"the file could not be read\n{message.traceback}")
        piece, remarks = message
        notes.add(remarks)
        return piece

    def _ended(self) -> ImportProblem:
        return ImportProblem(
            f"{self._name} was not loaded, nothing was changed: a process that read it ended "
            f"(code {self._process.wait()}), perhaps for want of memory."
        )


def _send(outgoing: queue.Queue[Any], into: BinaryIO) -> None:
    """Hands over what is in the queue, until None is."""
    try:
        with into:
            while (message := outgoing.get()) is not None:
                pickle.dump(message, into, pickle.HIGHEST_PROTOCOL)
                into.flush()
    except BrokenPipeError:
        # It has ended: who waits for its answer is told so.
        return


def serve() -> None:
    """What such a process does: it reads what it is given, and sends what it makes of it."""
    # Ctrl-C is for the process that writes, which ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What somebody prints is no answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    incoming = _incoming()
    reader = next(incoming, None)
    # What is there stays, and rows are no cycles: to look for some took a tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000)
    answers: queue.Queue[Any] = queue.Queue(1)
    sender = threading.Thread(target=_answer, args=(answers, out))
    sender.start()
    for job in _jobs(incoming):
        answers.put(_read(reader, job))
    answers.put(None)
    sender.join()


def _incoming() -> Iterator[Any]:
    """What it is given, until who gives it has ended, be it in the middle of something."""
    while True:
        try:
            yield pickle.load(sys.stdin.buffer)
        except (EOFError, pickle.UnpicklingError):
            return


def _jobs(incoming: Iterator[Job]) -> Iterator[Job]:
    # The columns that were asked for so far: of the next records they are read at once.
    wanted: set[int] = set()
    for job in incoming:
        if isinstance(job.run, Unread):
            wanted |= job.run.wanted
            job.run.wanted = wanted
        yield job


def _run(run: Chunk | Unread) -> Chunk:
    return run.read() if isinstance(run, Unread) else run


def _read(reader: Reader, job: Job) -> tuple[Piece, Notes] | Failed:
    notes = Notes()
    try:
        return reader.piece(_run(job.run), notes, job.position, job.total), notes
    except (ImportProblem, Unlike) as problem:
        return Failed(problem, "")
    except Exception:
        return Failed(None, traceback.format_exc())


def _answer(answers: queue.Queue[Any], out: BinaryIO) -> None:
    try:
        while (message := answers.get()) is not None:
            pickle.dump(message, out, pickle.HIGHEST_PROTOCOL)
            out.flush()
    except BrokenPipeError:
        # Nobody wants to know any more.
        os._exit(1)
