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
# What became of the meetings, then what led to them; the connect rate stands in the download.
RATES = ("held_rate", "meeting_to_sao", "connected_to_meeting", "email_to_meeting")
READING = st.column_config.MultiselectColumn(
    options=[badge.word for badge in BADGES.values()],
    color=[badge.color for badge in BADGES.values()],
    width=116,
)


def show(found: Quick, theme: Theme) -> None:
    """The table: the team's average first, then the reps by SAOs, never by volume."""
    numbers = quick.table(found)
    readings = [found.readings.get(rep) for rep in numbers.index]
    frame = pd.DataFrame({"Rep": numbers["rep"], "Reading": [_badge(kind) for kind in readings]})
    settings = {"Rep": st.column_config.TextColumn(pinned=True, width=90), "Reading": READING}
    for name in quick.RESULTS:
        _add_result(frame, settings, SHORT.get(name, BY_NAME[name].label), numbers[name])
    _add_a_day(frame, settings, "Mtgs/day", numbers["meetings_scheduled_a_day"])
    for name in RATES:
        _add_rate(frame, settings, name, numbers)
    for name in efficiency.ACTIVITIES:
        _add_a_day(frame, settings, f"{BY_NAME[name].label}/day", numbers[f"{name}_a_day"])
    tables.draw(frame.reset_index(drop=True), settings, "quick_numbers", theme)
    st.caption(f"{words.average_of(found.ramped)} Reps by SAOs. “–” means no value.")


def _width(label: str, longest: str = "") -> int:
    """In px, for a heading and the longest text under it; what is wider than it must be pushes the last
    columns off the page."""
    return max(7 * len(label) + 14, 6 * len(longest) + 18, 46)


def _badge(kind: str | None) -> list[str]:
    return [] if kind is None else [BADGES[kind].word]


def _add_result(frame: pd.DataFrame, settings: dict, label: str, counts: pd.Series) -> None:
    """A count of the whole time, where anybody has it."""
    if counts.notna().any():
        frame[label] = counts.round(1)
        settings[label] = st.column_config.NumberColumn(format="localized", width=_width(label))


def _add_a_day(frame: pd.DataFrame, settings: dict, label: str, counts: pd.Series) -> None:
    """A count a day, where anybody has it; with a decimal where it is small."""
    if counts.notna().any():
        frame[label] = counts
        digits = 1 if counts.max() < 20 else 0
        settings[label] = st.column_config.NumberColumn(format=f"%.{digits}f", width=_width(label))


def _add_rate(frame: pd.DataFrame, settings: dict, name: str, numbers: pd.DataFrame) -> None:
    """A rate and its n / d, where anybody has it."""
    trials, label = numbers[f"{name}_n"], SHORT[name]
    if trials.isna().all():
        return
    digits = 1 if trials.iloc[1:].max() >= words.DECIMALS_FROM else 0
    frame[label] = 100 * numbers[name]
    settings[label] = st.column_config.NumberColumn(
        format=f"%.{digits}f{words.NBSP}%%", width=_width(label), help=BY_NAME[name].meaning
    )
    n_d = f"n / d ({label})"
    frame[n_d] = [
        words.n_of_d(Value(None, plain(x), plain(n)))
        for x, n in zip(numbers[f"{name}_x"], trials, strict=True)
    ]
    settings[n_d] = st.column_config.TextColumn(
        "n / d", width=_width("n / d", max(frame[n_d], key=len)), alignment="right"
    )
