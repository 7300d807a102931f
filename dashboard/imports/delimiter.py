"""What stands between the fields: told by a file's first rows, read with each mark there is."""

from __future__ import annotations

import re
from collections.abc import Callable

from dashboard.imports.framing import Row, filled, header_place

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# Excel's own first line, which its sheets do not show.
SAID = re.compile(r'\A"?sep=([^\w\s"]|\t)"?(?:\r\n|\r|\n|\Z)', re.I)


def said(text: str) -> tuple[str, int] | None:
    """The delimiter that a first line "sep=;" names, and the length of that line."""
    found = SAID.match(text)
    return (found[1], found.end()) if found else None


def found(rows_with: Callable[[str], list[Row]]) -> str:
    """The delimiter under which a file's first rows are most of a table; a comma where none makes one.

    `rows_with` reads the first rows with a delimiter.
    """
    scores = {mark: _score(mark, rows_with(mark)) for mark in DELIMITERS}
    return max(scores, key=lambda mark: scores[mark])


def _score(mark: str, rows: list[Row]) -> float:
    """Columns of the header, times the share of rows under it that have as many: 0 for a single column."""
    if not rows:
        return 0
    place = header_place(rows)
    header, below = rows[place], rows[place + 1 :]
    if len(header.cells) < 2:
        return 0
    fitting = sum(len(row.cells) == len(header.cells) for row in below)
    # A little stays where no row fits: a header alone, or a file of broken rows, has a delimiter too.
    share = (fitting + 0.1) / (len(below) + 0.1)
    others = any(other in cell for other in DELIMITERS if other != mark for cell in header.cells)
    return filled(header) * share * (0.5 if others else 1)
