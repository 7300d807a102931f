"""How a file's bytes are text: decided once for the whole file, by one pass over its bytes."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from dashboard.imports.source import Source

BLOCK = 1 << 20
# Shorter texts are not worth an array.
SHORT = 4 << 10
# The bytes that are no characters in Latin-1.
CONTROLS = frozenset(range(0x80, 0xA0))
BOM_8 = codecs.BOM_UTF8
# So many bytes that are not UTF-8, and fewer characters that are, settle it before the file's end.
SETTLED = 1000
# Windows-1252, and where it has no character for a byte, Latin-1.
TABLE = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
# How many bytes each of these takes in UTF-8.
UTF8_SIZES = np.array([len(char.encode()) for char in TABLE], np.uint8)


@dataclass(frozen=True)
class Encoding:
    """How bytes are text. `single` says that each byte is a character (Windows-1252), `clean` that there
    are no bytes in the file that are not text; in other UTF-8 they are decoded as lone surrogates."""

    name: str
    single: bool = False
    clean: bool = True

    def decode(self, data: bytes) -> str:
        """The text of whole characters."""
        if not self.single:
            return data.decode("utf-8", "surrogateescape")
        # Most files have none of what Windows added to Latin-1, which is ten times as fast.
        if data.isascii():
            return data.decode("ascii")
        return (
            codecs.charmap_decode(data, "strict", TABLE)[0] if _has_controls(data) else data.decode("latin-1")
        )

    def size(self, text: str) -> int:
        """How many bytes a decoded text took."""
        return len(text) if self.single or text.isascii() else len(text.encode("utf-8", "surrogateescape"))

    @property
    def remark(self) -> str | None:
        """The sentence to be said of it, where it is not what is expected."""
        return None if self.name == "UTF-8" else f"Read as {self.name}."


UTF_8, WINDOWS = Encoding("UTF-8"), Encoding("Windows-1252", single=True)
# What is read of UTF-16 comes as UTF-8, see `FromUtf16`.
UTF_16 = Encoding("UTF-16")


def encoding_of(source: Source) -> Encoding:
    """The encoding of a text without UTF-16's mark, which is read to its end at worst.

    Valid UTF-8 is UTF-8. So is what has at least as many whole characters beyond ASCII as bytes that are
    not UTF-8: rows were damaged. All else is Windows-1252.
    """
    characters = invalid = 0
    rest = b""
    while block := source.take(BLOCK):
        if not rest and block.isascii():
            continue
        block, rest = _cut(rest + block)
        more, wrong = _counts(block)
        characters, invalid = characters + more, invalid + wrong
        if invalid >= SETTLED and characters < invalid:
            return WINDOWS
    more, wrong = _counts(rest)
    characters, invalid = characters + more, invalid + wrong
    if not invalid:
        return UTF_8
    return Encoding("UTF-8", clean=False) if characters >= invalid else WINDOWS


def _cut(block: bytes) -> tuple[bytes, bytes]:
    """A block without the character at its end that may go on in the next one, and that beginning."""
    for back in range(1, min(3, len(block)) + 1):
        if block[-back] >= 0xC0:
            return block[:-back], block[-back:]
        if block[-back] < 0x80:
            break
    return block, b""


def _counts(block: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII are whole, and how many bytes are not UTF-8."""
    whole = block.decode("utf-8", "ignore").encode()
    high = np.frombuffer(whole, np.uint8)
    return int(np.count_nonzero(high >= 0xC0)), len(block) - len(whole)


def _has_controls(data: bytes) -> bool:
    if len(data) < SHORT:
        return not CONTROLS.isdisjoint(data)
    return bool(((np.frombuffer(data, np.uint8) & 0xE0) == 0x80).any())


class FromUtf16(io.RawIOBase):
    """UTF-16 with its mark, read as UTF-8. Raises `UnicodeDecodeError` where it is damaged."""

    def __init__(self, binary: BinaryIO) -> None:
        self._binary = binary
        self._decoder = codecs.getincrementaldecoder("utf-16")("strict")
        self._waiting = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        """Fills in what is next; 0 at the end."""
        while not self._waiting:
            block = self._binary.read(BLOCK)
            self._waiting = self._decoder.decode(block, final=not block).encode()
            if not block:
                break
        part, self._waiting = self._waiting[: len(into)], self._waiting[len(into) :]
        into[: len(part)] = part
        return len(part)
