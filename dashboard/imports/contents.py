"""What the cells of a column look like (dates, amounts, people, outcomes), as a table's first rows tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.imports import amounts, dates, durations, parsing
from dashboard.imports.header_words import Kind, kinds
from dashboard.imports.matching import Known
from dashboard.imports.parsing import Cells
from dashboard.imports.table import Table
from dashboard.log import vocabulary

# So many different cells of a column are looked at, and so many are kept to choose words from.
MOST_LOOKED_AT, MOST_WORDS, MOST_EXAMPLES = 1_000, 60, 3
YES, NO = ("true", "yes", "y", "1", "x", "ja"), ("false", "no", "n", "0", "nein")
INBOUND = ("inbound", "incoming", "in", "internal", "received", "incoming email")
OUTBOUND = ("outbound", "outgoing", "out", "sent", "placed")
WON = re.compile(r"\b(won|win|gewonnen|gagnée?|ganad[oa])\b")
LOST = re.compile(r"\b(lost|loss|verloren|perdue?|perdid[oa])\b")
COUNT = re.compile(r"\d{1,5}(\.0+)?", re.ASCII)
WITH_CLOCK = re.compile(r"\d[T ].*\d[:.]\d\d|^\d{5}\.\d+$", re.ASCII)
LENGTH = re.compile(f"{durations.CLOCK.pattern}|{durations.NUMBER.pattern}", re.ASCII)
CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}", re.ASCII)
DIGITS = re.compile(r"[\d.,]+", re.ASCII)


@dataclass(frozen=True)
class Contents:
    """A column: its `header` as the file has it; the share of rows in which it is `filled`; how many `cells`
    that are, and how many `distinct` ones; the most frequent ones (`words`), the first (`examples`); and by
    what they look like which share of them does (`shares`)."""

    header: str
    filled: float = 0.0
    cells: int = 0
    distinct: int = 0
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    shares: dict[str, float] = field(default_factory=dict)

    def share(self, reads: str, kind: str) -> float:
        """Which share of the cells can be what a field reads; half of those of an empty column."""
        if not self.cells:
            return 0.5
        if reads in ("text", "person"):
            odd = ("moment", "number") if reads == "person" else ("moment",)
            return 1 - max(self.shares[name] for name in odd)
        if reads == "moment":
            return self.shares["moment"] + self.shares["serial"]
        if reads == "yes":
            return max(self.shares["yes"], self.shares["moment"])
        if reads == "id":
            return min(self.distinct / self.cells, 1 - self.shares["moment"])
        if reads == "outcome":
            few = self.distinct <= max(MOST_WORDS, self.cells / 4)
            return (1 - max(self.shares["moment"], self.shares["number"])) * few
        return self.known(reads, kind)

    def known(self, reads: str, kind: str) -> float:
        """Which share of the cells says by itself that it is what a field reads."""
        if reads == "person":
            return self.shares.get("rep", 0.0)
        if reads == "outcome":
            return self.shares.get(f"outcome of {kind}", 0.0)
        return self.shares.get(reads, 0.0)

    def words_of(self, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """The most frequent cells that have a word."""
        return tuple(word for word in self.words if pattern.search(vocabulary.plain(word)))

    def words_among(self, words: Sequence[str]) -> tuple[str, ...]:
        """The most frequent cells that are one of some words."""
        return tuple(word for word in self.words if vocabulary.plain(word) in words)


@dataclass(frozen=True)
class Look:
    """A table as it was looked at: its name, and its named columns by their names as matched; `rows`: how
    many rows were looked at."""

    name: str
    columns: dict[str, Contents]
    rows: int

    @property
    def header(self) -> list[str]:
        """The names of the columns as the file has them."""
        return [one.header for one in self.columns.values()]


def look(table: Table, known: Known) -> Look:
    """Looks at a table's first rows."""
    chunk = table.peek()
    columns = {
        name: _contents(cell.strip(), chunk.column(name), known)
        for cell, name in zip(table.header, table.names, strict=True)
        if name
    }
    return Look(table.name, columns, len(chunk))


def _contents(header: str, column: pd.Series, known: Known) -> Contents:
    cells = column[(column != "").to_numpy(dtype=bool)]
    if not len(cells):
        return Contents(header)
    counts = cells.value_counts(sort=False)
    looked_at = counts.iloc[:MOST_LOOKED_AT]
    words, often = pd.Series(looked_at.index, dtype=object), looked_at.to_numpy(dtype=float)
    shares = {name: float(often[held].sum() / often.sum()) for name, held in _looks(words, known).items()}
    most = counts.sort_values(ascending=False, kind="stable").index[:MOST_WORDS]
    return Contents(
        header, len(cells) / len(column), len(cells), len(counts), tuple(most),
        tuple(counts.index[:MOST_EXAMPLES]), shares,
    )  # fmt: skip


def _looks(words: pd.Series, known: Known) -> dict[str, np.ndarray]:
    """By what a cell can look like, which of these do."""
    plain = words.map(vocabulary.plain)
    serial = _each(words, dates.SERIAL.fullmatch)
    found = {
        "moment": _moments(words) & ~serial & ~_each(words, str.isdecimal),
        "serial": serial,
        "timed": _each(words, WITH_CLOCK.search),
        "clock": _each(words, lambda word: CLOCK.fullmatch(dates.time_of_day(word))),
        "money": _money(words),
        "number": _each(words, DIGITS.fullmatch),
        "duration": _each(words, LENGTH.fullmatch),
        "email": _each(words, lambda word: _reads(parsing.email, word)),
        "zone": _each(words, lambda word: _reads(parsing.zone, word)),
        "currency": _each(words, lambda word: _reads(parsing.currency, word)),
        "yes": _each(plain, lambda word: word in (*YES, *NO) or COUNT.fullmatch(word)),
        "fate": _fates(plain),
        "direction": _each(plain, lambda word: word in (*INBOUND, *OUTBOUND)),
        "channel": _each(plain, lambda word: word in vocabulary.CHANNELS),
        "rep": _each(words, lambda word: known.rep(word).id is not None),
        "row": _each(plain, lambda word: any(word in kind.rows for kind in kinds().values())),
    }  # fmt: skip
    of_kinds = {f"outcome of {kind}": words for kind, words in vocabulary.OUTCOMES.items()}
    return found | {name: _each(plain, known_words.__contains__) for name, known_words in of_kinds.items()}


def _each(words: pd.Series, holds: Callable[[str], object]) -> np.ndarray:
    return np.array([bool(holds(word)) for word in words], dtype=bool)


def _reads(read: Callable[[str], object], word: str) -> bool:
    try:
        read(word)
    except ValueError:
        return False
    return True


def _readable(cells: Cells) -> np.ndarray:
    held = np.ones(len(cells.values), dtype=bool)
    held[list(cells.reasons)] = False
    return held


def _moments(words: pd.Series) -> np.ndarray:
    """Which are dates, whatever comes first in them."""
    either = (
        _readable(parsing.moments(dates.as_iso(words, day_first).astype(object)))
        for day_first in (True, False)
    )
    return np.logical_or(*either)


def _money(words: pd.Series) -> np.ndarray:
    """Which are amounts, whatever their decimal mark."""
    either = (
        _each(amounts.money(words, decimal), lambda word: _reads(parsing.money, word))
        for decimal in (".", ",")
    )
    return np.logical_or(*either)


def _fates(plain: pd.Series) -> np.ndarray:
    """All of them, where some say that something was won or lost, or each says yes or no."""
    told = _each(plain, lambda word: WON.search(word) or LOST.search(word))
    said = _each(plain, lambda word: word in (*YES, *NO))
    return np.full(len(plain), bool(told.any() or said.all()))


def kind_words(kind: Kind, column: Contents) -> tuple[str, ...]:
    """The cells of a column which say that a row is of a kind."""
    return column.words_among(kind.rows)
