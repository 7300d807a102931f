"""What an import says when it cannot be done."""

from __future__ import annotations

from typing import Any


class ImportProblem(Exception):
    """A file that cannot be loaded; the message is one sentence for people.

    Nothing of that file is in the log. `loaded` holds the reports of the files of the same command that
    went in before it.
    """

    def __init__(self, sentence: str, loaded: list[Any] | None = None) -> None:
        super().__init__(printable(sentence))
        self.loaded = list(loaded or [])


def printable(text: str) -> str:
    """A text on one line, without what moves a terminal's cursor or turns its words around."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)


def shortened(text: str, length: int = 60) -> str:
    """A text as it fits into a sentence: on one line, at most `length` characters."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= length else line[: length - 1] + "…"


def listed(names: list[str], most: int = 10) -> str:
    """Names as they stand in a sentence: the first few, and how many more there are."""
    shown = ", ".join(shortened(name, 40) or "(no name)" for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 row", "4,212 rows"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
