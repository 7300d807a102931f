"""Dates of files of no known kind: month first, day first, both, in several forms; none is ever misread."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import rows, saved
from sqlalchemy import Engine

from dashboard.imports import parsing
from dashboard.imports.guess import guess
from dashboard.imports.habits import OrderOpen
from dashboard.imports.mapping import Mapping
from dashboard.imports.trial import look_at, trial
from dashboard.log.engine import reading

HEADER = "Call Ref,Agent,Call Date,Disposition"


@pytest.fixture
def tried(engine: Engine, staffed, tmp_path: Path):
    """`tried(dates, said)`: the mapping that calls of these dates are guessed to have, with what is `said` of
    it, and their days as they would be stored."""

    def try_it(dates: list[str], **said) -> tuple[Mapping, list[str]]:
        lines = [f"{n},Bob,{text},connected" for n, text in enumerate(dates)]
        path = saved(tmp_path, "calls of may.csv", "\n".join([HEADER, *lines]))
        with reading(engine) as connection:
            look, header = look_at(connection, path, path.name, 0)
            draft = guess(look).draft
            assert draft.columns["at"] == "call date"
            mapping = draft.mapping(header).model_copy(update=said)
            return mapping, [row[1] for row in trial(connection, path, path.name, 0, mapping).rows]

    return try_it


def test_the_file_s_own_dates_tell(tried) -> None:
    assert tried(["03/04/2026", "25/04/2026"])[1] == ["2026-04-03", "2026-04-25"]
    assert tried(["03/04/2026", "04/25/2026"])[1] == ["2026-03-04", "2026-04-25"]


def test_where_they_do_not_somebody_has_to(tried) -> None:
    with pytest.raises(OrderOpen, match="row 2: 03/04/2026"):
        tried(["03/04/2026", "05/05/2026"])
    assert tried(["03/04/2026"], day_first=True)[1] == ["2026-04-03"]
    assert tried(["03/04/2026"], day_first=False)[1] == ["2026-03-04"]


def test_each_form_is_read_by_itself(tried) -> None:
    forms = ["2026-04-03", "3.4.2026", "3 Apr 2026", "04/25/2026"]
    assert tried(forms)[1] == ["2026-04-03"] * 3 + ["2026-04-25"]


def test_serials_are_days_and_times(tried) -> None:
    assert tried(["46115", "46115.5"])[1] == ["2026-04-03", "2026-04-03 12:00:00"]


def test_what_is_said_never_turns_the_file_s_own_dates_around(load, tried, engine: Engine) -> None:
    dates = ["03/04/2026", "25/04/2026"]
    mapping, read = tried(dates, day_first=False)
    assert read == ["2026-04-03", "2026-04-25"]
    lines = "\n".join([HEADER, *(f"{n},Bob,{text},connected" for n, text in enumerate(dates))])
    remarks = load("calls.csv", lines, mapping=mapping).remarks
    said = "Its own dates have the day first and are read so, though the month was said to come first."
    assert said in remarks
    assert rows(engine, "SELECT day FROM call ORDER BY day") == [("2026-04-03",), ("2026-04-25",)]


def test_of_two_orders_one_is_said_and_rows_of_the_other_are_rejected(load, tried) -> None:
    dates = ["03/04/2026", "25/04/2026", "04/26/2026", "2026-04-27", "31/02/2026"]
    with pytest.raises(OrderOpen, match="row 3: 25/04/2026.*row 4: 04/26/2026"):
        tried(dates)
    mapping, read = tried(dates, day_first=True)
    assert read == ["2026-04-03", "2026-04-25", f"04/26/2026{parsing.OTHER_ORDER}", "2026-04-27"]
    lines = "\n".join([HEADER, *(f"{n},Bob,{text},connected" for n, text in enumerate(dates))])
    report = load("calls.csv", lines, mapping=mapping)
    assert (report.new, report.rejected) == (3, 2)
    assert [(cell.row, cell.column, cell.value, cell.reason) for cell in report.rejected_rows] == [
        (4, "call date", "04/26/2026", parsing.NOT_IN_ORDER),
        (6, "call date", "31/02/2026", parsing.NOT_A_MOMENT),
    ]


def test_times_are_of_the_zone_that_is_said(load, tried, engine: Engine) -> None:
    mapping, _ = tried(["2026-04-03 10:00"], zone="America/New_York")
    load("calls.csv", f"{HEADER}\n1,Bob,2026-04-03 10:00,connected\n", mapping=mapping)
    assert rows(engine, "SELECT at FROM call") == [("2026-04-03 14:00:00.000000",)]
