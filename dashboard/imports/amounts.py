"""Amounts and durations as exports write them, to the plain numbers of the own format. What a mark means, and
which unit a number has, is decided for a whole file; what cannot be read is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

DAY_S, HOUR_S, THOUSAND = 86_400, 3_600, 1_000
_AROUND = re.compile(r"^(?:[A-Z]{3}|[$€£¥]|US\$|CHF)?\s*(.*?)\s*(?:[A-Z]{3}|[$€£¥])?$")
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")
COMMA_IS_DECIMAL = re.compile(r"-?\d+,\d{1,2}|-?\d{1,3}(\.\d{3})+,\d+|-?\d{1,3}(\.\d{3}){2,}")
DOT_IS_DECIMAL = re.compile(r"-?\d+\.\d{1,2}|-?\d{1,3}(,\d{3})+\.\d+|-?\d{1,3}(,\d{3}){2,}")
ONE_DOT = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
# No amount, and so the row is rejected with these words.
UNTOLD = "{} (thousands, or three decimals?)"
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:\.\d+)?")
WHOLE = re.compile(r"\d{1,12}(?:\.\d+)?")


@dataclass
class Marks:
    """What a file's amounts say of their decimal mark: the first row of each way, as in `dates.Order`."""

    comma_at: tuple[int, str] | None = None
    dot_at: tuple[int, str] | None = None

    def look_at(self, numbers: list[int], cells: pd.Series) -> None:
        """Takes in the amounts of a column."""
        for place, text in enumerate(cells):
            bare = _bare(text)
            if self.comma_at is None and COMMA_IS_DECIMAL.fullmatch(bare):
                self.comma_at = numbers[place], text
            if self.dot_at is None and DOT_IS_DECIMAL.fullmatch(bare):
                self.dot_at = numbers[place], text

    @property
    def contradict(self) -> bool:
        """Whether some amounts have a decimal comma and others a decimal dot."""
        return self.comma_at is not None and self.dot_at is not None

    @property
    def decimal(self) -> str:
        """The decimal mark: the dot, where nothing says otherwise; "" where a dot before three digits may be
        either."""
        if self.comma_at is not None and self.dot_at is None:
            return ","
        return "." if self.dot_at is not None else ""


def money(cells: pd.Series, decimal: str) -> pd.Series:
    """Amounts as digits with a dot; what cannot be told stays as it is, in `UNTOLD`."""
    return _each(cells, lambda text: _money(text, decimal))


def _bare(text: str) -> str:
    """An amount without its currency, a blank between thousands, and brackets for a minus."""
    bare = _SPACES.sub("", _AROUND.sub(r"\1", text.strip()))
    return f"-{bare[1:-1]}" if bare.startswith("(") and bare.endswith(")") else bare


def _money(text: str, decimal: str) -> str:
    bare = _bare(text)
    if not decimal and ONE_DOT.fullmatch(bare):
        return UNTOLD.format(text)
    decimal = decimal or "."
    thousands = "." if decimal == "," else ","
    if not re.fullmatch(
        r"-?\d{1,3}(,\d{3})*(\.\d*)?|-?\d+(\.\d*)?", bare.translate({ord(thousands): ",", ord(decimal): "."})
    ):
        return text
    return bare.replace(thousands, "").replace(decimal, ".")


def durations(cells: pd.Series, unit: str) -> pd.Series:
    """Durations as whole seconds: "0:12:30", "12:30" (of `unit` "h:m" hours and minutes), or numbers."""
    return _each(cells, lambda text: _duration(text, unit))


def _duration(text: str, unit: str) -> str:
    if match := CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if unit == "h:m" and match[1] is None:
            hours, minutes, seconds = minutes, seconds, 0
        return str(hours * HOUR_S + minutes * 60 + seconds)
    if unit == "ms" and WHOLE.fullmatch(text):
        return str(round(float(text) / THOUSAND))
    return str(int(float(text))) if WHOLE.fullmatch(text) else text


def unit_of(cells: Iterable[str]) -> str:
    """The unit of a column of numbers: milliseconds where a call would otherwise be longer than a day, where
    half of those that were answered were longer than an hour, or where all end in three zeros."""
    values = np.array([float(text) for text in cells if WHOLE.fullmatch(text)])
    talked = values[values > 0]
    if not len(talked):
        return "s"
    even = (talked % THOUSAND == 0).all() and len(talked) > 1
    return "ms" if talked.max() > DAY_S or np.median(talked) > HOUR_S or even else "s"


def _each(cells: pd.Series, read: Callable[[str], str]) -> pd.Series:
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    made = np.array([read(word) if word else "" for word in words], dtype=object)
    return pd.Series(made[codes] if len(made) else [], dtype=object)
