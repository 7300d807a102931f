"""Rows that go in by an image, or packed, are the rows that go in one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import logged
import pandas as pd
import plainly
import pytest
from sqlalchemy import Connection, inspect

from dashboard.log import bulk, images, people
from dashboard.log.packed import Packed
from dashboard.log.store import TABLES, Saved, Writer
from dashboard.log.tables import Call, DailyCount
from dashboard.log.vocabulary import BLANK

CALL, DAILY = Call.__table__, DailyCount.__table__
NEVER = 1 << 40
MOMENTS = ("2026-03-02T12:00:00Z", "2026-03-02 23:59:59.123456", "2026-12-31T23:30:00Z", "2027-01-01")


def fill(connection: Connection) -> None:
    """An open transaction on a log with two reps of two teams."""
    people.save_reps(
        connection, logged.reps(("Ana", "North", "Europe/Berlin"), ("Bo", "West", "Asia/Kolkata"))
    )


@pytest.fixture
def log(filled) -> Iterator[Connection]:
    """An open transaction on that log."""
    with filled(fill) as connection:
        yield connection


def calls(count: int = 40, **more) -> pd.DataFrame:
    """Calls of all sorts: with and without words, lists, durations; text that a statement could mar."""
    return logged.calls(
        *(
            {
                "source_id": f"c{n}", "rep_id": 1 + n % 2, "at": MOMENTS[n % 4],
                "outcome": ("connected", "no answer")[n % 2], "outcome_word": ("O'é”", None, "")[n % 3],
                "list": ("Köln; DROP", None)[n % 2], "prospect": f"P{n}" if n % 4 else None,
                "account": "0012" if n % 3 else None, "duration_s": (None, 0, 75)[n % 3],
            } | more
            for n in range(count)
        )
    )  # fmt: skip


def stored(connection: Connection, table: str = "call") -> list[tuple]:
    """The rows of a table as the database has them, with the type of each value where it tells."""
    names = [column["name"] for column in inspect(connection).get_columns(table)]
    types = ", ".join(f'typeof("{name}")' for name in names) if connection.dialect.name == "sqlite" else "1"
    return sorted(
        (tuple(row) for row in connection.exec_driver_sql(f'SELECT *, {types} FROM "{table}"')), key=repr
    )


def save(connection: Connection, frame: pd.DataFrame, batch: int = 1, apart: bool = False) -> Saved:
    """Loads a chunk, made ready as another process does or here; all that follows from it is checked."""
    writer = Writer(connection, "calls", "own", batch)
    ready = (writer.apart() if apart else writer).ready(frame)
    assert isinstance(ready, Packed) == (apart and connection.dialect.name == "sqlite")
    saved = writer.save(ready)
    writer.finish()
    plainly.check(connection)
    return saved


def test_an_image_gives_the_values_that_are_handed_over_one_by_one(log: Connection, monkeypatch) -> None:
    found = []
    for least in (1, NEVER):
        monkeypatch.setattr(bulk, "MANY", least)
        with log.begin_nested() as nested:
            assert save(log, calls()).new == 40
            found.append([stored(log, table) for table in ("call", "daily_count", "daily_list_count")])
            nested.rollback()
    assert found[0] == found[1] and len(found[0][0]) == 40


@pytest.mark.parametrize("kind", ["meetings", "opportunities"])
def test_so_do_rows_in_which_moments_are_missing(log: Connection, monkeypatch, kind: str) -> None:
    first, second = {"meetings": ("booked_at", "starts_at"), "opportunities": ("accepted_at", "closed_at")}[
        kind
    ]
    made = {"meetings": logged.meetings, "opportunities": logged.opportunities}[kind]
    given = [
        {"source_id": f"m{n}", "rep_id": 1, first: (MOMENTS[n % 4], None)[n % 2], second: MOMENTS[n % 3]}
        | (
            {"amount_cents": (None, 10**12)[n % 2], "won": (True, False, None)[n % 3]}
            if kind[0] == "o"
            else {}
        )
        for n in range(8)
    ]
    found = []
    for least in (1, NEVER):
        monkeypatch.setattr(bulk, "MANY", least)
        with log.begin_nested() as nested:
            writer = Writer(log, kind, "own", 1)
            assert writer.write(made(*given)).new == 8
            writer.finish()
            found.append(stored(log, TABLES[kind].name))
            nested.rollback()
    assert found[0] == found[1] and len(found[0]) == 8


def test_an_image_says_what_becomes_of_a_row_that_is_there(log: Connection, monkeypatch) -> None:
    monkeypatch.setattr(bulk, "MANY", 1)
    rows = pd.DataFrame({"rep_id": [1, 2], "day": pd.to_datetime(["2026-03-02"] * 2), "team_id": [1, 1]})
    rows = rows.assign(**dict.fromkeys(DailyCount.model_fields.keys() - set(rows), 0))
    rows["calls"] = [3, 4]
    bulk.insert(log, DAILY, rows)
    told = "ON CONFLICT (rep_id, day, team_id) DO UPDATE SET calls = excluded.calls"
    bulk.insert(log, DAILY, rows.assign(calls=[5, 6], emails=1), told)
    assert [(row["calls"], row["emails"]) for row in plainly.rows(log, DailyCount)] == [(5, 0), (6, 0)]


def test_nothing_of_an_image_stays(log: Connection, monkeypatch) -> None:
    assert bulk.by_image(log) == (log.dialect.name == "sqlite")
    if not bulk.by_image(log):
        return
    monkeypatch.setattr(bulk, "MANY", 1)
    save(log, calls())
    assert log.exec_driver_sql(f"SELECT count(*) FROM {images.ALIAS}.sqlite_master").scalar_one() == 0


def test_packed_rows_are_saved_as_any_others(log: Connection) -> None:
    found = []
    for apart in (True, False):
        with log.begin_nested() as nested:
            told = [save(log, calls(), 1, apart), save(log, calls(), 2, apart)]
            told.append(save(log, calls(50, duration_s=9), 3, apart))
            told.append(save(log, calls(60, duration_s=9), 4, apart))
            found.append((told, stored(log), stored(log, "outcome_word_count")))
            nested.rollback()
    assert found[0] == found[1]
    assert found[0][0] == [
        Saved(new=40), Saved(unchanged=40), Saved(new=10, changed=40), Saved(new=10, unchanged=50)
    ]  # fmt: skip


def test_what_is_packed_can_be_unpacked(log: Connection) -> None:
    writer = Writer(log, "calls", "own", 1)
    here, packed = writer.ready(calls()), writer.apart().ready(calls())
    if log.dialect.name != "sqlite":
        return pd.testing.assert_frame_equal(packed, here)
    assert all(one < other for one, other in pairwise(packed.ids.tolist()))
    frame = packed.frame().set_index("id").loc[here["id"]].reset_index()
    for name in here:
        assert frame[name].astype(object).where(frame[name].notna(), None).tolist() == (
            here[name].astype(object).where(here[name].notna(), None).tolist()
        ), name


def test_rows_without_an_id_get_their_keys_from_who_saves_them(log: Connection) -> None:
    bare = [{"rep_id": 1, "at": MOMENTS[0], "prospect": "P"} for _ in range(3)]
    writer = Writer(log, "calls", "own", 1)
    parts = [writer.apart().ready(logged.calls(*part)) for part in (bare[:2], bare[2:])]
    assert sum((writer.save(part) for part in parts), Saved()) == Saved(new=3)
    writer.finish()
    plainly.check(log)
    assert save(log, logged.calls(*bare), 2) == Saved(unchanged=3)


@pytest.mark.parametrize("kind", list(TABLES))
def test_many_rows_that_a_file_replaced_come_back_as_they_were(
    log: Connection, monkeypatch, kind: str
) -> None:
    monkeypatch.setattr(bulk, "MANY", 1)
    made = getattr(logged, kind)
    when = {"calls": "at", "emails": "at", "meetings": "booked_at", "opportunities": "closed_at"}[kind]
    # All that may be missing is there in one row, and missing in another.
    full = {"account": "A", "prospect": "P", "list": "L"}
    blank = {"outcome": BLANK[kind]} if kind in BLANK else {}
    more = {"calls": {"duration_s": 9}, "opportunities": {"won": True, "amount_cents": 10**12}}.get(kind, {})

    def write(batch: int, account: str) -> Writer:
        rows = [{"source_id": f"{n}", "rep_id": 1, when: MOMENTS[n % 4]} for n in range(4)]
        rows = [row | (full | more if n % 2 else {}) for n, row in enumerate(rows)]
        writer = Writer(log, kind, "own", batch)
        writer.write(made(*(row | blank | {"account": account} for row in rows)))
        writer.finish()
        return writer

    write(1, "Acme")
    before = stored(log, TABLES[kind].name)
    write(2, "Beta")
    assert stored(log, TABLES[kind].name) != before
    undone = Writer(log, kind, "own", 2)
    assert undone.undo() == (4, 4)
    undone.finish()
    assert stored(log, TABLES[kind].name) == before
