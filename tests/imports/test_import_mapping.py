"""Mappings: those that come with the program fit their own files only; one's own is understood, or refused in
one sentence."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from exported import aircall, hubspot, hubspot_api, own, pipedrive, salesforce, salesforce_report, truth
from exported.dirt import table_of
from importing import REPS, rows, saved
from sqlalchemy import Engine

from dashboard.imports.mapping import FOLDER, Mapping, known_mappings, read_mapping
from dashboard.imports.mapping_parts import found_in
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_table
from dashboard.imports.shapes import SHAPES
from dashboard.imports.ways import way_again, way_of

MAPPINGS = known_mappings()
# What each file of tests/exported is.
FAMILIES = {
    "salesforce weekly": {"User": "Salesforce, users", "Task": "Salesforce, tasks",
                          "Event": "Salesforce, meetings", "Opportunity": "Salesforce, opportunities"},
    "salesforce loader": {"user_export": "Salesforce, users", "task_export": "Salesforce, tasks",
                          "event_export": "Salesforce, meetings",
                          "opportunity_export": "Salesforce, opportunities"},
    "salesforce reports": {"report_activities": "Salesforce, tasks", "report_events": "Salesforce, meetings",
                           "report_opportunities": "Salesforce, opportunities"},
    "hubspot": {"calls": "HubSpot, calls", "emails": "HubSpot, emails", "meetings": "HubSpot, meetings",
                "deals": "HubSpot, deals"},
    "hubspot api": {"owners": "HubSpot, owners", "calls": "HubSpot, calls", "emails": "HubSpot, emails",
                    "meetings": "HubSpot, meetings", "deals": "HubSpot, deals"},
    "aircall": {"calls": "Aircall, calls"},
    "pipedrive": {"activities": "Pipedrive, activities", "deals": "Pipedrive, deals"},
}  # fmt: skip
MINE = """
name = "Dialler"
source = "dialler"
kind = "calls"
day_first = true
zone = "Europe/Berlin"
units = "ms"

[columns]
id = "Ref"
rep = ["Agent", "User"]
at = [["Answered at"], ["Dialled at"]]
outcome = "Result"
duration_s = "Length"

[means.outcome]
R7 = "connected"

[[aside]]
column = "Direction"
equals = ["in"]
why = "no outbound call"
"""
CALLS = (
    "Ref,Agent,Answered at,Dialled at,Result,Length,Direction\n"
    "1,Bob,,03/04/2026 09:00,no answer,,out\n"
    "2,Bob,03/04/2026 09:05,03/04/2026 09:04,r7,95000,out\n"
    "3,Bob,03/04/2026 09:10,,R7,1000,IN\n"
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Every file of every tool, by tool in the order of `FAMILIES`."""
    team, folder = truth.make(51, calls=20, emails=20, meetings=20), tmp_path_factory.mktemp("exported")
    return {
        "salesforce weekly": salesforce.write_weekly(team, folder / "weekly", copies=True),
        "salesforce loader": salesforce.write_loader(team, folder / "loader", loud=True),
        "salesforce reports": salesforce_report.write(team, folder / "reports"),
        "hubspot": hubspot.write(team, folder / "hubspot"),
        "hubspot api": hubspot_api.write(team, folder / "api", ids=True),
        "aircall": aircall.write(team, folder / "aircall"),
        "pipedrive": pipedrive.write(team, folder / "pipedrive"),
        "own": own.write(team, folder / "own"),
    }


def names_of(path: Path) -> list[str]:
    """A file's header as it is matched."""
    return [cell.strip().casefold() for cell in table_of(path)[0]]


def uses(names: list[str]) -> dict[str, int]:
    """How many of a header's columns each family of shapes uses that fits it."""
    used: dict[str, set[str]] = {}
    for one in MAPPINGS:
        if one.fits(names):
            used.setdefault(one.together, set()).update(one.used(names))
    return {family: len(columns) for family, columns in used.items()}


def test_there_is_one_for_every_file_in_the_folder() -> None:
    assert len(MAPPINGS) == len(list(FOLDER.glob("*.toml"))) > 10
    assert len({one.name for one in MAPPINGS}) == len(MAPPINGS)


@pytest.mark.parametrize("one", MAPPINGS, ids=lambda one: one.name)
def test_what_tells_a_shape_is_among_what_it_reads(one: Mapping) -> None:
    read = tuple(name for groups in one.parts() for group in groups for name in group)
    assert one.tells
    for group in one.tells:
        # Nothing else tells Salesforce's users from other lists of people.
        assert group == ("Username",) or any(found_in([name.casefold()], read) for name in group)


@pytest.mark.parametrize("one", MAPPINGS, ids=lambda one: one.name)
def test_every_shape_makes_what_its_kind_needs(one: Mapping) -> None:
    (shape,) = (shape for shape in SHAPES if shape.kind == one.kind)
    made = {*one.columns, *one.moments}
    made |= {"rep"} if {"owner", "booked_by"} & made else set()
    assert not shape.lacks(made)


@pytest.mark.parametrize("one", MAPPINGS, ids=lambda one: one.name)
def test_shapes_of_one_family_tell_their_rows_apart(one: Mapping) -> None:
    family = [other for other in MAPPINGS if other.together == one.together]
    assert len({other.source for other in family}) == len({other.tells for other in family}) == 1
    assert len(family) == 1 or all(other.only for other in family)
    assert all(condition.why for condition in one.aside)


@pytest.mark.parametrize("tool", FAMILIES)
def test_files_are_what_they_are_and_nothing_else_fits_as_well(
    exported: dict[str, list[Path]], tool: str
) -> None:
    for path, (_, family) in zip(exported[tool], FAMILIES[tool].items(), strict=True):
        used = uses(names_of(path))
        best = max(used, key=lambda name: used[name])
        assert best == family, path.name
        assert sorted(used.values())[-2:].count(used[best]) == 1, used


def test_the_own_format_is_no_shape_of_another_system(exported: dict[str, list[Path]]) -> None:
    assert [uses(names_of(path)) for path in exported["own"]] == [{}] * 5
    assert uses(["id", "name", "email", "role"]) == {}
    assert uses(["id", "first_name", "last_name", "email"]) == {}


def test_a_stored_mapping_is_the_same_again() -> None:
    for one in (*MAPPINGS, Mapping.model_validate(json.loads(json.dumps(as_data())))):
        stored = json.loads(json.dumps(one.model_dump(mode="json", exclude_defaults=True)))
        assert Mapping.model_validate(stored) == one


def test_a_stored_way_is_the_same_again(exported: dict[str, list[Path]]) -> None:
    for path in (exported["salesforce reports"][0], exported["hubspot"][0]):
        with open_table(path) as file:
            way = way_of(file, None, None, None)
        stored = json.loads(json.dumps(way.as_json()))
        assert way_again(list(way.names), way.kind, stored) == way


def as_data() -> dict:
    """One's own mapping as data."""
    return {
        "name": "Dialler", "source": "dialler", "kind": "calls", "units": {"Length": "ms"},
        "columns": {"rep": "Agent"}, "moments": {"at": {"day": "Day", "time": "Time"}},
        "words": {"outcome": {"voicemail": {"column": "VM", "equals": ["1"]}}},
    }  # fmt: skip


@pytest.mark.parametrize("form", ["toml", "json"])
def test_a_mapping_of_one_s_own_is_read_in_either_form(
    load, engine: Engine, tmp_path: Path, form: str
) -> None:
    load("reps.csv", REPS)
    text = MINE if form == "toml" else json.dumps(tomllib.loads(MINE))
    mapping = read_mapping(saved(tmp_path, f"mine.{form}", "\ufeff" + text))
    report = load("calls.csv", CALLS, mapping=mapping)
    assert (report.new, report.aside, report.aside_why) == (2, 1, {"No outbound call.": 1})
    query = (
        "SELECT source_id, outcome, outcome_word, duration_s, day, wall_clock FROM call ORDER BY source_id"
    )
    assert rows(engine, query) == [
        ("1", "no answer", "no answer", None, "2026-04-03", 0),
        ("2", "connected", "connected", 95, "2026-04-03", 0),
    ]
    assert rows(engine, "SELECT at FROM call ORDER BY at") == [
        ("2026-04-03 07:00:00.000000",), ("2026-04-03 07:05:00.000000",),
    ]  # fmt: skip


def test_a_file_with_none_of_its_columns_is_refused(load, tmp_path: Path) -> None:
    mapping = read_mapping(saved(tmp_path, "mine.toml", MINE))
    with pytest.raises(
        ImportProblem, match="calls.csv has none of the columns of the mapping “Dialler”: it has a, b"
    ):
        load("calls.csv", "a,b\n1,2\n", mapping=mapping)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('units = "ms"', 'unit = "ms"'), "mine.toml is no mapping file: unit: there is no such key."),
        (('name = "Dialler"', ""), "mine.toml is no mapping file: name: it is missing."),
        (('why = "', 'reason = "'), "mine.toml is no mapping file: aside.0.reason: there is no such key."),
        (
            ('kind = "calls"', 'kind = "chats"'),
            "mine.toml is no mapping file: “chats” is no kind of file; it is one of reps, people,",
        ),
        (('id = "Ref"', 'ref = "Ref"'), "calls have no column ref; they have account, at,"),
        (("[means.outcome]", "[means.rep]"), "rep cannot be in means of calls; only outcome can."),
        (('"Europe/Berlin"', '"Berlin"'), "zone: Not a time zone: write its name,"),
        (('units = "ms"', 'units = "hours"'), "mine.toml is no mapping file: units"),
        (('"Result"', '"~Result("'), "“~Result(” is no pattern of a column's name: missing ), unterminated"),
        (('id = "Ref"', "id = 7"), "mine.toml is no mapping file: columns.id"),
        (("[columns]", "[columns"), "mine.toml is no mapping file: Expected"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_mapping_is_said_in_one_sentence(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    assert change[0] in MINE
    with pytest.raises(ImportProblem) as refused:
        read_mapping(saved(tmp_path, "mine.toml", MINE.replace(*change)))
    said = str(refused.value)
    assert sentence in said
    assert said.endswith(".") and not said.endswith("..") and "\n" not in said


@pytest.mark.parametrize("text", ["{", "[1]", "7", "null", ""])
def test_json_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ImportProblem, match="^mine.json is no mapping file: .*[.]$"):
        read_mapping(saved(tmp_path, "mine.json", text))


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="none.toml cannot be opened: No such file.*; check the name."):
        read_mapping(tmp_path / "none.toml")
    with pytest.raises(ImportProblem, match="odd.toml is no mapping file: "):
        read_mapping(saved(tmp_path, "odd.toml", b'name = "\xff"'))


def test_columns_are_found_by_any_of_their_names() -> None:
    names = ["id", "sdr__c", "inside_bdr__c", "subject"]
    assert found_in(names, ("Record ID", "ID")) == "id"
    assert found_in(names, ("~(.*_)?bdr__c", "SDR__c")) == "inside_bdr__c"
    assert found_in(names, ("~subj",)) is None
    assert found_in(names, ()) is None
