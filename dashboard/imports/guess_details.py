"""What a guess says beside the columns: words of cells, units, the currency, what the file is called."""

from __future__ import annotations

import re

from dashboard.imports.contents import LOST, WON, YES, Contents, Look, kind_words
from dashboard.imports.drafts import FATE, ROW, Draft
from dashboard.imports.header_words import Kind, plain

ENDING = re.compile(r"\.(csv|tsv|txt|xlsx|xlsm|gz|zip)\b", re.I)
FILE_WORDS = re.compile(r"[\d_\-.()]+|\b(export|copy|final|new|v|sheet|tabelle)(?=\b|\d)", re.I)
MINUTES, MILLISECONDS, SECONDS = (re.compile(rf"\b({words})\b") for words in (
    "min|mins|minutes|minuten", "ms|msec|millis|milliseconds", "s|sec|secs|seconds|sekunden"))  # fmt: skip
CODES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "JPY",
    "CNY", "INR", "SGD", "HKD", "ZAR", "BRL", "MXN", "ILS", "AED", "TRY",
)  # fmt: skip
IN_HEADERS = {"€": "EUR", "£": "GBP", "$": "USD"}


def draft_of(look: Look, kind: Kind, columns: dict[str, str]) -> Draft:
    """What is said of a table of a kind whose columns stand for these fields."""
    words, currency = words_of(look, kind, columns), currency_of(look, columns)
    return Draft(
        kind.name, called(look.name), columns, words, currency=currency, unit=unit_of(look, columns)
    )  # fmt: skip


def words_of(look: Look, kind: Kind, columns: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Which cells of these columns say that a row is of the kind, or that a deal is won or lost; and which
    columns have numbers for yes."""
    found: dict[str, tuple[str, ...]] = {}
    if ROW in columns:
        found[ROW] = kind_words(kind, look.columns[columns[ROW]])
    if FATE in columns:
        fate = look.columns[columns[FATE]]
        found["won"] = fate.words_of(WON) or fate.words_among(YES)
        found["lost"] = fate.words_of(LOST)
    yes = {name: look.columns[column] for name, column in columns.items() if kind.fields[name].reads == "yes"}
    found["counted"] = tuple(name for name, column in yes.items() if _counts(column))
    found["filled"] = tuple(name for name, column in yes.items() if _dates(column))
    return found


def _counts(column: Contents) -> bool:
    """Whether a column says how often, rather than whether."""
    return any(word.split(".")[0].isdecimal() for word in column.words)


def _dates(column: Contents) -> bool:
    """Whether a column says when, rather than whether; of a blank one its header does."""
    if not column.cells:
        return plain(column.header).split()[-1:] in (["at"], ["on"], ["date"], ["time"])
    return column.shares["moment"] > column.shares["yes"]


def unit_of(look: Look, columns: dict[str, str]) -> str:
    """The unit of durations that a header names; "" where it names none."""
    header = plain(look.columns[columns["duration_s"]].header) if "duration_s" in columns else ""
    units = (("ms", MILLISECONDS), ("min", MINUTES), ("s", SECONDS))
    return next((unit for unit, words in units if words.search(header)), "")


def called(name: str) -> str:
    """What files of this name may be called: the name of the table in it, if it has one of its own, without
    its ending, dates and numbers."""
    plainly = (
        " ".join(FILE_WORDS.sub(" ", ENDING.sub(" ", part)).split()) for part in name.split(", ")[::-1]
    )
    return next(filter(None, plainly), "My file")


def currency_of(look: Look, columns: dict[str, str]) -> str:
    """The currency that a header of amounts names, or the sign beside them, where no column says one; of
    dollars those of the United States. "" where nothing names it, or each amount does."""
    if "amount" not in columns or "currency" in columns:
        return ""
    amount = look.columns[columns["amount"]]
    for code in CODES:
        if re.search(rf"\b{code}\b", amount.header, re.I):
            return code
    signs = (sign for sign in IN_HEADERS if sign in amount.header)
    beside = "$" if any("$" in word for word in amount.words) else ""
    return IN_HEADERS.get(next(signs, beside), "")
