"""Cells to values: what is read, to the microsecond and the cent, and what is refused and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.imports import parsing


def column(*cells: str) -> pd.Series:
    return pd.Series(cells, dtype=object)


@pytest.mark.parametrize(
    ("cell", "value", "wall_clock"),
    [
        ("2026-11-03T10:00:00Z", "2026-11-03 10:00", False),
        ("2026-11-03T10:00:00+01:00", "2026-11-03 09:00", False),
        ("2026-11-03T10:00+0100", "2026-11-03 09:00", False),
        ("2026-11-03 10:00:00 -05", "2026-11-03 15:00", False),
        ("2026-11-03T10:00:00.250Z", "2026-11-03 10:00:00.250", False),
        ("2026-11-03T10:00:00.123456789Z", "2026-11-03 10:00:00.123456", False),
        ("2026-11-03T10:00:00", "2026-11-03 10:00", True),
        ("2026-11-03 10:00", "2026-11-03 10:00", True),
        ("2026-11-03", "2026-11-03", True),
        ("2028-02-29", "2028-02-29", True),
    ],
)
def test_a_moment_is_read(cell: str, value: str, wall_clock: bool) -> None:
    read = parsing.moments(column(cell))
    assert read.reasons == {}
    assert read.values.tolist() == [pd.Timestamp(value)]
    assert read.values.dtype == "datetime64[us]"
    assert read.wall_clock.tolist() == [wall_clock]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("03/11/2026", parsing.NOT_A_MOMENT),
        ("3.11.2026", parsing.NOT_A_MOMENT),
        ("20261103", parsing.NOT_A_MOMENT),
        ("2026-11", parsing.NOT_A_MOMENT),
        ("2026-11-03T10", parsing.NOT_A_MOMENT),
        ("2026-11-03+01:00", parsing.NOT_A_MOMENT),
        ("45631", parsing.NOT_A_MOMENT),
        ("now", parsing.NOT_A_MOMENT),
        ("2026-11-03T10:00:00Z\nx", parsing.NOT_A_MOMENT),
        ("٢٠٢٦-11-03", parsing.NOT_A_MOMENT),
        ("2026-02-30", parsing.NO_SUCH_MOMENT),
        ("2026-11-03T25:00", parsing.NO_SUCH_MOMENT),
        ("2026-11-03T10:00-23:59", parsing.NOT_A_MOMENT),
        ("1989-12-31", parsing.OUTSIDE),
        ("2101-01-01T00:00Z", parsing.OUTSIDE),
        ("0001-01-01", parsing.OUTSIDE),
    ],
)
def test_a_moment_is_refused_with_its_reason(cell: str, reason: str) -> None:
    read = parsing.moments(column("2026-11-03", cell, ""))
    assert read.reasons == {1: reason}
    assert read.values.isna().tolist() == [False, True, True]


moments = st.datetimes(datetime(1990, 1, 3), datetime(2100, 12, 29))
offsets = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(st.lists(st.tuples(moments, offsets), min_size=1, max_size=20), st.sampled_from(["T", " "]))
def test_moments_with_any_mixture_of_offsets_are_what_python_reads(given_moments, between) -> None:
    written = [moment.replace(tzinfo=offset) for moment, offset in given_moments]
    read = parsing.moments(column(*(moment.isoformat(between) for moment in written)))
    expected = [m.astimezone(UTC).replace(tzinfo=None) if m.tzinfo else m for m in written]
    assert read.reasons == {}
    assert read.values.dt.to_pydatetime().tolist() == expected
    assert read.wall_clock.tolist() == [moment.tzinfo is None for moment in written]


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_has_a_reason(cell: str) -> None:
    read = parsing.moments(column(cell))
    assert bool(read.values.notna().iat[0]) + len(read.reasons) + (cell == "") == 1


@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False))
def test_money_is_exact_to_the_cent(amount: Decimal) -> None:
    cents = (amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert parsing.money(f"{amount:f}") == int(cents)


@pytest.mark.parametrize(
    ("cell", "cents"), [("1.005", 101), ("-1.005", -101), (".5", 50), ("12.", 1200), ("0", 0), ("0.1", 10)]
)
def test_half_a_cent_is_rounded_up(cell: str, cents: int) -> None:
    assert parsing.money(cell) == cents


REFUSED = [
    (parsing.money, ["1,000.00", "1.234,56", "€5", "1e6", "nan", "5 EUR", "--5", ".", "1000000000000", "٥"]),
    (parsing.seconds, ["-1", "1.5", "1:30", "86401", "312000000000", "abc"]),
    (parsing.number, ["-1", "1,5", "inf", "ten"]),
    (parsing.flag, ["maybe", "2", "won"]),
    (parsing.currency, ["€", "EURO", "E1R"]),
    (parsing.email, ["n/a", "a@", "@b", "a b@c"]),
    (parsing.zone, ["CEST+9", "Berlin", "+01:00", "../etc/passwd"]),
    (parsing.period, ["2026-13", "2026-Q5", "2026", "11-2026", "1850-01"]),
    (parsing.day, ["2026-02-30", "03.11.2026", "2026-11-03T10:00", "1900-01-01"]),
]


@pytest.mark.parametrize(("read", "cell"), [(read, cell) for read, cells in REFUSED for cell in cells])
def test_a_cell_is_refused_with_a_sentence(read, cell: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].+\.$"):
        read(cell)


def test_cells_are_read() -> None:
    assert [parsing.seconds(cell) for cell in ("0", "312", "312.0")] == [0, 312, 312]
    assert [parsing.flag(cell) for cell in ("TRUE", "no", "1", "False")] == [True, False, True, False]
    assert parsing.currency("eur") == "EUR"
    assert parsing.zone("europe/berlin") == "Europe/Berlin"
    assert [parsing.period(cell) for cell in ("2026-11", "2026-q4")] == ["2026-11", "2026-Q4"]
    assert parsing.day("2028-02-29") == date(2028, 2, 29)
    assert parsing.one_of(("meetings_held",), "a metric")("Meetings held") == "meetings_held"


def test_each_bad_cell_of_a_column_has_its_reason() -> None:
    read = parsing.each_value(column("5", "x", "", "5", "x"), parsing.seconds, "Int64")
    assert read.values.astype(object).where(read.values.notna(), None).tolist() == [5, None, None, 5, None]
    assert set(read.reasons) == {1, 4}
