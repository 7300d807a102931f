"""What the forecast reads: each meeting with the first SAO that came of it, and every SAO."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import logged
import pandas as pd
import pytest
from sqlalchemy import Connection

from dashboard.log import history, people
from dashboard.log.scope import Scope
from dashboard.log.store import Writer

ANA, BO = 1, 2
MARCH = date(2026, 3, 1), date(2026, 3, 31)


def write(connection: Connection, kind: str, frame: pd.DataFrame) -> None:
    writer = Writer(connection, kind, "own", 1)
    writer.write(frame)
    writer.finish()


def fill(connection: Connection) -> None:
    """Ana's meetings: with two SAOs, with none, before March, without a day of booking; one of Bo's."""
    people.save_reps(connection, logged.reps(("Ana", "North", "UTC"), ("Bo", "South", "UTC")))
    before = {"source_id": "before", "booked_at": "2026-01-02T12:00:00Z"}
    before["starts_at"] = "2026-02-02T12:00:00Z"
    of_two = {"rep_id": ANA, "meeting_source_id": "two"}
    held = {"rep_id": ANA, "outcome": "held", "booked_at": "2026-03-02T12:00:00Z"}
    write(connection, "meetings", logged.meetings(
        held | {"source_id": "two", "starts_at": "2026-03-09T12:00:00Z"},
        held | {"source_id": "none", "starts_at": "2026-04-09T12:00:00Z", "outcome": "scheduled"},
        held | before,
        held | {"source_id": "undated", "booked_at": None, "starts_at": "2026-03-20T12:00:00Z"},
        held | {"source_id": "bo", "rep_id": BO, "starts_at": "2026-03-09T12:00:00Z"},
    ))  # fmt: skip
    write(connection, "opportunities", logged.opportunities(
        of_two | {"source_id": "1", "accepted_at": "2026-03-12T12:00:00Z"},
        of_two | {"source_id": "2", "accepted_at": "2026-03-10T12:00:00Z"},
        {"source_id": "3", "rep_id": BO, "accepted_at": "2026-03-31T12:00:00Z"},
        {"source_id": "4", "rep_id": BO, "accepted_at": "2026-04-01T12:00:00Z"},
    ))  # fmt: skip


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def test_a_meeting_has_the_first_of_its_saos(log: Connection) -> None:
    rows = history.meetings(Scope.all(), log, *MARCH)
    assert len(rows) == 4, "the one of January and February is not among them"
    two = rows[rows["accepted_on"].notna()]
    assert two["accepted_on"].tolist() == [pd.Timestamp("2026-03-10")]
    assert two["accepted_at"].tolist() == [pd.Timestamp("2026-03-10T12:00:00Z")]
    assert rows["has_sao"].dtype == bool and rows["has_sao"].sum() == 1
    assert rows["booked_on"].isna().sum() == 1


def test_saos_of_no_known_meeting_are_read_too(log: Connection) -> None:
    rows = history.saos(Scope.all(), log, *MARCH)
    assert sorted(rows["accepted_on"].dt.day) == [10, 12, 31]
    assert rows["meeting_id"].isna().tolist().count(True) == 1


def test_nobody_reads_what_is_not_theirs(log: Connection) -> None:
    mine = Scope(reps=(BO,))
    assert set(history.meetings(mine, log, *MARCH)["rep_id"]) == {BO}
    assert set(history.saos(mine, log, *MARCH)["rep_id"]) == {BO}
    assert history.meetings(Scope(), log, *MARCH).empty and history.saos(Scope(), log, *MARCH).empty
