"""What would move a landing, and by how many points of chance: the same model, asked once more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.figures import landing
from dashboard.figures.forecast import SAOS, OnePeriod, Outlook, Part
from dashboard.figures.known import NO_SHOW, chosen
from dashboard.figures.periods import Period

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# A no-show of longer ago is hardly won back.
RECENT_DAYS = 10
# From so many points of chance on a lever is worth a sentence, and a second one beside the first.
WORTH = 0.01
SURE, OUT_OF_REACH = 0.90, 0.10

DECIDE, WIN_BACK = "decide", "win back"


@dataclass(frozen=True)
class Lever:
    """What a team could do: `decide` all that waits in time, `win_back` the recent no-shows, how many
    meetings each is (0: not part of it), and by how much the chance of the quota would rise."""

    decide: int
    win_back: int
    points: float


def levers(outlook: Outlook, period: Period, metric: str, teams: pd.DataFrame) -> dict[int, Lever]:
    """The largest lever of each team, by team_id. `teams`: rows of `landing.land` with team_id and quota.
    Left out is who has no quota, is sure of it, or would gain less than a point."""
    asked = outlook.asked(period, metric)
    if asked.over:
        return {}
    rows = asked.rows
    decided, back = _decide(asked, rows), _win_back(asked, rows)
    ways = {(DECIDE,): decided[0], (WIN_BACK,): back[0], (DECIDE, WIN_BACK): _win_back(asked, decided[0])[0]}
    of_team = pd.Index(teams["team_id"]).get_indexer(rows["team_id"])
    chances = {way: _chances(changed, of_team, teams) for way, changed in ways.items()}
    counts = {
        name: np.bincount(of_team, changed[1], len(teams))
        for name, changed in ((DECIDE, decided), (WIN_BACK, back))
    }
    found = {}
    for place, team in enumerate(teams.itertuples()):
        gains = {way: chance[place] - team.p_hit for way, chance in chances.items()}
        lever = _best(gains, {name: int(count[place]) for name, count in counts.items()})
        if lever is not None and team.p_hit < SURE:
            found[int(team.team_id)] = lever
    return found


def _best(gains: dict[tuple[str, ...], float], counts: dict[str, int]) -> Lever | None:
    """The way that gains most; two things only where the second adds what is worth a sentence."""
    alone = max(((DECIDE,), (WIN_BACK,)), key=lambda way: gains[way])
    both = gains[DECIDE, WIN_BACK]
    way = (DECIDE, WIN_BACK) if both - gains[alone] >= WORTH else alone
    if not gains[way] >= WORTH:
        return None
    return Lever(*(counts[name] if name in way else 0 for name in (DECIDE, WIN_BACK)), gains[way])


def _decide(asked: OnePeriod, rows: pd.DataFrame) -> tuple[pd.DataFrame, Floats]:
    """The rows if all that waits is decided before the period ends, and how many meetings wait."""
    if asked.metric != SAOS or asked.today < asked.first:
        # Nothing can be decided today for a period that has not begun.
        return rows, np.zeros(len(rows))
    now, then = asked.pending, asked.decided_in_time
    changed = rows.assign(pending=then.mean, variance=rows["variance"] + then.variance - now.variance)
    return changed, now.meetings


def _win_back(asked: OnePeriod, rows: pd.DataFrame) -> tuple[pd.DataFrame, Floats]:
    """The rows if the recent no-shows are booked again today, and how many these are."""
    line, past = asked.line, asked.past
    age = line.between(line.team_of[past.rep], past.starts_on, asked.today)
    recent = chosen(past, (past.outcome == NO_SHOW) & (age < RECENT_DAYS))
    count = np.bincount(recent.seat, minlength=len(rows)).astype(float) * asked.own
    more: Part = asked.more(count)
    changed = rows.assign(calendar=rows["calendar"] + more.mean, variance=rows["variance"] + more.variance)
    return changed, count


def _chances(rows: pd.DataFrame, of_team: Ints, teams: pd.DataFrame) -> Floats:
    # By hand: a page asks for it three times, and a grouped frame takes ten times as long.
    sums = {name: np.bincount(of_team, rows[name], len(teams)) for name in landing.PARTS}
    to_come = sums["pending"] + sums["calendar"] + sums["new"]
    variance = landing.with_shock(pd.DataFrame(sums))
    return landing.chance_of(teams["quota"].to_numpy(float) - sums["achieved"], to_come, variance)
