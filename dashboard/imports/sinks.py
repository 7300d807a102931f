"""Where the rows of each kind of file go in the log room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

import pandas as pd
from sqlalchemy import Connection

from dashboard.log import changed, identities, people, plans, remapping, store
from dashboard.log.store import TABLES, Saved, Writer

SAVE: dict[str, Callable[[Connection, pd.DataFrame], Saved]] = {
    "reps": people.save_reps,
    "people": identities.save_identities,
    "outcomes": remapping.save_words,
    "quotas": plans.save_quotas,
    "expectations": people.save_expectations,
    "holidays": plans.save_calendar_days,
    "days_off": plans.save_days_off,
}


class Sink(Protocol):
    """Takes a file's rows chunk by chunk, then `finish` once."""

    def ready(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows as `save` takes them."""

    def save(self, rows: pd.DataFrame) -> Saved:
        """Saves rows that were made ready and says what became of them."""

    def write(self, frame: pd.DataFrame) -> Saved:
        """Both."""

    def remove(self, source_ids: Sequence[str]) -> None:
        """Takes rows out that are there by these ids."""

    def take_out(self, frame: pd.DataFrame, restoring: bool = False, counted: bool = False) -> None:
        """Takes the rows out that a batch has brought by these; `restoring` puts back what they replaced;
        `counted`: they may never have waited."""

    def undo(self) -> tuple[int, int]:
        """Takes out all that the batch brought and puts back what it replaced; returns how many rows."""

    def finish(self) -> None:
        """Brings everything derived up to date."""


class PeopleSink:
    """Reps, what is planned for them, what words mean: few rows, each chunk complete in itself. What they
    replace is kept with the batch."""

    def __init__(self, connection: Connection, kind: str, batch_id: int, since: int | None = None) -> None:
        self._connection, self._kind, self._batch_id, self._since = connection, kind, batch_id, since
        self._before: dict[changed.Key, changed.Fields] | None = None

    def ready(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows as they are."""
        return frame

    def save(self, rows: pd.DataFrame) -> Saved:
        """Saves rows and says what became of them."""
        if rows.empty:
            return Saved()
        if self._before is None:
            self._before = changed.snapshot(self._connection, self._kind)
        return SAVE[self._kind](self._connection, rows)

    write = save

    def remove(self, source_ids: Sequence[str]) -> None:
        """Nothing: what is planned is taken back by hand."""

    def take_out(self, frame: pd.DataFrame, restoring: bool = False, counted: bool = False) -> None:
        """Takes back what the batch did by these rows, which had waited, unless they are `counted`."""
        mine = changed.keys_of(self._kind, frame)
        changed.put_back(self._connection, self._batch_id, self._kind, mine, waited=not counted)

    def undo(self) -> tuple[int, int]:
        """Takes back all that the batch did; returns how many rows left, and how many are as before."""
        return changed.put_back(self._connection, self._batch_id, self._kind)

    def finish(self) -> None:
        """Keeps what the rows have replaced."""
        if self._before is not None:
            changed.keep(self._connection, self._batch_id, self._kind, self._before, self._since)


def finish(sinks: Collection[Sink]) -> None:
    """Brings everything derived up to date, for all kinds of a file at once."""
    writers = [sink for sink in sinks if isinstance(sink, Writer)]
    store.finish(writers)
    for sink in sinks:
        if sink not in writers:
            sink.finish()


def sink_for(connection: Connection, kind: str, source: str, batch_id: int, since: int | None = None) -> Sink:
    """The sink of a kind of file; `since`: for rows that had waited, after others of the file went in, until
    this file let them in (or `changed.BY_HAND`)."""
    if kind in TABLES:
        return Writer(connection, kind, source, batch_id, resumed=since is not None)
    return PeopleSink(connection, kind, batch_id, since)
