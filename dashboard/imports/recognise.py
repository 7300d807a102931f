"""Which kind of file this is: told by its header, and where that fits two, by its name and its words."""

from __future__ import annotations

import re

from dashboard.imports.problem import ImportProblem, listed
from dashboard.imports.shapes import ORDER, OWN, SHAPES, Shape, shape_of
from dashboard.imports.table import Table
from dashboard.log import vocabulary

# What a file's name says about its kind, where the header leaves calls and emails open.
IN_NAMES = {"calls": re.compile("call|dial", re.I), "emails": re.compile("mail", re.I)}


def recognise(file: Table, kind: str | None = None) -> Shape:
    """The file's shape; `kind` says which kind it is instead of leaving it to the header.

    Raises `ImportProblem` when the header fits no kind, or several.
    """
    header = set(file.names)
    if kind is not None:
        return _as_told(file, header, kind)
    fitting = [shape for shape in SHAPES if not shape.lacks(header) and _is_own(shape, file.names)]
    if not fitting:
        raise _no_kind(file, header)
    most = max(len(header.intersection(shape.names)) for shape in fitting)
    best = [shape for shape in fitting if len(header.intersection(shape.names)) == most]
    return best[0] if len(best) == 1 else _one_of(file, header, best)


def _is_own(shape: Shape, names: list[str]) -> bool:
    """Whether a file may be of the own format: accounts, contacts and leads have ids and names as well."""
    if shape.kind != "people" or "role" in names:
        return True
    return set(filter(None, names)).issubset(shape.names)


class OtherColumns(ImportProblem):
    """A table without the columns of the kind that somebody says it is of; which of its file's it is."""

    place = 0


def _as_told(file: Table, header: set[str], kind: str) -> Shape:
    if kind not in ORDER:
        raise ImportProblem(f"“{kind}” is no kind of file; it is one of {', '.join(ORDER)}.")
    shape = shape_of(kind, OWN)
    if lacking := shape.lacks(header):
        raise OtherColumns(
            f"{file.name} cannot be read as {kind}: it lacks the column{_s(lacking)} {listed(lacking)}; "
            f"it has {listed(file.header)}."
        )
    return shape


class NoKind(ImportProblem):
    """A file of a kind that nobody knows."""


def _no_kind(file: Table, header: set[str]) -> ImportProblem:
    def nearness(shape: Shape) -> tuple[float, int]:
        return len(shape.lacks(header)) / len(shape.required), -len(header.intersection(shape.names))

    nearest = min((shape for shape in SHAPES if shape.lacks(header)), key=nearness)
    lacking = nearest.lacks(header)
    return NoKind(
        f"{file.name} is no kind of file this program knows: it has the columns {listed(file.header)}; "
        f"the nearest kind is {nearest.kind}, which still lacks {listed(lacking)}. Say on the "
        "Data view what its columns are, or in a mapping file (on the command line --save-mapping FILE "
        "begins one, and --mapping FILE reads it)."
    )


def _one_of(file: Table, header: set[str], best: list[Shape]) -> Shape:
    """Calls and emails have the same columns but for the duration: name, words and columns decide."""
    if {shape.kind for shape in best} == {"calls", "emails"}:
        told = _by_name(file.name) or _by_words(file) or ("emails" if _complete("emails", header) else None)
        for shape in best:
            if shape.kind == told:
                return shape
    kinds = " or ".join(shape.kind for shape in best)
    raise ImportProblem(
        f"{file.name} can be read as {kinds}: say what its rows are (on the command line with --kind)."
    )


def _by_name(name: str) -> str | None:
    saying = [kind for kind, pattern in IN_NAMES.items() if pattern.search(name)]
    return saying[0] if len(saying) == 1 else None


def _by_words(file: Table) -> str | None:
    words = {vocabulary.plain(word) for word in file.peek().column("outcome").unique()}
    here = {kind: len(words.intersection(vocabulary.OUTCOMES[kind])) for kind in ("calls", "emails")}
    if here["calls"] == here["emails"]:
        return None
    return max(here, key=lambda kind: here[kind])


def _complete(kind: str, header: set[str]) -> bool:
    return header.issuperset(shape_of(kind).names)


def _s(names: list[str]) -> str:
    return "" if len(names) == 1 else "s"
