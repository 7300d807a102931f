"""The bytes of a text, block by block, with a way to look ahead and to put back what was read too far."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import BinaryIO

from dashboard.imports.problem import ImportProblem

# What is read is never held as a whole; but what unpacks to more than this was packed to do harm.
MOST_UNPACKED = 8 << 30
BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile)
# What else zip files raise that are damaged: places before their beginning, or beyond any end.
DAMAGED = (*BROKEN, ValueError, OverflowError, RuntimeError, NotImplementedError)


class Source:
    """The bytes of an open file, in order. What is looked at with `ahead` is read again; `put_back` gives
    back bytes that were taken last.

    Raises `ImportProblem`, with the file's name, where it cannot be read on, and where a file that was
    `packed` has no end.
    """

    def __init__(self, name: str, binary: BinaryIO, packed: bool = False) -> None:
        self._name, self._binary = name, binary
        self._left = MOST_UNPACKED if packed else None
        self._held, self._at = b"", 0
        self._ended = False

    def ahead(self, size: int) -> bytes:
        """The next `size` bytes, fewer where the file ends; they are not taken."""
        self._fill(size)
        return self._held[self._at : self._at + size]

    def skip(self, size: int) -> None:
        """Takes bytes that were looked at."""
        self._at += size

    def take(self, size: int) -> bytes:
        """The next `size` bytes; fewer where the file ends."""
        taken = self.ahead(size)
        self._at += len(taken)
        return taken

    def lines(self, size: int, most: int) -> bytes:
        """Whole lines, about `size` bytes of them; of a line that is longer than `most`, its beginning."""
        while True:
            block = self.ahead(size)
            end = len(block) if len(block) < size else _last_line_end(block)
            if end or size >= most:
                return self.take(end or most)
            size = min(2 * size, most)

    def put_back(self, rest: bytes) -> None:
        """Gives back bytes that were taken last."""
        begin = self._at - len(rest)
        if begin >= 0 and self._held[begin : self._at] == rest:
            self._at = begin
        else:
            self._held, self._at = rest + self._held[self._at :], 0

    def ends_within(self, size: int) -> bool:
        """Whether at most `size` bytes are left."""
        self._fill(size + 1)
        return len(self._held) - self._at <= size

    def _fill(self, size: int) -> None:
        """Holds the next `size` bytes, if there are so many."""
        held = len(self._held) - self._at
        if held >= size or self._ended:
            return
        # Joined, so that what was looked at is given as it is, without a copy.
        parts = [self._held[self._at :]]
        while held < size and not self._ended:
            parts.append(self._read(size - held))
            self._ended = not parts[-1]
            held += len(parts[-1])
        self._held, self._at = b"".join(parts), 0

    def _read(self, size: int) -> bytes:
        try:
            part = self._binary.read(size)
        except UnicodeDecodeError as problem:
            raise ImportProblem(f"{self._name} is damaged UTF-16 text: {problem.reason}.") from problem
        except BROKEN as problem:
            raise ImportProblem(f"{self._name} cannot be read to its end: {problem}.") from problem
        if self._left is not None:
            self._left -= len(part)
            if self._left < 0:
                raise too_large(self._name)
        return part


def too_large(name: str) -> ImportProblem:
    """What is said of a packed file with more in it than is read."""
    return ImportProblem(
        f"{name} unpacks to more than {MOST_UNPACKED >> 30} GB, which is not read; load it in parts."
    )


def _last_line_end(block: bytes) -> int:
    """Where the last whole line ends; a carriage return at the very end may be half of a line's end."""
    return max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
