"""The forecast on made-up teams: how often its ranges hold, and its error beside the straight line's and
beside meetings × average rate."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd

from bench.acceptance import SEED
from bench.calendar_teams import Team, World, team_of
from bench.timing import line, median_ms
from dashboard.figures import forecast, landing
from dashboard.figures.forecast import MEETINGS_HELD, SAOS, Log, Outlook
from dashboard.figures.known import meetings_of, saos_of
from dashboard.figures.periods import Period, month, quarter
from dashboard.figures.timeline import timeline
from dashboard.figures.workdays import Calendar
from dashboard.forecasting import Forecasts

FIRST, YEARS, LAST = date(2023, 1, 2), (2024, 2025), date(2026, 3, 31)
# Working days of the period that are over when it is asked.
ORIGINS = (0.25, 0.50, 0.75)
QUOTAS = 4
TEAM_WEEKS_A_TEAM = 50
SPEED_REPS, SPEED_MS = 10_000, 100
VIEW_REPS, VIEW_TEAMS = 200, 10
HELD = ("held", "accepted", "disqualified")


@dataclass(frozen=True)
class Asked:
    """What is asked of a world: months or quarters, of a metric; `written`: rejections have their day;
    `times`: of how many times as many teams."""

    world: World
    quarters: bool = False
    metric: str = SAOS
    written: bool = False
    times: int = 1


BASE = Asked(World())
LONG = replace(BASE, quarters=True)
# A tenth of the forecasts of 40 teams is off by 0.014 by luck alone, and the largest of ten is meant.
MANY = replace(BASE, times=3)
SHOCKED = replace(BASE, world=World(shock=0.24))
# What, of what is asked, the column, at least, at most (None: only printed).
LINES = [
    ("month, the 80 % interval covers", BASE, "in_80", 0.75, 0.86),
    ("  50 %", BASE, "in_50", 0.45, 0.57),
    ("  95 %", BASE, "in_95", 0.93, 1.0),
    ("quarter, 80 %", LONG, "in_80", 0.75, 0.90),
    ("shocks twice as large, month, 80 %", SHOCKED, "in_80", 0.68, 1.0),
    ("CRPS ÷ mean error of the straight line", BASE, "crps", 0.0, 0.50),
    ("MAPE ÷ that of the straight line", BASE, "mape", 0.0, 0.70),
    ("MAPE ÷ that of meetings × average rate", BASE, "mape_average", None, None),
    (f"P(hit): largest miss of a tenth, {MANY.times} times as many teams", MANY, "hit", 0.0, 0.05),
    ("month, mean error, in percent of what came", BASE, "bias", None, None),
    ("each rejection has its day: month, 80 %", replace(BASE, written=True), "in_80", None, None),
    ("meetings held: month, 80 %", replace(BASE, metric=MEETINGS_HELD), "in_80", None, None),
    ("three reps: month, 80 %", Asked(World(reps=3)), "in_80", None, None),
    ("quarter, MAPE ÷ that of the straight line", LONG, "mape", None, None),
]


def run(team_weeks: int, processes: int) -> None:
    """Prints the table, and how long 10,000 rep forecasts take."""
    teams = max(team_weeks // TEAM_WEEKS_A_TEAM, 1)
    print(f"\nForecast: {teams} made-up teams a line, {12 * len(YEARS)} months, {len(ORIGINS)} origins each")
    print(f"  {'':<58}{'must be':>14}  measured")
    found: dict[Asked, dict[str, float]] = {}
    for what, asked, name, least, most in LINES:
        if asked not in found:
            found[asked] = _measured(asked, teams, processes)
        value = found[asked][name]
        must = "printed" if most is None else f"{least:.2f} to {most:.2f}"
        holds = "" if most is None else "holds" if least <= value <= most else "DOES NOT HOLD"
        print(f"  {what:<58}{must:>14}  {value:.3f}  {holds}", flush=True)
    _speed()


def _measured(asked: Asked, teams: int, processes: int) -> dict[str, float]:
    jobs = [(asked, number) for number in range(teams * asked.times)]
    if processes == 1:
        frames = [_one_team(*job) for job in jobs]
    else:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            frames = list(pool.map(_one_team, *zip(*jobs, strict=True)))
    rows = pd.concat(frames, ignore_index=True)
    share = rows["error"] / rows["came"]
    off = (rows["pit"] - 0.5).abs()
    return {
        **{f"in_{level}": float((off < level / 200).mean()) for level in (50, 80, 95)},
        "crps": float(rows["crps"].mean() / rows["error_line"].mean()),
        "mape": float(share.mean() / (rows["error_line"] / rows["came"]).mean()),
        "mape_average": float(share.mean() / (rows["error_average"] / rows["came"]).mean()),
        "bias": float(100 * (rows["mean"] - rows["came"]).sum() / rows["came"].sum()),
        "hit": _hit(rows),
    }


def _hit(rows: pd.DataFrame) -> float:
    """Forecasts by the chance they gave a quota, in ten equal groups: the largest miss."""
    chances = np.concatenate([rows[f"chance_{number}"] for number in range(QUOTAS)])
    hits = np.concatenate([rows[f"hit_{number}"] for number in range(QUOTAS)])
    tenth = pd.qcut(pd.Series(chances).rank(method="first"), 10, labels=False)
    by_tenth = pd.DataFrame({"chance": chances, "hit": hits}).groupby(tenth).mean()
    return float((by_tenth["chance"] - by_tenth["hit"]).abs().max())


def _one_team(asked: Asked, number: int) -> pd.DataFrame:
    rng = np.random.default_rng([SEED, number])
    team = team_of(asked.world, FIRST, LAST, rng)
    makes, count = (quarter, 4) if asked.quarters else (month, 12)
    periods = [makes(year, one) for year in YEARS for one in range(1, count + 1)]
    return pd.DataFrame(
        [_one_forecast(asked, team, period, share, rng) for period in periods for share in ORIGINS]
    )


def _one_forecast(
    asked: Asked, team: Team, period: Period, share: float, rng: np.random.Generator
) -> dict[str, float]:
    days = pd.bdate_range(period.first, period.last)
    gone = round(share * len(days))
    day = days[gone - 1].date()
    log = team.as_written_down(day) if asked.written else team.log
    then = forecast.outlook(log, datetime.combine(day, time.max, UTC), day)
    parts = forecast.group(then.parts(period, asked.metric), [])
    found, variance = landing.land(parts).iloc[0], landing.with_shock(parts)[0]
    to_come, came = found["mean"] - found["achieved"], _came(team, period, asked.metric)
    rest = came - found["achieved"]
    below, at_most = landing.at_most([rest - 1, rest], to_come, variance)
    counts = np.arange(int(to_come + 10 * np.sqrt(variance)) + 30)
    row = {
        "came": came, "mean": found["mean"], "pit": below + rng.random() * (at_most - below),
        "crps": ((landing.at_most(counts, to_come, variance) - (counts >= rest)) ** 2).sum(),
        "error": abs(found["mean"] - came),
        "error_line": abs(found["achieved"] * len(days) / gone - came),
        "error_average": abs(found["achieved"] + _by_average(then, period, asked.metric) - came),
    }  # fmt: skip
    for number, quota in enumerate(np.rint(found["mean"] * rng.uniform(0.8, 1.2, QUOTAS))):
        row[f"chance_{number}"] = landing.chance_of(quota - found["achieved"], to_come, variance)
        row[f"hit_{number}"] = float(came >= quota)
    return row


def _came(team: Team, period: Period, metric: str) -> float:
    rows = team.meetings
    if metric == SAOS:
        return float(period.holds(rows["accepted_on"]).sum())
    return float((period.holds(rows["starts_on"]) & rows["outcome"].isin(HELD)).sum())


def _by_average(then: Outlook, period: Period, metric: str) -> float:
    """What a pipeline says: the meetings on the calendar and undecided, × the average rate."""
    parts = forecast.group(then.parts(period, metric), []).iloc[0]
    rate = then.experience.counts if metric == SAOS else then.experience.held
    undecided = then.experience.accepted[0].mean() if metric == SAOS else 0.0
    return parts["calendar_meetings"] * rate[0].mean() + parts["pending_meetings"] * undecided


def _speed() -> None:
    rng = np.random.default_rng(SEED)
    team = team_of(World(reps=SPEED_REPS, booked=0.05, leaves=0.0), LAST - timedelta(days=330), LAST, rng)
    day = LAST - timedelta(days=15)
    period = month(day.year, day.month)
    then = forecast.outlook(team.log, datetime.combine(day, time.max, UTC), day)
    taken = median_ms(lambda: landing.land(then.parts(period)), 7)
    line(f"{SPEED_REPS:,} rep forecasts (must be ≤ {SPEED_MS} ms)", f"{taken:.0f} ms")
    _view_speed()
    learned = median_ms(lambda: forecast.outlook(team.log, datetime.combine(day, time.max, UTC), day), 5)
    line("  learning what they are made of", f"{learned:.0f} ms", f"{len(team.meetings):,} meetings")


def _view_speed() -> None:
    """What the Forecast view asks for, once the log is read: all of it, and again for the next visitor."""
    found = _forecasts_of(VIEW_REPS, VIEW_TEAMS)
    name = f"{LAST:%Y-%m}"

    def everything() -> None:
        fresh = replace(found, outlook=replace(found.outlook))
        teams = fresh.of_teams(name, SAOS)
        fresh.of_all(name, SAOS), fresh.of_reps(name, SAOS), fresh.levers(name, SAOS)
        fresh.changes(name, SAOS), fresh.calendars, landing.outcomes(teams.iloc[0])

    taken = median_ms(everything, 7)
    line(f"the Forecast view's figures for {VIEW_REPS} reps (must be ≤ {SPEED_MS} ms)", f"{taken:.0f} ms")


def _forecasts_of(reps: int, teams: int) -> Forecasts:
    """A log of so many reps in so many teams, read in the middle of a month."""
    team = team_of(World(reps=reps), LAST - timedelta(days=330), LAST, np.random.default_rng(SEED))
    seats = team.log.line.history.assign(team_id=lambda rows: rows["rep_id"] % teams + 1)
    meetings = team.meetings.assign(team_id=team.meetings["rep_id"] % teams + 1)
    calendar, day = Calendar(), LAST - timedelta(days=15)
    line_of = timeline(seats, calendar, LAST - timedelta(days=330), LAST + timedelta(days=60), day)
    saos = meetings[meetings["outcome"] == "accepted"].assign(meeting_id=lambda rows: rows["id"])
    log = Log(meetings_of(meetings, line_of), saos_of(saos, line_of), line_of)
    as_of = datetime.combine(day, time.max, UTC)
    quotas = pd.DataFrame({"rep_id": seats["rep_id"], "team_id": None, "metric": SAOS,
                           "period": f"{LAST:%Y-%m}", "target": 6.0})  # fmt: skip
    outlook = forecast.outlook(log, as_of, day)
    return Forecasts(as_of, log, outlook, seats, quotas, calendar, {})
