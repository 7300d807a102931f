"""Keys made by the application: the same row always gets the same key.

A row with an id of its own is known by kind, source and id; a row without one by its content and how
often that content occurred before it in its file. So a file loaded twice meets its own rows again.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

SEPARATOR = "\x1f"
SIZE = 8

Keys = NDArray[np.int64]


def key_of(*parts: object) -> int:
    """A signed 64-bit key of the parts; stable over versions and machines."""
    return int(_keys(_text([SEPARATOR.join(map(_written, parts))]))[0])


def contents(frame: pd.DataFrame, columns: Sequence[str]) -> Keys:
    """A 64-bit key of each row's content in the given columns, missing values included; a column that is not
    there is one of missing values."""
    blank = pa.repeat(pa.scalar("", pa.large_string()), len(frame))
    texts = [_texts(frame[column]) if column in frame else blank for column in columns]
    return _keys(_joined(*texts, SEPARATOR))


def _keys(texts: pa.LargeStringArray) -> Keys:
    """The key of each text: nothing is done for a single one that can be done for all."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1].tolist()
    text = memoryview(data) if data is not None else b""
    empty, hashes = blake2b(digest_size=SIZE), []
    for begin, end in itertools.pairwise(ends):
        # Half as long as to make a new one.
        one = empty.copy()
        one.update(text[begin:end])
        hashes.append(one.digest())
    return np.frombuffer(b"".join(hashes), ">i8").astype(np.int64)


def _written(part: object) -> str:
    return "" if part is None else str(part)


def _texts(column: pd.Series) -> pa.LargeStringArray:
    """The column as it is written in a key."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        numbers = column.astype("datetime64[us]").astype("int64").to_numpy()
        return pa.array(numbers).cast(pa.large_string())
    if column.dtype == object:
        try:
            return pa.array(column, type=pa.large_string(), from_pandas=True).fill_null("")
        except (pa.ArrowTypeError, pa.ArrowInvalid):
            # Not of texts alone.
            return _text(["" if value is None else str(value) for value in or_none(column).tolist()])
    # Numbers and yes or no: few different ones, each of which is written once.
    codes, values = pd.factorize(column)
    # The code of what is missing is -1.
    codes = np.where(codes < 0, len(values), codes)
    return _text([*map(str, values.tolist()), ""]).take(pa.array(codes))


def _joined(*parts: pa.LargeStringArray | str) -> pa.LargeStringArray:
    """Texts put together row by row; the last one stands between the others."""
    texts = (pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in parts)
    return pc.binary_join_element_wise(*texts)


def _text(values: Iterable[str]) -> pa.LargeStringArray:
    return pa.array(values, type=pa.large_string())


def or_none(column: pd.Series) -> pd.Series:
    """The column as plain objects, None where a value is missing."""
    missing = column.isna()
    plain = column.astype(object)
    return plain.where(~missing, None) if missing.any() else plain


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


def keys_of_ids(kind: str, source: str, source_ids: Iterable[str]) -> Keys:
    """The keys of rows that have these ids in their source."""
    beginning = SEPARATOR.join((kind, source, "id", ""))
    return _keys(_joined(beginning, _text(source_ids), ""))


def row_keys(
    kind: str, source: str, source_ids: Sequence[str | None], content: Sequence[int], seen: Occurrences
) -> Keys:
    """The key of each row, from its source id where it has one, else from its content."""
    named = np.array([source_id is not None for source_id in source_ids], dtype=bool)
    keys = np.empty(len(named), np.int64)
    keys[named] = keys_of_ids(kind, source, [one for one in source_ids if one is not None])
    bare = np.flatnonzero(~named).tolist()
    keys[bare] = [
        content_key(kind, source, row, seen.number(row)) for row in np.asarray(content)[bare].tolist()
    ]
    return keys
