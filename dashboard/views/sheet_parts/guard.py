"""Leave alone, or not: what the guard says of a rep with low activity, before anybody reads a volume."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import counterfactual, scatter
from dashboard.figures import coaching, efficiency
from dashboard.figures.efficiency import Counterfactual
from dashboard.figures.metrics import BY_NAME
from dashboard.views.shared import sentences, words
from dashboard.views.shared.pictures import draw
from dashboard.views.sheet_parts.about import About
from dashboard.views.sheet_parts.best import talking_points

SPOKEN_OF = (*coaching.EXCUSED, efficiency.NOT_PROTECTED)


def guard_cards(one: About) -> None:
    """The verdict; for who is protected also where more activity might lead, what a spreadsheet would have
    concluded, and what to talk about instead. Nothing for a rep of whom the guard has nothing to say."""
    if one.guard is None or one.guard["verdict"] not in SPOKEN_OF:
        return
    _verdict(one)
    what_if = coaching.what_if(one.guard)
    if what_if is None or one.guard["verdict"] not in (efficiency.PROTECT, efficiency.NOT_PROTECTED):
        return
    left, right = st.columns([1.5, 1], gap="small")
    with right:
        _who_is_low(one)
    if one.guard["verdict"] == efficiency.NOT_PROTECTED:
        return
    with left:
        _what_if(one, what_if)
    _spreadsheet(one, what_if)
    _instead(one)


def _verdict(one: About) -> None:
    found, row = one.team.found, one.guard
    floor = one.page.read.floor(found.team_id, found.activity.name)
    quality = found.cell(one.rep_id, "meeting_to_sao")
    said = sentences.guard(row, one.name, found.activity, found.output, floor, quality)
    with st.container(border=True):
        badge = sentences.BADGES[row["verdict"]]
        st.markdown(badge.markdown)
        st.header(f"{one.name} {said}", anchor=False)
        st.markdown(sentences.how_sure(row, found.activity, found.output))
        if row["verdict"] == efficiency.PROTECT and quality is not None and quality["n"]:
            st.markdown(sentences.quality(quality))


def _what_if(one: About, what_if: Counterfactual) -> None:
    found = one.team.found
    said = sentences.guesses(what_if, one.guard, one.name, found.activity, found.output)
    frame = sentences.guess_rows(what_if, one.guard, found.activity, found.output)
    with st.container(border=True, height="stretch"):
        st.header(said.title, anchor=False)
        st.caption(said.axis)
        draw(frame, counterfactual.spec(one.page.theme), counterfactual.alt(frame, said.axis), "what-if")


def _who_is_low(one: About) -> None:
    """Everybody's activity and output, so that protection is seen not to be a favour."""
    found = one.team.found
    frame = found.guard[found.guard["verdict"].notna() & found.guard["activity_a_day"].notna()]
    calls, what = found.activity.label.lower(), sentences.OUTPUT[found.output.name][2]
    shown = pd.DataFrame(
        {
            "name": frame["rep"],
            "x": frame["activity_a_day"],
            "y": frame["output_a_day"],
            "mark": [sentences.PLACE.get(verdict, ("in_range", ""))[0] for verdict in frame["verdict"]],
            "text": [sentences.PLACE.get(verdict, ("", ""))[1] for verdict in frame["verdict"]],
            "selected": frame["rep_id"] == one.rep_id,
            "rest_x": one.guard["rest_activity"],
            "rest_y": one.guard["rest_output"],
            "rest_label": f"rest: {sentences.a_day(one.guard['rest_activity'])} {calls}, "
            f"{one.guard['rest_output']:.1f} {what}",
        }
    )
    with st.container(border=True, height="stretch"):
        st.header("Low activity is protected only with high output", anchor=False)
        st.caption(f"{what[0].upper()}{what[1:]} a day, {words.plural(len(shown), 'ramped rep')}")
        spec = scatter.spec(one.page.theme, f"{calls} a day", height=250)
        draw(shown, spec, scatter.alt(shown, "Each rep", f"{calls} a day", f"{what} a day"), "who-is-low")


def _spreadsheet(one: About, what_if: Counterfactual) -> None:
    found = one.team.found
    said = sentences.guesses(what_if, one.guard, one.name, found.activity, found.output)
    left, right = st.columns(2, gap="small")
    for place, title, text in (
        (left, "What a spreadsheet would conclude", said.spreadsheet),
        (right, "Why that is not in the data", said.why_not),
    ):
        with place, st.container(border=True, height="stretch"):
            st.header(title, anchor=False)
            st.markdown(text)


def _instead(one: About) -> None:
    """What is worth talking about with somebody who is left alone: how they do it."""
    by_phone = one.team.found.activity.name == "calls"
    metric = BY_NAME["connected_to_meeting" if by_phone else "email_to_meeting"]
    points = talking_points(one.page, metric, one.rep_id, one.rep, one.window)
    with st.container(border=True):
        st.header("Talk about instead", anchor=False)
        asked = [
            f"What does {one.name} prepare before a contact? Who could listen in?",
            *points,
            f"What would {one.name} need to keep this pace next quarter?",
        ]
        st.markdown("\n".join(f"- {point}" for point in asked))
