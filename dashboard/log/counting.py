"""What each daily count counts: a condition on a call or an email, for the database and for numbers that
were counted by all that it can ask for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.log import outcomes

NOON = 12


@dataclass(frozen=True)
class Count:
    """The rows with one of these outcomes (none: with any), of the morning alone where it says so; of them
    the seconds, or how many there are."""

    outcomes: tuple[str, ...] = ()
    morning: bool = False
    seconds: bool = False

    @property
    def condition(self) -> str:
        """The condition on a row of the table, in SQL."""
        parts = [f"hour < {NOON}"] if self.morning else []
        if len(self.outcomes) == 1:
            parts.append(f"outcome = '{self.outcomes[0]}'")
        elif self.outcomes:
            parts.append("outcome IN ({})".format(", ".join(f"'{word}'" for word in self.outcomes)))
        return " AND ".join(parts) or "1 = 1"

    @property
    def adds(self) -> str:
        """What each such row adds, in SQL."""
        return "COALESCE(duration_s, 0)" if self.seconds else "1"

    def of(self, cells: Cells, each: tuple[str, ...]) -> NDArray[np.int64]:
        """The count of cells of rows; `each`: the outcomes in the order in which the cells have them."""
        numbers = cells.seconds if self.seconds else cells.rows
        chosen = [place for place, outcome in enumerate(each) if outcome in (self.outcomes or each)]
        hours = numbers[:, chosen, 0] if self.morning else numbers[:, chosen].sum(axis=2)
        return hours.sum(axis=1)


@dataclass(frozen=True)
class Cells:
    """How many `rows` fall in each cell, and their `seconds`: by cell, outcome, and whether it is the morning
    (0) or later (1)."""

    rows: NDArray[np.int64]
    seconds: NDArray[np.int64]


def _each(kind: str, words: tuple[str, ...]) -> dict[str, Count]:
    each = {f"{kind}_{word.replace(' ', '_').replace('-', '_')}": Count((word,)) for word in words}
    return {kind: Count()} | each


# By kind and the count's column in the tables of daily counts.
COUNTS: dict[str, dict[str, Count]] = {
    "calls": {
        **_each("calls", outcomes.CALL),
        "calls_morning": Count(morning=True),
        "connects_morning": Count(outcomes.CONNECTS, morning=True),
        "talk_s": Count(outcomes.CONNECTS, seconds=True),
    },
    "emails": _each("emails", outcomes.EMAIL),
}
