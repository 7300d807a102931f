"""A typed table: every cell that is unambiguous is read, every other one is named, and nothing raises."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from depth import draws
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard import links
from dashboard.figures import quick, typed


def table(*rows: dict) -> pd.DataFrame:
    """A table with these cells, every other one empty."""
    made = typed.blank(len(rows))
    for place, row in enumerate(rows):
        for name, cell in row.items():
            made.loc[place, name] = cell
    return made


@pytest.mark.parametrize(("text", "unit", "value"), [
    ("0", "count", 0), ("1640", "count", 1640), ("1,640", "count", 1640), ("1.640", "count", 1640),
    ("1 640", "count", 1640), ("1\u00a0640", "count", 1640), ("1\u202f640", "count", 1640),
    ("1'640", "count", 1640), ("1’640", "count", 1640), (" 1,640,000 ", "count", 1_640_000),
    ("1640.0", "count", 1640), ("1,640.00", "count", 1640), ("1.640,00", "count", 1640),
    ("17.5", "days", 17.5), ("17,5", "days", 17.5), ("1.640,5", "money", 1640.5),
    ("1,640.5", "money", 1640.5), ("12,50", "money", 12.5), ("$12,000", "money", 12000),
    ("€ 1.640", "money", 1640), ("12 000 CHF", "money", 12000), ("EUR 5", "money", 5),
])  # fmt: skip
def test_a_number_however_it_is_written(text, unit, value):
    assert typed.number(text, unit) == (value, "")


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "n/a", "N/A", "#N/A", "null", "None", "nan", "?"])
def test_no_data_is_not_0(text):
    value, why = typed.number(text, "count")
    assert math.isnan(value)
    assert why == ""


SHARE, NO_NUMBER = "is a share, where a number is asked for", "is not a number"


@pytest.mark.parametrize(("text", "unit", "why"), [
    ("12 %", "count", SHARE), ("12%", "money", SHARE), ("abc", "count", NO_NUMBER),
    ("12 34", "count", NO_NUMBER), ("1,64,000", "count", NO_NUMBER), ("1e3", "count", NO_NUMBER),
    ("=1+1", "count", NO_NUMBER), ("٣", "count", NO_NUMBER), ("$12", "count", NO_NUMBER),
    ("12k", "money", NO_NUMBER), ("-5", "count", "is negative"), ("−5", "count", "is negative"),
    ("(1,640)", "money", "is negative"), ("1.5", "count", "is not a whole number"),
    ("0,640", "count", "is not a whole number"), ("1.640,5", "count", "is not a whole number"),
    ("400", "days", "is too large"), ("99999999", "count", "is too large"),
    ("9" * 400, "count", "is too large"),
])  # fmt: skip
def test_what_is_unclear_is_named(text, unit, why):
    value, said = typed.number(text, unit)
    assert math.isnan(value)
    assert said == why


def test_a_cell_that_cannot_be_read_is_named_with_its_rep():
    read = typed.read(table({"rep": "Anna", "calls": "many", "emails": "12"}))
    assert read.problems == ["Anna, calls: “many” is not a number. It is read as no data."]
    assert read.reps["emails"].tolist() == [12]
    assert read.reps["calls"].isna().all()


def test_blank_rows_headings_and_sums_are_no_reps():
    read = typed.read(
        table({"rep": "Rep", "calls": "Calls"}, {}, {"rep": "Anna", "calls": "7"}, {"ramping": True},
              {"rep": "TOTAL", "calls": "7"}, {"calls": "3"})
    )  # fmt: skip
    assert read.reps["rep"].tolist() == ["Anna", "Row 6"]
    assert read.reps["calls"].tolist() == [7, 3]
    assert read.problems == [
        "Row 1 holds headings and is left out. Columns are read in the order of this table.",
        "Row 5, “TOTAL”, is not a rep and is left out.",
    ]


def test_a_name_twice_is_two_people_and_said():
    read = typed.read(table({"rep": "Anna"}, {"rep": " anna "}, {"rep": "Boris"}))
    assert read.reps["rep"].tolist() == ["Anna (row 1)", "anna (row 2)", "Boris"]
    assert read.problems == ["anna stands in rows 1 and 2, which are read as different people."]


def test_a_row_that_was_just_added_has_no_tick_yet():
    made = table({"rep": "Anna"}, {"rep": "Boris", "ramping": True}).astype({"ramping": object})
    made.loc[2] = ["Chloe", *[None] * 11]
    assert typed.read(made).reps["ramping"].tolist() == [False, True, False]


CELLS = st.one_of(st.none(), st.text(max_size=12), st.from_regex(r"[-+(]?[0-9 .,']{1,9}[)%€k]?"))
ROWS = st.lists(
    st.tuples(*[CELLS] * len(typed.CELLS), st.one_of(st.none(), st.booleans())), max_size=5
)  # fmt: skip


@settings(max_examples=draws(40, 400))
@given(ROWS)
@example([("Anna", *["9" * 30] * 10, True)])
@example([('a\0b\r\n"', "\ud7ff", *[""] * 9, None)])
def test_anything_in_any_cell_is_read_judged_and_sent_along(rows):
    made = pd.DataFrame(rows, columns=[*typed.CELLS, "ramping"], dtype=object)
    read = typed.read(made)
    numbers = read.reps[list(typed.NUMBERS)]
    assert ((numbers >= 0) | numbers.isna()).all(axis=None)
    assert read.reps["rep"].is_unique or any("different people" in problem for problem in read.problems)
    found = quick.analyse(read.reps)
    assert len(quick.table(found)) == len(read.reps) + 1
    if len(read.reps):
        again = typed.read(links.unpacked(links.packed(made)))
        pd.testing.assert_frame_equal(again.reps[list(typed.NUMBERS)], numbers)
