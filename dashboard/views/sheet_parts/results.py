"""Results first: what the rep brought, against quota and beside the team's average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.figures import summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import still_to_come
from dashboard.figures.quotas import Standing
from dashboard.views.shared import coached, guard_words, results, words
from dashboard.views.shared.page import Page
from dashboard.views.sheet_parts.about import About


@dataclass(frozen=True)
class Number:
    """A number of the rep, and what is said under it."""

    label: str
    number: str
    said: str
    meaning: str | None = None


def results_cards(one: About, number: str) -> None:
    """The results, a card each."""
    title, numbers = brought(one)
    st.header(f"{number}{title}", anchor=False)
    with st.grid(5, min_column_width=150, gap="small"):
        for each in numbers:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(each.label, each.number, help=each.meaning)
                st.caption(each.said)


def brought(one: About) -> tuple[str, list[Number]]:
    """The title, then SAOs of the running quota, meetings held and booked, what is on the calendar; activity
    last, and not at all where nobody is to be read by it."""
    page = one.page
    period, _, standing = results.running(page, "saos")
    when = results.called(period, page.read.calendar)
    if standing is None:
        saos = Number(f"SAOs, {when}", words.NO_VALUE, "no meetings or opportunities loaded")
    else:
        saos = Number(f"SAOs, {when}", _of_quota(standing), _pace(standing))
    meetings = [_count(page, BY_NAME[metric]) for metric in ("meetings_held", "meetings_scheduled")]
    return _title(standing, when), [saos, *meetings, _ahead(page), _last(one)]


def _title(standing: Standing | None, when: str) -> str:
    if standing is None:
        return "Results"
    if not standing.quota:
        return f"Results: {words.plural(int(standing.achieved), 'SAO')} in {when}, and no quota is set"
    if standing.achieved >= standing.quota:
        return "Results: past the quota"
    on = standing.attainment >= standing.due
    return f"Results: {'on or above' if on else 'below'} what is due by today"


def _of_quota(standing: Standing) -> str:
    done = words.count(standing.achieved)
    return f"{done} of {words.count(standing.quota)}" if standing.quota else done


def _pace(standing: Standing) -> str:
    if standing.straight_line is None:
        return "no working day yet"
    return f"at this pace {words.count(round(standing.straight_line, 1))}"


def _count(page: Page, metric: Metric) -> Number:
    value = page.total(metric, page.period).value
    average = page.per_rep(metric)
    said = "no average" if average is None else f"team average {words.count(average)}"
    return Number(metric.label, words.count(value), said, metric.meaning)


def _ahead(page: Page) -> Number:
    metric = BY_NAME["future_meetings"]
    horizon = still_to_come(page.period, page.read.today)
    average = page.per_rep(metric, horizon)
    said = "" if average is None else f"team average {words.count(average)}, "
    value = page.total(metric, horizon).value
    said += f"to {words.day(horizon.last)}"
    return Number("On the calendar", words.count(value), said, metric.meaning)


def _last(one: About) -> Number:
    """Activity a day with its floor; for somebody who is not to be pushed the rate that is worth more."""
    found = one.team.found
    if one.is_guarded or found.activity is None:
        return _rate(one.page, BY_NAME["connected_to_meeting"])
    mine = summary.per_day(one.page.of_rep(one.team_rows), found.activity, one.page.read.kinds)
    average = one.page.average(found.activity).value
    floor = coached.floor_of(one.page, one.team)
    said = ["no average" if average is None else f"team average {words.count(round(average))}"]
    said += [f"floor {floor:,.0f}"] if floor else []
    # Without a working day in the period there is no number a day.
    own = words.NO_VALUE if mine.empty or pd.isna(mine.iloc[0]) else words.count(round(mine.iloc[0]))
    worked = np.nan if one.guard is None else one.guard["activity_a_day"]
    # The guard counts the days worked only: two numbers for one thing would look like a mistake.
    if pd.notna(worked) and guard_words.a_day(worked) != own:
        said.append(f"{guard_words.a_day(worked)} on days worked")
    return Number(f"{found.activity.label} a day", own, " · ".join(said), found.activity.meaning)


def _rate(page: Page, metric: Metric) -> Number:
    value, team = page.total(metric, page.period), page.average(metric)
    said = f"{words.n_of_d(value, ' of ')}; team {words.metric_value(metric, team, None)}"
    return Number(metric.label, words.metric_value(metric, value, None), said, metric.meaning)
