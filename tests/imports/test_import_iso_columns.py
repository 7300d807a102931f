"""Columns of moments that are written alike are read as any other column is."""

from __future__ import annotations

import pandas as pd
import pytest
from depth import draws
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.imports import dates, parsing
from dashboard.imports.iso_columns import iso_column

ALIKE = (
    "", "2026-11-03", "2026-11-03 10:00:00", "2026-11-03T10:00:00Z", "2024-02-29", "2024-02-29 23:59:59",
    "1990-01-01", "2100-12-31 23:59:59", "2026-11-03 00:00:00", "2026-11-03 00:00:00Z",
)  # fmt: skip
# As long, and as many that are no dates or no times.
OTHERS = (
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "1989-12-31", "2101-01-01",
    "2026-11-03 24:00:00", "2026-11-03 10:60:00", "2026-11-03 10:00:60Z", "2026-11-03x10:00:00", "2026/11/03",
    "0000-01-01", "２026-11-03", "2026-11-03 10:00", "2026-11-03T10:00:00+01", "2026-11-03 10.00.00", "soon",
    "2026-11-03T10:00:00z", "9999-99-99",
)  # fmt: skip

cells = st.one_of(
    st.lists(st.sampled_from(ALIKE), max_size=6), st.lists(st.sampled_from(ALIKE + OTHERS), max_size=6)
)


@settings(max_examples=draws(200, 3000), deadline=None)
@given(cells)
def test_they_are_read_as_one_cell_after_the_other_is(words: list[str]) -> None:
    column = pd.Series(words, dtype=object)
    fast, exact = parsing.moments(column), parsing._moments(column)
    assert fast.reasons == exact.reasons
    pd.testing.assert_series_equal(fast.values, exact.values)
    pd.testing.assert_series_equal(fast.wall_clock, exact.wall_clock)
    assert dates.is_iso(column).tolist() == dates.fit(column, dates.ISO_OR_BLANK).tolist()
    assert dates._are_bare(column).tolist() == dates.fit(column, dates.BARE_OR_BLANK).tolist()
    assert dates.are_days(column) == bool(dates.fit(column, dates.MIDNIGHT_OR_BLANK).all())


@pytest.mark.parametrize("word", ALIKE)
def test_what_is_written_so_is_known(word: str) -> None:
    assert iso_column(pd.Series([word, *ALIKE], dtype=object)) is not None


def test_one_cell_that_is_written_otherwise_leaves_all_to_the_exact_way() -> None:
    assert iso_column(pd.Series([*ALIKE, "3.11.2026"], dtype=object)) is None
