"""Numbers and days as the pages write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.charts.words import SMALLEST, TINY, number
from dashboard.figures.deals import NotAdded
from dashboard.figures.metrics import Metric
from dashboard.figures.periods import Period
from dashboard.figures.summary import Value

MARKDOWN = re.compile(r"([\\`*_\[\]<>#~$:])")
# Where an address becomes a link by itself, escaped or not; what is put there is not to be seen.
ADDRESS = re.compile(r"(?<=:)(?=//)|(?i:(?<=www))(?=\.)|(?=@)")
WORD_JOINER = "\u2060"
NBSP = "\u00a0"
NO_VALUE = "–"
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", None: ""}
# With fewer trials a decimal of a percentage means nothing.
DECIMALS_FROM = 100
UNCHANGED = "±0"


def sign(currency: str | None) -> str:
    """The sign of a currency, or its code."""
    return SIGNS.get(currency, f"{currency}{NBSP}")


def count(value: float | None) -> str:
    """A count, or an average count with a decimal where it is small."""
    if value is None or pd.isna(value):
        return NO_VALUE
    if 0 < value < SMALLEST:
        return TINY
    return f"{value:,.0f}" if value >= 20 or float(value).is_integer() else f"{value:,.1f}"


def percent(share: float | None, trials: float | None = None) -> str:
    """A rate; whole percents where there were fewer than a hundred trials."""
    if share is None or pd.isna(share):
        return NO_VALUE
    whole = trials is not None and trials < DECIMALS_FROM
    return f"{100 * share:.{0 if whole else 1}f}{NBSP}%"


def money(amount: float | None, currency: str | None) -> str:
    """An amount, shortened: $412k, €1.2M."""
    return number(amount, "money", sign(currency))


def metric_value(metric: Metric, value: Value, currency: str | None) -> str:
    """A value in its metric's unit."""
    if metric.unit == "rate":
        return percent(value.value, value.denominator)
    return money(value.value, currency) if metric.unit == "money" else count(value.value)


def difference(metric: Metric, now: Value, by: float) -> str:
    """A change with its sign, in as many decimals as the value has: "+2"; of a rate in points: "-0.4"."""
    if metric.unit == "rate":
        by, whole = 100 * by, now.denominator < DECIMALS_FROM
    else:
        whole = now.value >= 20 or float(by).is_integer()
    said = f"{by:+,.{0 if whole else 1}f}"
    return said if said.strip("+-0.") else UNCHANGED


def n_of_d(value: Value, between: str = " / ") -> str:
    """The numerator and denominator behind a rate: "352 / 1,733"."""
    return f"{count(value.numerator)}{between}{count(value.denominator)}"


def day(moment: date) -> str:
    """A day without its year: "18 Nov"."""
    return f"{moment.day}{NBSP}{moment:%b}"


def days(period: Period) -> str:
    """The days of a period: "22 Oct – 18 Nov 2026", "18 Nov 2026" where it is only one."""
    last = f"{day(period.last)} {period.last.year}"
    if period.days == 1:
        return last
    first = day(period.first)
    if period.first.year != period.last.year:
        first = f"{first} {period.first.year}"
    return f"{first} – {last}"


def time_before(period: Period, earlier: Period) -> str:
    """How far back the days lie that a period is compared with: "4 weeks before", else "days before"."""
    weeks, odd = divmod((period.first - earlier.first).days, 7)
    return "days before" if odd else "week before" if weeks == 1 else f"{weeks} weeks before"


def moment(when: datetime | None, zone: str, today: date) -> str:
    """A moment in a time zone: "Wed 18 Nov, 18:40"; with its year where that is not today's."""
    if when is None:
        return NO_VALUE
    local = when.astimezone(ZoneInfo(zone))
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%a %-d %b}{year}, {local:%H:%M}"


def plural(how_many: int, one: str, many: str | None = None) -> str:
    """ "1 rep", "12 reps"."""
    return f"{how_many:,} {one if how_many == 1 else many or one + 's'}"


def plural_or_no(how_many: int, one: str) -> str:
    """As `plural`, for the beginning of a sentence: "No meetings", "1 meeting"."""
    return plural(how_many, one) if how_many else f"No {one}s"


def deals_won(known: int, average: str, left: NotAdded) -> str:
    """The deals behind a revenue: "4 deals of $37k; also 1 in another currency"."""
    others = _outside(left)
    if known:
        said = f"{plural(known, 'deal')} of {average}"
        return f"{said}; also {', '.join(others)}" if others else said
    won = plural(left.foreign + left.unknown, "deal")
    if not others:
        return "no deal won"
    if len(others) > 1:
        return f"{won} won: {', '.join(others)}"
    return f"{won} won, {'in another currency' if left.foreign else 'amount not known'}"


def _outside(left: NotAdded) -> list[str]:
    counts = ((left.foreign, "in another currency"), (left.unknown, "without an amount"))
    return [f"{deals:,} {where}" for deals, where in counts if deals]


def not_added(left: NotAdded) -> str:
    """What a sum of money leaves out: "CHF 18k in 2 deals, 1 deal without an amount"; "" for nothing."""
    said = [
        f"{money(apart.amount, apart.currency)} in {plural(apart.deals, 'deal')}" for apart in left.others
    ]
    return ", ".join([*said, f"{plural(left.unknown, 'deal')} without an amount"] if left.unknown else said)


def how_many_ramp(reps: int, ramping: int) -> str:
    """The reps of a page and who of them still ramps: "12 reps, 1 ramping", "1 rep, ramping"."""
    if not ramping:
        return plural(reps, "rep")
    who = "" if reps == 1 else "all " if reps == ramping else f"{ramping} "
    return f"{plural(reps, 'rep')}, {who}ramping"


def outside_bands(outside: int, of: int) -> str:
    """How many reps lie outside the range of luck: "2 of 11 lie outside their grey band"."""
    if not outside:
        return f"None of {of} lies outside the grey band"
    return f"{outside} of {of} {'lies outside its' if outside == 1 else 'lie outside their'} grey band"


def average_of(ramped: int) -> str:
    """What stands in the row of the team's average, for the caption under a table."""
    if not ramped:
        return "Nobody is ramped, so there is no team average."
    if ramped == 1:
        return "Team average: the one ramped rep."
    return f"Team average: the {ramped:,} ramped reps; counts for each of them, rates pooled."


def on_course(on: int, of: int) -> str:
    """How many of the ramped reps with a quota have as much of it as of its working days are gone."""
    reps = f"{of} ramped reps with a quota"
    if of == 1:
        return f"The one ramped rep with a quota is {'on' if on else 'behind'} course"
    if not on:
        return f"None of the {reps} is on course"
    if on == of:
        return f"All {reps} are on course"
    return f"{on} of {reps} {'is' if on == 1 else 'are'} on course"


def literal(text: str) -> str:
    """A name for a title, a caption or a sentence, in which it must not act as markdown, nor as a link."""
    return ADDRESS.sub(WORD_JOINER, MARKDOWN.sub(r"\\\1", text))


def as_written(text: str) -> str:
    """What somebody wrote, line by line, for a place that reads markdown."""
    return "  \n".join(WORD_JOINER + literal(line.replace("&", "&amp;")) for line in text.splitlines())


def first_name(name: str) -> str:
    """The name a title calls somebody by."""
    return name.split()[0] if name.split() else name


def names(people: Sequence[str], most: int = 3) -> str:
    """First names in a sentence: "Sam, Marcus and Diego", "Sam, Marcus and 4 others"."""
    first = [first_name(name) for name in people]
    called = [literal(first_name(name) if first.count(first_name(name)) == 1 else name) for name in people]
    if len(called) > most:
        called = [*called[: most - 1], f"{len(people) - most + 1} others"]
    return called[0] if len(called) == 1 else f"{', '.join(called[:-1])} and {called[-1]}"
