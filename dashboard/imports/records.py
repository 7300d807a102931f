"""The exact way to read CSV: one record after the other, as Python's csv module has it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from dashboard.imports.encoding import Encoding
from dashboard.imports.problem import ImportProblem
from dashboard.imports.rejected import Rejected, storable, whole
from dashboard.imports.source import Source

LUMP = 256 << 10
# Nothing that people log is longer: beyond it, most likely, a quotation mark was not closed.
FIELD_LIMIT = 1 << 20
LINE_LIMIT = 4 << 20
# What Python adds to each line that is held.
LINE_COST = 50
# Fed to the reader after the last line: swallowed by a quotation mark that is still open.
END = "\x00end\x00"
MISPLACED = "A quotation mark is out of place: double it inside a field, and quote the whole field."


class Records:
    """The records from where `source` stands, which `number` rows came before; blank ones are empty.

    Iterating gives each record's fields, or a `Rejected` where its quotation marks make no sense; `number` is
    the row of the one given last. Raises `ImportProblem` for what is no CSV.
    """

    def __init__(
        self, name: str, source: Source, encoding: Encoding, delimiter: str, number: int = 0
    ) -> None:
        self.number, self.ended, self.held = number, False, 0
        self._name, self._source, self._encoding = name, source, encoding
        self._lump, self._text = b"", io.StringIO()
        self._lines: list[str] = []
        self._fed = self._each_line()
        self._reader = csv_reader(self._fed, delimiter)

    def __iter__(self) -> Iterator[list[str] | Rejected]:
        lines, reader = self._lines, self._reader
        while True:
            lines.clear()
            try:
                record: list[str] | Rejected = next(reader)
            except StopIteration:
                raise self._unclosed() from None
            except csv.Error as problem:
                record = self._misread(problem, lines)
            if record == [END]:
                self.ended = True
                return
            self.number += 1
            yield record

    def ends_within(self, size: int) -> bool:
        """Whether at most `size` bytes are left after the last record. To be asked for seldom."""
        left = len(self._unread())
        return left <= size and self._source.ends_within(size - left)

    def let_go(self) -> None:
        """Puts back what was read beyond the last record; there are no more records then."""
        self._source.put_back(self._unread())
        self._lump, self._text = b"", io.StringIO()
        # It refers to this object and this to it: the memory of neither would be free for long.
        self._fed.close()

    def _unread(self) -> bytes:
        return self._lump[self._encoding.size(self._text.getvalue()[: self._text.tell()]) :]

    def _each_line(self) -> Iterator[str]:
        while lump := self._source.lines(LUMP, LINE_LIMIT):
            self._lump, self._text = lump, io.StringIO(self._encoding.decode(lump), newline="")
            for line in self._text:
                if len(line) >= LINE_LIMIT:
                    raise self._too_long("is", LINE_LIMIT)
                self._lines.append(line)
                self.held += len(line) + LINE_COST
                yield line
        self._lines.append(END + "\n")
        yield END + "\n"

    def _too_long(self, what: str, limit: int) -> ImportProblem:
        return ImportProblem(
            f"{self._name} is no CSV file this program can read: row {self.number + 1} {what} longer than "
            f"{limit >> 20} MB."
        )

    def _misread(self, problem: csv.Error, lines: list[str]) -> Rejected:
        if "limit" in str(problem) and not any('"' in line for line in lines):
            raise self._too_long("has a field that is", FIELD_LIMIT) from problem
        if "limit" in str(problem) or lines[-1] == END + "\n":
            raise self._unclosed() from problem
        return Rejected(self.number + 1, whole([storable("".join(lines)).rstrip("\r\n")]), MISPLACED)

    def _unclosed(self) -> ImportProblem:
        return ImportProblem(
            f"{self._name} cannot be read from row {self.number + 1} on: a quotation mark opened there is "
            "not closed; close it, or double it if it is part of the text."
        )


def csv_reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Python's reader as it is set here: strict, and with blanks before a field left out."""
    csv.field_size_limit(FIELD_LIMIT)
    return csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
