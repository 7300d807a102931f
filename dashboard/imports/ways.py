"""How a file is read: as the own format, or by the mappings of a shape that other systems write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.imports import habits
from dashboard.imports.chunk import Chunk
from dashboard.imports.habits import Habits
from dashboard.imports.mapping import Mapping, known_mappings
from dashboard.imports.matching import Known
from dashboard.imports.problem import ImportProblem, listed
from dashboard.imports.recognise import recognise
from dashboard.imports.rejected import Rejected
from dashboard.imports.shapes import ORDER, OWN, Shape, shape_of
from dashboard.imports.table import Table
from dashboard.imports.translate import Translated, as_it_is, translated

# To read so much twice is worth a thought.
LARGE = 32 << 20


class Unlike(Exception):
    """Rows of a file are not like its first ones: it has to be looked through."""


@dataclass(frozen=True)
class Way:
    """How the rows of a file with these columns (`names`, as matched) become rows of the log: by `mappings`,
    or as the own format's `shape`; with what is to be said of it (`remarks`). `assumed`: the habits are those
    of the file's first rows, and each row has to be looked at for them."""

    names: tuple[str, ...]
    shape: Shape | None = None
    mappings: tuple[Mapping, ...] = ()
    habits: Habits | None = None
    remarks: tuple[str, ...] = ()
    assumed: bool = False

    @property
    def source(self) -> str:
        """The system in which the file's ids are unique."""
        return self.mappings[0].source if self.mappings else OWN

    @property
    def kinds(self) -> list[str]:
        """The kinds of rows that the file may hold, in the order in which they are loaded."""
        kinds = [one.kind for one in self.mappings] if self.mappings else [self.shape.kind]
        return sorted(kinds, key=ORDER.index)

    @property
    def kind(self) -> str:
        """The kinds in words: "calls", "calls and emails"."""
        return " and ".join(
            [", ".join(self.kinds[:-1]), self.kinds[-1]] if len(self.kinds) > 1 else self.kinds
        )

    @property
    def name(self) -> str:
        """What the file was recognised as: "HubSpot, calls"; "" for the own format."""
        return self.mappings[0].together if self.mappings else ""

    @property
    def used(self) -> set[str]:
        """The file's columns that are read."""
        if not self.mappings:
            return set(self.shape.names)
        return set().union(*(one.used(list(self.names)) for one in self.mappings))

    def parts(self, chunk: Chunk, known: Known) -> tuple[list[Translated], list[Rejected]]:
        """A chunk's rows by kind, and those that are set aside."""
        if not self.mappings:
            return [as_it_is(chunk, self.shape)], []
        return translated(chunk, self.names, self.mappings, self.habits, known)

    def refuse_unlike(self, chunk: Chunk) -> None:
        """Raises `Unlike` where habits that are assumed are not those of a chunk."""
        if not self.assumed:
            return
        found = habits.of_first(chunk, self.names, self.mappings)
        # What holds days alone in the whole file does so in each part of it.
        if found is None or not set(self.habits.days) <= set(found.days):
            raise Unlike

    def as_json(self) -> dict[str, Any] | None:
        """What is needed to read rows of the file once more; None for the own format."""
        if not self.mappings:
            return None
        mappings = [one.model_dump(mode="json", exclude_defaults=True) for one in self.mappings]
        return {"mappings": mappings, "habits": self.habits.as_json()}


def way_of(
    file: Table, kind: str | None, day_first: bool | None, mapping: Mapping | None, assume: bool = False
) -> Way:
    """How a file is to be read; its rows are looked through where that is needed to know it, so that it has
    to be opened again. `assume`: of a large file whose first rows leave nothing open, these say it for all.
    Raises `ImportProblem` when nothing fits its header, or its dates cannot be told."""
    mappings = mapping.each if mapping is not None else _fitting(file, kind)
    names = tuple(file.names)
    if not mappings:
        return Way(names, shape=recognise(file, kind))
    if mapping is not None:
        _refuse_other_columns(file, mapping)
    if assume and file.total >= LARGE:
        assumed = habits.of_first(file.peek(), names, mappings)
        if assumed is not None:
            return Way(names, mappings=mappings, habits=assumed, assumed=True)
    found = habits.find(file.name, file.chunks(), file.names, mappings, day_first)
    return Way(names, mappings=mappings, habits=found, remarks=_overruled(found, mappings, day_first))


def way_again(names: list[str], kind: str, stored: dict[str, Any] | None) -> Way:
    """The way by which a file was read before, as `as_json` has it."""
    if not stored:
        return Way(tuple(names), shape=shape_of(kind))
    mappings = tuple(Mapping.model_validate(one) for one in stored["mappings"])
    return Way(tuple(names), mappings=mappings, habits=Habits.from_json(stored["habits"]))


def _fitting(file: Table, kind: str | None) -> tuple[Mapping, ...]:
    """The mappings of the shape that uses most of the file's columns; none where no shape fits."""
    families: dict[str, list[Mapping]] = {}
    for one in known_mappings():
        if one.fits(file.names) and kind in (None, one.kind):
            families.setdefault(one.together, []).append(one)
    if not families:
        return ()

    def uses(family: str) -> int:
        return len(set().union(*(one.used(file.names) for one in families[family])))

    best = max(families, key=uses)
    equal = [family for family in families if uses(family) == uses(best)]
    if len(equal) > 1:
        raise ImportProblem(
            f"{file.name} can be read as {' or '.join(equal)}: say what its rows are (on the command line "
            "with --kind)."
        )
    return tuple(families[best])


def _overruled(found: Habits, mappings: Sequence[Mapping], day_first: bool | None) -> tuple[str, ...]:
    """That a file's own dates say something else than was said of them."""
    said = habits.said_order(mappings, day_first)
    if None in (said, found.day_first) or said == found.day_first:
        return ()
    own, other = ("day", "month") if found.day_first else ("month", "day")
    return (
        f"Its own dates have the {own} first and are read so, though the {other} was said to come first.",
    )


def _refuse_other_columns(file: Table, mapping: Mapping) -> None:
    if not any(one.used(file.names) for one in mapping.each):
        raise ImportProblem(
            f"{file.name} has none of the columns of the mapping “{mapping.name}”: it has "
            f"{listed(file.header)}."
        )
