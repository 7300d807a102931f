"""Which days are worked: Monday to Friday without the public holidays of a team and the days off of a rep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Bools = NDArray[np.bool_]


def _no_days_off() -> pd.DataFrame:
    return pd.DataFrame({"rep_id": pd.Series(dtype="int64"), "day": pd.Series(dtype="datetime64[us]")})


@dataclass(frozen=True)
class Calendar:
    """The public holidays of each team, by its id, and the days off of reps: a row for each rep_id and day
    (midnight)."""

    holidays: Mapping[int, Collection[date]] = field(default_factory=dict)
    days_off: pd.DataFrame = field(default_factory=_no_days_off)

    def open_days(self, teams: Sequence[int], days: Days) -> Bools:
        """Which of these days are worked in each of the teams: teams × days."""
        weekdays = np.is_busday(days)
        closed = [np.array(sorted(self.holidays.get(team, ())), "datetime64[D]") for team in teams]
        rows = [weekdays & ~np.isin(days, holidays) for holidays in closed]
        return np.array(rows, dtype=bool).reshape(len(teams), len(days))

    def off(self, reps: Sequence[int], days: Days) -> Bools:
        """Which of these days (without gaps) each of the reps has off: reps × days."""
        found = np.zeros((len(reps), len(days)), dtype=bool)
        place = pd.Index(reps).get_indexer(self.days_off["rep_id"])
        day = (self.days_off["day"].to_numpy().astype("datetime64[D]") - days[0]).astype(int)
        here = (place >= 0) & (day >= 0) & (day < len(days))
        found[place[here], day[here]] = True
        return found

    def working_days(self, teams: Sequence[int], first: date, last: date) -> int:
        """The days from the first to the last, both counted, that are worked in any of the teams; 0 when
        there are none. Without a team: Mondays to Fridays."""
        days = span(first, last)
        return int((self.open_days(teams, days).any(axis=0) if len(teams) else np.is_busday(days)).sum())


def span(first: date, last: date) -> Days:
    """Every day from the first to the last, both counted."""
    return np.arange(first, last + timedelta(days=1), dtype="datetime64[D]")
