"""The first look at a file: is it text at all?"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from dashboard.imports.problem import ImportProblem

BLOCK = 64 << 10
# How files begin that are often named .csv and are none.
BEGINNINGS = (
    (b"%PDF", "is a PDF"),
    (b"PK\x03\x04", "is a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook"),
    (b"\x89PNG", "is an image"),
    (b"\xff\xd8\xff", "is an image"),
    (b"GIF8", "is an image"),
    (b"\xff\xfe", "is UTF-16 text"),
    (b"\xfe\xff", "is UTF-16 text"),
    (b"SQLite format 3", "is a database"),
)


def size_of(binary: BinaryIO) -> int:
    """The bytes of a file, which is left at its beginning."""
    size = binary.seek(0, io.SEEK_END)
    binary.seek(0)
    return size


def unpacked(binary: BinaryIO) -> BinaryIO:
    """The file itself or, where it is gzipped, what is in it."""
    beginning = binary.read(2)
    binary.seek(0)
    return gzip.GzipFile(fileobj=binary, mode="rb") if beginning == b"\x1f\x8b" else binary


def refuse_other_files(name: str, plain: BinaryIO) -> None:
    """Raises `ImportProblem` for what is no CSV text. Looks at the first block alone, so that noise of any
    size is refused at once."""
    try:
        block = plain.read(BLOCK)
        plain.seek(0)
    except (EOFError, OSError, zlib.error) as problem:
        raise ImportProblem(f"{name} is a damaged gzip file: {problem}.") from problem
    if not block.strip():
        raise ImportProblem(f"{name} is empty: it needs a header row and at least one row under it.")
    for beginning, what in BEGINNINGS:
        if block.startswith(beginning):
            raise ImportProblem(f"{name} {what}, not a CSV file; export it as “CSV UTF-8”.")
    # A stray NUL spoils its row, many of them the file.
    if b"\0" in block.split(b"\n", 1)[0] or block.count(b"\0") > 8 + len(block) // 1000:
        raise ImportProblem(f"{name} is not text, and so no CSV file; export it as “CSV UTF-8”.")
