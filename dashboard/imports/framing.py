"""What stands above a table in a formatted report: titles, and then which row is the header."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass

# How far down a header is looked for.
MOST_TITLES = 30
NAME_LIMIT = 120
NUMBER = re.compile(r"[\W\d]*\d[\W\d]*(?:[ap]m)?", re.I)


@dataclass(frozen=True)
class Row:
    """A row of a file: its number in a spreadsheet, and its cells."""

    number: int
    cells: tuple[str, ...]


def filled(row: Row) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in row.cells)


def header_place(rows: list[Row]) -> int:
    """Which of a file's first rows is its header: the first, unless only titles can stand before another.

    `rows` has no blank rows. A title fills one cell, or at most half as many as the header.
    """
    fills = [filled(row) for row in rows]
    several = [fill for fill in fills if fill > 1]
    if not several or not _is_title(fills[0], statistics.median(several)):
        return 0
    for place in range(1, min(len(rows), MOST_TITLES)):
        if not all(_is_title(above, fills[place]) for above in fills[:place]):
            continue
        if fills[place] > 1 and _are_names(rows[place]) and _is_full(fills[place], fills[place + 1 :]):
            return place
    return 0


def _is_title(fill: int, below: float) -> bool:
    return fill < below and (fill == 1 or 2 * fill <= below)


def _is_full(fill: int, below: list[int]) -> bool:
    """Whether most rows under a header fill no more cells than it does; words under the table are none."""
    rows = [other for other in below if other > 1]
    return 2 * sum(other <= fill for other in rows) >= len(rows)


def _are_names(row: Row) -> bool:
    """Whether the cells can be names of columns: short, none twice, and not numbers or dates."""
    names = [cell.strip().casefold() for cell in row.cells if cell.strip()]
    short = all(len(name) <= NAME_LIMIT and "\n" not in name for name in names)
    return short and len(set(names)) == len(names) and not any(NUMBER.fullmatch(name) for name in names)


def header_cell(cell: str) -> str:
    """A column's name without the arrow that a report puts where it is sorted."""
    return cell.rstrip(" ↑↓") if cell.endswith(("↑", "↓")) else cell
