"""Dates in the forms of other systems: each is read as it was written, or left as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.imports import dates, parsing
from dashboard.imports.chunk import make_chunk
from dashboard.imports.day_order import Order
from dashboard.imports.habits import OrderOpen, find
from dashboard.imports.mapping import Mapping
from dashboard.imports.problem import ImportProblem

Written = Callable[[datetime], str]
# Where the order of day and month shows, or does not matter.
CLEAR: dict[str, Written] = {
    "ISO": lambda at: f"{at:%Y-%m-%d %H:%M}",
    "ISO with a T and an offset": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.000+0000",
    "year first": lambda at: f"{at:%Y/%m/%d %H:%M:%S}",
    "year first, without zeros": lambda at: f"{at.year}-{at.month}-{at.day} {at.hour}:{at:%M}",
    "dots": lambda at: f"{at:%d.%m.%Y %H:%M}",
    "dots and a comma": lambda at: f"{at:%d.%m.%Y, %H:%M}",
    "a month's name": lambda at: f"{at:%b} {at.day}, {at.year} {at:%I:%M %p}",
    "a month's whole name": lambda at: f"{at:%A}, {at:%B} {at.day}, {at.year} at {at:%H:%M}",
    "a month's name in the middle": lambda at: f"{at:%d-%b-%Y %H:%M}",
    "Excel's days": lambda at: f"{(at - datetime(1899, 12, 30)) / timedelta(days=1):.8f}",
    "milliseconds": lambda at: str(int((at - datetime(1970, 1, 1)).total_seconds() * 1000)),
}
DAY_FIRST: dict[str, Written] = {
    "slashes": lambda at: f"{at:%d/%m/%Y %H:%M}",
    "slashes and a comma": lambda at: f"{at:%d/%m/%Y, %H:%M}",
    "hyphens": lambda at: f"{at:%d-%m-%Y %H:%M:%S}",
    "two digits of the year": lambda at: f"{at:%d/%m/%y %H:%M}",
}
MONTH_FIRST: dict[str, Written] = {
    "slashes": lambda at: f"{at:%m/%d/%Y %H:%M}",
    "without zeros": lambda at: f"{at.month}/{at.day}/{at.year}, {int(f'{at:%I}')}:{at:%M} {at:%p}",
    "hyphens": lambda at: f"{at:%m-%d-%Y %I:%M%p}",
    "two digits of the year": lambda at: f"{at.month}/{at.day}/{at:%y} {at:%H:%M}",
}
MOMENTS = st.datetimes(datetime(2002, 1, 1), datetime(2033, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
MAPPING = Mapping.model_validate(
    {"name": "Mine", "source": "mine", "kind": "calls", "columns": {"rep": "who", "at": "when"}}
)


def iso(text: str, day_first: bool | None = None, zone: str = "") -> str:
    """One text as ISO."""
    return dates.as_iso(pd.Series([text], dtype=object), day_first, zone).iloc[0]


def moment(text: str) -> datetime:
    """What the own format makes of ISO text; raises `ValueError` for what is none."""
    cells = parsing.moments(pd.Series([text], dtype=object))
    if cells.reasons:
        raise ValueError(cells.reasons[0])
    return cells.values.iloc[0].to_pydatetime()


def looked_at(*texts: str, told: bool | None = None) -> Order:
    """The order that these dates have, in rows from 2 on."""
    order = Order(told=told)
    order.look_at(range(2, 2 + len(texts)), pd.Series(texts, dtype=object))
    return order


def found(*texts: str, day_first: bool | None = None) -> bool | None:
    """Whether a file with these dates has the day first."""
    chunk = make_chunk(["who", "when"], list(range(2, 2 + len(texts))), [("Bob", text) for text in texts])
    return find("calls.csv", [chunk], ["who", "when"], [MAPPING], day_first).day_first


@pytest.mark.parametrize("form", CLEAR)
@pytest.mark.parametrize("day_first", [None, True, False])
@given(at=MOMENTS)
def test_clear_forms_come_back_the_same_whatever_the_order(
    form: str, day_first: bool | None, at: datetime
) -> None:
    assert moment(iso(CLEAR[form](at), day_first)) == at


@pytest.mark.parametrize("form", DAY_FIRST)
@given(at=MOMENTS)
def test_day_first_comes_back_the_same(form: str, at: datetime) -> None:
    assert moment(iso(DAY_FIRST[form](at), day_first=True)) == at


@pytest.mark.parametrize("form", MONTH_FIRST)
@given(at=MOMENTS)
def test_month_first_comes_back_the_same(form: str, at: datetime) -> None:
    assert moment(iso(MONTH_FIRST[form](at), day_first=False)) == at


@pytest.mark.parametrize("form", [*DAY_FIRST.values(), *MONTH_FIRST.values()])
@given(at=MOMENTS)
def test_nothing_is_read_that_needs_an_order_and_has_none(form: Written, at: datetime) -> None:
    text = form(at)
    if at.day == at.month:
        assert moment(iso(text)) == at
    else:
        assert iso(text) == text


@given(
    ats=st.lists(MOMENTS, min_size=1, max_size=6),
    right=st.booleans(),
    form=st.sampled_from(["slashes", "hyphens"]),
)
def test_a_file_is_read_right_or_asked_about(ats: list[datetime], right: bool, form: str) -> None:
    texts = [(DAY_FIRST if right else MONTH_FIRST)[form](at) for at in ats]
    try:
        order = found(*texts)
    except OrderOpen:
        assert all(at.day <= 12 for at in ats)
        return
    assert [moment(iso(text, order)) for text in texts] == ats


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-03", "2026-11-03"),
        ("3.11.2026", "2026-11-03"),
        ("3. Nov. 2026", "2026-11-03"),
        ("Tuesday, November 3, 2026", "2026-11-03"),
        ("Tues., 3 Nov 2026", "2026-11-03"),
        ("Sept 3, 2026", "2026-09-03"),
        ("03-NOV-26", "2026-11-03"),
        ("2026/11/3", "2026-11-03"),
        ("29.02.2028", "2028-02-29"),
        ("03/03/2026", "2026-03-03"),
        ("03/03/99", "1999-03-03"),
        ("45631", "2024-12-05"),
        ("45631.5", "2024-12-05 12:00:00"),
        ("1762164000123", "2025-11-03 10:00:00.123Z"),
        ("3.11.2026 9:05", "2026-11-03 09:05:00"),
        ("3.11.2026 09.05", "2026-11-03 09:05:00"),
        ("3.11.2026 09:05:07.5", "2026-11-03 09:05:07"),
        ("3.11.2026 12:00 AM", "2026-11-03 00:00:00"),
        ("3.11.2026 12:00 PM", "2026-11-03 12:00:00"),
        ("3.11.2026 12:59 am", "2026-11-03 00:59:00"),
        ("3.11.2026 1:05 p.m.", "2026-11-03 13:05:00"),
        ("3.11.2026 11:59 PM", "2026-11-03 23:59:00"),
        ("3.11.2026 10:00 +01:00", "2026-11-03 10:00:00+01:00"),
        ("3.11.2026 10:00-0500", "2026-11-03 10:00:00-0500"),
        ("3.11.2026T10:00Z", "2026-11-03 10:00:00Z"),
        ("Nov 3, 2026 10:00 UTC", "2026-11-03 10:00:00Z"),
        ("", ""),
    ],
)
def test_single_forms(text: str, expected: str) -> None:
    assert iso(text) == expected
    if expected:
        moment(expected)


@pytest.mark.parametrize(
    "text",
    [
        "31.06.2026", "29.02.2026", "2026/02/30", "0.11.2026", "31 Nov 2026", "3 Foo 2026", "Marry 3, 2026",
        "Monday, November 3, 2026", "Soon, November 3, 2026", "Tue, November 31, 2026",
        "3.11.2026 24:00", "3.11.2026 10:60", "3.11.2026 13:00 PM", "3.11.2026 0:30 AM", "3.11.2026 10",
        "2026-11-03 16:09:00-23:59", "2026-11-03T10:00+15:00", "3.11.2026 10:00 +01:75",
        "3.11.2026 10:00 EST", "26-11-03", "3.11", "11/2026", "3.11/2026", "19999", "100000", "12345",
        "yesterday", "2026-11-03x", "3.11.2026 and more", "٣.١١.٢٠٢٦",
    ],
)  # fmt: skip
@pytest.mark.parametrize("day_first", [None, True, False])
def test_what_is_no_date_is_left_as_it_is(text: str, day_first: bool | None) -> None:
    assert iso(text, day_first) == text
    with pytest.raises(ValueError, match="moment|such"):
        moment(text)


@pytest.mark.parametrize("text", ["13/13/2026", "31/06/2026", "29/02/2026", "00/11/2026", "32/01/2026"])
@pytest.mark.parametrize("day_first", [None, True, False])
def test_days_that_there_are_not_in_any_order(text: str, day_first: bool | None) -> None:
    assert iso(text, day_first) == text


@pytest.mark.parametrize(("text", "day_first"), [("13/11/2026", False), ("11/13/2026", True)])
def test_a_date_of_the_other_order_is_not_turned_around(text: str, day_first: bool) -> None:
    assert iso(text, day_first) == text


def test_impossible_iso_is_left_for_its_own_refusal() -> None:
    assert iso("2026-06-31") == "2026-06-31"


def test_the_order_is_shown_by_one_date_of_many() -> None:
    assert looked_at("03/04/2026", "2026-01-31", "13/04/2026").day_first is True
    assert looked_at("03/04/2026", "", "4/13/26, 1:00 PM").day_first is False
    assert looked_at("03/03/2026", "2026-13-13", "Nov 3, 2026", "45631").day_first is None
    assert not looked_at("03/03/2026").open
    assert looked_at("03/04/2026").open


def test_an_order_needs_dates_that_can_be_read() -> None:
    assert looked_at("13/04/2026 and more", "13/04/2026 25:00 x").day_first is None
    assert looked_at("13/04/2026 and more", "13/04/2026 10:00").day_first_at == (3, "13/04/2026 10:00")


def test_days_that_there_are_not_tell_no_order() -> None:
    assert looked_at("31/06/2026", "2/1/2026").open
    assert looked_at("06/31/2026", "30/02/2026").day_first is None
    assert looked_at("29/02/2026", "2/1/2026", "29/02/2028").day_first_at == (4, "29/02/2028")
    assert looked_at("02.30.2026").dotted_at is None


def test_dots_say_nothing_of_slashes() -> None:
    order = looked_at("31.12.2026", "03/04/2026")
    assert order.open and order.both_at == (3, "03/04/2026")


def test_the_order_is_remembered_over_chunks() -> None:
    order = looked_at("03/04/2026")
    order.look_at([10, 11], pd.Series(["04/03/2026", "04/23/2026"], dtype=object))
    assert (order.day_first, order.both_at, order.month_first_at) == (
        False, (2, "03/04/2026"), (11, "04/23/2026"),
    )  # fmt: skip


def test_a_file_that_reads_both_ways_is_asked_about() -> None:
    with pytest.raises(OrderOpen) as asked:
        found("2026-11-03", "03/04/2026 10:00")
    assert str(asked.value) == (
        "calls.csv has dates that can be read with the day or the month first (row 3: 03/04/2026 10:00): say "
        "which (on the command line with --day-first or --month-first)."
    )
    assert found("03/04/2026", day_first=True) is True
    assert found("03/04/2026", day_first=False) is False


def test_a_file_that_contradicts_itself_is_asked_about_once() -> None:
    with pytest.raises(
        OrderOpen, match=r"row 2: 13/04/2026.*row 3: 04/13/2026.*--day-first or --month-first"
    ):
        found("13/04/2026", "04/13/2026")
    assert found("13/04/2026", "04/13/2026", day_first=True) is True


def test_the_month_before_dots_is_refused_whatever_is_said() -> None:
    for day_first in (None, True, False):
        with pytest.raises(ImportProblem, match=r"row 3: 12\.31\.2026.*write them as 2026-11-03") as refused:
            found("11.03.2026", "12.31.2026", day_first=day_first)
        assert not isinstance(refused.value, OrderOpen)


def test_times_without_an_offset_are_of_the_zone() -> None:
    assert iso("2026-11-03 10:00", zone="UTC") == "2026-11-03 10:00Z"
    assert iso("2026-11-03T10:00:00+01:00", zone="UTC") == "2026-11-03T10:00:00+01:00"
    assert iso("2026-11-03", zone="UTC") == "2026-11-03"
    assert iso("", zone="UTC") == ""
    assert iso("nonsense", zone="UTC") == "nonsense"
    assert moment(iso("3.11.2026 10:00", zone="Europe/Berlin")) == datetime(2026, 11, 3, 9)
    # An hour that occurs twice is the first one, one that does not occur the next.
    assert moment(iso("2026-10-25 02:30", zone="Europe/Berlin")) == datetime(2026, 10, 25, 0, 30)
    assert moment(iso("2026-03-29 02:30", zone="Europe/Berlin")) == datetime(2026, 3, 29, 1)


def test_cells_of_all_sorts_keep_their_places() -> None:
    texts = ["2026-11-03 10:00", "", "3.11.2026 10:00", "2026-11-03", "x", "2026-11-03 10:00Z"]
    read = dates.as_iso(pd.Series(texts, dtype=object), None, "UTC")
    assert list(read) == [
        "2026-11-03 10:00Z", "", "2026-11-03 10:00:00Z", "2026-11-03", "x", "2026-11-03 10:00Z",
    ]  # fmt: skip
    assert list(dates.as_iso(pd.Series([], dtype=object), None)) == []


def test_columns_of_midnights_hold_days() -> None:
    days = ["2026-11-03 00:00:00", "", "2026-11-04T00:00:00.000Z", "2026-11-05", "2026-11-05 00:00+00:00"]
    assert dates.are_days(pd.Series(days, dtype=object))
    assert not dates.are_days(pd.Series([*days, "2026-11-03 00:00:01"], dtype=object))
    assert not dates.are_days(pd.Series([*days, "soon"], dtype=object))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:05", "09:05:00"),
        ("12:30 am", "00:30:00"),
        ("23:59:59", "23:59:59"),
        ("24:00", "24:00"),
        ("0.625", "15:00:00"),
        ("0,5", "12:00:00"),
        ("0.4097222222222222", "09:50:00"),
        ("0.99999999", "0.99999999"),
        ("0.25", "0.25"),
        ("00.25", "00:25:00"),
        ("x", "x"),
    ],
)
def test_times_of_day(text: str, expected: str) -> None:
    assert dates.time_of_day(text) == expected


def test_iso_is_seen_of_a_whole_column() -> None:
    texts = ["2026-11-03", "", "2026-11-03 10:00:00.5 +01", "03.11.2026", "2026-11-03 10"]
    assert np.array_equal(dates.is_iso(pd.Series(texts, dtype=object)), [True, True, True, False, False])
