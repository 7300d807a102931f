"""What stands under a table in a formatted report: totals, its name, whose it is. Rows, but no data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.imports.chunk import Chunk
from dashboard.imports.framing import Row, filled
from dashboard.imports.rejected import ASIDE, Rejected, whole

# How many of a file's last rows may be such words.
MOST = 20
REASON = "It stands under the table and is no data: the closing words of a report."
TOTAL = re.compile(r"[\s\"]*(?:grand\s+totals?\b|(?:sub)?totals?\s*(?:[:(]|$))", re.I)
WORDS = re.compile(
    r"^[\s\"]*(?:copyright\b|(?:©|\(c\))\s*\w|confidential\b|generated (?:by|on)\b|exported (?:by|from|on)\b"
    r"|filtered by\b|[\d.,]+ (?:rows|records)\b|(?:rows|records)\s*:)|all rights reserved|do not distribute",
    re.I,
)


def set_closing_aside(chunk: Chunk, names: Sequence[str], before: int) -> None:
    """Takes the closing words out of a file's last chunk, whose rows come after row `before`.

    They are rows at the very end of which only the first cell is filled (of totals, at most half of them):
    from the first on that says such words, or that comes after a blank row and has fewer fields than the
    header or such words below.
    """
    rows = _last_rows(chunk)
    start, highest = len(rows), max(0, len(rows) - MOST)
    while start > highest and _is_like_closing(rows[start - 1], names):
        start -= 1
    said = any(map(_says_so, rows[start:]))
    for place in range(start, len(rows)):
        row, previous = rows[place], rows[place - 1].number if place else before
        after_blank = row.number > previous + 1 and (said or len(row.cells) < len(names))
        if after_blank or _says_so(row):
            return _move_aside(chunk, rows[place:])


def _last_rows(chunk: Chunk) -> list[Row]:
    """The last rows, good and broken, in the file's order, and one above those that may be closing."""
    last = -MOST - 1
    rows = list(map(Row, chunk.numbers[last:], chunk.records[last:]))
    rows += [Row(row.row, tuple(row.fields)) for row in chunk.broken[last:]]
    return sorted(rows, key=lambda row: row.number)[last:]


def _is_like_closing(row: Row, names: Sequence[str]) -> bool:
    """Whether only the cell is filled where the table begins; of totals, at most half of the cells."""
    if len(names) < 2:
        return False
    begin = next((place for place, name in enumerate(names) if name), 0)
    first = next(place for place, cell in enumerate(row.cells) if cell.strip())
    if first > begin:
        return False
    return filled(row) == 1 or bool(TOTAL.match(row.cells[first]) and 2 * filled(row) <= len(names))


def _says_so(row: Row) -> bool:
    text = next(cell for cell in row.cells if cell.strip())
    return bool(TOTAL.match(text) or WORDS.search(text))


def _move_aside(chunk: Chunk, rows: list[Row]) -> None:
    first = rows[0].number
    chunk.aside = [Rejected(row.number, whole(row.cells), REASON, fate=ASIDE) for row in rows]
    good = len(chunk) - sum(number >= first for number in chunk.numbers[-MOST:])
    chunk.numbers, chunk.cells = chunk.numbers[:good], chunk.cells.first(good)
    chunk.broken = [row for row in chunk.broken if row.row < first]
