"""The same files in any order, in parts or twice, give the same metrics and the same reasons."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from depth import draws
from importing import rows, saved
from sqlalchemy import Engine

from dashboard.exports import metrics_json
from dashboard.figures.periods import Period
from dashboard.imports.loading import load_file
from dashboard.log import rederive
from dashboard.log.engine import make_engine, writing
from dashboard.log.scope import Scope
from dashboard.reading import read

FIRST, LAST = date(2026, 2, 1), date(2026, 4, 30)
NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")
WORDS = {
    "calls": ("connected", "no answer", "Meeting set", "", "chatted"),
    "emails": ("sent", "replied", "interested", ""),
    "meetings": ("held", "accepted", "no-show", "cancelled", ""),
}
HEADERS = {
    "reps": "rep,email,team,time_zone,started_on",
    "users": "Id,Username,FirstName,LastName,Email,IsActive",
    "calls": "id,rep,at,outcome,prospect,account,list,duration_s",
    "emails": "id,rep,at,outcome,prospect,account,list",
    "meetings": "id,rep,booked_at,starts_at,outcome,prospect,account,ae",
    "opportunities": "id,rep,meeting_id,accepted_at,account,prospect,amount",
}
# Whose each row is, and by what and when it counts.
REASONS = (
    "SELECT o.source_id, r.name, t.name, m.source_id, meeting_inferred, rep_inherited, accepted_on FROM "
    "opportunity o JOIN rep r ON r.id = o.rep_id JOIN team t ON t.id = o.team_id "
    "LEFT JOIN meeting m ON m.id = o.meeting_id ORDER BY 1, 4",
    "SELECT m.source_id, r.name, c.source_id, e.source_id, m.list FROM meeting m "
    "JOIN rep r ON r.id = m.rep_id "
    "LEFT JOIN call c ON c.id = m.call_id LEFT JOIN email e ON e.id = m.email_id ORDER BY 1",
    "SELECT DISTINCT fate, source_id, waits_for FROM rejected_row ORDER BY 1, 2, 3",
)

File = tuple[str, list[str]]


def team_of(chance: random.Random) -> list[File]:
    """The files of a team: reps by name, email and id, somebody who is nobody's, deals of all sorts."""
    # Of one there is no email; ids are in a file of another system.
    zones = {team: chance.choice(ZONES) for team in ("North", "South")}
    reps = [
        f"{name},{email},{team},{zones[team]},2026-01-01"
        for name, email in (("Ana Lee", "ana@x.io"), ("Bo Ray", ""), ("Cy Di", "cy@x.io"))
        for team in [chance.choice(list(zones))]
    ]
    users = ["005A,a,Ana,Lee,ana@x.io,1", "005B,b,Bo,Ray,bo@x.io,1"]
    names = ("Ana Lee", "ana lee", "ANA@x.io", "005A", "Bo Ray", "005B", "Cy Di", "Eve")
    whom = (("P1", "Acme"), ("P1", ""), ("", "Acme"), ("P2", "Beta"), ("P2", "Acme"), ("", "Beta"))

    def moment() -> str:
        day = f"2026-03-{chance.randrange(1, 15):02}"
        return day + chance.choice(("", " 09:00", " 23:30", "T23:30:00Z", "T04:00:00+05:00"))

    def logged(kind: str, number: int) -> str:
        prospect, account = chance.choice(whom)
        cells = [f"{kind[0]}{number}", chance.choice(names), moment()]
        if kind == "meetings":
            return ",".join([*cells, moment(), chance.choice(WORDS[kind]), prospect, account, "Al"])
        cells += [chance.choice(WORDS[kind]), prospect, account, chance.choice(("", "L1"))]
        return ",".join([*cells, "60"] if kind == "calls" else cells)

    def deal(number: int) -> str:
        prospect, account = chance.choice(whom)
        rep, meeting = chance.choice((*names, *[""] * 8)), chance.choice(("", "", f"m{number}"))
        return f"o{number},{rep},{meeting},{chance.choice(('', moment()))},{account},{prospect},100"

    files = [("reps", reps), ("users", users)]
    files += [(kind, [logged(kind, number) for number in range(chance.randrange(1, 12))]) for kind in WORDS]
    return [*files, ("opportunities", [deal(number) for number in range(6)])]


def in_another_way(chance: random.Random, files: list[File]) -> list[File]:
    """The same in another order, some in parts, some twice."""
    parts: list[File] = []
    for kind, lines in files:
        cut = chance.randrange(len(lines))
        parts += [(kind, lines[:cut]), (kind, lines[cut:])] if cut else [(kind, lines)]
    parts += chance.sample(parts, 2)
    return chance.sample(parts, len(parts))


def found(engine: Engine) -> dict:
    """All metrics, and the reasons of rows."""
    log = read(Scope.all(), engine, FIRST, LAST, NOW, zone="UTC")
    metrics = metrics_json(log, Period(FIRST, LAST))
    metrics["reps"].sort(key=lambda rep: (rep["rep"], rep["team"]))
    return metrics | {query: rows(engine, query) for query in REASONS}


@pytest.mark.parametrize("seed", range(draws(1, 60)))
def test_the_order_of_files_makes_no_difference(migrated_sqlite: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    files, seen = team_of(chance), []
    for turn, order in enumerate((files, in_another_way(chance, files), in_another_way(chance, files))):
        engine = make_engine(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / f'{turn}.db')}")
        for kind, lines in order:
            text = "\n".join([HEADERS[kind], *lines, ""])
            load_file(engine, saved(tmp_path, f"{kind}.csv", text))
        seen.append(found(engine))
        with writing(engine) as connection:
            rederive.everything(connection)
        assert found(engine) == seen[-1] == seen[0]
        engine.dispose()
