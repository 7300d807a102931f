"""A large file is read by the habits of its first rows; where a later row has others, it is looked
through."""

from __future__ import annotations

from unittest import mock

import pytest
from importing import logged, saved
from sqlalchemy import Engine

from dashboard.imports import csv_table, habits, table, ways
from dashboard.imports.habits import OrderOpen
from dashboard.imports.loading import load_file, load_files

USERS = "Id,Username,Email,FirstName,LastName\n005,bob@x.io,bob@x.io,Bob,\n"
HEADER = "Id,OwnerId,ActivityDate,CompletedDateTime,TaskSubtype,CallType,CallDisposition,WhoId"
NIGHT = " 00:00:00"


def row(number: int, day: str, clock: str) -> str:
    return f"00T{number},005,{day},{clock},Call,Outbound,No answer,003"


def tasks(*last: tuple[str, str]) -> str:
    """Ten calls with ISO dates, then some with these."""
    first = [(f"2026-11-{1 + n:02}{NIGHT}", f"2026-11-{1 + n:02} 15:00:00") for n in range(10)]
    return "\n".join([HEADER, *(row(n, *one) for n, one in enumerate([*first, *last]))]) + "\n"


LATER = {
    "like the first": (f"2026-11-20{NIGHT}", "2026-11-20 16:00:00"),
    "blank": ("", "2026-11-20 16:00:00"),
    "with a time": ("2026-11-20 23:30:00", "2026-11-20 16:00:00"),
    "with the day first": ("20/11/2026", "20/11/2026 16:00"),
    "with dots": ("20.11.2026", "2026-11-20 16:00:00"),
    "as a serial": ("46346", "2026-11-20 16:00:00"),
}  # fmt: skip
UNLIKE = ("with a time", "with the day first", "with dots", "as a serial")


@pytest.fixture
def assuming(monkeypatch):
    """Files of any size are large, and their first four rows say how the others are written."""
    monkeypatch.setattr(ways, "LARGE", 0)
    monkeypatch.setattr(table, "FIRST_CHUNK", 4)
    monkeypatch.setattr(csv_table, "CHUNK", 3)
    monkeypatch.setattr(table, "CHUNK", 3)
    # What is near the end is read with it.
    monkeypatch.setattr(csv_table, "TAIL", 8)


@pytest.mark.parametrize("later", LATER)
def test_the_log_is_the_same_as_of_a_file_that_was_looked_through(
    staffed, engine: Engine, tmp_path, later: str, request
) -> None:
    staffed("User.csv", USERS)
    path = saved(tmp_path, "Task.csv", tasks(LATER[later]))
    with mock.patch.object(ways, "LARGE", 1 << 60):
        dry = load_file(engine, path, dry_run=True)
    request.getfixturevalue("assuming")
    looks = mock.Mock(wraps=habits.find)
    with mock.patch.object(habits, "find", looks):
        report = load_file(engine, path)
    assert report.model_copy(update={"batch_id": None, "dry_run": True}) == dry
    assert report.new == 11 and looks.called == (later in UNLIKE)
    before = logged(engine)
    with mock.patch.object(ways, "LARGE", 1 << 60):
        assert load_file(engine, path).unchanged == report.new
    assert logged(engine) == before


def test_dates_that_can_be_read_both_ways_are_asked_about_and_nothing_is_loaded(
    staffed, engine: Engine, tmp_path, assuming
) -> None:
    staffed("User.csv", USERS)
    before = logged(engine)
    path = saved(tmp_path, "Task.csv", tasks(("03/11/2026", "03/11/2026 16:00")))
    with pytest.raises(OrderOpen, match="row 12: 03/11/2026"):
        load_file(engine, path)
    assert logged(engine) == before
    assert load_file(engine, path, day_first=True).new == 11


def test_a_later_file_that_is_asked_about_leaves_the_ones_before_it(
    staffed, engine: Engine, tmp_path, assuming
) -> None:
    paths = [
        saved(tmp_path, "User.csv", USERS),
        saved(tmp_path, "Task.csv", tasks(("03/11/2026", "03/11/2026 16:00"))),
    ]
    with pytest.raises(OrderOpen) as raised:
        load_files(engine, paths)
    assert [report.file for report in raised.value.loaded] == ["User.csv"]
