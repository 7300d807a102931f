"""A log that was corrected, in whatever order its files came, is the log that is read from the last files."""

from __future__ import annotations

import csv
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import messy
import pytest
from depth import draws

from dashboard.__main__ import main

AS_OF = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)
FILES = ("reps", "calls", "emails", "meetings", "opportunities")
# What a correction may say instead; a column that is not here keeps what it said.
OTHER = {
    "reps": {
        "team": ("North", "West", "South"), "started_on": ("2020-01-01", "2026-10-20", "2026-09-21"),
        "ended_on": ("", "2026-10-25"), "time_zone": ("", "Europe/Dublin", "Asia/Tokyo"),
    },
    "calls": {"rep": tuple(messy.REPS), "outcome": messy.CALLS, "prospect": messy.NAMES},
    "emails": {"rep": tuple(messy.REPS), "outcome": messy.EMAILS, "list": messy.LISTS},
    "meetings": {"rep": tuple(messy.REPS), "outcome": messy.MEETINGS, "account": messy.NAMES},
    "opportunities": {
        "rep": (*messy.REPS, ""), "account": messy.NAMES, "amount": ("", "5000", "0.01"),
        "accepted_at": ("", "2026-10-25 02:30", "2026-10-20T23:30:00-07:00"), "won": ("", "true", "false"),
    },
}  # fmt: skip


@pytest.mark.parametrize("seed", range(draws(1, 24)))
def test_corrections_in_any_order_end_where_the_last_files_do(tmp_path, monkeypatch, capsys, seed):
    draw = random.Random(seed)
    first, last = tmp_path / "first", tmp_path / "last"
    messy.write(first, AS_OF, seed, touches=90)
    with_accounts(draw, first)
    corrected(draw, first, last)
    use(monkeypatch, tmp_path / "corrected.db")
    for folder in (first, last):
        for name in draw.sample(FILES, len(FILES)):
            assert main(["import", str(folder / f"{name}.csv")]) == 0
    mended = metrics(capsys)
    use(monkeypatch, tmp_path / "fresh.db")
    assert main(["import", *(str(last / f"{name}.csv") for name in FILES)]) == 0
    assert mended == metrics(capsys)


def use(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")


def with_accounts(draw: random.Random, folder: Path) -> None:
    """Some opportunities name an account instead of their meeting."""
    rows = read(folder, "opportunities")
    for row in rows:
        named = bool(row["rep"]) and draw.random() < 0.5
        row |= {"account": draw.choice(messy.NAMES), "meeting_id": "" if named else row["meeting_id"]}
    write(folder, "opportunities", rows)


def corrected(draw: random.Random, first: Path, last: Path) -> None:
    """Moves the last quarter of the rows to the later files, and corrects some of the others there."""
    last.mkdir()
    for name in FILES:
        rows = read(first, name)
        mended = [correction(draw, name, row) for row in rows]
        write(last, name, with_zones(mended, rows) if name == "reps" else mended)
        if name != "reps":
            write(first, name, rows[: 3 * len(rows) // 4])


def correction(draw: random.Random, name: str, row: dict[str, str]) -> dict[str, str]:
    """The row, in one of three cases with other words in some of its cells."""
    if draw.random() < 0.67:
        return row
    other = row | {key: draw.choice(words) for key, words in OTHER[name].items() if draw.random() < 0.5}
    if name == "opportunities" and not other["rep"] and not other["meeting_id"]:
        other["rep"] = row["rep"]
    if name == "reps" and other["team"] != row["team"]:
        # With another team and another first day it would be a seat of its own.
        other["started_on"] = row["started_on"]
    return other


def with_zones(mended: list[dict[str, str]], rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """A team whose zone no row of the later file names keeps the one it had; here it is named again."""
    named = {row["team"] for row in mended if row["time_zone"]}
    before = {row["team"]: row["time_zone"] for row in rows}
    kept = {row["team"]: "" if row["team"] in named else before.get(row["team"], "") for row in mended}
    return [row | {"time_zone": row["time_zone"] or kept[row["team"]]} for row in mended]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def metrics(capsys: pytest.CaptureFixture[str]) -> dict:
    """All figures of the log as it is now."""
    capsys.readouterr()
    days = ["--from", "2026-09-01", "--to", "2026-12-31", "--as-of", AS_OF.isoformat()]
    assert main(["metrics", *days, "--json"]) == 0
    return json.loads(capsys.readouterr().out)
