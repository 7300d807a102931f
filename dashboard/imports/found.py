"""The tables of a file, and how each is to be read: an archive or a workbook may hold several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from dashboard.imports.mapping import Mapping
from dashboard.imports.problem import ImportProblem, counted, listed
from dashboard.imports.reading import Source, open_tables
from dashboard.imports.recognise import NoKind
from dashboard.imports.shapes import ORDER
from dashboard.imports.table import Table
from dashboard.imports.ways import Way, way_of


class Empty(ImportProblem):
    """A table without rows."""


@dataclass(frozen=True)
class Asked:
    """What somebody says of a file: what its rows are, where the header is not to say it; whether its dates
    have the day first; how a file of a shape of one's own is read."""

    kind: str | None = None
    day_first: bool | None = None
    mapping: Mapping | None = None


@dataclass(frozen=True)
class Found:
    """A table: the file it is in (`source`, `name`), which of its tables it is, and how it is read; with what
    is to be said of the others (`remarks`)."""

    source: Source
    name: str | None
    place: int
    way: Way
    remarks: list[str] = field(default_factory=list)

    @contextmanager
    def opened(self) -> Iterator[Table]:
        """The table, to be read from its beginning."""
        with closing(open_tables(self.source, self.name)) as tables:
            for place, table in enumerate(tables):
                if place == self.place:
                    yield table
                    return
        raise ImportProblem(f"{self.name or 'The file'} was changed while it was being read: load it again.")


def find_tables(source: Source, name: str | None, asked: Asked) -> list[Found]:
    """The tables of a file that can be loaded, in the order in which they are. Of several those that are of
    no known kind, or empty, are left out, and said so.

    Raises `ImportProblem` when none can, `OrderOpen` when the order of dates has to be said.
    """
    found: list[Found] = []
    problems: list[tuple[str, ImportProblem]] = []
    with closing(open_tables(source, name)) as tables:
        for place, table in enumerate(tables):
            try:
                found.append(Found(source, name, place, _way(table, asked)))
            except (NoKind, Empty) as problem:
                problems.append((table.name, problem))
    if not found:
        raise problems[0][1]
    found.sort(key=lambda one: ORDER.index(one.way.kinds[0]))
    if problems:
        left = listed([name for name, _ in problems])
        found[0].remarks.append(
            f"{counted(len(problems), 'table')} empty or of no known kind left out: {left}."
        )
    return found


def _way(table: Table, asked: Asked) -> Way:
    empty = table.has_no_rows
    way = way_of(table, asked.kind, asked.day_first, asked.mapping)
    if empty:
        raise Empty(f"{table.name} has a header row and no rows under it: there is nothing to load.")
    return way
