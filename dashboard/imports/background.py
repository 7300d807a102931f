"""Files loaded in the background, one run at a time: whoever began it may leave, and others see it too.

What a run has come to is kept by the process, for each database, until somebody closes it or begins another.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from sqlalchemy import Engine

from dashboard.imports.loading import load_files
from dashboard.imports.problem import ImportProblem
from dashboard.imports.report import Report

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """A file to load: a key by which its owner knows it again, its name, what its rows are where the header
    is not to say it, its content, and whether its dates have the day first where they do not tell."""

    key: Hashable
    name: str
    kind: str | None
    content: BinaryIO
    day_first: bool | None = None


class Run:
    """Files that are being loaded, or were.

    `outcomes` has, by key and in the order of the files, the reports of each that is done (one a table), or
    the sentence why nothing of it was kept. `share` is how much of the present file is read, 0 to 1.
    """

    def __init__(self, engine: Engine, files: Sequence[Upload]) -> None:
        self.files = tuple(files)
        self.outcomes: dict[Hashable, list[Report] | str] = {}
        self.share = 0.0
        self._engine = engine
        self._stopped = False
        # The process may end meanwhile: the database then rolls back the file that is half done.
        self._thread = threading.Thread(target=self._load_all, name="import", daemon=True)
        self._thread.start()

    @property
    def at_work(self) -> bool:
        """Whether files are still being loaded."""
        return self._thread.is_alive()

    @property
    def present(self) -> int:
        """The place of the file that is being loaded, from 0."""
        return min(len(self.outcomes), len(self.files) - 1)

    @property
    def stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stopped

    @property
    def may_stop(self) -> bool:
        """Whether a stop still keeps something from being loaded: a file that is wholly read is kept."""
        follows = self.present < len(self.files) - 1
        return not self._stopped and (self.share < 1 or follows)

    def became(self, file: Upload) -> list[Report] | str:
        """What became of a file of a run that is done, even of one that the run broke off before."""
        return self.outcomes.get(file.key, _failed(file))

    def stop(self) -> None:
        """Loads no more; what is not wholly read by then is not kept."""
        self._stopped = True

    def wait(self) -> None:
        """Returns when it is done."""
        self._thread.join()

    def _load_all(self) -> None:
        for file in self.files:
            self.share = 0.0
            with file.content:
                self.outcomes[file.key] = self._load(file)

    def _load(self, file: Upload) -> list[Report] | str:
        """What became of a file: its reports, or the sentence that says why nothing of it was kept."""

        def progress(done: int, total: int) -> None:
            if self._stopped:
                raise ImportProblem(f"{file.name} was not loaded, nothing was changed: it was stopped.")
            self.share = min(done / total, 1.0) if total else 1.0

        try:
            progress(0, 1)
            return load_files(
                self._engine, [file.content], names=[file.name], kind=file.kind, day_first=file.day_first,
                loaded_by="upload", progress=progress,
            )  # fmt: skip
        except ImportProblem as problem:
            return str(problem)
        except Exception:
            LOG.exception("an upload failed")
            return _failed(file)


def _failed(file: Upload) -> str:
    return f"{file.name} was not loaded, nothing was changed; the program's log has the reason."


_runs: dict[Engine, Run] = {}
_lock = threading.Lock()


def latest(engine: Engine) -> Run | None:
    """The run at work, or the last one that nobody has closed."""
    return _runs.get(engine)


def begin(engine: Engine, files: Sequence[Upload]) -> bool:
    """Begins to load copies of the files, in their order; False when a run is at work already.

    Raises `ImportProblem` when there is no room for the copies.
    """
    with _lock:
        before = latest(engine)
        if before and before.at_work:
            return False
        _runs[engine] = Run(engine, [replace(file, content=_copied(file)) for file in files])
        return True


def _copied(file: Upload) -> BinaryIO:
    """The content in a temporary file, which is gone once it is closed or the process has ended."""
    try:
        copy = tempfile.TemporaryFile(prefix="upload-")  # noqa: SIM115 - the run closes it
        file.content.seek(0)
        shutil.copyfileobj(file.content, copy)
    except OSError as problem:
        why = problem.strerror or type(problem).__name__
        raise ImportProblem(f"{file.name} was not loaded, nothing was changed: {why}.") from problem
    return copy


def close(engine: Engine) -> None:
    """Forgets a run that is done."""
    with _lock:
        run = latest(engine)
        if run and not run.at_work:
            del _runs[engine]
