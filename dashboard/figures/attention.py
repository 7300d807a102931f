"""Who needs the manager this week: one finding a person, the most useful first."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.figures import causes, efficiency, flags
from dashboard.figures.causes import Cause
from dashboard.figures.coaching import Judged

# As many as a manager can act on in a week.
MOST = 6
# A talk that helps, a push to be prevented, somebody to learn from; rates before activity, which comes last.
ORDER = (
    flags.COACH, efficiency.PROTECT, efficiency.CHECK_QUALITY, causes.LIST, causes.AE, flags.LEARN,
    flags.WATCH, efficiency.NOT_PROTECTED, efficiency.UNDECIDED, flags.RAMPING,
)  # fmt: skip
OF_THE_GUARD = (
    efficiency.PROTECT, efficiency.CHECK_QUALITY, efficiency.NOT_PROTECTED, efficiency.UNDECIDED,
)  # fmt: skip


def findings(found: Judged, explained: Mapping[tuple[int, str], Cause]) -> pd.DataFrame:
    """Everything found about a team's reps, most useful first: rep_id, rep, kind (of `ORDER`), metric (of a
    flag, else ""), p (the rarer the earlier)."""
    flagged = found.flags[found.flags["verdict"].isin([flags.COACH, flags.WATCH, flags.LEARN])]
    kinds = [
        _kind(verdict, explained.get((rep_id, metric)))
        for rep_id, metric, verdict in zip(
            flagged["rep_id"], flagged["metric"], flagged["verdict"], strict=True
        )
    ]
    rare = flagged["p"].where(flagged["verdict"] != flags.LEARN, flagged["p_high"])
    of_flags = flagged[["rep_id", "rep", "metric"]].assign(kind=kinds, p=rare)
    guarded = found.guard[found.guard["verdict"].isin(OF_THE_GUARD)]
    of_guard = guarded[["rep_id", "rep"]].assign(metric="", kind=guarded["verdict"], p=0.0)
    ramp = found.flags[found.flags["verdict"] == flags.RAMPING].drop_duplicates("rep_id")
    ramping = ramp[["rep_id", "rep"]].assign(metric="", kind=flags.RAMPING, p=0.0)
    parts = [part for part in (of_flags, of_guard, ramping) if len(part)]
    every = pd.concat(parts, ignore_index=True) if parts else of_flags
    place = every["kind"].map({kind: number for number, kind in enumerate(ORDER)})
    return every.assign(place=place).sort_values(["place", "p", "rep"], ignore_index=True)


def _kind(verdict: str, cause: Cause | None) -> str:
    return verdict if cause is None or verdict == flags.LEARN else cause.kind


def one_each(every: pd.DataFrame) -> pd.DataFrame:
    """The most useful finding about each person, in the same order."""
    return every.drop_duplicates("rep_id").reset_index(drop=True)
