"""Countries and their public holidays, from the `holidays` library, and the country of a time zone, from the
zone tables that come with `tzdata`."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import holidays

# A team that has nobody's public holidays.
NONE = ""


def code(text: str) -> str:
    """A country, or a part of one, as it is stored: "US", "DE-BY"; "none" is `NONE`. Its English name is
    understood too. Raises `ValueError` for
    one whose holidays are not known."""
    given = text.strip().upper()
    given = _by_name().get(given.casefold(), given)
    if given == "NONE":
        return NONE
    country, dash, part = given.partition("-")
    known = _supported()
    if country not in known or (dash and part not in known[country]):
        raise ValueError("Not a country whose holidays are known: write US, DE-BY or none, say.")
    return given


def of_zone(zone: str) -> str:
    """The country that a time zone is in; `NONE` for zones of none, such as UTC, and where the country's
    holidays are not known."""
    country = _zones().get(_links().get(zone, zone), NONE)
    return country if country in _supported() else NONE


def holidays_of(country: str, first: int, last: int) -> dict[date, str]:
    """The public holidays of a country (see `code`) from one year to another, with their names."""
    found: dict[date, str] = {}
    for year in range(first, last + 1):
        found |= _holidays(country, year)
    return found


def name(country: str) -> str:
    """What a country is called: "United States", "Germany (BY)"."""
    whole, _, part = country.partition("-")
    called = _names().get(whole, whole) or "none"
    return f"{called} ({part})" if part else called


@cache
def choices() -> tuple[str, ...]:
    """Every country and part of one that can be chosen, by name."""
    parts = (f"{country}-{part}" for country, known in _supported().items() for part in known)
    return (NONE, *sorted({*_supported(), *parts}, key=name))


@cache
def _holidays(country: str, year: int) -> dict[date, str]:
    if country == NONE:
        return {}
    whole, _, part = country.partition("-")
    subdivision = _supported()[whole][part] if part else None
    return dict(holidays.country_holidays(whole, subdiv=subdivision, years=year))


@cache
def _supported() -> dict[str, dict[str, str]]:
    """The parts of each country whose holidays are known: by code in capitals, as the library writes them."""
    every = holidays.list_supported_countries(include_aliases=False)
    return {
        country: {part.upper(): part for part in parts}
        for country, parts in every.items()
        if country in _names()
    }


@cache
def _names() -> dict[str, str]:
    return dict(_rows("iso3166.tab"))


@cache
def _by_name() -> dict[str, str]:
    """The codes by what people write instead."""
    return {name.casefold(): code for code, name in _names().items()} | {
        "uk": "GB", "united kingdom": "GB", "great britain": "GB", "usa": "US", "czechia": "CZ",
    }  # fmt: skip


@cache
def _zones() -> dict[str, str]:
    return {zone: country for country, _, zone, *_ in _rows("zone.tab")}


@cache
def _links() -> dict[str, str]:
    """The zone that each other name of one stands for; a name with a country of its own keeps it."""
    lines = (line.split() for line in _table("tzdata.zi").splitlines() if line.startswith("L "))
    return {alias: zone for _, zone, alias in lines if alias not in _zones()}


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in _table(table).splitlines() if line and not line.startswith("#")]


def _table(name: str) -> str:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
