"""What the pages say in Streamlit's markdown, as HTML for a file."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from dashboard.views.shared.words import MARKDOWN, WORD_JOINER

# An escaped character, strong or stressed words, the end of a line, and what keeps text from being a link.
TOKEN = re.compile(rf"\\{MARKDOWN.pattern}|(\*\*?)|(  \n)|{WORD_JOINER}")
TAGS = {"**": "strong", "*": "em"}


def html(text: str) -> Markup:
    """A sentence of the pages as HTML: of markdown only what they use themselves. All else is text, whatever
    it holds."""
    made, opened, at = [], [], 0
    for found in TOKEN.finditer(text):
        made += [escape(text[at : found.start()]), _token(found, opened)]
        at = found.end()
    made.append(escape(text[at:]))
    made += [Markup(f"</{tag}>") for tag in reversed(opened)]
    return Markup("").join(made)


def _token(found: re.Match[str], opened: list[str]) -> Markup:
    character, stars, line = found.groups()
    if character:
        return escape(character)
    if line:
        return Markup("<br>")
    if not stars:
        return Markup("")
    tag = TAGS[stars]
    if tag not in opened:
        opened.append(tag)
        return Markup(f"<{tag}>")
    opened.remove(tag)
    return Markup(f"</{tag}>")
