"""Whether what is stored of a file may have been read in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from exported.dirt import Table

from dashboard.imports.translate import BETWEEN
from fuzzed import strictly
from fuzzed.shapes import ZONE, Kind, Value
from fuzzed.strictly import Moment

Row = dict[str, str]
Stored = dict[str, Any]
HOUR_S = 3600
# Logs of calls are younger.
OLD = 2010


@dataclass(frozen=True)
class File:
    """The rows of a file as somebody reads them who knows its columns, and what they say of all: which orders
    of day and month are proven, between which marks a year of two digits stands last, which decimal marks,
    which unit of durations (by column) can be meant."""

    kind: Kind
    rows: dict[str, list[Row]]
    orders: set[bool]
    years_last: set[str]
    marks: set[str]
    units: dict[str, set[str]]


def file_of(kind: Kind, table: Table) -> File:
    """A table as such a file. Rows of another length than the header are none."""
    header = table[0]
    rows = [dict(zip(header, map(plain, row), strict=True)) for row in table[1:] if len(row) == len(header)]
    dates = [name for one in kind.values if one.reads in ("moment", "day") for name in (one.column, one.day)]
    texts = [row.get(name, "") for row in rows for name in (*dates, *kind.evidence)]
    amounts = [
        strictly.cents(row.get(one.column, "")) for one in kind.values if one.reads == "cents" for row in rows
    ]
    marks = {mark for found in amounts if len(found) == 1 for mark in found.values() if mark}
    lengths = [one.column for one in kind.values if one.reads == "seconds" and not one.unit]
    units = {name: _units(row.get(name, "") for row in rows) for name in lengths}
    orders = set() if kind.own else strictly.order_told(texts)
    years_last = {mark for mark in "/." if _ends_with_year(texts, mark)}
    return File(kind, _by_key(rows, kind.key), orders, years_last, marks, units)


def plain(cell: str) -> str:
    """A cell as it is read: without blanks around it, and NULL as blank."""
    cell = cell.strip()
    return "" if cell == "NULL" else cell


def _ends_with_year(texts: Iterable[str], mark: str) -> bool:
    """Whether dates with two digits of the year between such marks end with it, as far as the texts of a file
    tell: one can be read no other way; or else they would be twenty years old, or years further apart. With
    dots they do unless the file tells that they begin with it."""
    each = [
        found for text in texts if mark in text for found in [strictly.moments(text)] if _of_two_digits(found)
    ]
    begins, ends = ([one.day.year for one in _of_two_digits(sum(each, [])) if one.year_first is first]
                    for first in (True, False))  # fmt: skip
    if not begins or any(not any(one.year_first for one in found) for found in each):
        return True
    if any(all(one.year_first for one in found) for found in each):
        return False
    further = (max(begins) - min(begins)) - (max(ends) - min(ends))
    old, other_old = min(begins) < OLD <= min(ends), min(ends) < OLD <= min(begins)
    return not (other_old or further <= -4) and (old or further >= 4 or mark == ".")


def _of_two_digits(found: list[Moment]) -> list[Moment]:
    return [one for one in found if one.year_first is not None]


def unfair(file: File, stored: Iterable[Stored]) -> Iterator[str]:
    """What is stored and may not have been read, in words."""
    for row in stored:
        key = str(row["key"] or "")
        # Rows without a key are known by several of their cells.
        same = file.rows.get("" if BETWEEN in key else key)
        if not same:
            yield f"{row['key']}: no such row"
            continue
        for value in file.kind.values:
            if not any(_may_be(file, cells, value, row) for cells in same):
                read = [[one.get(name) for name in (value.column, value.day)] for one in same]
                yield f"{row['key']}: {value.stored or 'at'} is {_told(row, value)}, read in {read}"


def _told(row: Stored, value: Value) -> Any:
    return row[value.stored] if value.stored in row else [row.get(name) for name in _names(value)]


def _by_key(rows: list[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), []).append(row)
    return found


def _units(cells: Iterable[str]) -> set[str]:
    """Which unit plain numbers of a column can have; none where they contradict each other."""
    texts = [cell for cell in cells if cell.replace(".", "", 1).isdecimal() and cell.isascii()]
    numbers = [number for number in map(Decimal, texts) if number > 0]
    long = sum(number > HOUR_S for number in numbers)
    if 2 * long > len(numbers):
        return {"ms"}
    if any(number > strictly.DAY_S for number in numbers):
        return set() if any(number < 1000 for number in numbers) else {"ms"}
    even = len(numbers) > 1 and all(number % 1000 == 0 for number in numbers)
    return {"ms"} if even else {"s"}


def _may_be(file: File, cells: Row, value: Value, row: Stored) -> bool:
    """Whether a row that is stored may have this value from these cells."""
    if value.column not in cells and value.day not in cells:
        return True
    cell = cells.get(value.column, "")
    if value.reads in ("moment", "day") and value.stored not in row:
        return _is_moment(file, cells, value, row)
    if value.reads == "day":
        return _is_day(cell, row[value.stored])
    if value.reads == "number":
        return row[value.stored] in strictly.number(cell)
    found = row[value.stored]
    if found == "none":
        return True
    if found is None:
        return cell == ""
    return (
        _is_length(file, value, cell, found)
        if value.reads == "seconds"
        else _is_amount(file, cells, value, row)
    )


def _is_day(cell: str, stored: str | None) -> bool:
    """A day of the own format, which has no clock."""
    days = [said.day for said in strictly.own_moments(cell) if said.clock is None]
    return cell == "" if stored is None else date.fromisoformat(stored) in days


def _is_length(file: File, value: Value, cell: str, found: int) -> bool:
    said = strictly.seconds(cell, "own" if file.kind.own else value.unit)
    allowed = file.units.get(value.column)
    return found == 0 == _number(cell) or found in {
        length for length, unit in said if not unit or allowed is None or unit in allowed
    }


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell.isascii() and cell.isdecimal() else None


def _is_amount(file: File, cells: Row, value: Value, row: Stored) -> bool:
    cell, said = cells.get(value.column, ""), cells.get(value.currency, "")
    if said and row["currency"] != said.upper():
        return False
    if file.kind.own:
        return row[value.stored] in strictly.own_cents(cell)
    found = strictly.cents(cell, said)
    if len(found) > 1:
        # A comma parts thousands where nothing says otherwise; what a dot does nobody knows.
        mark = (
            next(iter(file.marks))
            if len(file.marks) == 1
            else "."
            if "," in cell and not file.marks
            else None
        )
        found = {amount: one for amount, one in found.items() if one == mark}
    return row[value.stored] in found


def _names(value: Value) -> tuple[str, str]:
    return (f"{value.stored}_at", f"{value.stored}_on") if value.stored else ("at", "day")


def _is_moment(file: File, cells: Row, value: Value, row: Stored) -> bool:
    at, day = (row[name] for name in _names(value))
    clock, beside = cells.get(value.column, ""), cells.get(value.day, "")
    if at == "none":
        return True
    if at is None:
        return value.open or not (clock or beside)
    if not clock and not beside:
        # Another column has it.
        return True
    found = [*_read(file, clock), *_with_time(_read(file, beside), cells.get(value.time, ""))]
    return any(_fits(said, value, datetime.fromisoformat(at), date.fromisoformat(day)) for said in found)


def _read(file: File, cell: str) -> list[Moment]:
    """The readings of a cell that the file's other dates allow."""
    if file.kind.own:
        return strictly.own_moments(cell)
    said = strictly.moments(cell)
    if any(one.year_first for one in said) and not any(mark in cell for mark in file.years_last):
        return []
    said = [one for one in said if not one.year_first]
    if len(said) < 2:
        return said
    return [one for one in said if file.orders == {one.day_first}]


def _with_time(days: list[Moment], text: str) -> list[Moment]:
    days = [replace(one, clock=None, offset=None) for one in days]
    return [replace(one, clock=clock) for one in days for clock in strictly.times(text)] if text else days


def _fits(said: Moment, value: Value, at: datetime, day: date) -> bool:
    """Whether a stored moment (UTC) and local day are what was said."""
    if value.reads == "day" or said.clock is None:
        return day == said.day
    # Midnight is how some exports write days.
    if said.clock == time() and day == said.day:
        return True
    wall = datetime.combine(said.day, said.clock)
    if said.offset is not None:
        moments = [wall - said.offset]
    else:
        moments = [
            wall.replace(tzinfo=ZoneInfo(value.zone), fold=fold).astimezone(UTC).replace(tzinfo=None)
            for fold in (0, 1)
        ]
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).date()
    return local == day and any(abs(at - one) < timedelta(seconds=1) for one in moments)
