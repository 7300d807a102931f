"""Results first: SAOs and meetings held against the quota of the month or quarter that today is in."""

from __future__ import annotations

from math import nan

import pandas as pd
import streamlit as st

from dashboard import access
from dashboard.charts import landing
from dashboard.figures import quotas, summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import DECEMBER, Period, month, quarter_of
from dashboard.figures.quotas import Standing
from dashboard.figures.workdays import Calendar
from dashboard.views.shared import cache, landing_words, words
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw

# A log that ended more working days ago says nothing of where a period ends.
LONGEST_BEHIND = 3


def results_card(page: Page, name: str) -> None:
    """One result on its way to quota: a bar, the quota, the straight line, and the sum in words."""
    metric = BY_NAME[name]
    period, rows, standing = running(page, name)
    with st.container(border=True, height="stretch"):
        if standing is None:
            not_loaded(metric, called(period, page.read.calendar))
            return
        st.header(f"{metric.label} in {called(period, page.read.calendar)}: {_title(standing)}", anchor=False)
        landed = landing_of(page, name, period)
        frame = bar(standing, landed)
        draw(frame, landing.spec(page.theme), landing.alt(frame, metric.label), f"result-{name}")
        st.caption(" ".join(filter(None, [in_words(standing, rows, name), lands(landed)])))
        if not standing.quota:
            without_quota(page, period)


def landing_of(page: Page, name: str, period: Period) -> pd.Series | None:
    """Where the chosen rep, team or all land by the period's end (as on the Forecast view); None once it is
    over, and where nobody can tell."""
    read = page.read
    if period.last < read.today:
        return None

    def found() -> pd.Series | None:
        forecasts = cache.read_forecasts(access.scope_of(access.OWNER), period)
        if forecasts.days_behind > LONGEST_BEHIND:
            return None
        team = page.scope.only_team
        return forecasts.of_one(quotas.name_of(period, read.calendar), name, team, page.rep_id)

    return read.once(("landing", name, period, page.rep_id), found)


def lands(landed: pd.Series | None) -> str:
    """Where it ends and the chance of the quota, in a sentence; the picture has the range."""
    if landed is None:
        return ""
    p_hit = landed["p_hit"]
    of = "" if pd.isna(p_hit) else f"; {landing_words.percent(p_hit)} chance of the quota"
    return f"Most likely it ends at {landed['p50']:,.0f}{of}."


def running(page: Page, name: str) -> tuple[Period, pd.DataFrame, Standing | None]:
    """The days of the running quota of a result (without one the month), the reps' sums over them, and how
    far the chosen rep or all together are; None where the result's kind of log is not there."""
    today = page.read.today
    period_name = quotas.period_named(page.read.quotas, name, today, page.read.calendar)
    period = page.read.calendar.period(period_name) if period_name else month(today.year, today.month)
    rows = month_rows(page, period)
    if not page.read.kinds.has(page.read.seats["team_id"], BY_NAME[name].needs).any():
        return period, rows, None
    key = ("standing", name, page.rep_id)
    return period, rows, page.read.once(key, lambda: _standing(page, name, period_name, period, rows))


def month_rows(page: Page, period: Period) -> pd.DataFrame:
    """The reps' sums over the quota's period, of the chosen rep where there is one."""
    return page.of_rep(page.read.by_rep(period))


def future(rows: pd.DataFrame) -> int:
    """The meetings still to come."""
    return int(rows["future_meetings"].sum())


def _standing(page: Page, name: str, period_name: str | None, period: Period, rows: pd.DataFrame) -> Standing:
    seats = page.of_rep(page.read.seats)
    if period_name is None:
        quota = None
    elif page.rep_id is None:
        quota = quotas.of_team(page.read.quotas, seats, name, period_name, page.read.calendar)
    else:
        mine = quotas.by_seat(page.read.quotas, seats, name, period_name, page.read.calendar)
        quota = float(mine.sum()) if len(mine) else None
    achieved = summary.total(rows, BY_NAME[name], page.read.kinds).value or 0
    return quotas.standing(
        achieved, quota, period, page.read.today, page.read.calendar, seats["team_id"].unique()
    )


def _title(standing: Standing) -> str:
    done = words.count(standing.achieved)
    if not standing.quota:
        return f"{done}, and no quota is set"
    return f"{done} of {words.count(standing.quota)}, {words.percent(standing.attainment, 1)} of quota"


def called(period: Period, calendar: Calendar) -> str:
    """What a quota's period is called: November, 2026 Q4; a quarter of a fiscal year that is not the
    calendar's FY2027 Q1."""
    if period.days > 31:
        year, quarter = quarter_of(period.last, calendar.year_ends).split("-")
        return f"{'' if calendar.year_ends == DECEMBER else 'FY'}{year} {quarter}"
    return f"{period.first:%B}"


def bar(standing: Standing, landed: pd.Series | None = None) -> pd.DataFrame:
    """What `charts.landing` draws of a standing, with where it lands."""
    row = dict.fromkeys(landing.COLUMNS, nan) | {
        "achieved": standing.achieved,
        "quota_label": "",
        "straight_label": "",
        "range_label": "",
    }
    if landed is not None:
        row |= {part: landed[part] or nan for part in ("pending", "calendar", "new", "p10", "p50", "p90")}
        row["range_label"] = f"lands between {landed['p10']:,.0f} and {landed['p90']:,.0f}"
    if standing.quota:
        row |= {"quota": standing.quota, "quota_label": f"quota {words.count(standing.quota)}"}
    if standing.straight_line is not None and standing.days_gone < standing.days:
        line = standing.straight_line
        row |= {"straight": line, "straight_label": f"straight line {line:,.0f}"}
    return pd.DataFrame([row])


def in_words(standing: Standing, rows: pd.DataFrame, name: str) -> str:
    """How much of the time is gone, what the quota takes from here, and what is still open."""
    left = standing.days - standing.days_gone
    said = [f"{standing.days_gone} of {words.plural(standing.days, 'working day')} gone"]
    if standing.quota and left > 0:
        wanted = max(standing.quota - standing.achieved, 0) / left
        so_far = standing.achieved / standing.days_gone if standing.days_gone else None
        asked = f"the quota takes {words.count(wanted)} a day from here" if wanted else "the quota is reached"
        said.append(asked if so_far is None else f"{asked}, so far {words.count(so_far)} a day")
    sentence = "; ".join(said) + "."
    waiting = int(rows["awaiting_decision"].sum())
    if name == "saos" and waiting:
        verb = "awaits" if waiting == 1 else "await"
        sentence += f" {words.plural(waiting, 'held meeting')} of these days {verb} a decision by the AE."
    if name == "meetings_held":
        sentence += f" {words.plural_or_no(future(rows), 'meeting')} still on the calendar."
    return sentence


def not_loaded(metric: Metric, when: str) -> None:
    """A result whose kind of log is not there: never shown as 0."""
    st.header(f"{metric.label} in {when}: {words.NO_VALUE}", anchor=False)
    st.caption(f"No {' and '.join(metric.needs)} loaded.")


def without_quota(page: Page, period: Period) -> None:
    """That there is no quota, what one would show, and where to load it."""
    whose = f" for {words.literal(page.rep)}" if page.rep else ""
    when = called(period, page.read.calendar)
    name = quotas.name_of(period, page.read.calendar)
    if page.rep_id is None and (page.read.quotas["period"] == name).any():
        st.write(f"Not every team has a quota in {when}, so there is none for all together.")
    else:
        st.write(f"No quota is set{whose} in {when}. With one, this card shows what it takes from here.")
    st.page_link("views/quotas.py", label="Set a quota", icon=":material/target:")
