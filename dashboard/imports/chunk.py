"""A run of a file's records, as columns; records that do not fit the header are set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.imports.rejected import Rejected, storable

NOT_UTF8 = "The row is not UTF-8 text; save the file as “CSV UTF-8”."
NUL = "The row holds a NUL character, which no text has."
# What databases write for a cell without a value.
NULL = "NULL"


@dataclass
class Chunk:
    """Records of a file: `numbers` are their spreadsheet rows, `records` their fields, and `columns` the
    same fields by column name (lower case), stripped; blank and NULL as "". `broken` are those set aside."""

    numbers: list[int]
    records: list[tuple[str, ...]]
    columns: dict[str, pd.Series]
    broken: list[Rejected] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.records)

    @property
    def read(self) -> int:
        """How many rows of the file it stands for."""
        return len(self.records) + len(self.broken)

    def column(self, name: str) -> pd.Series:
        """A column's cells; blanks where the file has no such column."""
        if name in self.columns:
            return self.columns[name]
        return pd.Series([""] * len(self.records), dtype=object)


def make_chunk(names: Sequence[str], numbers: list[int], records: list[tuple[str, ...]]) -> Chunk:
    """The records as a chunk: those with as many fields as there are `names`, and readable as text.

    Records of blanks alone, as spreadsheets leave them under a table, are not rows.
    """
    broken = []
    if set(map(len, records)) - {len(names)} or not _is_text(records):
        numbers, records, broken = _sorted_out(len(names), numbers, records)
    columns = {
        name: pd.Series([cell.strip() for cell in cells], dtype=object)
        for name, cells in zip(names, zip(*records, strict=True), strict=True)
    } if records else {}  # fmt: skip
    blank = _all_blank(columns) if columns else np.zeros(0, dtype=bool)
    if blank.any():
        kept = np.flatnonzero(~blank)
        numbers, records = [numbers[i] for i in kept], [records[i] for i in kept]
        columns = {name: cells[~blank].reset_index(drop=True) for name, cells in columns.items()}
    # After the rows of blanks are gone: a row of NULLs was exported, and is told of.
    columns = {name: cells.mask(cells == NULL, "") for name, cells in columns.items()}
    return Chunk(numbers, records, columns, broken)


def _is_text(records: list[tuple[str, ...]]) -> bool:
    """Whether all of it is text; one look at everything costs less than one at each field."""
    for start in range(0, len(records), 1000):
        everything = "".join(["".join(record) for record in records[start : start + 1000]])
        if "\0" in everything or not _encodes(everything):
            return False
    return True


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sorted_out(
    width: int, numbers: list[int], records: list[tuple[str, ...]]
) -> tuple[list[int], list[tuple[str, ...]], list[Rejected]]:
    good_numbers, good, broken = [], [], []
    for number, record in zip(numbers, records, strict=True):
        reason = _fault(width, record)
        if reason is None:
            good_numbers.append(number)
            good.append(record)
        elif any(cell.strip() for cell in record):
            broken.append(Rejected(number, [storable(cell) for cell in record], reason))
    return good_numbers, good, broken


def _fault(width: int, record: tuple[str, ...]) -> str | None:
    everything = "".join(record)
    if not _encodes(everything):
        return NOT_UTF8
    if "\0" in everything:
        return NUL
    if len(record) != width:
        return f"The row has {len(record)} fields where the header has {width}; check its commas and quotes."
    return None


def _all_blank(columns: dict[str, pd.Series]) -> np.ndarray:
    blank = None
    for cells in columns.values():
        here = (cells == "").to_numpy(dtype=bool)
        blank = here if blank is None else blank & here
        if not blank.any():
            break
    return blank
