"""What a forecast says in words: chances, headlines, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.figures.change import Change
from dashboard.figures.forecast import SAOS
from dashboard.figures.levers import OUT_OF_REACH, SURE, Lever
from dashboard.figures.thin import DAYS
from dashboard.views.shared import flag_words, words
from dashboard.views.shared.landing_words import CHANCES, percent, word

ONE = {"its": "its", "will": "will", "lands": "lands"}
SEVERAL = {"its": "their", "will": "will", "lands": "land"}


def headline(teams: pd.DataFrame, over: bool) -> str:
    """The teams (`team`, `p_hit`) by how likely they make their quota, the likeliest first."""
    # A quota of 0 asks for nothing, and whoever has it has reached nothing.
    known = teams[teams["quota"] > 0].sort_values("p_hit", ascending=False, kind="stable")
    if known.empty:
        return "No quota is set: the landing is shown without one"
    if over:
        made = known.loc[known["p_hit"] == 1, "team"].tolist()
        return f"{_names(made)} made the quota" if made else "The period is over, and no quota was made"
    said = []
    for _, called, sentence in CHANCES:
        these = known.loc[known["p_hit"].map(word) == called, "team"].tolist()
        if these:
            form = ONE if len(these) == 1 else SEVERAL
            verb = sentence if len(these) == 1 else sentence.replace("makes", "make")
            said.append(f"{_names(these)} {verb.format(**form)}")
    return "; ".join(said)


def _names(teams: Sequence[str]) -> str:
    called = [words.literal(team) for team in teams]
    return called[0] if len(called) == 1 else f"{', '.join(called[:-1])} and {called[-1]}"


def together(row: pd.Series, over: bool) -> str:
    """All teams in a sentence."""
    of = "" if pd.isna(row["quota"]) else f" of {row['quota']:,.0f}"
    if over:
        return f"All teams: {words.count(row['achieved'])}{of}."
    hit = "" if pd.isna(row["p_hit"]) else f", {percent(row['p_hit'])} chance"
    reach = f"8 in 10 between {row['p10']:,.0f} and {row['p90']:,.0f}"
    return f"All teams: {row['p50']:,.0f} most likely{of}, {reach}{hit}."


def stopped(days: int) -> str:
    """That the log has ended, and what that does to a forecast."""
    return (
        f"Nothing is logged of the last {words.plural(days, 'working day')}. What was booked, held or "
        "accepted since is missing here: the forecast is too low, and too sure of it. Load newer exports."
    )


def not_logged(begins: date | None) -> str:
    """That a period lies before all that is logged."""
    if begins is None:
        return "No meeting and no SAO of this period, or of the months before it, is logged."
    return f"The log begins on {words.day(begins)} {begins.year}: of this period it says nothing."


def days_left(teams: pd.DataFrame) -> str:
    """ "7 days"; "2 to 3 days" where a holiday is not everybody's."""
    least, most = int(teams["team_days_left"].min()), int(teams["team_days_left"].max())
    return words.plural(most, "day") if least == most else f"{least} to {most} days"


def to_book(team: pd.Series) -> str:
    """ "12.4 / 9.8": the meetings a team (a row of `landing.asked`) has to book a day for its quota, and how
    many it books; nothing where what is booked now comes too late."""
    if pd.isna(team["book_needed"]):
        return ""
    return f"{team['book_needed']:.1f} / {team['book_usual']:.1f}"


def lever(team: pd.Series, found: Lever | None, following: str) -> tuple[str, str]:
    """What a team (a row of `landing.asked`) can do and the points of chance it adds, in words; `following`:
    the period after this one."""
    if not team["quota"] > 0:
        return "", ""
    if team["p_hit"] >= SURE:
        return "Nothing: on course", ""
    points = "" if found is None else f"+{100 * found.points:.0f}"
    if team["p_hit"] + (found.points if found else 0) < OUT_OF_REACH:
        pace = team["needed"] / team["expected"] if team["expected"] > 0 else None
        times = "Needs more than there is" if pace is None else f"Needs {pace:.1f} × the pace"
        return f"{times}: agree on {following}", points
    if found is None:
        return "Book more: nothing else adds a point", ""
    said = [f"decide {found.decide:,} pending"] * bool(found.decide)
    said += [f"win back {words.plural(found.win_back, 'no-show')}"] * bool(found.win_back)
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}", points


def how_levers_work(metric: str, last: date) -> str:
    """What the levers and their points mean; `last`: the period's last working day."""
    decide = f"Deciding: the AEs decide all that waits by {words.day(last)}. " if metric == SAOS else ""
    back = "Winning back: the no-shows of the last two weeks are booked again today."
    return f"{decide}{back} Points: what that adds to the chance of the quota, by the same model."


def since(found: Change, metric: str, day: date) -> str:
    """Why a forecast is another than a week ago, in a sentence or two."""
    what = "accepted" if metric == SAOS else "held"
    noun = "SAO" if metric == SAOS else "meeting"
    head = f"{found.now:,.0f} now, {found.then:,.0f} on {words.day(day)}."
    happened = words.plural(round(found.came), noun)
    came = f"{happened} {what} since, where {found.expected:,.0f} were to be expected"
    if abs(found.ahead) < 1:
        return f"{head} {came}; what is still to come looks as it did."
    side = "more" if found.ahead > 0 else "less"
    return f"{head} {came}; what is still to come is {abs(found.ahead):,.0f} {side} than it looked then."


def thin(rows: pd.DataFrame) -> str:
    """Whose calendar is thin, as a title: rows of `thin.calendars` with `rep`."""
    found = rows[rows["thin"]].sort_values("p")
    if found.empty:
        return "No calendar is thin beyond luck"
    return (
        f"{words.names(found['rep'].tolist())}: {'a thin calendar' if len(found) == 1 else 'thin calendars'}"
    )


def thin_detail(rows: pd.DataFrame) -> str:
    """What stands behind `thin`: each thin calendar beside the rest, and what luck alone gives."""
    found = rows[rows["thin"]].sort_values("p")
    said = [
        f"{words.literal(row.rep)} has {words.plural(int(row.meetings), 'meeting')} in the {DAYS} working "
        f"days after today, the rest {row.rest:.1f} each. {flag_words.by_luck(row.p)}."
        for row in found.itertuples()
    ]
    if said:
        return " ".join([*said, "What they book this week is held in these days: lift the inputs now."])
    if rows.empty:
        return "Two ramped reps are needed to compare calendars."
    least, most = rows.loc[rows["meetings"].idxmin()], rows.loc[rows["meetings"].idxmax()]
    few, many = (f"{row['meetings']:.0f} ({words.literal(row['rep'])})" for row in (least, most))
    return f"In the {DAYS} working days after today: from {few} to {many}. So much luck does."
