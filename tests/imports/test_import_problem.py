"""What an import says is one line, whatever stands in the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing import CALLS

from dashboard.imports.problem import ImportProblem, printable, shortened
from dashboard.imports.report import Report


@given(st.text(st.characters()))
def test_any_text_is_one_line_that_a_terminal_shows(text: str) -> None:
    assert printable(text).isprintable()
    assert shortened(text).isprintable()
    assert str(ImportProblem(text)).isprintable()


def test_what_can_be_shown_stays() -> None:
    assert printable("Zoë, “1”\n2\x1b[2J\u202e3") == "Zoë, “1” 2�[2J�3"


def test_names_in_an_archive_and_columns_do_not_break_the_sentence(load: Callable[..., Report]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a\nb.csv", "what,\x1b[2Jever\n1,2\n")
    with pytest.raises(ImportProblem) as problem:
        load("x.zip", packed.getvalue())
    assert str(problem.value).startswith("x.zip, a b.csv is no kind of file")
    assert "what, �[2Jever" in str(problem.value)


def test_what_became_of_rows_is_told_in_lines(staffed: Callable[..., Report]) -> None:
    report = staffed("calls.csv", CALLS + 'c4,Bob,"so\non\x1b[31m",busy,1,,,\n')
    assert [line for line in report.sentences() if "\n" in line or "\x1b" in line] == []
    assert "at “so on�[31m”" in report.sentences()[-2]
