"""Bytes as text: UTF-8, UTF-16 and Windows-1252, decided over the whole file, and said."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.imports import encoding
from dashboard.imports.reading import open_table
from dashboard.imports.source import Source

TEXT = "id,name\n1,Zoë “Zürich” – 5 €\n2,Łódź\n"
WESTERN = TEXT.replace("Łódź", "Lodz")


def read(content: bytes, name: str = "x.csv") -> tuple[list[tuple[str, ...]], list, str | None, list[str]]:
    """A file's rows, its rejected rows, its encoding and its remarks."""
    found, broken = [], []
    with open_table(io.BytesIO(content), name) as table:
        for chunk in table.chunks():
            found += chunk.records
            broken += chunk.broken
        return found, broken, table.encoding, table.remarks


@pytest.mark.parametrize(
    ("codec", "text", "name", "remarks"),
    [
        ("utf-8", TEXT, "UTF-8", []),
        ("utf-8-sig", TEXT, "UTF-8", []),
        ("utf-16", TEXT, "UTF-16", ["Read as UTF-16."]),
        ("cp1252", WESTERN, "Windows-1252", ["Read as Windows-1252."]),
        ("latin-1", "id,name\n1,Zoë\n2,Café\n", "Windows-1252", ["Read as Windows-1252."]),
    ],
)
def test_text_is_read_in_its_encoding(codec: str, text: str, name: str, remarks: list[str]) -> None:
    expected = [tuple(line.split(",")) for line in text.splitlines()[1:]]
    for content in (text.encode(codec), gzip.compress(text.encode(codec))):
        assert read(content) == (expected, [], name, remarks)


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_either_order_is_read(mark: str) -> None:
    assert read(("\ufeff" + TEXT).encode(mark))[0][0] == ("1", "Zoë “Zürich” – 5 €")


def test_the_first_letter_beyond_ascii_may_be_at_the_end() -> None:
    # Some megabytes, in few rows.
    rows = b"id,name\n" + b"1,%b\n" % (b"Bob" * 1_000) * 2_000
    found, broken, name, _ = read(rows + "2,Zoë\n".encode("cp1252"))
    assert (found[-1], broken, name) == (("2", "Zoë"), [], "Windows-1252")
    found, broken, name, _ = read(rows + "2,Zoë\n".encode())
    assert (found[-1], broken, name) == (("2", "Zoë"), [], "UTF-8")


def test_a_few_bad_rows_of_a_utf8_file_are_rejected_not_guessed() -> None:
    content = "id,name\n1,Zoë\n2,Łódź\n".encode() + "3,Café\n".encode("cp1252")
    found, broken, name, remarks = read(content)
    assert found == [("1", "Zoë"), ("2", "Łódź")]
    assert [(row.row, row.fields) for row in broken] == [(4, ["3", "Caf\\xe9"])]
    assert (name, remarks) == ("UTF-8", [])


def test_bytes_that_windows_has_not_are_those_of_latin_1() -> None:
    assert read(b"id,name\n1,\x93a\x94\x81\xe9\n")[0] == [("1", "“a”\x81é")]


@given(st.binary(max_size=60), st.integers(1, 7))
def test_the_size_of_blocks_does_not_matter(content: bytes, size: int) -> None:
    whole = encoding.encoding_of(Source("", io.BytesIO(content)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "BLOCK", size)
        assert encoding.encoding_of(Source("", io.BytesIO(content))) == whole
    if whole.clean and not whole.single:
        assert content.decode() == whole.decode(content)
    else:
        with pytest.raises(UnicodeDecodeError):
            content.decode()


@given(st.binary(max_size=60))
def test_what_is_decoded_tells_its_size_in_bytes(content: bytes) -> None:
    for way in (encoding.WINDOWS, encoding.Encoding("UTF-8", clean=False)):
        assert way.size(way.decode(content)) == len(content)


def test_latin_text_is_settled_long_before_its_end() -> None:
    binary = io.BytesIO("é,b\n".encode("latin-1") * 3_000_000)
    assert encoding.encoding_of(Source("", binary)) == encoding.WINDOWS
    assert binary.tell() <= 2 * encoding.BLOCK
