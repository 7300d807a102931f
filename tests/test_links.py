"""A table in an address: what was typed comes back, and nothing else does any harm."""

from __future__ import annotations

import base64
import random
import re
import zlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import links
from dashboard.figures import quick, typed


def address(text: str) -> str:
    """A text as `links.packed` would put it in an address."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")


def test_a_table_comes_back_as_it_was():
    table = quick.example()
    table.loc[1, ["rep", "calls", "ramping"]] = ['Ánna, “A” "B"', "1.600", True]
    text = links.packed(table)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,400}", text)
    pd.testing.assert_frame_equal(links.unpacked(text), table)


def test_rows_without_any_text_stay_behind():
    table = pd.concat([quick.example(), typed.blank(40)], ignore_index=True)
    assert links.packed(table) == links.packed(quick.example())


def test_a_column_that_came_later_is_empty_and_one_that_went_is_ignored():
    table = links.unpacked(address("rep,calls,mood\nAnna,7,good\nBoris\n"))
    assert table["rep"].tolist() == ["Anna", "Boris"]
    assert table["calls"].tolist() == ["7", ""]
    assert table["saos"].tolist() == ["", ""]


def test_a_table_that_is_too_long_is_said_so():
    table, numbers = typed.blank(300), random.Random(1)
    for name in typed.CELLS:
        table[name] = [str(numbers.randrange(100_000)) for _ in range(300)]
    with pytest.raises(links.LinkProblem, match=r"too long for a link \([0-9,]+ characters; 4,000 fit\)"):
        links.packed(table)


@pytest.mark.parametrize("text", [
    "x", "AAAA", "%%%", "é", "=" * 9, links.packed(quick.example())[:-9], "A" * 9000,
    address("no table"), address(""), address("rep\n"),
    base64.urlsafe_b64encode(zlib.compress(b"\xff\xfe")).decode(),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(text):
    with pytest.raises(links.LinkProblem, match="holds no table that can be read"):
        links.unpacked(text)


def test_a_short_address_cannot_unpack_to_a_large_table():
    bomb = address("rep\n" + "a\n" * 200_000)
    assert len(bomb) < links.LONGEST
    with pytest.raises(links.LinkProblem):
        links.unpacked(bomb)


@given(st.one_of(st.text(), st.binary().map(lambda some: base64.urlsafe_b64encode(some).decode()),
                 st.text().map(address)))  # fmt: skip
def test_any_address_is_a_table_or_refused(text):
    try:
        table = links.unpacked(text)
    except links.LinkProblem:
        return
    typed.read(table)
