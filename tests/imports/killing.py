"""Imports in processes of their own, to be killed at any moment of their work."""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from pathlib import Path

from sqlalchemy import Engine, event

from dashboard.imports import apart
from dashboard.imports.loading import load_file
from dashboard.log import bulk
from dashboard.log.engine import make_engine

# What an import is at, in this order.
STAGES = ("opening", "reading", "writing", "following up", "committing")
# What it says when it has ended by itself.
ENDED = "ended"
WRITES = ("INSERT INTO call ", "INSERT INTO email ", "INSERT INTO replaced_row ")
ROOT = Path(__file__).resolve().parents[2]


class Import:
    """An import at work. It says what it is at through a pipe, which all processes hold that it may have
    started: the pipe's end is the end of the last of them."""

    def __init__(self, pipe: int) -> None:
        self._pipe = os.fdopen(pipe, "rb", buffering=0)
        self._pid = int(self._next())
        self._said = ""

    def reach(self, stage: str) -> None:
        """Returns when the import is at this stage, or at its end."""
        while (said := self._next()) not in (stage, ""):
            self._said = said
        self._said = said or self._said

    def durations(self) -> dict[str, float]:
        """The seconds that each stage takes; returns when the import has ended by itself."""
        began, taken, stage = time.perf_counter(), {}, self._next()
        while stage not in ("", ENDED):
            following, now = self._next(), time.perf_counter()
            taken[stage] = now - began
            stage, began = following, now
        return taken

    def kill(self) -> None:
        """Ends its process as `kill -9` does, and none of those that it may have started."""
        os.kill(self._pid, signal.SIGKILL)

    def is_gone(self, seconds: float) -> bool:
        """Whether it ends within so many seconds, with every process that it may have started."""
        until = time.monotonic() + seconds
        while select.select([self._pipe], [], [], max(0.0, until - time.monotonic()))[0]:
            if not (said := self._next()):
                self._pipe.close()
                return True
            self._said = said
        return False

    @property
    def killed_in(self) -> str | None:
        """The stage that it was killed in, once it is gone; None where it had ended by itself before."""
        return None if self._said == ENDED else self._said

    def _next(self) -> str:
        """The next line that it says, "" at its end; nothing is read ahead of `select`."""
        said = b""
        while (byte := self._pipe.read(1)) not in (b"\n", b""):
            said += byte
        return said.decode()


class Importers:
    """Begins imports at once: each is forked off a process that has all modules already."""

    def __init__(self) -> None:
        self._line, others = socket.socketpair()
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self._server = subprocess.Popen([sys.executable, __file__], env=environment, stdin=others)
        others.close()

    def begin(self, url: str, path: Path) -> Import:
        """Begins to import a file into the database at an address."""
        reads, writes = os.pipe()
        socket.send_fds(self._line, [f"{url}\t{path}".encode()], [writes])
        os.close(writes)
        return Import(reads)

    def close(self) -> None:
        """Begins no more."""
        self._line.close()
        self._server.wait()


def _serve(line: socket.socket) -> None:
    """Forks off an import whenever an address and a file come, with the pipe to speak through."""
    while True:
        said, pipes, *_ = socket.recv_fds(line, 4096, 1)
        if not said:
            return
        if os.fork() == 0:
            line.close()
            os.dup2(pipes[0], sys.stdout.fileno())
            _import(*said.decode().split("\t"))
        os.close(pipes[0])
        # So that those that have ended do not pile up.
        os.waitpid(-1, os.WNOHANG)


def _import(url: str, path: str) -> None:
    """Imports a file and says its stages, then ends the process."""
    _say(str(os.getpid()))
    stages = _Stages(make_engine(url))
    if os.environ.get("KILLED") == "apart":
        # As a large file is: read by other processes, and put into SQLite by images.
        apart.LEAST_BYTES, bulk.MANY = 0, 1
    code = 1
    try:
        load_file(stages.engine, path, progress=stages.read)
        code = 0
        _say(ENDED)
    except BaseException:
        traceback.print_exc()
    finally:
        # Not as a copy of the process that it was forked off.
        os._exit(code)


class _Stages:
    """Says each stage of an import when it begins, as the engine and the import's progress tell."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self._said = engine, set()
        self._begin("opening")
        event.listen(engine, "begin", lambda _connection: self._begin("reading"))
        event.listen(engine, "before_cursor_execute", self._executes)
        event.listen(engine, "commit", lambda _connection: self._begin("committing"))

    def read(self, done: int, total: int) -> None:
        """After each part of the file."""
        if done >= total:
            self._begin("following up")

    def _executes(self, _connection, _cursor, statement: str, *_) -> None:
        if statement.startswith(WRITES):
            self._begin("writing")

    def _begin(self, stage: str) -> None:
        if stage not in self._said:
            self._said.add(stage)
            _say(stage)


def _say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    # What all imports share is not looked through again by each of them.
    gc.freeze()
    _serve(socket.socket(fileno=sys.stdin.fileno()))
