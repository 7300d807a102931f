"""What the team's best on a rate do differently: a card of the 1:1 sheet, and points to talk about."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts import heat, pairs
from dashboard.charts.palette import Theme
from dashboard.figures import ledger, meetings, patterns, ways
from dashboard.figures.differences import Difference, differences
from dashboard.figures.metrics import Metric
from dashboard.figures.patterns import Sides
from dashboard.figures.periods import Period
from dashboard.views.shared import cache
from dashboard.views.shared.page import Page
from dashboard.views.shared.pictures import draw
from dashboard.views.sheet_parts import best_words

MOST_ROWS = 6


@dataclass(frozen=True)
class Compared:
    """One rep beside others on a rate: who they are, how they work, and what is worth a word.

    `activity` is by rep, day and hour (None for a rate of meetings), `list_rates` by list."""

    metric: Metric
    sides: Sides
    who: best_words.Who
    counted: pd.DataFrame
    activity: pd.DataFrame | None
    list_rates: pd.Series
    told: list[Difference]

    @property
    def mine(self) -> tuple[int, ...]:
        """The rep of the sheet."""
        return self.sides.doers if self.sides.is_best else self.sides.others

    @property
    def group(self) -> tuple[int, ...]:
        """Those beside the rep."""
        return self.sides.others if self.sides.is_best else self.sides.doers


def best_card(page: Page, metric: Metric, rep_id: int, rep: str, window: Period, place: str = "") -> None:
    """What the best on a rate (of calls, emails or meetings) do differently from a rep; for a rep who is
    among them, what they do differently from the rest of the team. `place` stands before the title."""
    found = _compared(page.over(window), metric, rep_id, rep)
    with st.container(border=True):
        if found is None:
            st.header(f"{place}What do the best do differently?", anchor=False)
            st.caption("Too few reps have enough behind this rate to tell the best from the lucky.")
            return
        known = found.counted["rep_id"].isin(found.mine).any()
        st.header(f"{place}{best_words.title(found.told, found.who, metric, known)}", anchor=False)
        st.caption(best_words.about(found.who, metric, window))
        for difference in found.told:
            st.write(best_words.sentence(difference, found.who, metric))
        if found.activity is not None:
            _hours_and_attempts(page.theme, found)
        _mix(page.theme, found)
        st.caption(best_words.no_proof(found.told, found.who))


def talking_points(page: Page, metric: Metric, rep_id: int, rep: str, window: Period) -> list[str]:
    """What stands out, a sentence each (markdown): how a rep who is among the best on a rate works
    differently from the rest of the team, else how the best work differently from the rep. Often nothing."""
    found = _compared(page.over(window), metric, rep_id, rep)
    if found is None:
        return []
    return [best_words.sentence(difference, found.who, metric) for difference in found.told]


def _compared(page: Page, metric: Metric, rep_id: int, rep: str) -> Compared | None:
    """The comparison on the days of the page, made once; None where too few reps can be compared."""
    key = ("sheet's best", metric.name, page.period, rep_id)
    return page.read.once(key, lambda: _compare(page, metric, rep_id, rep))


def _compare(page: Page, metric: Metric, rep_id: int, rep: str) -> Compared | None:
    rows = patterns.of_team(page.rows, rep_id)
    sides = patterns.sides(rows, metric, page.read.kinds, rep_id)
    if sides is None:
        return None
    activity = None
    if touch := ways.touches_of(metric):
        lists = page.lists()
        scope = page.scope.narrowed(team=int(rows["team_id"].iloc[0]))
        touches = cache.read_touches(scope, touch, page.period, (*sides.doers, *sides.others))
        activity = ledger.activity(touches.by_hour, page.read.loaded, [*ledger.KEY, "hour"])
        booked = meetings.booked_in(page.read.meetings, page.period)
        counted = ways.of_touches(touch, metric, activity, touches.by_prospect, lists, rows, booked)
    else:
        lists = meetings.facts_in(page.read.meetings, page.period, page.read.as_of)
        counted = ways.of_meetings(lists, metric)
    return Compared(
        metric, sides, best_words.who(rows, sides, rep), counted, activity,
        ways.list_rates(lists, metric), differences(counted, sides.doers, sides.others),
    )  # fmt: skip


def _hours_and_attempts(theme: Theme, found: Compared) -> None:
    """When they work, and how often they try: two heat maps and paired bars side by side."""
    left, middle, right = st.columns([1.1, 1.1, 0.8], gap="medium")
    touch, who = ways.touches_of(found.metric), found.who
    days, hours = ways.usual(found.activity, touch)
    mine, group = (found.activity[found.activity["rep_id"].isin(reps)] for reps in (found.mine, found.group))
    own = ways.spread_out(mine, touch, days, hours)
    with left:
        if found.sides.is_best:
            _spread(theme, found, who.rep, own)
        else:
            _conversions(theme, found, ways.conversions(group, found.metric, days, hours))
    with middle:
        if found.sides.is_best:
            _spread(theme, found, who.group, ways.spread_out(group, touch, days, hours))
        else:
            _spread(theme, found, who.rep, own)
    with right:
        title = f"{touch.capitalize()} by attempt at the same prospect in these days"
        _pairs(theme, found, ways.ATTEMPT, title, ways.ATTEMPTS)


def _conversions(theme: Theme, found: Compared, cells: pd.DataFrame) -> None:
    st.caption(best_words.converted(found.who, found.metric, cells))
    _heat(theme, found, best_words.rate_cells(cells), f"{found.metric.label}, {found.who.group}")
    st.caption("Blank or a dot: too few to tell.")


def _spread(theme: Theme, found: Compared, who: str, cells: pd.DataFrame) -> None:
    what = f"{best_words.of(who)} {ways.touches_of(found.metric)}"
    st.caption(f"**{what}**, % of all {int(cells['n'].max()):,}")
    _heat(theme, found, best_words.share_cells(cells), f"{what} by weekday and hour")


def _heat(theme: Theme, found: Compared, shown: pd.DataFrame, label: str) -> None:
    draw(shown, heat.spec(theme), heat.alt(shown, label), f"best-{found.metric.name}-{label}")


def _mix(theme: Theme, found: Compared) -> None:
    """On what else they differ: lists, channels, and for meetings the AEs and the time to the meeting."""
    trials = best_words.trials(found.metric).capitalize()
    left, middle, right = st.columns(3, gap="medium")
    with left:
        _pairs(theme, found, ways.LIST, f"{trials} by list (in brackets: the list's rate)")
    if found.activity is None:
        with middle:
            _pairs(theme, found, ways.AE, f"{trials} by AE")
        with right:
            _pairs(theme, found, ways.LEAD, "Time from the booking to the meeting", (ways.SOON, ways.FAR))
            _pairs(theme, found, ways.CHANNEL, f"{trials} by channel")
        return
    with middle:
        _pairs(theme, found, ways.TOUCH, "Calls and emails", ("calls", "emails"))
    with right:
        _pairs(theme, found, ways.BOOKED, "Meetings booked, by channel")


def _pairs(theme: Theme, found: Compared, subject: str, label: str, in_order: tuple[str, ...] = ()) -> None:
    """The rep's shares of a subject beside the others', or that the log does not say them."""
    st.caption(f"**{label}**")
    rows = ways.beside(found.counted, subject, found.mine, found.group, in_order)
    if rows.empty:
        st.caption(best_words.not_said(subject, found.metric))
        return
    rates = found.list_rates if subject == ways.LIST else None
    shown = best_words.pair_rows(rows.head(MOST_ROWS), found.who, rates)
    draw(shown, pairs.spec(theme), pairs.alt(shown, label), f"best-{found.metric.name}-{subject}")
    both = found.counted[found.counted["rep_id"].isin(found.mine + found.group)]
    missing, total = ways.unnamed(both, subject)
    if missing:
        st.caption(best_words.left_out(missing, total, subject, found.metric))
