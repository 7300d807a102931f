"""The bytes of a text, block by block, with a way to look ahead and to put back what was read too far."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from dashboard.imports.problem import ImportProblem


class Source:
    """The bytes of an open file, in order. What is looked at with `ahead` is read again; `put_back` gives
    back bytes that were taken last.

    Raises `ImportProblem` where the file cannot be read on, naming it.
    """

    def __init__(self, name: str, binary: BinaryIO) -> None:
        self._name, self._binary = name, binary
        self._ahead = b""
        self._ended = False

    def ahead(self, size: int) -> bytes:
        """The next bytes, at least `size` of them unless the file ends before; they are not taken."""
        parts, held = [self._ahead], len(self._ahead)
        while held < size and not self._ended:
            part = self._read(size - held)
            self._ended = not part
            parts.append(part)
            held += len(part)
        if len(parts) > 1:
            self._ahead = b"".join(parts)
        return self._ahead

    def take(self, size: int) -> bytes:
        """The next `size` bytes; fewer where the file ends."""
        ahead = self.ahead(size)
        self._ahead = ahead[size:]
        return ahead[:size]

    def lines(self, size: int, most: int) -> bytes:
        """Whole lines, about `size` bytes of them; of a line that is longer than `most`, its beginning."""
        while True:
            block = self.ahead(size)
            end = len(block) if self._ended else _last_line_end(block)
            if end or size >= most:
                return self.take(end or most)
            size = min(2 * size, most)

    def put_back(self, rest: bytes) -> None:
        """Gives back bytes that were taken last."""
        self._ahead = rest + self._ahead

    def ends_within(self, size: int) -> bool:
        """Whether at most `size` bytes are left."""
        return len(self.ahead(size + 1)) <= size

    def _read(self, size: int) -> bytes:
        try:
            return self._binary.read(size)
        except UnicodeDecodeError as problem:
            raise ImportProblem(f"{self._name} is damaged UTF-16 text: {problem.reason}.") from problem
        except (EOFError, OSError, zlib.error) as problem:
            raise ImportProblem(f"{self._name} cannot be read to its end: {problem}.") from problem


def _last_line_end(block: bytes) -> int:
    """Where the last whole line ends; a carriage return at the very end may be half of a line's end."""
    return max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
