"""The six cards of the Team view: the number, its change, thirteen weeks, the rate that coaches."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard.charts import spark
from dashboard.figures import comparison, series, summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import Period, still_to_come
from dashboard.figures.summary import Value
from dashboard.views.shared import words
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import UNITS, draw

# The number of each card, what stands under it, and the rate that coaches.
CARDS = (
    ("calls", "a rep and day", "connected_to_meeting"),
    ("emails", "a rep and day", "email_to_meeting"),
    ("meetings_scheduled", "a rep", "activity_to_meeting"),
    ("saos", "a rep", "meeting_to_sao"),
    ("revenue", "", "sao_to_won"),
)
TITLES = {"calls": "Calls made", "emails": "Emails sent"}
WEEKS_AHEAD = 4
NOBODY_RAMPED = "nobody is ramped"


def six_cards(page: Page) -> None:
    """The cards in the order of the six; the future meetings stand between those booked and the SAOs."""
    with st.grid(6, min_column_width=130, gap="small"):
        for name, per, rate in CARDS:
            if name == "saos":
                _future_card(page)
            _card(page, BY_NAME[name], per, BY_NAME[rate])


def _card(page: Page, metric: Metric, per: str, rate: Metric) -> None:
    now = page.total(metric, page.period)
    change = _change(page, metric)
    with st.container(border=True, height="stretch", gap="xsmall"):
        if now.value is None:
            _no_number(page, metric)
            return
        st.metric(
            TITLES.get(metric.name, metric.label),
            words.metric_value(metric, now, page.read.currency),
            delta=None if change is None else f"{100 * change:+.1f}{words.NBSP}%",
            delta_color="blue",
            help=metric.meaning,
        )
        _weeks(page, metric, series.mondays(page.read.today, 13))
        st.caption(_deals(page) if metric.name == "revenue" else _beside(page, metric, per, page.period))
        st.caption(_rate_beside(page, rate))


def _change(page: Page, metric: Metric) -> float | None:
    """The change against the equal period before, of the days that are over; None where none is."""
    if page.gone is None:
        return None
    return comparison.change(page.total(metric, page.gone).value, page.total(metric, page.earlier).value)


def _weeks(page: Page, metric: Metric, mondays: pd.DatetimeIndex) -> None:
    """The weeks as small bars. A picture of its own: in `st.metric` it would be drawn anew whenever the
    number above it changes, which takes longer than all the rest of the page."""
    key = ("spark", metric.name, page.rep_id, mondays[0])
    frame = page.read.once(key, lambda: spark_frame(page, metric, mondays))
    sign = words.sign(page.read.currency)
    alt = spark.alt(frame, metric.label, UNITS[metric.unit], sign)
    draw(frame, spark.spec(page.theme), alt, f"spark-{metric.name}")


def spark_frame(page: Page, metric: Metric, mondays: pd.DatetimeIndex) -> pd.DataFrame:
    """The weeks as `charts.spark` draws them; those to come are as good as whole."""
    frame = page.weekly(metric, mondays)
    running = series.mondays(page.read.today, 1)[0]
    said = [words.metric_value(metric, Value(value), page.read.currency) for value in frame["value"]]
    return frame[["week", "value"]].assign(text=said, complete=frame["week"] != running)


def _no_number(page: Page, metric: Metric) -> None:
    st.metric(TITLES.get(metric.name, metric.label), words.NO_VALUE)
    st.caption(why_none(page, metric))


def why_none(page: Page, metric: Metric) -> str:
    """Why a metric of the card has no value."""
    rows = page.of_rep(page.rows)
    if rows.empty:
        return "not in a seat in these days" if page.rep else "no rep in these days"
    for kind in metric.needs:
        if not page.read.kinds.has(rows["team_id"], (kind,)).any():
            return f"no {kind} loaded"
    if not page.rep and summary.ramped(rows).empty:
        return NOBODY_RAMPED
    return "none to count in these days"


def _deals(page: Page) -> str:
    average = page.total(BY_NAME["average_deal"], page.period)
    said = words.money(average.value, page.read.currency)
    return words.deals_won(int(average.denominator or 0), said, page.not_in_revenue())


def _beside(page: Page, metric: Metric, per: str, period: Period) -> str:
    """The team's average in the words of the card."""
    a_day = per == "a rep and day"
    average = page.average(metric).value if a_day else page.per_rep(metric, period)
    if average is None:
        nobody = summary.ramped(page.rows).empty
        return f"no average: {NOBODY_RAMPED if nobody else 'no working day yet'}"
    return f"{'team ' if page.rep else ''}{words.count(average)} {per}"


def _rate_beside(page: Page, rate: Metric) -> str:
    """The rate that coaches: the rep's, or the same average as in the table under the cards, without those
    who ramp."""
    value = page.total(rate, page.period) if page.rep else page.average(rate)
    label = rate.label[0].lower() + rate.label[1:] if not rate.label.startswith("SAO") else rate.label
    if value.value is None:
        return f"{label}  \n{words.NO_VALUE}, {why_none(page, rate)}"
    return f"{label}  \n**{words.metric_value(rate, value, page.read.currency)}**, {words.n_of_d(value)}"


def _future_card(page: Page) -> None:
    """Meetings still to come, from now to the end of the period or, where that is past, of this month."""
    metric = BY_NAME["future_meetings"]
    horizon = still_to_come(page.period, page.read.today)
    now = page.total(metric, horizon)
    with st.container(border=True, height="stretch", gap="xsmall"):
        if now.value is None:
            _no_number(page, metric)
            return
        st.metric(metric.label, words.count(now.value), help=metric.meaning)
        _weeks(page, metric, _weeks_ahead(page))
        begins = "" if horizon.first <= page.read.today else f"{words.day(horizon.first)} "
        st.caption(f"{_beside(page, metric, 'a rep', horizon)}, {begins}to {words.day(horizon.last)}")
        # How many of them will take place, by the chosen days.
        st.caption(_rate_beside(page, BY_NAME["held_rate"]))


def _weeks_ahead(page: Page) -> pd.DatetimeIndex:
    # On a weekend the week that counts is the next one.
    monday = series.mondays(page.read.today + timedelta(days=2), 1)[0]
    return pd.date_range(monday, periods=WEEKS_AHEAD, freq="7D")
