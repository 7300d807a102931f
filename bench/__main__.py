"""Measures loading, reading and drawing on the sample team, and prints a table each."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

from bench import loading, pages, queries


def main() -> None:
    """Runs every benchmark on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.db'}"
        loading.run(folder, date.today())
        queries.run()
        pages.run()


main()
