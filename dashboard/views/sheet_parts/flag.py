"""The flags of one rep in words, each beside its evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import evidence
from dashboard.figures import causes, efficiency, flags, meetings
from dashboard.figures.luck import luck_range, wilson
from dashboard.figures.metrics import BY_NAME
from dashboard.figures.periods import Period
from dashboard.views.shared import coached, flag_words, guard_words, sentences, words
from dashboard.views.shared.pictures import Picture, show
from dashboard.views.shared.sentences import Badge
from dashboard.views.sheet_parts.about import About

CALLED_OUT = (flags.COACH, flags.WATCH, flags.LEARN)


@dataclass(frozen=True)
class Flag:
    """What is found about a rate: its word, the sentence, what is to be known beside it, the evidence."""

    badge: Badge
    word: str
    said: str
    notes: list[str]
    picture: Picture


@dataclass(frozen=True)
class Flags:
    """Every flag of a rep. `badge`: the word where there is none. `others`: what is in range, so that it is
    clear what it is not; `notes`: the smallest gaps that could have been seen, and the AEs' load."""

    flagged: list[Flag]
    badge: Badge | None
    others: str
    notes: list[str]


def flags_card(one: About) -> None:
    """Every flag of the rep; then in a line what is in range."""
    found = of_rep(one)
    with st.container(border=True):
        for flag in found.flagged:
            _flag(one, flag)
        if found.badge:
            st.markdown(found.badge.markdown)
        st.markdown(found.others)
        for note in found.notes:
            st.caption(note)


def _flag(one: About, flag: Flag) -> None:
    left, right = st.columns([1, 0.9], gap="medium")
    with left:
        st.markdown(replace(flag.badge, word=flag.word).markdown)
        st.markdown(flag.said)
        for note in flag.notes:
            st.caption(note)
    with right:
        show(flag.picture, one.page.theme)


def of_rep(one: About) -> Flags:
    """What is found about the rep's rates."""
    cells = one.cells
    if one.is_ramping:
        said = f"{one.name} {coached.ramping(one.page, one.rep_id)}"
        return Flags([], sentences.BADGES[flags.RAMPING], said, [])
    findings = one.findings[one.findings["metric"] != ""]
    flagged = [
        _found(one, one.team.found.cell(one.rep_id, finding.metric), finding.kind)
        for finding in findings.itertuples()
    ]
    tested = cells["p"].notna().any()
    badge = None if flagged else sentences.BADGES[flags.IN_RANGE if tested else flags.TOO_LITTLE]
    notes = [_seen(cells)]
    if one.guard is not None and one.guard["verdict"] == efficiency.TOO_EARLY:
        notes.append(guard_words.too_early(one.guard))
    if "meeting_to_sao" in one.team.found.windows:
        notes.append(_load(one, one.team.found.windows["meeting_to_sao"]))
    others = _others(cells[~cells["verdict"].isin(CALLED_OUT)])
    return Flags(flagged, badge, others, [note for note in notes if note])


def _found(one: About, cell: pd.Series, kind: str) -> Flag:
    badge, metric = sentences.BADGES[kind], cell["metric"]
    cause = one.team.causes.get((one.rep_id, metric)) if kind in (causes.LIST, causes.AE) else None
    volume = guard_words.volume(one.guard, one.team.found.activity, metric)
    proof, _, rest = flag_words.flag(cell, one.name, cause, volume).partition(". ")
    frame = _evidence(cell, one, badge.mark)
    alt = evidence.alt(frame, BY_NAME[metric].label)
    return Flag(
        badge, f"{badge.word}: {flag_words.metric_label(metric)}", f"**{one.name} {proof}.** {rest}",
        [_shrunk(cell)], Picture(frame, evidence.spec, alt, f"evidence-{metric}"),
    )  # fmt: skip


def _shrunk(cell: pd.Series) -> str:
    """The rate weighed together with the team's, as far as its few trials ask for."""
    best, low, high = (words.percent(cell[name]) for name in ("shrunk", "low", "high"))
    return (
        f"Weighed together with the team's rate, as one does with few numbers: {best} ({low} to {high}). "
        f"{words.days(Period(cell['first'], cell['last']))}."
    )


def _load(one: About, days: Period) -> str:
    """How much the AEs have to decide: what is right for meeting → SAO depends on it."""
    facts = meetings.facts_in(one.page.read.meetings, days, one.page.read.as_of)
    load = causes.held_a_week(facts[facts["team_id"] == one.team.found.team_id], days)
    if load.empty:
        return "No meeting of these days names its AE."
    least, most = (words.count(round(value, 1)) for value in (load.min(), load.max()))
    spread = least if least == most else f"{least} to {most}"
    aes = words.plural(len(load), "AE")
    return (
        f"Which part of the meetings should become SAOs depends on the AEs' load: {aes} held {spread} "
        f"meetings of this team a week each, {words.days(days)}."
    )


def _evidence(cell: pd.Series, one: About, mark: str) -> pd.DataFrame:
    """The one row that `charts.evidence` draws."""
    low, high = wilson(cell["x"], cell["n"])
    trials = np.round(cell["n"] / cell["deff"])
    luck_low, luck_high = luck_range(trials, cell["rest"])
    own, rest = flag_words.shares(cell)
    row = {
        "name": one.rep, "rate": cell["rate"], "low": low, "high": high, "luck_low": luck_low,
        "luck_high": luck_high, "rest": cell["rest"], "label": f"{words.first_name(one.rep)} {own}",
        "rest_label": f"rest {rest}", "mark": mark,
    }  # fmt: skip
    return pd.DataFrame([row])


def _others(cells: pd.DataFrame) -> str:
    """The rates that are not called out, each with its numbers."""
    in_range = [_beside(cell) for _, cell in cells[cells["verdict"] == flags.IN_RANGE].iterrows()]
    few = cells[cells["verdict"] == flags.TOO_LITTLE]
    said = [f"In range: {', '.join(in_range)}."] if in_range else []
    return " ".join([*said, *(flag_words.too_little(cell) for _, cell in few.iterrows())])


def _beside(cell: pd.Series) -> str:
    label = flag_words.metric_label(cell["metric"])
    if not cell["n"]:
        return f"{label} (none yet)"
    own, rest = flag_words.shares(cell)
    weeks = "" if pd.isna(cell["weeks"]) else f" in {cell['weeks']:.0f} weeks"
    beside = "" if pd.isna(cell["rest"]) else f"; rest {rest}"
    return f"{label} {words.count(cell['x'])} of {words.count(cell['n'])}{weeks} ({own}{beside})"


def _seen(cells: pd.DataFrame) -> str:
    """The smallest gaps that this rep's data could have shown."""
    seen = sentences.visible(cells)
    return f"A smaller gap would look like luck. {' '.join(seen)}" if seen else ""
