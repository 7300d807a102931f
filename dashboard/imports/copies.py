"""Rows of people of whom somebody has said which rep they are: in the log, and kept whole beside it, so that
what was said can be taken back."""

from __future__ import annotations

import numpy as np

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
    positions, kind = theirs.index.tolist(), rows.shape.kind
    wholes, columns = rows.chunk.wholes(positions), rows.chunk.told("rep", positions)
    each = zip(positions, wholes, columns, words[positions], theirs, _ids(rows)[positions], strict=True)
    return [
        Rejected(rows.chunk.number(position), whole, WHY, column, named, word, COUNTED, kind, source_id)
        for position, whole, (column, _), named, word, source_id in each
    ]


def _ids(rows: Rows) -> np.ndarray:
    """What the rows are called in their export, "" for what has no name there."""
    if "source_id" not in rows.frame:
        return np.full(len(rows.frame), "", dtype=object)
    return rows.frame["source_id"].fillna("").to_numpy(dtype=object)
