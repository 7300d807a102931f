"""The way to the rep's quota: what is achieved, what is left, what is still on the calendar."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import landing
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import RAMP_WEEKS, Period
from dashboard.figures.quotas import Standing
from dashboard.views.shared import results, words
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw

SAOS = BY_NAME["saos"]


def card(page: Page) -> None:
    """The SAOs of the running quota: a bar, the quota, the straight line, and the sum in words."""
    period, rows, standing = results.running(page, SAOS.name)
    with st.container(border=True, height="stretch"):
        if standing is None:
            results.not_loaded(SAOS, results.called(period, page.read.calendar))
            return
        st.header(_title(page, standing, rows, period), anchor=False)
        frame = results.bar(standing)
        draw(frame, landing.spec(page.theme), landing.alt(frame, SAOS.label), "my-way")
        st.caption(f"{results.in_words(standing, rows, SAOS.name)}{_ramp(rows)}")
        if not standing.quota:
            results.without_quota(page, period)


def _title(page: Page, standing: Standing, rows: pd.DataFrame, period: Period) -> str:
    """ "4 SAOs to your quota: 8 of 12, and 6 meetings still to come in November"."""
    when, done = results.called(period, page.read.calendar), words.count(standing.achieved)
    if not standing.quota:
        said = f"{done} {_saos(done)}, and no quota is set"
    elif standing.left:
        left = words.count(standing.left)
        said = f"{left} {_saos(left)} to your quota: {done} of {words.count(standing.quota)}"
    else:
        said = f"Your quota is reached: {done} of {words.count(standing.quota)} SAOs"
    if not page.read.rows["meetings"]:
        return f"{said} in {when}"
    coming = words.plural_or_no(results.future(rows), "meeting").lower()
    return f"{said}{';' if not standing.quota else ', and'} {coming} still to come in {when}"


def _saos(count: str) -> str:
    return "SAO" if count == "1" else "SAOs"


def _ramp(rows: pd.DataFrame) -> str:
    """What a ramping rep should know about the quota and the averages."""
    week = rows["ramp_week"].max()
    if pd.isna(week):
        return ""
    return f" You are in week {week:.0f} of {RAMP_WEEKS}: your quota is ramped, and no average includes you."
