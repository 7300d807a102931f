"""Dates as exports write them, to ISO 8601. Which of day and month comes first is decided for a whole file
(`Order`), never for a row; what cannot be read is left as it is, for the row to be rejected with its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

_CLOCK = r"(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
_OFFSET = r"(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
_REST = rf"(?:(?:\s*,\s*|\s+|T)(?:at\s+)?{_CLOCK}\s*{_OFFSET})?"
_FLAGS = re.ASCII | re.IGNORECASE
ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}(?::?\d{2})?))?)?",
    re.ASCII,
)
TWO_WAYS = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}}){_REST}", _FLAGS
)
YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})[/.-](?P<m>\d{{1,2}})[/.-](?P<d>\d{{1,2}}){_REST}", _FLAGS)
NAMED = re.compile(
    rf"(?:[a-z]{{3,9}}\.?,\s*)?(?:(?P<d>\d{{1,2}})[. -]+(?P<m>[a-z]{{3,9}})\.?|(?P<m2>[a-z]{{3,9}})\.?\s+(?P<d2>\d{{1,2}}))"
    rf"[, -]+(?P<y>\d{{4}}|\d{{2}}){_REST}",
    _FLAGS,
)
SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)
EPOCH_MS = re.compile(r"1\d{12}", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What Excel counts its days from; it takes 1900 for a leap year.
EXCEL_BEGINS = datetime(1899, 12, 30)
EPOCH = datetime(1970, 1, 1)
CENTURY = 2000


@dataclass
class Order:
    """What a file's dates say of their own order: the first row (spreadsheet number, text) that can only be
    read with the day first, the first only with the month first, and the first that reads both ways."""

    told: bool | None = None
    day_first_at: tuple[int, str] | None = None
    month_first_at: tuple[int, str] | None = None
    both_at: tuple[int, str] | None = None
    _seen: set[str] = field(default_factory=set, repr=False)

    def look_at(self, numbers: list[int], cells: pd.Series) -> None:
        """Takes in the dates of a column."""
        for place, text in _odd(cells):
            if text in self._seen or not (match := TWO_WAYS.fullmatch(text)):
                continue
            self._seen.add(text)
            self._note(match, (numbers[place], text))

    def _note(self, match: re.Match[str], where: tuple[int, str]) -> None:
        first, second = int(match["a"]), int(match["b"])
        if match["sep"] == "." or (12 < first <= 31 and second <= 12):
            # Nobody writes the month first with dots.
            self.day_first_at = self.day_first_at or where
        elif 12 < second <= 31 and first <= 12:
            self.month_first_at = self.month_first_at or where
        elif first != second and max(first, second) <= 12:
            self.both_at = self.both_at or where

    @property
    def contradicts_itself(self) -> bool:
        """Whether some dates have the day first, and others the month."""
        return self.day_first_at is not None and self.month_first_at is not None

    @property
    def open(self) -> bool:
        """Whether dates can be read both ways, and nothing says which is meant."""
        return self.day_first is None and self.both_at is not None

    @property
    def day_first(self) -> bool | None:
        """Whether the day comes first; None where nothing says so."""
        if self.told is not None:
            return self.told
        if self.day_first_at is not None:
            return True
        return False if self.month_first_at is not None else None


def as_iso(cells: pd.Series, day_first: bool | None, zone: str = "") -> pd.Series:
    """The cells as ISO text; those that cannot be read stay as they are. `zone`: the time zone of times
    without an offset; without one they stay wall-clock times. A date alone is in no zone."""
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    iso = [word if not word or ISO.fullmatch(word) else _iso(word, day_first) for word in words]
    if zone:
        iso = [_in_zone(text, zone) for text in iso]
    return pd.Series(np.array(iso, dtype=object)[codes] if len(iso) else [], dtype=object)


def _odd(cells: pd.Series) -> Iterable[tuple[int, str]]:
    """The places and texts of cells that are no ISO dates, each text once."""
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    odd = [code for code, word in enumerate(words) if word and not ISO.fullmatch(word)]
    if not odd:
        return []
    firsts = np.full(len(words), len(codes))
    np.minimum.at(firsts, codes, np.arange(len(codes)))
    return [(int(firsts[code]), words[code]) for code in odd]


def _iso(text: str, day_first: bool | None) -> str:
    """One text as ISO, or unchanged."""
    for read in (_two_ways, _year_first, _named, _number):
        try:
            found = read(text, day_first)
        except ValueError:
            # A 31st of June: the row is rejected with the text that the file has.
            return text
        if found is not None:
            return found
    return text


def _two_ways(text: str, day_first: bool | None) -> str | None:
    match = TWO_WAYS.fullmatch(text)
    if not match:
        return None
    first, second = int(match["a"]), int(match["b"])
    if day_first is None and first != second:
        return text
    day, month = (first, second) if day_first or match["sep"] == "." else (second, first)
    return _written(_year(match["y"]), month, day, match)


def _year_first(text: str, _day_first: bool | None) -> str | None:
    match = YEAR_FIRST.fullmatch(text)
    return _written(int(match["y"]), int(match["m"]), int(match["d"]), match) if match else None


def _named(text: str, _day_first: bool | None) -> str | None:
    match = NAMED.fullmatch(text)
    name = ((match["m"] or match["m2"])[:3].lower()) if match else ""
    if not match or name not in MONTHS:
        return None
    return _written(_year(match["y"]), MONTHS.index(name) + 1, int(match["d"] or match["d2"]), match)


def _number(text: str, _day_first: bool | None) -> str | None:
    """Days as Excel counts them, or milliseconds of the epoch, which are UTC."""
    if SERIAL.fullmatch(text):
        moment = EXCEL_BEGINS + timedelta(seconds=round(float(text) * 86_400))
        return moment.isoformat(" ") if "." in text else moment.date().isoformat()
    if EPOCH_MS.fullmatch(text):
        return (EPOCH + timedelta(milliseconds=int(text))).isoformat(" ", "milliseconds") + "Z"
    return None


def _written(year: int, month: int, day: int, match: re.Match[str]) -> str:
    """ISO text of a date and of the time of day beside it; raises `ValueError` for what there is not."""
    made = date(year, month, day)
    if match["h"] is None:
        return made.isoformat()
    offset = (match["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    return f"{made.isoformat()} {_clock(match)}{offset}"


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = int(match["h"]), int(match["mi"]), int(match["s"] or 0)
    if half := (match["half"] or "").lower().replace(".", ""):
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("no such time")
    return f"{hour:02}:{minute:02}:{second:02}"


def time_of_day(text: str) -> str:
    """A time of day alone as HH:MM:SS; "" for what is none."""
    match = re.fullmatch(_CLOCK, text, _FLAGS)
    try:
        return _clock(match) if match else ""
    except ValueError:
        return ""


def _year(text: str) -> int:
    return int(text) + (CENTURY if len(text) == 2 else 0)


def _in_zone(text: str, zone: str) -> str:
    """A time without an offset with that of the zone; anything else unchanged."""
    if (
        len(text) < 16
        or not ISO.fullmatch(text)
        or text[-1] in "zZ"
        or re.search(r"[+-]\d{2}(:?\d{2})?$", text[16:])
    ):
        return text
    if zone == "UTC":
        return text + "Z"
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).isoformat(" ")
    except ValueError:
        return text
