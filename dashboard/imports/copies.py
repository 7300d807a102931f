"""Rows of people of whom somebody has said which rep they are: in the log, and kept whole beside it, so that
what was said can be taken back."""

from __future__ import annotations

import pandas as pd

from dashboard.imports.matching import Known
from dashboard.imports.rejected import COUNTED, Rejected
from dashboard.imports.rows import Rows
from dashboard.log import identities

WHY = "Counted: somebody has said on the Data view who this is."


def copies(rows: Rows, known: Known) -> list[Rejected]:
    """The rows that are read, of those who are reps because somebody said so."""
    if not known.said or "rep" not in rows.frame:
        return []
    words = rows.good["rep"].dropna()
    keys = words.map({word: identities.word_key(word) for word in words.unique()})
    theirs = keys[keys.isin(known.said)]
    whole = rows.chunk.fields(theirs.index.tolist())
    return [
        _copy(rows, position, word, fields)
        for (position, word), fields in zip(theirs.items(), whole, strict=True)
    ]


def _copy(rows: Rows, position: int, word: str, fields: list[str]) -> Rejected:
    source_id = rows.frame["source_id"].iat[position] if "source_id" in rows.frame else None
    return Rejected(
        row=rows.chunk.number(position),
        fields=fields,
        reason=WHY,
        column=rows.chunk.told("rep", position)[0],
        value=str(rows.frame["rep"].iat[position]),
        waits_for=word,
        fate=COUNTED,
        kind=rows.shape.kind,
        source_id="" if pd.isna(source_id) else str(source_id),
    )
