"""Which column of a file is what, and what its columns do not tell: the table and the choices to correct."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.imports.contents import Contents, Look
from dashboard.imports.drafts import CLOCK, FATE, ROW, Draft
from dashboard.imports.guess import UNSURE, Guess
from dashboard.imports.guess_details import CODES, words_of
from dashboard.imports.header_words import Field, kinds
from dashboard.imports.problem import shortened
from dashboard.imports.strangers import time_zones
from dashboard.views.shared import words

FIELD, COLUMN, SURE = "What it is", "Column of your file", "How sure"
ROW_HEIGHT = 32
AS_TOLD, DAY_FIRST, MONTH_FIRST = "as the file's dates tell", "3 November", "11 March"
ORDERS = {AS_TOLD: None, DAY_FIRST: True, MONTH_FIRST: False}
TEAM_S, MAIN = "that of the rep's team", "the organisation's"
UNITS = {"": "as they tell", "s": "seconds", "min": "minutes", "ms": "milliseconds", "h:m": "hours:minutes"}


def fields(look: Look, guess: Guess, draft: Draft, key: str) -> Draft:
    """The table of fields and columns; the draft with what was chosen in it."""
    kind = kinds()[draft.kind]
    options = {name: _option(column) for name, column in look.columns.items()}
    shown = pd.DataFrame(
        {
            FIELD: [field.label for field in kind.fields.values()],
            COLUMN: pd.array([options.get(draft.columns.get(name, "")) for name in kind.fields], "str"),
            SURE: [_how_sure(field, guess, draft) for field in kind.fields.values()],
        }
    )
    edited = st.data_editor(
        shown, hide_index=True, row_height=ROW_HEIGHT, key=f"fields-{key}", disabled=[FIELD, SURE],
        height=ROW_HEIGHT * (len(shown) + 1) + 3, placeholder="choose …",
        column_config={
            FIELD: st.column_config.TextColumn(width=190),
            COLUMN: st.column_config.SelectboxColumn(options=list(options.values()), width=380),
            SURE: st.column_config.TextColumn(width=300),
        },
        alt=f"What the columns of {look.name} are",
    )  # fmt: skip
    named = {option: name for name, option in options.items()}
    chosen = zip(kind.fields, edited[COLUMN], strict=True)
    columns = {field: named[option] for field, option in chosen if isinstance(option, str)}
    return draft if columns == draft.columns else _with(look, draft, columns)


def _with(look: Look, draft: Draft, columns: dict[str, str]) -> Draft:
    """The draft with other columns; words are those of the columns that they stand in."""
    found, kept = words_of(look, kinds()[draft.kind], columns), dict(draft.words)
    for key, field in ((ROW, ROW), ("won", FATE), ("lost", FATE)):
        if columns.get(field) != draft.columns.get(field):
            kept.pop(key, None)
    return replace(draft, columns=columns, words=found | {key: said for key, said in kept.items() if said})


def unsure_of(guess: Guess, draft: Draft) -> list[str]:
    """The fields that are as guessed, and not sure, in words."""
    labels = kinds()[draft.kind].fields
    return [
        labels[name].label for name, pick in guess.picks.items()
        if pick.sure == UNSURE and draft.columns.get(name) == pick.column
    ]  # fmt: skip


def _how_sure(field: Field, guess: Guess, draft: Draft) -> str:
    """How sure the column is that was guessed for a field; of one without, whether it is needed."""
    pick = guess.picks.get(field.name)
    if pick is not None and draft.columns.get(field.name) == pick.column:
        return f"{pick.sure}: {pick.why}"
    if field.name in draft.columns:
        return "as was said"
    needs = kinds()[draft.kind].needs
    return "needed" if any(field.name in group for group in needs if not {*group} & {*draft.columns}) else ""


def _option(column: Contents) -> str:
    """A column with the first of its cells, by which people know it."""
    cells = ", ".join(shortened(cell, 20) for cell in column.examples)
    return f"{column.header} ({cells})" if cells else f"{column.header} (blank)"


def choices(look: Look, draft: Draft, main_currency: str | None, key: str) -> Draft:
    """What the columns do not tell: the order of dates, the time zone, the currency, the unit of durations,
    which words mean won or lost; only what this draft has a use for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if _moments(draft):
            draft = replace(draft, day_first=_order(draft, key))
        if _has_times(look, draft):
            draft = replace(draft, zone=_zone(draft, key))
        if "duration_s" in draft.columns:
            draft = replace(draft, unit=_unit(draft, key))
        if "amount" in draft.columns and "currency" not in draft.columns:
            draft = replace(draft, currency=_currency(draft, main_currency, key))
    draft = replace(draft, also=tuple(_rows(look, one, f"{key}-{one.kind}") for one in draft.also))
    draft = _rows(look, draft, key)
    if FATE in draft.columns:
        draft = _words(look, draft, FATE, "A deal is won where the column says", key, "won")
        draft = _words(look, draft, FATE, "and lost where it says", key, "lost")
    return draft


def _rows(look: Look, draft: Draft, key: str) -> Draft:
    """Which cells say that a row is of the kind."""
    if ROW not in draft.columns:
        return draft
    one = kinds()[draft.kind].one
    return _words(look, draft, ROW, f"A row is {one} where the column says", key, ROW)


def _moments(draft: Draft) -> list[str]:
    """The fields with a column of dates."""
    reads = kinds()[draft.kind].fields
    return [name for name in draft.columns if reads[name].reads == "moment"]


def _has_times(look: Look, draft: Draft) -> bool:
    """Whether some of its moments have a time of day."""
    timed = (look.columns[draft.columns[name]].shares.get("timed") for name in _moments(draft))
    return any(timed) or any(name.endswith(CLOCK) for name in draft.columns)


def _order(draft: Draft, key: str) -> bool | None:
    said = next(label for label, order in ORDERS.items() if order is draft.day_first)
    label = "In dates, 03/11/2026 is"
    return ORDERS[st.selectbox(label, list(ORDERS), list(ORDERS).index(said), key=f"order-{key}", width=200)]


def _zone(draft: Draft, key: str) -> str:
    zones = [TEAM_S, "UTC", *(zone for zone in time_zones() if zone != "UTC")]
    place = zones.index(draft.zone or TEAM_S)
    said = st.selectbox("Time zone of its times", zones, place, key=f"zone-{key}", width=220)
    return "" if said == TEAM_S else said


def _unit(draft: Draft, key: str) -> str:
    units = list(UNITS)
    return st.selectbox(
        "Durations are", units, units.index(draft.unit), key=f"unit-{key}", format_func=UNITS.get, width=150
    )


def _currency(draft: Draft, main: str | None, key: str) -> str:
    codes = ["", *sorted({*CODES, draft.currency} - {""})]
    names = {"": f"{MAIN} ({main})" if main else MAIN}
    return st.selectbox(
        "Currency, where none stands", codes, codes.index(draft.currency), key=f"currency-{key}", width=190,
        format_func=lambda code: names.get(code, code),
    )  # fmt: skip


def _words(look: Look, draft: Draft, field: str, label: str, key: str, name: str) -> Draft:
    """The cells of a column that say something of a row."""
    column = look.columns[draft.columns[field]]
    said = draft.words.get(name, ())
    options = list(dict.fromkeys([*said, *column.words]))
    # Another column has other words, and so choices of its own.
    chosen = st.pills(
        label, options, selection_mode="multi", default=said, key=f"{name}-{key}-{column.header}",
        format_func=lambda word: words.literal(shortened(word, 30)),
    )  # fmt: skip
    return replace(draft, words={**draft.words, name: tuple(chosen)})
