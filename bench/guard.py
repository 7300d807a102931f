"""The efficiency guard on made-up teams: is the efficient rep left alone, and only the efficient rep?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.acceptance import Counted, Line, frame, table
from bench.teams import lognormal
from dashboard.figures import efficiency

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

# A day of the team: calls and meetings booked; reps differ in both.
CALLS, MEETINGS = 80.0, 2.0
CALLS_CV, MEETINGS_CV = 0.15, 0.20
FEW_CALLS = 50.0
LUMPY_CALLS, LUMPY_MEETINGS = 6.0, 1.5


@dataclass(frozen=True)
class World:
    """A team whose first rep makes `calls` a day and books `output` times the usual meetings. `calls_fano`
    and `meetings_fano`: the variance of a day's count ÷ its mean, 1 for days that differ by luck only."""

    reps: int = 12
    output: float = 1.5
    calls: float = FEW_CALLS
    days: int = 20
    calls_fano: float = 1.0
    meetings_fano: float = 1.0


OTHER = "anything but normal"
SHAPES = [(reps, fano) for reps in (12, 6) for fano in (1.0, LUMPY_CALLS)]


def _team(reps: int, fano: float) -> str:
    return f"{reps} reps, {'lumpy' if fano > 1 else 'even'} days"


DEMANDED = [
    line
    for reps, fano in SHAPES
    for line in (
        Line(f"× 1.5 output is Protect: {_team(reps, fano)}",
             World(reps, 1.5, calls_fano=fano), efficiency.PROTECT, "≥", 0.85),
        Line("  is Not protected", World(reps, 1.5, calls_fano=fano), efficiency.NOT_PROTECTED, "≤", 0.01),
        Line("  × 0.6 output is Protect", World(reps, 0.6, calls_fano=fano), efficiency.PROTECT, "≤", 0.01),
    )
]  # fmt: skip
LUMPY = {"calls_fano": LUMPY_CALLS}
SAME, BOTH = World(output=1.0, **LUMPY), World(meetings_fano=LUMPY_MEETINGS, **LUMPY)
NORMAL, NORMAL_LUMPY = World(output=1.0, calls=CALLS), World(6, 1.0, CALLS, **LUMPY)
MORE = [
    Line("× 0.6 output is Not protected: 12 reps, lumpy days",
         World(output=0.6, **LUMPY), efficiency.NOT_PROTECTED),
    Line("× 1.0 output is Protect: 12 reps, lumpy days", SAME, efficiency.PROTECT),
    Line("  is Undecided", SAME, efficiency.UNDECIDED),
    Line("  is Not protected", SAME, efficiency.NOT_PROTECTED),
    Line("× 1.5 output is Protect: meetings lumpy too (variance 1.5 × mean)", BOTH, efficiency.PROTECT),
    Line("  is Not protected", BOTH, efficiency.NOT_PROTECTED),
    *(Line(f"× 1.5 output is Protect: {days} days, lumpy", World(days=days, **LUMPY), efficiency.PROTECT)
      for days in (10, 5)),
    Line("80 calls a day, anything but normal: 12 reps, even days", NORMAL, OTHER),
    Line("  6 reps, lumpy days", NORMAL_LUMPY, OTHER),
    Line("  6 reps, lumpy days, Not protected", NORMAL_LUMPY, efficiency.NOT_PROTECTED),
]  # fmt: skip


def run(team_weeks: int, processes: int) -> None:
    """Prints the table of demands and what else was tried."""
    table(
        "The guard: 50 calls a day where the team makes 80, 20 days; the rules: would push for more calls",
        [*DEMANDED, *MORE], one_page, team_weeks, processes,
    )  # fmt: skip


def one_page(world: World, rng: np.random.Generator) -> Counted:
    """What is said of the first rep, and whether the two common rules would push for more calls."""
    calls, meetings = _days(world, rng)
    said = efficiency.guard(_reps(calls, meetings))["verdict"].iloc[0]
    a_day = calls.mean(axis=1)
    pushed = float(a_day[0] < a_day.mean()), float(a_day[0] <= a_day.mean() - a_day.std(ddof=1))
    words = (efficiency.PROTECT, efficiency.UNDECIDED, efficiency.NOT_PROTECTED)
    counted = {word: (float(said == word), *pushed) for word in words}
    return {**counted, OTHER: (float(said != efficiency.NORMAL), *pushed)}


def _days(world: World, rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Calls and meetings of each rep and day (reps × days)."""
    calls = CALLS * lognormal(CALLS_CV, (world.reps, 1), rng)
    meetings = MEETINGS * lognormal(MEETINGS_CV, (world.reps, 1), rng)
    calls[0], meetings[0] = world.calls, MEETINGS * world.output
    called = _counts(calls, world.days, world.calls_fano, rng)
    return called, _counts(meetings, world.days, world.meetings_fano, rng)


def _counts(mean: Floats, days: int, fano: float, rng: np.random.Generator) -> Counts:
    """Daily counts (reps × days) whose variance is `fano` times their mean."""
    mean = np.broadcast_to(mean, (len(mean), days))
    return rng.poisson(mean if fano == 1 else rng.gamma(mean / (fano - 1), fano - 1))


def _reps(calls: Counts, meetings: Counts) -> pd.DataFrame:
    """What `efficiency.guard` takes. Calls are all that was done."""
    reps, days = calls.shape
    rep_id = np.repeat(np.arange(reps), days)
    worked = frame({"rep_id": rep_id, "calls": calls.ravel(), "meetings": meetings.ravel()})
    return frame(
        {
            "activity": calls.sum(axis=1),
            "output": meetings.sum(axis=1),
            "touches": calls.sum(axis=1),
            "days": days,
            "ramping": False,
            "weak_quality": False,
            "activity_lumps": efficiency.daily_lumps(worked, "calls", efficiency.ACTIVITY_LUMPS),
            "output_lumps": efficiency.daily_lumps(worked, "meetings", efficiency.OUTPUT_LUMPS),
        }
    )
