"""What a spreadsheet does with a text: no cell that this program writes becomes a formula."""

from __future__ import annotations

import re

# What a spreadsheet would take for a formula, full width too …
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# … unless it is a plain number.
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
# Where a spreadsheet of another language, for which other marks part the cells, would begin a new one.
INSIDE = re.compile(rf"([;\t\r\n]\"*)(?=[{re.escape(''.join(FORMULA))}])")


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet runs as a formula, whatever mark parts its cells."""
    if NUMBER.fullmatch(text):
        return text
    inside = INSIDE.sub(r"\1'", text)
    return "'" + inside if inside.startswith(FORMULA) else inside
