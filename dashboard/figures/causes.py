"""A list, an AE or a rep? Whether a weak rate is explained by what the rep was given.

The rep's rate is compared once more with what the others do on the same lists, or with the same AEs. Where
that leaves nothing to explain, and the others are as weak on one of them, that one is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.figures.flags import COACH, ENOUGH, LOW_ENOUGH, RARE, WATCH
from dashboard.figures.luck import lower_mid_p
from dashboard.figures.periods import WEEK, Period

LIST, AE = "list", "ae"
LISTS_OF = {
    "connected_to_meeting": ("call_meetings", "connects"),
    "email_to_meeting": ("email_meetings", "emails"),
}
# Of the gap to the rest at least so much must be what the rep was given.
MOST_OF = 0.5
# The others' trials with a list or an AE count beside so many at the rest's rate: two are no measure.
WEIGHT = 20.0


@dataclass(frozen=True)
class Cause:
    """A list or an AE that explains a rep's weak rate: the rep's own trials with it, what the others do with
    it, what was to be expected of the rep in all, and of an AE the meetings held a week beside the mean of
    the other AEs."""

    kind: str
    name: str
    own_n: float
    others_x: float
    others_n: float
    expected: float
    load: float | None = None
    other_load: float | None = None

    @property
    def others_rate(self) -> float:
        """The others' rate with it."""
        return self.others_x / self.others_n


def cause_of(cell: pd.Series, given: pd.DataFrame, kind: str) -> Cause | None:
    """What of `given` explains a weak cell of `flags.judge`; None where nothing does.

    `given`: rep_id, name (the list or the AE; "" for none), x and n of the cell's metric and window, for the
    ramped reps of the team and the rep."""
    sums = given.groupby(["rep_id", "name"], as_index=False)[["x", "n"]].sum()
    own = sums[sums["rep_id"] == cell["rep_id"]].set_index("name")
    others = sums[sums["rep_id"] != cell["rep_id"]].groupby("name")[["x", "n"]].sum()
    frame = own[["n"]].join(others.add_suffix("_others")).fillna(0.0)
    if frame.empty or not frame["n"].sum():
        return None
    rest = cell["rest"]
    frame["usual"] = (frame["x_others"] + WEIGHT * rest) / (frame["n_others"] + WEIGHT)
    expected = float((frame["n"] * frame["usual"]).sum() / frame["n"].sum())
    if _still_weak(cell, expected) or rest - expected < MOST_OF * (rest - cell["rate"]):
        return None
    weak = (frame["usual"] <= LOW_ENOUGH * rest) & (frame["n_others"] * rest >= ENOUGH) & (frame.index != "")
    if not weak.any():
        return None
    name = (frame["n"] * (rest - frame["usual"]))[weak].idxmax()
    row = frame.loc[name]
    return Cause(kind, name, row["n"], row["x_others"], row["n_others"], expected * cell["n"])


def _still_weak(cell: pd.Series, usual: float) -> bool:
    """Whether the cell would still be watched beside what the others do with the same."""
    p = float(lower_mid_p(cell["x"], cell["n"], np.clip(usual, 1e-9, 1 - 1e-9), cell["deff"]))
    return p < RARE and cell["rate"] <= LOW_ENOUGH * usual


def with_load(cause: Cause, held_a_week: pd.Series) -> Cause:
    """An AE's cause with the meetings each AE holds a week (index: the AE's name)."""
    others = held_a_week.drop(cause.name, errors="ignore")
    own, mean = held_a_week.get(cause.name), others.mean()
    return replace(
        cause,
        load=None if own is None else float(own),
        other_load=None if np.isnan(mean) else float(mean),
    )


def causes_of(
    judged: pd.DataFrame,
    lists_of: Callable[[Period], pd.DataFrame],
    facts_of: Callable[[Period], pd.DataFrame],
) -> dict[tuple[int, str], Cause]:
    """What explains each Coach and Watch of one team's `judged` cells, by rep_id and metric; those that
    nothing explains are left out. `lists_of`: the counts of some days by rep and list (`ledger.activity`);
    `facts_of`: the meetings of some days (`meetings.facts_in`)."""
    found = {}
    for _, cell in judged[judged["verdict"].isin([COACH, WATCH])].iterrows():
        team = judged.loc[(judged["metric"] == cell["metric"]) & ~judged["ramping"], "rep_id"]
        days = Period(cell["first"], cell["last"])
        among = set(team)
        if cell["metric"] in LISTS_OF:
            cause = _by_list(cell, lists_of(days), among)
        else:
            cause = _by_ae(cell, facts_of(days), among, days)
        if cause is not None:
            found[int(cell["rep_id"]), cell["metric"]] = cause
    return found


def _by_list(cell: pd.Series, counts: pd.DataFrame, among: set[int]) -> Cause | None:
    x, n = LISTS_OF[cell["metric"]]
    mine = _of_team(counts, cell, among).rename(columns={"list": "name"})
    return cause_of(cell, mine[["rep_id", "name"]].assign(x=mine[x], n=mine[n]), LIST)


def _by_ae(cell: pd.Series, facts: pd.DataFrame, among: set[int], days: Period) -> Cause | None:
    """The AE who accepts little from everybody; else the list the meetings came from."""
    mine = _of_team(facts, cell, among)
    counts = mine.assign(x=mine["accepted"], n=mine["decided"], ae=mine["ae"].fillna(""))
    by_ae = cause_of(cell, counts.rename(columns={"ae": "name"})[["rep_id", "name", "x", "n"]], AE)
    if by_ae is not None:
        return with_load(by_ae, held_a_week(facts, days))
    return cause_of(cell, counts.rename(columns={"list": "name"})[["rep_id", "name", "x", "n"]], LIST)


def _of_team(frame: pd.DataFrame, cell: pd.Series, among: set[int]) -> pd.DataFrame:
    return frame[(frame["team_id"] == cell["team_id"]) & frame["rep_id"].isin(among)]


def held_a_week(facts: pd.DataFrame, days: Period) -> pd.Series:
    """The meetings each AE holds a week (index: the AE), over all reps."""
    weeks = days.days / WEEK
    return facts.dropna(subset=["ae"]).groupby("ae")["meetings_held"].sum() / weeks
