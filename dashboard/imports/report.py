"""What became of a file: counts that add up, the rows that were rejected, remarks."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from dashboard.imports.problem import counted, printable
from dashboard.imports.rejected import ASIDE, REJECTED, UNKNOWN_PERSON, Rejected
from dashboard.log.store import Saved

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
    """What became of one file. Always `read == new + changed + unchanged + rejected + unknown + aside`.

    `unknown`: rows of people whom nobody has named yet, kept until somebody does; `aside`: rows that are not
    to be counted, with how many there are of each sort (`aside_why`). `waiting` of the rejected rows are read
    by themselves once the team or meeting they name is loaded. `shape`: what the file was recognised as, ""
    for the own format. `batch_id` is None after a dry run, which stores nothing.
    """

    file: str
    kind: str
    shape: str = ""
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    unknown: int = 0
    aside: int = 0
    waiting: int = 0
    aside_why: dict[str, int] = Field(default_factory=dict)
    unknown_people: dict[str, int] = Field(default_factory=dict)
    rejected_rows: list[RejectedCell] = Field(default_factory=list)
    remarks: list[str] = Field(default_factory=list)
    batch_id: int | None = None
    dry_run: bool = False

    def add_saved(self, saved: Saved) -> None:
        """Counts rows in that went into the log."""
        self.new, self.changed = self.new + saved.new, self.changed + saved.changed
        self.unchanged += saved.unchanged

    def add_kept(self, rows: list[Rejected]) -> None:
        """Counts rows in that did not, and keeps the first of the rejected ones to show."""
        for row in rows:
            if row.fate == ASIDE:
                self.aside_why[row.reason] = self.aside_why.get(row.reason, 0) + 1
            elif row.fate == UNKNOWN_PERSON:
                self.unknown_people[row.reason] = self.unknown_people.get(row.reason, 0) + 1
        self.aside, self.unknown = sum(self.aside_why.values()), sum(self.unknown_people.values())
        rejected = [row for row in rows if row.fate == REJECTED]
        self.rejected += len(rejected)
        self.waiting += sum(row.waits_for is not None for row in rejected)
        for row in rejected[: MOST_SHOWN - len(self.rejected_rows)]:
            cell = RejectedCell(row=row.row, column=row.column, value=row.value, reason=row.reason)
            self.rejected_rows.append(cell)

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return self.model_dump(mode="json")

    def sentences(self) -> list[str]:
        """The report as lines for a terminal: the counts first."""
        would = "dry run, nothing stored: " if self.dry_run else ""
        what = f"{self.kind}; recognised as {self.shape}" if self.shape else self.kind
        lines = [
            f"{self.file} ({what}): {would}{counted(self.read, 'row')} = {self.new:,} new + "
            f"{self.changed:,} changed + {self.unchanged:,} unchanged + {self.rejected:,} rejected + "
            f"{self.unknown:,} of unknown people + {self.aside:,} set aside"
        ]
        lines += [f"  {counted(rows, 'row')} set aside: {why}" for why, rows in most(self.aside_why)]
        lines += [f"  {counted(rows, 'row')}: {why}" for why, rows in most(self.unknown_people)]
        lines += [f"  {remark}" for remark in self.remarks]
        lines += [f"  {cell.sentence()}" for cell in self.rejected_rows]
        if self.rejected > len(self.rejected_rows):
            lines.append(f"  … and {self.rejected - len(self.rejected_rows):,} more rejected rows")
        if self.waiting:
            lines.append(
                f"  {counted(self.waiting, 'row')} of them will be read once what they name is loaded"
            )
        if self.rejected + self.unknown + self.aside and self.batch_id is not None:
            lines.append(
                f"  All rows that are not in the log are kept whole: Data page, import {self.batch_id}"
            )
        return list(map(printable, lines))


def most(counts: dict[str, int]) -> list[tuple[str, int]]:
    """What was counted, the most frequent first; no more than a report shows."""
    return sorted(counts.items(), key=lambda one: -one[1])[:MOST_SHOWN]
