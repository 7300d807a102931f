"""Cells as careless hands leave them; each function gets a row's number and a cell as ISO 8601 has it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal


def day_first(_number: int, cell: str) -> str:
    """A moment as most of the world writes it."""
    return f"{datetime.fromisoformat(cell):%d/%m/%Y %H:%M}"


def month_first(_number: int, cell: str) -> str:
    """A moment as Americans write it."""
    return f"{datetime.fromisoformat(cell):%m/%d/%Y %H:%M}"


def both_orders(number: int, cell: str) -> str:
    """Half of them day-first, half month-first."""
    return day_first(number, cell) if number % 2 else month_first(number, cell)


def iso_and_day_first(number: int, cell: str) -> str:
    """Half of them left as they are, half day-first."""
    return day_first(number, cell) if number % 2 else cell


def excel_serial(_number: int, cell: str) -> str:
    """The days since the beginning of Excel's calendar, the time as a fraction."""
    since = datetime.fromisoformat(cell) - datetime(1899, 12, 30)
    return f"{since.total_seconds() / 86_400:.6f}".rstrip("0").rstrip(".")


def excel_serial_at_times(number: int, cell: str) -> str:
    """Every third one."""
    return cell if number % 3 else excel_serial(number, cell)


def german_money(_number: int, cell: str) -> str:
    """An amount with a point between thousands and a comma before cents."""
    return f"{Decimal(cell):,.2f}".translate(str.maketrans(",.", ".,"))


def blank_every_fourth(number: int, cell: str) -> str:
    """A quarter of them blank."""
    return cell if number % 4 else ""


def can_be_read_both_ways(cell: str) -> bool:
    """Whether the day of a moment could be its month."""
    moment = datetime.fromisoformat(cell)
    return moment.day <= 12 and moment.day != moment.month
