"""What a spreadsheet does with a text: no cell that this program writes becomes a formula."""

from __future__ import annotations

import re

# What a spreadsheet would take for a formula, full width and small too …
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
# … though there be blanks before it, which some take away, or what nobody sees …
BLANK = r"[\s\ufeff\u200b]*"
# … and with what a cell must not begin …
FORMULA = re.compile(rf"{BLANK}[{re.escape(SIGNS)}]|[\t\r\n]")
# … unless it is a plain number.
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
# Where a spreadsheet of another language, for which other marks part the cells, would begin a new one.
INSIDE = re.compile(rf"([;\t\r\n]\"*)(?={FORMULA.pattern})")


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet runs as a formula, whatever mark parts its cells."""
    if NUMBER.fullmatch(text.strip(" \xa0")):
        return text
    inside = INSIDE.sub(r"\1'", text)
    return "'" + inside if FORMULA.match(inside) else inside
