"""Leave alone, or not: what the guard says of a rep with low activity, before anybody reads a volume."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from dashboard.charts import counterfactual, scatter
from dashboard.figures import coaching, efficiency
from dashboard.figures.efficiency import Counterfactual
from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared import coached, guard_words, sentences, words
from dashboard.views.shared.guard_words import Guesses
from dashboard.views.shared.pictures import Picture, show
from dashboard.views.shared.sentences import Badge
from dashboard.views.sheet_parts.about import About
from dashboard.views.sheet_parts.best import talking_points

SPOKEN_OF = (*coaching.EXCUSED, efficiency.NOT_PROTECTED)
INSTEAD = "Talk about instead"


@dataclass(frozen=True)
class Drawn:
    """A card with a picture."""

    title: str
    caption: str
    picture: Picture


@dataclass(frozen=True)
class Guard:
    """The verdict in words; `low`: who else is low. Only for who is protected: where more activity might
    lead (`what_if`), texts with their titles (`apart`), and what to talk about instead."""

    badge: Badge
    title: str
    said: list[str]
    low: Drawn | None = None
    what_if: Drawn | None = None
    apart: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, ...] = ()


def guard_cards(one: About) -> None:
    """The verdict; for who is protected also where more activity might lead, what a spreadsheet would have
    concluded, and what to talk about instead. Nothing for a rep of whom the guard has nothing to say."""
    found = verdict(one)
    if found is None:
        return
    with st.container(border=True):
        st.markdown(found.badge.markdown)
        st.header(found.title, anchor=False)
        for sentence in found.said:
            st.markdown(sentence)
    if found.low is None:
        return
    if found.what_if is None:
        _drawn(one, found.low)
        return
    left, right = st.columns([1.5, 1], gap="small")
    with right:
        _drawn(one, found.low)
    with left:
        _drawn(one, found.what_if)
    for place, (title, text) in zip(st.columns(2, gap="small"), found.apart, strict=True):
        with place, st.container(border=True, height="stretch"):
            st.header(title, anchor=False)
            st.markdown(text)
    with st.container(border=True):
        st.header(INSTEAD, anchor=False)
        st.markdown("\n".join(f"- {point}" for point in found.instead))


def _drawn(one: About, card: Drawn) -> None:
    with st.container(border=True, height="stretch"):
        st.header(card.title, anchor=False)
        st.caption(card.caption)
        show(card.picture, one.page.theme)


def verdict(one: About) -> Guard | None:
    """What the guard says of the rep; None where it has nothing to say."""
    row = one.guard
    if row is None or row["verdict"] not in SPOKEN_OF:
        return None
    said = Guard(sentences.BADGES[row["verdict"]], *_said(one))
    what_if = coaching.what_if(row)
    if what_if is None or row["verdict"] not in (efficiency.PROTECT, efficiency.NOT_PROTECTED):
        return said
    if row["verdict"] == efficiency.NOT_PROTECTED:
        return replace(said, low=_who_is_low(one))
    guesses = guard_words.guesses(what_if, row, one.name, one.team.found.activity, one.team.found.output)
    return replace(
        said, low=_who_is_low(one), what_if=_what_if(one, what_if, guesses),
        apart=(
            ("What a spreadsheet would conclude", guesses.spreadsheet),
            ("Why that is not in the data", guesses.why_not),
        ),
        instead=_instead(one),
    )  # fmt: skip


def _said(one: About) -> tuple[str, list[str]]:
    """The verdict, and how sure it is."""
    found, row = one.team.found, one.guard
    floor = coached.floor_of(one.page, one.team)
    quality = found.cell(one.rep_id, "meeting_to_sao")
    title = f"{one.name} {guard_words.guard(row, one.name, found.activity, found.output, floor, quality)}"
    said = [guard_words.how_sure(row, found.activity, found.output)]
    if row["verdict"] == efficiency.PROTECT and quality is not None and quality["n"]:
        said.append(guard_words.quality(quality))
    return title, said


def _what_if(one: About, what_if: Counterfactual, said: Guesses) -> Drawn:
    frame = guard_words.guess_rows(what_if, one.guard, one.team.found.activity, one.team.found.output)
    alt = counterfactual.alt(frame, said.axis)
    return Drawn(said.title, said.axis, Picture(frame, counterfactual.spec, alt, "what-if"))


def _who_is_low(one: About) -> Drawn:
    """Everybody's activity and output, so that protection is seen not to be a favour."""
    found = one.team.found
    frame = found.guard[found.guard["verdict"].notna() & found.guard["activity_a_day"].notna()]
    calls, what = found.activity.label.lower(), guard_words.OUTPUT[found.output.name][2]
    shown = pd.DataFrame(
        {
            "name": frame["rep"],
            "x": frame["activity_a_day"],
            "y": frame["output_a_day"],
            "mark": [guard_words.PLACE.get(verdict, ("in_range", ""))[0] for verdict in frame["verdict"]],
            "text": [guard_words.PLACE.get(verdict, ("", ""))[1] for verdict in frame["verdict"]],
            "selected": frame["rep_id"] == one.rep_id,
            "rest_x": one.guard["rest_activity"],
            "rest_y": one.guard["rest_output"],
            "rest_label": f"rest: {guard_words.a_day(one.guard['rest_activity'])} {calls}, "
            f"{one.guard['rest_output']:.1f} {what}",
        }
    )
    return Drawn(
        "Low activity is protected only with high output",
        f"{what[0].upper()}{what[1:]} a day, {words.plural(len(shown), 'ramped rep')}",
        Picture(
            shown,
            lambda theme: scatter.spec(theme, f"{calls} a day", height=250),
            scatter.alt(shown, "Each rep", f"{calls} a day", f"{what} a day"),
            "who-is-low",
        ),
    )


def _instead(one: About) -> tuple[str, ...]:
    """What is worth talking about with somebody who is left alone: how they do it."""
    by_phone = one.team.found.activity.name == "calls"
    metric = BY_NAME["connected_to_meeting" if by_phone else "email_to_meeting"]
    return (
        f"What does {one.name} prepare before a contact? Who could listen in?",
        *talking_points(one.page, metric, one.rep_id, one.rep, one.window),
        f"What would {one.name} need to keep this pace next quarter?",
    )
