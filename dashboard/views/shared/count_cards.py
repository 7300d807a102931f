"""Counts and amounts: by rep beside the average, by week, by what became of them; and what no sum holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import bars, shares, trend, weeks
from dashboard.figures import comparison, deals, series, summary
from dashboard.figures.metrics import Metric
from dashboard.figures.summary import Value
from dashboard.views.shared import words
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw, draw_metric

WEEKS = 13
# A rate that moves less than this part of itself is not worth a title.
STEADY = 0.10
Parts = Mapping[str, Sequence[str]]


def bars_card(page: Page, metric: Metric, title: str | None = None) -> None:
    """Each rep's count or amount beside the average of the ramped reps."""
    team = page.per_rep(metric)
    with st.container(border=True):
        by_default = f"{metric.label} {'by rep' if team is None else 'beside the average'}"
        st.header(title or by_default, anchor=False)
        st.caption(f"{metric.meaning}{'' if team is None else ' Dashed: the average of the ramped reps.'}")
        draw_metric(page, metric, bars, _bars(page, metric, team))


def _bars(page: Page, metric: Metric, team: float | None) -> pd.DataFrame:
    """The reps as `charts.bars` draws them."""
    frame = comparison.amounts(page.rows, metric, page.read.kinds)

    def text(value: float | None) -> str:
        return words.metric_value(metric, Value(value), page.read.currency)

    return pd.DataFrame(
        {
            "name": frame["rep"],
            "value": frame["value"],
            "text": [text(value) for value in frame["value"]],
            "team": np.nan if team is None else team,
            "team_label": f"average {text(team)}",
            "mark": np.where(frame["ramping"], "ramping", "in_range"),
            "selected": page.chosen(frame["rep"]),
        }
    )


def apart(page: Page, left_out: Callable[..., deals.NotAdded], what: str) -> None:
    """The deals whose amount no sum of the page holds, all reps': shown, never added."""
    left = left_out(page.read.opportunities, page.period, page.read.currency)
    if said := words.not_added(left):
        st.caption(f"{what}: {said}.")


def outcomes_card(page: Page, title: str, *pictures: tuple[str, Parts]) -> None:
    """What became of the calls or emails, in two pictures (label, parts): one would make slivers of what
    matters. The parts name columns of the daily counts."""
    columns = sorted({column for _, parts in pictures for some in parts.values() for column in some})
    rows, names = comparison.team_first(page.outcome_rows(), columns)
    with st.container(border=True):
        st.header(title, anchor=False)
        for side, (label, parts) in zip(st.columns(2, gap="medium"), pictures, strict=True):
            with side:
                shares_chart(page, rows, names, parts, label)


def shares_chart(page: Page, rows: pd.DataFrame, names: pd.Series, parts: Parts, label: str) -> None:
    """What became of what was done, in percent of each rep's, the team first."""
    frame = comparison.shares(rows, names, parts)
    frame["selected"] = page.chosen(frame["name"])
    st.markdown(f"**{label}**")
    if frame.empty:
        st.caption("None in these days.")
        return
    draw(frame, shares.spec(page.theme), shares.alt(frame, label), f"shares-{label}")


def trend_card(page: Page, metric: Metric) -> None:
    """A rate by whole week: the team, and the chosen rep with what luck alone does to a rep's week."""
    team = _team_by_week(page, metric)
    frame = _lines(page, metric, team)
    with st.container(border=True, height="stretch"):
        st.header(_course(team, metric, page), anchor=False)
        if frame["value"].isna().all():
            st.caption(_no_line(page))
            return
        others = "" if page.rep else "; choose a rep to see theirs"
        st.caption(f"{metric.label} by week, {WEEKS} whole weeks{others}")
        draw_metric(page, metric, trend, frame)


def _team_by_week(page: Page, metric: Metric) -> pd.DataFrame:
    read, mondays = page.read, series.whole_weeks(page.read.today, WEEKS)
    ramped = summary.ramped(page.rows)["rep_id"]
    return read.once(
        ("team by week", metric.name, page.period),
        lambda: series.of_team(read.ledger, ramped, metric, read.kinds, mondays),
    )


def _lines(page: Page, metric: Metric, team: pd.DataFrame) -> pd.DataFrame:
    """The lines as `charts.trend` draws them: the team's, and the chosen rep's."""
    lines = [team.assign(who="team")]
    if page.rep:
        own = page.weekly(metric, series.whole_weeks(page.read.today, WEEKS))
        lines.append(own.assign(who=words.first_name(page.rep)))
    return pd.concat(lines).reindex(columns=["week", "who", "value", "low", "high"])


def _no_line(page: Page) -> str:
    if page.rep or len(summary.ramped(page.rows)):
        return f"Nothing to draw in the last {WEEKS} whole weeks."
    return "Nobody is ramped, so the team has no line; choose a rep to see theirs."


def _course(team: pd.DataFrame, metric: Metric, page: Page) -> str:
    """The first and the last four whole weeks of the team, pooled, as a title."""
    whole = team.dropna(subset=["value"])
    if len(whole) < 8:
        return f"{metric.label}, week by week"
    first, last = (series.pooled(part, metric) for part in (whole.iloc[:4], whole.iloc[-4:]))
    said = [words.metric_value(metric, Value(value), page.read.currency) for value in (first, last)]
    change = comparison.change(last, first)
    if change is None or abs(change) < STEADY:
        return f"The team is steady at {said[1]}"
    return f"The team went from {said[0]} to {said[1]} in {len(whole)} weeks"


def counts_card(page: Page, metric: Metric, title: str) -> None:
    """A count or an amount by week, for the team or the chosen rep; the week that is not over is paler."""
    frame = page.weekly(metric, series.mondays(page.read.today, WEEKS))
    shown = pd.DataFrame(
        {
            "week": frame["week"],
            "value": frame["value"],
            # Amounts do not fit over the bars of half a card.
            "text": "" if metric.unit == "money" else [words.count(value) for value in frame["value"]],
            "complete": frame["week"] + pd.Timedelta(days=6) < pd.Timestamp(page.read.today),
            "team": np.nan,
        }
    )
    with st.container(border=True, height="stretch"):
        st.header(title, anchor=False)
        whose = f", {words.literal(page.rep)} only" if page.rep else ""
        st.caption(f"{metric.label} by week, {WEEKS} weeks{whose}; this week is paler")
        draw_metric(page, metric, weeks, shown)
