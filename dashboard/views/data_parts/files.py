"""The files to load: choosing them, seeing what they are, loading them."""

from __future__ import annotations

import streamlit as st
from streamlit.typing import UploadedFile

from dashboard.imports import background
from dashboard.imports.background import Run, Upload
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_csv
from dashboard.imports.recognise import recognise
from dashboard.imports.report import Report
from dashboard.imports.shapes import ORDER, SHAPES, Shape
from dashboard.log.engine import engine
from dashboard.views.data_parts import progress, reports
from dashboard.views.shared import words

BY_HEADER = "by its header"


def card(zone: str) -> None:
    """Choosing files, seeing what they are, and loading them for good."""
    with st.container(border=True):
        st.header("Load files", anchor=False)
        left, right = st.columns([1, 1.7], gap="medium")
        with left:
            files, kind = _choose(zone)
        with right:
            _beside(files, kind, background.latest(engine()))


def _beside(files: list[UploadedFile], kind: str | None, run: Run | None) -> None:
    """What stands beside the choice: the import at work, and what the files are or what became of them."""
    at_work = run is not None and run.at_work
    if at_work:
        progress.show(run)
        loading = {file.key for file in run.files}
        files = [file for file in files if (file.file_id, kind) not in loading]
    if files:
        _chosen(files, kind, run, at_work)
    elif run and not at_work:
        _loaded_last(run)
    elif not run:
        _formats()


def _choose(zone: str) -> tuple[list[UploadedFile], str | None]:
    """The files, and what their rows are: None when their headers are to say it."""
    # The uploader puts its label on an element that it also declares to be none, which confuses screen
    # readers; so its words stand above it, and its button says the rest.
    st.markdown(":small[Exports (CSV, plain or .gz)]")
    files = st.file_uploader(
        " ", accept_multiple_files=True, key="files", label_visibility="collapsed"
    )  # fmt: skip
    kind = st.selectbox("What the rows are", [BY_HEADER, *ORDER], key="kind")
    st.caption(f"Times without an offset are read in the time zone of the rep's team (now mostly {zone}).")
    return files, None if kind == BY_HEADER else kind


def _chosen(files: list[UploadedFile], kind: str | None, run: Run | None, at_work: bool) -> None:
    """What each chosen file is, or what became of it; and the way to load those that are not loaded."""
    # Several runs may have loaded what this visitor has chosen; the process keeps the last one.
    said = st.session_state.setdefault("said", {})
    said.update(run.outcomes if run else {})
    became = {file.file_id: said.get((file.file_id, kind)) for file in files}
    shapes = {
        file.file_id: _recognised(file, kind)
        for file in files
        if not isinstance(became[file.file_id], Report)
    }
    ready = [file for file in files if isinstance(shapes.get(file.file_id), Shape)]
    # Reps first, then what refers to them.
    ready.sort(key=lambda file: ORDER.index(shapes[file.file_id].kind))
    if ready and not at_work:
        _offer(ready, kind)
    elif ready:
        st.caption("More can be loaded when this import is done.")
    for file in files:
        _tell(file.name, became[file.file_id] or shapes[file.file_id])


def _offer(files: list[UploadedFile], kind: str | None) -> None:
    """The button that loads files, each whole or not at all, in the background."""
    label = f"Load {words.plural(len(files), 'file')}"
    if not st.button(label, icon=":material/upload:", key="load"):
        return
    uploads = [Upload((file.file_id, kind), file.name, kind, file) for file in files]
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
        _tell(file.name, run.became(file))
    if st.button("Close", icon=":material/close:", key="close"):
        background.close(engine())
        st.rerun()


def _tell(name: str, what: Report | Shape | str) -> None:
    """A file's report, what it holds, or why it cannot be loaded."""
    if isinstance(what, Report):
        reports.show(what)
    elif isinstance(what, Shape):
        st.markdown(f"**{words.literal(name)}** holds {what.kind}. It is not loaded yet.")
    else:
        st.warning(words.literal(what), icon=":material/block:")


def _recognised(file: UploadedFile, kind: str | None) -> Shape | str:
    """What a file is, or the sentence that says why it cannot be loaded."""
    try:
        with open_csv(file, file.name) as opened:
            return recognise(opened, kind)
    except ImportProblem as problem:
        return str(problem)


def _formats() -> None:
    """The columns of each file, and in which order files are loaded."""
    st.caption(
        "Reps come first: the rows of other files wait until their rep is known. "
        "Drop all seven files at once and they are loaded in the right order."
    )
    shapes = [(f"{shape.kind}.csv", ", ".join(column.name for column in shape.columns)) for shape in SHAPES]
    reports.table(shapes, ("File", "Columns"))
