"""What the words of exports mean, said by the organisation: written, and what is loaded derived again.

A row's `content` stays that of its file, as does its word. So the same file loaded again is unchanged, and a
word that is set back to what it means by itself leaves no trace. Outcomes entered by hand stay.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, insert, select, update

from dashboard.log import attribution, daily, opportunities, version, vocabulary
from dashboard.log.outcome_words import DECIDED, KINDS, MEETINGS, Decided
from dashboard.log.outcomes import CONNECTS
from dashboard.log.scope import Scope
from dashboard.log.store import TABLES, Saved
from dashboard.log.tables import Setting
from dashboard.log.vocabulary import CANONICAL, UNKNOWN, plain
from dashboard.log.word_counts import COUNTED, COUNTS, WORDS

SETTING = Setting.__table__
# The setting that says which version of the vocabulary the rows were last derived by.
VOCABULARY = "vocabulary"
# A word of a kind of rows.
Word = tuple[str, str]
BY_DEFAULT = None


class Refused(Exception):
    """This may not be decided, and nothing was; the message is one sentence for people."""


@dataclass(frozen=True)
class Change:
    """Rows of a kind that have the same words ("" for none), and another outcome from now on. `by`: the word,
    as compared, by which they change."""

    word: str
    own_word: str
    by: str
    before: str
    after: str

    @property
    def words(self) -> tuple[str, str]:
        """Both, as of `WORDS`."""
        return self.word, self.own_word

    @property
    def is_of_connects(self) -> bool:
        """Whether calls begin or cease to be connects by it."""
        return (self.before in CONNECTS) != (self.after in CONNECTS)


def decide(
    scope: Scope, connection: Connection, said: Mapping[Word, str | None], now: datetime
) -> dict[Word, int]:
    """Says by hand what words mean: by kind and word an outcome, or `BY_DEFAULT`; returns how many rows of
    each count as something else now. Raises `Refused` for whoever does not see the whole organisation, for a
    blank word and for what is no outcome of its kind."""
    if not scope.everything:
        raise Refused("Only who sees all teams can say what a word means.")
    for (kind, word), outcome in said.items():
        _check(kind, word, outcome)
    before = Decided.load(connection)
    for (kind, word), outcome in said.items():
        _put(connection, kind, word, outcome, now, by_hand=True)
    return follow(connection, before, list(said))


def save_words(connection: Connection, frame: pd.DataFrame) -> Saved:
    """Saves what a file says that words mean: kind, word, outcome; the last row of a word counts. What
    somebody has said by hand no file changes."""
    before, saved, now = Decided.load(connection), Saved(), datetime.now(UTC)
    c = DECIDED.c
    by_hand = {tuple(key) for key in connection.execute(select(c.kind, c.word).where(c.by_hand))}
    said = {(row.kind, plain(row.word)): row.outcome for row in frame.itertuples(index=False)}
    written = []
    for (kind, word), outcome in said.items():
        stored = before.words[kind].get(word)
        if (kind, word) in by_hand or stored == _different(kind, word, outcome):
            continue
        saved += Saved(changed=1) if stored else Saved(new=1)
        _put(connection, kind, word, outcome, now, by_hand=False)
        written.append((kind, word))
    if written:
        follow(connection, before, written)
    return saved + Saved(unchanged=len(frame) - len(written))


def _check(kind: str, word: str, outcome: str | None) -> None:
    if not plain(word):
        raise Refused("A blank cell says nothing: what it counts as cannot be decided.")
    if outcome is not BY_DEFAULT and outcome not in CANONICAL[kind]:
        raise Refused(f"“{outcome}” is no outcome of {kind}: choose one of {', '.join(CANONICAL[kind])}.")


def _different(kind: str, word: str, outcome: str | None) -> str | None:
    """What is to be kept of a decision: nothing where the word means that by itself."""
    return None if outcome == vocabulary.outcome_of(kind, word) else outcome


def _put(
    connection: Connection, kind: str, word: str, outcome: str | None, now: datetime, by_hand: bool
) -> None:
    key = {"kind": kind, "word": plain(word)}
    connection.execute(delete(DECIDED).where(*(DECIDED.c[name] == value for name, value in key.items())))
    if _different(kind, word, outcome) is not None:
        connection.execute(insert(DECIDED), key | {"outcome": outcome, "said_at": now, "by_hand": by_hand})


def follow_vocabulary(connection: Connection) -> None:
    """Derives again what is loaded with words that mean something else in this version of the program than in
    the one that wrote it; nothing is looked at where it is the same."""
    mine, now = SETTING.c.name == VOCABULARY, vocabulary.fingerprint()
    if connection.execute(select(SETTING.c.value).where(mine)).scalar_one_or_none() == now:
        return
    decided = Decided.load(connection)
    for kind in KINDS:
        if changes := _outdated(connection, kind, decided):
            (_change_meetings if kind == "meetings" else _change_touches)(connection, kind, changes)
            version.advance(connection)
    connection.execute(delete(SETTING).where(mine))
    connection.execute(insert(SETTING), {"name": VOCABULARY, "value": now})


def _outdated(connection: Connection, kind: str, decided: Decided) -> list[Change]:
    """The rows of a kind that count as something else than their words mean now."""
    c = TABLES[kind].c
    words = (func.coalesce(c[name], "").label(name) for name in WORDS)
    query = select(*words, c.outcome).distinct()
    found = []
    for word, own_word, was in connection.execute(query.where(~c.entered) if kind == "meetings" else query):
        becomes = decided.outcome_of(kind, word, own_word) or UNKNOWN
        # What a blank cell means is no matter of words.
        if (word or own_word) and becomes != was:
            found.append(Change(word, own_word, plain(own_word or word), was, becomes))
    return found


def follow(connection: Connection, before: Decided, words: list[Word]) -> dict[Word, int]:
    """Derives again what is loaded with these words, which were decided otherwise `before`; returns how many
    rows of each were changed."""
    after, rows = Decided.load(connection), dict.fromkeys(words, 0)
    for kind in KINDS:
        mine = {plain(word): (of, word) for of, word in words if of == kind}
        changes = _changes(connection, kind, mine, before, after)
        if changes:
            changed = (_change_meetings if kind == "meetings" else _change_touches)(connection, kind, changes)
            for change, number in zip(changes, changed, strict=True):
                rows[mine[change.by]] += number
    version.advance(connection)
    return rows


def _changes(
    connection: Connection, kind: str, words: Container[str], before: Decided, after: Decided
) -> list[Change]:
    """The rows that count as something else once these words, as compared, are decided anew."""
    found = []
    for word, own_word in connection.execute(_pairs(kind)):
        by = next((said for said in map(plain, (own_word, word)) if said in words), None)
        if by is None:
            continue
        was, becomes = (decided.outcome_of(kind, word, own_word) or UNKNOWN for decided in (before, after))
        if was != becomes:
            found.append(Change(word, own_word, by, was, becomes))
    return found


def _pairs(kind: str) -> Select:
    """The words that rows of a kind have, "" for none."""
    if kind in COUNTED:
        return select(COUNTS.c.word, COUNTS.c.own_word).where(COUNTS.c.kind == kind).distinct()
    return select(*(func.coalesce(MEETINGS.c[name], "") for name in WORDS)).distinct()


def _change_touches(connection: Connection, kind: str, changes: list[Change]) -> list[int]:
    """Gives calls or emails their outcome, with all that follows; how many rows each change is of."""
    table, c = TABLES[kind], TABLES[kind].c
    rows, days, credited = [], [], []
    for change in changes:
        which = _same_words(table, change)
        found = connection.execute(select(c.rep_id, c.day).where(which).distinct()).all()
        days.append(pd.DataFrame(found, columns=["rep_id", "day"]))
        if kind == "calls" and change.is_of_connects:
            credited.append(days[-1])
        rows.append(connection.execute(update(table).where(which).values(outcome=change.after)).rowcount)
    again = [attribution.renew_around(connection, _days(credited))] if credited else []
    daily.refresh(connection, _days([*days, *again]))
    return rows


def _days(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([part.assign(day=pd.to_datetime(part["day"])) for part in parts]).drop_duplicates()


def _change_meetings(connection: Connection, kind: str, changes: list[Change]) -> list[int]:
    """Gives meetings their outcome, and SAOs to those that are accepted now; how many each change is of."""
    c, rows, ids, reps = MEETINGS.c, [], set(), set()
    for change in changes:
        which = _same_words(MEETINGS, change) & ~c.entered
        for key, rep in connection.execute(select(c.id, c.rep_id).where(which)):
            ids.add(key)
            reps.add(rep)
        rows.append(connection.execute(update(MEETINGS).where(which).values(outcome=change.after)).rowcount)
    opportunities.reconcile(connection, ids, reps)
    return rows


def _same_words(table: Table, change: Change) -> ColumnElement[bool]:
    """The rows of a change: of those that grow, only the reps' who have some are looked at."""
    c = table.c
    same = and_(
        *(
            c[name] == word if word else c[name].is_(None)
            for name, word in zip(WORDS, change.words, strict=True)
        )
    )
    if table is MEETINGS:
        return same
    mine = (COUNTS.c.kind == f"{table.name}s") & (COUNTS.c.word == change.word)
    return c.rep_id.in_(select(COUNTS.c.rep_id).where(mine, COUNTS.c.own_word == change.own_word)) & same
