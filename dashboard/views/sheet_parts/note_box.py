"""The note: a text area that stores what is written while it is written.

Streamlit's own sends its text when it is left, and a reload before that loses it. This one is a small
component (`assets/note.*`): it sends the words when the typing pauses, keeps them in the browser until they
are stored, and asks its writer when somebody else has changed the note meanwhile.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.log import sessions
from dashboard.log.engine import DatabaseProblem
from dashboard.log.sessions import Note, OneToOne, OutOfScope
from dashboard.views.sheet_parts import kept
from dashboard.views.sheet_parts.kept import Sheet

ASSETS = Path(__file__).resolve().parents[2] / "assets"
NOTE = st.components.v2.component(
    "coaching_note", **{part: (ASSETS / f"note.{part}").read_text("utf-8") for part in ("html", "css", "js")}
)
WAKE = st.components.v2.component("coaching_wake", js=(ASSETS / "wake.js").read_text("utf-8"))


def note_box(sheet: Sheet, note: Note) -> None:
    """Draws the note of today's 1:1 as it is stored now."""
    key = f"note-{sheet.key}"
    saved = f"Saved {sheet.clock(note.changed_at)}" if note.changed_at else ""
    data = {
        "label": "Note",
        "owner": f"{sheet.about.rep_id} {sheet.rep}",
        "day": sheet.about.day.isoformat(),
        "note": note.words,
        "revision": note.revision,
        "said": saved if note.revision else "Saved while you write.",
        "told": "Somebody else changed this note while you wrote. Yours stands above and is kept in this "
        f"browser until you choose. Theirs, {saved.lower()}:",
        "answer": st.session_state.get(f"{key}-answer"),
    }
    NOTE(key=key, data=data, on_words_change=lambda: _take(sheet, key))


def reconnect() -> None:
    """Nothing to be seen: where a note gets no answer, because the server was started anew, this draws the
    whole page again. Stands outside the fragment of the note, which such a server does not know yet."""
    WAKE(key="coaching-wake", on_wake_change=lambda: None)


def _take(sheet: Sheet, key: str) -> None:
    """Stores what the browser sent, and answers it."""
    message = st.session_state[key].words
    try:
        problem = None
        _store(sheet, message)
    except (DatabaseProblem, OutOfScope) as refused:
        problem = str(refused)
    st.session_state[f"{key}-answer"] = {"id": message["id"], "problem": problem}


def _store(sheet: Sheet, message: dict[str, Any]) -> None:
    """Stores the words of a message: day, words, the revision that was seen, and whether a page left them
    behind. Nobody is there to ask about those; where the note was changed they go below it."""
    about = OneToOne(sheet.about.rep_id, date.fromisoformat(message["day"]), sheet.about.author)
    words, seen = message["words"], message["seen"]
    stored = kept.write(sessions.save_note, sheet, about, words, seen, kept.now())
    while message["left"] and not stored.done and words not in stored.value.words:
        both = f"{stored.value.words}\n\n{words}"
        stored = kept.write(sessions.save_note, sheet, about, both, stored.value.revision, kept.now())
