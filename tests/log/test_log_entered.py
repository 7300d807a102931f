"""An outcome entered by hand counts at once, and stays until the export says something else of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import logged
import plainly
import pytest
from depth import draws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from dashboard.log import people, rederive, version
from dashboard.log.entered import Entered, Refused, set_outcomes
from dashboard.log.keys import key_of
from dashboard.log.outcomes import ENTERED, MEETING, OPEN
from dashboard.log.scope import Scope
from dashboard.log.store import Saved, Writer
from dashboard.log.tables import Meeting, Opportunity

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
ANA, BO = 1, 2
ROW = {
    "source_id": "m", "rep_id": ANA, "account": "Acme", "outcome": "scheduled", "outcome_word": "Confirmed",
    "booked_at": "2026-03-02T12:00:00Z", "starts_at": "2026-03-09T12:00:00Z",
}  # fmt: skip
M = key_of("meetings", "own", "id", "m")
FRAMES = {"meetings": logged.meetings, "opportunities": logged.opportunities}


def fill(connection: Connection) -> None:
    """A rep in North and one in South."""
    people.save_reps(connection, logged.reps(("Ana", "North", "UTC"), ("Bo", "South", "UTC")))


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def save(connection: Connection, *rows: dict, kind: str = "meetings", batch: int = 1) -> Saved:
    writer = Writer(connection, kind, "own", batch)
    saved = writer.write(FRAMES[kind](*rows))
    writer.finish()
    plainly.check(connection)
    return saved


def enter(connection: Connection, outcome: str, key: int = M, scope: Scope | None = None) -> Entered:
    entered = set_outcomes(scope or Scope.all(), connection, {key: outcome}, NOW)
    plainly.check(connection)
    return entered


def stored(connection: Connection) -> dict[str, str]:
    """The outcome of each meeting, by the id of its export."""
    return {row["source_id"]: row["outcome"] for row in plainly.rows(connection, Meeting)}


@pytest.mark.parametrize("outcome", ENTERED)
@pytest.mark.parametrize("before", OPEN)
def test_an_outcome_is_entered_and_the_export_s_word_kept(log: Connection, before: str, outcome: str) -> None:
    save(log, ROW | {"outcome": before})
    number = version.current(log)
    assert enter(log, outcome) == Entered(1, {})
    (row,) = plainly.rows(log, Meeting)
    assert (row["outcome"], row["outcome_word"]) == (outcome, "Confirmed")
    assert version.current(log) == number + 1


def test_the_same_file_again_leaves_what_was_entered(log: Connection) -> None:
    rows = (ROW, ROW | {"source_id": None}, ROW | {"source_id": "other"})
    save(log, *rows)
    without_id = next(row["id"] for row in plainly.rows(log, Meeting) if row["source_id"] is None)
    enter(log, "no-show")
    enter(log, "held", without_id)
    assert save(log, *rows, batch=2) == Saved(unchanged=3)
    assert stored(log) == {"m": "no-show", None: "held", "other": "scheduled"}


@pytest.mark.parametrize(
    "corrected", [{"outcome": "accepted", "outcome_word": "SAO"}, {"starts_at": "2026-03-30T12:00:00Z"}]
)
def test_a_corrected_row_wins(log: Connection, corrected: dict) -> None:
    save(log, ROW)
    enter(log, "no-show")
    assert save(log, ROW | corrected, batch=2) == Saved(changed=1)
    assert stored(log) == {"m": corrected.get("outcome", "scheduled")}


def test_what_was_entered_is_there_after_all_is_derived_again(log: Connection) -> None:
    save(log, ROW)
    enter(log, "held")
    rederive.everything(log)
    # Another zone and another first day place the rows of North again.
    people.save_reps(
        log,
        logged.reps(("Ana", "North", "Asia/Tokyo", logged.day("2026-01-05"), None), ("Bo", "South", None)),
    )
    plainly.check(log)
    assert stored(log) == {"m": "held"}
    assert save(log, ROW, batch=2) == Saved(unchanged=1)


def test_an_sao_follows_what_was_entered(log: Connection) -> None:
    """An SAO without a day has its meeting's once that took place; one that names an account only came of
    no meeting that did not."""
    save(log, ROW)
    save(log, {"source_id": "o", "rep_id": ANA, "meeting_source_id": "m"}, kind="opportunities")
    save(log, {"source_id": "p", "rep_id": ANA, "account": "Acme"}, kind="opportunities")
    (dated, found) = saos(log)
    assert (dated["accepted_on"], found["meeting_id"]) == (None, M)
    enter(log, "no-show")
    assert saos(log)[1]["meeting_id"] is None
    save(log, ROW | {"account": "Acme Inc"}, batch=2)
    enter(log, "held")
    assert str(saos(log)[0]["accepted_on"]) == "2026-03-09"


def saos(connection: Connection) -> list[dict]:
    return sorted(plainly.rows(connection, Opportunity), key=lambda row: row["source_id"])


def test_an_outcome_that_is_known_by_then_is_not_overwritten(log: Connection) -> None:
    save(log, ROW, ROW | {"source_id": "n"})
    enter(log, "cancelled")
    number = version.current(log)
    assert enter(log, "held") == Entered(0, {M: "cancelled"})
    assert version.current(log) == number
    both = {M: "held", key_of("meetings", "own", "id", "n"): "held"}
    assert set_outcomes(Scope.all(), log, both, NOW) == Entered(1, {M: "cancelled"})
    assert stored(log) == {"m": "cancelled", "n": "held"}


@pytest.mark.parametrize(
    ("scope", "key", "outcome", "why"),
    [
        (Scope(), "m", "held", "not yours to close"),
        (Scope(reps=(BO,)), "m", "held", "not yours to close"),
        (Scope.all().narrowed(rep=BO), "m", "held", "not yours to close"),
        (Scope(teams=(2,)), "m", "held", "not yours to close"),
        (Scope.all(), "nowhere", "held", "no longer there"),
        (Scope.all(), "ahead", "held", "still to come"),
        (Scope.all(), "undated", "held", "still to come"),
        *((Scope.all(), "m", outcome, "one of: held, no-show, cancelled")
          for outcome in (*sorted(set(MEETING) - set(ENTERED)), "", "Held")),
    ],
)  # fmt: skip
def test_what_may_not_be_entered_is_refused_whole(
    log: Connection, scope: Scope, key: str, outcome: str, why: str
) -> None:
    ahead, undated = ({"source_id": "ahead", "starts_at": "2026-03-20T12:00:01Z"},
                      {"source_id": "undated", "starts_at": None})  # fmt: skip
    save(log, ROW, ROW | ahead, ROW | undated, ROW | {"source_id": "bo", "rep_id": BO})
    chosen = {key_of("meetings", "own", "id", name): "held" for name in ("bo", "m")}
    chosen[key_of("meetings", "own", "id", key)] = outcome
    with pytest.raises(Refused, match=why):
        set_outcomes(scope, log, chosen, NOW)
    assert set(stored(log).values()) == {"scheduled"}


def test_a_meeting_that_begins_now_has_passed(log: Connection) -> None:
    save(log, ROW | {"starts_at": "2026-03-20T12:00:00Z"})
    assert enter(log, "held", scope=Scope(reps=(ANA,))).saved == 1


steps = st.lists(
    st.one_of(
        st.tuples(st.just("import"), st.sampled_from(["m", "n"]), st.sampled_from(MEETING)),
        st.tuples(st.just("enter"), st.sampled_from(["m", "n"]), st.sampled_from(ENTERED)),
    ),
    max_size=8,
)


@settings(
    max_examples=draws(6, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps)
def test_the_last_word_counts_unless_it_says_nothing_new(engine: Engine, some: list[tuple]) -> None:
    said = dict.fromkeys(["m", "n"], "scheduled")
    expected = dict(said)
    with engine.connect().execution_options(writing=True) as connection:
        transaction = connection.begin()
        people.save_reps(connection, logged.reps(("Ana", "North", "UTC")))
        save(connection, *(ROW | {"source_id": name, "outcome_word": "scheduled"} for name in said))
        for step, name, outcome in some:
            if step == "import":
                save(connection, ROW | {"source_id": name, "outcome": outcome, "outcome_word": outcome})
                expected[name] = expected[name] if said[name] == outcome else outcome
                said[name] = outcome
            else:
                enter(connection, outcome, key_of("meetings", "own", "id", name))
                expected[name] = outcome if expected[name] in OPEN else expected[name]
        assert stored(connection) == expected
        transaction.rollback()
