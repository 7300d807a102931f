"""The words of the card on what the best do differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.figures import ways
from dashboard.figures.differences import Difference
from dashboard.figures.metrics import Metric
from dashboard.figures.patterns import Sides
from dashboard.figures.periods import Period
from dashboard.views.shared import words

# The title says no more than so many differences.
IN_TITLE = 2
# Shares and rates are said in whole percents; rates below a tenth with a decimal.
ROUND, SMALL = 1, 0.10
BEST = {2: "best two", 3: "best three", 4: "best four", 5: "best five"}
REST = "the rest"
# What somebody does, of several people and of one.
DO = {
    (ways.TIME, ways.MORNING): ("{verb} earlier in the day", "{verb}s earlier in the day"),
    (ways.TIME, ways.MIDDAY): ("{verb} more in the early afternoon", "{verb}s more in the early afternoon"),
    (ways.TIME, ways.LATE): ("{verb} later in the day", "{verb}s later in the day"),
    (ways.TRIES, ways.MANY): ("do not stop at two attempts", "does not stop at two attempts"),
    (ways.TRIES, ways.FEW): ("move on sooner from a prospect", "moves on sooner from a prospect"),
    (ways.TOUCH, "calls"): ("rely more on calls", "relies more on calls"),
    (ways.TOUCH, "emails"): ("rely more on emails", "relies more on emails"),
    (ways.LEAD, ways.SOON): ("meet sooner after the booking", "meets sooner after the booking"),
    (ways.LEAD, ways.FAR): ("book further ahead", "books further ahead"),
    (ways.LIST, None): ("work more on “{part}”", "works more on “{part}”"),
    (ways.CHANNEL, None): ("book more by {part}", "books more by {part}"),
    (ways.AE, None): ("book more for {part}", "books more for {part}"),
}
# What a share of a subject is of, and what it does.
SHARES = {
    ways.TIME: ("{touch}", "are made {part}"),
    ways.TRIES: ("prospects", "are tried {part}"),
    ways.LIST: ("{trials}", "are on “{part}”"),
    ways.TOUCH: ("calls and emails", "are {part}"),
    ways.LEAD: ("meetings", "lie {part} after the booking"),
    ways.CHANNEL: ("meetings", "are booked by {part}"),
    ways.AE: ("meetings", "are with {part}"),
}


# What a rate is of, and what it counts as having become, where that has a better name than the rate's.
TRIALS = {"connects": "conversations", "decided": "decided meetings", "outcome_known": "meetings"}
BECAME = {
    "connected_to_meeting": "Conversations that became meetings",
    "email_to_meeting": "Emails that became meetings",
}
NOT_SAID = {
    ways.ATTEMPT: "The log names no prospect for these {touch}: attempts cannot be counted.",
    ways.LIST: "The log names no list for these {trials}.",
    ways.TOUCH: "No calls and no emails in these days.",
    ways.AE: "The log names no AE for these meetings.",
    ways.LEAD: "The log does not say when these meetings were booked.",
    ways.CHANNEL: "The log does not say how these meetings were booked.",
    ways.BOOKED: "No meeting of these days says how it was booked.",
}
LEFT_OUT = {
    ways.ATTEMPT: "name no prospect", ways.LIST: "are on no list", ways.AE: "name no AE",
    ways.LEAD: "have no day of booking", ways.CHANNEL: "do not say it", ways.BOOKED: "do not say it",
}  # fmt: skip
UNITS = {ways.ATTEMPT: "{touch}", ways.LIST: "{trials}"}


@dataclass(frozen=True)
class Who:
    """What the two sides are called. In pictures: `rep` and, in short, those beside the rep (`group`). In
    sentences, with markdown made harmless: who does more (`doers`), and the `others`."""

    rep: str
    group: str
    doers: str
    others: str
    many: bool
    is_best: bool


def who(rows: pd.DataFrame, sides: Sides, rep: str) -> Who:
    """The names of the sides; `rows` have rep_id and rep."""
    first = words.first_name(rep)
    if sides.is_best:
        return Who(first, REST, words.literal(first), f"{REST} of the team", many=False, is_best=True)
    best = rows.set_index("rep_id").loc[list(sides.doers), "rep"].tolist()
    short = BEST.get(len(best), words.first_name(best[0]))
    return Who(
        first, short, words.names(best, len(best)), words.literal(first), many=len(best) > 1, is_best=False
    )


def title(told: Sequence[Difference], who: Who, metric: Metric, known: bool) -> str:
    """What stands out, at most two things; or that nothing does."""
    if not known:
        of = words.literal(who.rep)
        return f"What do the best do differently? Nothing of {of} in these days to compare"
    if not told:
        return (
            f"What {'do' if who.many else 'does'} {who.doers} do differently? Nothing in the log stands out"
        )
    said = ", and ".join(_done(difference, who, metric) for difference in told[:IN_TITLE])
    if who.many:
        return f"What the best do differently: they {said}"
    return f"What {who.doers} does differently: {said}"


def _done(difference: Difference, who: Who, metric: Metric) -> str:
    subject, part = difference.subject, difference.part
    several, one = DO.get((subject, part)) or DO[(subject, None)]
    verb = "write" if metric.six == "emails" else "call"
    return (several if who.many else one).format(verb=verb, part=words.literal(part))


def about(who: Who, metric: Metric, window: Period) -> str:
    """Who is compared with whom, on which rate and over which days."""
    on = f"on “{metric.label}”, {words.days(window)}"
    if who.is_best:
        return f"{who.doers} is among the best {on}: here beside {who.others}."
    return f"The best {on}: {who.doers}, here beside {who.others}."


def sentence(difference: Difference, who: Who, metric: Metric) -> str:
    """A difference with its numbers: "62 % of Kate's calls (806 of 1,300) are made before 12 h; 48 % of the
    rest of the team's (…)"."""
    of, does = SHARES[difference.subject]
    doers, others = (
        (words.percent(value.value, ROUND), words.n_of_d(value, " of "))
        for value in (difference.doers, difference.others)
    )
    unit, does = _filled(of, metric), does.format(part=words.literal(difference.part))
    return (
        f"{doers[0]} of {_possessive(who.doers)} {unit} ({doers[1]}) {does}; "
        f"{others[0]} of {_possessive(who.others)} ({others[1]})."
    )


def of(name: str) -> str:
    """The beginning of "Sam's calls", "The rest of the team's calls", with markdown made harmless."""
    return words.literal(_possessive("The rest of the team" if name == REST else name))


def _possessive(name: str) -> str:
    return f"{name}'s"


def _filled(text: str, metric: Metric) -> str:
    return text.format(touch=metric.six, trials=trials(metric))


def trials(metric: Metric) -> str:
    """What a rate is a share of."""
    return TRIALS.get(metric.denominator, metric.denominator)


def converted(who: Who, metric: Metric, cells: pd.DataFrame) -> str:
    """What the cells of a rate show, of whom, and the numbers behind all of them."""
    behind = f"{int(cells['x'].sum()):,} of {int(cells['n'].sum()):,}"
    return f"**{BECAME.get(metric.name, metric.label)}, %** · {words.literal(who.group)}, {behind}"


def no_proof(told: Sequence[Difference], who: Who) -> str:
    """What a difference does not show, and what to do with it."""
    if who.is_best:
        return (
            f"A pattern, not a proof: ask {who.doers}, and listen in, before anybody is told to do the same."
        )
    lists = any(difference.subject == ways.LIST for difference in told)
    also = f"the {who.group} also work on other lists" if lists else "ask them, and listen in"
    return f"A pattern, not a proof: {also}. Try it for three weeks and look here again."


def not_said(subject: str, metric: Metric) -> str:
    """That the log does not hold a subject."""
    return _filled(NOT_SAID[subject], metric)


def left_out(missing: int, total: int, subject: str, metric: Metric) -> str:
    """How much of a subject the log does not say: "12 of 340 calls name no prospect and are left out"."""
    units = _filled(UNITS.get(subject, "meetings"), metric)
    return f"{missing:,} of {total:,} {units} {LEFT_OUT[subject]} and are left out."


def rate_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells of a rate as `charts.heat` draws them: a dot where there is too little to tell."""
    small = cells["value"].max() < SMALL
    text = [_bare(value, small) if pd.notna(value) else "·" for value in cells["value"]]
    return _cells(cells, np.where(cells["n"] > 0, text, ""))


def share_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells of shares of all touches as `charts.heat` draws them."""
    return _cells(cells, [_bare(value, True) if value > 0 else "" for value in cells["value"].fillna(0)])


def _cells(cells: pd.DataFrame, text: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": cells["row"],
            "column": cells["hour"].astype(str) + "h",
            "value": cells["value"],
            "text": text,
            "said": [f"{x:,.0f} of {n:,.0f}" for x, n in zip(cells["x"], cells["n"], strict=True)],
        }
    )


def _bare(share: float, decimal: bool) -> str:
    """A percentage without its sign, which the caption has."""
    return f"{share:.{1 if decimal else 0}%}".removesuffix("%")


def pair_rows(rows: pd.DataFrame, who: Who, list_rates: pd.Series | None) -> pd.DataFrame:
    """Shares side by side as `charts.pairs` draws them; a list's name with its rate where that is given."""
    names = rows["part"]
    if list_rates is not None:
        rates = names.map(list_rates)
        names = [
            name if pd.isna(rate) else f"{name} ({words.percent(rate, ROUND if rate >= SMALL else None)})"
            for name, rate in zip(names, rates, strict=True)
        ]
    sides = ((who.rep, "left"), (who.group, "right"))
    both = [
        pd.DataFrame({"name": names, "who": name, "share": rows[side], "order": order})
        for order, (name, side) in enumerate(sides)
    ]
    return pd.concat(both).sort_index(kind="stable").reset_index(drop=True)
