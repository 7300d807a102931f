"""Coaching flags on made-up teams: how often luck alone makes one, and how often a weak rep is found."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.acceptance import Counted, Line, frame, table
from bench.teams import BOOKING, LOW, LOWEST, World, draw
from bench.timing import line, median_ms
from dashboard.figures import flags
from dashboard.figures.coaching import ENOUGH_FOR_SHORT, SHORT, WEEKS

Floats = NDArray[np.float64]

SHORT_WEEKS = SHORT // 7
WANDERS = 0.20
SPEED_REPS, SPEED_MS = 10_000, 50

WEAK, WEAK_LONG = World(first=0.4, weeks=SHORT_WEEKS), World(first=0.6, weeks=WEEKS)
WEAK_LOW = World(first=0.4, weeks=WEEKS, volume=LOW)
FALSE, FOUND = "false", "found"
SIZES = (3, 6, 40, 200)

DEMANDED = [
    Line("Coach by luck: 12 equal reps, high volume", World(), FALSE, "≤", 0.15),
    Line("  low volume", World(volume=LOW), FALSE, "≤", 0.15),
    Line("  high volume, rates wander 20 % from week to week", World(wander=WANDERS), FALSE, "≤", 0.20),
    Line("  low volume, rates wander", World(volume=LOW, wander=WANDERS), FALSE, "≤", 0.20),
    *(Line(f"  {size} equal reps", World(size), FALSE, "≤", 0.20) for size in SIZES),
    *(Line(f"  {size} reps, rates wander", World(size, wander=WANDERS), FALSE, "≤", 0.20) for size in SIZES),
    Line("Found: a rep 60 % below, booking, 4 weeks, high volume", WEAK, FOUND, "≥", 0.80),
    Line("  40 % below, 13 weeks, high volume", WEAK_LONG, FOUND, "≥", 0.90),
    Line("  60 % below, 13 weeks, low volume", WEAK_LOW, FOUND, "≥", 0.68),
]
# Who is at or above the team's middle and Coach all the same; and what else somebody may want to know.
MORE = [
    Line("Coach on a colleague of the rep 60 % below, 4 weeks, high volume", WEAK, FALSE),
    Line("  of the rep 40 % below, 13 weeks", WEAK_LONG, FALSE),
    Line("  of a star who books twice as often, 6 reps", World(6, first=2.0), FALSE),
    Line("Coach by luck: trials in bursts of a luck of their own, rates wander",
         World(bursts=True, wander=WANDERS), FALSE),
    Line("  rates wander for the whole team alike", World(wander=WANDERS, together=True), FALSE),
    Line("  rates wander slowly (0.7 stays each week): some are low for weeks",
         World(wander=WANDERS, memory=0.7), FALSE),
    Line("Coach on a rep at or above the middle: true rates differ, CV 10 %", World(spread=0.1), FALSE),
    Line("Found: 60 % below, 4 weeks, trials in bursts",
         World(first=0.4, weeks=SHORT_WEEKS, bursts=True), FOUND),
    Line("  40 % below, 4 weeks", World(first=0.6, weeks=SHORT_WEEKS), FOUND),
    Line("  60 % below, 13 weeks, 11 meetings a month by phone and email",
         World(first=0.4, weeks=WEEKS, volume=LOWEST), FOUND),
]  # fmt: skip


def run(team_weeks: int, processes: int) -> None:
    """Prints the table of demands, what else was tried, and the time 10,000 reps take."""
    table(
        "Coaching flags: Coach verdicts per team-week over three rates, or the share found",
        [*DEMANDED, *MORE], one_page, team_weeks, processes,
    )  # fmt: skip
    taken = median_ms(_many(np.random.default_rng(1)))
    note = f"must be ≤ {SPEED_MS} ms: {'holds' if taken <= SPEED_MS else 'DOES NOT HOLD'}"
    line(f"flags for {SPEED_REPS:,} reps, one rate, lumpy weeks included", f"{taken:.0f} ms", note)


def one_page(world: World, rng: np.random.Generator) -> Counted:
    """One team-week: the flags on reps whose true rate is at or above the team's middle, and whether the
    first rep's booking is flagged; by the program and by the two rules."""
    x, n, truth = draw(world, rng)
    cells = _cells(x, n, world.weeks)
    innocent = truth >= np.median(truth, axis=1, keepdims=True) * (1 - 1e-9)
    coach = (flags.judge(cells)["verdict"] == flags.COACH).to_numpy().reshape(truth.shape)
    flagged = [coach, *common_rules(cells["x"].to_numpy(), cells["n"].to_numpy(), truth.shape)]
    return {
        FALSE: tuple(float((flag & innocent).sum()) for flag in flagged),
        FOUND: tuple(float(flag[BOOKING, 0]) for flag in flagged),
    }


def common_rules(x: Floats, n: Floats, shape: tuple[int, int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which cells (rates × reps) two common rules flag: a rate under the team's plain mean, and one standard
    deviation or more under the mean of its reps' rates."""
    x, n = x.reshape(shape), n.reshape(shape)
    rate = x / np.where(n > 0, n, np.nan)
    mean = x.sum(axis=1, keepdims=True) / n.sum(axis=1, keepdims=True)
    bar = np.nanmean(rate, axis=1, keepdims=True) - np.nanstd(rate, axis=1, ddof=1, keepdims=True)
    return rate < mean, rate <= bar


def _cells(x: Floats, n: Floats, weeks: int) -> pd.DataFrame:
    """What `flags.judge` takes, of successes and trials (rates × reps × weeks)."""
    reps = x.shape[1]
    last = [slice(-(weeks or window(*one)), None) for one in zip(x, n, strict=True)]
    lumpy = [flags.lumps(*one) for one in zip(x, n, strict=True)]
    return frame(
        {
            "metric": np.repeat(flags.TESTED, reps),
            "x": np.concatenate([one[:, weeks].sum(axis=1) for one, weeks in zip(x, last, strict=True)]),
            "n": np.concatenate([one[:, weeks].sum(axis=1) for one, weeks in zip(n, last, strict=True)]),
            "ramping": False,
            "lumps": np.repeat(lumpy, reps),
        }
    )


def window(x: Floats, n: Floats) -> int:
    """The weeks that a page reads one rate over, of its successes and trials (reps × weeks): as
    `coaching.coach` chooses them for a page of four weeks."""
    booked, trials = (counts[:, -SHORT_WEEKS:].sum(axis=1) for counts in (x, n))
    rate = booked.sum() / trials.sum() if trials.any() else 0.0
    if rate == 1:
        return SHORT_WEEKS
    middle = np.median(trials[trials > 0]) if trials.any() else 0.0
    return SHORT_WEEKS if middle * rate / (1 - rate) >= ENOUGH_FOR_SHORT else WEEKS


def _many(rng: np.random.Generator) -> Callable[[], pd.DataFrame]:
    """The flags of a very large team, to be timed: from its weeks to its verdicts."""
    n = rng.poisson(40, (SPEED_REPS, WEEKS))
    x = rng.binomial(n, 0.2)

    def judged() -> pd.DataFrame:
        cells = {"metric": flags.TESTED[0], "ramping": False, "lumps": flags.lumps(x, n)}
        return flags.judge(pd.DataFrame({"x": x.sum(axis=1), "n": n.sum(axis=1), **cells}))

    return judged
