"""Why a forecast is another than it was: what has happened since, beside what was to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.figures.forecast import Outlook
from dashboard.figures.periods import Period

SUM = ("achieved", "pending", "calendar", "new")


@dataclass(frozen=True)
class Change:
    """A forecast then and now (means). `came`: what was achieved since; `expected`: what was to be expected
    of these days then; `ahead`: by how much what is still to come is more than it looked then."""

    then: float
    now: float
    came: float
    expected: float

    @property
    def total(self) -> float:
        """By how much the forecast is higher."""
        return self.now - self.then

    @property
    def happened(self) -> float:
        """The part of it that is what came, beside what was to be expected."""
        return self.came - self.expected

    @property
    def ahead(self) -> float:
        """The part of it that still lies ahead."""
        return self.total - self.happened


def changes(
    before: Outlook, parts: pd.DataFrame, today: date, period: Period, metric: str
) -> dict[int, Change]:
    """The change of each team's forecast since `before`, by team_id; empty where the period had not begun or
    was over then. `parts`: what `Outlook.parts` says of the period `today`."""
    if before.today < period.first or before.today > period.last:
        return {}
    until = Period(period.first, min(today, period.last))
    then, by_now = (_by_team(before.parts(days, metric)) for days in (period, until))
    now = _by_team(parts)
    return {
        int(team): Change(
            then=then["mean"][team],
            now=now["mean"][team],
            came=now["achieved"][team] - then["achieved"][team],
            expected=by_now["mean"][team] - then["achieved"][team],
        )
        for team in now["mean"]
    }


def _by_team(parts: pd.DataFrame) -> dict[str, dict[int, float]]:
    """What is achieved and what is expected in the end, each by team_id."""
    teams, place = np.unique(parts["team_id"], return_inverse=True)
    sums = {name: np.bincount(place, parts[name], len(teams)) for name in SUM}
    found = {"achieved": sums["achieved"], "mean": sum(sums.values())}
    return {name: dict(zip(teams.tolist(), values, strict=True)) for name, values in found.items()}
