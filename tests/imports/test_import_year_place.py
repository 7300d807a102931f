"""Dates with two digits of the year, which may stand first as well: read only where the file tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from importing import rows
from sqlalchemy import Engine
from test_import_dates import MOMENTS, found, iso, moment

from dashboard.imports.habits import OrderOpen
from dashboard.imports.year_place import APART

FORMS: dict[str, Callable[[datetime], str]] = {
    "day first": lambda at: f"{at:%d/%m/%y}",
    "month first": lambda at: f"{at.month}/{at.day}/{at:%y} {at:%H:%M}",
    "year first": lambda at: f"{at:%y/%m/%d}",
    "dots": lambda at: f"{at:%d.%m.%y}",
    "dots, year first": lambda at: f"{at:%y.%m.%d}",
}
# Of the last years, as logs are.
RECENT = st.datetimes(datetime(2019, 1, 1), datetime(2028, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def span(numbers: Iterable[int]) -> int:
    """How far apart numbers are."""
    found = list(numbers)
    return max(found) - min(found)


@pytest.mark.parametrize("form", FORMS)
@given(ats=st.lists(RECENT, min_size=8, max_size=30))
def test_a_file_of_some_rows_is_read_right_or_asked_about(form: str, ats: list[datetime]) -> None:
    if "year" in form:
        # Of the same day of several years nothing can be told.
        assume(span(at.year for at in ats) < span(at.day for at in ats) + APART)
    texts = [FORMS[form](at) for at in ats]
    try:
        order = found(*texts)
    except OrderOpen:
        return
    assert [moment(iso(text, order)).date() for text in texts] == [at.date() for at in ats]


@pytest.mark.parametrize("form", ["day first", "dots", "month first"])
def test_a_month_of_dates_is_never_asked_about(form: str) -> None:
    texts = [FORMS[form](datetime(2026, 11, day)) for day in range(1, 31)]
    assert found(*texts) is {"day first": True, "month first": False, "dots": None}[form]


@pytest.mark.parametrize(
    "texts",
    [
        ("26/11/03",),
        ("25/11/26",),
        ("11/11/26",),
        ("25/11/26 10:00", "26/11/26 10:00"),
        ("26/11/03", "25/11/2026"),
        ("2026-11-03", "26/11/03"),
        ("26.11.03",),
        ("26.11.03", "26.11.28"),
        # A log of 2008, or one of 2013 to 2020.
        ("13/04/08", "20/04/08"),
        ("99/11/03",),
    ],
)
def test_dates_that_may_begin_or_end_with_the_year_are_asked_about(texts: tuple[str, ...]) -> None:
    with pytest.raises(OrderOpen, match="may begin or end with their year"):
        found(*texts)
    assert found(*texts, day_first=True) is True


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (("4/13/26",), False),
        (("4/13/26", "4/14/26", "26/11/04"), None),
        (("13/04/26", "20/04/26"), True),
        (("05/11/26", "25/11/26"), True),
        (("03.11.26", "25.11.26"), None),
        (("31/11/00", "30/11/00"), True),
    ],
)
def test_what_a_file_tells_is_not_asked(texts: tuple[str, ...], day_first: bool | None) -> None:
    if day_first is None and "/" in texts[0]:
        with pytest.raises(OrderOpen, match="with the day first .* and with the month first"):
            found(*texts)
    else:
        assert found(*texts) is day_first


def test_an_answer_that_the_dates_contradict_is_none() -> None:
    # Who says that the month comes first may mean: of year, month and day.
    with pytest.raises(OrderOpen, match="may begin or end with their year"):
        found("26/11/03", day_first=False)


def test_the_file_is_asked_about_and_loaded_with_the_answer(load, staffed, engine: Engine) -> None:
    lines = "Record ID,Activity date,Activity assigned to,Call outcome,Call duration,Call Title\n"
    lines += "1,26/11/03 10:00,Bob,Connected,5,x\n"
    with pytest.raises(OrderOpen) as asked:
        load("calls.csv", lines)
    assert str(asked.value) == (
        "calls.csv has dates that may begin or end with their year (row 2: 26/11/03 10:00); write it with "
        "four digits or, if they end with it: say whether the day or the month comes first (on the command "
        "line with --day-first or --month-first)."
    )
    load("calls.csv", lines, day_first=True)
    assert rows(engine, "SELECT day FROM call") == [("2003-11-26",)]


@given(at=MOMENTS)
def test_two_digits_are_of_the_last_hundred_years_or_of_those_to_come(at: datetime) -> None:
    assert moment(iso(f"{at:%d.%m.%y %H:%M}")) == at
    assert moment(iso("3-NOV-91")) == datetime(1991, 11, 3)
