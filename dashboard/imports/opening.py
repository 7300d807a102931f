"""The first look at a file: is it text at all, and how are its bytes text?"""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from dashboard.imports.encoding import BOM_8, UTF_16, Encoding, FromUtf16, encoding_of
from dashboard.imports.problem import ImportProblem
from dashboard.imports.source import BROKEN, Source

BLOCK = 64 << 10
# How files begin that are often named .csv and are none.
BEGINNINGS = (
    (b"%PDF", "is a PDF"),
    (b"\x89PNG", "is an image"),
    (b"\xff\xd8\xff", "is an image"),
    (b"GIF8", "is an image"),
    (b"SQLite format 3", "is a database"),
)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


# No text holds many of these; tabs, line ends and form feeds it may.
CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r\f\v"))
NO_CONTROLS = bytes(set(range(256)) - set(CONTROLS))


@dataclass(frozen=True)
class Opened:
    """A file that is text: `source` gives its bytes, after any mark, in `encoding`; `outer` is the file that
    was handed in, of `total` bytes."""

    outer: BinaryIO
    total: int
    source: Source
    encoding: Encoding

    @property
    def position(self) -> int:
        """How many bytes of the file have been read."""
        return min(self.outer.tell(), self.total)


def size_of(binary: BinaryIO) -> int:
    """The bytes of a file, which is left at its beginning."""
    size = binary.seek(0, io.SEEK_END)
    binary.seek(0)
    return size


def opened(name: str, binary: BinaryIO, total: int | None = None) -> Opened:
    """The text of a file, gzipped or not; `total` is its size, where that is known and dear to find out.

    Raises `ImportProblem` for what is no text.
    """
    packed = total is not None
    total = size_of(binary) if total is None else total
    plain = _unpacked(binary)
    packed = packed or plain is not binary
    block = _first_block(name, plain)
    _refuse_other_files(name, block)
    if block.startswith(UTF_16_MARKS):
        source = Source(name, io.BufferedReader(FromUtf16(plain)), packed)
        _refuse_no_text(name, source.ahead(BLOCK))
        return Opened(binary, total, source, UTF_16)
    _refuse_no_text(name, block)
    encoding = encoding_of(Source(name, plain, packed))
    # Any bytes are Windows-1252, but noise is no text.
    if encoding.single and len(block.translate(None, NO_CONTROLS)) > 8 + len(block) // 100:
        raise _no_text(name)
    # Each program on the way may have put one before the last one's.
    plain.seek(len(block) - len(re.sub(rb"\A(?:%b)+" % BOM_8, b"", block)))
    return Opened(binary, total, Source(name, plain, packed), encoding)


def _unpacked(binary: BinaryIO) -> BinaryIO:
    """The file itself or, where it is gzipped, what is in it."""
    beginning = binary.read(2)
    binary.seek(0)
    return gzip.GzipFile(fileobj=binary, mode="rb") if beginning == b"\x1f\x8b" else binary


def _first_block(name: str, plain: BinaryIO) -> bytes:
    try:
        block = plain.read(BLOCK)
        plain.seek(0)
    except BROKEN as problem:
        raise ImportProblem(f"{name} is a damaged file: {problem}.") from problem
    return block


def _refuse_other_files(name: str, block: bytes) -> None:
    if not block.removeprefix(BOM_8).strip():
        raise ImportProblem(f"{name} is empty: it needs a header row and at least one row under it.")
    for beginning, what in BEGINNINGS:
        if block.startswith(beginning):
            raise ImportProblem(f"{name} {what}, not a CSV file; export it as “CSV UTF-8”.")


def _refuse_no_text(name: str, block: bytes) -> None:
    """Looks at the first block alone, so that noise of any size is refused at once."""
    # A stray NUL spoils its row, many of them the file.
    if b"\0" in block.split(b"\n", 1)[0] or block.count(b"\0") > 8 + len(block) // 1000:
        raise _no_text(name)


def _no_text(name: str) -> ImportProblem:
    return ImportProblem(f"{name} is not text, and so no CSV file; export it as “CSV UTF-8”.")
