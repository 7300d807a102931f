"""Dates of which a spreadsheet has swapped day and month where it could are never taken as they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from importing import REPS, rows
from sqlalchemy import Engine

from dashboard.imports.problem import ImportProblem
from dashboard.imports.swapped import Swapped

HEADER = "Record ID,Activity assigned to,Activity date,Call outcome\n"
EXCEL_BEGINS = date(1899, 12, 30)
DAYS = [date(2026, 9, 1) + timedelta(days=7 * number) for number in range(14)]


def as_iso(day: date) -> str:
    return day.isoformat()


def as_serial(day: date) -> str:
    return str((day - EXCEL_BEGINS).days)


def opened(day: date, written: Callable[[date], str]) -> str:
    """A date with the day first, after a spreadsheet that has the month first."""
    return written(date(day.year, day.day, day.month)) if day.day <= 12 else f"{day:%d/%m/%Y}"


def calls(*cells: str) -> str:
    return HEADER + "".join(f"{number},Bob,{cell},busy\n" for number, cell in enumerate(cells))


@pytest.mark.parametrize("written", [as_iso, as_serial])
def test_a_file_with_swapped_dates_is_refused(engine: Engine, load, written: Callable[[date], str]) -> None:
    load("reps.csv", REPS)
    with pytest.raises(ImportProblem, match=r"swapped day and month.*\(row 2: .*\(row 4: 15/09/2026\)"):
        load("calls.csv", calls(*(opened(day, written) for day in DAYS)))
    assert rows(engine, "SELECT count(*) FROM call") == [(0,)]


@pytest.mark.parametrize("told", [True, False])
def test_whoever_says_an_order_does_not_say_that_they_are_right(engine: Engine, load, told: bool) -> None:
    load("reps.csv", REPS)
    with pytest.raises(ImportProblem, match="swapped day and month"):
        load("calls.csv", calls(*(opened(day, as_iso) for day in DAYS)), day_first=told)


@pytest.mark.parametrize("written", [as_iso, as_serial])
def test_two_ways_of_writing_dates_are_read_where_they_stand_for_any_day(
    engine: Engine, load, written: Callable[[date], str]
) -> None:
    load("reps.csv", REPS)
    cells = [written(day) if number % 2 else f"{day:%d/%m/%Y}" for number, day in enumerate(DAYS)]
    assert load("calls.csv", calls(*cells)).new == len(DAYS)
    found = rows(engine, "SELECT day FROM call ORDER BY CAST(source_id AS INTEGER)")
    assert [day for (day,) in found] == [day.isoformat() for day in DAYS]


# What becomes of the days of a September.
MONTHS_OF_NINES = [f"2026-{day:02}-09" for day in range(1, 9)]


@pytest.mark.parametrize(
    ("made", "texts", "likely"),
    [
        (["2026-05-10"], ["16/09/2026"], False),
        (["2026-05-10"] * 50, ["16/09/2026"] * 50, False),
        (MONTHS_OF_NINES, ["16/09/2026"], True),
        # The beginning of a file that goes on in another form.
        ([f"2026-05-{day:02}" for day in range(1, 13)], ["16/09/2026"], False),
        ([*MONTHS_OF_NINES, "2026-05-13"], ["16/09/2026"], False),
        (MONTHS_OF_NINES, ["16/09/2026", "05/09/2026"], False),
        ([f"{day}T09:00:00Z" for day in MONTHS_OF_NINES], ["16/09/2026"], False),
        (MONTHS_OF_NINES, ["soon"], False),
    ],
)
def test_it_is_likely_where_it_is_no_chance(made: list[str], texts: list[str], likely: bool) -> None:
    column = Swapped()
    for cells in (made, texts):
        column.look_at(range(2, 99), pd.Series(cells, dtype=object))
    assert column.is_likely == likely
