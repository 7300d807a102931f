"""One team whose numbers are easy to count by hand, looked at on 3 November 2026 at 15:30 UTC.

Ana, Bo and Cy are ramped, Di ramps; North has Ed alone, and Flo, who ramps.
"""

from __future__ import annotations

import csv
from pathlib import Path

REPS = [
    ("Ana Lind", "East", "2024-01-08"), ("Bo Ek", "East", "2024-01-08"), ("Cy Dahl", "East", "2024-01-08"),
    ("Di Moe", "East", "2026-10-05"), ("Ed Poe", "North", "2024-01-08"), ("Flo Ray", "North", "2026-10-05"),
]  # fmt: skip
# Rep, day, how many, of them connected, of them with a meeting.
CALLS = [
    ("Ana Lind", "2026-09-15", 57, 4, 0), ("Ana Lind", "2026-10-20", 100, 15, 5),
    ("Bo Ek", "2026-10-20", 60, 9, 1), ("Cy Dahl", "2026-10-20", 200, 16, 4),
    ("Di Moe", "2026-10-20", 500, 0, 500), ("Ed Poe", "2026-10-20", 90, 5, 5),
    ("Flo Ray", "2026-10-20", 10, 5, 1),
]  # fmt: skip
# Rep, day, how many, of them with a meeting.
EMAILS = [
    ("Ana Lind", "2026-10-20", 200, 3),
    ("Bo Ek", "2026-10-20", 100, 0),
    ("Cy Dahl", "2026-10-20", 100, 1),
]
# Id, rep, booked, starts, outcome, account.
MEETINGS = [
    ("a0", "Ana Lind", "2026-09-15", "2026-09-16 10:00", "accepted", "Old Ltd"),
    ("a1", "Ana Lind", "2026-10-20", "2026-10-21 10:00", "accepted", "Acme"),
    ("a2", "Ana Lind", "2026-10-20", "2026-10-22 10:00", "held", "Beta"),
    ("a3", "Ana Lind", "2026-10-20", "2026-10-23 10:00", "disqualified", "Gamma"),
    ("a4", "Ana Lind", "2026-10-20", "2026-11-02 10:00", "scheduled", "Marsh Analytics"),
    ("a5", "Ana Lind", "2026-10-20", "2026-11-03 09:00", "who knows", "Fenwick Steel"),
    ("a6", "Ana Lind", "2026-10-20", "2026-11-10 14:00", "scheduled", "Polar Biotech"),
    ("a7", "Ana Lind", "2026-10-20", "2026-11-20 09:30", "scheduled", "Osprey"),
    ("b1", "Bo Ek", "2026-10-20", "2026-10-21 10:00", "accepted", "Bo One"),
    ("b2", "Bo Ek", "2026-10-20", "2026-10-22 10:00", "accepted", "Bo Two"),
    ("b3", "Bo Ek", "2026-10-20", "2026-11-02 10:00", "scheduled", "Bo Three"),
    ("c1", "Cy Dahl", "2026-10-20", "2026-10-21 10:00", "accepted", "Cy One"),
    ("c2", "Cy Dahl", "2026-10-20", "2026-10-22 10:00", "disqualified", "Cy Two"),
]  # fmt: skip


def write(folder: Path) -> None:
    """The team's files."""
    _write(folder, "reps", ["rep", "team", "started_on"], REPS)
    _write(folder, "calls", ["id", "rep", "at", "outcome"], _calls())
    _write(folder, "emails", ["id", "rep", "at", "outcome"], _emails())
    meetings(folder / "meetings.csv", MEETINGS)
    _write(folder, "opportunities", ["id", "meeting_id", "accepted_at"], [("o1", "a2", "2026-11-02 12:00")])
    _write(folder, "quotas", ["rep", "metric", "period", "target"],
           [(rep, "saos", "2026-11", 4) for rep in ("Ana Lind", "Di Moe", "Ed Poe")])  # fmt: skip
    _write(folder, "expectations", ["team", "metric", "per_day"], [("East", "calls", 60)])


def meetings(file: Path, rows: list[tuple]) -> None:
    """An export of meetings."""
    header = ["id", "rep", "booked_at", "starts_at", "outcome", "account", "channel", "ae"]
    with_more = [(*row[:2], f"{row[2]} 09:00", *row[3:], "phone", "J. Ortega") for row in rows]
    _write(file.parent, file.stem, header, with_more)


def _calls() -> list[tuple]:
    outcomes = [
        (rep, f"{day} 10:00", outcome)
        for rep, day, calls, connected, booked in CALLS
        for outcome in ["connected"] * connected
        + ["meeting scheduled"] * booked
        + ["no answer"] * (calls - connected - booked)
    ]
    return [(f"c{number}", *row) for number, row in enumerate(outcomes)]


def _emails() -> list[tuple]:
    outcomes = [
        (rep, f"{day} 11:00", "meeting scheduled" if number < booked else "sent")
        for rep, day, emails, booked in EMAILS
        for number in range(emails)
    ]
    return [(f"e{number}", *row) for number, row in enumerate(outcomes)]


def _write(folder: Path, name: str, header: list[str], rows: list[tuple]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([header, *rows])
