"""How files with a header are read is remembered: the next is read the same way, until it is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
import strange_files
from importing import rows, saved
from sqlalchemy import Engine

from dashboard.imports import remembered
from dashboard.imports.guess import guess
from dashboard.imports.mapping import Mapping, read_mapping
from dashboard.imports.mapping_text import as_toml
from dashboard.imports.problem import ImportProblem
from dashboard.imports.remembered import Remembered, key_of
from dashboard.imports.trial import look_at, trial
from dashboard.log.engine import jotting, reading

BY = "on the Data view"
FATES = "SELECT won, count(*), sum(amount_cents), count(closed_at) FROM opportunity GROUP BY won ORDER BY won"


@pytest.fixture
def mapping(engine: Engine, tmp_path: Path) -> Mapping:
    """What a sales pipeline is guessed to be, remembered for its header."""
    path = saved(tmp_path, "sales_pipeline.csv", strange_files.sales_pipeline())
    with reading(engine) as connection:
        look, header = look_at(connection, path, path.name, 0)
    made = guess(look).draft.mapping(header)
    with jotting(engine) as connection:
        remembered.remember(connection, header, made, BY)
    return made


def with_agents(load) -> None:
    """Has the pipeline's agents be reps."""
    names = "".join(f"{name},East,UTC\n" for name in strange_files.AGENTS)
    load("reps.csv", f"rep,team,time_zone\n{names}")


def test_a_file_of_no_known_kind_is_never_loaded_by_a_guess_alone(load, engine: Engine) -> None:
    with_agents(load)
    with pytest.raises(
        ImportProblem, match="Say on the Data view what its columns are, or in a mapping file"
    ):
        load("sales_pipeline.csv", strange_files.sales_pipeline())
    assert rows(engine, "SELECT count(*) FROM opportunity") == [(0,)]


def test_the_next_file_with_that_header_is_read_without_asking(
    load, engine: Engine, mapping: Mapping
) -> None:
    with_agents(load)
    report = load("sales_pipeline.csv", strange_files.sales_pipeline())
    assert (report.new, report.aside, report.rejected, report.unknown) == (30, 10, 0, 0)
    assert report.shape == mapping.name
    assert any(remark.startswith(f"Read as was said {BY} on ") for remark in report.remarks)
    # Won, lost and open as the file has them: 0 + 400 + … + 3,600; what is open has no day of closing.
    assert rows(engine, FATES) == [(None, 10, None, 0), (0, 10, 0, 10), (1, 10, 1_800_000, 10)]
    assert load("sales_pipeline.csv", strange_files.sales_pipeline()).unchanged == 30


def test_order_case_and_blanks_of_a_header_do_not_matter(load, mapping: Mapping) -> None:
    with_agents(load)
    other = (
        " Close_Value ,DEAL_STAGE,engage_date,close_date,opportunity_id,sales_agent,account,product,\n"
        "12.50,Won,2026-02-01,2026-03-01,X1,Zane Levy,Acme,GTX,\n"
    )
    assert load("june.csv", other).new == 1
    assert key_of(["B", " a "]) == key_of(["A", "b", ""]) != key_of(["a", "c"])


def test_one_column_more_is_another_header(load, mapping: Mapping) -> None:
    content = strange_files.sales_pipeline().replace("close_value\n", "close_value,region\n", 1)
    with pytest.raises(ImportProblem, match="no kind of file this program knows"):
        load("sales_pipeline.csv", content)


def test_what_is_said_of_one_file_counts_before_what_is_remembered(load, mapping: Mapping) -> None:
    with_agents(load)
    other = mapping.model_copy(update={"name": "Mine", "currency": "EUR"})
    report = load("sales_pipeline.csv", strange_files.sales_pipeline(), mapping=other)
    assert report.shape == "Mine"
    with pytest.raises(ImportProblem, match="cannot be read as calls: it lacks the columns rep, at"):
        load("sales_pipeline.csv", strange_files.sales_pipeline(), kind="calls")


def test_what_is_forgotten_is_asked_again(engine: Engine, load, mapping: Mapping) -> None:
    with jotting(engine) as connection:
        (told,) = Remembered.load(connection).told.values()
        assert told.mapping == mapping
        remembered.forget(connection, told.key)
    with pytest.raises(ImportProblem, match="no kind of file this program knows"):
        load("sales_pipeline.csv", strange_files.sales_pipeline())


def test_what_is_said_anew_replaces_what_was_said(engine: Engine, mapping: Mapping) -> None:
    header = strange_files.sales_pipeline().splitlines()[0].split(",")
    changed = mapping.model_copy(update={"currency": "EUR"})
    with jotting(engine) as connection:
        remembered.remember(connection, header[::-1], changed, BY)
        known = Remembered.load(connection)
    assert [told.mapping for told in known.told.values()] == [changed]
    assert known.others_called(mapping.source, ["a", "b"]) and not known.others_called(mapping.source, header)


def test_what_is_remembered_and_not_understood_is_said_in_a_sentence(engine: Engine, load, mapping) -> None:
    with jotting(engine) as connection:
        connection.exec_driver_sql('UPDATE remembered_mapping SET mapping = \'{"name": "x"}\'')
    with pytest.raises(
        ImportProblem, match="^What was said for files with these columns is no mapping.*[.]$"
    ):
        load("sales_pipeline.csv", strange_files.sales_pipeline())


def test_a_trial_says_what_a_load_then_does(load, engine: Engine, tmp_path: Path, mapping: Mapping) -> None:
    with_agents(load)
    content = strange_files.sales_pipeline() + "BAD,Zane Levy,GTX,Acme,Won,soon,2026-02-30,1\n"
    path = saved(tmp_path, "sales_pipeline.csv", content)
    with reading(engine) as connection:
        tried = trial(connection, path, path.name, 0, mapping)
    report = load("sales_pipeline.csv", content)
    assert (tried.read, tried.count, tried.unknown, tried.aside, tried.rejected) == (
        report.read, report.new, report.unknown, report.aside, report.rejected,
    )  # fmt: skip
    assert tried.rejected == 1 and "engage_date “soon”: Not a moment" in tried.reasons[0][1]
    assert tried.rows[0] == ("Moses Frase", "2026-01-05", "0", "", "true", "2026-02-01", "Account 0")


def test_a_mapping_as_a_file_is_the_same_mapping(tmp_path: Path, mapping: Mapping) -> None:
    odd = {
        "name": 'A "quoted" \\ name\x7f', "source": "x", "kind": "calls", "units": {"Talk Time": "ms"},
        "columns": {"rep": [["Who", "Agent"]], "at": [["a b.c"], ["d"]]}, "zone": "Europe/Berlin",
        "words": {"outcome": {"meeting scheduled": {"column": "M", "equals": ["1"]}}}, "tags": True,
        "moments": {}, "means": {"outcome": {"R 7": "connected"}}, "day_first": False,
        "aside": [{"column": "Dir", "equals": ["in"], "why": "no"}, {"column": "X", "blank": True}],
    }  # fmt: skip
    for one in (mapping, Mapping.model_validate(odd)):
        text = as_toml(one, {"rep": "sure:\nits header"})
        assert read_mapping(saved(tmp_path, "mine.toml", text)) == one
