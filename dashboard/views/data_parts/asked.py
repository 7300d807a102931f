"""The tables of chosen files, and which of them somebody is to say something of."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.typing import UploadedFile

from dashboard.imports.background import Run
from dashboard.imports.preview import Looked
from dashboard.imports.remembered import Told
from dashboard.views.data_parts.looking import Chosen

# Of which table somebody wants to say what it is.
OPEN = "mapping_open"


@dataclass(frozen=True)
class Asked:
    """A table of which somebody is to say what it is: of which file, its place there, its name; and what was
    said of it before."""

    chosen: Chosen
    place: int
    name: str
    told: Told | None = None

    @property
    def key(self) -> str:
        """By which its choices are known."""
        return f"{self.chosen.file.file_id}-{self.place}"

    @property
    def file(self) -> UploadedFile:
        """The file that it is in."""
        return self.chosen.file

    @property
    def has_others(self) -> bool:
        """Whether other tables are in the file."""
        return len(_tables(self.chosen)) > 1


def asked_of(files: list[Chosen], run: Run | None) -> Asked | None:
    """The table that somebody wants to say something of, else the first of no known kind in a file without
    any other; not of a file that is being loaded, or was."""
    done = (
        {file.key for file in run.files if not isinstance(run.outcomes.get(file.key), str)} if run else set()
    )
    tables = [one for file in files if file.key not in done for one in _tables(file)]
    wanted = [one for one in tables if one.key == st.session_state.get(OPEN)]
    alone = [one for one in tables if one.told is None and not one.chosen.tables]
    return next(iter([*wanted, *alone]), None)


def _tables(file: Chosen) -> list[Asked]:
    """All tables of a file."""
    found = file.found
    if not isinstance(found, Looked):
        return []
    known = [Asked(file, one.place, one.file, one.told) for one in found.tables]
    return [*known, *(Asked(file, one.place, one.name) for one in found.strange)]
