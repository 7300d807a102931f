"""A guess on the command line: written as a mapping file for somebody to correct; nothing is loaded by it."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import Engine

from dashboard.imports.cautions import cautions
from dashboard.imports.contents import Look
from dashboard.imports.found import Asked, look_at_tables
from dashboard.imports.guess import Guess, guess
from dashboard.imports.header_words import KINDS, kinds
from dashboard.imports.mapping_text import as_toml
from dashboard.imports.problem import ImportProblem, listed
from dashboard.imports.recognise import OtherColumns
from dashboard.imports.trial import look_at
from dashboard.log.engine import reading


def save_mapping(engine: Engine, file: Path, target: Path, kind: str | None = None) -> int:
    """Writes down what the columns of a file seem to be, the first of its tables that is of no known kind,
    and prints it; returns the exit code."""
    try:
        place = _place(file, kind)
        with reading(engine) as connection:
            look, header = look_at(connection, file, file.name, place)
        found = _guess(look, kind)
        text = as_toml(found.draft.mapping(header), {name: _sure(found, name) for name in found.picks})
        _write(target, text)
    except ImportProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(*_told(look, found, target), sep="\n")
    return 0


def _place(file: Path, kind: str | None) -> int:
    """Which of a file's tables is meant: the first of no known kind, where there is one."""
    try:
        _, left = look_at_tables(file, file.name, Asked(kind))
    except OtherColumns as problem:
        return problem.place
    return left[0].place if left else 0


def _guess(look: Look, kind: str | None) -> Guess:
    if kind is not None and kind not in KINDS:
        raise ImportProblem(f"No mapping file is begun for {kind}: only for {listed(list(KINDS))}.")
    found = guess(look, kind or "")
    if not found.kind:
        raise ImportProblem(
            f"{look.name} looks like none of {listed(list(KINDS))}: say with --kind what its rows are. "
            f"It has the columns {listed(look.header)}."
        )
    return found


def _write(target: Path, text: str) -> None:
    try:
        with target.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as problem:
        raise ImportProblem(f"{target} is there already: give another name, or remove it.") from problem
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise ImportProblem(f"{target} cannot be written: {reason}.") from problem


def _sure(found: Guess, name: str) -> str:
    return f"{found.picks[name].sure}: {found.picks[name].why}"


def _told(look: Look, found: Guess, target: Path) -> list[str]:
    """What the file seems to be, line by line, and what to do next."""
    fields, columns = kinds()[found.kind].fields, found.draft.columns
    lines = [f"{look.name} seems to hold {found.kind} ({found.sure}):"]
    lines += [
        f"  {fields[name].label}: {look.columns[column].header} ({_sure(found, name)})"
        for name, column in columns.items()
    ]
    lines += [
        f"  It has {one.kind} as well, by the column that says what a row is." for one in found.draft.also
    ]
    lines += [f"  Still needed: {label}" for label in found.draft.missing()]
    lines += [f"  {caution}" for caution in cautions(look, found.draft)]
    return [*lines, f"Nothing is loaded. Correct {target}, then load the file with --mapping {target}."]
