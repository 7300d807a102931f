"""Results first: what the rep brought, against quota and beside the team's average."""

from __future__ import annotations

import streamlit as st

from dashboard.figures import summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import still_to_come
from dashboard.figures.quotas import Standing
from dashboard.views.shared import results, words
from dashboard.views.shared.page import Page
from dashboard.views.sheet_parts.about import About


def results_cards(one: About, number: str) -> None:
    """SAOs of the running quota, meetings held and booked, what is on the calendar; activity last, and not at
    all where nobody is to be read by it."""
    page = one.page
    period, _, standing = results.running(page, "saos")
    when = results.called(period)
    st.header(f"{number}{_title(standing, when)}", anchor=False)
    with st.grid(5, min_column_width=150, gap="small"):
        if standing is None:
            _card(f"SAOs, {when}", words.NO_VALUE, "no meetings or opportunities loaded")
        else:
            _card(f"SAOs, {when}", _of_quota(standing), _pace(standing))
        for metric in ("meetings_held", "meetings_scheduled"):
            _count(page, BY_NAME[metric])
        _ahead(page)
        _last(one)


def _title(standing: Standing | None, when: str) -> str:
    if standing is None:
        return "Results"
    if not standing.quota:
        return f"Results: {words.plural(int(standing.achieved), 'SAO')} in {when}, and no quota is set"
    if standing.achieved >= standing.quota:
        return "Results: past the quota"
    on = standing.attainment >= standing.due
    return f"Results: {'on or above' if on else 'below'} the straight line to quota"


def _of_quota(standing: Standing) -> str:
    done = words.count(standing.achieved)
    return f"{done} of {words.count(standing.quota)}" if standing.quota else done


def _pace(standing: Standing) -> str:
    if standing.straight_line is None:
        return "no working day yet"
    return f"straight line {words.count(round(standing.straight_line, 1))}"


def _card(label: str, number: str, said: str, meaning: str | None = None) -> None:
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(label, number, help=meaning)
        st.caption(said)


def _count(page: Page, metric: Metric) -> None:
    value = page.total(metric, page.period).value
    average = page.per_rep(metric)
    said = "no average" if average is None else f"team average {words.count(average)}"
    _card(metric.label, words.count(value), said, metric.meaning)


def _ahead(page: Page) -> None:
    metric = BY_NAME["future_meetings"]
    horizon = still_to_come(page.period, page.read.today)
    average = page.per_rep(metric, horizon)
    said = "" if average is None else f"team average {words.count(average)}, "
    value = page.total(metric, horizon).value
    _card("On the calendar", words.count(value), f"{said}to {words.day(horizon.last)}", metric.meaning)


def _last(one: About) -> None:
    """Activity a day with its floor; for somebody who is not to be pushed the rate that is worth more."""
    found = one.team.found
    if one.is_guarded or found.activity is None:
        _rate(one.page, BY_NAME["connected_to_meeting"])
        return
    mine = summary.per_day(one.page.of_rep(one.team_rows), found.activity, one.page.read.kinds)
    average = one.page.average(found.activity).value
    floor = one.page.read.floor(found.team_id, found.activity.name)
    said = ["no average" if average is None else f"team average {words.count(round(average))}"]
    said += [f"floor {floor:,.0f}"] if floor else []
    _card(
        f"{found.activity.label} a day", words.NO_VALUE if mine.empty else words.count(round(mine.iloc[0])),
        " · ".join(said), found.activity.meaning,
    )  # fmt: skip


def _rate(page: Page, metric: Metric) -> None:
    value, team = page.total(metric, page.period), page.average(metric)
    said = f"{words.n_of_d(value, ' of ')}; team {words.metric_value(metric, team, None)}"
    _card(metric.label, words.metric_value(metric, value, None), said, metric.meaning)
