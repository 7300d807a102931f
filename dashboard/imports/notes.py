"""What a file's report remarks besides its counts: gathered over its chunks, said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from dashboard.imports.problem import counted, listed, shortened
from dashboard.log.vocabulary import OTHER_CHANNEL, UNKNOWN

MOST_WORDS = 50
TAKEN_AS = {"outcome": UNKNOWN, "channel": OTHER_CHANNEL}
NOT_KNOWN = "The {} “{}” is not known: {} taken as {}."
MORE = "{} more words are not known."


class Notes:
    """Remarks on one file."""

    def __init__(self) -> None:
        self._words: Counter[tuple[str, str]] = Counter()
        self._rows: dict[str, tuple[int, int]] = {}
        self._sentences: list[str] = []
        self.assumed: set[str] = set()

    def word(self, column: str, word: str, rows: int) -> None:
        """Notes that so many rows have a word in a column which nobody knows."""
        self._words[column, word] += rows

    def rows(self, what: str, rows: list[int]) -> None:
        """Notes spreadsheet rows of which `what` is to be said ("won without a closed_at: …")."""
        if rows:
            count, first = self._rows.get(what, (0, rows[0]))
            self._rows[what] = count + len(rows), first

    def say(self, sentence: str) -> None:
        """Notes a sentence, once."""
        if sentence not in self._sentences:
            self._sentences.append(sentence)

    def add(self, other: Notes) -> None:
        """Notes what was noted of rows that come after all others."""
        self._words.update(other._words)
        for what, (count, first) in other._rows.items():
            before, at = self._rows.get(what, (0, first))
            self._rows[what] = before + count, at
        for sentence in other._sentences:
            self.say(sentence)
        self.assumed |= other.assumed

    def sentences(self) -> list[str]:
        """All remarks, as sentences."""
        said = [f"{_rows(count, first)} {what}." for what, (count, first) in self._rows.items()]
        said += [
            NOT_KNOWN.format(column, shortened(word), counted(rows, "row"), TAKEN_AS[column])
            for (column, word), rows in self._words.most_common(MOST_WORDS)
        ]
        if len(self._words) > MOST_WORDS:
            said.append(MORE.format(f"{len(self._words) - MOST_WORDS:,}"))
        return [*self._sentences, *said]


def unused_columns(header: list[str], names: list[str], known: Collection[str]) -> str | None:
    """The sentence on columns that are not read, if there are any."""
    unused = [cell.strip() for cell, name in zip(header, names, strict=True) if name and name not in known]
    return f"Columns not used: {listed(unused, 30)}." if unused else None


def _rows(count: int, first: int) -> str:
    return f"Row {first} is" if count == 1 else f"{counted(count, 'row')} (the first is row {first}) are"
