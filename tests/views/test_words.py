"""Numbers and days as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import nan

import pytest

from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period
from dashboard.figures.summary import Value
from dashboard.views.shared import words


@pytest.mark.parametrize(("value", "said"), [
    (None, "–"), (nan, "–"), (0, "0"), (7, "7"), (1733, "1,733"), (4.04, "4.0"), (19.96, "20.0"),
    (0.04, "under 0.1"), (0.09, "0.1"), (20.4, "20"), (1234.5, "1,234"),
])  # fmt: skip
def test_a_count(value, said):
    assert words.count(value) == said


@pytest.mark.parametrize(("share", "trials", "said"), [
    (None, None, "–"), (nan, 12, "–"), (0, 30, "0\u00a0%"), (0.12345, None, "12.3\u00a0%"),
    (0.12345, 99, "12\u00a0%"), (0.12345, 100, "12.3\u00a0%"), (1, 2, "100\u00a0%"),
])  # fmt: skip
def test_a_rate_has_as_many_figures_as_its_trials_allow(share, trials, said):
    assert words.percent(share, trials) == said


@pytest.mark.parametrize(("amount", "currency", "said"), [
    (None, "EUR", "–"), (0, "EUR", "€0"), (950, "USD", "$950"), (1000, "USD", "$1k"),
    (29_400, "EUR", "€29.4k"), (412_300, "USD", "$412k"), (1_234_000, "GBP", "£1.2M"),
    (18_000, "CHF", "CHF\u00a018k"), (7, None, "7"),
])  # fmt: skip
def test_an_amount(amount, currency, said):
    assert words.money(amount, currency) == said


@pytest.mark.parametrize(("name", "value", "said"), [
    ("connect_rate", Value(0.204, 352, 1733), "20.4\u00a0%"), ("connect_rate", Value(None, 0, 0), "–"),
    ("revenue", Value(29_400.0), "€29.4k"), ("calls", Value(1733), "1,733"),
    ("calls_per_meeting", Value(41.52, 1744, 42), "42"),
])  # fmt: skip
def test_a_metric_is_said_in_its_unit(name, value, said):
    assert words.metric_value(BY_NAME[name], value, "EUR") == said


def test_n_of_d():
    assert words.n_of_d(Value(0.2, 352, 1733)) == "352 / 1,733"
    assert words.n_of_d(Value(None, None, None)) == "– / –"
    assert words.n_of_d(Value(0.2, 1, 5), " of ") == "1 of 5"


def test_days_name_the_year_once_where_that_is_enough():
    assert words.days(Period(date(2026, 10, 22), date(2026, 11, 18))) == "22\u00a0Oct – 18\u00a0Nov 2026"
    assert words.days(Period(date(2025, 12, 29), date(2026, 1, 4))) == "29\u00a0Dec 2025 – 4\u00a0Jan 2026"


def test_a_moment_is_local_and_names_a_year_that_is_not_this_one():
    when = datetime(2026, 11, 18, 23, 40, tzinfo=UTC)
    assert words.moment(when, "Europe/Berlin", date(2026, 11, 20)) == "Thu 19 Nov, 00:40"
    assert words.moment(when, "UTC", date(2027, 11, 20)) == "Wed 18 Nov 2026, 23:40"
    assert words.moment(None, "UTC", date(2026, 11, 20)) == "–"


def test_plurals():
    said = [
        words.plural(0, "rep"),
        words.plural(1, "rep"),
        words.plural(1200, "rep"),
        words.plural(2, "this", "these"),
    ]
    assert said == ["0 reps", "1 rep", "1,200 reps", "2 these"]


def test_first_names_in_a_sentence():
    people = ["Sam Ode", "Marcus Li", "Diego Paz", "Ann Bo"]
    assert words.names(people[:1]) == "Sam"
    assert words.names(people[:2]) == "Sam and Marcus"
    assert words.names(people[:3]) == "Sam, Marcus and Diego"
    assert words.names(people) == "Sam, Marcus and 2 others"
    assert words.first_name("") == ""


def test_a_name_shows_literally():
    assert (
        words.literal("![t](http://e/t.png) *T* $a$") == r"!\[t\](http\:" "\u2060" r"//e/t.png) \*T\* \$a\$"
    )
    assert words.literal("Mid-Market East (UK & Ireland)") == "Mid-Market East (UK & Ireland)"
    assert words.names(["*Ana* Lind", "Bo"]) == r"\*Ana\* and Bo"


@pytest.mark.parametrize(("metric", "value", "by", "said"), [
    ("meetings_held", Value(26), 2, "+2"), ("meetings_held", Value(4), -0.5, "-0.5"),
    ("calls", Value(82.4), -1.6, "-2"), ("calls", Value(4.5), 0.04, "±0"),
    ("calls", Value(1234), -1000, "-1,000"),
    ("connect_rate", Value(0.2, 20, 100), 0.0114, "+1.1"), ("connect_rate", Value(0.2, 19, 99), 0.034, "+3"),
    ("connect_rate", Value(0.2, 19, 99), -0.004, "±0"),
])  # fmt: skip
def test_a_change_has_its_sign_and_the_decimals_of_its_value(metric, value, by, said):
    assert words.difference(BY_NAME[metric], value, by) == said


@pytest.mark.parametrize(("first", "earlier", "said"), [
    (date(2026, 10, 7), date(2026, 9, 9), "4 weeks before"),
    (date(2026, 11, 2), date(2026, 10, 26), "week before"),
    (date(2026, 11, 1), date(2026, 10, 1), "days before"),
])  # fmt: skip
def test_the_days_before_are_called_by_how_far_back_they_lie(first, earlier, said):
    assert words.time_before(Period(first, date(2026, 11, 30)), Period(earlier, earlier)) == said


def test_what_somebody_wrote_stays_as_it_was_written():
    lines = ["Opener *early*", "- a", "    b", "", "===", "R&amp;D <b>"]
    said = words.as_written("\n".join(lines))
    assert said.replace(words.WORD_JOINER, "").split("  \n") == [
        "Opener \\*early\\*", "- a", "    b", "", "===", "R&amp;amp;D \\<b\\>",
    ]  # fmt: skip
    # Nothing that begins a list, a heading or a block of code stands at the beginning of a line.
    assert all(line.startswith(words.WORD_JOINER) for line in said.split("\n"))
