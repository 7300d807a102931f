"""Six numbers of the rep: beside the team's average, and beside the rep's own days before."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import spark
from dashboard.figures import comparison, quotas, series, summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import Period
from dashboard.figures.summary import Value
from dashboard.views.shared import six_cards, words
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import UNITS, draw

METRICS = (
    "meetings_held",
    "meetings_scheduled",
    "connected_to_meeting",
    "email_to_meeting",
    "meeting_to_sao",
    "calls",
)
TITLES = {"meetings_scheduled": "Meetings booked", "calls": "Calls a day"}
A_DAY = ("calls",)
# An average over the rep and one other, or over one other alone, would give that one's number away.
FEWEST_OTHERS = 2


def section(page: Page) -> None:
    """The heading, what the changes are of, and the cards."""
    metrics = [BY_NAME[name] for name in METRICS]
    hidden = [metric for metric in metrics if not _has_average(page, metric)]
    st.header(_title(page, len(hidden) < len(metrics)), anchor=False)
    said = [_changes(page)] if page.gone else []
    if hidden:
        said.append("No team average is shown where fewer than two other ramped reps are behind it.")
    if said:
        st.caption(" ".join(said))
    with st.grid(6, min_column_width=150, gap="small"):
        for metric in metrics:
            _card(page, metric)


def _title(page: Page, with_average: bool) -> str:
    parts = ["the team’s average"] if with_average else []
    if page.gone:
        parts.append(f"your own {words.time_before(page.period, page.earlier)}")
    return f"Beside {', and '.join(parts)}" if parts else "Your six numbers"


def _changes(page: Page) -> str:
    until = "" if page.gone == page.period else " through yesterday"
    return f"Changes are{until} against {words.days(page.earlier)}, those of rates in points."


def _card(page: Page, metric: Metric) -> None:
    now = _mine(page, metric, page.period)
    title = TITLES.get(metric.name, metric.label)
    with st.container(border=True, height="stretch", gap="xsmall"):
        if now.value is None:
            st.metric(title, words.NO_VALUE)
            st.caption(six_cards.why_none(page, metric))
            return
        change = _change(page, metric, now)
        st.metric(
            title,
            words.metric_value(metric, now, None),
            delta=change,
            delta_color="blue",
            delta_arrow="off" if change == words.UNCHANGED else "auto",
        )
        _weeks(page, metric)
        st.caption(_beside(page, metric, now))


def _mine(page: Page, metric: Metric, period: Period) -> Value:
    """The rep's own number over some days."""
    if metric.name not in A_DAY:
        return page.total(metric, period)
    return summary.together_per_day(page.of_rep(page.read.by_rep(period)), metric, page.read.kinds)


def _change(page: Page, metric: Metric, now: Value) -> str | None:
    if page.gone is None:
        return None
    gone, earlier = (_mine(page, metric, days).value for days in (page.gone, page.earlier))
    by = comparison.difference(gone, earlier)
    return None if by is None else words.difference(metric, now, by)


def _weeks(page: Page, metric: Metric) -> None:
    """Thirteen weeks; of a rate those that are over, since a rate of a few days says nothing beside them."""
    rate = metric.unit == "rate"
    weeks = (series.whole_weeks if rate else series.mondays)(page.read.today, 13)
    frame = page.read.once(
        ("my spark", metric.name, page.rep_id, weeks[0]), lambda: six_cards.spark_frame(page, metric, weeks)
    )
    unit = UNITS[metric.unit]
    draw(frame, spark.spec(page.theme, unit), spark.alt(frame, metric.label, unit), f"my-{metric.name}")


def _has_average(page: Page, metric: Metric) -> bool:
    return summary.others(page.rows, metric, page.read.kinds, page.rep_id) >= FEWEST_OTHERS


def _beside(page: Page, metric: Metric, now: Value) -> str:
    """What the number is made of, the team's average of it, and the floor where the team has one."""
    said = [words.n_of_d(now, " of ")] if metric.is_rate else []
    if _has_average(page, metric):
        said.append(_average(page, metric))
    teams = page.of_rep(page.rows)["team_id"]
    floor = quotas.floor(page.read.expectations, teams, metric.name) if metric.name in A_DAY else None
    if floor is not None:
        said.append(f"floor {words.count(floor)}")
    return " · ".join(said) or "too few others for an average"


def _average(page: Page, metric: Metric) -> str:
    if metric.is_rate:
        average = page.average(metric)
        return f"team **{words.percent(average.value, average.denominator)}**"
    if metric.name in A_DAY:
        return f"team **{words.count(page.average(metric).value)}**"
    return f"team average **{words.count(page.per_rep(metric))}**"
