"""What of a CSV file is plain: records that Arrow reads as Python's csv module does, for certain.

Quotation marks stand around whole fields or are doubled in them, lines end alike, and no field is too long.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dashboard.imports import records
from dashboard.imports.encoding import BOM_8, Encoding

QUOTE, NEWLINE, RETURN = b'"\n\r'
# No plain record is longer.
LONGEST = 1 << 20


class Plain(NamedTuple):
    """Whole records, and where each of them ends."""

    text: bytes
    ends: np.ndarray

    @property
    def rows(self) -> int:
        """How many they are."""
        return len(self.ends)


NOTHING = Plain(b"", np.zeros(0, np.int32))


def plain_part(block: bytes, stop: int, encoding: Encoding, delimiter: str) -> Plain:
    """The whole records at a block's beginning, before `stop`; nothing where they are not plain."""
    stop = block.rfind(b"\n", 0, stop) + 1
    # Arrow takes a mark of UTF-8 for one wherever it begins to read.
    if block.startswith(BOM_8) or block.find(b"\0", 0, stop) >= 0 or _has_lone_returns(block, stop):
        return NOTHING
    text = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(text[:stop] == QUOTE)
    end = _last_end(block, stop, quotes)
    quotes = quotes[: np.searchsorted(quotes, end)]
    if not _are_in_place(text, quotes, ord(delimiter)) or not _are_short(block, quotes, end):
        return NOTHING
    part = block[:end]
    if not encoding.clean and not _is_utf8(part):
        return NOTHING
    return Plain(part, _ends(text[:end], quotes))


def _ends(text: np.ndarray, quotes: np.ndarray) -> np.ndarray:
    """Where records end: after the newlines that have an even number of quotes before them."""
    newlines = np.flatnonzero(text == NEWLINE)
    return (newlines[np.searchsorted(quotes, newlines) % 2 == 0] + 1).astype(np.int32)


def _has_lone_returns(block: bytes, stop: int) -> bool:
    # Most files have none: that is seen at once.
    return block.find(b"\r", 0, stop) >= 0 and block.count(b"\r", 0, stop) != block.count(b"\r\n", 0, stop)


def _last_end(block: bytes, stop: int, quotes: np.ndarray) -> int:
    """Where the last record ends that is whole: after a newline with an even number of quotes before it."""
    end = stop
    while end:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return end
        end = block.rfind(b"\n", 0, quotes[before - 1]) + 1
    return 0


def _are_in_place(text: np.ndarray, quotes: np.ndarray, delimiter: int) -> bool:
    """Whether each quotation mark opens or closes a field, or is one half of a doubled one."""
    if not len(quotes):
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    # Between two quotes that touch there is nothing to look at, and where one byte is, it is after the one
    # and before the other. The very first byte of a block begins a record.
    apart = opening[1:][opening[1:] - closing[:-1] > 2]
    before = text[np.concatenate([opening[:1][opening[:1] > 0], apart]) - 1]
    return _are_beside(before, delimiter) and _are_beside(text[closing + 1], delimiter)


def _are_beside(bytes_: np.ndarray, delimiter: int) -> bool:
    """Whether all bytes may stand beside a quotation mark, outside of it."""
    fitting = bytes_ == delimiter
    for other in (QUOTE, NEWLINE, RETURN):
        fitting |= bytes_ == other
    return bool(fitting.all())


def _are_short(block: bytes, quotes: np.ndarray, end: int) -> bool:
    """Whether a record ends in every stretch of half the length that a field may have."""
    stretch = min(records.FIELD_LIMIT, LONGEST) // 2
    return all(
        _ends_within(block, quotes, start, min(start + stretch, end)) for start in range(0, end, stretch)
    )


def _ends_within(block: bytes, quotes: np.ndarray, start: int, stop: int) -> bool:
    while (newline := block.find(b"\n", start, stop)) >= 0:
        before = int(np.searchsorted(quotes, newline))
        if before % 2 == 0:
            return True
        start = int(quotes[before])
    return False


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True
