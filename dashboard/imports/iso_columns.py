"""Columns of ISO 8601 moments that are all written alike, read byte by byte: 2026-11-03, 2026-11-03 10:00:00
(or with a T), and the same with a Z. Whatever is written otherwise is left to the exact way (`parsing`)."""

from __future__ import annotations

import weakref
from collections import deque
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

Bytes, Bools, Places = NDArray[np.uint8], NDArray[np.bool_], NDArray[np.int64]

# How long they are: nothing, a day, a time of it, the same with a Z.
BLANK, DAY, TIME, AWARE = 0, 10, 19, 20
ZERO, NINE = b"09"
MONTHS, HOURS, SIXTY = 12, 24, 60
# Where the digits are, and what stands between them.
DAY_DIGITS, TIME_DIGITS = [0, 1, 2, 3, 5, 6, 8, 9], [11, 12, 14, 15, 17, 18]
DAY_MARKS, TIME_MARKS = {4: b"-", 7: b"-"}, {10: b" T", 13: b":", 16: b":"}


@dataclass(frozen=True)
class IsoColumn:
    """A column in which each cell is blank or written so: how long the cells are, and of each length the
    rows and their bytes, one line a cell."""

    lengths: Places
    lines: dict[int, tuple[Places, Bytes]]

    @property
    def midnights(self) -> Bools:
        """Which cells are days, or have no other time of day than midnight."""
        found = self.lengths == DAY
        for length in (TIME, AWARE):
            if length in self.lines:
                rows, text = self.lines[length]
                found[rows] = (text[:, TIME_DIGITS] == ZERO).all(axis=1)
        return found

    def moments(self) -> NDArray[np.datetime64] | None:
        """The moments as the cells have them (in microseconds), missing where they are blank; None where one
        of them is no date or time."""
        values = np.full(len(self.lengths), np.datetime64("NaT"), dtype="datetime64[us]")
        for rows, text in self.lines.values():
            made = _moments(text)
            if made is None:
                return None
            values[rows] = made
        return values


# The columns that were asked for last, which several ask for one after the other.
_last: deque[tuple[weakref.ref[pd.Series], IsoColumn | None]] = deque(maxlen=8)


def iso_column(cells: pd.Series) -> IsoColumn | None:
    """The column, if all of its cells are blank or written so."""
    for asked, found in list(_last):
        if asked() is cells:
            return found
    found = _iso_column(cells)
    _last.append((weakref.ref(cells), found))
    return found


def _iso_column(cells: pd.Series) -> IsoColumn | None:
    texts = pa.array(cells.astype("str"), type=pa.large_string())
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    if texts.null_count:
        return None
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    lengths = np.diff(ends)
    held = {length for length in (DAY, TIME, AWARE) if (lengths == length).any()}
    if sum((lengths == length).sum() for length in {BLANK, *held}) < len(lengths):
        return None
    text = np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)
    lines = {length: _lines(text, ends, lengths, length) for length in held}
    return IsoColumn(lengths, lines) if all(_is_iso(line) for _, line in lines.values()) else None


def _lines(text: Bytes, ends: Places, lengths: Places, length: int) -> tuple[Places, Bytes]:
    """The rows of a length, and their bytes."""
    rows = np.flatnonzero(lengths == length)
    if ends[-1] - ends[0] == len(rows) * length:
        # There is nothing else between them.
        return rows, text[ends[0] : ends[-1]].reshape(-1, length)
    return rows, text[ends[rows][:, None] + np.arange(length)]


def _is_iso(text: Bytes) -> bool:
    has_time = text.shape[1] > DAY
    marks = DAY_MARKS | (TIME_MARKS if has_time else {}) | ({TIME: b"Z"} if text.shape[1] == AWARE else {})
    digits = text[:, DAY_DIGITS + (TIME_DIGITS if has_time else [])]
    if digits.size and (digits.min() < ZERO or digits.max() > NINE):
        return False
    return all(np.isin(text[:, place], list(mark)).all() for place, mark in marks.items())


def _moments(text: Bytes) -> NDArray[np.datetime64] | None:
    month = (_number(text, 0, 4) - 1970) * MONTHS + _number(text, 5, 7) - 1
    first = month.astype("datetime64[M]")
    days = first.astype("datetime64[D]") + (_number(text, 8, 10) - 1)
    fits = (days.astype("datetime64[M]") == first) & (_number(text, 5, 7) - 1 < MONTHS)
    fits &= (_number(text, 5, 7) > 0) & (_number(text, 8, 10) > 0)
    seconds = np.zeros(len(text), np.int64)
    if text.shape[1] > DAY:
        hour, minute, second = (_number(text, at, at + 2) for at in (11, 14, 17))
        fits &= (hour < HOURS) & (minute < SIXTY) & (second < SIXTY)
        seconds = (hour * SIXTY + minute) * SIXTY + second
    return days.astype("datetime64[us]") + seconds.astype("timedelta64[s]") if fits.all() else None


def _number(text: Bytes, begin: int, end: int) -> Places:
    number = np.zeros(len(text), np.int64)
    for place in range(begin, end):
        number = number * 10 + (text[:, place] - ZERO)
    return number
