"""Reading CSV: a stream of chunks with the row numbers a spreadsheet shows, at a flat cost in memory."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dashboard.imports.chunk import Chunk, make_chunk
from dashboard.imports.opening import refuse_other_files, size_of, unpacked
from dashboard.imports.problem import ImportProblem, counted, listed
from dashboard.imports.rejected import Rejected, storable

FIRST_CHUNK, CHUNK = 10_000, 50_000
# Nothing that people log is longer: beyond it, most likely, a quotation mark was not closed.
FIELD_LIMIT = 1 << 20
LINE_LIMIT = 4 << 20
# A chunk ends early when its lines come to this, each counted with what Python adds to it.
MOST_HELD, LINE_COST = 64 << 20, 50
# Fed to the reader after the last line: swallowed by a quotation mark that is still open.
END = "\x00end\x00\n"
END_RECORD = [END.rstrip()]
MISPLACED = "A quotation mark is out of place: double it inside a field, and quote the whole field."


class CsvFile:
    """An open CSV file: `name`, `header` as the file has it, `names` for matching, then `chunks()`.

    Raises `ImportProblem` when it is no CSV text with a header row.
    """

    def __init__(self, name: str, binary: BinaryIO) -> None:
        self.name, self._outer = name, binary
        self.total = size_of(binary)
        plain = unpacked(binary)
        refuse_other_files(name, plain)
        self._text = io.TextIOWrapper(plain, encoding="utf-8-sig", errors="surrogateescape", newline="")
        self._lines: list[str] = []
        csv.field_size_limit(FIELD_LIMIT)
        self._reader = csv.reader(self._each_line(), strict=True, skipinitialspace=True)
        self._number = self._held = 0
        self._ended = False
        self._first: Chunk | None = None
        self.header = self._read_header()
        self.names = [cell.strip().casefold() for cell in self.header]
        _refuse_doubled(name, self.header, self.names)

    @property
    def position(self) -> int:
        """How many bytes of the file have been read."""
        return min(self._outer.tell(), self.total)

    def peek(self) -> Chunk:
        """The first chunk, which `chunks()` will give again."""
        if self._first is None:
            self._first = self._next_chunk(FIRST_CHUNK)
        return self._first

    def chunks(self) -> Iterator[Chunk]:
        """The file's rows, the first 10,000 and then 50,000 at a time."""
        chunk: Chunk | None = self.peek()
        while chunk is not None and (chunk.read or not self._ended):
            yield chunk
            self._first = None
            chunk = None if self._ended else self._next_chunk(CHUNK)

    @property
    def has_no_rows(self) -> bool:
        """Whether there is nothing under the header."""
        return self.peek().read == 0 and self._ended

    def _each_line(self) -> Iterator[str]:
        readline = self._text.readline
        try:
            while line := readline(LINE_LIMIT):
                if len(line) == LINE_LIMIT:
                    raise self._too_long("is", LINE_LIMIT)
                self._lines.append(line)
                self._held += len(line) + LINE_COST
                yield line
        except (EOFError, OSError, zlib.error) as problem:
            raise ImportProblem(f"{self.name} cannot be read to its end: {problem}.") from problem
        self._lines.append(END)
        yield END

    def _too_long(self, what: str, limit: int) -> ImportProblem:
        return ImportProblem(
            f"{self.name} is no CSV file this program can read: row {self._number + 1} {what} longer than "
            f"{limit >> 20} MB."
        )

    def _read_header(self) -> list[str]:
        for record in self._records():
            if isinstance(record, Rejected):
                raise ImportProblem(f"{self.name}: its header row cannot be read: {record.reason}")
            if not any(cell.strip() for cell in record):
                continue
            if storable("".join(record)) != "".join(record):
                raise ImportProblem(f"{self.name}: its header row is not UTF-8; save it as “CSV UTF-8”.")
            return record
        raise ImportProblem(f"{self.name} is empty: it needs a header row and at least one row under it.")

    def _records(self) -> Iterator[list[str] | Rejected]:
        """The records, blank ones included; `_number` is the row of the one given last."""
        lines, reader = self._lines, self._reader
        while True:
            before = len(lines)
            try:
                record: list[str] | Rejected = next(reader)
            except StopIteration:
                self._ended = True
                raise self._unclosed() from None
            except csv.Error as problem:
                record = self._misread(problem, lines[before:])
            if record == END_RECORD:
                self._ended = True
                return
            self._number += 1
            yield record

    def _misread(self, problem: csv.Error, lines: list[str]) -> Rejected:
        if "limit" in str(problem) and not any('"' in line for line in lines):
            raise self._too_long("has a field that is", FIELD_LIMIT) from problem
        if "limit" in str(problem) or lines[-1] == END:
            raise self._unclosed() from problem
        return Rejected(self._number + 1, [storable("".join(lines)).rstrip("\r\n")], MISPLACED)

    def _unclosed(self) -> ImportProblem:
        return ImportProblem(
            f"{self.name} cannot be read from row {self._number + 1} on: a quotation mark opened there is "
            "not closed; close it, or double it if it is part of the text."
        )

    def _next_chunk(self, size: int) -> Chunk:
        numbers: list[int] = []
        records: list[tuple[str, ...]] = []
        misread: list[Rejected] = []
        self._lines.clear()
        self._held = 0
        for record in self._records():
            if isinstance(record, Rejected):
                misread.append(record)
            elif record:
                numbers.append(self._number)
                # Tuples of text are let go by the garbage collector, lists are not: a third of the time.
                records.append(tuple(record))
            if len(numbers) + len(misread) >= size or self._held >= MOST_HELD:
                break
        chunk = make_chunk(self.names, numbers, records)
        chunk.broken = sorted([*chunk.broken, *misread], key=lambda row: row.row)
        return chunk

    def close(self) -> None:
        """Lets go of the file without closing what was handed in."""
        self._text.detach()


@contextmanager
def open_csv(source: Path | str | BinaryIO, name: str | None = None) -> Iterator[CsvFile]:
    """Opens a CSV file (also gzipped): a path, or a binary file that can seek.

    Raises `ImportProblem` when it is missing, or no CSV text with a header row.
    """
    if not isinstance(source, (str, Path)):
        source.seek(0)
        with _closing(CsvFile(name or _name_of(source), source)) as file:
            yield file
        return
    path = Path(source)
    try:
        binary = path.open("rb")
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise ImportProblem(f"{path} cannot be opened: {reason}; check the name.") from problem
    with binary, _closing(CsvFile(name or path.name, binary)) as file:
        yield file


@contextmanager
def _closing(file: CsvFile) -> Iterator[CsvFile]:
    try:
        yield file
    finally:
        file.close()


def _name_of(source: BinaryIO) -> str:
    name = getattr(source, "name", None)
    return Path(name).name if isinstance(name, str) else "the file"


def _refuse_doubled(name: str, header: list[str], names: list[str]) -> None:
    doubled = [cell for cell, key in zip(header, names, strict=True) if key and names.count(key) > 1]
    if doubled:
        raise ImportProblem(
            f"{name} has {counted(len(doubled), 'column')} with one name ({listed(doubled)}); "
            "rename or remove all but one."
        )
