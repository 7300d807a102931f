"""The words that people use for columns, as data (`header_words.toml`): which field a header means."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.log import vocabulary

FILE = Path(__file__).with_suffix(".toml")
KINDS = ("calls", "emails", "meetings", "opportunities", "reps")
# What a header says: it is a field's word, one that others may have too, or has one among others; and what
# that is worth.
EXACT, MAYBE, AMONG, NOTHING = "exact", "maybe", "among", ""
WORTH = {EXACT: 1.0, MAYBE: 0.6, AMONG: 0.4}
# So that of two columns the one with the better word is taken, or the one of which it is more.
LATER, MORE = 0.002, 0.2
CAMEL = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-ZÀ-Þ])")
NO_WORD = re.compile(r"[^\w]+|_+")


@dataclass(frozen=True)
class Field:
    """A column of ours, or what makes one: `label` says what it is to somebody who knows none of our names;
    `reads`: what its cells look like (`contents.Contents.share`); `weight`: how much it tells of the kind;
    `doubt`: what a header of the words of `maybe` leaves open."""

    name: str
    label: str
    reads: str
    words: tuple[str, ...]
    maybe: tuple[str, ...]
    never: tuple[str, ...]
    weight: float
    doubt: str = ""

    def fit(self, header: str) -> tuple[str, float]:
        """How a header (as `plain`) means it, and how well: 0 to 1."""
        if any(_has(header, word) for word in self.never):
            return NOTHING, 0.0
        for words, how in ((self.words, EXACT), (self.maybe, MAYBE)):
            if header in words:
                return how, WORTH[how] - LATER * words.index(header)
        among = [word for word in self.words if self._is_among(header, word)]
        more = max((len(word) / len(header) for word in among), default=0)
        return (AMONG, WORTH[AMONG] + MORE * more) if among else (NOTHING, 0.0)

    def _is_among(self, header: str, word: str) -> bool:
        """Whether a word is one of a header's, and the last where any cell would do: a lead source is no
        lead."""
        if len(word) < 3 or not _has(header, word):
            return False
        return self.reads != "text" or header.endswith(word)


@dataclass(frozen=True)
class Kind:
    """A kind of rows: `one` of it in words, what a file of it may be called, the words of a column that says
    what each row is, and what it needs (of each group of fields one),
    and nearly always `has`."""

    name: str
    one: str
    words: tuple[str, ...]
    rows: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    has: tuple[tuple[str, ...], ...]
    fields: dict[str, Field]


def plain(header: str) -> str:
    """A header as headers are compared: small letters, one blank for all that is between words."""
    return vocabulary.plain(NO_WORD.sub(" ", CAMEL.sub(" ", header)))


@cache
def kinds() -> dict[str, Kind]:
    """The kinds that can be guessed, with their fields in the order in which people are asked for them."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _kind(name, data) for name in KINDS}


def _kind(name: str, data: dict[str, Any]) -> Kind:
    said = data["kinds"][name]
    fields = {key: _field(key, one, data["shared"]) for key, one in data[name].items()}
    needs, has = (tuple(tuple(group) for group in said.get(key, ())) for key in ("needs", "has"))
    return Kind(name, said["one"], tuple(said["words"]), tuple(said["rows"]), needs, has, fields)


def _field(name: str, said: dict[str, Any], shared: dict[str, list[str]]) -> Field:
    words, maybe = (
        tuple(dict.fromkeys([*said.get(key, ()), *shared.get(said.get(also, ""), ())]))
        for key, also in (("words", "also"), ("maybe", "maybe_also"))
    )
    never = tuple(said.get("never", ()))
    return Field(
        name,
        said["label"],
        said["reads"],
        words,
        maybe,
        never,
        said.get("weight", 0.5),
        said.get("doubt", ""),
    )


def _has(header: str, word: str) -> bool:
    """Whether a word, or several, stand in a header as words."""
    return f" {word} " in f" {header} "
