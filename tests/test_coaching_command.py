"""`python -m dashboard coaching`: a log in, flags and guard out, against formulas written here once more."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from scipy.special import betainc

from dashboard.__main__ import main

FIRST, LAST = date(2026, 10, 5), date(2026, 10, 30)
DAYS = [FIRST + timedelta(days=n) for n in range(26) if (FIRST + timedelta(days=n)).weekday() < 5]
MATES = ("Anna", "Boris", "Chloe", "Daniel", "Eva")
KEYS = {"x", "n", "rate", "rest", "p", "smallest_visible_gap", "metric", "verdict", "shrunk", "low", "high",
        "explained_by"}  # fmt: skip


def spread(total: int, day: int) -> int:
    """What of a total falls on a day, evenly."""
    return total * (day + 1) // len(DAYS) - total * day // len(DAYS)


class Log:
    """The files of a team, written rep by rep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = {name: [] for name in ("reps", "calls", "meetings")}

    def rep(
        self, name: str, calls: int, connects: int, booked: int, accepted: int, *, held: int | None = None,
        started: str = "2024-01-08", lists: tuple[str, ...] = (), ae: str = "Kim",
    ) -> None:  # fmt: skip
        """A rep's calls over the days, of which some connect and some of these book a meeting, held the same
        day and decided, evenly spread. Calls stand on `lists` in turn."""
        self.rows["reps"].append({"rep": name, "team": "East", "started_on": started, "time_zone": "UTC"})
        held = booked if held is None else held
        number = met = 0
        for place, day in enumerate(DAYS):
            hits, wins = spread(connects, place), spread(booked, place)
            for call in range(spread(calls, place)):
                outcome = "meeting scheduled" if call < wins else "connected" if call < hits else "no answer"
                at = datetime(day.year, day.month, day.day, 8) + timedelta(minutes=2 * call)
                where = lists[number % len(lists)] if lists else ""
                row = {"id": f"{name}-{number}", "rep": name, "at": at.isoformat(), "outcome": outcome}
                self.rows["calls"].append(row | {"list": where, "prospect": f"{name} {number}"})
                number += 1
            for _ in range(spread(held, place)):
                is_accepted = (met + 1) * accepted // held > met * accepted // held
                outcome = "accepted" if is_accepted else "disqualified"
                at = datetime(day.year, day.month, day.day, 17)
                self.rows["meetings"].append({
                    "id": f"{name}-{met}", "rep": name, "booked_at": at.isoformat(), "ae": ae,
                    "starts_at": (at + timedelta(minutes=30)).isoformat(), "outcome": outcome,
                })  # fmt: skip
                met += 1

    def load(self) -> None:
        """Writes and imports the files."""
        for name, rows in self.rows.items():
            with (self.folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, fieldnames=list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        assert main(["import", *(str(self.folder / f"{name}.csv") for name in self.rows)]) == 0


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    return Log(tmp_path)


def coaching(capsys, *more: str) -> dict[str, dict]:
    """What the command prints, by rep."""
    capsys.readouterr()
    span = ("--from", FIRST.isoformat(), "--to", LAST.isoformat(), "--as-of", "2026-11-02")
    assert main(["coaching", *span, *more, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    return {row["rep"]: row for row in printed["reps"]}


def flag(row: dict, metric: str = "connected_to_meeting") -> dict:
    return next(one for one in row["flags"] if one["metric"] == metric)


def test_kate_and_a_weak_booker(log, capsys):
    log.rep("Kate", 1000, 150, 60, 30)
    for mate in MATES:
        log.rep(mate, 1600, 160, 17 if mate == "Chloe" else 40, 20, held=40)
    log.load()
    found = coaching(capsys)
    kate = found["Kate"]["efficiency"]
    assert kate["verdict"] == "protect"
    assert (kate["activity"], kate["rest_activity"], kate["days"]) == (50, 80, 20)
    assert (kate["output"], kate["rest_output"], kate["output_metric"]) == (3, 2, "meetings_held")
    assert kate["p_output"] == pytest.approx(0.9962, abs=1e-4)
    assert kate["counterfactual"] == pytest.approx(
        {"activity": 80, "holds": 4.8, "extra_at_rest_rate": 3.75, "all_at_rest_rate": 2.0, "own_rate": 0.06,
         "rest_rate": 0.025, "break_even_rate": 0.0375}
    )  # fmt: skip
    chloe = flag(found["Chloe"])
    assert (chloe["verdict"], chloe["x"], chloe["n"]) == ("coach", 17, 160)
    rest_x, rest_n = 60 + 4 * 40, 150 + 4 * 160
    m = (rest_x + 0.5) / (rest_n + 1)
    deff = 1 + 159 / (rest_n + 2)
    n, x = 160 / deff, 17 / deff
    p = (betainc(n - x, x + 1, 1 - m) + betainc(n - x + 1, x, 1 - m)) / 2
    assert chloe["rest"] == pytest.approx(m, rel=1e-12)
    assert chloe["p"] == pytest.approx(p, rel=1e-9)
    assert set(chloe) == KEYS
    assert [found[mate]["efficiency"]["verdict"] for mate in MATES] == ["activity normal"] * 5


def test_low_activity_with_low_output_and_with_weak_quality(log, capsys):
    log.rep("Low", 1000, 100, 25, 12)
    log.rep("Poor", 1000, 150, 60, 8)
    for mate in MATES:
        log.rep(mate, 1600, 160, 40, 20)
    log.load()
    found = coaching(capsys)
    assert found["Low"]["efficiency"]["verdict"] == "not protected"
    assert flag(found["Poor"], "meeting_to_sao")["verdict"] == "coach"
    assert found["Poor"]["efficiency"]["verdict"] == "check quality"


def test_who_ramps_is_never_zero_or_red(log, capsys):
    log.rep("New", 100, 10, 0, 0, started="2026-10-12")
    for mate in MATES:
        log.rep(mate, 1600, 160, 40, 20)
    log.load()
    found = coaching(capsys)
    assert {one["verdict"] for one in found["New"]["flags"]} == {"ramping"}
    assert found["New"]["efficiency"] is None
    assert flag(found["Anna"])["rest"] == pytest.approx(160.5 / 641)


def test_a_bad_list_is_named_beside_the_flag(log, capsys):
    log.rep("Given", 1600, 160, 17, 20, held=40, lists=("bad",))
    for mate in MATES:
        log.rep(mate, 1600, 160, 40, 20, lists=("good", "good", "good"))
        # A part of everybody's conversations was on the same list, without a meeting.
        log.rows["calls"] += [
            {"id": f"{mate}-bad-{number}", "rep": mate, "at": f"{day}T16:00:00", "outcome": "connected",
             "list": "bad", "prospect": ""}
            for number, day in enumerate(DAYS)
        ]  # fmt: skip
    log.load()
    given = flag(coaching(capsys)["Given"])
    assert given["verdict"] == "coach"
    assert (given["explained_by"]["kind"], given["explained_by"]["name"]) == ("list", "bad")
    assert given["explained_by"]["others_rate"] == 0
    main(["coaching", "--from", FIRST.isoformat(), "--to", LAST.isoformat(), "--as-of", "2026-11-02"])
    printed = capsys.readouterr().out
    assert "Check the list: Given books 17 of 160 conversations" in printed
    assert "change the list, not the rep" in printed


def test_as_text_a_sentence_a_person_and_what_silence_means(log, capsys):
    log.rep("Kate", 1000, 150, 60, 30)
    for mate in MATES:
        log.rep(mate, 1600, 160, 40, 20)
    log.load()
    capsys.readouterr()
    main(["coaching", "--from", FIRST.isoformat(), "--to", LAST.isoformat(), "--as-of", "2026-11-02"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "East"
    assert lines[1].startswith(
        "Leave alone: Kate makes 50 calls a day and has 3.0 meetings held; the rest make 80"
    )
    assert lines[-1].startswith(
        "The other 5 are in range. Luck alone would give less than 1 watch among the 12"
    )


@pytest.mark.parametrize("mates", [0, 1])
def test_too_few_to_compare(log, capsys, mates):
    log.rep("Kate", 1000, 150, 60, 30)
    for mate in MATES[:mates]:
        log.rep(mate, 1600, 160, 40, 20)
    log.load()
    for row in coaching(capsys).values():
        assert {one["verdict"] for one in row["flags"]} == {"too little data"}
        assert row["efficiency"] is None


def test_an_empty_log(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    assert coaching(capsys) == {}
    assert main(["coaching", "--from", "2026-10-05", "--to", "2026-10-30"]) == 0
    assert "Nothing is logged yet" in capsys.readouterr().out


def test_days_that_have_not_begun_are_refused(log, capsys):
    log.rep("Kate", 1000, 150, 60, 30)
    log.load()
    assert main(["coaching", "--from", "2026-10-05", "--to", "2026-10-30", "--as-of", "2026-10-01"]) == 2
    assert "Nothing has happened yet of 2026-10-05 to 2026-10-30" in capsys.readouterr().err


def test_a_year_that_no_log_is_of_is_refused(capsys):
    with pytest.raises(SystemExit) as refused:
        main(["coaching", "--from", "0001-01-01", "--to", "2026-10-30"])
    assert refused.value.code == 2
