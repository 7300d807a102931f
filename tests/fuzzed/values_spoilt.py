"""Cells as nobody should write them, and others that only look odd."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from exported.dirt import Table

from fuzzed.shapes import Kind

Cell = Callable[[random.Random, datetime], str]
ANY = (
    "", "NULL", "null", "N/A", "-", "–", "?", "None", "nan", "NaN", "inf", "-inf", "Infinity", "∞", "1e5",
    "1E-3", "=cmd|' /C calc'!A0", "=1+1", "@SUM(A1)", "+1", "-1", "--1", "0x1F", "1_000", "½", "²", "①", "१२",
    "٣٤٥", "３", "true", "'5", '"', '""', ",", ";", "a;=1+1", "x\ty", "two\nlines", "\u202e15", "\ufeff5",
    "5\u00a0", "\x1b[31m5", "A" * 5000, "9" * 400, "0", "00", "1/2", "12:30", "45631", "2026-11-03", "🙂",
    "é" * 300, "\udc80", "\x0b7",
)  # fmt: skip
# Moments as `strftime` writes them.
PATTERNS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y, %H:%M", "%m/%d/%Y %I:%M %p", "%-m/%-d/%y", "%d.%m.%Y",
    "%d.%m.%Y %H.%M", "%m.%d.%Y", "%d-%m-%Y", "%d-%m-%y", "%Y/%m/%d %H:%M:%S", "%Y-%d-%m", "%Y%m%d",
    "%G-W%V-%u", "%Y-%j", "%Y-%m", "%d %b %Y", "%A, %B %-d, %Y", "%a, %-d %b %Y %H:%M",
    "Monday, %B %-d, %Y", "Soon, %B %-d, %Y", "%b %y", "%d-%b-%y", "%d. %B %Y %H:%M", "%-d. Dezember %Y",
    "%Y-%m-%d  %H:%M", "'%Y-%m-%d", "%Y‑%m‑%d", "%Y-%m-%d - %Y-%m-%d", "%Y-%m-%dT%H:%M:%S.000+0000",
    "%d/%m/%Y", "%m/%d/%Y", "%y/%m/%d", "%d/%m", "%H:%M",
)  # fmt: skip
OFFSETS = (
    "+14:00",
    "-12:00",
    "+99:99",
    "+24:00",
    "-0530",
    "+5",
    "Z",
    " EST",
    "+01",
    " UTC",
    "-23:59",
    "+05:75",
)
CLOCKS = (
    "T24:00", " 25:00", " 10:60", " 10:59:60", " 13:00 PM", " 0:30 AM", " 9", " 10:5", "T", " 12:00 AM",
    " 1000", " 10:00:00.1234567890", " 10:00:00,5", " 10:00x", "t10:00", " noon", " 10.30", " 10:30 pm",
    "T10:30:15",
)  # fmt: skip
YEARS = ("0000", "0001", "1899", "1900", "1989", "1990", "2100", "2101", "9999", "10000", "-2026")
NEVER = (
    "2026-02-30", "2026-06-31", "2026-13-01", "2026-00-10", "2026-11-00", "31/06/2026", "29.02.2026",
    "2025-02-29", "32/01/2026", "13/13/2026", "00/00/0000", "0000-00-00", "0000-00-00 00:00:00", "today",
    "yesterday", "now", "Q4 2026", "11/2026", "Nov 2026", "May", "3 May", "2026",
)  # fmt: skip
TIMES = ("9:05", "09:05 PM", "0.5", "0,375", "0.37", "24:00", "9", "0.99999", "9.30", "1.5", "12:60")
ARABIC, WIDE = (str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"))
EXCEL = datetime(1899, 12, 30)
DATES: tuple[Cell, ...] = (
    *[lambda chance, at: at.strftime(chance.choice(PATTERNS))] * 8,
    lambda chance, at: f"{at:%Y-%m-%d %H:%M:%S}{chance.choice(OFFSETS)}",
    lambda chance, at: f"{at:%Y-%m-%d}{chance.choice(CLOCKS)}",
    lambda chance, at: f"{chance.choice(YEARS)}-{at:%m-%d}",
    lambda chance, _: chance.choice(NEVER),
    lambda chance, _: f"{chance.randint(1, 12)}/{chance.randint(1, 12)}/{chance.choice(['26', '2026'])}",
    lambda chance, at: f"{at:%Y-%m-%d %H:%M}".translate(chance.choice((ARABIC, WIDE))),
    lambda _, at: str((at - EXCEL).days),
    lambda chance, at: f"{(at - EXCEL) / timedelta(days=1):.6f}".replace(".", chance.choice(".,")),
    lambda chance, at: str(int(at.timestamp() * chance.choice((1, 1000, 1_000_000)))),
)  # fmt: skip
AMOUNTS = (
    "1,234", "1.234", "1,234.50", "1.234,50", "1234,5", "12,34", "1 234", "1\u00a0234,50", "1'234.50",
    "1,23,456.00", "1.234.567", "1,234,567", "1,234,56", "1.2.3", "1,,5", "12.", ".5", ",5", "500,-",
    "500.-", "-500", "500-", "(500)", "(-500)", "−500", "- 500", "$500", "500 $", "€ 500", "500 €",
    "EUR 500", "500 EUR", "EUR 500 USD", "$500 USD", "US$ 500", "USD500", "eur 500", "£1,000", "¥500",
    "500 JPY", "-$1,234.50", "$-5", "1k", "1.2M", "5%", "1/2", "+500", "999999999999", "1000000000000",
    "1" * 16, "1" * 40, "0.005", "0.015", "12.345", "12,345", "0,345", "1234.567", "1 234 567", "1  234",
    "12 34", "5 00", "500EURO", "BTC 1", "1.5E3", "٥٠٠", "５００", "1٬234", "NaN", "500\u200b",
)  # fmt: skip
LENGTHS = (
    "0", "5", "312", "312.0", "312.7", "3600", "3601", "5000", "60000", "86400", "86401", "95000",
    "100000", "312000", "86400000", "86400001", "999999999", "1" * 12, "1" * 13, "-5", "0:05", "5:05",
    "05:75", "1:75:00", "00:12:61", "12:30", "99:59", "1:02:03", "01:02:03.4", "24:00:00", "23:59:59",
    "24:00:01", "999:00:00", "1h 2m", "5 min", "5s", "PT5M", "1,5", "1.5", "0.0034", "1e3", "5:5", ":30",
    "1:2:3:4", "٣١٢", "３１２",
)  # fmt: skip
NUMBERS = (
    "0",
    "5",
    "5.5",
    "5.",
    ".5",
    "5,5",
    "1,000",
    "1.000",
    "-5",
    "+5",
    "1e3",
    "5%",
    "1" * 15,
    "1" * 16,
    "١٢",
)
WORDS = ("EUR", "usd", "EU", "EURO", "E1R", "€", "ÄÖÜ", "XXX", "EUR USD", "ＥＵＲ")


def spoilt(kind: Kind, table: Table, chance: random.Random) -> tuple[str, Table]:
    """A table with some of its cells that hold values as something else, and what was done."""
    if not kind.columns:
        return "nothing", table
    columns = chance.sample(kind.columns, min(len(kind.columns), chance.choice((1, 1, 2))))
    told = []
    for column in columns:
        place = table[0].index(column)
        for row in chance.sample(table[1:], min(len(table) - 1, chance.choice((1, 1, 2, 9)))):
            row[place] = cell(kind, column, chance)
            told.append(f"{column}: {row[place][:60]!r}")
    return "; ".join(told), table


def cell(kind: Kind, column: str, chance: random.Random) -> str:
    """Something for a column to hold."""
    if chance.random() < 0.15:
        return chance.choice(ANY)
    at = datetime(2024, 1, 1) + timedelta(minutes=chance.randrange(3 * 366 * 1440))
    reads = {name: one.reads for one in kind.values for name in (one.day, one.time, one.column)}.get(column)
    written = {"cents": AMOUNTS, "seconds": LENGTHS, "number": NUMBERS}
    if column in {one.currency for one in kind.values}:
        return chance.choice(WORDS)
    if column in {one.time for one in kind.values}:
        return chance.choice(TIMES)
    return chance.choice(written[reads]) if reads in written else chance.choice(DATES)(chance, at)
