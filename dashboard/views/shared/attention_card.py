"""Who needs you this week: a sentence a person, each leading to the rep's sheet."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.figures import attention, causes, coaching, lists
from dashboard.figures.causes import LISTS_OF
from dashboard.views.shared import coached, sentences, words
from dashboard.views.shared.coached import Person
from dashboard.views.shared.page import Page

WIDTHS = [0.36, 1]


def attention_card(page: Page) -> None:
    """The people of whom there is something to say, at most as many as can be acted on; the others on
    demand; then what the silence about everybody else is worth."""
    people = [one for one in coached.people(page) if page.rep_id in (None, one.rep_id)]
    st.header("Who needs you this week", anchor=False)
    days = coaching.window(page.period, page.read.today)
    if days != page.period:
        st.caption(f"Read over {words.days(days)}: fewer days would be luck.")
    for one in people[: attention.MOST]:
        person_row(page, one)
    more = people[attention.MOST :]
    if more and st.toggle(f"Show {words.plural(len(more), 'more', 'more')}", key="everybody"):
        for one in more:
            person_row(page, one)
    bad_lists(page)
    st.caption(silence(page, people))


def person_row(page: Page, one: Person) -> None:
    """Badge and name at the left, the sentence at the right; the name leads to the sheet."""
    left, right = st.columns(WIDTHS, gap="small")
    with left, badge(one.kind):
        link("views/coaching.py", words.literal(one.name), page.address(one.team_id, one.rep_id))
    right.markdown(one.sentence)


def choice_row(page: Page, one: Person) -> None:
    """The same on the Coaching view itself, where the name is a choice instead of a way to another view."""
    left, right = st.columns(WIDTHS, gap="small")
    with left, badge(one.kind):
        st.button(
            f"**:blue[{words.literal(one.name)}]**", icon=":material/chevron_right:", icon_position="right",
            type="tertiary", key=f"sheet-of-{one.rep_id}",
            on_click=lambda: st.session_state.update(page.choice(one.rep_id)),
        )  # fmt: skip
    right.markdown(one.sentence)


def badge(kind: str) -> DeltaGenerator:
    """The finding's word, and beside it room for where it leads."""
    row = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"
    )
    row.markdown(sentences.BADGES[kind].markdown, width="content")
    return row


def link(view: str, label: str, address: dict[str, str]) -> None:
    """The way to the view that shows what is behind a finding."""
    st.page_link(
        view, label=f"**:blue[{label}]**", icon=":material/chevron_right:", icon_position="right",
        width="content", query_params=address,
    )  # fmt: skip


def bad_lists(page: Page) -> None:
    """The lists that fail for everybody: a finding about no person."""
    for metric, view in (("connected_to_meeting", "calls"), ("email_to_meeting", "emails")):
        if page.rep_id is not None:
            return
        days = page.over(coaching.window(page.period, page.read.today))
        found = page.read.once(("bad lists", metric, days.period), lambda m=metric, d=days: _compared(d, m))
        for row in found[found["problem"]].itertuples() if len(found) else ():
            left, right = st.columns(WIDTHS, gap="small")
            with left, badge(causes.LIST):
                link(f"views/{view}.py", f"{view.capitalize()} by list", {})
            right.markdown(sentences.bad_list(row, metric))


def _compared(page: Page, metric: str) -> pd.DataFrame:
    rows = page.lists()
    return lists.compare(rows, *LISTS_OF[metric]) if len(rows) else rows


def silence(page: Page, people: list[Person]) -> str:
    """What it means that the others are not named."""
    pages = coached.teams(page)
    if page.rep_id is not None:
        pages = [one for one in pages if (one.found.flags["rep_id"] == page.rep_id).any()]
    read, called = page.read, {one.rep_id for one in people}
    said = [
        sentences.closing(one.found, called, one.reps(read) & set(one.found.flags["rep_id"])) for one in pages
    ]
    if len(said) == 1:
        return said[0]
    names = page.read.seats.drop_duplicates("team_id").set_index("team_id")["team"]
    return "  \n".join(
        f"{words.literal(names[one.found.team_id])}: {text}" for one, text in zip(pages, said, strict=True)
    )
