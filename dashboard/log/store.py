"""Writing logged rows: new ones in, changed ones replaced, unchanged ones left, all that follows from
them (attribution, SAO rows, daily counts) in the same transaction."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, delete, select

from dashboard.log import bulk, images, opportunities, replaced, word_counts
from dashboard.log.bulk import BATCH, batches, compact
from dashboard.log.counting import COUNTS
from dashboard.log.follows import Follows, bring_up_to_date
from dashboard.log.keys import Occurrences, content_key, contents, keys_of_ids, or_none, row_keys
from dashboard.log.outcome_words import Decided
from dashboard.log.packed import Packed, packed
from dashboard.log.placing import placed
from dashboard.log.seats import Seats
from dashboard.log.stored import among, has_rows, stored_rows
from dashboard.log.tables import Call, Email, Meeting, Opportunity
from dashboard.log.written import Written

TABLES: dict[str, Table] = {
    "calls": Call.__table__,
    "emails": Email.__table__,
    "meetings": Meeting.__table__,
    "opportunities": Opportunity.__table__,
}
# What makes a row without an id the same row, and what counts as a change of one with an id. Of outcomes
# the words: what these mean, another version of the program may know better.
CONTENT: dict[str, tuple[str, ...]] = {
    "emails": ("rep_id", "at", "wall_clock", "outcome_word", "own_word", "list", "prospect", "account"),
    "meetings": (
        "rep_id", "booked_at", "booked_wall_clock", "starts_at", "starts_wall_clock", "channel",
        "outcome_word", "own_word", "ae", "prospect", "account",
    ),
    "opportunities": (
        "rep_id", "meeting_id", "accepted_at", "accepted_wall_clock", "closed_at", "closed_wall_clock",
        "amount_cents", "currency", "stage", "won", "account", "prospect",
    ),
}  # fmt: skip
CONTENT["calls"] = (*CONTENT["emails"], "duration_s")
# So many rows are taken out at a time.
MANY = 50_000


@dataclass(frozen=True)
class Saved:
    """What became of the rows of a file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Saved) -> Saved:
        return Saved(self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged)

    def __sub__(self, other: Saved) -> Saved:
        return Saved(self.new - other.new, self.changed - other.changed, self.unchanged - other.unchanged)


class Writer:
    """Writes one file's rows of one kind, chunk by chunk, then `finish` once.

    `kind` is a key of `TABLES`; `source` names the shape of the export, in which ids are unique; `resumed`
    says that other rows of the batch were written before.
    """

    def __init__(
        self, connection: Connection, kind: str, source: str, batch_id: int, resumed: bool = False
    ) -> None:
        self.connection, self.kind, self.source, self.batch_id = connection, kind, source, batch_id
        self.table = TABLES[kind]
        self._seats = Seats.load(connection)
        self._decided = Decided.load(connection)
        self._seen, self._resumed = Occurrences(), resumed
        # None: there are rows of before, which are looked up.
        self._own = Written() if kind in COUNTS and not has_rows(connection, self.table) else None
        self.follows = Follows(kind)
        self._packs = False

    def write(self, frame: pd.DataFrame) -> Saved:
        """Saves the rows of a chunk: of rows with the same key the last one counts, unless what is stored
        came with a newer batch."""
        return self.save(self.ready(frame))

    def ready(self, frame: pd.DataFrame) -> pd.DataFrame | Packed:
        """The rows of a chunk as `save` takes them; chunk by chunk, in the file's order."""
        if frame.empty:
            return frame
        rows = self._placed(frame.reset_index(drop=True))
        if self.connection is None and rows["source_id"].isna().any():
            # Their keys depend on the rows before them: whoever saves them has seen all.
            return compact(rows)
        rows = self._keyed(rows)
        if self._packs and not rows["id"].duplicated().any():
            return packed(self.kind, self.table, compact(rows, plain=True))
        return compact(rows)

    def apart(self) -> Writer:
        """One that makes rows of calls or emails ready in another process, and saves none."""
        other = copy.copy(self)
        other._packs = bulk.by_image(self.connection)
        other.connection = other._own = other.follows = None
        return other

    def save(self, rows: pd.DataFrame | Packed) -> Saved:
        """Saves rows that were made ready."""
        if isinstance(rows, Packed):
            return self._save_packed(rows)
        if rows.empty:
            return Saved()
        rows = rows if "id" in rows else self._keyed(rows)
        last = ~rows["id"].duplicated(keep="last")
        fate = self._save(rows[last])
        # A row that a later one of its file replaces was changed by it, unless all was as stored.
        replaced = rows.loc[~last, "id"].map(fate.replace("new", "changed"))
        return Saved(**pd.concat([fate, replaced]).value_counts().to_dict())

    def _save_packed(self, rows: Packed) -> Saved:
        """Saves packed rows as they are where all are new, or none is different; else one by one."""
        with images.at_hand(self.connection, rows.image):
            may_be_there = self._own is None or self._own.may_hold(rows.ids).any()
            there, same = images.compared(self.connection, self.table) if may_be_there else (0, 0)
            if not there:
                images.copy_in(self.connection, self.table)
        if not there:
            self.follows.came_packed(rows)
            self.follows.relieve(self.connection)
            if self._own is not None:
                self._own.add(rows.ids)
            return Saved(new=len(rows))
        return Saved(unchanged=same) if same == len(rows) else self.save(rows.frame())

    def remove(self, source_ids: Sequence[str]) -> None:
        """Takes out the rows with these ids of the source, unless they came with a newer batch."""
        if len(source_ids):
            stored = self._existing(pd.Series(keys_of_ids(self.kind, self.source, source_ids)))
            self._replace(stored[stored["batch_id"] <= self.batch_id])

    def take_out(self, frame: pd.DataFrame, restoring: bool = False, counted: bool = False) -> None:
        """Takes the rows out that these (as `write` takes them) have become, where the batch brought them;
        `restoring` puts back what they replaced."""
        if frame.empty:
            return
        rows = self._prepared(frame.reset_index(drop=True), leaving=True)
        stored = self._existing(rows["id"].drop_duplicates())
        mine = stored[stored["batch_id"] == self.batch_id]
        self._delete(mine)
        if restoring:
            self._put_back(mine.index.tolist())

    def undo(self) -> tuple[int, int]:
        """Takes out all that the batch brought and puts back what it replaced; returns how many rows."""
        c = self.table.c
        mine = select(c.id).where(c.batch_id == self.batch_id, c.source == self.source)
        ids = list(self.connection.execute(mine).scalars())
        for part in batches(ids, MANY):
            self._delete(self._existing(pd.Series(part, dtype="int64")))
        return len(ids), self._put_back()

    def _put_back(self, ids: Sequence[int] | None = None) -> int:
        """Puts back what the batch replaced (of these keys) and is not there; how many rows."""
        before = replaced.kept(self.connection, self.batch_id, self.kind)
        if ids is not None and len(before):
            before = before[before["id"].isin(ids)]
        if before.empty:
            return 0
        replaced.forget(self.connection, self.batch_id, before["id"].tolist())
        before = before[~before["id"].isin(self._existing(before["id"]).index)]
        self._insert(placed(self._decided.again(self.kind, before), self.kind, self._seats))
        return len(before)

    def finish(self) -> None:
        """Brings everything derived up to date for the rows that were written."""
        finish([self])

    def _prepared(self, frame: pd.DataFrame, leaving: bool = False) -> pd.DataFrame:
        """The chunk as rows of the table: keys made, moments in UTC, team and local days found; `leaving`:
        those that are to be taken out again."""
        return self._keyed(self._placed(frame), leaving)

    def _placed(self, frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame.assign(source=self.source, batch_id=self.batch_id)
        said = rows
        if self.kind == "opportunities":
            rows, said = opportunities.prepared(rows, self.source)
        rows["content"] = contents(said, CONTENT[self.kind])
        return placed(self._decided.applied(self.kind, rows), self.kind, self._seats)

    def _keyed(self, rows: pd.DataFrame, leaving: bool = False) -> pd.DataFrame:
        bare = rows.loc[rows["source_id"].isna(), "content"]
        if self._resumed or leaving:
            self._number_on(bare)
        if leaving:
            self._number_back(bare)
        ids = or_none(rows["source_id"]).tolist()
        return rows.assign(id=row_keys(self.kind, self.source, ids, rows["content"].to_numpy(), self._seen))

    def _number_on(self, content: pd.Series) -> None:
        """Counts on from the rows with this content that the batch has in the log already: one more row
        like them in the same file is another row."""
        pending, number = [one for one in content.unique() if one not in self._seen], 0
        while pending:
            keys = {content_key(self.kind, self.source, one, number): one for one in pending}
            stored = self._existing(pd.Series(list(keys)))
            pending = [keys[key] for key in stored.index[stored["batch_id"] == self.batch_id]]
            number += 1
            for one in pending:
                self._seen.begin(one, number)

    def _number_back(self, content: pd.Series) -> None:
        """Begins so many before the end as rows with a content leave: those that stay are numbered from 0."""
        for one, leaving in content.value_counts().items():
            self._seen.begin(one, max(self._seen.number(one) - leaving, 0))

    def _save(self, rows: pd.DataFrame) -> pd.Series:
        """Saves rows with different keys; by key what became of each: "new", "changed" or "unchanged"."""
        before = self._existing(rows["id"])
        known = rows["id"].map(before["content"]) if len(before) else pd.Series(pd.NA, index=rows.index)
        is_new = known.isna()
        # A row that waited since an older file must not undo what a newer one said.
        newer = rows["id"].map(before["batch_id"]).fillna(self.batch_id) > self.batch_id
        changed = rows[~is_new & (known != rows["content"]) & ~newer]
        if len(changed):
            self._replace(before.loc[changed["id"]])
        self._insert(pd.concat([rows[is_new], changed]) if len(changed) else rows[is_new])
        fate = np.where(is_new, "new", np.where(rows.index.isin(changed.index), "changed", "unchanged"))
        return pd.Series(fate, index=rows["id"], dtype=object)

    def _existing(self, ids: pd.Series) -> pd.DataFrame:
        """As of `stored.stored_rows`."""
        if self._own is not None:
            ids = ids[self._own.may_hold(ids.to_numpy(dtype="int64"))]
        return stored_rows(self.connection, self.table, ids.tolist())

    def _replace(self, rows: pd.DataFrame) -> None:
        """Takes stored rows out that come back when the batch is undone."""
        replaced.keep(self.connection, self.batch_id, self.kind, self.table, rows, self._seats)
        self._delete(rows)

    def _delete(self, rows: pd.DataFrame) -> None:
        self.follows.left(rows)
        for part in batches(rows.index.tolist(), BATCH):
            word_counts.subtract(self.connection, self.kind, part)
            self.connection.execute(delete(self.table).where(among(self.table, part)))

    def _insert(self, rows: pd.DataFrame) -> None:
        if rows.empty:
            return
        self.follows.came(rows)
        self.follows.relieve(self.connection)
        if self._own is not None:
            self._own.add(rows["id"].to_numpy(dtype="int64"))
        bulk.insert(self.connection, self.table, rows)


def finish(writers: Sequence[Writer]) -> None:
    """Brings everything derived up to date for the rows that the writers of a file have written."""
    for one in writers:
        one._seen = Occurrences()
    if writers:
        bring_up_to_date(writers[0].connection, [one.follows for one in writers])


def remove(connection: Connection, kind: str, ids: Sequence[int]) -> int:
    """Deletes rows by key, with all that follows from it; returns how many there were."""
    writer = Writer(connection, kind, "", 0)
    rows = stored_rows(connection, writer.table, ids)
    writer._delete(rows)
    writer.finish()
    return len(rows)
