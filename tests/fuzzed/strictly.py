"""What a cell can be read as by somebody who guesses nothing: all its readings, none for what is no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

FIRST_YEAR, LAST_YEAR = 1990, 2100
DAY_S, MOST_MONEY = 86_400, 10**12
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)( ?(?:Z|[+-].*))?)?", re.A)
CLOCK = re.compile(
    r"(?:T|\s*,\s*|\s+)(?:at\s+)?(\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?)\s*([ap]\.?m\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$",
    re.A | re.I,
)
THREE = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{1,2})", re.A)
NAMED = re.compile(
    r"(?:([a-z]+)\.?,\s*)?(?:(\d+)[. -]+([a-z]+)\.?|([a-z]+)\.?\s+(\d+))[, -]+(\d+)", re.A | re.I
)
SIGNS = {"$": {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL"}, "US$": {"USD"}, "€": {"EUR"},
         "£": {"GBP"}, "¥": {"JPY", "CNY"}}  # fmt: skip
MONEY = re.compile(
    r"([-−(]?)\s*([A-Z]{3}|US\$|[$€£¥])?\s*([-−]?)([\d.,'’ \u00a0\u202f]*)\s*([A-Z]{3}|US\$|[$€£¥])?(\)?)",
    re.A,
)


@dataclass(frozen=True)
class Moment:
    """One reading of a moment: its day, the clock and the offset where it has them, and which order of day
    and month it takes (None: any); of a year of two digits, whether it stands first."""

    day: date
    clock: time | None = None
    offset: timedelta | None = None
    day_first: bool | None = None
    year_first: bool | None = None


def own_moments(text: str) -> list[Moment]:
    """The reading of ISO 8601 as the own format has it."""
    match = ISO.fullmatch(text)
    day = _day(*map(int, match.groups()[:3])) if match else None
    if not match or day is None:
        return []
    return _with_clock([Moment(day)], match[4], "", (match[5] or "").strip())


def moments(text: str) -> list[Moment]:
    """All readings of a moment as exports write it."""
    if found := own_moments(text):
        return found
    match = CLOCK.search(text)
    days = list(_days(text[: match.start()] if match else text))
    if match:
        return _with_clock(days, match[1].replace(",", "."), match[2] or "", match[3] or "")
    return [*days, *_numbered(text)]


def times(text: str) -> list[time]:
    """The reading of a time of day alone, also as a part of a day; two decimals may be meant for minutes."""
    if re.fullmatch(r"0[.,]\d+", text, re.A) and not re.fullmatch(r"0[.,]\d\d", text, re.A):
        return [(datetime.min + timedelta(days=float(text.replace(",", ".")))).time()]
    return [said.clock for said in moments(f"2026-01-01 {text}") if said.clock is not None]


def order_told(texts: Iterable[str]) -> set[bool]:
    """Which orders of day and month the texts of a file prove: each has a text that no other order reads."""
    each = [[one for one in moments(text) if not one.year_first] for text in texts]
    return {bool(said[0].day_first) for said in each if len(said) == 1 and said[0].day_first is not None}


def _with_clock(days: list[Moment], clock: str | None, half: str, zone: str) -> list[Moment]:
    if clock is None:
        return days
    found, offset = _clock(clock, half), _offset(zone)
    if found is None or (zone and offset is None):
        return []
    return [replace(said, clock=found, offset=offset) for said in days]


def _clock(text: str, half: str) -> time | None:
    parts = re.split("[:.]", text, maxsplit=2)
    hour, second = int(parts[0]), re.split("[:.]", parts[2])[0] if len(parts) > 2 else "0"
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half[0] in "pP")
    try:
        return time(hour, int(parts[1]), int(second))
    except ValueError:
        return None


def _offset(zone: str) -> timedelta | None:
    if zone.upper() in ("Z", "UTC", "GMT"):
        return timedelta()
    match = re.fullmatch(r"([+-])(\d\d)(?::?(\d\d))?", zone, re.A)
    if not match or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return None
    return (1 if match[1] == "+" else -1) * timedelta(hours=int(match[2]), minutes=int(match[3] or 0))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _days(text: str) -> Iterator[Moment]:
    if match := THREE.fullmatch(text):
        yield from _of_three(match[1], match[2], match[3], match[4])
    if match := NAMED.fullmatch(text):
        yield from _of_name(match)


def _of_three(first: str, mark: str, second: str, third: str) -> Iterator[Moment]:
    """Days of three numbers: the year first, or last with the day or (not beside dots) the month before."""
    if len(first) == 4:
        found = {None: _day(int(first), int(second), int(third))} if len(third) <= 2 else {}
    elif len(first) > 2 or len(third) not in (2, 4) or (len(third), mark) == (2, "-"):
        found = {}
    else:
        year = _year(third)
        found = {True: _day(year, int(second), int(first)), False: _day(year, int(first), int(second))}
        if mark == "." or first.zfill(2) == second.zfill(2):
            found = {None: found[True]}
    last = False if len(third) == 2 and len(first) <= 2 else None
    yield from (Moment(day, day_first=order, year_first=last) for order, day in found.items() if day)
    if last is False and mark != "-" and (day := _day(_year(first.zfill(2)), int(second), int(third))):
        yield Moment(day, year_first=True)


def _year(text: str) -> int:
    """The year of four digits, or of two."""
    return int(text) + (0 if len(text) == 4 else 1900 if int(text) >= 70 else 2000)


def _of_name(match: re.Match[str]) -> Iterator[Moment]:
    name, day, year = (match[3] or match[4]).lower(), match[2] or match[5], match[6]
    months = [number for number, month in enumerate(MONTHS, 1) if name in (month, month[:3])]
    months += [9] if name == "sept" else []
    if not months or len(day) > 2 or len(year) not in (2, 4):
        return
    found = _day(_year(year), months[0], int(day))
    called = (match[1] or "").lower()
    if found and called in ("", WEEKDAYS[found.weekday()], WEEKDAYS[found.weekday()][:3]):
        yield Moment(found)


def _numbered(text: str) -> Iterator[Moment]:
    """Days as Excel counts them, and milliseconds of the epoch."""
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.A):
        at = datetime(1899, 12, 30) + timedelta(seconds=round(float(text) * DAY_S))
        yield from (
            [Moment(at.date(), at.time() if "." in text else None)] if _day(*at.timetuple()[:3]) else []
        )
    elif re.fullmatch(r"\d{13}", text, re.A):
        at = datetime(1970, 1, 1) + timedelta(milliseconds=int(text))
        yield from [Moment(at.date(), at.time(), timedelta())] if _day(*at.timetuple()[:3]) else []


def seconds(text: str, unit: str) -> set[tuple[int, str]]:
    """The whole seconds that a duration can be, each with its unit: "s", "ms", or "" for what says it
    itself. `unit`: "own", "s", "ms", or "" where the file does not say."""
    if unit == "own":
        whole = re.fullmatch(r"(\d{1,9})(?:\.0*)?", text, re.A)
        return {(int(whole[1]), "s")} if whole and int(whole[1]) <= DAY_S else set()
    if match := re.fullmatch(r"(?:(\d+):)?(\d{1,2}):(\d\d)(?:\.\d+)?", text, re.A):
        hours, minutes, rest = (int(part or 0) for part in match.groups())
        found = hours * 3600 + minutes * 60 + rest
        return {(found, "")} if rest < 60 and (minutes < 60 or not match[1]) and found <= DAY_S else set()
    if not re.fullmatch(r"\d{1,12}(?:\.\d+)?", text, re.A) or 0 < Decimal(text) < 1:
        return set()
    return {(value, one) for one in ("s", "ms") if unit in ("", one) for value in _whole(text, one)}


def _whole(text: str, unit: str) -> set[int]:
    """Whole seconds, rounded in any way; none is longer than a day."""
    number = Decimal(text) / (1000 if unit == "ms" else 1)
    return {found for found in (int(number), round(number), int(number + Decimal("0.5"))) if found <= DAY_S}


def own_cents(text: str) -> dict[int, str]:
    """The hundredths of an amount as the own format has it."""
    plain = re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", text, re.A)
    return _cents({Decimal(text): "."}) if plain and len(text) < 40 else {}


def cents(text: str, currency: str = "") -> dict[int, str]:
    """The hundredths that an amount can be, each with the decimal mark that it takes ("" for any). One that
    is in another currency than its column says is none."""
    match = MONEY.fullmatch(text.strip())
    if not match or not _one_currency(match[2], match[5], currency.upper()):
        return {}
    minus = [match[1] in ("-", "−"), bool(match[3]), match[1] == "("]
    if sum(minus) > 1 or (match[1] == "(") != bool(match[6]):
        return {}
    sign = -1 if any(minus) else 1
    return _cents({sign * number: mark for number, mark in _numbers(match[4].strip())})


def _one_currency(before: str | None, after: str | None, said: str) -> bool:
    if before and after:
        return False
    word = before or after
    return not word or not said or said in SIGNS.get(word, {word})


def _numbers(digits: str) -> Iterator[tuple[Decimal, str]]:
    """The numbers that digits and marks can be; nobody parts thousands behind a zero."""
    for mark, group in ((".", ","), (",", ".")):
        for apart in (rf"[{group}]", " ", "\u00a0", "\u202f", "['’]"):
            if re.fullmatch(
                rf"([1-9]\d{{0,2}}(?:{apart}\d{{3}})+|\d+)([{mark}]\d*)?|[{mark}]\d+", digits, re.A
            ):
                plain = re.sub(apart, "", digits).replace(mark, ".")
                yield Decimal(plain), mark if "," in digits or "." in digits else ""


def _cents(numbers: dict[Decimal, str]) -> dict[int, str]:
    return {
        int((number * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)): mark
        for number, mark in numbers.items()
        if abs(number) < MOST_MONEY
    }


def number(text: str) -> list[float]:
    """A target: zero or more, with a dot."""
    return [float(text)] if re.fullmatch(r"\d{1,15}(\.\d*)?|\.\d+", text, re.A) else []
