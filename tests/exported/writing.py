"""Rows of plain values to CSV files, in the spellings of a tool."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

Value = str | int | bool | date | datetime | Decimal | None
Row = dict[str, Value]


@dataclass(frozen=True)
class Style:
    """How a tool writes values and files. `moment` gets aware datetimes, `day` dates."""

    moment: Callable[[datetime], str]
    day: Callable[[date], str]
    flags: tuple[str, str] = ("false", "true")
    encoding: str = "utf-8"
    quoting: int = csv.QUOTE_MINIMAL
    header: Callable[[str], str] = str

    def cell(self, value: Value) -> str:
        """A value as this tool writes it; None is blank."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.flags[value]
        if isinstance(value, datetime):
            return self.moment(value)
        return self.day(value) if isinstance(value, date) else str(value)


def utc(pattern: str) -> Callable[[datetime], str]:
    """Writes moments in UTC."""
    return lambda moment: moment.astimezone(UTC).strftime(pattern)


def save(path: Path, columns: Sequence[str], rows: Iterable[Row], style: Style) -> Path:
    """Writes a file with these columns, blank where a row has none of them; raises `KeyError` where a row
    has others. Returns its path."""
    table = [[style.header(name) for name in columns]]
    for row in rows:
        if unknown := set(row) - set(columns):
            raise KeyError(f"{path.name} has no column {', '.join(sorted(unknown))}")
        table.append([style.cell(row.get(name)) for name in columns])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_csv(table, style.quoting).encode(style.encoding))
    return path


def as_csv(table: Iterable[Sequence[str]], quoting: int = csv.QUOTE_MINIMAL, delimiter: str = ",") -> str:
    """A table as CSV text with plain line ends."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, delimiter=delimiter, lineterminator="\n").writerows(table)
    return out.getvalue()
