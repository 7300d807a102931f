"""Commas, semicolons, tabs and vertical bars, told by how well the first rows make a table."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.imports.delimiter import DELIMITERS
from dashboard.imports.reading import open_table


def opened(text: str) -> tuple[str | None, list[str], list[tuple[int, tuple[str, ...]]]]:
    """A text's delimiter, its header, and its rows with their numbers."""
    with open_table(io.BytesIO(text.encode()), "x.csv") as table:
        rows = [pair for chunk in table.chunks() for pair in zip(chunk.numbers, chunk.records, strict=True)]
        return table.delimiter, table.header, rows


@pytest.mark.parametrize("mark", DELIMITERS)
def test_each_delimiter_is_found(mark: str) -> None:
    text = "id,rep,at,notes\n1,Bob,2026-11-03,\n2,Zoë,2026-11-04,x\n".replace(",", mark)
    assert opened(text) == (
        mark, ["id", "rep", "at", "notes"],
        [(2, ("1", "Bob", "2026-11-03", "")), (3, ("2", "Zoë", "2026-11-04", "x"))],
    )  # fmt: skip


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("moment", ["03/11/2026, 09:02", '"03/11/2026, 09:02"'])
def test_a_comma_in_a_moment_does_not_mislead(mark: str, moment: str) -> None:
    text = f"rep{mark}at\n" + f"Bob{mark}{moment}\n" * 5
    assert opened(text)[0] == mark
    assert opened(text)[2][0] == (2, ("Bob", "03/11/2026, 09:02"))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("at,tags\n2026-11-03,a;b;c\n2026-11-03,d;e;f\n", ","),
        ("rep;amount;won\nBob;1,50;2,50\nZoë;3,50;4,50\n", ";"),
        ("rep;at\n", ";"),
        ("rep,at\n", ","),
        ("rep\n", ","),
        ('"rep;at","x"\n"a","b"\n', ","),
        ('rep;"Last, First";at\nBob;"x, y";1\n', ";"),
        ("rep\tat\tnotes\nBob\t2026\ta, b, c, d\nBob\t2026\te, f, g, h\n", "\t"),
        ("Calls, March 2026\n\nrep;at;outcome\nBob;03/03/2026, 09:00;busy\n", ";"),
        ("rep;at;outcome\nBob;2026;x;y\nBob;2026;x;y\n", ";"),
        ('a;b\n1;"two\nlines, and\nmore, commas"\n2;x\n', ";"),
    ],
)
def test_rows_that_look_two_ways(text: str, mark: str) -> None:
    assert opened(text)[0] == mark


@pytest.mark.parametrize("line", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_excels_own_first_line_says_it_and_is_no_row(line: str) -> None:
    assert opened(line + "a,b;c\n1,2;3\n") == (";", ["a,b", "c"], [(2, ("1,2", "3"))])


cells = st.text(st.sampled_from("ab,;\t| \"\n'é"), max_size=6)


@given(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=12), st.sampled_from(list(DELIMITERS)))
def test_any_table_of_named_columns_is_found_again(table: list[list[str]], mark: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([["id", "rep", "at", "notes"], *table])
    found, _, rows = opened(out.getvalue())
    assert found == mark
    assert [row for _, row in rows] == [tuple(row) for row in table if any(cell.strip() for cell in row)]
