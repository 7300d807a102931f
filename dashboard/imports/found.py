"""The tables of a file, and how each is to be read: an archive or a workbook may hold several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace

from dashboard.imports.mapping import Mapping
from dashboard.imports.problem import ImportProblem, counted, listed
from dashboard.imports.reading import Source, open_tables
from dashboard.imports.recognise import NoKind, OtherColumns
from dashboard.imports.remembered import Remembered, Told
from dashboard.imports.shapes import ORDER
from dashboard.imports.table import Table
from dashboard.imports.ways import Way, way_of


class Empty(ImportProblem):
    """A table without rows."""


@dataclass(frozen=True)
class Asked:
    """What somebody says of a file: what its rows are, where the header is not to say it; whether its dates
    have the day first; how a file of a shape of one's own is read; and how files with a header are, of which
    somebody said it before. `assume`: of a large file the first rows may say how all are written (`ways`)."""

    kind: str | None = None
    day_first: bool | None = None
    mapping: Mapping | None = None
    remembered: Remembered = field(default_factory=Remembered)
    assume: bool = False


@dataclass(frozen=True)
class Found:
    """A table: the file it is in (`source`, `name`), which of its tables it is, and how it is read; with what
    is to be said of the others (`remarks`). `told`: where somebody has said how, when and by whom."""

    source: Source
    name: str | None
    place: int
    way: Way
    remarks: list[str] = field(default_factory=list)
    told: Told | None = None

    @contextmanager
    def opened(self) -> Iterator[Table]:
        """The table, to be read from its beginning."""
        with table_at(self.source, self.name, self.place) as table:
            yield table

    def looked_through(self, asked: Asked) -> Found:
        """The same table, all of whose rows were looked at."""
        with self.opened() as table:
            found = _found(self.source, self.name, self.place, table, replace(asked, assume=False))
        return replace(self, way=found.way)


@dataclass(frozen=True)
class Left:
    """A table that is left out: which of its file's it is, its name, and why."""

    place: int
    name: str
    problem: ImportProblem


def find_tables(source: Source, name: str | None, asked: Asked) -> list[Found]:
    """The tables of a file that can be loaded, in the order in which they are. Of several those that are of
    no known kind, or empty, are left out, and said so.

    Raises `ImportProblem` when none can, `OrderOpen` when the order of dates has to be said.
    """
    found, left = look_at_tables(source, name, asked)
    if not found:
        raise left[0].problem
    if left:
        names = listed([one.name for one in left])
        found[0].remarks.append(f"{counted(len(left), 'table')} empty or of no known kind left out: {names}.")
    return found


def look_at_tables(source: Source, name: str | None, asked: Asked) -> tuple[list[Found], list[Left]]:
    """The tables that can be loaded, in the order in which they are, and those that cannot; raises as
    `find_tables`, but for what is left."""
    found: list[Found] = []
    left: list[Left] = []
    with closing(open_tables(source, name)) as tables:
        for place, table in enumerate(tables):
            try:
                found.append(_found(source, name, place, table, asked))
            except OtherColumns as problem:
                problem.place = place
                raise
            except (NoKind, Empty) as problem:
                left.append(Left(place, table.name, problem))
    found.sort(key=lambda one: ORDER.index(one.way.kinds[0]))
    return found, left


def _found(source: Source, name: str | None, place: int, table: Table, asked: Asked) -> Found:
    empty = table.has_no_rows
    told = None if asked.mapping is not None else asked.remembered.of(table.names, asked.kind)
    mapping = told.mapping if told is not None else asked.mapping
    way = way_of(table, asked.kind, asked.day_first, mapping, asked.assume)
    if empty:
        raise Empty(f"{table.name} has a header row and no rows under it: there is nothing to load.")
    return Found(source, name, place, way, [told.sentence] if told is not None else [], told)


@contextmanager
def table_at(source: Source, name: str | None, wanted: int) -> Iterator[Table]:
    """One of a file's tables by its place, to be read from its beginning."""
    with closing(open_tables(source, name)) as tables:
        for place, table in enumerate(tables):
            if place == wanted:
                yield table
                return
    raise ImportProblem(f"{name or 'The file'} was changed while it was being read: load it again.")
