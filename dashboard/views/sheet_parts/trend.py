"""A rate week by week beside the rest of the team, with the days of past sessions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts import trend
from dashboard.figures import flags, moved, series
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.views.shared import sentences, words
from dashboard.views.shared.pictures import UNITS, Picture, show
from dashboard.views.sheet_parts import kept
from dashboard.views.sheet_parts.about import About

WEEKS = 13
LATELY = 4


CAPTION = (
    "By week. Grey: where luck puts a week of so many trials, 9 in 10, around the rest of the team. "
    "Blue: past sessions."
)


@dataclass(frozen=True)
class Trend:
    """A rate's weeks, and in the title whether the last four differ from those before."""

    title: str
    picture: Picture


def trend_card(one: About, metric: Metric, number: str) -> None:
    """Thirteen whole weeks of a rate."""
    found = weeks_of(one, metric)
    with st.container(border=True, height="stretch"):
        st.header(f"{number}{found.title}", anchor=False)
        st.caption(CAPTION)
        show(found.picture, one.page.theme)


def weeks_of(one: About, metric: Metric) -> Trend:
    """Thirteen whole weeks of a rate, with the rest of the team and the past sessions."""
    page, unit = one.page, UNITS[metric.unit]
    weeks = series.whole_weeks(page.read.today, WEEKS)
    mine, rest = page.read.once(
        ("sheet trend", one.rep_id, metric.name, tuple(one.rest_ids)), lambda: _lines(one, metric, weeks)
    )
    frame = pd.concat(
        [rest.assign(who="rest"), mine.assign(who=_who(one)), _sessions(one)], ignore_index=True
    )
    mark = _mark(one, metric)
    picture = Picture(
        frame,
        lambda theme: trend.spec(theme, unit, height=230, mark=mark),
        trend.alt(frame, metric.label, unit),
        "sheet-trend",
    )
    return Trend(f"{metric.label}: {_beside(one, metric)}{_found(one, metric, mine)}", picture)


def _lines(one: About, metric: Metric, weeks: pd.DatetimeIndex) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rep's weeks, and those of the other ramped reps with where luck puts a week of this rep."""
    book = one.page.read.ledger
    mine = series.weekly(book[book["rep_id"] == one.rep_id], metric, one.page.read.kinds, weeks)
    rest = series.weekly(book[book["rep_id"].isin(one.rest_ids)], metric, one.page.read.kinds, weeks)
    return mine, series.with_luck(rest, mine.set_index("week")["denominator"])


def _who(one: About) -> str:
    """The name at the line's end; the words of the other line would be mistaken for it."""
    name = words.first_name(one.rep)
    return one.rep if name in ("rest", "team", "session") else name


def _found(one: About, metric: Metric, mine: pd.DataFrame) -> str:
    cell = one.team.found.cell(one.rep_id, metric.name)
    sums = [part[["numerator", "denominator"]].sum() for part in (mine.iloc[:-LATELY], mine.iloc[-LATELY:])]
    before, lately = ((part["numerator"], part["denominator"]) for part in sums)
    weeks = min(WEEKS, int(mine["denominator"].gt(0).sum()))
    word = moved.direction(*before, *lately, 1.0 if cell is None else cell["lumps"])
    return {
        moved.UP: f"higher in the last {LATELY} weeks",
        moved.DOWN: f"lower in the last {LATELY} weeks",
        moved.SAME: f"no change beyond luck in {words.plural(weeks, 'week')}",
        moved.TOO_EARLY: f"too few in {words.plural(weeks, 'week')} to see a change",
    }[word]


def _beside(one: About, metric: Metric) -> str:
    """On which side of the rest the rate is, where that is more than luck."""
    cell = one.team.found.cell(one.rep_id, metric.name)
    verdict = None if cell is None else cell["verdict"]
    return {flags.COACH: "below the rest, ", flags.LEARN: "above the rest, "}.get(verdict, "")


def _mark(one: About, metric: Metric) -> str:
    cell = one.team.found.cell(one.rep_id, metric.name)
    mark = sentences.BADGES[cell["verdict"]].mark if cell is not None else "selected"
    return mark if mark in ("coach", "learn", "watch") else "selected"


def _sessions(one: About) -> pd.DataFrame:
    """The former sessions as `charts.trend` marks them."""
    sheet = kept.sheet_of(one.page, one.rep_id, one.rep)
    found = pd.DataFrame() if sheet is None else kept.former(sheet)[0]
    if found.empty:
        return pd.DataFrame({"who": [], "week": pd.to_datetime([]), "label": []})
    labels = [
        f"{words.day(row.day)}: {BY_NAME[row.focus].label}" if row.focus in BY_NAME else words.day(row.day)
        for row in found.itertuples()
    ]
    return pd.DataFrame({"who": "session", "week": found["day"].to_numpy(), "label": labels})
