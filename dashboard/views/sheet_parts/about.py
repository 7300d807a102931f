"""Whom the sheet is about, and what is found about them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.coached import Coached
from dashboard.figures import coaching, flags, summary
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.figures.periods import Period, sits_on
from dashboard.views.shared import coached
from dashboard.views.shared.page import Page
from dashboard.views.sheet_parts import kept


@dataclass(frozen=True)
class About:
    """A rep in the team that the sheet is read in: `name` as sentences call them, safe in markdown;
    `findings` as of `attention.findings`; `guard`: the rep's row, None where there is nothing to guard."""

    page: Page
    rep_id: int
    rep: str
    name: str
    team: Coached
    findings: pd.DataFrame
    guard: pd.Series | None

    @property
    def kinds(self) -> list[str]:
        """What is found, most useful first."""
        return self.findings["kind"].tolist()

    @property
    def window(self) -> Period:
        """The days that flags and guard are read over."""
        return self.team.found.window

    @property
    def cells(self) -> pd.DataFrame:
        """The rep's row of each tested rate."""
        frame = self.team.found.flags
        return frame[frame["rep_id"] == self.rep_id]

    @property
    def team_rows(self) -> pd.DataFrame:
        """The reps of the team over the page's period."""
        rows = self.page.rows
        return rows[rows["team_id"] == self.team.found.team_id]

    @property
    def rest_ids(self) -> pd.Series:
        """The other ramped reps of the team."""
        own = summary.ramped(self.team_rows)["rep_id"]
        return own[own != self.rep_id]

    @property
    def is_guarded(self) -> bool:
        """Whether nobody is to push the rep's activity, so that the page must say so first."""
        return self.guard is not None and self.guard["verdict"] in coaching.EXCUSED

    @property
    def is_ramping(self) -> bool:
        """Whether the rep is still ramping."""
        return flags.RAMPING in set(self.cells["verdict"])


def about(page: Page, rep_id: int, rep: str) -> About:
    """What the page finds about a rep, in the team they sit in (or sat in last)."""
    team = coached.of_team(page, _team_of(page, rep_id))
    findings = team.findings
    return About(
        page, rep_id, rep, coached.short_name(page, rep_id), team,
        findings[findings["rep_id"] == rep_id], team.found.guarded(rep_id),
    )  # fmt: skip


def _team_of(page: Page, rep_id: int) -> int:
    """The team of the seat held today; else of the last one that had begun, else of the first to come."""
    seats, today = page.read.seats, page.read.today
    mine = seats[seats["rep_id"] == rep_id].sort_values("started_on", na_position="first")
    held, begun = mine[sits_on(mine, today)], mine[~(mine["started_on"] > pd.Timestamp(today))]
    chosen = next(seats for seats in (held, begun, mine.iloc[:1]) if len(seats))
    return int(chosen["team_id"].iloc[-1])


def rates(one: About) -> list[Metric]:
    """The tested rates that the rep's log has, the one to talk about first: what is flagged, else what the
    last session was about."""
    there = [name for name in flags.TESTED if name in set(one.cells["metric"])]
    flagged = [name for name in one.findings["metric"] if name]
    first = [*flagged, *focus_of(one), *there]
    return [BY_NAME[name] for name in sorted(there, key=first.index)]


def focus_of(one: About) -> list[str]:
    """The focus of the last session; nothing where there is none, or where it may not be read."""
    sheet = kept.sheet_of(one.page, one.rep_id, one.rep)
    if sheet is None:
        return []
    found, _ = kept.former(sheet)
    return [found["focus"].iloc[0]] if len(found) and found["focus"].iloc[0] in flags.TESTED else []
