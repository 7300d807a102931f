"""The logs that the views are tried on, written as files and loaded by the importer."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.imports.loading import load_files
from dashboard.log.engine import make_engine, migrate

# `messy` and `independent` stand beside this folder.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import messy  # noqa: E402

AS_OF = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)
RAMPING, LEFT, WITHOUT_EMAILS = "Łukasz “Luke” Żak", "Zoë O'Brien", "West"
ONE_REP = {
    "reps": "rep,email,team,manager,started_on,ended_on,time_zone\n"
    "Kate Lind,,Alone,,2024-01-08,,Europe/Oslo\n",
    "calls": "id,rep,at,outcome,duration_s,list,prospect,account\n"
    "1,Kate Lind,2026-10-28 09:00,connected,60,,Ann,Acme\n"
    "2,Kate Lind,2026-10-28 10:00,no answer,0,,Bo,Beta\n"
    "3,Kate Lind,2026-11-02 10:00,meeting scheduled,200,,Cy,Gamma\n",
    "emails": "id,rep,at,outcome,list,prospect,account\n1,Kate Lind,2026-11-02 11:00,replied,,Ann,Acme\n",
    "meetings": "id,rep,booked_at,starts_at,channel,outcome,ae,prospect,account\n"
    "1,Kate Lind,2026-11-02 10:00,2026-11-09 10:00,phone,scheduled,Ed,Cy,Gamma\n"
    "2,Kate Lind,2026-10-20 10:00,2026-10-29 10:00,phone,accepted,Ed,Di,Delta\n",
    "opportunities": "id,meeting_id,rep,accepted_at,amount,currency,stage,closed_at,won\n"
    "1,2,Kate Lind,2026-10-30 10:00,1000.50,EUR,Won,2026-11-02 10:00,true\n",
}
# One rep who ramps; no quota, no AE, no list, and a won deal of which nothing more is known.
BLANK = {
    "reps": "rep,email,team,manager,started_on,ended_on,time_zone\nBo Ek,,Blank,,2026-10-12,,UTC\n",
    "calls": "id,rep,at,outcome\n1,Bo Ek,2026-11-02 10:00,connected\n2,Bo Ek,2026-11-02 11:00,\n",
    "meetings": "id,rep,booked_at,starts_at,outcome\n1,Bo Ek,2026-10-20 10:00,2026-10-29 10:00,held\n",
    "opportunities": "id,meeting_id,rep,accepted_at,closed_at,won\n"
    "1,1,Bo Ek,2026-10-30 10:00,2026-11-02 10:00,true\n",
}
# Calls end a fortnight before the meetings.
BEHIND = {
    "reps": "rep,team,started_on,time_zone\nAna Li,East,2024-01-08,UTC\n",
    "calls": "id,rep,at,outcome\n1,Ana Li,2026-10-20 10:00,connected\n",
    "meetings": "id,rep,booked_at,starts_at,outcome\n1,Ana Li,2026-11-03 10:00,2026-11-09 10:00,scheduled\n",
}
# What became of no meeting was ever written down beyond that it took place.
MEETINGS_ALONE = {
    "reps": BLANK["reps"].replace("2026-10-12", "2024-01-08"),
    "meetings": "id,rep,booked_at,starts_at,outcome\n1,Bo Ek,2026-10-20 10:00,2026-10-29 10:00,held\n"
    "2,Bo Ek,2026-10-21 10:00,2026-11-09 10:00,scheduled\n",
}
# Deals in three currencies and one without an amount; a team and a rep called like the choice of all.
ALIKE = {
    "reps": "rep,team,started_on,time_zone\n"
    "All reps,All teams,2024-01-08,UTC\nCy Dee,All teams,2024-01-08,UTC\nDi Ed,Other,2024-01-08,UTC\n",
    "calls": "id,rep,at,outcome\n1,All reps,2026-11-02 10:00,connected\n2,Di Ed,2026-11-02 10:00,connected\n"
    "3,Cy Dee,2026-11-02 12:00,no answer\n",
    "opportunities": "id,rep,accepted_at,amount,currency,closed_at,won\n"
    "1,All reps,2026-10-30 10:00,1000,EUR,2026-11-02 10:00,true\n"
    "2,All reps,2026-10-30 10:00,2000,EUR,2026-11-02 10:00,true\n"
    "3,All reps,2026-10-30 10:00,700,CHF,2026-11-02 10:00,true\n"
    "4,All reps,2026-10-30 10:00,300,USD,,\n"
    "5,All reps,2026-10-30 10:00,,CHF,2026-11-02 10:00,true\n"
    "6,Cy Dee,2026-10-30 10:00,900,CHF,2026-11-02 10:00,true\n"
    "7,Cy Dee,2026-10-30 10:00,100,EUR,,\n8,Cy Dee,2026-10-30 10:00,100,EUR,,\n",
}


@dataclass(frozen=True)
class Log:
    """A loaded log: its database, the moment it is looked at (None: now), and its files if it has any."""

    url: str
    as_of: datetime | None
    files: Path


def _empty(folder: Path) -> None:
    folder.mkdir()


def _files(files: dict[str, str]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        folder.mkdir()
        for name, content in files.items():
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")

    return write


def _everything(folder: Path) -> None:
    """Five reps in three teams, one of them ramping, one gone."""
    messy.write(folder, AS_OF, seed=1)
    _edit(folder / "reps.csv", _start_and_end)


def _start_and_end(row: dict[str, str]) -> dict[str, str]:
    started = {RAMPING: "2026-10-12"}.get(row["rep"], row["started_on"])
    return row | {"started_on": started, "ended_on": "2026-10-30" if row["rep"] == LEFT else ""}


def _without(name: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        _everything(folder)
        (folder / f"{name}.csv").unlink()

    return write


def _one_team_that_names_nobody(folder: Path) -> None:
    """All in one team, whose exports name no prospect, account, list or AE."""
    _everything(folder)
    blank = dict.fromkeys(("prospect", "account", "list", "ae"), "")
    _edit(folder / "reps.csv", lambda row: row | {"team": "One"})
    for name in ("calls", "emails", "meetings"):
        _edit(folder / f"{name}.csv", lambda row: row | {key: blank.get(key, row[key]) for key in row})


def _emails_of_some_teams(folder: Path) -> None:
    _everything(folder)
    without = {rep for rep, (team, _) in messy.REPS.items() if team == WITHOUT_EMAILS}
    _edit(folder / "emails.csv", lambda row: None if row["rep"] in without else row)


def _edit(file: Path, change: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
    with file.open(encoding="utf-8", newline="") as source:
        rows = [changed for row in csv.DictReader(source) if (changed := change(row))]
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


# How each log's files are written, and when it is looked at.
LOGS: dict[str, tuple[Callable[[Path], None], datetime]] = {
    "empty": (_empty, AS_OF),
    "one rep": (_files(ONE_REP), AS_OF),
    "one blank rep": (_files(BLANK), AS_OF),
    "calls alone": (_files({name: ONE_REP[name] for name in ("reps", "calls")}), AS_OF),
    "meetings alone": (_files(MEETINGS_ALONE), AS_OF),
    "alike": (_files(ALIKE), AS_OF),
    "behind": (_files(BEHIND), AS_OF),
    "everything": (_everything, AS_OF),
    "no emails": (_without("emails"), AS_OF),
    "emails of some teams": (_emails_of_some_teams, AS_OF),
    "nobody named": (_one_team_that_names_nobody, AS_OF),
    "no meetings": (_without("meetings"), AS_OF),
    "no quotas": (_without("quotas"), AS_OF),
    "ended long ago": (_everything, AS_OF + timedelta(days=400)),
}


def make(name: str, folder: Path, sample_database: Path) -> Log:
    """Writes and loads a log of `LOGS`, or copies the sample team, to a database in `folder`."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'log.db'}"
    if name == "sample team":
        shutil.copy(sample_database, folder / "log.db")
        return Log(url, None, folder)
    write, _ = LOGS[name]
    write(folder / "files")
    engine = make_engine(url)
    migrate(engine)
    load_files(engine, sorted((folder / "files").glob("*.csv")), loaded_by="a test")
    engine.dispose()
    return made_in(name, folder)


def made_in(name: str, folder: Path) -> Log:
    """The log of `LOGS` that was made in a folder."""
    return Log(f"sqlite:///{folder / 'log.db'}", LOGS[name][1], folder / "files")
