"""Rows of calls or emails put together in another process: as an image, from which they go in by one
statement, with their counts, so that no row has to be looked at again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Table

from dashboard.log import word_counts
from dashboard.log.counting import COUNTS
from dashboard.log.images import image_of, rows_of
from dashboard.log.keys import Keys
from dashboard.log.tally import cells_of

KINDS = {"at": "datetime64[us]", "day": "datetime64[us]", "wall_clock": "bool", "duration_s": "Int64"}


@dataclass(frozen=True)
class Packed:
    """Rows of one kind with different keys, as an `image` in the order of `ids`. `cells`: their counts
    (`tally.cells_of`), `words`: how often their words occur (`word_counts.counted`)."""

    image: bytes
    ids: Keys
    cells: pd.DataFrame
    words: Counter

    def __len__(self) -> int:
        return len(self.ids)

    def frame(self) -> pd.DataFrame:
        """The rows as they were before they were packed."""
        rows = rows_of(self.image)
        return rows.astype({name: kind for name, kind in KINDS.items() if name in rows})


def packed(kind: str, table: Table, rows: pd.DataFrame) -> Packed:
    """The rows, all with different keys, packed."""
    # In the order of their keys, each is put near the one before it.
    rows = rows.iloc[np.argsort(rows["id"].to_numpy(), kind="stable")]
    words = word_counts.counted(kind, rows)
    return Packed(
        image_of(table, rows), rows["id"].to_numpy(dtype=np.int64), cells_of(rows, COUNTS[kind]), words
    )
