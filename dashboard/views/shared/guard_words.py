"""The efficiency guard in words: who is left alone and why, and what more activity might bring."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures import efficiency, flags
from dashboard.figures.metrics import Metric
from dashboard.views.shared import words
from dashboard.views.shared.flag_words import shares

# What a rep does with each measure of output, and what the rest do.
OUTPUT = {
    "meetings_scheduled": ("books", "book", "meetings"),
    "meetings_held": ("has", "have", "meetings held"),
    "saos": ("brings", "bring", "SAOs"),
}


def beside_the_rest(row: pd.Series, activity: Metric, output: Metric) -> str:
    """ "makes 50 calls a day and books 3.0 meetings; the rest make 80 and book 2.0"."""
    does, do, what = OUTPUT[output.name]
    own, rest = told_apart(row["output_a_day"], row["rest_output"])
    return (
        f"makes {a_day(row['activity_a_day'])} {activity.label.lower()} a day and {does} {own} {what}; "
        f"the rest make {a_day(row['rest_activity'])} and {do} {rest}"
    )


def told_apart(own: float, rest: float) -> tuple[str, str]:
    """Two counts a day, with as many decimals as tell them apart."""
    digits = next((d for d in (1, 2) if f"{own:.{d}f}" != f"{rest:.{d}f}"), 1 if own == rest else 3)
    return f"{own:.{digits}f}", f"{rest:.{digits}f}"


def a_day(count: float) -> str:
    """A count a day, whole where it is large."""
    return f"{count:,.0f}" if count >= 10 else f"{count:,.1f}"


def guard(
    row: pd.Series, name: str, activity: Metric, output: Metric, floor: float | None = None,
    quality: pd.Series | None = None,
) -> str:  # fmt: skip
    """A verdict of the guard that calls for something, in words; `floor`: the least activity expected a day;
    `quality`: the rep's meeting → SAO cell."""
    verdict, what = row["verdict"], activity.label.lower()
    if verdict == efficiency.PROTECT:
        said = beside_the_rest(row, activity, output)
        return f"{said}. Do not push volume: {name} has found a rhythm."
    if verdict == efficiency.NOT_PROTECTED:
        return f"{beside_the_rest(row, activity, output)}: low activity with low output{under(row, floor)}."
    if verdict == efficiency.UNDECIDED:
        return (
            f"makes {a_day(row['activity_a_day'])} {what} a day, the rest {a_day(row['rest_activity'])}; "
            f"{row['days']:.0f} days cannot say whether the {OUTPUT[output.name][2]} are fewer. "
            "No volume push yet."
        )
    own, rest = shares(quality)
    return (
        f"makes few {what} and books many meetings, but {words.count(quality['x'])} of "
        f"{words.count(quality['n'])} are accepted ({own}; the rest {rest}). Look at what is booked."
    )


def too_early(row: pd.Series) -> str:
    """That too few days are worked for the guard to say anything."""
    worked = words.plural(int(row["days"]), "day")
    return (
        f"Whether the activity is low cannot be said yet: {worked} worked, the guard needs {efficiency.DAYS}."
    )


def under(row: pd.Series, floor: float | None) -> str:
    """That the activity is under the floor, where it is."""
    return f", under the floor of {floor:,.0f}" if floor and row["activity_a_day"] < floor else ""


def volume(row: pd.Series | None, activity: Metric | None, metric: str) -> str:
    """What is said of the activity beside a Coach flag on the rate that comes of it."""
    of_it = {"connected_to_meeting": "calls", "email_to_meeting": "emails"}.get(metric)
    if row is None or activity is None or activity.name != of_it or pd.isna(row["rest_activity"]):
        return ""
    what = activity.label.lower()
    if row["verdict"] == efficiency.PROTECT:
        return f"Do not push volume: fewer {what} than the rest bring as much."
    if row["verdict"] == efficiency.NOT_PROTECTED:
        return (
            f"Few {what} too: {a_day(row['activity_a_day'])} a day, the rest {a_day(row['rest_activity'])}."
        )
    return f"Not for lack of {what}." if row["activity_a_day"] >= row["rest_activity"] else ""


@dataclass(frozen=True)
class Guesses:
    """The counterfactual in words: where more activity might lead, and what it takes to lose by it."""

    title: str
    axis: str
    spreadsheet: str
    why_not: str


def guesses(
    found: efficiency.Counterfactual, row: pd.Series, name: str, activity: Metric, output: Metric
) -> Guesses:
    """What a spreadsheet would conclude, and why that is not in the data."""
    does, _, what = OUTPUT[output.name]
    calls = activity.label.lower()
    more = found.activity - row["activity_a_day"]
    gain = found.holds - row["output_a_day"]
    low, high = sorted((found.all_at_rest_rate, found.holds))
    own, rest, even = (rate(value) for value in (found.own_rate, found.rest_rate, found.break_even_rate))
    return Guesses(
        title=f"At {a_day(found.activity)} {calls} a day {name} might have anything from {low:.2f} to "
        f"{high:.2f} {what}. The data cannot tell which",
        axis=f"{what[0].upper()}{what[1:]} a day. Grey: every rate at which {a_day(found.activity)} {calls} "
        f"bring fewer than {a_day(row['activity_a_day'])} do today.",
        spreadsheet=f"“{name} is {a_day(more)} {calls} a day short. At {own} that is {gain:.1f} {what} a day "
        "left on the table.”",
        why_not=f"The {own} come *with* the rhythm of fewer {calls}. The rest turn {rest} of theirs into "
        f"{what}. If {a_day(more)} more {calls} a day pull the rate under {even}, {name} {does} fewer {what} "
        "than today. Nobody has tried, so nobody knows.",
    )


# A verdict's mark in the picture of everybody, and the words under the name.
PLACE = {
    efficiency.PROTECT: ("protect", "low activity, high output"),
    efficiency.NOT_PROTECTED: ("volume", "low activity, low output"),
}


def guess_rows(
    found: efficiency.Counterfactual, row: pd.Series, activity: Metric, output: Metric
) -> pd.DataFrame:
    """The guesses and break-even as `charts.counterfactual` draws them."""
    calls, what, today = activity.label.lower(), OUTPUT[output.name][2], row["output_a_day"]
    all_, now = a_day(found.activity), a_day(row["activity_a_day"])
    own, rest, even = (rate(value) for value in (found.own_rate, found.rest_rate, found.break_even_rate))
    more = a_day(found.activity - row["activity_a_day"])

    def gained(value: float) -> str:
        return f"{value:.2f} ({value - today:+.2f})"

    rows = [
        (found.own_rate, found.holds, "holds",
         f"{gained(found.holds)}: all {all_} keep {own}, the spreadsheet's guess"),
        (found.extra_at_rest_rate / found.activity, found.extra_at_rest_rate, "extra",
         f"{gained(found.extra_at_rest_rate)}: {now} keep {own}, the {more} more convert at {rest}"),
        (found.rest_rate, found.all_at_rest_rate, "all",
         f"{gained(found.all_at_rest_rate)}: all {all_} convert like the rest's, {rest}"),
        (found.break_even_rate, today, "break_even", f"break-even rate: {even}"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["rate", "output", "kind", "label"]).assign(
        today=today,
        today_label=f"today: {today:.2f} {what} from {now} {calls}",
        lost_label="here more brings less",
        axis_label=f"rate at which {all_} {calls} a day would become {what}",
    )


def how_sure(row: pd.Series, activity: Metric, output: Metric) -> str:
    """How sure the guard is, in days and chances."""
    calls, what = activity.label.lower(), OUTPUT[output.name][2]
    days = words.plural(int(row["days"]), "day")
    return (
        f"Over {days} worked, fewer {calls} than the rest: {chance(row['p_low_activity'])}. "
        f"At least as many {what} as the rest: {chance(row['p_output'])}."
    )


def chance(p: float) -> str:
    """A probability as people say it."""
    if p > 0.995:
        return "practically certain"
    return "hardly possible" if p < 0.005 else f"{100 * p:.0f}{words.NBSP}% likely"


def quality(cell: pd.Series) -> str:
    """That what is booked is accepted like the rest's, or not."""
    own, rest = shares(cell)
    accepted = f"{words.count(cell['x'])} of {words.count(cell['n'])} decided meetings were accepted"
    said = f"{accepted} ({own}; rest {rest})"
    fine = pd.notna(cell["p"]) and cell["rate"] >= flags.LOW_ENOUGH * cell["rest"]
    return f"{said}, so the quality is real." if fine else f"{said}."


def rate(value: float) -> str:
    """Output for each unit of activity: two digits that matter."""
    return f"{100 * value:.{1 if value >= 0.01 else 2}f}{words.NBSP}%"
