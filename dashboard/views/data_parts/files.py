"""The files to load: choosing them, seeing what they are, loading them."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from dashboard.imports import background
from dashboard.imports.background import Run, Upload
from dashboard.imports.habits import OrderOpen
from dashboard.imports.mapping import known_mappings
from dashboard.imports.preview import Looked, Preview
from dashboard.imports.problem import ImportProblem
from dashboard.imports.report import Report
from dashboard.imports.shapes import ORDER, SHAPES
from dashboard.log.engine import engine
from dashboard.views.data_parts import looking, mapping, progress, reports
from dashboard.views.data_parts.asked import Asked, asked_of
from dashboard.views.data_parts.looking import Chosen
from dashboard.views.shared import words

BY_HEADER = "by its header"
# How a date is read that can be read two ways.
DAY_FIRST, MONTH_FIRST = "3 November", "11 March"


def card(zone: str) -> None:
    """Choosing files, seeing what they are, and loading them for good."""
    with st.container(border=True):
        st.header("Load files", anchor=False)
        left, right = st.columns([1, 1.7], gap="medium")
        with left:
            files, kind = _choose(zone)
            is_open = [isinstance(looking.looked_at(file, kind, None), OrderOpen) for file in files]
            day_first = _ask_order() if any(is_open) else None
        # The answer is for the files that leave it open; of others somebody may have said something else.
        chosen = [
            Chosen(file, kind, day_first if asks else None, looking.said_anew(file.file_id))
            for file, asks in zip(files, is_open, strict=True)
        ]
        run = background.latest(engine())
        with right:
            _beside(chosen, run)
    if asked := asked_of(chosen, run):
        mapping.card(asked, at_work=run is not None and run.at_work)


def _beside(files: list[Chosen], run: Run | None) -> None:
    """What stands beside the choice: the import at work, and what the files are or what became of them."""
    at_work = run is not None and run.at_work
    if at_work:
        progress.show(run)
        loading = {file.key for file in run.files}
        files = [file for file in files if file.key not in loading]
    if files:
        _chosen(files, run, at_work)
    elif run and not at_work:
        _loaded_last(run)
    elif not run:
        _formats()


def _choose(zone: str) -> tuple[list[UploadedFile], str | None]:
    """The files, and what their rows are: None when their headers are to say it."""
    # The uploader puts its label on an element that it also declares to be none, which confuses screen
    # readers; so its words stand above it, and its button says the rest.
    st.markdown(":small[Exports (CSV, Excel or zip)]")
    files = st.file_uploader(
        " ", accept_multiple_files=True, key="files", label_visibility="collapsed"
    )  # fmt: skip
    kind = st.selectbox("What the rows are", [BY_HEADER, *ORDER], key="kind")
    st.caption(f"Times without an offset are read in the time zone of the rep's team (now mostly {zone}).")
    return files, None if kind == BY_HEADER else kind


def _ask_order() -> bool | None:
    """Which way dates are meant that can be read both ways; None until somebody says it."""
    said = st.segmented_control("In dates, 03/11/2026 is", [DAY_FIRST, MONTH_FIRST], key="date_order")
    return None if said is None else said == DAY_FIRST


def _chosen(files: list[Chosen], run: Run | None, at_work: bool) -> None:
    """What each chosen file is, or what became of it; and the way to load those that are not loaded."""
    # Several runs may have loaded what this visitor has chosen; the process keeps the last one.
    said = st.session_state.setdefault("said", {})
    said.update(run.outcomes if run else {})
    became = {file.key: said.get(file.key) for file in files}
    ready = [file for file in files if not isinstance(became[file.key], list) and file.tables]
    # Reps first, then what refers to them.
    ready.sort(key=lambda file: ORDER.index(file.tables[0].kinds[0]))
    if ready and not at_work:
        _offer(ready)
    elif ready:
        st.caption("More can be loaded when this import is done.")
    for file in files:
        _tell(became[file.key] or file.found, file)
        if isinstance(became[file.key], str):
            for one in file.tables:
                mapping.told(Asked(file, one.place, one.file, one.told))


def _offer(files: list[Chosen]) -> None:
    """The button that loads files, each whole or not at all, in the background."""
    label = f"Load {words.plural(len(files), 'file')}"
    if not st.button(label, icon=":material/upload:", key="load"):
        return
    uploads = [Upload(one.key, one.file.name, one.kind, one.file, one.day_first) for one in files]
    try:
        # Where somebody else was faster, their run is what the page shows.
        background.begin(engine(), uploads)
    except ImportProblem as problem:
        st.warning(words.literal(str(problem)), icon=":material/block:")
    else:
        st.rerun()


def _loaded_last(run: Run) -> None:
    """What became of the files of the last run, for who comes back."""
    st.caption("What became of the files that were loaded last:")
    for file in run.files:
        _tell(run.became(file))
    if st.button("Close", icon=":material/close:", key="close"):
        background.close(engine())
        st.rerun()


def _tell(what: list[Report] | Looked | ImportProblem | str, file: Chosen | None = None) -> None:
    """A file's reports, what it holds, or why it cannot be loaded."""
    if isinstance(what, list):
        for one in what:
            reports.show(one)
    elif isinstance(what, Looked):
        for one in what.tables:
            _show(one, file)
        for one in what.strange:
            mapping.ask(Asked(file, one.place, one.name))
    elif isinstance(what, OrderOpen):
        st.info(
            f"{words.literal(str(what).split(': say')[0])}: say which at the left.", icon=":material/help:"
        )
    else:
        st.warning(words.literal(str(what)), icon=":material/block:")


def _show(found: Preview, file: Chosen) -> None:
    """What a table is, its first rows as they would be stored, and the way to say that it is another."""
    as_what = f" It is read as **{words.literal(found.name)}**." if found.name else ""
    st.markdown(f"**{words.literal(found.file)}** holds {found.kind}.{as_what} It is not loaded yet.")
    if found.rows:
        st.caption("First rows as they would be stored")
        # A table that is wider than a phone has to be reached by the keyboard, which only this one can.
        st.dataframe(
            pd.DataFrame(found.rows, columns=list(found.columns)), hide_index=True, row_height=30,
            alt=f"The first rows of {found.file}",
        )  # fmt: skip
    mapping.told(Asked(file, found.place, found.file, found.told))


def _formats() -> None:
    """What is known by itself, the columns of the program's own files, and the order of loading."""
    known = ", ".join(sorted({one.name.split(",")[0] for one in known_mappings()}))
    st.caption(
        f"Exports of {known} are recognised by their columns. Reps come first: the rows of other files wait "
        "until their rep is known. Drop all files at once and they are loaded in the right order. Of any "
        "other table the page guesses what its columns are, and asks you. Or write files of your own:"
    )
    shapes = [(f"{shape.kind}.csv", ", ".join(column.name for column in shape.columns)) for shape in SHAPES]
    reports.table(shapes, ("File", "Columns"))
