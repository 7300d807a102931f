"""What became of a file: counts that add up, the rows that were rejected, remarks."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from dashboard.imports.problem import counted
from dashboard.imports.rejected import Rejected

MOST_SHOWN = 20


class RejectedCell(BaseModel):
    """A rejected row as a report shows it: its spreadsheet row, the cell at fault, and why."""

    row: int
    column: str | None = None
    value: str | None = None
    reason: str

    def sentence(self) -> str:
        """It in one line."""
        where = f"row {self.row}" + (f", {self.column}" if self.column else "")
        value = f" “{self.value}”" if self.value else ""
        return f"{where}{value}: {self.reason}"


class Report(BaseModel):
    """What became of one file. Always `read == new + changed + unchanged + rejected`.

    `waiting` of the rejected rows are read by themselves once the rep, team or meeting they name is
    loaded. `batch_id` is None after a dry run, which stores nothing.
    """

    file: str
    kind: str
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    waiting: int = 0
    rejected_rows: list[RejectedCell] = Field(default_factory=list)
    remarks: list[str] = Field(default_factory=list)
    batch_id: int | None = None
    dry_run: bool = False

    def add_rejected(self, rows: list[Rejected]) -> None:
        """Counts rejected rows in, and keeps the first of them to show."""
        self.rejected += len(rows)
        self.waiting += sum(row.waits_for is not None for row in rows)
        for row in rows[: MOST_SHOWN - len(self.rejected_rows)]:
            cell = RejectedCell(row=row.row, column=row.column, value=row.value, reason=row.reason)
            self.rejected_rows.append(cell)

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return self.model_dump(mode="json")

    def sentences(self) -> list[str]:
        """The report as lines for a terminal: the counts first."""
        would = "dry run, nothing stored: " if self.dry_run else ""
        lines = [
            f"{self.file} ({self.kind}): {would}{counted(self.read, 'row')} = {self.new:,} new + "
            f"{self.changed:,} changed + {self.unchanged:,} unchanged + {self.rejected:,} rejected"
        ]
        lines += [f"  {remark}" for remark in self.remarks]
        lines += [f"  {cell.sentence()}" for cell in self.rejected_rows]
        if self.rejected > len(self.rejected_rows):
            lines.append(f"  … and {self.rejected - len(self.rejected_rows):,} more rejected rows")
        if self.waiting:
            lines.append(
                f"  {counted(self.waiting, 'row')} of them will be read once what they name is loaded"
            )
        if self.rejected and self.batch_id is not None:
            lines.append(f"  All rejected rows are kept whole: Data page, import {self.batch_id}")
        return lines
