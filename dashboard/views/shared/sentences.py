"""What a manager can repeat aloud: flags, the guard and its counterfactual in sentences.

A sentence goes on after the rep's name. It says number of number, the rest, how lucky, what to do. The log
does not know anybody's pronoun, so neither do the sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.figures import causes, efficiency, flags
from dashboard.figures.coaching import Coaching, Judged
from dashboard.figures.metrics import BY_NAME, Metric
from dashboard.views.shared import words


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

# For each tested rate: what is said of x of n, the rest's verb before its rate, and what trials are called.
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
# What a rep does with each measure of output, and what the rest do.
OUTPUT = {
    "meetings_scheduled": ("books", "book", "meetings"),
    "meetings_held": ("has", "have", "meetings held"),
    "saos": ("brings", "bring", "SAOs"),
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
    """A flag in words; `name` as the rep is called, `because`: what explains it, `volume`: what is to be said
    of the rep's activity beside a Coach flag."""
    said, metric = evidence(row), row["metric"]
    if because is not None:
        return f"{said}. {explained(because, metric)}"
    if row["verdict"] == flags.COACH:
        return f"{said}. {by_luck(row['p'])}. {volume}".rstrip()
    if row["verdict"] == flags.WATCH:
        return f"{said}. {by_luck(row['p'])}: {LOOK_AGAIN[metric]}."
    if row["verdict"] == flags.LEARN:
        return f"{said}. What does {name} {DIFFERENTLY[metric]} differently?"
    if row["verdict"] == flags.TOO_LITTLE:
        return too_little(row)
    return f"{said}."


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
    """The guard's verdict in words; `floor`: the least activity expected a day; `quality`: the rep's
    meeting → SAO cell."""
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
    if verdict == efficiency.CHECK_QUALITY and quality is not None:
        own, rest = shares(quality)
        return (
            f"makes few {what} and books many meetings, but {words.count(quality['x'])} of "
            f"{words.count(quality['n'])} are accepted ({own}; the rest {rest}). Look at what is booked."
        )
    if verdict == efficiency.TOO_EARLY:
        return f"{words.plural(int(row['days']), 'day')} worked so far; the guard needs {efficiency.DAYS}."
    return f"{beside_the_rest(row, activity, output)}."


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
        said.append(f"{label} {own} ({words.count(cell['x'])} of {words.count(cell['n'])}{beside})")
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


def metric_label(name: str) -> str:
    """A metric's label in the middle of a sentence."""
    label = BY_NAME[name].label
    return label[0].lower() + label[1:]
