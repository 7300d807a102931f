"""The file to take along: what was typed, in the order of the table, then what it says."""

from __future__ import annotations

import pandas as pd

from dashboard import links
from dashboard.figures import quick
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.quick import Quick
from dashboard.figures.summary import plain
from dashboard.figures.typed import COLUMNS
from dashboard.views.quick_parts import said
from dashboard.views.shared.sentences import BADGES


def written(found: Quick) -> pd.DataFrame:
    """The team's average, then the reps by SAOs: numbers, what they say, rates with n and d, counts a day."""
    numbers = quick.table(found)
    reps = found.reps.reindex(numbers.index)
    # Objects from the start: a column with a gap would make 7.0 of 7.
    columns: dict[str, list] = {"Rep": numbers["rep"].tolist()}
    columns |= {column.label: _plain(reps[column.name]) for column in COLUMNS}
    columns["Ramping"] = [links.TICK if tick is True else None for tick in reps["ramping"]]
    columns["Reading"] = [_word(found.readings.get(rep_id)) for rep_id in numbers.index]
    columns["In words"] = [_in_words(found, rep_id) for rep_id in numbers.index]
    for name in quick.RATES:
        label = BY_NAME[name].label
        columns |= {label: _plain(numbers[name]), f"{label}: n": _plain(numbers[f"{name}_x"])}
        columns[f"{label}: d"] = _plain(numbers[f"{name}_n"])
    for name in quick.A_DAY:
        columns[f"{BY_NAME[name].label} a day"] = _plain(numbers[f"{name}_a_day"])
    return pd.DataFrame({label: pd.Series(values, dtype=object) for label, values in columns.items()})


def _plain(numbers: pd.Series) -> list:
    return [plain(round(number, 6)) for number in numbers]


def _word(kind: str | None) -> str | None:
    return None if kind is None else BADGES[kind].word


def _in_words(found: Quick, rep_id: int) -> str | None:
    """All that is found about a rep, as one text."""
    if not found.comparable:
        return None
    mine = found.findings[found.findings["rep_id"] == rep_id]
    return " Also ".join(said.sentence(found, row, row["rep"]) for _, row in mine.iterrows()) or None
