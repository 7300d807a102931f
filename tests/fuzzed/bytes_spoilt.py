"""Bytes as they are damaged on their way, or were never meant."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable

Spoil = Callable[[bytes, random.Random], bytes]
ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "cp037",
    "utf-7",
    "mac-roman",
    "shift-jis",
    "cp1251",
    "utf-8-sig",
)
ODD = (
    b"\0",
    b"\xed\xa0\x80",
    b"\xff",
    b"\xc3",
    b"\x1a",
    b"\xef\xbb\xbf",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"\r",
    b'"',
    b"\x85",
    b"\xf0\x9f",
)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Some bits are others."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def beheaded(data: bytes, chance: random.Random) -> bytes:
    """The beginning is missing."""
    return data[chance.randrange(len(data)) :]


def inserted(data: bytes, chance: random.Random) -> bytes:
    """Bytes that no text has, or only at its beginning."""
    for _ in range(chance.choice((1, 1, 4))):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(ODD) + data[place:]
    return data


def noise(data: bytes, chance: random.Random) -> bytes:
    """A stretch of noise."""
    place = chance.randrange(len(data))
    return data[:place] + chance.randbytes(chance.choice((5, 200, 70_000))) + data[place:]


def marked(data: bytes, chance: random.Random) -> bytes:
    """A mark of an encoding, the wrong one or twice."""
    return (
        chance.choice((b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2, b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0"))
        + data
    )


def encoded(data: bytes, chance: random.Random) -> bytes:
    """Another encoding."""
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def encoded_and_cut(data: bytes, chance: random.Random) -> bytes:
    """UTF-16 that ends in the middle of a character, or has a half of one."""
    text = data.decode("utf-8", "replace").encode("utf-16")
    place = chance.randrange(2, len(text))
    return text[:place] + chance.choice((b"", b"\x00\xd8", b"\x00\xdc", b"\xff")) + text[place:]


def gzipped(data: bytes, chance: random.Random) -> bytes:
    """Packed and damaged."""
    return chance.choice((flipped, cut, noise, bytes_of))(gzip.compress(data), chance)


def zipped(data: bytes, chance: random.Random) -> bytes:
    """In an archive that is damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as packed:
        packed.writestr(chance.choice(("calls.csv", "../../x.csv", "a\nb.csv", "é.csv")), data)
    return chance.choice((flipped, cut, noise, bytes_of))(out.getvalue(), chance)


def bytes_of(data: bytes, chance: random.Random) -> bytes:
    """Nothing is done."""
    return data


# After these, rows that are stored are as they were.
KEPT: tuple[Spoil, ...] = (gzipped, zipped, marked, bytes_of)
CHANGED: tuple[Spoil, ...] = (encoded_and_cut, flipped, cut, beheaded, inserted, noise, encoded)
