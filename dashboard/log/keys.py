"""Keys made by the application: the same row always gets the same key.

A row with an id of its own is known by kind, source and id; a row without one by its content and how
often that content occurred before it in its file. So a file loaded twice meets its own rows again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import pandas as pd

SEPARATOR = "\x1f"


def key_of(*parts: object) -> int:
    """A signed 64-bit key of the parts; stable over versions and machines."""
    written = SEPARATOR.join("" if part is None else str(part) for part in parts)
    return int.from_bytes(blake2b(written.encode(), digest_size=8).digest(), "big", signed=True)


def contents(frame: pd.DataFrame, columns: Sequence[str]) -> list[int]:
    """A 64-bit key of each row's content in the given columns, missing values included."""
    texts = [_texts(frame[column]) for column in columns]
    return [key_of(*row) for row in zip(*texts, strict=True)]


def _texts(column: pd.Series) -> Iterable[object]:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = column.astype("datetime64[us]").astype("int64")
    return or_none(column)


def or_none(column: pd.Series) -> pd.Series:
    """The column as plain objects, None where a value is missing."""
    return column.astype(object).where(column.notna(), None)


class Occurrences:
    """Counts how often a content has occurred in a file so far, over its chunks."""

    def __init__(self) -> None:
        self._seen: Counter[int] = Counter()

    def number(self, content: int) -> int:
        """0 for the first row with this content, 1 for the second …"""
        number = self._seen[content]
        self._seen[content] += 1
        return number

    def begin(self, content: int, number: int) -> None:
        """The next row with this content is the one with this number."""
        self._seen[content] = number

    def __contains__(self, content: int) -> bool:
        return content in self._seen


def content_key(kind: str, source: str, content: int, number: int) -> int:
    """The key of a row without an id: of the one with this content that has this number in its file."""
    return key_of(kind, source, "content", content, number)


def row_keys(
    kind: str, source: str, source_ids: Iterable[str | None], content: Iterable[int], seen: Occurrences
) -> list[int]:
    """The key of each row, from its source id where it has one, else from its content."""
    return [
        key_of(kind, source, "id", source_id)
        if source_id is not None
        else content_key(kind, source, row, seen.number(row))
        for source_id, row in zip(source_ids, content, strict=True)
    ]
