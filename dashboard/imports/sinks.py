"""Where the rows of each kind of file go in the log room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import pandas as pd
from sqlalchemy import Connection

from dashboard.log import identities, people, plans, remapping, store
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

    def take_out(self, frame: pd.DataFrame) -> None:
        """Takes the rows out that a batch has brought by these."""

    def finish(self) -> None:
        """Brings everything derived up to date."""


class PeopleSink:
    """Reps, what is planned for them, what words mean: few rows, each chunk complete in itself."""

    def __init__(self, connection: Connection, kind: str) -> None:
        self._connection, self._save = connection, SAVE[kind]

    def ready(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows as they are."""
        return frame

    def save(self, rows: pd.DataFrame) -> Saved:
        """Saves rows and says what became of them."""
        return self._save(self._connection, rows) if len(rows) else Saved()

    write = save

    def remove(self, source_ids: Sequence[str]) -> None:
        """Nothing: what is planned is taken back by hand."""

    def take_out(self, frame: pd.DataFrame) -> None:
        """Nothing: as above."""

    def finish(self) -> None:
        """Nothing is left to do: each chunk was saved whole."""


def finish(sinks: Iterable[Sink]) -> None:
    """Brings everything derived up to date, for all kinds of a file at once."""
    store.finish([sink for sink in sinks if isinstance(sink, Writer)])


def sink_for(connection: Connection, kind: str, source: str, batch_id: int, resumed: bool = False) -> Sink:
    """The sink of a kind of file; `resumed` when other rows of the file went in before."""
    if kind in TABLES:
        return Writer(connection, kind, source, batch_id, resumed)
    return PeopleSink(connection, kind)
