"""Nobody sees anything that they are not given: default deny, walked over every query."""

from __future__ import annotations

import inspect
from datetime import date

import pandas as pd
import pytest

from dashboard import access
from dashboard.log import history, outcome_words, queries, workdays
from dashboard.log.engine import engine_at, reading
from dashboard.log.scope import Scope

GIVEN = {"first": date(2000, 1, 1), "last": date(2100, 1, 1), "reps": range(1, 100)}
# What is told to everybody: that the log changed, the currency that sums are in, the fiscal year.
WITHOUT_SCOPE = {"log_version", "main_currency", "year_ends of the calendar"}
SUFFIX = {queries: "", history: " for forecasts", workdays: " of the calendar", outcome_words: " of outcomes"}
QUERIES = {
    f"{name}{SUFFIX[module]}": function
    for module in SUFFIX
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
}


def ask(url: str, name: str, scope: Scope):
    """What a query answers to a reader of this scope, over all days and reps."""
    wanted = inspect.signature(QUERIES[name]).parameters
    with reading(engine_at(url)) as connection:
        return QUERIES[name](scope, connection, **{key: one for key, one in GIVEN.items() if key in wanted})


def holds_something(answer) -> bool:
    """Whether an answer, a frame or a dict, tells anything."""
    return len(answer) > 0 if isinstance(answer, pd.DataFrame) else any(answer.values())


def test_every_query_takes_the_scope_first():
    first = {name: next(iter(inspect.signature(query).parameters)) for name, query in QUERIES.items()}
    assert {name for name, parameter in first.items() if parameter != "scope"} == WITHOUT_SCOPE
    for name in set(QUERIES) - WITHOUT_SCOPE:
        assert inspect.signature(QUERIES[name]).parameters["scope"].default is inspect.Parameter.empty


@pytest.mark.parametrize("name", sorted(set(QUERIES) - WITHOUT_SCOPE - {"rejected", "waiting"}))
def test_the_empty_scope_sees_nothing_of_what_is_there(log_of, name):
    url = log_of("everything").url
    assert holds_something(ask(url, name, Scope.all())), "there must be something to hide"
    assert not holds_something(ask(url, name, Scope()))
    assert not holds_something(ask(url, name, Scope().narrowed(team=1, rep=1)))


def test_the_files_are_seen_only_by_who_sees_all(log_of):
    for name in ("batches", "rejected", "waiting"):
        assert not holds_something(ask(log_of("everything").url, name, Scope(teams=(1, 2, 3), reps=(1, 2))))


def test_a_scope_of_one_rep_holds_nobody_else(log_of):
    url = log_of("everything").url
    seats = ask(url, "seats", Scope.all())
    mine = int(seats["rep_id"].iloc[0])
    for name in ("seats", "daily", "by_list", "meetings", "opportunities", "saos for forecasts",
                 "days_off of the calendar"):  # fmt: skip
        assert set(ask(url, name, Scope(reps=(mine,)))["rep_id"]) == {mine}, name
    assert set(ask(url, "quotas", Scope(reps=(mine,)))["rep_id"].dropna()) == {mine}


@pytest.mark.parametrize("role", ["", "guest", "Owner", "owner ", "admin"])
def test_an_unknown_role_sees_nothing_and_changes_nothing(role):
    visitor = access.Visitor("Somebody", role, teams=(1, 2), rep=3)
    assert access.scope_of(visitor) == Scope()
    assert access.views_of(visitor) == ()
    assert not access.may_import(visitor)
    assert not access.may_read_notes(visitor, 3)


def test_the_owner_sees_every_view():
    assert access.scope_of(access.OWNER) == Scope.all()
    assert access.views_of(access.OWNER) == access.EVERY_VIEW
    assert access.may_import(access.OWNER)
    assert access.may_read_notes(access.OWNER, 3)
