"""Cells to values, a column at a time, with a reason for every cell that cannot be read.

Nothing is guessed: a date is ISO 8601 or it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from zoneinfo import available_timezones

import numpy as np
import pandas as pd

from dashboard.imports.iso_columns import AWARE, iso_column

FIRST_YEAR, LAST_YEAR = 1990, 2100
EARLIEST, LATEST = np.datetime64(f"{FIRST_YEAR}-01-01"), np.datetime64(f"{LAST_YEAR + 1}-01-01")
DAY_S = 86_400
# Beyond it no deal is real, and the database's whole numbers are at risk once they are added up.
MOST_MONEY = Decimal(10) ** 12

_DATE = r"\d{4}-\d{2}-\d{2}"
# No place on earth is further from UTC than fourteen hours.
_OFFSET = r"(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)"
MOMENT = re.compile(
    rf"{_DATE}(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d{{1,9}})?)?(?: ?{_OFFSET})?)?", re.ASCII
)
WITH_OFFSET = re.compile(rf"{_DATE}[T ].*{_OFFSET}", re.ASCII)
NOT_A_MOMENT = (
    "Not a moment: write it as 2026-11-03T10:00:00Z, 2026-11-03T10:00:00+01:00, 2026-11-03 10:00 "
    "or 2026-11-03."
)
# What stands behind a date of which day and month are not in the file's order.
OTHER_ORDER = " (not in the order of this file's dates)"
NOT_IN_ORDER = "Its day and month are not in the order of this file's dates: write it as 2026-11-03."
NO_SUCH_MOMENT = "There is no such date or time."
OUTSIDE = f"The year is not between {FIRST_YEAR} and {LAST_YEAR}."


@dataclass(frozen=True)
class Cells:
    """A column that was read: values (missing where blank or bad), and by position why a cell is bad.
    Moments also say which of them are wall-clock times."""

    values: pd.Series
    reasons: dict[int, str]
    wall_clock: pd.Series | None = None


def text(cells: pd.Series) -> Cells:
    """The cells as they are; blank is missing."""
    blank = (cells == "").to_numpy(dtype=bool)
    return Cells(cells.where(~blank, None) if blank.any() else cells, {})


def moments(cells: pd.Series) -> Cells:
    """ISO 8601 moments as naive datetime64[us]: UTC where there is an offset, else the wall clock's."""
    return _alike(cells) or _moments(cells)


def _alike(cells: pd.Series) -> Cells | None:
    """The moments of a column that is written alike, if all of them can be read."""
    column = iso_column(cells)
    values = column.moments() if column is not None else None
    if values is None:
        return None
    outside = (values < EARLIEST) | (values >= LATEST)
    aware = column.lengths == AWARE
    return None if outside.any() else Cells(pd.Series(values), {}, pd.Series(~aware, dtype=bool))


def _moments(cells: pd.Series) -> Cells:
    strings = cells.astype("str")
    shaped = strings.str.fullmatch(MOMENT.pattern).to_numpy(dtype=bool)
    aware = strings.str.fullmatch(WITH_OFFSET.pattern).to_numpy(dtype=bool) & shaped
    parsed = pd.to_datetime(strings.where(shaped), format="ISO8601", utc=True, errors="coerce")
    values = parsed.dt.tz_localize(None).dt.as_unit("us")
    values = values.where(values.dt.year.between(FIRST_YEAR, LAST_YEAR))
    bad = np.flatnonzero(values.isna().to_numpy() & (cells != "").to_numpy(dtype=bool))
    reasons = {int(i): _why_no_moment(cells.iat[i]) for i in bad}
    return Cells(values, reasons, pd.Series(~aware, dtype=bool))


def _why_no_moment(cell: str) -> str:
    if not MOMENT.fullmatch(cell):
        return NOT_IN_ORDER if cell.endswith(OTHER_ORDER) else NOT_A_MOMENT
    return NO_SUCH_MOMENT if FIRST_YEAR <= int(cell[:4]) <= LAST_YEAR else OUTSIDE


def each_value(cells: pd.Series, read: Callable[[str], object], dtype: str) -> Cells:
    """Reads every different cell once with `read`, which raises `ValueError` with the reason."""
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    values, why = [], {}
    for code, word in enumerate(words):
        try:
            values.append(read(word) if word else None)
        except ValueError as problem:
            values.append(None)
            why[code] = str(problem)
    reasons = {}
    if why:
        reasons = {int(i): why[codes[i]] for i in np.flatnonzero(np.isin(codes, list(why)))}
    return Cells(pd.Series(values, dtype=dtype).take(codes).reset_index(drop=True), reasons)


def day(cell: str) -> date:
    """A date alone, such as 2026-11-03."""
    if not re.fullmatch(_DATE, cell, re.ASCII):
        raise ValueError("Not a date: write it as 2026-11-03.")
    try:
        value = date.fromisoformat(cell)
    except ValueError:
        raise ValueError(NO_SUCH_MOMENT) from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(OUTSIDE)
    return value


def seconds(cell: str) -> int:
    """Whole seconds of a call, from 0 to a day."""
    if not re.fullmatch(r"\d{1,9}(\.0*)?", cell, re.ASCII):
        raise ValueError("Not a duration: write whole seconds, such as 312.")
    value = int(cell.split(".")[0])
    if value > DAY_S:
        raise ValueError("Longer than a day: write the duration in seconds.")
    return value


def money(cell: str) -> int:
    """An amount as hundredths, half a hundredth rounded away from zero."""
    if not re.fullmatch(r"-?(\d{1,15}(\.\d*)?|\.\d+)", cell, re.ASCII):
        raise ValueError("Not an amount: write digits with a dot, such as 12500.50, and the currency apart.")
    value = Decimal(cell)
    if abs(value) >= MOST_MONEY:
        raise ValueError("The amount is too large to be one.")
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def number(cell: str) -> float:
    """A target: zero or more, with a dot for decimals."""
    if not re.fullmatch(r"\d{1,15}(\.\d*)?|\.\d+", cell, re.ASCII):
        raise ValueError("Not a number: write digits with a dot, such as 12 or 12.5.")
    return float(cell)


def flag(cell: str) -> bool:
    """True or false."""
    word = cell.casefold()
    if word in ("true", "yes", "1"):
        return True
    if word in ("false", "no", "0"):
        return False
    raise ValueError("Neither true nor false: write true, false or nothing.")


def currency(cell: str) -> str:
    """Three letters, in capitals."""
    if not re.fullmatch("[A-Za-z]{3}", cell):
        raise ValueError("Not a currency: write its three letters, such as EUR.")
    return cell.upper()


def email(cell: str) -> str:
    """An address: something, an @, something."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", cell):
        raise ValueError("Not an email address: write one, or leave it blank.")
    return cell


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def zone(cell: str) -> str:
    """A time zone of the IANA database, such as Europe/Berlin."""
    name = _zones().get(cell.casefold())
    if name is None:
        raise ValueError("Not a time zone: write its name, such as Europe/Berlin or America/New_York.")
    return name


def period(cell: str) -> str:
    """A month or a quarter; a quarter is also understood as 2026Q4."""
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])|-?([Qq][1-4]))", cell, re.ASCII)
    if not match:
        raise ValueError("Not a period: write a month such as 2026-11 or a quarter such as 2026-Q4.")
    if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(OUTSIDE)
    return f"{match[1]}-{(match[2] or match[3]).upper()}"


def one_of(names: tuple[str, ...], what: str) -> Callable[[str], str]:
    """A reader of names from a list, in any case, with blanks or hyphens for underscores; `what` they are is
    told to whoever has written another one."""

    def read(cell: str) -> str:
        name = re.sub(r"[\s-]+", "_", cell.casefold())
        if name not in names:
            raise ValueError(f"Not {what}: write one of {', '.join(names)}.")
        return name

    return read
