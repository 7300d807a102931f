"""The country of a time zone, and the holidays of a country."""

from __future__ import annotations

from datetime import date
from zoneinfo import available_timezones

import pytest

from dashboard import countries


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("America/New_York", "US"),
        ("US/Eastern", "US"),
        ("Europe/Berlin", "DE"),
        ("Europe/Amsterdam", "NL"),
        ("Asia/Calcutta", "IN"),
        ("UTC", countries.NONE),
        ("Etc/GMT+5", countries.NONE),
        ("No/Where", countries.NONE),
    ],
)
def test_a_zone_s_country(zone, country):
    assert countries.of_zone(zone) == country


def test_every_zone_has_a_country_with_holidays_or_none():
    found = {countries.of_zone(zone) for zone in available_timezones()}
    assert all(countries.code(country or "none") == country for country in found)
    assert len(found) > 150


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("us", "US"),
        (" de-by ", "DE-BY"),
        ("None", ""),
        ("DE-Augsburg", "DE-AUGSBURG"),
        ("UK", "GB"),
        ("germany", "DE"),
        ("United States", "US"),
    ],
)
def test_a_code_is_understood(text, code):
    assert countries.code(text) == code
    countries.holidays_of(code, 2026, 2026)


@pytest.mark.parametrize("text", ["?", "XX", "Narnia", "DE-XX", "US-", "-BY"])
def test_what_is_no_country_is_refused(text):
    with pytest.raises(ValueError, match="write US, DE-BY or none"):
        countries.code(text)


def test_holidays_are_of_the_years_and_the_part_of_the_country():
    assert date(2026, 1, 6) in countries.holidays_of("DE-BY", 2026, 2026)
    assert date(2026, 1, 6) not in countries.holidays_of("DE", 2026, 2026)
    assert {day.year for day in countries.holidays_of("US", 2025, 2027)} == {2025, 2026, 2027}
    assert countries.holidays_of(countries.NONE, 2026, 2026) == {}


def test_every_choice_has_a_name():
    assert countries.name("US") == "United States" and countries.name("DE-BY") == "Germany (BY)"
    assert countries.name(countries.NONE) == "none"
    assert len(set(map(countries.name, countries.choices()))) == len(countries.choices())
