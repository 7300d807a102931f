"""Amounts as exports write them, to digits with a dot. What a lone mark before three digits means is decided
for a whole file; what cannot be told is left as it is, for the row to be rejected with its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

SIGNS = {"$": "", "US$": "USD", "€": "EUR", "£": "GBP", "¥": ""}
# Signs that several currencies have, and which these are, where one is said beside them.
DOLLARS = ("USD", "ARS", "AUD", "BRL", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD", "UYU")
SHARED = {"$": DOLLARS, "¥": ("JPY", "CNY")}
_CURRENCY = rf"[A-Z]{{3}}|{'|'.join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))}"
AMOUNT = re.compile(
    rf"(?P<minus>[-−])?\s*(?P<before>{_CURRENCY})?\s*(?P<inner>[-−])?"
    rf"(?P<digits>\d.*?|\.\d+)\s*(?P<after>{_CURRENCY})?"
)
BRACKETS = re.compile(r"\((.*)\)")
BETWEEN = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")
# What a number says of itself: a mark that can only be the decimal one, or only one between thousands.
PLAIN = re.compile(r"\d+", re.ASCII)
COMMA_IS_DECIMAL = re.compile(
    r"\d+,(?!\d{3}$)\d*|(?:0\d*|\d{4,}),\d{3}|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,}", re.ASCII
)
DOT_IS_DECIMAL = re.compile(
    r"\d*\.(?!\d{3}$)\d*|(?:0\d*|\d{4,}|)\.\d{3}|\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,}", re.ASCII
)
# One mark before three digits: thousands, or three decimals?
EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
# Some of a file's amounts have a decimal comma, others a decimal dot.
BOTH = "both"
# No amount, and so the row is rejected with these words.
UNTOLD = "{} (thousands, or three decimals?)"


@dataclass
class Marks:
    """What a file's amounts say of their decimal mark: the first row (spreadsheet number, text) of each
    way."""

    comma_at: tuple[int, str] | None = None
    dot_at: tuple[int, str] | None = None

    def look_at(self, numbers: Sequence[int], cells: pd.Series) -> None:
        """Takes in the amounts of a column."""
        codes, words = pd.factorize(cells.to_numpy(dtype=object))
        first = np.unique(codes, return_index=True)[1]
        for word, place in zip(words, first, strict=True):
            digits = _digits(word)
            if self.comma_at is None and COMMA_IS_DECIMAL.fullmatch(digits):
                self.comma_at = numbers[place], word
            if self.dot_at is None and DOT_IS_DECIMAL.fullmatch(digits):
                self.dot_at = numbers[place], word

    @property
    def decimal(self) -> str:
        """The decimal mark: "," or "."; `BOTH`, or "" where nothing says which."""
        if self.comma_at is not None:
            return BOTH if self.dot_at is not None else ","
        return "." if self.dot_at is not None else ""


def money(cells: pd.Series, decimal: str) -> pd.Series:
    """Amounts as digits with a dot, their currency left out; `decimal` as of `Marks`. What cannot be told
    stays as it is, in `UNTOLD`."""
    return each(cells, lambda text: _money(text, decimal))


def currencies(cells: pd.Series) -> pd.Series:
    """The currency that stands beside an amount, in three letters; blank where none does, or a sign that
    several currencies have."""
    return each(cells, _currency)


def contradicted(cells: pd.Series, said: pd.Series) -> pd.Series:
    """Which amounts stand beside another currency than is `said` of them ("" where nothing is)."""
    beside, codes = each(cells, _mark_beside), said.str.upper()
    pairs = pd.Series(list(zip(beside, codes, strict=True)), index=cells.index, dtype=object)
    wrong = {pair: _contradicts(*pair) for pair in pairs.unique()}
    return pairs.map(wrong).astype(bool)


def _contradicts(beside: str, said: str) -> bool:
    if not beside or not said:
        return False
    return said not in SHARED[beside] if beside in SHARED else SIGNS.get(beside, beside) != said


def each(cells: pd.Series, read: Callable[[str], str]) -> pd.Series:
    """Reads every different cell once; a blank one stays blank."""
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    made = np.array([read(word) if word else "" for word in words], dtype=object)
    return pd.Series(made[codes], index=cells.index, dtype=object)


def _match(text: str) -> tuple[re.Match[str] | None, bool]:
    """An amount's parts, and whether it is in brackets, which say minus."""
    inside = BRACKETS.fullmatch(text.strip())
    return AMOUNT.fullmatch((inside[1] if inside else text).strip()), inside is not None


def _digits(text: str) -> str:
    """Digits and marks alone; "" for what is no amount."""
    match, _ = _match(text)
    return BETWEEN.sub("", match["digits"]) if match else ""


def _money(text: str, decimal: str) -> str:
    match, bracketed = _match(text)
    if not match or bool(match["before"]) and bool(match["after"]):
        return text
    digits = BETWEEN.sub("", match["digits"])
    mark = _mark(digits, decimal)
    if mark is None:
        return UNTOLD.format(text) if EITHER.fullmatch(digits) else text
    minus = bool(match["minus"]) + bool(match["inner"]) + bracketed
    if minus > 1:
        return text
    plain = digits.replace("." if mark == "," else ",", "").replace(mark, ".")
    return f"-{plain}" if minus else plain


def _mark(digits: str, decimal: str) -> str | None:
    """The decimal mark of a number; None where nothing tells it, or it is no number."""
    if PLAIN.fullmatch(digits) or DOT_IS_DECIMAL.fullmatch(digits):
        return "."
    if COMMA_IS_DECIMAL.fullmatch(digits):
        return ","
    if not EITHER.fullmatch(digits) or decimal == BOTH:
        return None
    # Amounts have two decimals, and programs write them with a dot: a comma parts thousands.
    return decimal or ("." if "," in digits else None)


def _mark_beside(text: str) -> str:
    """The sign or the letters beside an amount."""
    match, _ = _match(text)
    return (match["before"] or match["after"] or "") if match else ""


def _currency(text: str) -> str:
    mark = _mark_beside(text)
    return SIGNS.get(mark, mark)
