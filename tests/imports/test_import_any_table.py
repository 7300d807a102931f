"""Any table of good and bad cells: counts add up, nothing is dropped, and twice is once."""

from __future__ import annotations

import csv
import io
from collections import Counter

from depth import draws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing import REPS, logged, rows
from sqlalchemy import Engine, text

from dashboard.imports.loading import load_file
from dashboard.imports.problem import ImportProblem

HEADER = ["id", "rep", "at", "outcome", "duration_s", "prospect"]
REPS_THERE = ["Bob", "bob@x.io", "ZOË O'Brien"]
MOMENTS = ["2026-11-03", "2026-11-03T09:00Z", "2026-11-03 10:00:00+01:00"]
REP = st.sampled_from([*REPS_THERE, "Nobody", "", "  "])
AT = st.sampled_from([*MOMENTS, "3.11.2026", "", "2026-02-30"])
CALL = st.tuples(
    st.sampled_from(["", "", "1", "2", "é"]), REP, AT, st.sampled_from(["busy", "Connected", "??", ""]),
    st.sampled_from(["", "12", "-1", "x"]), st.sampled_from(["Ann", 'a "b", c', "two\nlines", "=1+1", ""]),
).map(list)  # fmt: skip
# A row at the very end that is short and comes after a blank one is taken for a report's closing words.
LAST = ["", "Nobody", "", "busy", "", ""]
LOOSE = st.lists(st.text("ab,;é", max_size=3), min_size=1, max_size=8)


def as_text(table: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *table])
    return out.getvalue().encode()


def is_good(row: list[str]) -> bool:
    if len(row) != len(HEADER):
        return False
    return row[1] in REPS_THERE and row[2] in MOMENTS and row[4] in ("", "12")


def emptied(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in ("call", "daily_count", "daily_list_count", "rejected_row", "import_batch"):
            connection.execute(text(f'DELETE FROM "{table}"'))


@settings(
    max_examples=draws(20, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(table=st.lists(CALL | LOOSE, min_size=1, max_size=12))
def test_counts_add_up_and_nothing_is_dropped(load, engine: Engine, table: list[list[str]]) -> None:
    load("reps.csv", REPS)
    emptied(engine)
    table = [*table, LAST]
    content = as_text(table)
    read = [row for row in table if any(cell.strip() for cell in row)]
    good = [row for row in read if is_good(row)]
    try:
        report = load_file(engine, io.BytesIO(content), name="calls.csv")
    except ImportProblem:
        assert not good
        assert rows(engine, "SELECT count(*) FROM import_batch") == [(0,)]
        return
    assert (
        report.read
        == len(read)
        == sum(
            getattr(report, name) for name in ("new", "changed", "unchanged", "rejected", "unknown", "aside")
        )
    )
    assert report.rejected + report.unknown == len(read) - len(good)
    ids = Counter(row[0] for row in good)
    kept = ids.pop("", 0) + len(ids)
    assert report.new == kept
    assert rows(engine, "SELECT count(*) FROM call") == [(kept,)]
    assert rows(engine, "SELECT coalesce(sum(calls), 0) FROM daily_count") == [(kept,)]
    stored = rows(engine, 'SELECT fields FROM rejected_row ORDER BY "row"')
    assert len(stored) == report.rejected + report.unknown

    before = logged(engine)
    again = load_file(engine, io.BytesIO(content), name="calls.csv")
    assert (again.read, again.new) == (report.read, 0)
    assert (again.rejected, again.unknown) == (report.rejected, report.unknown)
    if len(set(ids.values()) | {1}) == 1:
        assert again.changed == 0
        assert logged(engine) == before
