"""What a typed table says: a sentence a person, and what could not have been seen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.figures import coaching, efficiency, flags
from dashboard.figures.quick import Quick
from dashboard.views.shared import flag_words, guard_words, sentences, words
from dashboard.views.shared.sentences import BADGES

COLUMNS = [0.15, 1]
# As many people as somebody reads about; the table has the words of all.
MOST = 12
FEW = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
HELD = "SAOs are counted of the meetings held: how many of these are still undecided a table does not tell."


def show(found: Quick) -> None:
    """The card of sentences."""
    with st.container(border=True, gap="small"):
        if not len(found.reps):
            st.write("Nothing to read yet. Type or paste a row for each rep above.")
        elif not found.comparable:
            st.write(_too_few(found))
        else:
            _people(found)
            _others(found)
    if found.flags["metric"].eq("meeting_to_sao").any():
        st.caption(HELD)


def _too_few(found: Quick) -> str:
    reps, ramped = len(found.reps), found.ramped
    who = ("No rep", "One rep", "Two reps")[ramped] + ("" if reps == ramped else " past the ramp")
    return f"{who}: too few to compare. {'The' if reps == 1 else 'Their'} numbers are below, without flags."


def _line(kind: str | None, text: str) -> None:
    left, right = st.columns(COLUMNS, gap="small")
    if kind:
        left.markdown(BADGES[kind].markdown)
    right.markdown(text)


def _people(found: Quick) -> None:
    every = found.findings
    people = list(every.groupby("rep_id", sort=False))
    for _, mine in people[:MOST]:
        name = words.literal(mine["rep"].iloc[0])
        first, *more = (sentence(found, row, name) for _, row in mine.iterrows())
        _line(mine["kind"].iloc[0], f"**{name}** {first}" + "".join(f" Also {said}" for said in more))
    if len(people) > MOST:
        st.write(f"{words.plural(len(people) - MOST, 'more rep')} with a word of their own: see the table.")


def sentence(found: Quick, row: pd.Series, name: str) -> str:
    """One row of `Quick.findings` in words, to go on after the rep's `name`."""
    said = sentences.of_finding(found, {}, row, name, ramping="is ramping. Left out of every average.")
    if row["kind"] == efficiency.PROTECT:
        said += f" {_if_pushed(found, row['rep_id'], name)}"
    # Decided or not: a table does not tell.
    return said.replace("decided meetings", "held meetings")


def _if_pushed(found: Quick, rep_id: int, name: str) -> str:
    """Where more activity might lead: a range, and what it takes to lose by it."""
    guesses = coaching.what_if(found.guarded(rep_id))
    if guesses is None:
        return ""
    _, _, what = guard_words.OUTPUT[found.output.name]
    low, high = sorted((guesses.all_at_rest_rate, guesses.holds))
    return (
        f"At {guard_words.a_day(guesses.activity)} {found.activity.label.lower()} a day it might be anything "
        f"between {low:.2f} and {high:.2f} {what}; {name} loses {what} as soon as the rate falls under "
        f"{100 * guesses.break_even_rate:.2f}{words.NBSP}%."
    )


def _others(found: Quick) -> None:
    """Those without a finding, and what this table could have shown."""
    readings = pd.Series(found.readings)
    in_range = int((readings == flags.IN_RANGE).sum())
    early = found.too_early
    unknown = readings.index[readings == flags.TOO_LITTLE].difference(early["rep_id"])
    unknown = found.reps.loc[unknown, "rep"].tolist()
    if found.tests or in_range:
        about = [_within(in_range, len(readings)), *_visible(found)]
        _line(flags.IN_RANGE if in_range else None, " ".join(filter(None, about)))
    if unknown:
        _line(flags.TOO_LITTLE, f"**{words.names(unknown)}**: too few numbers for a comparison.")
    if len(early):
        most = early.loc[early["days"].idxmax()]
        _line(flags.TOO_LITTLE, f"**{words.names(early['rep'].tolist())}**: {guard_words.too_early(most)}")
    if found.unguarded and found.guard["verdict"].notna().any():
        takes = f"days, {found.activity.label.lower()} and {guard_words.OUTPUT[found.output.name][2]}"
        who = words.names(found.unguarded)
        st.caption(f"About the volume of {who} nothing is said: that takes {takes}.")
    if found.guard["verdict"].isna().all():
        st.caption(
            "About volume nothing is said: that takes days, calls or emails, and meetings of three reps."
        )


def _within(in_range: int, of: int) -> str:
    if in_range == of:
        return "**Nobody stands out.**"
    if in_range < 2:
        return "**The other one** is within luck." if in_range else ""
    how_many = FEW[in_range - 2] if in_range < len(FEW) + 2 else f"{in_range:,}"
    return f"**The other {how_many}** are within luck."


def _visible(found: Quick) -> list[str]:
    """What luck alone gives, and the smallest gaps that can be seen, or silence would read as "fine"."""
    if not found.tests:
        return []
    small = {metric: gap for metric, gap in found.visible.items() if gap < 1}
    said = " and ".join(
        f"of {100 * gap:.0f}{words.NBSP}% and more on {_trials(metric)}" for metric, gap in small.items()
    )
    none = " or ".join(_trials(metric) for metric in found.visible if metric not in small)
    if not said:
        return [f"{_over(found)} can show no gap on {none}, however large."]
    but = f", but none on {none}" if none else ""
    gaps = f"{_over(found)} can show gaps {said}{but}; a smaller one would look like luck."
    return [gaps, sentences.by_luck_alone(found)]


def _over(found: Quick) -> str:
    """ "In 20 days this team of 6"."""
    days = found.reps["days"].dropna()
    team = f"his team of {found.ramped}"
    if days.empty:
        return f"T{team}"
    return f"In {'' if days.nunique() == 1 else 'up to '}{days.max():g} days t{team}"


def _trials(metric: str) -> str:
    return flag_words.TRIALS[metric].replace("decided", "held")
