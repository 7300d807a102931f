"""The files to load: choosing them, seeing what they are, loading them."""

from __future__ import annotations

import logging
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.typing import UploadedFile

from dashboard.imports.loading import Progress, load_file
from dashboard.imports.problem import ImportProblem
from dashboard.imports.reading import open_csv
from dashboard.imports.recognise import recognise
from dashboard.imports.report import Report
from dashboard.imports.shapes import ORDER, SHAPES, Shape
from dashboard.log.engine import engine
from dashboard.views.data_parts import reports
from dashboard.views.shared import words

KINDS = ("calls", "emails", "meetings", "opportunities", "reps", "quotas", "expectations")
BY_HEADER = "by its header"


def card(zone: str) -> None:
    """Choosing files, seeing what they are, and loading them for good."""
    with st.container(border=True):
        st.header("Load files", anchor=False)
        left, right = st.columns([1, 1.7], gap="medium")
        with left:
            files, kind = _choose(zone)
        with right:
            if files:
                _chosen(files, kind)
            else:
                _formats()


def _choose(zone: str) -> tuple[list[UploadedFile], str | None]:
    """The files, and what their rows are: None when their headers are to say it."""
    # The uploader puts its label on an element that it also declares to be none, which confuses screen
    # readers; so its words stand above it, and its button says the rest.
    st.markdown("Exports (CSV, plain or .gz)")
    files = st.file_uploader(
        " ", accept_multiple_files=True, key="files", label_visibility="collapsed"
    )  # fmt: skip
    kind = st.selectbox("What the rows are", [BY_HEADER, *KINDS], key="kind")
    st.caption(f"Times without an offset are read in the time zone of the rep's team (now mostly {zone}).")
    return files, None if kind == BY_HEADER else kind


def _chosen(files: list[UploadedFile], kind: str | None) -> None:
    """What each chosen file is, or what became of it; and the way to load those that are not loaded."""
    said = st.session_state.setdefault("said", {})
    became = {file.file_id: said.get((file.file_id, kind)) for file in files}
    shapes = {
        file.file_id: _recognised(file, kind)
        for file in files
        if not isinstance(became[file.file_id], Report)
    }
    ready = [file for file in files if isinstance(shapes.get(file.file_id), Shape)]
    # Reps first, then what refers to them.
    ready.sort(key=lambda file: ORDER.index(shapes[file.file_id].kind))
    if ready and st.button(f"Load {words.plural(len(ready), 'file')}", icon=":material/upload:", key="load"):
        _load(ready, kind)
    for file in files:
        _tell(file.name, became[file.file_id] or shapes[file.file_id])


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


def _load(files: list[UploadedFile], kind: str | None) -> None:
    """Loads the files, each whole or not at all; what became of each is kept for this visit."""
    bar = st.progress(0.0, text="Reading …")
    for number, file in enumerate(files, start=1):
        which = words.literal(file.name) + (f" ({number} of {len(files)})" if len(files) > 1 else "")
        progress = partial(_show_progress, bar, which)
        progress(0, 1)
        st.session_state["said"][file.file_id, kind] = _load_one(file, kind, progress)
    # The cards above and every other view are drawn anew from what is loaded now.
    st.rerun()


def _show_progress(bar: DeltaGenerator, which: str, done: int, total: int) -> None:
    """How much of a file is read; what follows the last row takes its time as well."""
    share = min(done / total, 1.0) if total else 1.0
    percent = f"{share:.0%}".replace("%", f"{words.NBSP}%")
    at_work = f"Reading {which}: {percent}" if share < 1 else f"Counting what is new in {which} …"
    bar.progress(share, text=at_work)


def _load_one(file: UploadedFile, kind: str | None, progress: Progress) -> Report | str:
    """What became of a file: its report, or the sentence that says why nothing of it was kept."""
    try:
        return load_file(engine(), file, name=file.name, kind=kind, loaded_by="upload", progress=progress)
    except ImportProblem as problem:
        return str(problem)
    except Exception:
        logging.getLogger(__name__).exception("an upload failed")
        return (
            f"{file.name} could not be loaded, and nothing of it was kept; the program's log has the reason."
        )


def _formats() -> None:
    """The columns of each file, and in which order files are loaded."""
    st.caption(
        "Reps come first: the rows of other files wait until their rep is known. "
        "Drop all seven files at once and they are loaded in the right order."
    )
    shapes = [(f"{shape.kind}.csv", ", ".join(column.name for column in shape.columns)) for shape in SHAPES]
    reports.table(shapes, ("File", "Columns"))
