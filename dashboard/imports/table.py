"""An open table, whatever file it comes from: a header, then its rows in chunks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.imports.chunk import Chunk
from dashboard.imports.closing import set_closing_aside
from dashboard.imports.framing import header_cell
from dashboard.imports.problem import ImportProblem, counted, listed
from dashboard.imports.unread import Unread

FIRST_CHUNK, CHUNK = 10_000, 50_000


class Table(ABC):
    """A table that is open: `name`, `header` as the file has it, `names` for matching, then `chunks()`.

    `remarks` are sentences on how it was read, such as "Read as Windows-1252."; `encoding` and `delimiter`
    are None where the file has no such thing.
    """

    delimiter: str | None = None
    encoding: str | None = None

    def __init__(self, name: str) -> None:
        self.name = name
        self.header: list[str] = []
        self.names: list[str] = []
        self.remarks: list[str] = []
        self._number = 0
        self._ended = False
        self._first: Chunk | None = None
        self._doubled: dict[int, int] = {}

    @property
    @abstractmethod
    def total(self) -> int:
        """How much there is to read, in a unit of the file's own."""

    @property
    @abstractmethod
    def position(self) -> int:
        """How much of `total` is read."""

    @abstractmethod
    def _read(self, size: int) -> Chunk:
        """About `size` rows more, a report's closing words not split from the end; moves `_number` on to the
        last row read, and says by `_ended` whether it was the file's last."""

    def peek(self) -> Chunk:
        """The first chunk, which `chunks()` will give again."""
        if self._first is None:
            self._first = self._next_chunk(FIRST_CHUNK)
        return self._first

    def chunks(self) -> Iterator[Chunk]:
        """The table's rows, about 10,000 first and then 50,000 at a time."""
        chunk: Chunk | None = self.peek()
        while chunk is not None and (chunk.read or chunk.aside or not self._ended):
            yield chunk
            self._first = None
            chunk = None if self._ended else self._next_chunk(CHUNK)

    def runs(self) -> Iterator[Chunk | Unread]:
        """The same, with records that are not read yet where that can be done elsewhere."""
        return self.chunks()

    @property
    def has_no_rows(self) -> bool:
        """Whether there is nothing under the header."""
        return self.peek().read == 0 and self._ended

    def _begin(self, header: Sequence[str], number: int, above: Sequence[int]) -> None:
        """Takes row `number` as the header; the rows `above` it were not read."""
        self.header = [header_cell(cell) for cell in header]
        self.names = [cell.strip().casefold() for cell in self.header]
        self._number = number
        if above:
            rows = f"Row {above[0]}" if len(above) == 1 else f"Rows {above[0]} to {above[-1]}"
            self.remarks.append(f"{rows} above the header {'was' if len(above) == 1 else 'were'} not read.")
        self._read_doubled_once()

    def _next_chunk(self, size: int) -> Chunk:
        before = self._number
        return self._whole(self._read(size), before)

    def _whole(self, chunk: Chunk, before: int) -> Chunk:
        """A chunk that was read after row `before`, looked at as a whole."""
        if self._ended:
            set_closing_aside(chunk, self.names, before)
        self._refuse_unequal(chunk)
        return chunk

    def _read_doubled_once(self) -> None:
        """Lets a column stand there twice where its cells are the same; otherwise it is not known which of
        the two is meant."""
        times = Counter(name for name in self.names if name)
        doubled = {place for place, name in enumerate(self.names) if times[name] > 1}
        if not doubled:
            return
        self._doubled = {place: self.names.index(self.names[place]) for place in sorted(doubled)}
        if self.peek().read == 0:
            self._refuse_doubled()
        once = [self.header[place].strip() for place, first in self._doubled.items() if place == first]
        self.remarks.append(f"Read once, as each stands there again with the same cells: {listed(once)}.")

    def _refuse_unequal(self, chunk: Chunk) -> None:
        for place, first in self._doubled.items():
            if place != first and not np.array_equal(chunk.cells.column(place), chunk.cells.column(first)):
                self._refuse_doubled()

    def _refuse_doubled(self) -> None:
        doubled = [self.header[place] for place in self._doubled]
        raise ImportProblem(
            f"{self.name} has {counted(len(doubled), 'column')} with one name ({listed(doubled)}); "
            "rename or remove all but one."
        )
