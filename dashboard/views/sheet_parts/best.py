"""What the team's best on a rate do differently: a card of the 1:1 sheet, and points to talk about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
from dashboard.views.shared.pictures import Picture, show
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


@dataclass(frozen=True)
class Block:
    """What stands under each other on one thing they may differ on: words over a picture, and words under."""

    title: str
    picture: Picture | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Best:
    """The card: its words, and its rows of columns of blocks, each with the columns' widths."""

    title: str
    about: str
    told: list[str] = field(default_factory=list)
    rows: list[tuple[Sequence[float], list[list[Block]]]] = field(default_factory=list)
    no_proof: str = ""

    @property
    def blocks(self) -> list[Block]:
        """All of them, as they are read."""
        return [block for _, columns in self.rows for column in columns for block in column]


def best_card(page: Page, metric: Metric, rep_id: int, rep: str, window: Period, place: str = "") -> None:
    """What the best on a rate (of calls, emails or meetings) do differently from a rep; for a rep who is
    among them, what they do differently from the rest of the team. `place` stands before the title."""
    found = best(page, metric, rep_id, rep, window)
    with st.container(border=True):
        st.header(f"{place}{found.title}", anchor=False)
        st.caption(found.about)
        for sentence in found.told:
            st.write(sentence)
        for widths, columns in found.rows:
            for column, blocks in zip(st.columns(widths, gap="medium"), columns, strict=True):
                with column:
                    _draw(page, blocks)
        if found.no_proof:
            st.caption(found.no_proof)


def _draw(page: Page, blocks: list[Block]) -> None:
    for block in blocks:
        st.caption(block.title)
        if block.picture:
            show(block.picture, page.theme)
        for note in block.notes:
            st.caption(note)


def best(page: Page, metric: Metric, rep_id: int, rep: str, window: Period) -> Best:
    """What the card says."""
    found = _compared(page.over(window), metric, rep_id, rep)
    if found is None:
        return Best(
            "What do the best do differently?",
            "Too few reps have enough behind this rate to tell the best from the lucky.",
        )
    known = found.counted["rep_id"].isin(found.mine).any()
    return Best(
        best_words.title(found.told, found.who, metric, known),
        best_words.about(found.who, metric, window),
        [best_words.sentence(difference, found.who, metric) for difference in found.told],
        _rows(found),
        best_words.no_proof(found.told, found.who),
    )


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


def _rows(found: Compared) -> list[tuple[Sequence[float], list[list[Block]]]]:
    mix = ((1, 1, 1), _mix(found))
    return [mix] if found.activity is None else [((1.1, 1.1, 0.8), _hours_and_attempts(found)), mix]


def _hours_and_attempts(found: Compared) -> list[list[Block]]:
    """When they work, and how often they try: two heat maps and paired bars side by side."""
    touch, who = ways.touches_of(found.metric), found.who
    days, hours = ways.usual(found.activity, touch)
    mine, group = (found.activity[found.activity["rep_id"].isin(reps)] for reps in (found.mine, found.group))
    own = _spread(found, who.rep, ways.spread_out(mine, touch, days, hours))
    if found.sides.is_best:
        pair = [own, _spread(found, who.group, ways.spread_out(group, touch, days, hours))]
    else:
        pair = [_conversions(found, ways.conversions(group, found.metric, days, hours)), own]
    title = f"{touch.capitalize()} by attempt at the same prospect in these days"
    return [*([block] for block in pair), [_pairs(found, ways.ATTEMPT, title, ways.ATTEMPTS)]]


def _conversions(found: Compared, cells: pd.DataFrame) -> Block:
    label = f"{found.metric.label}, {found.who.group}"
    picture = _heat(found, best_words.rate_cells(cells), label)
    title = best_words.converted(found.who, found.metric, cells)
    return Block(title, picture, ["Blank or a dot: too few to tell."])


def _spread(found: Compared, who: str, cells: pd.DataFrame) -> Block:
    what = f"{best_words.of(who)} {ways.touches_of(found.metric)}"
    picture = _heat(found, best_words.share_cells(cells), f"{what} by weekday and hour")
    return Block(f"**{what}**, % of all {int(cells['n'].max()):,}", picture)


def _heat(found: Compared, shown: pd.DataFrame, label: str) -> Picture:
    return Picture(shown, heat.spec, heat.alt(shown, label), f"best-{found.metric.name}-{label}")


def _mix(found: Compared) -> list[list[Block]]:
    """On what else they differ: lists, channels, and for meetings the AEs and the time to the meeting."""
    trials = best_words.trials(found.metric).capitalize()
    lists = _pairs(found, ways.LIST, f"{trials} by list (in brackets: the list's rate)")
    if found.activity is None:
        lead = "Time from the booking to the meeting"
        return [
            [lists],
            [_pairs(found, ways.AE, f"{trials} by AE")],
            [
                _pairs(found, ways.LEAD, lead, (ways.SOON, ways.FAR)),
                _pairs(found, ways.CHANNEL, f"{trials} by channel"),
            ],
        ]
    return [
        [lists],
        [_pairs(found, ways.TOUCH, "Calls and emails", ("calls", "emails"))],
        [_pairs(found, ways.BOOKED, "Meetings booked, by channel")],
    ]


def _pairs(found: Compared, subject: str, label: str, in_order: tuple[str, ...] = ()) -> Block:
    """The rep's shares of a subject beside the others', or that the log does not say them."""
    rows = ways.beside(found.counted, subject, found.mine, found.group, in_order)
    if rows.empty:
        return Block(f"**{label}**", notes=[best_words.not_said(subject, found.metric)])
    rates = found.list_rates if subject == ways.LIST else None
    shown = best_words.pair_rows(rows.head(MOST_ROWS), found.who, rates)
    picture = Picture(shown, pairs.spec, pairs.alt(shown, label), f"best-{found.metric.name}-{subject}")
    both = found.counted[found.counted["rep_id"].isin(found.mine + found.group)]
    missing, total = ways.unnamed(both, subject)
    notes = [best_words.left_out(missing, total, subject, found.metric)] if missing else []
    return Block(f"**{label}**", picture, notes)
