"""What would become of a file by what is said of it: its first rows as they would be stored."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from dashboard.imports import habits
from dashboard.imports.habits import OrderOpen
from dashboard.imports.mapping import Mapping
from dashboard.imports.problem import ImportProblem
from dashboard.imports.trial import Trial, trial
from dashboard.log import queries
from dashboard.log.engine import engine, reading
from dashboard.views.data_parts import reports
from dashboard.views.shared import words


def tried(file: UploadedFile, place: int, mapping: Mapping) -> Trial | ImportProblem:
    """What would become of a table's first rows, or why they cannot be read; tried once, since the dates of
    all its rows are looked at."""
    seen = st.session_state.setdefault("tried", {})
    with reading(engine()) as connection:
        key = (file.file_id, place, mapping.model_dump_json(), queries.log_version(connection))
        if key in seen:
            return seen[key]
        try:
            seen[key] = trial(connection, file, file.name, place, mapping)
        except ImportProblem as problem:
            seen[key] = problem
    return seen[key]


def _say_why_not(found: ImportProblem) -> None:
    """Why a file cannot be read as it is said now."""
    if isinstance(found, OrderOpen):
        st.info(words.literal(str(found).replace(habits.SAY_WHICH, "above")), icon=":material/help:")
    else:
        st.warning(words.literal(str(found)), icon=":material/block:")


def show(found: Trial | ImportProblem) -> None:
    """The first rows, and how many of them would count; or why they cannot be read."""
    if not isinstance(found, Trial):
        return _say_why_not(found)
    if found.rows:
        st.caption("First rows as they would be stored")
        st.dataframe(
            pd.DataFrame(found.rows, columns=list(found.columns)), hide_index=True, row_height=30,
            alt="The first rows of the file as they would be stored",
        )  # fmt: skip
    st.markdown(
        f"The first **{words.plural(found.read, 'row')}** = **{found.count:,}** that count + "
        f"**{found.unknown:,}** of people who are not known yet + **{found.aside:,}** set aside + "
        f"**{found.rejected:,}** that cannot be read"
    )
    for remark in found.remarks:
        st.markdown(f":material/info: {words.literal(remark)}")
    if found.reasons:
        reports.table([(f"{rows:,}", why) for rows, why in found.reasons], ("Rows", "Why"))
