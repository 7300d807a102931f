"""What a manager can repeat aloud: who needs what, in a sentence, and what silence about the others means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.figures import causes, efficiency, flags
from dashboard.figures.coaching import Coaching, Judged
from dashboard.views.shared import words
from dashboard.views.shared.flag_words import TRIALS, flag, metric_label, shares
from dashboard.views.shared.guard_words import a_day, guard, volume


@dataclass(frozen=True)
class Badge:
    """A finding's word, its icon and colour on the page, and its mark in charts."""

    word: str
    icon: str
    color: str
    mark: str

    @property
    def markdown(self) -> str:
        """The badge as Streamlit's markdown."""
        return f":{self.color}-badge[:material/{self.icon}: {self.word}]"


BADGES = {
    flags.COACH: Badge("Coach", "sports", "orange", "coach"),
    flags.WATCH: Badge("Watch", "visibility", "yellow", "watch"),
    flags.LEARN: Badge("Learn from", "lightbulb", "green", "learn"),
    efficiency.PROTECT: Badge("Leave alone", "shield", "violet", "protect"),
    efficiency.NOT_PROTECTED: Badge("Talk about volume", "forum", "blue", "volume"),
    efficiency.UNDECIDED: Badge("Undecided", "balance", "gray", "in_range"),
    efficiency.CHECK_QUALITY: Badge("Check quality", "rule", "gray", "in_range"),
    causes.LIST: Badge("Check the list", "list", "gray", "list_problem"),
    causes.AE: Badge("Check the AE", "handshake", "gray", "list_problem"),
    flags.RAMPING: Badge("Ramping", "trending_up", "gray", "ramping"),
    flags.IN_RANGE: Badge("In range", "check", "gray", "in_range"),
    flags.TOO_LITTLE: Badge("Too little data", "hourglass_empty", "gray", "in_range"),
}


def rates_in_range(found: Coaching, rep_id: int) -> str:
    """That nothing is wrong with a rep's rates, where that could be told."""
    verdicts = set(found.flags.loc[found.flags["rep_id"] == rep_id, "verdict"])
    return "The rates are in range." if verdicts == {flags.IN_RANGE} else ""


def bad_list(row, metric: str) -> str:
    """A list that fails for everybody (a row of `lists.compare`)."""
    share, expected = words.percent(row.rate, row.n), words.count(round(row.expected))
    return (
        f"“{words.literal(row.list)}” gives {words.count(row.x)} meetings of {words.count(row.n)} "
        f"{TRIALS[metric]} ({share}), where its {int(row.reps)} reps would have {expected} on their other "
        "lists: change the list, not the reps."
    )


def of_finding(
    found: Judged, explained_by: Mapping[tuple[int, str], causes.Cause], finding: pd.Series, name: str,
    floor: float | None = None, ramping: str = "is ramping: left out of every average.",
) -> str:  # fmt: skip
    """The sentence of one row of `attention.findings`; `name` as a sentence calls the rep, `floor` as of
    `guard`, `ramping`: what is said of somebody who ramps."""
    rep_id, kind = finding["rep_id"], finding["kind"]
    row = found.guarded(rep_id)
    if kind == flags.RAMPING:
        return ramping
    if finding["metric"]:
        cell = found.cell(rep_id, finding["metric"])
        cause = explained_by.get((rep_id, finding["metric"])) if kind in (causes.LIST, causes.AE) else None
        return flag(cell, name, cause, volume(row, found.activity, finding["metric"]))
    said = guard(row, name, found.activity, found.output, floor, found.cell(rep_id, "meeting_to_sao"))
    return f"{said} {rates_in_range(found, rep_id)}".rstrip() if kind == efficiency.NOT_PROTECTED else said


def closing(found: Coaching, called: Collection[int], reps: Collection[int]) -> str:
    """What stands under the list of those who were `called` (rep_ids), of the page's `reps`: who else is in
    range, what luck alone gives, what could have been seen."""
    judged = found.flags[found.flags["rep_id"].isin(reps)]
    if not found.tests:
        return "No rate has enough data for a comparison yet."
    tested = judged.loc[judged["p"].notna(), "rep_id"].unique()
    said = [others(len(set(tested) - set(called)), bool(len(called)))]
    silent = len(set(reps) - set(tested) - set(called))
    if silent:
        said.append(f"{words.plural(silent, 'rep has', 'reps have')} too little data to say anything.")
    return " ".join([*filter(None, said), by_luck_alone(found), *visible(found.flags)])


def by_luck_alone(found: Judged) -> str:
    """How many watches luck alone would give."""
    watches = found.watches_by_luck
    about = (
        "less than 1 watch" if watches < 0.75 else f"about {words.plural(round(watches), 'watch', 'watches')}"
    )
    return f"Luck alone would give {about} among the {words.plural(found.tests, 'comparison')} made here."


def nothing_to_say(cells: pd.DataFrame) -> str:
    """A rep's rates in a line, where none of them stands out."""
    said = []
    for _, cell in cells[cells["n"] > 0].iterrows():
        label, (own, rest) = metric_label(cell["metric"]), shares(cell)
        beside = "" if pd.isna(cell["rest"]) else f", rest {rest}"
        weeks = "" if pd.isna(cell["weeks"]) else f" in {cell['weeks']:.0f} weeks"
        said.append(f"{label} {own} ({words.count(cell['x'])} of {words.count(cell['n'])}{weeks}{beside})")
    return f"{'; '.join(said)}." if said else "nothing logged in these days that a rate could be made of."


def others(in_range: int, anybody: bool) -> str:
    """How many are in range beside those in the list."""
    if not anybody:
        return "Nobody stands out."
    if not in_range:
        return ""
    return "The other one is in range." if in_range == 1 else f"The other {in_range} are in range."


def visible(judged: pd.DataFrame) -> list[str]:
    """The smallest shortfalls that could have been seen, or silence would read as "fine"."""
    tested = judged[judged["p"].notna()]
    seen: dict[str, list[str]] = {}
    for metric, cells in tested.groupby("metric", sort=False):
        over = _span((cells["last"].iloc[0] - cells["first"].iloc[0]).days + 1)
        seen.setdefault(over, []).append(_shortfall(cells["smallest_visible_gap"].median(), TRIALS[metric]))
    return [f"Over {over} a shortfall can be seen {_listed(said)}." for over, said in seen.items()]


def _span(days: int) -> str:
    return words.plural(days // 7, "week") if days % 7 == 0 else words.plural(days, "day")


def _shortfall(gap: float, trials: str) -> str:
    # A smaller one than matters is never flagged, however well it could be seen.
    seen = max(gap, 1 - flags.LOW_ENOUGH)
    return f"from {100 * seen:.0f}{words.NBSP}% on {trials}" if seen < 1 else f"in no case on {trials}"


def _listed(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def floors(expected: pd.DataFrame, low: pd.DataFrame) -> str:
    """The floors, and who is under them: `expected` team_id, metric, per_day; `low` as of `floors.below`."""
    set_ = expected.groupby("metric")["per_day"].agg(["min", "max"])
    said = [_floor(metric, *set_.loc[metric]) for metric in ("calls", "emails") if metric in set_.index]
    if not said:
        return ""
    under = [
        f"{words.literal(rep)} ({' and '.join(f'{a_day(r.a_day)} {r.metric}' for r in rows.itertuples())})"
        for rep, rows in low.groupby("rep", sort=False)
    ]
    who = f" Under it on the days worked: {', '.join(under)}." if under else ""
    return (
        f"Floor a working day: {' and '.join(said)}, not held against who ramps or is to be left alone.{who}"
    )


def _floor(metric: str, least: float, most: float) -> str:
    return f"{least:,.0f} {metric}" if least == most else f"{least:,.0f} to {most:,.0f} {metric}"
