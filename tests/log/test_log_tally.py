"""What is counted while it is written is what a plain count of the rows gives."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pandas as pd
import plainly
import pytest

from dashboard.log import outcomes, tally
from dashboard.log.bulk import compact
from dashboard.log.tally import Tally
from dashboard.log.written import Written

WORDS = {"calls": outcomes.CALL, "emails": outcomes.EMAIL}
DAYS = pd.to_datetime(["2026-11-01", "2026-11-02", "2027-01-01"])


def touches(kind: str, count: int, chance: random.Random) -> pd.DataFrame:
    """Some rows as they are written."""
    frame = pd.DataFrame(
        {
            "rep_id": [chance.choice([1, 2, 70_000]) for _ in range(count)],
            "day": [chance.choice(DAYS) for _ in range(count)],
            "team_id": [chance.choice([1, 9]) for _ in range(count)],
            "list": pd.Series([chance.choice(["A", "B", None]) for _ in range(count)], dtype=object),
            "outcome": [chance.choice(WORDS[kind]) for _ in range(count)],
            "hour": [chance.choice([0, 11, 12, 23]) for _ in range(count)],
            "duration_s": pd.array([chance.choice([None, 0, 60]) for _ in range(count)], dtype="Int64"),
        }
    )
    return frame.astype({"outcome": object})


def plain(kind: str, rows: pd.DataFrame) -> dict[tuple, Counter]:
    """The counts by cell, row by row."""
    cells: dict[tuple, Counter] = {}
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        cell = cells.setdefault((row["rep_id"], row["day"], row["team_id"], row["list"] or ""), Counter())
        word, talked = row["outcome"], row["outcome"] in plainly.CONNECTS
        cell[kind] += 1
        cell[f"{kind}_{word.replace(' ', '_')}"] += 1
        if kind == "calls":
            cell["calls_morning"] += row["hour"] < 12
            cell["connects_morning"] += row["hour"] < 12 and talked
            cell["talk_s"] += (row["duration_s"] or 0) if talked else 0
    return {key: +cell for key, cell in cells.items()}


def told(cells: pd.DataFrame) -> dict[tuple, Counter]:
    """The tally's counts in the same way."""
    keys = ["rep_id", "day", "team_id", "list"]
    return {
        tuple(row[name] for name in keys): +Counter({n: int(v) for n, v in row.items() if n not in keys})
        for row in cells.to_dict("records")
    }


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("most", [0, 50, 200_000])
def test_the_counts_are_those_of_the_rows(kind: str, most: int, monkeypatch) -> None:
    monkeypatch.setattr(tally, "MANY", most)
    chance, counted = random.Random(most), Tally(kind)
    parts = [touches(kind, count, chance) for count in (1, 40, 300)]
    for part in parts:
        counted.add(compact(part))
    assert told(counted.counts(pd.DataFrame({"rep_id": [], "day": []}))[0]) == plain(kind, pd.concat(parts))


def test_days_on_which_there_was_something_else_do_not_count() -> None:
    counted, rows = Tally("calls"), touches("calls", 200, random.Random(1))
    counted.add(rows)
    counted.spoil(pd.DataFrame({"rep_id": [1], "day": [DAYS[0].date()], "id": [5]}))
    kept, spoilt = counted.counts(pd.DataFrame({"rep_id": [2], "day": ["2026-11-02"]}))
    out = (rows["rep_id"] == 1) & (rows["day"] == DAYS[0]) | (rows["rep_id"] == 2) & (rows["day"] == DAYS[1])
    assert 0 < out.sum() < len(rows) and told(kept) == plain("calls", rows[~out])
    assert set(spoilt.itertuples(index=False, name=None)) == {(1, DAYS[0]), (2, DAYS[1])}


def test_what_is_drained_and_what_is_left_are_the_counts_of_the_rows() -> None:
    chance, counted = random.Random(4), Tally("calls")
    parts = [touches("calls", 100, chance) for _ in range(2)]
    for part in parts:
        counted.add(part)
        drained = counted.drained()
        assert told(drained) == plain("calls", part)
    rows = pd.concat(parts)
    days = set(rows[["rep_id", "day"]].itertuples(index=False, name=None))
    assert (
        set(counted.early.itertuples(index=False, name=None)) == days and not counted.early.duplicated().any()
    )
    assert counted.drained().empty and all(part.empty for part in counted.counts(counted.early[:0]))


def test_many_cells_are_to_be_put_in_and_many_rows_of_few_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MANY", 60)
    few, many, chance = Tally("calls"), Tally("calls"), random.Random(5)
    for number in range(30):
        few.add(touches("calls", 5, chance).assign(rep_id=1, day=DAYS[0], team_id=1))
        many.add(touches("calls", 5, chance).assign(rep_id=number))
    assert many.is_full and not few.is_full


def test_nothing_counted_is_nothing() -> None:
    before = pd.DataFrame({"rep_id": [1], "day": ["2026-11-02"]})
    assert all(part.empty for part in Tally("emails").counts(before))


def test_no_key_that_was_written_is_taken_for_a_new_one() -> None:
    keys = np.random.default_rng(3).integers(-(2**63), 2**63 - 1, 40_000)
    seen, (some, others) = Written(), np.split(keys, 2)
    assert not seen.may_hold(keys).any()
    seen.add(some)
    assert seen.may_hold(some).all() and seen.may_hold(others).mean() < 0.01
