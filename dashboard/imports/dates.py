"""Dates as exports write them, to ISO 8601.

Which of day and month comes first is decided for a whole file (`day_order`), never for a row; what cannot be
read is left as it is, for the row to be rejected with its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.imports import parsing
from dashboard.imports.iso_columns import BLANK, TIME, iso_column
from dashboard.imports.year_place import full_year
from dashboard.log.seats import to_utc

Bools = NDArray[np.bool_]

_CLOCK = r"(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
_OFFSET = r"(?P<zone>z|utc|gmt|[+-](?:0\d|1[0-4]):?[0-5]\d)?"
_REST = rf"(?:(?:\s*,\s*|\s+|T)(?:at\s+)?{_CLOCK}\s*{_OFFSET})?"
_FLAGS = re.ASCII | re.IGNORECASE
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
# Two digits of a year after hyphens may as well be a day after year and month.
TWO_WAYS = re.compile(
    rf"{_WEEKDAY}(?P<a>\d{{1,2}})(?P<sep>[/.-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|(?<!-)\d{{2}}){_REST}",
    _FLAGS,
)
YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})[/.-](?P<m>\d{{1,2}})[/.-](?P<d>\d{{1,2}}){_REST}", _FLAGS)
NAMED = re.compile(
    r"(?:(?P<weekday>[a-z]{3,9})\.?,\s*)?"
    r"(?:(?P<d>\d{1,2})[. -]+(?P<m>[a-z]{3,9})\.?|(?P<m2>[a-z]{3,9})\.?\s+(?P<d2>\d{1,2}))"
    rf"[, -]+(?P<y>\d{{4}}|\d{{2}}){_REST}",
    _FLAGS,
)
SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)
# A part of a day, as workbooks have times; with two decimals it may be meant for minutes.
FRACTION, UNSURE = (re.compile(rf"0[.,](?:{digits})", re.ASCII) for digits in (r"\d|\d{3,}", r"\d\d"))
DAY_SECONDS = 24 * 60 * 60
EPOCH_MS = re.compile(r"1\d{12}", re.ASCII)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
MONTH_OF = {name[:length]: number for number, name in enumerate(MONTHS, 1) for length in (3, len(name))}
MONTH_OF["sept"] = 9
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# What Excel counts its days from; it takes 1900 for a leap year.
EXCEL_BEGINS = datetime(1899, 12, 30)
EPOCH = datetime(1970, 1, 1)
# An ISO date without a time of day.
DAY_LENGTH = 10

ISO_OR_BLANK = rf"(?:{parsing.MOMENT.pattern})?"
BARE_OR_BLANK = r"(?:\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?"
MIDNIGHT_OR_BLANK = r"(?:\d{4}-\d{2}-\d{2}(?:[T ]00:00(?::00(?:\.0+)?)?(?: ?(?:Z|[+-]00:?00))?)?)?"


def as_iso(cells: pd.Series, day_first: bool | None, zone: str = "") -> pd.Series:
    """The cells as ISO text, those that cannot be read as they are; of a file without an order (None) these
    are all that would need one. With a `zone` times without an offset get that zone's; a date alone gets
    none."""
    texts = cells.astype("str")
    if zone and (bare := _are_bare(texts)).all():
        return _in_zone(texts, zone, bare)
    odd = ~is_iso(texts)
    if odd.any():
        codes, words = pd.factorize(texts[odd].to_numpy(dtype=object))
        made = texts.astype(object)
        made[odd] = np.array([_iso(word, day_first) for word in words], dtype=object)[codes]
        texts = made.astype("str")
    return _in_zone(texts, zone, _are_bare(texts)) if zone else texts


def in_other_order(day_first: bool) -> Callable[[str], bool]:
    """Whether a text that cannot be read in a file's order is a date in the other one."""
    return lambda text: TWO_WAYS.fullmatch(text) is not None and _iso(text, not day_first) != text


def is_iso(cells: pd.Series) -> Bools:
    """Which cells are written as ISO 8601 has it, or blank."""
    if iso_column(cells) is not None:
        return np.ones(len(cells), dtype=bool)
    return fit(cells, ISO_OR_BLANK)


def _are_bare(cells: pd.Series) -> Bools:
    """Which cells have a time of day without an offset, or are blank."""
    column = iso_column(cells)
    if column is not None:
        return (column.lengths == BLANK) | (column.lengths == TIME)
    return fit(cells, BARE_OR_BLANK)


def are_days(cells: pd.Series) -> bool:
    """Whether no cell has another time of day than midnight: the way of some exports to write days."""
    column = iso_column(cells)
    if column is not None:
        return bool((column.midnights | (column.lengths == BLANK)).all())
    return bool(fit(cells, MIDNIGHT_OR_BLANK).all())


def day_of(cells: pd.Series) -> pd.Series:
    """The day alone, where there is one (ISO text)."""
    return cells.astype("str").str.slice(0, DAY_LENGTH)


def time_of_day(text: str) -> str:
    """A time of day alone as HH:MM:SS, also where a workbook has it as a part of a day; what is none as it
    is."""
    if UNSURE.fullmatch(text):
        return text
    if FRACTION.fullmatch(text):
        seconds = round(float(text.replace(",", ".")) * DAY_SECONDS)
        return str(timedelta(seconds=seconds)).zfill(8) if seconds < DAY_SECONDS else text
    match = re.fullmatch(_CLOCK, text, _FLAGS)
    try:
        return _clock(match) if match else text
    except ValueError:
        return text


def _in_zone(texts: pd.Series, zone: str, bare: Bools) -> pd.Series:
    """ISO texts with the `bare` times, which have no offset, as those of a zone; blanks stay blank."""
    if zone == "UTC":
        return texts.where(~bare | (texts == "").to_numpy(dtype=bool), texts + "Z")
    wall = pd.to_datetime(texts[bare], format="ISO8601", errors="coerce").dropna()
    made = texts.astype(object)
    made[wall.index] = np.datetime_as_string(to_utc(wall, zone).to_numpy(), unit="us")
    made[wall.index] += "Z"
    return made.astype("str")


def fit(cells: pd.Series, pattern: str) -> Bools:
    """Which cells a pattern fits as a whole, in one go."""
    texts = pa.array(cells.astype("str"), type=pa.string())
    return pc.match_substring_regex(texts, f"^(?:{pattern})$").to_numpy(zero_copy_only=False)


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
    dotted = match["sep"] == "."
    if day_first is None and not dotted and first != second:
        return text
    day, month = (first, second) if day_first or dotted else (second, first)
    return _written(full_year(match["y"]), month, day, match)


def _year_first(text: str, _day_first: bool | None) -> str | None:
    match = YEAR_FIRST.fullmatch(text)
    return _written(int(match["y"]), int(match["m"]), int(match["d"]), match) if match else None


def _named(text: str, _day_first: bool | None) -> str | None:
    match = NAMED.fullmatch(text)
    month = MONTH_OF.get((match["m"] or match["m2"]).lower()) if match else None
    if not match or month is None:
        return None
    year, day = full_year(match["y"]), int(match["d"] or match["d2"])
    # Of a weekday and a day that are not the same one, nobody knows which is meant.
    if not _is_of(date(year, month, day), match["weekday"]):
        return None
    return _written(year, month, day, match)


def _is_of(day: date, weekday: str | None) -> bool:
    name = WEEKDAYS[day.weekday()]
    return not weekday or weekday.lower() in (name, name[:3], name[:4], name[:5])


def _number(text: str, _day_first: bool | None) -> str | None:
    """Days as Excel counts them, or milliseconds of the epoch, which are UTC."""
    if SERIAL.fullmatch(text):
        moment = EXCEL_BEGINS + timedelta(seconds=round(float(text) * parsing.DAY_S))
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
