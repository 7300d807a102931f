"""Simulated team-weeks, and the lines of an acceptance table: what, what it must be, what was measured, and
what two common rules say of the same numbers."""

from __future__ import annotations

import multiprocessing
import operator
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SEED = 20261118
TEAM_WEEKS = 2_000
SIGNS = {"≤": operator.le, "≥": operator.ge}


@dataclass(frozen=True)
class Line:
    """A line: `of` names what is counted in the world; without a `sign` nothing is demanded of it."""

    what: str
    world: Hashable
    of: str
    sign: str = ""
    bar: float = 0.0

    def verdict(self, measured: float) -> str:
        """Whether it holds."""
        if not self.sign:
            return "printed"
        return "holds" if SIGNS[self.sign](measured, self.bar) else "DOES NOT HOLD"


def frame(columns: dict[str, object]) -> pd.DataFrame:
    """A frame of these columns whose names are plain objects: pandas adds columns to it in two thirds of the
    time it needs with names of its own text type, and a table adds some hundred thousand."""
    made = pd.DataFrame(columns)
    made.columns = made.columns.astype(object)
    return made


# What is counted in one team-week under a name: by the program, below the average, one deviation below.
Counted = dict[str, tuple[float, float, float]]


def simulate(
    one: Callable[[Hashable, np.random.Generator], Counted], world: Hashable, number: int, team_weeks: int
) -> dict[str, NDArray[np.float64]]:
    """So many team-weeks of a world; for each name an array, team-weeks × 3. `number` is the world's own
    part of the seed, so that a table does not change with the order or the number of processes."""
    rng = np.random.default_rng([SEED, number])
    pages = [one(world, rng) for _ in range(team_weeks)]
    return {name: np.array([page[name] for page in pages]) for name in pages[0]}


def table(
    title: str, lines: Sequence[Line], one: Callable[..., Counted], team_weeks: int, processes: int
) -> None:
    """Simulates every world of the lines once, and prints the lines in their order."""
    print(f"\n{title}, {team_weeks:,} team-weeks a line")
    head = f"{'must be':>8}{'measured':>17}  {'':<14}{'below average':>14}{'1 SD below':>12}"
    print(f"  {'':<68}{head}", flush=True)
    worlds = list(dict.fromkeys(line.world for line in lines))
    jobs = [(one, world, number, team_weeks) for number, world in enumerate(worlds)]
    found: dict[Hashable, dict[str, NDArray[np.float64]]] = {}
    results = zip(worlds, _each(jobs, processes), strict=True)
    for line in lines:
        while line.world not in found:
            world, counted = next(results)
            found[world] = counted
        print(_text(line, found[line.world][line.of]), flush=True)


def _each(jobs: list[tuple], processes: int) -> Iterator[dict[str, NDArray[np.float64]]]:
    if processes == 1:
        yield from (simulate(*job) for job in jobs)
        return
    # Fresh processes: a fork would share what the other benchmarks have open.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(simulate, *zip(*jobs, strict=True))


def _text(line: Line, counted: NDArray[np.float64]) -> str:
    mean = counted.mean(axis=0)
    error = counted[:, 0].std() / np.sqrt(len(counted))
    must = f"{line.sign} {line.bar:.2f}" if line.sign else "–"
    numbers = f"{must:>8}{mean[0]:>9.3f} ± {error:.3f}"
    return f"  {line.what:<68}{numbers}  {line.verdict(mean[0]):<14}{mean[1]:>14.2f}{mean[2]:>12.2f}"
