"""What follows from rows that go in and out: counts, credits of meetings, SAOs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from dashboard.log import attribution, daily, opportunities, version, word_counts
from dashboard.log.counting import COUNTS
from dashboard.log.packed import Packed
from dashboard.log.tally import Tally

# After so many new rows the database looks again at how its tables are filled.
MANY = 50_000
NO_DAYS = pd.DataFrame({"rep_id": [], "day": []})


class Follows:
    """The days, meetings and reps that rows of a kind concern, and the counts of those that are new: noted
    as they go in or out, until `bring_up_to_date`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.meetings: set[int] = set()
        self.reps: set[int] = set()
        self.words: Counter = Counter()
        self.tally = Tally(kind) if kind in COUNTS else None
        self.new = 0
        self._touched: list[pd.DataFrame] = []

    def came(self, rows: pd.DataFrame) -> None:
        """Notes rows that went in."""
        self._note(rows)
        if self.tally is not None:
            self.tally.add(rows)
        self.words.update(word_counts.counted(self.kind, rows))
        self.new += len(rows)

    def came_packed(self, rows: Packed) -> None:
        """Notes packed rows that went in."""
        self._note(rows.cells)
        self.tally.take(rows.cells)
        self.words.update(rows.words)
        self.new += len(rows)

    def relieve(self, connection: Connection) -> None:
        """Puts counts in that have become many."""
        if self.tally is not None and self.tally.is_full:
            daily.put_in_early(connection, self.tally)

    def left(self, stored: pd.DataFrame) -> None:
        """Notes stored rows (index: id) that go out."""
        self._note(stored.reset_index())
        if self.tally is not None:
            self.tally.spoil(stored)

    @property
    def nothing(self) -> bool:
        """Whether no row went in or out."""
        return not self._touched

    @property
    def days(self) -> pd.DataFrame:
        """The days that they concern: rep_id, day."""
        return NO_DAYS if self.nothing else pd.concat(self._touched).drop_duplicates(ignore_index=True)

    def _note(self, rows: pd.DataFrame) -> None:
        self.reps.update(rows["rep_id"].tolist())
        if self.kind in COUNTS:
            days = rows[["rep_id", "day"]].assign(day=pd.to_datetime(rows["day"]))
            self._touched.append(days.drop_duplicates())
        elif self.kind == "meetings":
            self.meetings.update(rows["id"].tolist())
            for name in attribution.DAYS:
                days = pd.to_datetime(rows[name]) if name in rows else pd.Series(pd.NaT, index=rows.index)
                self._touched.append(rows[["rep_id"]].assign(day=days).dropna())
        else:
            self.meetings.update(rows["meeting_id"].dropna().astype("int64").tolist())
            self._touched.append(NO_DAYS)


def bring_up_to_date(connection: Connection, each: Sequence[Follows]) -> None:
    """Renews all that follows from the rows of a file, noted by kind."""
    each = [one for one in each if not one.nothing]
    if not each:
        return
    for one in each:
        word_counts.add(connection, one.words)
        one.words.clear()
    _follow_touches(connection, [one for one in each if one.tally is not None])
    for one in each:
        if one.tally is None:
            _follow(connection, one)
    version.advance(connection)
    if sum(one.new for one in each) >= MANY:
        daily.analyze(connection)


def _follow_touches(connection: Connection, each: Sequence[Follows]) -> None:
    if not each:
        return
    touched = pd.concat([one.days for one in each])
    again = attribution.renew_around(connection, touched)
    for one in each:
        one.tally.spoil(again)
    daily.refresh(connection, pd.concat([touched, again]), [one.tally for one in each])


def _follow(connection: Connection, one: Follows) -> None:
    days = [one.days]
    if one.kind == "meetings":
        days.append(attribution.renew(connection, one.meetings))
    opportunities.reconcile(connection, one.meetings, one.reps)
    daily.refresh(connection, pd.concat(days))
