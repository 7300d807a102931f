"""What the log says about coaching: a team's flags and guard with what explains them, from a reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Engine

from dashboard.figures import attention, causes, coaching, ledger, meetings
from dashboard.figures.causes import Cause
from dashboard.figures.coaching import Coaching
from dashboard.figures.periods import Period
from dashboard.log.scope import Scope
from dashboard.reading import Reading, read_lists


@dataclass(frozen=True)
class Coached:
    """A team's page: its flags and guard, and by rep_id and metric what explains a weak rate."""

    found: Coaching
    causes: dict[tuple[int, str], Cause]

    @property
    def findings(self) -> pd.DataFrame:
        """Everything found, most useful first, see `attention.findings`, with the team_id."""
        return attention.findings(self.found, self.causes).assign(team_id=self.found.team_id)

    def present(self, read: Reading) -> pd.DataFrame:
        """The findings about who sits in the team today."""
        found = self.findings
        return found[found["rep_id"].isin(self.reps(read))]

    def reps(self, read: Reading) -> set[int]:
        """Who of the reps that the page knows sits in the team today."""
        return {rep for rep, team in read.sitting if team == self.found.team_id}


def coached(
    read: Reading,
    team_id: int,
    window: Period,
    lists_of: Callable[[Period], pd.DataFrame],
    exactly: bool = False,
) -> Coached:
    """The page of a team over `window`, see `coaching.coach`. `lists_of`: the counts of calls and emails of
    some days by rep, team and list (`ledger.activity`), asked for only where something is flagged."""

    def facts_of(days: Period) -> pd.DataFrame:
        return meetings.facts_in(read.meetings, days, read.as_of)

    found = coaching.coach(read.by_rep, read.ledger, team_id, window, read.kinds, read.calendar, exactly)
    return Coached(found, causes.causes_of(found.flags, lists_of, facts_of))


def lists_in(scope: Scope, engine: Engine, read: Reading) -> Callable[[Period], pd.DataFrame]:
    """The counts of some days by rep, team and list, read when they are asked for."""

    def counts(days: Period) -> pd.DataFrame:
        frame = read_lists(scope, engine, days.first, days.last)
        return ledger.activity(frame, read.loaded, ["rep_id", "team_id", "list"])

    return counts
