"""What a spreadsheet does with a text: no cell that this program writes becomes a formula."""

from __future__ import annotations

import re

# What a spreadsheet would take for a formula …
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# … unless it is a plain number.
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet runs as a formula."""
    return "'" + text if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text
