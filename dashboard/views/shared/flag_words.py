"""A flag in words: number of number, the rest, how lucky, what to do.

A sentence goes on after the rep's name. The log does not know anybody's pronoun, so neither do the words.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.figures import causes, flags
from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared import words

# For each tested rate: what its trials are called, what is said of x of n, and what to do.
TRIALS = {
    "connected_to_meeting": "conversations",
    "email_to_meeting": "emails",
    "meeting_to_sao": "decided meetings",
}
OF_TRIALS = {
    "connected_to_meeting": "books {x} of {n} conversations",
    "email_to_meeting": "turns {x} of {n} emails into a meeting",
    "meeting_to_sao": "has {x} of {n} decided meetings accepted",
}
LOOK_AGAIN = {
    "connected_to_meeting": "wait, and listen in on two calls",
    "email_to_meeting": "wait, and read five of the emails",
    "meeting_to_sao": "wait, and sit in on two of the meetings",
}
DIFFERENTLY = {
    "connected_to_meeting": "say",
    "email_to_meeting": "write",
    "meeting_to_sao": "book",
}
CERTAIN = 10_000


def by_luck(p: float) -> str:
    """How often luck alone does this: "About 1 time in 300 by luck."."""
    times = 1 / max(p, 1e-12)
    if times >= CERTAIN:
        return f"Less than 1 time in {CERTAIN:,} by luck"
    return f"About 1 time in {rounded(times):,} by luck"


def rounded(times: float) -> int:
    """A number as people say it: 7, 25, 300, 4,000."""
    step = 1 if times < 20 else 5 if times < 100 else 50 if times < 1000 else 500 if times < 5000 else 1000
    return max(int(round(times / step) * step), 1)


def evidence(row: pd.Series) -> str:
    """What a flag rests on: "books 19 of 160 conversations (12 %); the rest of the team 21 %"."""
    done = OF_TRIALS[row["metric"]].format(x=words.count(row["x"]), n=words.count(row["n"]))
    own, rest = shares(row)
    over = "" if pd.isna(row.get("weeks")) else f" in {row['weeks']:.0f} weeks"
    return f"{done}{over} ({own}); the rest of the team {rest}"


def shares(row: pd.Series) -> tuple[str, str]:
    """A cell's rate and the rest's with as many decimals as tell them apart; small rates keep one."""
    few = row["n"] < words.DECIMALS_FROM or (row["rest"] >= 0.1 and abs(row["rate"] - row["rest"]) >= 0.02)
    trials = 1 if few else None
    return words.percent(row["rate"], trials), words.percent(row["rest"], trials)


def flag(row: pd.Series, name: str, because: causes.Cause | None = None, volume: str = "") -> str:
    """Coach, Watch or Learn from in words; `name` as the rep is called, `because`: what explains it,
    `volume`: what is to be said of the rep's activity beside a Coach flag."""
    said, metric = evidence(row), row["metric"]
    if because is not None:
        return f"{said}. {explained(because, metric)}"
    if row["verdict"] == flags.COACH:
        return f"{said}. {by_luck(row['p'])}. {volume}".rstrip()
    if row["verdict"] == flags.WATCH:
        return f"{said}. {by_luck(row['p'])}: {LOOK_AGAIN[metric]}."
    return f"{said}. What does {name} {DIFFERENTLY[metric]} differently?"


def too_little(row: pd.Series) -> str:
    """A rate of which nothing can be said, and how much would be needed."""
    trials = TRIALS[row["metric"]]
    said = f"{words.count(row['n'])} {trials}: too few to say anything."
    needed = flags.ENOUGH / row["rest"] if row["rest"] > 0 else np.nan
    return said if np.isnan(needed) else f"{said} About {rounded(needed):,} are needed."


def explained(cause: causes.Cause, metric: str) -> str:
    """What explains a weak rate that is not the rep's: the list, or who decides."""
    trials, name = TRIALS[metric], f"“{words.literal(cause.name)}”"
    theirs = words.percent(cause.others_rate, cause.others_n)
    own = f"{words.count(cause.own_n)} of these {trials}"
    if cause.kind == causes.LIST:
        return (
            f"But {own} come from the list {name}, where the others have {theirs} "
            f"({words.count(cause.others_x)} of {words.count(cause.others_n)}): change the list, not the rep."
        )
    load = ""
    if cause.load is not None and cause.other_load is not None:
        load = (
            f", and holds {words.count(round(cause.load, 1))} meetings a week "
            f"(the other AEs {words.count(round(cause.other_load, 1))})"
        )
    return (
        f"But {own} went to {words.literal(cause.name)}, who accepts {theirs} of everybody else's "
        f"({words.count(cause.others_x)} of {words.count(cause.others_n)}){load}: ask the AE, not the rep."
    )


def metric_label(name: str) -> str:
    """A metric's label in the middle of a sentence."""
    label = BY_NAME[name].label
    return label[0].lower() + label[1:]
