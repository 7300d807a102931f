"""A file that should not have come in is taken back whole."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.imports.undoing import undo, undoable
from dashboard.log.engine import Connection, engine, reading
from dashboard.views.data_parts.write import written
from dashboard.views.shared import words

BY = "Data page"
TOLD = (
    "The rows that it brought leave the log, those that it changed or took out are again as they were, and "
    "its rejected rows are forgotten. Rows of other files that had waited for it wait again. Outcomes "
    "entered by hand on its meetings go with them; anything else that was entered by hand stays, or is named "
    "first. Of one system the newest file is undone first."
)


def choice(zone: str) -> None:
    """The files that can be undone, and the button that does it."""
    with reading(engine()) as connection:
        files = undoable(connection)
    if files.empty:
        return
    labels = {int(file.id): _label(file, zone) for file in files.itertuples(index=False)}
    # Closed again after each: the next file is another decision.
    newest = f"{max(labels)}-{len(labels)}"
    with st.popover("Undo a file", icon=":material/undo:", key=f"undo-{newest}"):
        batch_id = st.selectbox(
            "File", list(labels), format_func=labels.get, index=None, placeholder="choose …",
            key=f"undo-file-{newest}",
        )  # fmt: skip
        st.caption(TOLD)
        if st.button("Undo it", icon=":material/undo:", key="undo", disabled=batch_id is None):
            written(lambda connection: _undone(connection, batch_id), "Undoing it …")


def _label(file, zone: str) -> str:  # type: ignore[no-untyped-def]
    """A file as a choice: what it is called, when it came, how much of the log is its."""
    when = pd.Timestamp(file.loaded_at).tz_convert(zone)
    day = f"{when.day} {when:%b, %H:%M}"
    return f"{file.file_name} · {day} · {words.plural(int(file.rows), 'row')} of {file.kind}"


def _undone(connection: Connection, batch_id: int) -> str:
    return undo(connection, batch_id, BY).sentence()
