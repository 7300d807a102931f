"""The numbers behind the sentences: results, rates with what they rest on, activity last."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts.palette import Theme
from dashboard.figures import efficiency, quick
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.quick import Quick
from dashboard.figures.summary import Value, plain
from dashboard.views.shared import tables, words
from dashboard.views.shared.sentences import BADGES

SHORT = tables.SHORT | {"held_rate": "Held rate", "revenue": "Revenue"}
# Nobody needs it beside the others here; the download has it.
NOT_SHOWN = "connect_rate"
READING = st.column_config.MultiselectColumn(
    options=[badge.word for badge in BADGES.values()],
    color=[badge.color for badge in BADGES.values()],
    width=124,
)


def show(found: Quick, theme: Theme) -> None:
    """The table: the team's average first, then the reps by SAOs, never by volume."""
    numbers = quick.table(found)
    readings = [found.readings.get(rep) for rep in numbers.index]
    frame = pd.DataFrame({"Rep": numbers["rep"], "Reading": [_badge(kind) for kind in readings]})
    settings = {"Rep": st.column_config.TextColumn(pinned=True, width=112), "Reading": READING}
    for name in quick.RESULTS:
        _add_count(frame, settings, SHORT.get(name, BY_NAME[name].label), numbers[name])
    _add_count(frame, settings, "Booked/day", numbers["meetings_scheduled_a_day"])
    for name in quick.RATES:
        if name != NOT_SHOWN:
            _add_rate(frame, settings, name, numbers)
    for name in efficiency.ACTIVITIES:
        _add_count(frame, settings, f"{BY_NAME[name].label}/day", numbers[f"{name}_a_day"])
    tables.draw(frame.reset_index(drop=True), settings, "quick_numbers", theme)
    st.caption(f"{words.average_of(found.ramped)} Reps by SAOs. “–” means no value.")


def _badge(kind: str | None) -> list[str]:
    return [] if kind is None else [BADGES[kind].word]


def _add_count(frame: pd.DataFrame, settings: dict, label: str, counts: pd.Series) -> None:
    """A count, where anybody has it; with decimals where it is small."""
    if counts.isna().all():
        return
    digits = 1 if counts.max() < 20 else 0
    frame[label] = counts.round(digits)
    whole = counts.iloc[1:].dropna().mod(1).eq(0).all()
    format_ = "localized" if whole or not digits else "%.1f"
    settings[label] = st.column_config.NumberColumn(format=format_, width=64 if len(label) < 8 else 84)


def _add_rate(frame: pd.DataFrame, settings: dict, name: str, numbers: pd.DataFrame) -> None:
    """A rate and its n / d, where anybody has it."""
    trials, label = numbers[f"{name}_n"], SHORT[name]
    if trials.isna().all():
        return
    digits = 1 if trials.iloc[1:].max() >= words.DECIMALS_FROM else 0
    frame[label] = 100 * numbers[name]
    settings[label] = st.column_config.NumberColumn(
        format=f"%.{digits}f{words.NBSP}%%", width=78, help=BY_NAME[name].meaning
    )
    n_d = f"n / d ({label})"
    frame[n_d] = [
        words.n_of_d(Value(None, plain(x), plain(n)))
        for x, n in zip(numbers[f"{name}_x"], trials, strict=True)
    ]
    settings[n_d] = st.column_config.TextColumn("n / d", width=78, alignment="right")
