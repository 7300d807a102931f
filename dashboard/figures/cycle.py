"""The sales cycle: how many days pass from an SAO's acceptance until its deal is won.

Of young SAOs only the quick deals are closed. The deals still open are therefore not left out but waited for
(the product-limit estimate of Kaplan and Meier), and those lost are a way to end too, not deals that are won
later (Aalen and Johansen's form of it for more than one way to end).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cycle:
    """Of the deals that are won, now or later: `share` is the part that takes so many `days` (ascending),
    `later` the part that takes longer than any deal seen so far. `won`, `open`: how many deals tell it."""

    days: Ints
    share: Floats
    later: float
    won: int
    open: int

    @property
    def median(self) -> int | None:
        """Within how many days half of the deals are won; None where that is later than seen so far."""
        return self.quantile(0.5)

    def quantile(self, part: float) -> int | None:
        """Within how many days this part of the deals is won; None where that is later than seen so far."""
        reached = np.cumsum(self.share) >= part - 1e-9
        return int(self.days[np.argmax(reached)]) if reached.any() else None


def cycle(deals: pd.DataFrame, today: date, rate: float) -> Cycle:
    """The cycle of deals by the day they were accepted: `accepted_on`, `closed_on`, `won` as in
    `log.queries.opportunities`, all that were accepted in some days whatever became of them. What closes
    after `today` is open. `rate`: SAO → won, for the deals that are open longer than any took."""
    now = pd.Timestamp(today)
    cohort = deals[deals["accepted_on"] <= now]
    decided = cohort["won"].notna()
    # A deal that is closed on no known day says nothing of how long it took.
    cohort = cohort[~decided | cohort["closed_on"].notna()]
    closed = (cohort["won"].notna() & (cohort["closed_on"] <= now)).to_numpy(dtype=bool)
    end = cohort["closed_on"].where(closed, now)
    taken = (end - cohort["accepted_on"]).dt.days.clip(lower=0).to_numpy(dtype=np.int64)
    won = closed & cohort["won"].fillna(False).to_numpy(dtype=bool)
    return _cycle(taken, closed, won, rate)


def _cycle(taken: Ints, closed: NDArray[np.bool_], won: NDArray[np.bool_], rate: float) -> Cycle:
    counts = [np.bincount(taken[which], minlength=1) for which in (slice(None), closed, won)]
    length = max(len(count) for count in counts)
    ended, closes, wins = (np.pad(count, (0, length - len(count))).astype(float) for count in counts)
    at_risk = ended[::-1].cumsum()[::-1]
    stays = 1 - np.divide(closes, at_risk, out=np.zeros(length), where=at_risk > 0)
    before = np.concatenate([[1.0], np.cumprod(stays)[:-1]])
    is_won = before * np.divide(wins, at_risk, out=np.zeros(length), where=at_risk > 0)
    later = float(np.prod(stays) * rate)
    all_won = float(is_won.sum()) + later
    days = np.flatnonzero(is_won > 0)
    share = is_won[days] / all_won if all_won > 0 else is_won[days]
    part = later / all_won if all_won > 0 else 0.0
    return Cycle(days, share, part, int(won.sum()), int((~closed).sum()))
