"""A typed table in an address, and back: CSV, compressed, in letters that an address takes as they are."""

from __future__ import annotations

import base64
import csv
import io
import zlib

import pandas as pd

from dashboard.figures.typed import CELLS, blank, cell_text, is_ticked

# Longer addresses are cut by some mail programs and refused by some proxies.
LONGEST = 4_000
# A short address may unpack to anything.
MOST_BYTES = 200_000
TICK = "yes"


class LinkProblem(ValueError):
    """A sentence that says why an address holds no table, or a table fits into none."""


def packed(table: pd.DataFrame) -> str:
    """A table (see `typed.read`) as the value of an address; rows without any text are left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*CELLS, "ramping"])
    for row in table[[*CELLS, "ramping"]].itertuples(index=False):
        cells = [cell_text(cell) for cell in row[:-1]]
        if any(cells):
            writer.writerow([*cells, TICK if is_ticked(row[-1]) else ""])
    whole = zlib.compress(out.getvalue().encode(errors="replace"), 9)
    text = base64.urlsafe_b64encode(whole).decode().rstrip("=")
    if len(text) > LONGEST:
        raise LinkProblem(
            f"This table is too long for a link ({len(text):,} characters; {LONGEST:,} fit). "
            "The download holds all of it."
        )
    return text


def unpacked(text: str) -> pd.DataFrame:
    """The table of an address; LinkProblem where it holds none."""
    try:
        rows = list(csv.DictReader(io.StringIO(_unzipped(text)), strict=True))
    except (ValueError, zlib.error, csv.Error):
        rows = []
    if not rows or "rep" not in rows[0]:
        raise LinkProblem(
            "The address holds no table that can be read; perhaps the link was cut. This is Kate's example."
        )
    table = blank(len(rows))
    for name in CELLS:
        table[name] = pd.Series([row.get(name) or "" for row in rows], dtype=object)
    table["ramping"] = [row.get("ramping") == TICK for row in rows]
    return table


def _unzipped(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError("too long")
    opened = zlib.decompressobj()
    whole = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    found = opened.decompress(whole, MOST_BYTES)
    if not opened.eof:
        raise ValueError("cut, or too large")
    return found.decode()
