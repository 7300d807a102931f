"""Quick analysis: a team's numbers typed or pasted, without any import; nothing is stored."""

from __future__ import annotations

import streamlit as st

from dashboard.figures import quick, typed
from dashboard.views.quick_parts import away, editor, numbers, said
from dashboard.views.shared import words

# As many sentences about cells as somebody reads at a time.
MOST_PROBLEMS = 8


def show() -> None:
    """The page: the table, what it says, the numbers behind that, and the ways to take it along."""
    st.title("Quick analysis", anchor=False)
    st.caption("Type or paste a team’s numbers. Nothing is stored; no import is needed.")
    st.header("1 · The numbers", anchor=False)
    table = editor.show()
    read = typed.read(table)
    found = quick.analyse(read.reps)
    problems([*read.problems, *found.problems])
    st.header("2 · What they say", anchor=False)
    said.show(found)
    if len(found.reps):
        st.header("3 · Results, rates, activity", anchor=False)
        numbers.show(found, "dark" if st.context.theme.type == "dark" else "light")
        away.show(table, found)


def problems(sentences: list[str]) -> None:
    """What was left out, by name."""
    if not sentences:
        return
    lines = [f"- {words.literal(sentence)}" for sentence in sentences[:MOST_PROBLEMS]]
    if len(sentences) > MOST_PROBLEMS:
        lines.append(f"- and {len(sentences) - MOST_PROBLEMS} more")
    st.warning("\n".join(lines), icon=":material/edit_note:")


show()
