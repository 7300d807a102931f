"""The app as a process of its own, for tests that stop and start it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from harness import ROOT

OURS = ("dashboard", "run", "--empty", "--port")


class Server:
    """The app on a database, at a port of its own."""

    def __init__(self, database: Path, command: Sequence[str] = OURS, folder: Path | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.database, self.address = database, f"http://127.0.0.1:{self.port}"
        self._command, self._folder = command, folder or database.parent

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        path = str(ROOT) if self._command is OURS else ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", *self._command, str(self.port)],
            cwd=self._folder,
            env=os.environ | {"DATABASE_URL": f"sqlite:///{self.database}", "PYTHONPATH": path},
        )
        _wait_until_it_answers(self._process, self.address)

    def stop(self) -> None:
        """Stops it."""
        self._process.terminate()
        self._process.wait(timeout=20)

    def kill(self) -> None:
        """Ends it as if the machine were switched off."""
        self._process.kill()
        self._process.wait(timeout=20)


def _wait_until_it_answers(process: subprocess.Popen, address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
