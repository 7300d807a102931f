"""What do the best do differently? The reps with the best rate beside the others: a pattern, not a proof."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.luck import wilson
from dashboard.figures.metrics import CALLS, EMAILS, MEETINGS, Metric
from dashboard.figures.summary import Loaded, parts, ramped

# Fewer reps than this have no "best" worth the word.
REPS = 4
# Fewer expected successes than this and a rep's rate is mostly luck.
ENOUGH = 5.0
# So many reps' calls are read one by one, however large the team is.
MOST_BEST, MOST_OTHERS = 5, 20


@dataclass(frozen=True)
class Habit:
    """One way of working: what it is, and how the best and the others stand on it."""

    label: str
    best: float | None
    others: float | None
    unit: str


HABITS = (
    ("Calls a day", CALLS, "calls", "days", "number"),
    ("Emails a day", EMAILS, "emails", "days", "number"),
    ("Calls before noon", CALLS, "calls_morning", "calls", "percent"),
    ("Reached before noon", CALLS, "connects_morning", "connects", "percent"),
    ("Connect rate", CALLS, "connects", "calls", "percent"),
    ("Minutes a conversation", CALLS, "talk_minutes", "connects", "number"),
    ("Positive replies of emails", EMAILS, "positive_replies", "emails", "percent"),
    ("No-shows of their meetings", MEETINGS, "no_shows_of_known", "outcome_known", "percent"),
)


def best(rows: pd.DataFrame, metric: Metric, loaded: Loaded) -> pd.Index:
    """The index of the top quarter of ramped reps on a rate (at least one), by the lower end of the 80 %
    interval so that few trials do not make a champion; empty where too few reps can be compared."""
    part = parts(ramped(rows), metric, loaded).dropna(subset=["value"])
    pooled = part["numerator"].sum() / part["denominator"].sum() if len(part) else 0
    enough = part[part["denominator"] * pooled >= ENOUGH]
    if len(enough) < REPS:
        return enough.index[:0]
    # Nobody below the others together is one of the best, however few do better.
    enough = enough[enough["value"] > pooled]
    low, _ = wilson(enough["numerator"], enough["denominator"])
    order = pd.Series(low, index=enough.index).sort_values(ascending=False)
    return order.index[: max(1, round(len(part) / 4))]


@dataclass(frozen=True)
class Sides:
    """Who is compared on one rep's sheet, by rep_id: those who do well, and those beside them. A rep who is
    among the best stands alone beside the rest of the team; else the best stand beside the rep."""

    doers: tuple[int, ...]
    others: tuple[int, ...]
    is_best: bool


def of_team(rows: pd.DataFrame, rep_id: int) -> pd.DataFrame:
    """The rows of the team in which a rep sat longest in the period; none for a rep who is not there."""
    mine = rows[rows["rep_id"] == rep_id].sort_values("days")
    return rows[rows["team_id"].isin(mine["team_id"].tail(1))]


def sides(rows: pd.DataFrame, metric: Metric, loaded: Loaded, rep_id: int) -> Sides | None:
    """The sides of a rep's comparison on a rate within one team (`rows` of `of_team`); None where too few
    reps can be compared. At most five best, and at most the twenty others with most behind the rate."""
    chosen = rows.loc[best(rows, metric, loaded), "rep_id"].head(MOST_BEST)
    if chosen.empty:
        return None
    if rep_id not in set(chosen):
        return Sides(tuple(chosen), (rep_id,), False)
    rest = ramped(rows)
    rest = rest[rest["rep_id"] != rep_id].nlargest(MOST_OTHERS, metric.denominator)
    return Sides((rep_id,), tuple(rest["rep_id"]), True)


def habits(rows: pd.DataFrame, chosen: pd.Index, loaded: Loaded) -> list[Habit]:
    """How the chosen reps and the other ramped ones work, of those whose team has that kind of log; habits
    that it holds for neither are left out."""
    mine, rest = rows.loc[chosen], ramped(rows).drop(index=chosen)
    found = []
    for label, kind, over, under, unit in HABITS:
        best, others = (
            _share(part[loaded.has(part["team_id"], (kind,))], over, under) for part in (mine, rest)
        )
        found.append(Habit(label, best, others, unit))
    return [habit for habit in found if habit.best is not None or habit.others is not None]


def _share(rows: pd.DataFrame, over: str, under: str) -> float | None:
    values = rows.assign(talk_minutes=rows["talk_s"] / 60)
    total, base = values[over].sum(), values[under].sum()
    # Nothing logged at all is "not known", not a habit of nought.
    return float(total / base) if base > 0 and total > 0 else None
