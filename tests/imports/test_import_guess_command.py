"""Files of no known kind on the command line, mapping files, and what a mapping says of money and times."""

from __future__ import annotations

import re
import textwrap
import zipfile
from pathlib import Path

import pytest
import strange_files
from importing import CALLS, REPS, rows, saved
from sqlalchemy import Engine

from dashboard.__main__ import Refused, main
from dashboard.imports.found import Asked
from dashboard.imports.mapping import Mapping, read_mapping
from dashboard.imports.preview import preview
from dashboard.imports.terminal import import_files
from dashboard.imports.terminal_mapping import save_mapping
from dashboard.log.engine import reading

README = Path(__file__).parents[2] / "README.md"
DEALS = "deal,sdr,day,value\n"


def test_a_guess_is_written_down_and_nothing_is_loaded(engine: Engine, tmp_path: Path, capsys) -> None:
    path, target = saved(tmp_path, "dials.csv", strange_files.dialler_log()), tmp_path / "dials.toml"
    assert import_files(engine, [path]) == 1
    assert "--save-mapping FILE begins one" in capsys.readouterr().err
    assert save_mapping(engine, path, target) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "dials.csv seems to hold calls (sure):"
    assert "  Who called: Agent (sure: its header)" in said
    assert said[-1] == f"Nothing is loaded. Correct {target}, then load the file with --mapping {target}."
    assert 'at = "Call Start"  # sure: its header' in target.read_text().splitlines()
    assert rows(engine, "SELECT (SELECT count(*) FROM call), (SELECT count(*) FROM import_batch)") == [(0, 0)]


def test_what_was_written_down_loads_the_file(engine: Engine, tmp_path: Path, load, capsys) -> None:
    load("reps.csv", "rep,team\n" + "".join(f"{name},East\n" for name in strange_files.AGENTS))
    path, target = saved(tmp_path, "dials.csv", strange_files.dialler_log()), tmp_path / "dials.toml"
    assert save_mapping(engine, path, target) == 0
    assert import_files(engine, [path], mapping=target) == 0
    assert "30 rows = 27 new + 0 changed + 0 unchanged + 0 rejected" in capsys.readouterr().out
    # Day first, by the file's own dates; a word that nobody knows is unknown, and no guess.
    assert rows(engine, "SELECT min(day), max(day) FROM call") == [("2026-01-05", "2026-02-10")]
    assert rows(engine, "SELECT DISTINCT outcome FROM call WHERE outcome_word = 'Wrap 17'") == [("unknown",)]


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        (
            "flowers",
            None,
            "flowers.csv looks like none of calls, emails, meetings, opportunities, reps: say with",
        ),
        ("flowers", "quotas", "No mapping file is begun for quotas: only for calls, emails,"),
    ],
)
def test_what_cannot_be_guessed_is_refused_in_a_sentence(
    engine: Engine, tmp_path: Path, capsys, name: str, kind: str | None, sentence: str
) -> None:
    path = saved(tmp_path, f"{name}.csv", getattr(strange_files, name)())
    assert save_mapping(engine, path, tmp_path / "x.toml", kind) == 1
    said = capsys.readouterr().err
    assert said.startswith(sentence) and said.endswith(".\n") and said.count("\n") == 1
    assert not (tmp_path / "x.toml").exists()


READ = {
    "outreach": ("SELECT outcome, count(*) FROM email GROUP BY outcome",
                 [("opened", 8), ("replied", 4), ("sent", 8)]),
    "mailings": ("SELECT outcome, count(*) FROM email GROUP BY outcome",
                 [("clicked", 8), ("opened", 5), ("replied", 4), ("sent", 3)]),
    "weekdays": ("SELECT count(*), min(day), max(day), min(hour), count(DISTINCT day) FROM call",
                 [(15, "2026-01-08", "2026-03-03", 15, 15)]),
    "demos": ("SELECT outcome, count(*), min(ae), min(starts_at) FROM meeting GROUP BY outcome",
              [("cancelled", 6, "Max", "2026-01-17 11:30:00.000000"),
               ("held", 7, "Max", "2026-01-11 09:30:00.000000"),
               ("no-show", 7, "Max", "2026-01-14 10:30:00.000000")]),
    "verkauf": ("SELECT won, count(*), min(amount_cents), currency FROM opportunity GROUP BY won",
                [(None, 6, 323_456, "EUR"), (0, 7, 223_456, "EUR"), (1, 7, 123_456, "EUR")]),
    "serials": ("SELECT count(*), min(day), max(hour), min(duration_s) FROM call",
                [(20, "2026-01-01", 9, 150)]),
    "flagged": ("SELECT won, count(*), count(closed_at), min(currency) FROM opportunity GROUP BY won",
                [(None, 10, 0, "EUR"), (1, 10, 10, "EUR")]),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_a_guess_comes_to_is_what_the_file_says(
    engine: Engine, tmp_path: Path, load, name: str, capsys
) -> None:
    people = [(agent, f"{agent[:3]}@x.io") for agent in strange_files.AGENTS] + [("Kate", "kate@x.io")]
    load("reps.csv", "rep,email,team\n" + "".join(f"{rep},{email},East\n" for rep, email in people))
    path = saved(tmp_path, f"{name}.csv", getattr(strange_files, name)())
    assert save_mapping(engine, path, tmp_path / "m.toml") == 0
    assert import_files(engine, [path], mapping=tmp_path / "m.toml") == 0
    query, expected = READ[name]
    assert sorted(rows(engine, query), key=repr) == sorted(expected, key=repr)


def test_no_mapping_file_is_written_over(engine: Engine, tmp_path: Path, capsys) -> None:
    path, target = (
        saved(tmp_path, "dials.csv", strange_files.dialler_log()),
        saved(tmp_path, "x.toml", "mine"),
    )
    assert save_mapping(engine, path, target) == 1
    assert capsys.readouterr().err == f"{target} is there already: give another name, or remove it.\n"
    assert target.read_text() == "mine"


def test_a_mapping_file_is_begun_for_one_file_at_a_time(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'log.db'}")
    assert main(["import", "a.csv", "b.csv", "--save-mapping", "x.toml"]) == 2
    assert str(Refused("--save-mapping takes one file")) in capsys.readouterr().err


def test_the_mapping_file_of_the_readme_is_one(tmp_path: Path) -> None:
    block = re.search(r'(?:^    .*\n)*^    name = "Our dialler"\n(?:^    .*\n)*', README.read_text(), re.M)
    mapping = read_mapping(saved(tmp_path, "mine.toml", textwrap.dedent(block[0])))
    assert (mapping.zone, mapping.units, list(mapping.moments)) == ("Europe/Berlin", "min", ["at"])


def mapped(**said) -> Mapping:
    """A mapping of deals."""
    columns = {"id": "deal", "rep": "sdr", "accepted_at": "day", "amount": "value"}
    return Mapping.model_validate(
        {"name": "Deals", "source": "deals", "kind": "opportunities", "columns": columns} | said
    )


def test_the_currency_of_a_mapping_is_that_of_amounts_beside_which_none_stands(staffed, engine) -> None:
    lines = (
        '1,Bob,2026-03-02,1200\n2,Bob,2026-03-02,"1.300,50 €"\n3,Bob,2026-03-02,GBP 5\n4,Bob,2026-03-02,$7\n'
    )
    report = staffed("deals.csv", DEALS + lines, mapping=mapped(currency="eur"))
    query = "SELECT source_id, amount_cents, currency FROM opportunity ORDER BY source_id"
    assert rows(engine, query) == [("1", 120_000, "EUR"), ("2", 130_050, "EUR"), ("3", 500, "GBP")]
    # "$" is no euro.
    assert [(cell.row, cell.value) for cell in report.rejected_rows] == [(5, "$7")]


def test_a_dollar_sign_is_of_any_dollar(staffed, engine: Engine) -> None:
    staffed("deals.csv", f"{DEALS}4,Bob,2026-03-02,$7\n", mapping=mapped(currency="CAD"))
    assert rows(engine, "SELECT amount_cents, currency FROM opportunity") == [(700, "CAD")]


def test_minutes_are_minutes(staffed, engine: Engine) -> None:
    columns = {"id": "no", "rep": "sdr", "at": "day", "duration_s": "min"}
    mapping = Mapping(name="C", source="c", kind="calls", columns=columns, units="min")
    staffed("c.csv", "no,sdr,day,min\n1,Bob,2026-03-02,2.5\n2,Bob,2026-03-02,1:30\n", mapping=mapping)
    assert rows(engine, "SELECT duration_s FROM call ORDER BY source_id") == [(150,), (90,)]


def test_a_time_of_day_in_a_column_of_its_own_is_of_the_mapping_s_zone(staffed, engine: Engine) -> None:
    moment = {"day": "day", "time": "time"}
    mapping = Mapping(
        name="C", source="c", kind="calls", columns={"rep": "sdr"}, moments={"at": moment}, zone="UTC"
    )
    staffed("c.csv", "sdr,day,time\nBob,2026-03-02,11:30 PM\nBob,2026-03-02,\n", mapping=mapping)
    # In Berlin it is the next day; a day alone is of no zone.
    assert rows(engine, "SELECT day FROM call ORDER BY day") == [("2026-03-02",), ("2026-03-03",)]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"currency": "euros"}, "Not a currency"),
        ({"kind": "calls", "columns": {"rep": "a"}, "currency": "EUR"}, "calls have no currency"),
        ({"also": [mapped(source="other").model_dump()]}, "what is in one file has one source"),
    ],
)
def test_what_makes_no_mapping_is_refused(said: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        mapped(**said)


def test_of_several_tables_those_of_no_known_kind_are_named_with_their_place(
    engine: Engine, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("reps.csv", REPS)
        packed.writestr("deals.csv", strange_files.sample_pipeline())
        packed.writestr("empty.csv", "team,metric,per_day\n")
        packed.writestr("calls.csv", CALLS)
    with reading(engine) as connection:
        found = preview(connection, tmp_path / "all.zip", "all.zip", Asked())
    assert [(one.kind, one.place) for one in found.tables] == [("reps", 0), ("calls", 3)]
    assert [(one.place, one.name) for one in found.strange] == [(1, "all.zip, deals.csv")]
