"""The note: a text area that stores what is written while it is written.

Streamlit's own sends its text when it is left, and a reload before that loses it. This one is a small
component (`assets/note.*`): it sends the words when the typing pauses, keeps them in the browser until they
are stored, and asks its writer when somebody else has changed the note meanwhile.
"""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.log import sessions
from dashboard.log.engine import DatabaseProblem
from dashboard.log.sessions import Note, OutOfScope
from dashboard.views.sheet_parts import kept
from dashboard.views.sheet_parts.kept import Sheet

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def _asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


NOTE = st.components.v2.component(
    "coaching_note", html=_asset("note.html"), css=_asset("note.css"),
    js=_asset("drafts.js") + _asset("note.js"),
)  # fmt: skip
LEFT = st.components.v2.component("coaching_left", js=_asset("drafts.js") + _asset("left.js"))
WAKE = st.components.v2.component("coaching_wake", js=_asset("wake.js"))


def note_box(sheet: Sheet, note: Note) -> None:
    """Draws the note of today's 1:1 as it is stored now."""
    key = f"note-{sheet.key}"
    saved = f"Saved {sheet.clock(note.changed_at)}" if note.changed_at else ""
    data = {
        "label": "Note",
        "owner": sheet.owner,
        "day": sheet.about.day.isoformat(),
        "note": note.words,
        "revision": note.revision,
        "said": saved if note.revision else "Saved while you write.",
        "told": "Somebody else changed this note while you wrote. Yours stands above and is kept in this "
        f"browser until you choose. Theirs, {saved.lower()}:",
        "answer": st.session_state.get(f"{key}-answer"),
    }
    NOTE(key=key, data=data, on_words_change=lambda: _take(key))


def reconnect() -> None:
    """Nothing to be seen: where a note gets no answer, because the server was started anew, this draws the
    whole page again. Stands outside the fragment of the note, which such a server does not know yet."""
    WAKE(key="coaching-wake", on_wake_change=lambda: None)


def left_behind() -> None:
    """Nothing to be seen: takes the notes that their writer left, for another view, before the server had
    them. Stands at the end of every view but the sheet, whose own box does so."""
    key = "left-behind"
    LEFT(key=key, data={"answer": st.session_state.get(f"{key}-answer")}, on_words_change=lambda: _take(key))


def _take(key: str) -> None:
    """Stores what the browser sent, and answers it. A message that comes when its box is gone from the page
    cannot be read any more; the browser keeps its words, and the next sheet's box sends them again."""
    box = st.session_state.get(key)
    if box is None:
        logging.getLogger(__name__).info("a note came after its sheet was left; it will be sent again")
        return
    st.session_state[f"{key}-answer"] = {"id": box.words["id"], **_answer(box.words)}


def _answer(message: dict[str, Any]) -> dict[str, Any]:
    """What became of a message: a `problem` that passes, or `refused` for words that another page left and
    that may not be written."""
    try:
        _store(kept.sheet_for(message["owner"], date.fromisoformat(message["day"])), message)
    except OutOfScope as refused:
        return {"refused": True} if message["left"] else {"problem": str(refused)}
    except DatabaseProblem as problem:
        return {"problem": str(problem)}
    return {}


def _store(sheet: Sheet, message: dict[str, Any]) -> None:
    """Stores the words of a message: words, the revision that was seen, whether a page left them behind, and
    what that page had sent of them before. Nobody is there to ask about those; where somebody else changed
    the note meanwhile they go below it."""
    words, seen = message["words"], message["seen"]
    stored = kept.write(sessions.save_note, sheet, sheet.about, words, seen, kept.now())
    while message["left"] and not stored.done and words not in stored.value.words:
        theirs = stored.value.words
        both = words if theirs == message["sent"] else f"{theirs}\n\n{words}"
        stored = kept.write(sessions.save_note, sheet, sheet.about, both, stored.value.revision, kept.now())
