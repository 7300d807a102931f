"""What a packed file is: a workbook, a zip archive, or something else, which is refused."""

from __future__ import annotations

import zipfile
from typing import BinaryIO, Literal

from dashboard.imports.problem import ImportProblem
from dashboard.imports.source import BROKEN, DAMAGED

OLE = b"\xd0\xcf\x11\xe0"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What is in a zip file that is another kind of file, by a member that it always has.
OTHERS = {
    "xl/workbook.bin": "is a binary Excel workbook (.xlsb); save it as .xlsx or as “CSV UTF-8”.",
    "mimetype": "is an OpenDocument file; save it as .xlsx or as “CSV UTF-8”.",
    "word/document.xml": "is a Word document, not a table.",
    "ppt/presentation.xml": "is a PowerPoint file, not a table.",
}

Kind = Literal["workbook", "archive"]


def kind_of(name: str, binary: BinaryIO) -> Kind | None:
    """What a file holds its tables in; None for one that is no zip file, and so a table itself.

    The file is left at its beginning. Raises `ImportProblem` for old and encrypted workbooks, and for what is
    packed like a workbook and is none.
    """
    try:
        beginning = binary.read(4)
        binary.seek(0)
    except BROKEN as problem:
        raise ImportProblem(f"{name} cannot be read: {problem}.") from problem
    if beginning == OLE:
        raise _old_or_encrypted(name, binary)
    if beginning not in ZIPS:
        return None
    members = set(archive(name, binary).namelist())
    binary.seek(0)
    if "xl/workbook.xml" in members:
        return "workbook"
    for member, sentence in OTHERS.items():
        if member in members:
            raise ImportProblem(f"{name} {sentence}")
    return "archive"


def archive(name: str, binary: BinaryIO) -> zipfile.ZipFile:
    """A zip file, open. Raises `ImportProblem` when it is damaged."""
    try:
        return zipfile.ZipFile(binary)
    except DAMAGED as problem:
        raise ImportProblem(f"{name} is a damaged zip file: {problem}.") from problem


def _old_or_encrypted(name: str, binary: BinaryIO) -> ImportProblem:
    before = b""
    while block := binary.read(1 << 20):
        if ENCRYPTED in before + block:
            return ImportProblem(f"{name} is encrypted; save it without a password.")
        before = block[-len(ENCRYPTED) :]
    return ImportProblem(f"{name} is an old Excel workbook (.xls); save it as .xlsx or as “CSV UTF-8”.")
