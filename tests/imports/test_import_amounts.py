"""Amounts and durations in the forms of other systems: never a thousand times off, never in another unit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.imports import amounts, durations, parsing
from dashboard.imports.amounts import BOTH, Marks
from dashboard.imports.durations import Lengths

AMOUNTS = st.decimals(-9_999_999, 9_999_999, places=2, allow_nan=False)


def column(*cells: str) -> pd.Series:
    """Cells as a file has them."""
    return pd.Series(cells, dtype=object)


def read(text: str, decimal: str = "") -> str:
    """One amount as digits with a dot."""
    return amounts.money(column(text), decimal).iloc[0]


def cents(text: str) -> int:
    """What the own format makes of it; raises `ValueError` for what is no amount."""
    return parsing.money(text)


def decimal_of(*texts: str) -> str:
    """The decimal mark of a file with these amounts."""
    marks = Marks()
    marks.look_at(range(2, 2 + len(texts)), column(*texts))
    return marks.decimal


def german(amount: Decimal) -> str:
    """With a point between thousands and a comma before cents."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


FORMS: dict[str, Callable[[Decimal], str]] = {
    "plain": str,
    "English": lambda amount: f"{amount:,.2f}",
    "German": german,
    "Swiss": lambda amount: f"{amount:,.2f}".replace(",", "’"),
    "French": lambda amount: german(amount).replace(".", "\u202f") + " €",
    "with a sign": lambda amount: f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}",
    "with a code": lambda amount: f"EUR {amount:,.2f}",
    "in brackets": lambda amount: f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("decimal", ["", ".", ",", BOTH])
@given(amount=AMOUNTS)
def test_amounts_with_cents_come_back_the_same(form: str, decimal: str, amount: Decimal) -> None:
    assert cents(read(FORMS[form](amount), decimal)) == int(amount * 100)


@given(amounts_=st.lists(AMOUNTS, min_size=1, max_size=5), whole=st.integers(0, 999_999_999))
def test_whole_amounts_are_read_as_the_file_s_others(amounts_: list[Decimal], whole: int) -> None:
    for form, plain in ((german, f"{whole:,}".replace(",", ".")), (FORMS["English"], f"{whole:,}")):
        decimal = decimal_of(*map(form, amounts_), plain)
        assert cents(read(plain, decimal)) == whole * 100


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("12500", "", "12500"),
        ("1.234.567", "", "1234567"),
        ("1,234,567", "", "1234567"),
        ("1.234.567,8", "", "1234567.8"),
        ("12,5", "", "12.5"),
        ("1234.567", "", "1234.567"),
        ("0,125", "", "0.125"),
        (".5", "", ".5"),
        ("12500.", "", "12500."),
        ("12,500", "", "12500"),
        ("12,500", ".", "12500"),
        ("12,500", ",", "12.500"),
        ("12.500", ",", "12500"),
        ("12.500", ".", "12.500"),
        ("1 234 567,89", "", "1234567.89"),
        ("1'234'567.89", "", "1234567.89"),
        ("1\u00a0234", "", "1234"),
        ("(1,234.50)", "", "-1234.50"),
        ("($1,234.50)", "", "-1234.50"),
        ("-€12,50", "", "-12.50"),
        ("$-12.50", "", "-12.50"),
        ("−12.50", "", "-12.50"),
        ("US$ 1,234.50", "", "1234.50"),
        ("1.234,50 €", "", "1234.50"),
        ("CHF 1'234.50", "", "1234.50"),
        ("1234.50 USD", "", "1234.50"),
        ("", "", ""),
    ],
)
def test_single_amounts(text: str, decimal: str, expected: str) -> None:
    assert read(text, decimal) == expected


@pytest.mark.parametrize(
    ("text", "decimal"), [("12.500", ""), ("€ 1.234", ""), ("12.500", BOTH), ("12,500", BOTH)]
)
def test_what_may_be_thousands_or_decimals_is_refused_with_its_words(text: str, decimal: str) -> None:
    told = read(text, decimal)
    assert told == f"{text} (thousands, or three decimals?)"
    with pytest.raises(ValueError, match="Not an amount"):
        cents(told)


@pytest.mark.parametrize(
    "text",
    [
        "1,23,456", "1.23.456", "12.34.5", "1,234,56", "1.234,567,89", "12 50", "1 23 456", "12k", "about 5",
        "EUR 5 EUR", "€5€", "--5", "(-5)", "-$-5", "()", "EUR", "5%", "1e3", "0x10", "٥", "5-", "5.5.5",
    ],
)  # fmt: skip
@pytest.mark.parametrize("decimal", ["", ".", ",", BOTH])
def test_what_is_no_amount_is_left_as_it_is(text: str, decimal: str) -> None:
    assert read(text, decimal) == text
    with pytest.raises(ValueError, match="Not an amount"):
        cents(text)


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["12500", "12.500", "12,500", ""], ""),
        (["12.500", "1.234,50"], ","),
        (["12.500", "7,5"], ","),
        (["12.500", "1.000.000"], ","),
        (["12.500", "7.5"], "."),
        (["12,500", "1,234.00 USD"], "."),
        (["1.234,50", "1,234.50"], BOTH),
    ],
)
def test_a_file_tells_its_decimal_mark(texts: list[str], decimal: str) -> None:
    assert decimal_of(*texts) == decimal


def test_the_first_row_of_each_way_is_remembered() -> None:
    marks = Marks()
    marks.look_at([2, 3, 4, 5], column("5", "7,5", "8,5", "7.5"))
    marks.look_at([6], column("1,5"))
    assert (marks.comma_at, marks.dot_at) == ((3, "7,5"), (5, "7.5"))


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("EUR 5", "EUR"), ("5 GBP", "GBP"), ("€5", "EUR"), ("US$5", "USD"), ("(£5)", "GBP"),
        # Dollars and yens there are several.
        ("$5", ""), ("¥5", ""), ("5", ""), ("", ""), ("EUR", ""),
    ],
)  # fmt: skip
def test_the_currency_beside_an_amount(text: str, currency: str) -> None:
    assert amounts.currencies(column(text)).tolist() == [currency]


@pytest.mark.parametrize(
    ("text", "said", "contradicts"),
    [
        ("$500", "EUR", True), ("$500", "usd", False), ("$500", "CAD", False), ("US$500", "CAD", True),
        ("¥500", "CNY", False), ("500 ¥", "GBP", True), ("€500", "USD", True), ("EUR 500", "eur", False),
        ("500", "EUR", False), ("$500", "", False), ("", "EUR", False),
    ],
)  # fmt: skip
def test_amounts_beside_another_currency_than_is_said(text: str, said: str, contradicts: bool) -> None:
    assert amounts.contradicted(column(text), column(said)).tolist() == [contradicts]


def in_seconds(text: str, unit: str) -> str:
    """One duration as whole seconds."""
    return durations.seconds(column(text), unit).iloc[0]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("312", "s", "312"),
        ("312.9", "s", "312"),
        ("312400", "ms", "312"),
        ("312600", "ms", "313"),
        ("0", "ms", "0"),
        ("00:05:12", "s", "312"),
        ("1:05:12", "ms", "3912"),
        ("05:12", "s", "312"),
        ("05:12.7", "ms", "312"),
        ("05:12", "h:m", "18720"),
        ("00:05:12", "h:m", "312"),
        ("", "s", ""),
        ("", "ms", ""),
    ],
)
def test_durations(text: str, unit: str, expected: str) -> None:
    assert in_seconds(text, unit) == expected


@pytest.mark.parametrize(
    "text",
    ["-5", "5 min", "1:2:3", "5:1", "1:2", "long", "1e3", ":30", "1:75:00", "0:12:61", "5:60", "0.0034"],
)
@pytest.mark.parametrize("unit", ["s", "ms", "h:m"])
def test_what_is_no_duration_is_left_as_it_is(text: str, unit: str) -> None:
    assert in_seconds(text, unit) == text
    with pytest.raises(ValueError, match="Not a duration"):
        parsing.seconds(text)


def test_numbers_that_contradict_each_other_are_no_durations() -> None:
    assert in_seconds("312", "?").startswith("312 (seconds, minutes or milliseconds?")
    assert (in_seconds("0", "?"), in_seconds("5:12", "?")) == ("0", "312")
    with pytest.raises(ValueError, match="Not a duration"):
        parsing.seconds(in_seconds("312", "?"))


@given(talked=st.lists(st.integers(0, parsing.DAY_S), min_size=1), unit=st.sampled_from(["s", "ms"]))
def test_durations_of_a_unit_come_back_the_same(talked: list[int], unit: str) -> None:
    times = 1000 if unit == "ms" else 1
    read_ = durations.seconds(column(*(str(one * times) for one in talked)), unit)
    assert read_.map(int).tolist() == talked


def unit_of(*texts: str) -> str:
    """The unit of a column, looked at in two chunks."""
    lengths = Lengths()
    for some in (texts[::2], texts[1::2]):
        lengths.look_at(column(*some))
    return lengths.unit


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["", "0", "00:05:12", "long"], "s"),
        (["", "12", "95", "3900", "0"], "s"),
        (["12", "86400"], "s"),
        (["12", "86401"], "?"),
        (["1200", "0", "86401"], "ms"),
        (["12", "3601", "86401"], "ms"),
        (["12000", "95000", "0", ""], "ms"),
        (["12000"], "ms"),
        (["2000"], "s"),
        (["12034", "9500", "800"], "ms"),
        (["4000", "95", "12"], "s"),
        (["0.2000", "3.1667", "7.0500", "0"], "?"),
        (["12.5", "312.9", "1.1"], "s"),
        (["0.4", "95", "12"], "s"),
        (["0.0034", "0.0002"], "s"),
    ],
)
def test_a_column_tells_its_unit(texts: list[str], unit: str) -> None:
    assert unit_of(*texts) == unit
