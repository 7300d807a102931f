"""The six cards of the Team view: the number, its change, thirteen weeks, the rate that coaches."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard.figures import comparison, series
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import Period, month
from dashboard.figures.summary import Value
from dashboard.views.shared import words
from dashboard.views.shared.page import Page

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


def six_cards(page: Page) -> None:
    """The cards in the order of the six; the future meetings stand between those booked and the SAOs."""
    with st.grid(6, min_column_width=150, gap="small"):
        for name, per, rate in CARDS:
            if name == "saos":
                _future_card(page)
            _card(page, BY_NAME[name], per, BY_NAME[rate])


def _card(page: Page, metric: Metric, per: str, rate: Metric) -> None:
    now = page.total(metric, page.period)
    earlier = page.total(metric, page.earlier)
    weeks = page.weekly(metric, series.mondays(page.read.today, 13))
    with st.container(border=True, height="stretch", gap="xsmall"):
        if now.value is None:
            st.metric(TITLES.get(metric.name, metric.label), words.NO_VALUE)
            st.caption(f"no {metric.needs[0]} loaded")
            return
        change = comparison.change(now.value, earlier.value)
        st.metric(
            TITLES.get(metric.name, metric.label),
            words.metric_value(metric, now, page.read.currency),
            delta=None if change is None else f"{100 * change:+.1f}{words.NBSP}%",
            delta_color="blue",
            chart_data=weeks["value"].tolist(),
            chart_type="bar",
            help=metric.meaning,
        )
        st.caption(_beside(page, metric, per))
        # The same average as in the table under the cards: without those who ramp.
        beside = page.total(rate, page.period) if page.rep else page.average(rate)
        st.caption(_rate(rate, beside, page))


def _beside(page: Page, metric: Metric, per: str) -> str:
    """The team's average in the words of the card."""
    if metric.name == "revenue":
        deals = page.total(BY_NAME["average_deal"], page.period)
        count = words.plural(int(deals.denominator or 0), "deal")
        return f"{count} of {words.money(deals.value, page.read.currency)}"
    whose = "team " if page.rep else ""
    if per == "a rep and day":
        return f"{whose}{words.count(page.average(metric).value)} {per}"
    return f"{whose}{words.count(page.per_rep(metric))} {per}"


def _rate(rate: Metric, value: Value, page: Page) -> str:
    label = rate.label[0].lower() + rate.label[1:] if not rate.label.startswith("SAO") else rate.label
    return f"{label}  \n**{words.metric_value(rate, value, page.read.currency)}**, {words.n_of_d(value)}"


def _future_card(page: Page) -> None:
    """Meetings still to come, from now to the end of the period or, where that is past, of this month."""
    metric = BY_NAME["future_meetings"]
    horizon = ahead(page)
    mine = page.of_rep(page.read.by_rep(horizon))
    now = page.total(metric, horizon)
    # On a weekend the week that counts is the next one.
    monday = series.mondays(page.read.today + timedelta(days=2), 1)[0]
    mondays = pd.date_range(monday, periods=WEEKS_AHEAD, freq="7D")
    weeks = page.weekly(metric, mondays)
    reps = max(mine["rep_id"].nunique(), 1)
    with st.container(border=True, height="stretch", gap="xsmall"):
        if now.value is None:
            st.metric("Future meetings", words.NO_VALUE)
            st.caption("no meetings loaded")
            return
        st.metric(
            "Future meetings",
            words.count(now.value),
            chart_data=weeks["value"].tolist(),
            chart_type="bar",
            help=metric.meaning,
        )
        st.caption(
            f"{words.count(now.value / reps)} a rep, to {words.day(horizon.last)}; "
            f"the bars are the next {WEEKS_AHEAD} weeks"
        )


def ahead(page: Page) -> Period:
    """From today to the end of the period; of the month where the period is over or ends today, and of
    the next one where that leaves less than a week."""
    today = page.read.today
    if page.period.last > today:
        return Period(today, page.period.last)
    last = month(today.year, today.month).last
    if (last - today).days < 7:
        following = last + timedelta(days=1)
        last = month(following.year, following.month).last
    return Period(today, last)
