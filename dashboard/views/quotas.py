"""Quotas: who has which target and how far they are, and the working days that these are spread over."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import access
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import local_day, of_quota
from dashboard.log.plans import QUOTA_METRICS
from dashboard.reading import usual_zone
from dashboard.views.quota_parts import days_off, holidays, targets, year
from dashboard.views.quota_parts.targets import Asked
from dashboard.views.shared import cache, empty, words
from dashboard.views.shared.choices import choose_team
from dashboard.views.shared.results import called
from dashboard.views.shared.until import choose_period

MAKES = (
    "With reps loaded this page holds their targets by month or quarter, and the holidays and days off that "
    "every figure per working day takes out."
)
METRICS = {BY_NAME[name].label: name for name in QUOTA_METRICS}


def choose(today: date) -> tuple[int | None, str, str]:
    """The team (None: all), the metric, and the month or quarter; each kept in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        team_id, _ = choose_team(cache.seats(access.scope_of(access.OWNER)))
        label = st.selectbox(
            "Metric",
            list(METRICS),
            key="metric",
            bind="query-params",
            width=190,
            label_visibility="collapsed",
        )
        period = choose_period(today, cache.year_ends())
    return team_id, METRICS.get(label, QUOTA_METRICS[0]), period


def main() -> None:
    """The page."""
    scope = access.scope_of(access.OWNER)
    seats = cache.seats(scope)
    if seats.empty:
        empty.nothing_loaded("Quotas", MAKES)
        return
    st.title("Quotas", anchor=False)
    place = st.empty()
    today = local_day(cache.now(), usual_zone(seats))
    team_id, metric, name = choose(today)
    mine = scope.narrowed(team=team_id)
    period = of_quota(name, cache.year_ends())
    read = cache.read(mine, period)
    gone, days = read.calendar.gone(read.seats["team_id"].unique(), period, today)
    when = called(period, read.calendar)
    counted = f"{gone} of {words.plural(days, 'working day')} gone"
    place.caption(f"{BY_NAME[metric].label}, {when}: {words.days(period)} · {counted}")
    targets.card(Asked(mine, read, metric, name, period, when))
    left, right = st.columns([1.12, 1], gap="small")
    with left:
        holidays.card(mine, today)
    with right:
        days_off.card(mine, read.seats, today)
        year.card(scope)


main()
