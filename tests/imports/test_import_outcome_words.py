"""Whenever it is decided what a word means, the log is the one that the same files give once it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from depth import draws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing import REPS, logged, rows, saved
from sqlalchemy import Engine

from dashboard.imports import meanings
from dashboard.imports.found import Asked
from dashboard.imports.loading import load_file
from dashboard.imports.preview import preview
from dashboard.imports.problem import ImportProblem
from dashboard.imports.report import Report
from dashboard.log import rederive
from dashboard.log.engine import make_engine, migrate, reading, writing
from dashboard.log.remapping import BY_DEFAULT, decide
from dashboard.log.scope import Scope

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HUBSPOT = (
    "Record ID,Activity date,Activity assigned to,Call outcome,Call status,Call direction,"
    "Associated Company\n"
)
KINDS = {
    "calls": "id,rep,at,outcome,duration_s,prospect,account\n",
    "emails": "id,rep,at,outcome,prospect,account\n",
    "meetings": "id,rep,booked_at,starts_at,outcome,prospect,account\n",
    "opportunities": "id,meeting_id,rep,accepted_at,account\n",
    "hubspot": HUBSPOT,
}
WORDS = ("Odd word", "odd-word", "Left voicemail", "connected", "", "Accepted", "No show", "Ok")
moments = st.builds("2026-11-{:02}T{:02}:00:00Z".format, st.integers(2, 5), st.sampled_from([8, 9, 10, 15]))
reps, accounts = st.sampled_from(["Bob", "zoe@x.io"]), st.sampled_from(["Acme", "Beta", ""])
words, ids = st.sampled_from(WORDS), st.sampled_from(["1", "2", "3", ""])
ROWS = {
    "calls": st.tuples(ids, reps, moments, words, st.sampled_from(["", "60"]), accounts, accounts),
    "emails": st.tuples(ids, reps, moments, words, accounts, accounts),
    "meetings": st.tuples(ids, reps, moments, moments, words, accounts, accounts),
    "opportunities": st.tuples(
        st.sampled_from(["1", "2"]), st.sampled_from(["1", "2", ""]), reps, st.just("") | moments, accounts
    ),
    "hubspot": st.tuples(
        st.sampled_from(["1", "2", "3"]),
        st.builds("2026-11-{:02} {:02}:30".format, st.integers(2, 5), st.integers(8, 10)), reps, words,
        st.sampled_from(["BUSY", "COMPLETED"]), st.just("Outbound"), accounts,
    ),
}  # fmt: skip
files = st.sampled_from(list(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(ROWS[kind], min_size=1, max_size=4))
)
OUTCOMES = {
    "calls": ("connected", "voicemail", "meeting scheduled", BY_DEFAULT),
    "emails": ("replied", "sent", BY_DEFAULT),
    "meetings": ("accepted", "no-show", "held", BY_DEFAULT),
}
decisions = st.sampled_from(list(OUTCOMES)).flatmap(
    lambda kind: st.tuples(
        st.just("decide"), st.just(kind), st.sampled_from([word for word in WORDS if word]),
        st.sampled_from(OUTCOMES[kind]),
    )
)  # fmt: skip


class Log:
    """A log of its own, to which files are loaded and for which it is decided what words mean."""

    def __init__(self, empty: Path, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.engine = make_engine(f"sqlite:///{shutil.copy(empty, folder / 'log.db')}")
        load_file(self.engine, saved(folder, "reps.csv", REPS))

    def do(self, step: tuple) -> None:
        """One file, or one decision."""
        if step[0] == "decide":
            with writing(self.engine) as connection:
                decide(Scope.all(), connection, {step[1:3]: step[3]}, NOW)
            return
        text = KINDS[step[0]] + "".join(f"{','.join(row)}\n" for row in step[1])
        try:
            kind = "calls" if step[0] == "hubspot" else step[0]
            load_file(
                self.engine,
                saved(self.folder, f"{step[0]}.csv", text),
                kind=None if step[0] == "hubspot" else kind,
            )
        except ImportProblem as problem:
            # A file of which no row can be read changes nothing, here as there.
            assert "no row can be read" in str(problem)

    def held(self) -> dict[str, list[tuple]]:
        """All that it holds, which is what its rows say."""
        found = logged(self.engine)
        with writing(self.engine) as connection:
            rederive.everything(connection)
        assert logged(self.engine) == found
        self.engine.dispose()
        return found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without a log, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "log.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


numbers = count()


@settings(
    max_examples=draws(5, 150),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(files | decisions, min_size=2, max_size=7))
def test_decisions_and_files_give_the_same_log_in_any_order(empty: Path, tmp_path: Path, steps: list) -> None:
    as_it_went, decided_first = (Log(empty, tmp_path / f"{next(numbers)}") for _ in range(2))
    for step in steps:
        as_it_went.do(step)
    for step in sorted(steps, key=lambda step: step[0] != "decide"):
        decided_first.do(step)
    assert as_it_went.held() == decided_first.held()


def test_a_decided_word_is_not_named_as_unknown_and_the_preview_has_what_it_counts_as(
    staffed: Callable[..., Report], engine: Engine, tmp_path: Path
) -> None:
    text = (
        HUBSPOT + "1,2026-11-03 09:00,Bob,Ringback,BUSY,Outbound,Acme\n2,2026-11-03 09:30,Bob,Ok,,Outbound,\n"
    )
    assert any("“Ok” is not known" in remark for remark in staffed("h.csv", text).remarks)
    assert rows(engine, "SELECT outcome_word, own_word, outcome FROM call ORDER BY source_id") == [
        ("no answer", "Ringback", "no answer"), ("Ok", None, "unknown"),
    ]  # fmt: skip
    staffed("outcomes.csv", "kind,word,outcome\ncalls,RINGBACK,Gatekeeper\ncalls,ok,connected\n")
    assert rows(engine, "SELECT outcome FROM call ORDER BY source_id") == [("gatekeeper",), ("connected",)]
    again = staffed("h.csv", text)
    assert (again.unchanged, again.remarks) == (
        2,
        [remark for remark in again.remarks if "known" not in remark],
    )
    with reading(engine) as connection, (tmp_path / "h.csv").open("rb") as file:
        (found,) = preview(connection, file, "h.csv", Asked()).tables
    counts_as = found.columns.index("Counts as")
    assert [row[counts_as] for row in found.rows] == ["gatekeeper", "connected"]


def test_a_file_of_words_is_read_as_people_write_it(staffed: Callable[..., Report], engine: Engine) -> None:
    text = (
        "Kind,Word,Outcome\ncalls,Answered: wavering,Connected\nCalls,busy,no_answer\nmails,x,sent\n"
        "calls,x,bounced\nmeetings,Took place,No Show\nemails,,sent\n"
    )
    report = staffed("outcomes.csv", text)
    assert (report.kind, report.new, report.unchanged, report.rejected) == ("outcomes", 2, 1, 3)
    assert [cell.reason for cell in report.rejected_rows] == [
        "Not a kind of rows that have outcomes: write one of calls, emails, meetings.",
        "Not an outcome of calls: write one of no answer, voicemail, wrong number, gatekeeper, connected, "
        "meeting scheduled, disqualified, unknown.",
        "Column word is blank.",
    ]
    assert rows(engine, "SELECT kind, word, outcome, by_hand FROM outcome_word ORDER BY kind") == [
        ("calls", "answered: wavering", "connected", 0), ("meetings", "took place", "no-show", 0),
    ]  # fmt: skip


def test_rows_that_waited_follow_what_is_decided_when_they_go_in(load: Callable, engine: Engine) -> None:
    load("calls.csv", KINDS["calls"] + "1,Bob,2026-11-03T09:00:00Z,Ok,60,Ann,Acme\n")
    load("outcomes.csv", "kind,word,outcome\ncalls,ok,connected\n")
    load("reps.csv", REPS)
    assert rows(engine, "SELECT outcome, outcome_word FROM call") == [("connected", "Ok")]
    assert rows(engine, "SELECT sum(calls_connected), sum(calls_unknown) FROM daily_count") == [(1, 0)]


def test_a_deal_that_names_nobody_goes_in_once_its_meeting_counts(
    staffed: Callable[..., Report], engine: Engine
) -> None:
    staffed("outcomes.csv", "kind,word,outcome\nmeetings,moved,cancelled\n")
    staffed("meetings.csv", KINDS["meetings"] + "1,Bob,2026-11-02,2026-11-04,Moved,Ann,Acme\n")
    deal = staffed("opportunities.csv", KINDS["opportunities"] + "7,,,2026-11-05,Acme\n")
    assert (deal.new, deal.unknown) == (0, 1)
    with writing(engine) as connection:
        followed = meanings.say(Scope.all(), connection, {("meetings", "Moved"): "held"}, NOW)
    assert followed.changed == {("meetings", "Moved"): 1}
    assert followed.went_in == {"opportunities": 1}
    assert rows(engine, "SELECT source_id, meeting_id IS NULL FROM opportunity") == [("7", 0)]
