"""Rates rep by rep: each beside the team's, with what luck alone does, and what the best do differently."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import rates
from dashboard.figures import comparison, patterns, summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.summary import Value
from dashboard.views.shared import words
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw_metric


def choose_metric(names: Sequence[str], key: str) -> Metric:
    """The rate to look at, chosen above the cards and kept in the address."""
    labels = {BY_NAME[name].label: name for name in names}
    chosen = st.segmented_control(
        "Rate",
        list(labels),
        default=next(iter(labels)),
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return BY_NAME[labels[chosen]]


def rates_card(page: Page, metric: Metric) -> None:
    """Each rep's rate beside the team's, with what luck alone does to it."""
    key = ("rates", metric.name, page.period)
    frame = page.read.once(key, lambda: comparison.rates(page.rows, metric, page.read.kinds))
    team = page.average(metric)
    with st.container(border=True):
        st.header(f"{metric.label}: {_found(frame, team, metric, page)}", anchor=False)
        st.caption(_how_to_read(frame, metric, team, page))
        draw_metric(page, metric, rates, _drawn(page, frame, team, metric), text_width=96)
        st.caption(_luck_note(frame, metric))


def _found(frame: pd.DataFrame, team: Value, metric: Metric, page: Page) -> str:
    """The team and the range of its reps, for the title."""
    if team.value is None:
        nobody = summary.ramped(page.rows).empty
        return "nobody is ramped, so no average" if nobody else "nothing to compare in these days"
    said = f"the team is at {words.metric_value(metric, team, page.read.currency)}"
    known = frame[~frame["ramping"]].dropna(subset=["value"])
    if len(known) < 2:
        return said
    if known["value"].nunique() == 1:
        return f"{said}, and so is every rep with a value"
    low, high = (
        words.metric_value(metric, Value(row.value, row.numerator, row.denominator), page.read.currency)
        for row in (known.iloc[-1], known.iloc[0])
    )
    return f"{said}, its reps from {low} to {high}"


def _how_to_read(frame: pd.DataFrame, metric: Metric, team: Value, page: Page) -> str:
    said = [metric.meaning]
    if metric.unit == "rate":
        said = ["Dot: the rep's rate, with its 80 % interval."]
    if frame["luck_low"].notna().any():
        said.append("Grey band: where luck alone puts a rep with as many trials (9 in 10).")
    if team.value is not None:
        said.append(f"Dashed: the team, {_behind(metric, team, page)}.")
    return " ".join(said)


def _behind(metric: Metric, value: Value, page: Page) -> str:
    """The numerator and denominator of a value in words: "19 of 160", "1,744 for 42", "$148k in 4 deals"."""
    if metric.unit == "money":
        return f"{words.money(value.numerator, page.read.currency)} in {_trials(metric, value)}"
    return _trials(metric, value)


def _trials(metric: Metric, value: Value) -> str:
    """What stands at the edge of the picture: "19 of 160", "1,744 for 42", "4 deals"."""
    if value.denominator is None or pd.isna(value.denominator):
        return words.NO_VALUE
    if metric.unit == "money":
        return words.plural(int(value.denominator), "deal")
    return words.n_of_d(value, " of " if metric.unit == "rate" else " for ")


def _luck_note(frame: pd.DataFrame, metric: Metric) -> str:
    ramping = frame.loc[frame["ramping"], "rep"].tolist()
    verb = "is" if len(ramping) == 1 else "are"
    note = f"{words.names(ramping)} {verb} ramping and not part of the average. " if ramping else ""
    compared = int(frame["luck_low"].notna().sum())
    if metric.unit != "rate" or compared < 2:
        return note or metric.meaning
    below, above = comparison.outside_luck(frame)
    outside = words.outside_bands(len(below) + len(above), compared)
    return (
        f"{note}{outside}; luck alone puts about {compared / 10:.1f} there. "
        "A band is no verdict: look at the work, not at the rank."
    )


def _drawn(page: Page, frame: pd.DataFrame, team: Value, metric: Metric) -> pd.DataFrame:
    """The reps as `charts.rates` draws them."""
    chosen = page.chosen(frame["rep"])
    return pd.DataFrame(
        {
            "name": frame["rep"],
            "rate": frame["value"],
            **{name: frame[name] for name in ("low", "high", "luck_low", "luck_high")},
            "text": [
                _trials(metric, Value(None, row.numerator, row.denominator)) for row in frame.itertuples()
            ],
            "word": np.where(frame["ramping"], "Ramping", ""),
            "mark": np.where(frame["ramping"], "ramping", np.where(chosen, "selected", "in_range")),
            "team": np.nan if team.value is None else team.value,
            "team_label": f"team {words.metric_value(metric, team, page.read.currency)}",
            "selected": chosen,
        }
    )


def best_card(page: Page, metric: Metric) -> None:
    """What the reps with the best rate do differently, as far as the log holds it."""
    key = ("best", metric.name, page.period)
    chosen = page.read.once(key, lambda: patterns.best(page.rows, metric, page.read.kinds))
    with st.container(border=True):
        if chosen.empty:
            st.header("What do the best do differently?", anchor=False)
            st.caption("Too few reps have enough behind this rate to tell the best from the lucky.")
            return
        names = words.names(page.rows.loc[chosen, "rep"].tolist())
        st.header(f"What {'do' if len(chosen) > 1 else 'does'} {names} do differently?", anchor=False)
        st.caption(
            f"The best on “{metric.label}”, beside the other ramped reps. A pattern, not a proof: "
            "ask them, and listen in."
        )
        st.table(_habits(page, chosen, names), border="horizontal", hide_index=True)


def _habits(page: Page, chosen: pd.Index, names: str) -> pd.DataFrame:
    rows = [
        (habit.label, _habit(habit.best, habit.unit), _habit(habit.others, habit.unit))
        for habit in patterns.habits(page.rows, chosen, page.read.kinds)
    ]
    return pd.DataFrame(rows, columns=["Habit", names, "the others"])


def _habit(value: float | None, unit: str) -> str:
    return words.percent(value) if unit == "percent" else words.count(round(value, 1) if value else value)
