"""What somebody has chosen to load, and what it is: looked at once, since all of its dates are."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.typing import UploadedFile

from dashboard.imports.found import Asked
from dashboard.imports.preview import Looked, Preview, preview
from dashboard.imports.problem import ImportProblem
from dashboard.imports.remembered import Remembered
from dashboard.log.engine import engine, reading


@dataclass(frozen=True)
class Chosen:
    """A file that was chosen, and what was said about it: what its rows are, whether the day comes first;
    and how often since it was said anew how it is read (`said`)."""

    file: UploadedFile
    kind: str | None
    day_first: bool | None
    said: int = 0

    @property
    def key(self) -> tuple[str, str | None, bool | None, int]:
        """By which it is known again, in this state."""
        return (self.file.file_id, self.kind, self.day_first, self.said)

    @property
    def found(self) -> Looked | ImportProblem:
        """What it is, or why it cannot be loaded."""
        return looked_at(self.file, self.kind, self.day_first)

    @property
    def tables(self) -> list[Preview]:
        """Its tables that can be loaded."""
        found = self.found
        return found.tables if isinstance(found, Looked) else []


def looked_at(file: UploadedFile, kind: str | None, day_first: bool | None) -> Looked | ImportProblem:
    """What a file is, or why it cannot be loaded."""
    seen = st.session_state.setdefault("looked_at", {})
    with reading(engine()) as connection:
        remembered = Remembered.load(connection)
        key = (file.file_id, kind, day_first, remembered.version)
        if key not in seen:
            try:
                seen[key] = preview(connection, file, file.name, Asked(kind, day_first, None, remembered))
            except ImportProblem as problem:
                seen[key] = problem
    return seen[key]


def said_anew(file_id: str) -> int:
    """How often it was said anew how a file is read."""
    return st.session_state.setdefault("said_anew", {}).get(file_id, 0)


def say_anew(file_id: str) -> None:
    """Has a file be another than the one that was loaded, or refused, before."""
    st.session_state["said_anew"][file_id] = said_anew(file_id) + 1
