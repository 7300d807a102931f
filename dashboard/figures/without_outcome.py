"""Calls of which nobody has said what became of them: whoever logs many has rates that say little.

They are no metric: nobody is to be compared by them, they are to be logged.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

# Who leaves so many of at least so many calls without an outcome is named.
MANY, ENOUGH = 0.10, 20


@dataclass(frozen=True)
class WithoutOutcome:
    """Who has how many calls without an outcome. `reps`, the largest share first: rep, team, calls, without,
    share; reps who called nobody are not among them."""

    reps: pd.DataFrame

    @property
    def calls(self) -> int:
        """All calls."""
        return int(self.reps["calls"].sum())

    @property
    def without(self) -> int:
        """Those without an outcome."""
        return int(self.reps["without"].sum())

    @property
    def share(self) -> float | None:
        """The share of these; None where nobody called."""
        return self.without / self.calls if self.calls else None

    @property
    def some(self) -> pd.DataFrame:
        """The reps who have any."""
        return self.reps[self.reps["without"] > 0]

    @property
    def many(self) -> pd.DataFrame:
        """The reps who have so many that their rates say little."""
        return self.reps[(self.reps["share"] >= MANY) & (self.reps["calls"] >= ENOUGH)]


def of_rows(rows: pd.DataFrame) -> WithoutOutcome:
    """From sums of the daily counts: rep, team, calls, calls_unknown."""
    called = rows.loc[rows["calls"] > 0, ["rep", "team", "calls", "calls_unknown"]]
    reps = called.rename(columns={"calls_unknown": "without"})
    reps["share"] = reps["without"] / reps["calls"]
    order = ["share", "without", "rep"]
    return WithoutOutcome(reps.sort_values(order, ascending=[False, False, True], ignore_index=True))


def of_days(daily: pd.DataFrame, seats: pd.DataFrame) -> WithoutOutcome:
    """From the daily counts of some days (see `log.queries.daily`), and the seats."""
    key = ["rep_id", "team_id"]
    sums = daily.groupby(key, as_index=False)[["calls", "calls_unknown"]].sum()
    return of_rows(sums.merge(seats.drop_duplicates(key)[[*key, "rep", "team"]], on=key))
