"""How reps work, as far as the log tells: when, how often they try, on which lists, for which AEs.

Every way of working is counted in one long frame: rep_id, `subject` (one of those below), `part` of it
("" where the log does not say) and `n`, how many of the rep's calls, prospects or meetings fall in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.figures.metrics import Metric
from dashboard.figures.patterns import ENOUGH

Touch = Literal["calls", "emails"]
COUNTED = ["rep_id", "subject", "part", "n"]

TIME, ATTEMPT, TRIES, LIST, TOUCH, BOOKED, CHANNEL, AE, LEAD = (
    "time of day", "attempt", "tries", "list", "touch", "booked by", "channel", "AE", "lead time"
)  # fmt: skip
MORNING, MIDDAY, LATE = "before 12 h", "between 12 and 15 h", "from 15 h on"
NOON_HOUR, LATE_HOUR = 12, 15
ATTEMPTS = ("1st", "2nd", "3rd", "4th", "5th +")
# Two attempts are where many stop.
FEW, MANY, STOP = "once or twice", "three times or more", 2
SOON, FAR, WEEK = "up to a week", "more than a week", 7
MOST = 0.75
# A few calls at an odd hour do not make the picture wider.
SELDOM = 0.01
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def touches_of(metric: Metric) -> Touch | None:
    """The touches that a rate is made of; None for a rate of meetings."""
    return metric.six if metric.six in ("calls", "emails") else None


def of_touches(
    touch: Touch,
    metric: Metric,
    activity: pd.DataFrame,
    by_prospect: pd.DataFrame,
    by_list: pd.DataFrame,
    rows: pd.DataFrame,
    meetings: pd.DataFrame,
) -> pd.DataFrame:
    """The ways behind a rate of calls or emails: time of day, attempts, lists, calls beside emails, and the
    channel of the meetings booked.

    `activity` is `ledger.activity` by rep, day and hour, `by_list` by rep and list; `by_prospect` as in
    `log.queries`; `rows` as of `summary.by_rep`; `meetings` those that were booked.
    """
    part_of_day = np.select(
        [activity["hour"] < NOON_HOUR, activity["hour"] < LATE_HOUR], [MORNING, MIDDAY], LATE
    )
    both = [rows.assign(part=kind, n=rows[kind]) for kind in ("calls", "emails")]
    booked = meetings.assign(part=meetings["channel"].fillna(""), n=1)
    return pd.concat(
        [
            _counted(TIME, activity.assign(part=part_of_day, n=activity[touch])),
            _attempts(by_prospect),
            _tries(by_prospect[by_prospect["rep_id"].isin(_there(rows))]),
            _counted(LIST, by_list.assign(part=by_list["list"], n=by_list[metric.denominator])),
            _counted(TOUCH, pd.concat(both)),
            _counted(BOOKED, booked),
        ],
        ignore_index=True,
    )


def of_meetings(facts: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """The ways behind a rate of meetings: list, channel, AE, days from the booking to the meeting; counted
    in what the rate is of. `facts` as of `meetings.facts_in`."""
    facts = facts.assign(n=facts[metric.denominator])
    days = (facts["starts_on"] - facts["booked_on"]).dt.days
    lead = pd.Series(np.where(days <= WEEK, SOON, FAR), index=facts.index).where(days.notna(), "")
    parts = {
        LIST: facts["list"], CHANNEL: facts["channel"].fillna(""), AE: facts["ae"].fillna(""), LEAD: lead,
    }  # fmt: skip
    return pd.concat(
        [_counted(subject, facts.assign(part=part)) for subject, part in parts.items()], ignore_index=True
    )


def _counted(subject: str, rows: pd.DataFrame) -> pd.DataFrame:
    sums = rows.groupby(["rep_id", "part"], as_index=False)["n"].sum().assign(subject=subject)
    return sums.loc[sums["n"] > 0, COUNTED]


def _attempts(by_prospect: pd.DataFrame) -> pd.DataFrame:
    """How many of the touches were the first, second … to the same prospect."""
    named = by_prospect[by_prospect["named"]]
    many, prospects, last = named["touches"], named["prospects"], len(ATTEMPTS) - 1
    reached = [
        named.assign(part=name, n=prospects * (many - place).clip(0, 1 if place < last else None))
        for place, name in enumerate(ATTEMPTS)
    ]
    nobody = by_prospect[~by_prospect["named"]]
    return _counted(ATTEMPT, pd.concat([*reached, nobody.assign(part="", n=nobody["touches"])]))


def _there(rows: pd.DataFrame) -> pd.Series:
    """The reps who sat for most of the period: who came late has had less time to try again."""
    return rows.loc[rows["days"] >= MOST * rows["days"].max(), "rep_id"]


def _tries(by_prospect: pd.DataFrame) -> pd.DataFrame:
    """How many prospects got one or two touches, and how many more."""
    named = by_prospect[by_prospect["named"]]
    part = np.where(named["touches"] <= STOP, FEW, MANY)
    return _counted(TRIES, named.assign(part=part, n=named["prospects"]))


def beside(
    counted: pd.DataFrame, subject: str, left: Sequence[int], right: Sequence[int], parts: Sequence[str] = ()
) -> pd.DataFrame:
    """The shares of some reps beside those of others, a row a part: part, left_n, right_n, left and right
    (shares of what is known; missing where that is nothing). In the order of `parts`, else the largest
    first; no row where nothing is known of anybody."""
    known = counted[(counted["subject"] == subject) & (counted["part"] != "")]
    both = {"left": known[known["rep_id"].isin(left)], "right": known[known["rep_id"].isin(right)]}
    sums = {f"{side}_n": rows.groupby("part")["n"].sum() for side, rows in both.items()}
    frame = pd.DataFrame(sums)
    if len(frame) and parts:
        frame = frame.reindex(parts)
    frame = frame.fillna(0)
    for side in both:
        total = frame[f"{side}_n"].sum()
        frame[side] = frame[f"{side}_n"] / total if total else np.nan
    if not parts:
        frame = frame.loc[frame[["left", "right"]].max(axis=1).sort_values(ascending=False).index]
    return frame.rename_axis("part").reset_index()


def unnamed(counted: pd.DataFrame, subject: str) -> tuple[int, int]:
    """How many of the counts of a subject the log does not say the part of, and how many there are."""
    rows = counted[counted["subject"] == subject]
    return int(rows.loc[rows["part"] == "", "n"].sum()), int(rows["n"].sum())


def list_rates(by_list: pd.DataFrame, metric: Metric) -> pd.Series:
    """Each list's rate over all its reps; missing where it has too little behind it."""
    sums = by_list.groupby("list")[[metric.numerator, metric.denominator]].sum()
    trials = sums[metric.denominator]
    rate = sums[metric.numerator] / trials.where(trials > 0)
    everybody = sums[metric.numerator].sum() / max(trials.sum(), 1)
    return rate.where(trials * everybody >= ENOUGH)


def usual(activity: pd.DataFrame, touch: Touch) -> tuple[list[int], list[int]]:
    """The weekdays (0 is Monday) and the hours, from the first to the last, on which reps usually work."""
    week = activity.groupby(activity["day"].dt.day_of_week)[touch].sum()
    hours = activity.groupby("hour")[touch].sum()
    days, often = (sums.index[sums >= SELDOM * sums.sum()] for sums in (week[week > 0], hours[hours > 0]))
    return sorted({*range(5), *days}), list(range(min(often, default=9), max(often, default=17) + 1))


def conversions(
    activity: pd.DataFrame, metric: Metric, days: Sequence[int], hours: Sequence[int]
) -> pd.DataFrame:
    """The rate by weekday and hour, a row a cell: row, hour, x, n, value (missing where so few trials would
    be expected to bring fewer than five successes). Where that leaves too little to see, the weekdays are
    taken together in one row."""
    apart = _cells(activity, metric.numerator, metric.denominator, days, hours)
    if (apart["value"].notna().sum()) * 2 >= (apart["n"] > 0).sum():
        return apart
    together = apart.groupby("hour", as_index=False)[["x", "n"]].sum().assign(row="All days")
    return _with_rate(together)


def spread_out(
    activity: pd.DataFrame, touch: Touch, days: Sequence[int], hours: Sequence[int]
) -> pd.DataFrame:
    """How the touches are spread over the week, the same frame: x of n, all of them."""
    cells = _cells(activity, touch, touch, days, hours)
    total = int(activity[touch].sum())
    return cells.assign(n=total, value=cells["x"] / total if total else np.nan)


def _cells(
    activity: pd.DataFrame, over: str, under: str, days: Sequence[int], hours: Sequence[int]
) -> pd.DataFrame:
    keys = [activity["day"].dt.day_of_week.rename("weekday"), activity["hour"]]
    sums = pd.DataFrame({"x": activity[over], "n": activity[under]}).groupby(keys).sum()
    every = pd.MultiIndex.from_product([days, hours], names=["weekday", "hour"])
    cells = sums.reindex(every, fill_value=0).reset_index()
    return _with_rate(cells.assign(row=cells["weekday"].map(dict(enumerate(WEEKDAYS)))))


def _with_rate(cells: pd.DataFrame) -> pd.DataFrame:
    everywhere = cells["x"].sum() / max(cells["n"].sum(), 1)
    enough = cells["n"] * everywhere >= ENOUGH
    value = (cells["x"] / cells["n"].where(cells["n"] > 0)).where(enough)
    return cells.assign(value=value)[["row", "hour", "x", "n", "value"]]
