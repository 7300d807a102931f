"""A team's numbers as somebody typed or pasted them: every cell a text, read where it is unambiguous.

An empty cell is *no data*, never 0. What cannot be read is named in a sentence and left out; nothing raises.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import nan
from typing import Literal

import pandas as pd

Unit = Literal["count", "days", "money"]


@dataclass(frozen=True)
class Column:
    """A column of numbers: its name in frames (the ledger's, where it has one), what it is called on the
    page, in a sentence, and what it counts."""

    name: str
    label: str
    called: str
    meaning: str
    unit: Unit = "count"


# In the order in which somebody would type them.
COLUMNS = (
    Column("days", "Days", "days", "Days worked, half days too.", "days"),
    Column("calls", "Calls", "calls", "Calls made."),
    Column("connects", "Conversations", "conversations", "Calls that reached the person."),
    Column("call_meetings", "By phone", "meetings by phone", "Meetings booked in a conversation."),
    Column("emails", "Emails", "emails", "Emails sent."),
    Column("email_meetings", "By email", "meetings by email", "Meetings that an email led to."),
    Column("meetings_scheduled", "Booked", "meetings booked", "Meetings booked, however they came about."),
    Column("meetings_held", "Held", "meetings held", "Meetings that took place."),
    Column("saos", "SAOs", "SAOs", "Sales accepted opportunities."),
    Column("revenue", "Revenue", "revenue", "Revenue won, in one currency.", "money"),
)
NUMBERS = tuple(column.name for column in COLUMNS)
CELLS = ("rep", *NUMBERS)
# More than anybody does: a cell with two numbers run together.
MOST = {"days": 366.0, "count": 10_000_000.0, "money": 1e12}
LONGEST = 60

NOTHING = {"", "-", "--", "–", "—", "?", ".", "n/a", "#n/a", "na", "n.a.", "null", "none", "nan", "no data"}
HEADINGS = {"rep", "reps", "sdr", "sdrs", "name", "names"}
SUMS = {"total", "totals", "grand total", "sum", "average", "mean", "team", "team average", "all"}

# Thousands in groups by one sign, then perhaps decimals after another: 1,640 · 1 640 · 1.640,5 · 1'640.50.
GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([ ,.'’])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
CURRENCY = re.compile(r"^(?:[A-Z]{3}|[$€£¥])\s?|\s?(?:[A-Z]{3}|[$€£¥])$")
NEGATIVE = re.compile(r"[-−]\s?(.+)|\((.+)\)")


@dataclass(frozen=True)
class Typed:
    """What a table holds: `reps`, a row a rep with `rep` (a name of its own), `ramping` and the columns of
    `NUMBERS` (float, missing for no data); `problems`, a sentence for each thing that was left out."""

    reps: pd.DataFrame
    problems: list[str]


def blank(rows: int) -> pd.DataFrame:
    """A table to type into: texts, and a tick for who is ramping."""
    return pd.DataFrame({name: [""] * rows for name in CELLS} | {"ramping": [False] * rows}).astype(
        dict.fromkeys(CELLS, "object") | {"ramping": bool}
    )


def cell_text(cell: object) -> str:
    """What stands in a cell, its spaces put in order; "" for nothing."""
    missing = cell is None or cell is pd.NA or cell != cell
    return "" if missing else " ".join(str(cell).replace("\0", "").split())


def is_ticked(cell: object) -> bool:
    """Whether a tick is set; a row that was just added has none yet."""
    return cell is not None and cell is not pd.NA and cell == 1


def number(text: str, unit: Unit) -> tuple[float, str]:
    """A cell's number (missing for no data), and why it cannot be read ("" where it can)."""
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    if said.lower() in NOTHING:
        return nan, ""
    if said.endswith("%"):
        return nan, "is a share, where a number is asked for"
    if unit == "money":
        said = CURRENCY.sub("", said)
    value = _plain(said)
    if value is None:
        negative = NEGATIVE.fullmatch(said)
        below = negative and _plain(negative[1] or negative[2]) is not None
        return nan, "is negative" if below else "is not a number"
    if value > MOST[unit]:
        return nan, "is too large"
    if unit == "count" and not value.is_integer():
        return nan, "is not a whole number"
    return value, ""


def _plain(said: str) -> float | None:
    """A number without a sign. Three digits after the only sign are thousands: nobody makes 1.640 calls."""
    if found := GROUPED.fullmatch(said):
        whole, decimals = re.sub(r"[^0-9]", "", found[1]), found[3]
    elif found := PLAIN.fullmatch(said):
        whole, decimals = found[1], found[2]
    else:
        return None
    return float(f"{whole}.{decimals or 0}")


def read(table: pd.DataFrame) -> Typed:
    """The numbers of a table of `CELLS` (texts) and `ramping`; rows without any text are not there."""
    texts = [[cell_text(cell) for cell in row] for row in table[list(CELLS)].itertuples(index=False)]
    ticked = [is_ticked(cell) for cell in table["ramping"]]
    problems: list[str] = []
    kept = [
        (place, cells) for place, cells in enumerate(texts, 1)
        if any(cells) and not _no_rep(place, cells, problems)
    ]  # fmt: skip
    names = _told_apart(kept, problems)
    rows = [_numbers(name, cells, problems) for name, (_, cells) in zip(names, kept, strict=True)]
    reps = pd.DataFrame(rows, columns=list(NUMBERS), dtype=float)
    reps.insert(0, "rep", pd.Series(names, dtype=object))
    return Typed(
        reps.assign(ramping=[ticked[place - 1] for place, _ in kept]).astype({"ramping": bool}), problems
    )


def _no_rep(place: int, cells: list[str], problems: list[str]) -> bool:
    """Whether a row is a heading or a sum, which would count everybody twice."""
    name = cells[0].casefold()
    if name in HEADINGS:
        problems.append(
            f"Row {place} holds headings and is left out. Columns are read in the order of this table."
        )
    elif name in SUMS:
        problems.append(f"Row {place}, “{cells[0]}”, is not a rep and is left out.")
    return name in HEADINGS | SUMS


def _told_apart(kept: list[tuple[int, list[str]]], problems: list[str]) -> list[str]:
    """What each row's rep is called: the name, with its row where two rows have the same."""
    places: dict[str, list[int]] = {}
    for place, cells in kept:
        places.setdefault(cells[0].casefold(), []).append(place)
    called = []
    for place, cells in kept:
        name, same = short(cells[0]), places[cells[0].casefold()]
        if name and len(same) > 1 and place == same[-1]:
            rows = f"{', '.join(map(str, same[:-1]))} and {place}"
            problems.append(f"{name} stands in rows {rows}, which are read as different people.")
        called.append(f"Row {place}" if not name else f"{name} (row {place})" if len(same) > 1 else name)
    return called


def _numbers(name: str, cells: list[str], problems: list[str]) -> list[float]:
    values = []
    for column, text in zip(COLUMNS, cells[1:], strict=True):
        value, why = number(text, column.unit)
        if why:
            problems.append(f"{name}, {column.called}: “{short(text)}” {why}. It is read as no data.")
        values.append(value)
    return values


def short(text: str) -> str:
    """A text that fits into a sentence."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
