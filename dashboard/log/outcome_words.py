"""Which words the loaded rows have for their outcomes, and what each of them counts as.

A row counts by its own word where that is decided or says something by itself (`vocabulary.py`), else by the
word that another column of the export gave it: as has been decided of it, else as it means by itself. How
often words occur is kept up to date by what writes (`word_counts.py`), so that nobody has to read the calls
to see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, func, literal, select, union_all

from dashboard.log import vocabulary
from dashboard.log.frames import frame
from dashboard.log.scope import Scope
from dashboard.log.tables import Meeting, OutcomeWord, OutcomeWordCount
from dashboard.log.vocabulary import BLANK, UNKNOWN, plain

KINDS = tuple(BLANK)
COUNTS, MEETINGS, DECIDED = OutcomeWordCount.__table__, Meeting.__table__, OutcomeWord.__table__
# Why a word counts as what it does: somebody decided so, it means so by itself, or nobody knows it.
HAND, DEFAULT, NOBODY = "by hand", "by default", "not known"


@dataclass(frozen=True)
class Decided:
    """What the organisation has decided that words mean: by kind and word as compared the outcome."""

    words: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, connection: Connection) -> Decided:
        """All that is decided now."""
        words: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        c = DECIDED.c
        for kind, word, outcome in connection.execute(select(c.kind, c.word, c.outcome)):
            words[kind][word] = outcome
        return cls(words)

    def decides(self, kind: str, word: str) -> bool:
        """Whether it says what a word means."""
        return plain(word) in self.words[kind]

    def outcome_of(self, kind: str, word: str, own_word: str = "") -> str | None:
        """The outcome of a row with these words ("" for none); None where nobody knows what they mean."""
        counts = self.counting(kind, word, own_word)
        return self.words[kind].get(plain(counts)) or vocabulary.outcome_of(kind, counts)

    def counting(self, kind: str, word: str, own_word: str = "") -> str:
        """Which of a row's words it counts by. The own one says nothing by itself when its row is read; a
        newer version of the program may know it."""
        own = own_word and (self.decides(kind, own_word) or vocabulary.says_something(kind, own_word))
        return own_word if own else word

    def applied(self, kind: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of a kind (outcome, outcome_word, and own_word where there are some) with the outcomes of the
        words that are decided; all others as they are."""
        if not self.words.get(kind):
            return rows
        outcome = rows["outcome"]
        for column in ("outcome_word", "own_word"):
            if column in rows:
                outcome = self._said(kind, rows[column]).fillna(outcome)
        return rows.assign(outcome=outcome)

    def again(self, kind: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows that were in the log before (outcome_word, own_word) with the outcomes that their words have
        now; meetings keep one that was entered by hand."""
        if kind not in self.words:
            return rows
        words = rows[["outcome_word", "own_word"]].fillna("")
        said = [self.outcome_of(kind, *pair) or UNKNOWN for pair in words.itertuples(index=False)]
        outcome = pd.Series(said, index=rows.index, dtype=object)
        if "entered" in rows:
            outcome = rows["outcome"].where(rows["entered"].astype(bool), outcome)
        return rows.assign(outcome=outcome)

    def _said(self, kind: str, words: pd.Series) -> pd.Series:
        meaning = {word: self.words[kind].get(plain(word)) for word in words.dropna().unique()}
        return words.map(meaning).astype(object)


def loaded_words(scope: Scope, connection: Connection) -> pd.DataFrame:
    """The words of calls, emails and meetings, the most frequent first: kind, word (as compared, "" for a
    blank cell), written (as most rows have it), rows, outcome (that they count as), by (`HAND`, `DEFAULT` or
    `NOBODY`), default (what it means by itself, missing where nobody knows). Meetings whose outcome somebody
    has entered are not among them. Who sees the whole log also sees decisions on words that no row has."""
    decided = Decided.load(connection)
    counted = _counted(scope, connection)
    words = pd.concat([_by_word(counted, decided), _unused(decided) if scope.everything else None])
    words = words.groupby(["kind", "word"], as_index=False).agg({"written": "first", "rows": "sum"})
    return _meaning(words, decided).sort_values(["rows", "word"], ascending=[False, True], ignore_index=True)


def _counted(scope: Scope, connection: Connection) -> pd.DataFrame:
    """How many rows have the same two words: kind, word, own_word, rows."""
    c, m = COUNTS.c, MEETINGS.c
    touches = select(c.kind, c.word, c.own_word, func.sum(c.touches).label("rows"))
    touches = touches.where(scope.among(COUNTS)).group_by(c.kind, c.word, c.own_word)
    both = (func.coalesce(m.outcome_word, "").label("word"), func.coalesce(m.own_word, "").label("own_word"))
    meetings = select(literal("meetings").label("kind"), *both, func.count().label("rows"))
    meetings = meetings.where(scope.among(MEETINGS), ~m.entered).group_by(m.outcome_word, m.own_word)
    return frame(connection, union_all(touches, meetings)).astype({"rows": "int64"})


def _by_word(counted: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """The words that decide, as they are written, the most frequent first: kind, word, written, rows."""
    rows = counted.itertuples(index=False)
    written = [decided.counting(row.kind, row.word, row.own_word) for row in rows]
    spelled = counted.assign(written=pd.Series(written, index=counted.index, dtype=object))
    spelled = spelled.groupby(["kind", "written"], as_index=False)["rows"].sum()
    spelled["word"] = spelled["written"].map(plain).astype(object)
    return spelled.sort_values("rows", ascending=False, kind="stable")


def _unused(decided: Decided) -> pd.DataFrame:
    words = [(kind, word, word, 0) for kind, some in decided.words.items() for word in some]
    return pd.DataFrame(words, columns=["kind", "word", "written", "rows"])


def _meaning(words: pd.DataFrame, decided: Decided) -> pd.DataFrame:
    """The words with what they count as, and why."""
    pairs = list(zip(words["kind"], words["word"], strict=True))
    default = [vocabulary.outcome_of(*pair) for pair in pairs]
    by = [
        HAND if decided.decides(*pair) else NOBODY if means is None else DEFAULT
        for pair, means in zip(pairs, default, strict=True)
    ]
    outcome = [decided.outcome_of(*pair) or UNKNOWN for pair in pairs]
    columns = {"outcome": outcome, "by": by, "default": default}
    return words.assign(**{name: pd.Series(values, dtype=object) for name, values in columns.items()})
