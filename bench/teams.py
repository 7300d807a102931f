"""Made-up teams for the table of flags: thirteen weeks of three rates, of which the truth is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.figures.coaching import WEEKS

Floats = NDArray[np.float64]

# Trials of a rep and week, and the rate: conversations, emails, meetings held and decided. In four weeks 160
# conversations and 32 meetings by them, 800 emails and 8, 25 decided meetings and 12 or 13 SAOs.
TRIALS = np.array([40.0, 200.0, 6.25])
RATES = np.array([0.20, 0.01, 0.50])
HIGH = 1.0
# Eleven meetings booked in conversations a month, of 13/3 weeks; or eleven by phone and email together.
LOW = 11 / (40 * 0.20 * 13 / 3)
LOWEST = 11 / ((40 * 0.20 + 200 * 0.01) * 13 / 3)
# Reps differ in how much they do, and a rate cannot be certain.
VOLUME_CV, HIGHEST_RATE = 0.20, 0.95
DAYS_A_WEEK = 5
# Where trials come in bursts: how much days of a rep differ in trials, and in luck (the list, the hour).
BURST_SHAPE, BURST_LUCK = 1.0, 0.40
BOOKING = 0


@dataclass(frozen=True)
class World:
    """A kind of team.

    `volume`: a factor on `TRIALS`. `wander`: by how much each rep's rates move from week to week (CV), of
    which `memory` stays in the next week; `together`: they move alike for the whole team. `bursts`: a few
    days have most of a week's trials, each day with a luck of its own. `spread`: the CV of the reps' true
    rates. `first`: a factor on the first rep's booking rate. `weeks`: the window; 0: what a page chooses.
    """

    reps: int = 12
    volume: float = HIGH
    wander: float = 0.0
    memory: float = 0.0
    together: bool = False
    bursts: bool = False
    spread: float = 0.0
    first: float = 1.0
    weeks: int = 0


def draw(world: World, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """One team: successes and trials (rates × reps × weeks, the latest last), and the true rates (rates ×
    reps)."""
    truth = RATES[:, None] * lognormal(world.spread, (len(RATES), world.reps), rng)
    truth[BOOKING, 0] *= world.first
    trials = world.volume * TRIALS[:, None] * lognormal(VOLUME_CV, (1, world.reps), rng)
    x, n = _weeks(truth[:, :, None] * _wander(world, rng), trials[:, :, None], world.bursts, rng)
    return x, n, truth


def _weeks(rate: Floats, trials: Floats, bursts: bool, rng: np.random.Generator) -> tuple[Floats, Floats]:
    if not bursts:
        n = rng.poisson(np.broadcast_to(trials, rate.shape))
        return rng.binomial(n, np.minimum(rate, HIGHEST_RATE)), n
    shape = (*rate.shape, DAYS_A_WEEK)
    n = rng.poisson(trials[..., None] / DAYS_A_WEEK * rng.gamma(BURST_SHAPE, 1 / BURST_SHAPE, shape))
    x = rng.binomial(n, np.minimum(rate[..., None] * lognormal(BURST_LUCK, shape, rng), HIGHEST_RATE))
    return x.sum(axis=-1), n.sum(axis=-1)


def _wander(world: World, rng: np.random.Generator) -> Floats:
    """The factor on each rate, rep and week: AR(1) in the logarithm, of mean 1."""
    sigma = np.sqrt(np.log1p(world.wander**2))
    moves = rng.normal(0, 1, (len(RATES), 1 if world.together else world.reps, WEEKS))
    fresh = np.sqrt(1 - world.memory**2)
    for week in range(1, WEEKS):
        moves[..., week] = world.memory * moves[..., week - 1] + fresh * moves[..., week]
    return np.broadcast_to(np.exp(sigma * moves - sigma**2 / 2), (len(RATES), world.reps, WEEKS))


def lognormal(cv: float, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Lognormal factors of mean 1."""
    sigma = np.sqrt(np.log1p(cv**2))
    return rng.lognormal(-(sigma**2) / 2, sigma, shape)
