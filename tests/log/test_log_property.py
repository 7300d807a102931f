"""After any sequence of imports, corrections and deletions the log holds what the files said, and
everything derived from its rows is what a plain count over them gives."""

from __future__ import annotations

from typing import Any

import logged
import plainly
from depth import draws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from dashboard.log import daily, outcomes, people
from dashboard.log.store import Writer, remove
from dashboard.log.tables import Call, DailyCount, DailyListCount, Email, Meeting, Opportunity

FRAMES = {
    "calls": logged.calls,
    "emails": logged.emails,
    "meetings": logged.meetings,
    "opportunities": logged.opportunities,
}
MODELS = {"calls": Call, "emails": Email, "meetings": Meeting, "opportunities": Opportunity}
MOMENTS = {
    "calls": {"at": ("at", "day")},
    "emails": {"at": ("at", "day")},
    "meetings": {"booked_at": ("booked_at", "booked_on"), "starts_at": ("starts_at", "starts_on")},
    "opportunities": {
        f"{name}_at": (f"{name}_at", f"{name}_on") for name in ("accepted", "created", "closed")
    },
}
# Clocks go back in Berlin on 25 October and in New York on 1 November 2026.
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Honolulu")
# A row without an id is recognised in the table by this column, which holds all it said.
MARK = {
    "calls": "outcome_word",
    "emails": "outcome_word",
    "meetings": "outcome_word",
    "opportunities": "stage",
}

days = st.sampled_from([f"2026-10-{day}" for day in (20, 24, 25, 26, 31)] + ["2026-11-01", "2026-11-02"])
moments = st.builds(
    "{}T{:02}:{}:00{}".format,
    days,
    st.sampled_from([0, 1, 2, 5, 11, 12, 15, 20, 23]),
    st.sampled_from(["00", "30"]),
    st.sampled_from(["", "Z"]),
)
who = {
    "rep_id": st.integers(1, 3),
    "prospect": st.sampled_from(["Zoë O’Neil", None]),
    "account": st.sampled_from(["Acme, Inc.", "Beta", None]),
}
touch = who | {"at": moments, "list": st.sampled_from(["north", "south", None])}
ROWS = {
    "calls": touch
    | {"outcome": st.sampled_from(outcomes.CALL), "duration_s": st.sampled_from([None, 0, 61, 3_600])},
    "emails": touch | {"outcome": st.sampled_from(outcomes.EMAIL)},
    "meetings": who
    | {
        "booked_at": st.none() | moments,
        "starts_at": st.none() | moments,
        "outcome": st.sampled_from(outcomes.MEETING) | st.just("accepted"),
    },
    "opportunities": who
    | {
        "meeting_source_id": st.sampled_from(["meetings1", "meetings2", None]),
        "rep_inherited": st.booleans(),
        "accepted_at": st.none() | moments,
        "created_at": st.none() | moments,
        "closed_at": st.none() | moments,
        "amount_cents": st.sampled_from([None, 0, 123_456_789_01]),
    },
}


def file_of(kind: str) -> st.SearchStrategy[tuple]:
    """A file of a few rows, and where it is cut into two chunks; some rows twice, some without an id."""
    names = st.sampled_from([f"{kind}1", f"{kind}2", None])
    row = st.fixed_dictionaries(ROWS[kind] | {"source_id": names})
    rows = st.lists(row, min_size=1, max_size=5)
    twice = st.builds(lambda some, again: some + some[:again], rows, st.integers(0, 2))
    return st.tuples(st.just(kind), twice, st.integers(0, 3))


seat = st.tuples(
    st.sampled_from(["Ana", "Bo", "Cy"]),
    st.sampled_from(["North", "South"]),
    st.sampled_from([*ZONES, None]),
    st.sampled_from([None, "2026-10-21", "2026-10-26"]).map(lambda d: d and logged.day(d)),
    st.sampled_from([None, "2026-10-31", "2026-11-01"]).map(lambda d: d and logged.day(d)),
)
# Everybody sits somewhere from the start, and Ana in two teams.
first_seats = st.tuples(
    *(seat.map(lambda s, name=name: (name, *s[1:])) for name in ("Ana", "Bo", "Cy", "Ana"))
)
any_file = st.one_of(*map(file_of, FRAMES))
steps = st.lists(
    st.one_of(
        any_file,
        st.tuples(st.just("seats"), st.lists(seat, min_size=1, max_size=3)),
        st.tuples(st.just("remove"), st.sampled_from(list(MODELS)), st.integers(0, 20)),
    ),
    min_size=1,
    max_size=8,
)


class Files:
    """What the files said last, by kind and row; and the log they were written to."""

    def __init__(self, connection: Connection, seats: list[tuple]) -> None:
        self.connection = connection
        self.said: dict[str, dict[Any, dict]] = {kind: {} for kind in FRAMES}
        people.save_reps(connection, logged.reps(*seats))

    def do(self, step: tuple) -> None:
        """One import, correction or deletion."""
        if step[0] == "seats":
            people.save_reps(self.connection, logged.reps(*step[1]))
        elif step[0] == "remove":
            self.remove(step[1], step[2])
        else:
            self.write(*step)

    def write(self, kind: str, rows: list[dict], cut: int, batch_id: int = 1) -> None:
        """One file in two chunks."""
        rows = [{MARK[kind]: repr(sorted(map(str, row.items()))), **row} for row in rows]
        seen: dict[str, int] = {}
        writer = Writer(self.connection, kind, "own", batch_id)
        for part in (rows[:cut], rows[cut:]):
            writer.write(FRAMES[kind](*part) if part else FRAMES[kind](*rows).iloc[:0])
        writer.finish()
        for row in rows:
            mark = row[MARK[kind]]
            seen[mark] = seen.get(mark, 0) + (row["source_id"] is None)
            self.said[kind][row["source_id"] or (mark, seen[mark])] = row

    def remove(self, kind: str, number: int) -> None:
        """One row of the table, with all that say the same if it has no id."""
        stored = [r for r in plainly.rows(self.connection, MODELS[kind]) if r["source"] != "meeting"]
        if not stored:
            return
        row = stored[number % len(stored)]
        same = [r["id"] for r in stored if r["id"] == row["id"] or key_of(kind, r) == key_of(kind, row)]
        assert remove(self.connection, kind, same) == len(same)
        for key, said in list(self.said[kind].items()):
            if key_of(kind, said) == key_of(kind, row):
                del self.said[kind][key]

    def check(self) -> None:
        """The tables hold each row once, as it was said last, in the right team and on the right days."""
        seats = plainly.rep_seats(self.connection)
        for kind, said in self.said.items():
            stored = [r for r in plainly.rows(self.connection, MODELS[kind]) if r["source"] != "meeting"]
            compared = [*ROWS[kind], MARK[kind], *(n for pair in MOMENTS[kind].values() for n in pair)]
            compared = [name for name in compared if name != "meeting_source_id"] + ["team_id"]
            if kind == "opportunities":
                said = {key: self.with_rep(row, stored) for key, row in said.items()}
            expected = [expected_row(kind, row, seats[row["rep_id"]]) for row in said.values()]
            if kind == "opportunities":
                # Its day may be its meeting's or its creation's, which `plainly.check` looks at.
                compared.remove("accepted_on")
                stored = [row | {"accepted_at": None} if row["created_on"] else row for row in stored]
                self.give_teams(expected)
            assert picked(stored, compared) == picked(expected, compared)

    def with_rep(self, row: dict, stored: list[dict]) -> dict:
        """What a file said of an opportunity, with the rep it has from its meeting (which `plainly.check`
        looks at) where it named none."""
        if not row["rep_inherited"]:
            return row
        return row | {"rep_id": next(r["rep_id"] for r in stored if r["stage"] == row["stage"])}

    def give_teams(self, opportunities: list[dict]) -> None:
        """Gives expected opportunities the team of the same rep's meeting where that is loaded."""
        rows = plainly.rows(self.connection, Meeting)
        meetings = {row["source_id"]: row for row in rows if row["source_id"]}
        for row in opportunities:
            named = row["meeting_source_id"]
            meeting = meetings.get(named) if named else plainly.found_meeting(row, rows)
            if meeting and meeting["rep_id"] == row["rep_id"]:
                row["team_id"] = meeting["team_id"]


def key_of(kind: str, row: dict) -> str:
    """What tells a row from others: its id, else all that it says."""
    return row["source_id"] or row[MARK[kind]]


def expected_row(kind: str, row: dict, seats: list) -> dict:
    """A row of a file as the table should hold it."""
    teams = []
    # When a deal was made counts only where nothing says when it was accepted.
    row = row | {"created_at": None} if row.get("accepted_at") else row
    found: dict[str, Any] = dict(row)
    for name, (moment, day) in MOMENTS[kind].items():
        instant, local, team = plainly.place(seats, row[name])
        found[moment], found[day] = instant, local and local.date()
        teams += [team] if row[name] else []
    return found | {"team_id": teams[0] if teams else seats[-1][2]}


def picked(rows: list[dict], names: list[str]) -> list[str]:
    """The rows' values of these names, in an order that does not depend on theirs."""
    return sorted(str([(name, str(row[name])) for name in names]) for row in rows)


@settings(
    max_examples=draws(4, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first_seats, steps)
def test_the_log_holds_what_the_files_said_and_counts_it(
    engine: Engine, seats: tuple, some: list[tuple]
) -> None:
    with engine.connect().execution_options(writing=True) as connection:
        transaction = connection.begin()
        files = Files(connection, seats)
        for step in some:
            files.do(step)
        # Once is enough: a step that leaves something wrong is the last one of some other example.
        files.check()
        plainly.check(connection)
        before = plainly.snapshot(connection, DailyCount, DailyListCount)
        assert daily.rebuild(connection) == len(before[0])
        assert plainly.snapshot(connection, DailyCount, DailyListCount) == before
        transaction.rollback()


@settings(
    max_examples=draws(4, 150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first_seats, st.lists(any_file, max_size=4), any_file)
def test_a_file_that_is_undone_leaves_the_log_as_it_was(
    engine: Engine, seats: tuple, some: list[tuple], last: tuple
) -> None:
    with engine.connect().execution_options(writing=True) as connection:
        transaction = connection.begin()
        files = Files(connection, seats)
        for file in some:
            files.write(*map(as_exported, file))
        before = plainly.snapshot(connection, *MODELS.values(), DailyCount, DailyListCount)
        files.write(*map(as_exported, last), batch_id=2)
        writer = Writer(connection, last[0], "own", 2)
        writer.undo()
        writer.finish()
        assert plainly.snapshot(connection, *MODELS.values(), DailyCount, DailyListCount) == before
        transaction.rollback()


def as_exported(part: object) -> object:
    """A part of a file whose outcomes are what their words mean, and whose deals name their rep: others
    stay whose they were."""
    if not isinstance(part, list):
        return part
    rows = [row | {"outcome_word": row["outcome"]} if "outcome" in row else row for row in part]
    return [row | {"rep_inherited": False} if "rep_inherited" in row else row for row in rows]
