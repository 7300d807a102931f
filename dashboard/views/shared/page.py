"""The head of every page: its title, whose numbers these are, and what a view draws from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import access
from dashboard.figures import deals, ledger, series, summary
from dashboard.figures.metrics import Metric
from dashboard.figures.periods import Period, before, local_day
from dashboard.log.scope import Scope
from dashboard.reading import Reading, usual_zone
from dashboard.views.shared import cache, empty, words
from dashboard.views.shared.choices import NARROWED, SHEET, Choices, choices, rep_labels, team_labels

KINDS = ("calls", "emails", "meetings", "opportunities")
# What a team logs every working day: ending so many of them before the rest, a page says so.
LOGGED_DAILY, BEHIND_DAYS = ("calls", "emails"), 3
# What the rows of all together are called in tables and pictures.
RESERVED = ("Team", "Team average", "all")
# The place of the title, and the choices, where `prepare_head` drew them.
_head: ContextVar[tuple[DeltaGenerator, Choices] | None] = ContextVar("head", default=None)


@dataclass(frozen=True)
class Page:
    """What a view needs to draw: the reading in scope, the period, the chosen team and rep."""

    read: Reading
    period: Period
    team: str
    rep_id: int | None
    rep: str | None
    scope: Scope

    @property
    def theme(self) -> Literal["light", "dark"]:
        """The theme the charts are drawn in."""
        return "dark" if st.context.theme.type == "dark" else "light"

    @property
    def zone(self) -> str:
        """The time zone that moments are written in."""
        return self.read.once(("zone",), lambda: usual_zone(self.read.seats))

    @cached_property
    def teams(self) -> list[int]:
        """The teams it is about: that of the chosen rep, or of all in scope."""
        return self.of_rep(self.read.seats)["team_id"].unique().tolist()

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The reps of the team in the period, see `summary.by_rep`, each called by a name of its own: a
        picture puts what has one name in one row."""
        return self.read.once(("told apart", self.period), lambda: _told_apart(self.read.by_rep(self.period)))

    @cached_property
    def gone(self) -> Period | None:
        """The days of the period that are over. Today is not: half a day beside whole ones is always down."""
        return self.period.until(self.read.today - timedelta(days=1))

    @cached_property
    def earlier(self) -> Period:
        """The equal period before `gone`, for comparison."""
        return before(self.period, self.read.today - timedelta(days=1))

    def address(self, team_id: int, rep_id: int) -> dict[str, str]:
        """The choices of a rep's sheet as they stand in an address."""
        teams, reps = self.read.once(("labels", team_id), lambda: _labels_in(team_id))
        return {"team": teams[team_id], SHEET: reps[rep_id]}

    def choice(self, rep_id: int) -> dict[str, str]:
        """The choice of a rep's sheet among the reps that this page is about."""
        return {SHEET: rep_labels(self.read.seats)[rep_id]}

    def sitting(self, rows: pd.DataFrame) -> pd.Series:
        """Which of these rows (rep_id, team_id) are of who sits there today."""
        keys = zip(rows["rep_id"], rows["team_id"], strict=True)
        return pd.Series([key in self.read.sitting for key in keys], index=rows.index, dtype=bool)

    def chosen(self, names: pd.Series) -> pd.Series:
        """Which of these names of `rows` are the chosen rep's."""
        return names.isin(self.rows.loc[self.rows["rep_id"] == self.rep_id, "rep"])

    def of_rep(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of the chosen rep, or all where none is chosen."""
        return rows if self.rep_id is None else rows[rows["rep_id"] == self.rep_id]

    def average(self, metric: Metric) -> summary.Value:
        """The team's average of a metric in the period."""
        key = ("average", metric.name, self.period)
        return self.read.once(key, lambda: summary.average(self.rows, metric, self.read.kinds))

    def total(self, metric: Metric, period: Period) -> summary.Value:
        """A metric of the chosen rep, or of all together, over some days."""
        read = self.read
        key = ("total", metric.name, period, self.rep_id)
        return read.once(key, lambda: summary.total(self.of_rep(read.by_rep(period)), metric, read.kinds))

    def per_rep(self, metric: Metric, period: Period | None = None) -> float | None:
        """A count per ramped rep over some days (the page's, where none are given)."""
        days = period or self.period
        key = ("per rep", metric.name, days)
        return self.read.once(key, lambda: summary.per_rep(self.read.by_rep(days), metric, self.read.kinds))

    def weekly(self, metric: Metric, mondays: pd.DatetimeIndex) -> pd.DataFrame:
        """A metric of the chosen rep, or of all, by week, see `series.weekly`."""
        key = ("weekly", metric.name, self.rep_id, mondays[0], len(mondays))
        read = self.read
        return read.once(key, lambda: series.weekly(self.of_rep(read.ledger), metric, read.kinds, mondays))

    def not_in_revenue(self) -> deals.NotAdded:
        """The deals of the period, of the chosen rep or of all, that the revenue does not hold."""
        read, period = self.read, self.period
        return read.once(
            ("not in revenue", period, self.rep_id),
            lambda: deals.not_in_revenue(self.of_rep(read.opportunities), period, read.currency),
        )

    def outcome_rows(self) -> pd.DataFrame:
        """The rows with every count of the daily counts (see `log.queries.daily`) in the period."""
        daily = self.read.daily
        counts = [column for column in daily if column not in ("rep_id", "team_id", "day")]
        sums = daily[self.period.holds(daily["day"])].groupby(["rep_id", "team_id"])[counts].sum()
        keys = pd.MultiIndex.from_frame(self.rows[["rep_id", "team_id"]])
        sums = sums.reindex(keys).fillna(0).set_axis(self.rows.index)
        return self.rows[["rep_id", "team_id", "rep", "ramp_week"]].join(sums)

    def last_day(self, column: str, kind: str) -> date | None:
        """The last day on which a count of the ledger is above 0; for a log that ended before the ledger
        begins, the last day of that kind of log. None where there is none."""
        days = self.read.ledger.loc[self.read.ledger[column] > 0, "day"]
        if len(days):
            return days.max().date()
        latest = self.read.through[kind]
        return None if latest is None else local_day(latest, self.zone)

    def over(self, period: Period) -> Page:
        """The same page over other days."""
        return replace(self, period=period)

    def lists(self) -> pd.DataFrame:
        """The counts of calls and emails of the period by rep, team and list, see `ledger.activity`."""
        counts = cache.read_lists(self.scope, self.period)
        return ledger.activity(counts, self.read.loaded, ["rep_id", "team_id", "list"])

    def has(self, kind: str, makes: str) -> bool:
        """Whether there is the kind of log that the page is about; where not, the page says what it makes
        possible."""
        if self.read.rows[kind]:
            return True
        empty.no_kind(kind, makes)
        return False


def _labels_in(team_id: int) -> tuple[dict[int, str], dict[int, str]]:
    """What the teams, and the reps of one of them, are chosen by."""
    seats = cache.seats(access.scope_of(access.OWNER))
    mine = seats[seats["team_id"] == team_id]
    return team_labels(seats).to_dict(), rep_labels(mine).to_dict()


def _told_apart(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(rep=summary.told_apart(rows, RESERVED))


def prepare_head(one_rep: bool = False) -> None:
    """Draws the choices for the view that is about to run, from the entry script; `one_rep`: it is a view of
    one rep's, such as the sheet.

    Drawn by each view they would be other widgets in each: at every change of view Streamlit would take
    them out of the address and put them back one by one, and the browser's back button would go through
    all of that."""
    seats = cache.seats(access.scope_of(access.OWNER))
    _head.set(None if seats.empty else _draw_head(seats, SHEET if one_rep else NARROWED))


def _draw_head(seats: pd.DataFrame, rep_key: str = NARROWED) -> tuple[DeltaGenerator, Choices]:
    return st.container(gap=None), choices(seats, rep_key)


def open_page(
    title: str | None = None, makes: str = "", of: Sequence[str] = KINDS, own: bool = False,
    about_rep: str | None = None, beside: Callable[[Page], None] | None = None,
) -> Page | None:  # fmt: skip
    """Draws the head of a page and returns what it shows; None when there is nothing to show, and then
    the page has said why. Without a title the team's name is the title. `of`: the kinds of log that the
    page is about, whose last moment it names. `own`: it is one rep's, who is named instead of how many
    there are. `about_rep`: what follows the name in the title of a page that is about the chosen rep;
    `beside` draws what stands at the right of that."""
    scope = access.scope_of(access.OWNER)
    seats = cache.seats(scope)
    if seats.empty:
        empty.nothing_loaded(title or "Team", makes)
        return None
    head, (team_id, team, rep_id, rep, period) = _head.get() or _draw_head(seats)
    scope = scope.narrowed(team=team_id)
    page = Page(cache.read(scope, period), period, team, rep_id, rep, scope)
    if rep and about_rep is not None:
        title = f"{words.literal(rep)}{about_rep}"
    place = head if beside is None else _line(head)
    with place, st.container(gap=None, width="stretch" if beside is None else "content"):
        st.title(title or words.literal(rep or team), anchor=False)
        st.caption(caption(page, of, own))
    if rep and beside is not None and not page.read.is_empty:
        with place:
            beside(page)
    if page.read.is_empty:
        empty.nothing_of_team(page.team)
        return None
    return page


def _line(head: DeltaGenerator) -> DeltaGenerator:
    """The title at the left and what stands beside it at the right; below it where there is no room."""
    return head.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", gap="small"
    )


def caption(page: Page, of: Sequence[str], own: bool = False) -> str:
    """The days of a page, whose numbers it shows, and through when there is data, see `open_page`."""
    worked, all_days = page.read.calendar.gone(page.teams, page.period, page.read.today)
    counted = words.plural(all_days, "working day")
    counted = counted if worked == all_days else f"{worked:,} of {counted} gone"
    if own and page.rep:
        return f"{words.literal(page.rep)} · {words.days(page.period)}, {counted} · {_fresh(page, of)}"
    reps = page.rows["rep_id"].nunique()
    ramping = page.rows.loc[page.rows["ramp_week"].notna(), "rep_id"].nunique()
    who = words.how_many_ramp(reps, ramping)
    if page.rep:
        who = f"{words.literal(page.team)}: {who}"
    return f"{words.days(page.period)}, {counted} · {who} · {_fresh(page, of)}"


def _fresh(page: Page, of: Sequence[str]) -> str:
    """Through when there is data, and which kind of log ends days before the others: a page over it would
    show less than was done."""
    moments = {kind: moment for kind in of if (moment := page.read.through[kind])}
    if not moments:
        return "nothing logged yet"
    latest = max(moments.values())
    ends = {kind: local_day(moment, page.zone) for kind, moment in moments.items() if kind in LOGGED_DAILY}
    behind = [
        f", {kind} only through {words.day(end)}"
        for kind, end in ends.items()
        if page.read.calendar.working_days(page.teams, end, local_day(latest, page.zone)) > BEHIND_DAYS
    ]
    return f"data through {words.moment(latest, page.zone, page.read.today)}{''.join(behind)}"
