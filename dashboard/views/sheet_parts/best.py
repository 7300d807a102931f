"""What the team's best on a rate do differently: a card of the 1:1 sheet, and points to talk about."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts import heat, pairs
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

    page: Page
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
    found = _compare(page.over(window), metric, rep_id, rep)
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
            _hours_and_attempts(found)
        _mix(found)
        st.caption(best_words.no_proof(found.told, found.who))


def talking_points(page: Page, metric: Metric, rep_id: int, rep: str, window: Period) -> list[str]:
    """What stands out, a sentence each: how a rep who is among the best on a rate works differently from the
    rest of the team, or how the best work differently from the rep. Empty where nothing does."""
    found = _compare(page.over(window), metric, rep_id, rep)
    if found is None:
        return []
    return [best_words.sentence(difference, found.who, metric) for difference in found.told]


def _compare(page: Page, metric: Metric, rep_id: int, rep: str) -> Compared | None:
    """The comparison on the days of the page; None where too few reps can be compared."""
    rows = patterns.of_team(page.rows, rep_id)
    sides = patterns.sides(rows, metric, page.read.kinds, rep_id)
    if sides is None:
        return None
    lists, activity = page.lists(), None
    if touch := ways.touches_of(metric):
        scope = page.scope.narrowed(team=int(rows["team_id"].iloc[0]))
        touches = cache.read_touches(scope, touch, page.period, (*sides.doers, *sides.others))
        activity = ledger.activity(touches.by_hour, page.read.loaded, [*ledger.KEY, "hour"])
        booked = meetings.booked_in(page.read.meetings, page.period)
        counted = ways.of_touches(touch, metric, activity, touches.by_prospect, lists, rows, booked)
    else:
        lists = meetings.facts_in(page.read.meetings, page.period, page.read.as_of)
        counted = ways.of_meetings(lists, metric)
    return Compared(
        page, metric, sides, best_words.who(rows, sides, rep), counted, activity,
        ways.list_rates(lists, metric), differences(counted, sides.doers, sides.others),
    )  # fmt: skip


def _hours_and_attempts(found: Compared) -> None:
    """When they work, and how often they try: two heat maps and paired bars side by side."""
    left, middle, right = st.columns([1.1, 1.1, 0.8], gap="medium")
    touch = ways.touches_of(found.metric)
    days, hours = ways.usual(found.activity, touch)
    of = {reps: found.activity[found.activity["rep_id"].isin(reps)] for reps in (found.mine, found.group)}
    mine, group = (ways.spread_out(of[reps], touch, days, hours) for reps in (found.mine, found.group))
    with left:
        if found.sides.is_best:
            _spread(found, found.who.rep, mine)
        else:
            _conversions(found, ways.conversions(of[found.group], found.metric, days, hours))
    with middle:
        if found.sides.is_best:
            _spread(found, found.who.group, group)
        else:
            _spread(found, found.who.rep, mine)
    with right:
        what = touch.capitalize()
        _pairs(
            found,
            ways.ATTEMPT,
            f"{what} by attempt at the same prospect in these days",
            in_order=ways.ATTEMPTS,
        )


def _conversions(found: Compared, cells: pd.DataFrame) -> None:
    st.caption(best_words.converted(found.who, found.metric, cells))
    shown = best_words.rate_cells(cells)
    _heat(found, shown, f"{found.metric.label}, {found.who.group}")
    st.caption("Blank or a dot: too few to tell.")


def _spread(found: Compared, who: str, cells: pd.DataFrame) -> None:
    touch = ways.touches_of(found.metric)
    st.caption(f"**{best_words.of(who)} {touch}**, % of all {int(cells['x'].sum()):,}")
    _heat(found, best_words.share_cells(cells), f"{best_words.of(who)} {touch} by weekday and hour")


def _heat(found: Compared, shown: pd.DataFrame, label: str) -> None:
    draw(shown, heat.spec(found.page.theme), heat.alt(shown, label), f"heat-{found.metric.name}-{label}")


def _mix(found: Compared) -> None:
    """On what else they differ: lists, channels, and for meetings the AEs and the lead time."""
    metric = found.metric
    what = best_words.trials(metric)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        _pairs(found, ways.LIST, f"{what.capitalize()} by list (in brackets: the list's rate)")
    if found.activity is None:
        with middle:
            _pairs(found, ways.AE, "Meetings by AE")
        with right:
            _pairs(found, ways.LEAD, "Days from the booking to the meeting", in_order=(ways.SOON, ways.FAR))
            _pairs(found, ways.CHANNEL, "Meetings by channel")
        return
    with middle:
        _pairs(found, ways.TOUCH, "Calls and emails")
    with right:
        _pairs(found, ways.BOOKED, "Meetings booked, by channel")


def _pairs(found: Compared, subject: str, label: str, in_order: tuple[str, ...] = ()) -> None:
    """The rep's shares of a subject beside the others', or that the log does not say them."""
    st.caption(f"**{label}**")
    rows = ways.beside(found.counted, subject, found.mine, found.group, in_order)
    if rows.empty:
        st.caption(best_words.not_said(subject, found.metric))
        return
    shown = best_words.pair_rows(
        rows.head(MOST_ROWS), found.who, found.list_rates if subject == ways.LIST else None
    )
    key = f"pairs-{found.metric.name}-{subject}"
    draw(shown, pairs.spec(found.page.theme), pairs.alt(shown, label), key)
    missing, total = ways.unnamed(
        found.counted[found.counted["rep_id"].isin(found.mine + found.group)], subject
    )
    if missing:
        st.caption(best_words.left_out(missing, total, subject, found.metric))
