"""Somebody whom a file calls by name and email in one cell: "Ana Diaz (ana@x.io)", "Ana Diaz <ana@x.io>"."""

from __future__ import annotations

import pytest
from importing import rows
from sqlalchemy import Engine

from dashboard.imports import strangers
from dashboard.imports.strangers import Answer
from dashboard.log.engine import writing

CALLS = "id,rep,at,duration_s\n1,{},2026-11-03T09:00:00Z,9\n"
WHOSE = "SELECT name, email FROM call JOIN rep ON rep.id = rep_id"


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize(
    ("word", "reps", "found"),
    [
        ("Ana Diaz (Ana@x.io)", "rep,email,team\nAna,ana@x.io,North\nAna Diaz,other@x.io,North\n", "Ana"),
        ("Ana Diaz <ana@x.io>", "rep,email,team\nAna,ana@x.io,North\n", "Ana"),
        ("ana diaz (ana@x.io)", "rep,team\nAna Diaz,North\n", "Ana Diaz"),
    ],
)
def test_the_email_tells_who_it_is_else_the_name(
    engine: Engine, load, word: str, reps: str, found: str, early: bool
) -> None:
    files = {"calls.csv": CALLS.format(word), "reps.csv": reps}
    for name in files if early else reversed(files):
        load(name, files[name])
    assert [name for name, _ in rows(engine, WHOSE)] == [found]


def test_somebody_of_that_name_with_another_email_is_not_meant(engine: Engine, load) -> None:
    load("reps.csv", "rep,email,team\nAna Diaz,other@x.io,North\n")
    assert load("calls.csv", CALLS.format("Ana Diaz (ana@x.io)")).unknown == 1


def test_whoever_is_new_has_a_name_and_an_email_and_is_taken_back(engine: Engine, load) -> None:
    load("calls.csv", CALLS.format("Ana Diaz (ana@x.io)"))
    word = "ana diaz (ana@x.io)"
    with writing(engine) as connection:
        assert strangers.settle(connection, {word: Answer(team="North")}, None) == {"calls": 1}
    assert rows(engine, WHOSE) == [("Ana Diaz", "ana@x.io")]
    with writing(engine) as connection:
        strangers.take_back(connection, word)
    assert rows(engine, "SELECT count(*) FROM rep") == [(0,)]


def test_an_ae_who_is_known_by_email_is_not_counted(engine: Engine, load) -> None:
    load("people.csv", "id,name,email,role\nkim@x.io,Kim,kim@x.io,ae\n")
    report = load("calls.csv", CALLS.format("Kim Lo (kim@x.io)"))
    assert (report.aside, report.unknown) == (1, 0)
