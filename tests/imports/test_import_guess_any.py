"""Guessing any table: it never fails, and what it comes to can be stored and written as a mapping file."""

from __future__ import annotations

import csv
import io
import tomllib

from depth import draws
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.imports.cautions import cautions
from dashboard.imports.contents import look
from dashboard.imports.drafts import draft_of
from dashboard.imports.guess import guess
from dashboard.imports.header_words import KINDS, kinds
from dashboard.imports.mapping import Mapping
from dashboard.imports.mapping_text import as_toml
from dashboard.imports.matching import Known
from dashboard.imports.reading import open_table

# Headers and cells that mean something, among such that do not.
FIELDS = [field for kind in kinds().values() for field in kind.fields.values()]
WORDS = sorted({word for field in FIELDS for word in field.words})
HEADERS = st.one_of(st.sampled_from(WORDS), st.text(max_size=12)).map(lambda text: " ".join(text.split()))
CELLS = st.one_of(
    st.sampled_from([
        "", "03/04/2026", "25/04/2026", "04/25/2026", "3.4.2026 10:00", "2026-04-03T10:00Z", "46115", "x1",
        "46115.5", "1.234,56 €", "$1,234.50", "(12)", "0:04:12", "yes", "Won", "Closed Lost", "no answer",
        "held", "Call", "Inbound", "EUR", "Europe/Berlin", "a@b.io", "NULL", "~", "١٢", "-0", "9" * 40,
    ]),
    st.text(max_size=10),
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table of any headers and cells, as CSV."""
    header = draw(st.lists(HEADERS, min_size=1, max_size=8, unique_by=str.casefold))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=6))
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["first", *header], *(["x", *row] for row in rows)])
    return out.getvalue().replace("\0", "")


@given(text=tables(), name=st.sampled_from(["calls.csv", "export (2).csv", "pipeline.tsv", ".csv"]))
def test_guessing_never_fails_and_what_is_guessed_is_a_mapping(text: str, name: str) -> None:
    with open_table(io.BytesIO(text.encode("utf-8", "replace")), name) as table:
        seen, header = look(table, Known(None, "")), table.header
    for found in (guess(seen), *(guess(seen, kind) for kind in KINDS)):
        assert set(found.draft.columns.values()) <= set(seen.columns)
        assert set(found.picks) == set(found.draft.columns)
        if not found.kind:
            continue
        mapping = found.draft.mapping(header)
        assert Mapping.model_validate(mapping.model_dump(mode="json", exclude_defaults=True)) == mapping
        assert Mapping.model_validate(tomllib.loads(as_toml(mapping))) == mapping
        again = draft_of(mapping, header)
        assert again.mapping(header) == mapping
        assert all(caution.endswith(".") for caution in cautions(seen, again))


@settings(max_examples=draws(15, 200), deadline=None)
@given(text=tables())
def test_the_same_table_is_guessed_the_same_whatever_the_order_of_its_columns(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([[*row[:1], *row[:0:-1]] for row in rows])
    kinds_of = []
    for content in (text, out.getvalue()):
        with open_table(io.BytesIO(content.encode("utf-8", "replace")), "calls.csv") as table:
            kinds_of.append(guess(look(table, Known(None, ""))).kind)
    assert kinds_of[0] == kinds_of[1]
