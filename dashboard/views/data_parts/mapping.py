"""What a file of no known kind is: a guess to correct, its first rows as they would be stored, and the way to
load it so, which is remembered for files with the same columns."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.imports import background, remembered
from dashboard.imports.background import Upload
from dashboard.imports.cautions import cautions
from dashboard.imports.contents import Look
from dashboard.imports.drafts import ROW, Draft, draft_of
from dashboard.imports.guess import UNSURE, Guess, guess
from dashboard.imports.mapping import Mapping
from dashboard.imports.mapping_text import as_toml
from dashboard.imports.problem import ImportProblem
from dashboard.imports.remembered import Told
from dashboard.imports.trial import Trial, look_at
from dashboard.log import queries
from dashboard.log.engine import DatabaseProblem, engine, jotting, reading
from dashboard.views.data_parts import looking, mapping_fields, mapping_trial
from dashboard.views.data_parts.asked import OPEN, Asked
from dashboard.views.shared import words

# Who says it: there is no login yet.
BY = "on the Data view"
NONE = (
    "It looks like none of these: say what its rows are, if they are one of them. A table of counts by rep "
    "can be pasted into Quick analysis."
)
WITH_OTHERS = ("calls", "emails", "meetings")
SAME = (
    "Files with other columns are called “{}” as well: a row here is the same as one there with its id. Give "
    "this one another name if it is from elsewhere."
)
KINDS = {
    "calls": "calls", "emails": "emails", "meetings": "meetings", "opportunities": "deals (SAOs)",
    "reps": "reps",
}  # fmt: skip


def ask(asked: Asked) -> None:
    """That a table is of no known kind, and the way to say what it is."""
    say = "say what its columns are" if asked.chosen.tables else "say below what its columns are"
    st.warning(
        f"{words.literal(asked.name)} is of no kind that is known by itself: {say}.", icon=":material/help:"
    )
    if asked.chosen.tables and st.button("Say what it is", icon=":material/edit:", key=f"open-{asked.key}"):
        st.session_state[OPEN] = asked.key
        st.rerun()


def card(asked: Asked, at_work: bool) -> None:
    """The whole of it."""
    with st.container(border=True):
        st.header(f"What is in {words.literal(asked.name)}?", anchor=False)
        st.caption(
            "A guess by its header and its cells: correct what is not right. It is remembered for the next "
            "file with these columns."
        )
        look, header = _looked_at(asked)
        found, draft = _kind(asked, look)
        if not draft.kind:
            st.markdown(NONE)
            return
        key = f"{asked.key}-{draft.kind}"
        draft = mapping_fields.fields(look, found, draft, key)
        draft, guesses = _others(look, draft, key)
        with reading(engine()) as connection:
            currency = queries.main_currency(connection)
        draft = mapping_fields.choices(look, draft, currency, key)
        _outcome(asked, look, header, [found, *guesses], draft, at_work)


def _looked_at(asked: Asked) -> tuple[Look, list[str]]:
    seen = st.session_state.setdefault("looks", {})
    if asked.key not in seen:
        with reading(engine()) as connection:
            seen[asked.key] = look_at(connection, asked.file, asked.file.name, asked.place)
    return seen[asked.key]


def _kind(asked: Asked, look: Look) -> tuple[Guess, Draft]:
    """What its rows are, and what it is called: the guess for such rows, and what was said or guessed."""
    before = draft_of(asked.told.mapping, look.header) if asked.told else None
    first = guess(look, asked.chosen.kind if asked.chosen.kind in KINDS else "")
    said = before.kind if before else first.kind
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            "Its rows are", list(KINDS), list(KINDS).index(said) if said in KINDS else None, width=190,
            key=f"kind-{asked.key}", format_func=KINDS.get, placeholder="choose …",
        )  # fmt: skip
        name = st.text_input(
            "Where it is from", (before or first.draft).name, width=230, key=f"name-{asked.key}",
            help="Rows with the same id are the same row in all files that are called so.",
        )  # fmt: skip
    if kind is None:
        return first, first.draft
    found = guess(look, kind)
    draft = before if before and before.kind == kind else found.draft
    if first.kind == kind and first.sure == UNSURE and not before:
        found = replace(found, sure=UNSURE)
    return found, replace(draft, name=name.strip() or draft.name)


def _others(look: Look, draft: Draft, key: str) -> tuple[Draft, list[Guess]]:
    """What its rows of other kinds are, where a column says of which each is; with the guesses for them."""
    if ROW not in draft.columns:
        return replace(draft, also=()), []
    before = {one.kind: one for one in draft.also}
    others = [kind for kind in WITH_OTHERS if kind != draft.kind]
    label = "Among its rows are also"
    chosen = st.pills(label, others, selection_mode="multi", default=list(before), key=f"also-{key}")
    found, also = [guess(look, kind) for kind in chosen], []
    for one in found:
        said = before.get(one.kind, one.draft)
        st.markdown(f"**Its {KINDS[one.kind]}**")
        also.append(mapping_fields.fields(look, one, said, f"{key}-{one.kind}"))
    return replace(draft, also=tuple(also)), found


def _outcome(
    asked: Asked, look: Look, header: list[str], guesses: list[Guess], draft: Draft, at_work: bool
) -> None:
    """What would become of the file, and the way to load it."""
    if missing := draft.missing():
        st.info(
            f"Still needed: {words.literal('; '.join(missing))}. Choose a column.", icon=":material/help:"
        )
        return
    mapping = draft.mapping(header)
    tried = mapping_trial.tried(asked.file, asked.place, mapping)
    mapping_trial.show(tried)
    for caution in [*cautions(look, draft), *_same_source(mapping, header)]:
        st.markdown(f":material/info: {words.literal(caution)}")
    parts = zip(guesses, (draft, *draft.also), strict=True)
    unsure = ["what its rows are"] if guesses[0].sure == UNSURE else []
    unsure += [label for found, one in parts for label in mapping_fields.unsure_of(found, one)]
    sure = not unsure or st.checkbox(
        f"I have looked at what is unsure: {words.literal('; '.join(unsure))}",
        key=f"sure-{asked.key}-{unsure}",
    )
    ready = isinstance(tried, Trial) and tried.is_of_use and sure and not at_work
    with st.container(horizontal=True, vertical_alignment="center"):
        # Of a file with other tables all are loaded together, once it is said what they are.
        label, icon = (
            ("Read it so", ":material/check:") if asked.has_others else ("Load", ":material/upload:")
        )
        if st.button(label, icon=icon, key=f"load-{asked.key}", disabled=not ready):
            _load(asked, header, mapping)
        st.download_button(
            "Mapping file", as_toml(mapping), file_name="mapping.toml", icon=":material/download:",
            on_click="ignore", key=f"toml-{asked.key}",
            help="For the command line: python -m dashboard import FILE --mapping mapping.toml",
        )  # fmt: skip
        if at_work:
            st.caption("It can be loaded when this import is done.")


def _same_source(mapping: Mapping, header: list[str]) -> list[str]:
    """What is to be known where files with other columns are called the same."""
    with reading(engine()) as connection:
        known = remembered.Remembered.load(connection)
    return [SAME.format(mapping.name)] if known.others_called(mapping.source, header) else []


def _load(asked: Asked, header: list[str], mapping: Mapping) -> None:
    """Remembers how the table is read, and loads its file, if there is nothing else in it."""
    try:
        with jotting(engine()) as connection:
            remembered.remember(connection, header, mapping, BY)
        looking.say_anew(asked.file.file_id)
        st.session_state.pop(OPEN, None)
        again = replace(asked.chosen, kind=None, said=looking.said_anew(asked.file.file_id))
        if not asked.has_others:
            background.begin(
                engine(), [Upload(again.key, asked.file.name, None, asked.file, again.day_first)]
            )
    except (DatabaseProblem, ImportProblem) as problem:
        st.warning(words.literal(str(problem)), icon=":material/block:")
        return
    st.rerun()


def told(asked: Asked) -> None:
    """That a file is read as somebody has said, and the ways to say it anew; or the way to say it at all."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if asked.told:
            st.markdown(f":small[{words.literal(asked.told.sentence)}]")
        label = "Change" if asked.told else "Not right? Say what its columns are"
        if st.button(label, icon=":material/edit:", key=f"open-{asked.key}", type="tertiary"):
            st.session_state[OPEN] = asked.key
            st.rerun()
        if asked.told and st.button(
            "Forget", icon=":material/undo:", key=f"forget-{asked.key}", type="tertiary"
        ):
            _forget(asked.told)


def _forget(said: Told) -> None:
    try:
        with jotting(engine()) as connection:
            remembered.forget(connection, said.key)
    except DatabaseProblem as problem:
        st.warning(words.literal(str(problem)), icon=":material/block:")
        return
    st.rerun()
