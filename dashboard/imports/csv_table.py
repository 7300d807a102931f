"""Text with delimiters as a table: its encoding, delimiter and header are found, its rows numbered."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator

from dashboard.imports import delimiter
from dashboard.imports.chunk import Chunk, joined
from dashboard.imports.encoding import Encoding
from dashboard.imports.framing import Row, header_place
from dashboard.imports.opening import Opened
from dashboard.imports.plain import Plain, plain_part
from dashboard.imports.plain_cells import Dialect
from dashboard.imports.problem import ImportProblem
from dashboard.imports.records import LINE_LIMIT, Records
from dashboard.imports.rejected import Rejected, storable
from dashboard.imports.source import Source
from dashboard.imports.table import CHUNK, Table
from dashboard.imports.unread import Found, Unread

SAMPLE, SAMPLE_ROWS = 64 << 10, 100
# A chunk ends early when its lines come to this, each counted with what Python adds to it.
MOST_HELD = 64 << 20
# So much is read at a time in the fast way, or in the exact way where that is not possible.
PIECE = 2 << 20
# So near to a file's end, a chunk takes the rest too: a report's closing words are told by their last rows.
TAIL = 16 << 10


class CsvTable(Table):
    """An open CSV file. Raises `ImportProblem` when it is no CSV text with a header row."""

    def __init__(self, name: str, opened: Opened) -> None:
        super().__init__(name)
        self._opened = opened
        self._encoding, self.encoding = opened.encoding, opened.encoding.name
        self.remarks += [opened.encoding.remark] if opened.encoding.remark else []
        self._source = opened.source
        # The places of the columns that were asked for: the next chunk has them ready.
        self._wanted: set[int] = set()
        sample = self._sample()
        self._held = 0
        self._row_length = len(sample) / max(1, sample.count(b"\n"))
        self.delimiter = self._said_delimiter(sample)
        if self.delimiter is None:
            self.delimiter = delimiter.found(functools.partial(_first_rows, sample, self._encoding))
        else:
            sample = self._sample()
        self._read_header(_first_rows(sample, self._encoding, self.delimiter))

    @property
    def total(self) -> int:
        """The bytes of the file."""
        return self._opened.total

    @property
    def position(self) -> int:
        """How many bytes of the file have been read."""
        return self._opened.position

    def _sample(self) -> bytes:
        sample = self._source.lines(SAMPLE, LINE_LIMIT)
        self._source.put_back(sample)
        return sample

    def _said_delimiter(self, sample: bytes) -> str | None:
        """What a first line "sep=;" says, which is taken out."""
        said = delimiter.said(self._encoding.decode(sample[:20]))
        if said is None:
            return None
        self._source.take(said[1])
        return said[0]

    def _read_header(self, first_rows: list[Row]) -> None:
        place = header_place(first_rows)
        number = first_rows[place].number if first_rows else 1
        records = self._records()
        for record in records:
            if isinstance(record, Rejected):
                raise ImportProblem(f"{self.name}: its header row cannot be read: {record.reason}")
            if records.number < number or not any(cell.strip() for cell in record):
                continue
            if storable("".join(record)) != "".join(record):
                raise ImportProblem(f"{self.name}: its header row is not UTF-8; save it as “CSV UTF-8”.")
            records.let_go()
            return self._begin(record, records.number, [row.number for row in first_rows[:place]])
        raise ImportProblem(f"{self.name} is empty: it needs a header row and at least one row under it.")

    def _records(self) -> Records:
        return Records(self.name, self._source, self._encoding, self.delimiter or ",", self._number)

    def runs(self) -> Iterator[Chunk | Unread]:
        """What `chunks` gives, of which plain records are not read yet."""
        if self._doubled:
            # Each chunk is looked at.
            yield from self.chunks()
            return
        yield self.peek()
        self._first = None
        while not self._ended:
            before, runs = self._number, self._runs(CHUNK)
            if self._ended or len(runs) > 1:
                yield self._whole(_read_all(runs), before)
            else:
                yield runs[0]

    def _read(self, size: int) -> Chunk:
        return _read_all(self._runs(size))

    def _runs(self, size: int) -> list[Chunk | Unread]:
        last, self._held = self._number + size, 0
        runs: list[Chunk | Unread] = []
        while not self._ended and self._held < MOST_HELD and (self._number < last or not runs):
            run = self._find_plain(last - self._number)
            runs.append(self._read_exactly(last - self._number) if run is None else run)
        return runs

    def _find_plain(self, size: int) -> Unread | None:
        """Rows well before the file's end, as long as they are plain."""
        if len(self.names) < 2 or self.delimiter not in delimiter.DELIMITERS:
            return None
        parts: list[Plain] = []
        number, last = self._number + 1, self._number + size
        while self._number < last and self._held < MOST_HELD:
            part = self._plain_part(last - self._number)
            if not part.rows:
                break
            parts.append(part)
            self._source.skip(len(part.text))
            self._number += part.rows
            self._held += len(part.text)
            self._row_length = len(part.text) / part.rows
        dialect = Dialect(self._encoding, self.delimiter, self.names)
        return Unread(self.name, dialect, parts, number, self._wanted) if parts else None

    def _plain_part(self, size: int) -> Plain:
        length = min(PIECE, int(size * self._row_length) + 1)
        block = self._source.ahead(length + TAIL)
        return plain_part(block, max(0, len(block) - TAIL), self._encoding, self.delimiter or "")

    def _read_exactly(self, size: int) -> Chunk:
        last, found = self._number + size, Found()
        records, to_the_end = self._records(), False
        for record in records:
            found.add(records.number, record)
            if (records.number >= last or records.held >= PIECE) and not to_the_end:
                to_the_end = records.ends_within(TAIL)
                if not to_the_end:
                    break
        records.let_go()
        self._number, self._ended = records.number, records.ended
        self._held += records.held
        return found.chunk(self.names)


def _read_all(runs: list[Chunk | Unread]) -> Chunk:
    return joined([run if isinstance(run, Chunk) else run.read() for run in runs])


def _first_rows(sample: bytes, encoding: Encoding, delimiter: str) -> list[Row]:
    """The first rows that are not blank and can be read, of a text that may end in the middle of one."""
    rows: list[Row] = []
    records = Records("", Source("", io.BytesIO(sample)), encoding, delimiter)
    try:
        for record in records:
            if not isinstance(record, Rejected) and any(cell.strip() for cell in record):
                rows.append(Row(records.number, tuple(record)))
            if len(rows) >= SAMPLE_ROWS:
                break
    except ImportProblem:
        # What is wrong is said when the file itself is read.
        pass
    finally:
        records.let_go()
    return rows
