"""Measures loading, reading and drawing on the sample team, the import of a large export, and reading while
one goes in; flags, guard and forecast on made-up teams."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.acceptance import TEAM_WEEKS

SAMPLE_PARTS = ("loading", "queries", "pages", "readers")
PARTS = ("loading", "queries", "pages", "import", "readers", "flags", "guard", "forecast")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the parts that are named, or all, on a database of their own."""
    chosen = _options().parse_args(arguments)
    parts = chosen.parts or PARTS
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        _sample_team(Path(name), parts, chosen)
        _large_file(Path(name), parts, chosen.rows)
    _made_up_teams(parts, chosen.team_weeks, chosen.processes)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument(
        "parts", nargs="*", type=_part, metavar="part",
        help=f"{', '.join(PARTS)}; all if none is named. queries, pages and readers load the sample team "
        "first",
    )  # fmt: skip
    options.add_argument(
        "--team-weeks", type=_at_least_one, default=TEAM_WEEKS, metavar="N",
        help="for flags, guard and forecast: team-weeks for each line, of the forecast a team for fifty "
        "(default: %(default)s)",
    )  # fmt: skip
    options.add_argument(
        "--rows", type=_at_least_four, default=1_000_000, metavar="N",
        help="for import and readers: the rows of the file (default: %(default)s)",
    )  # fmt: skip
    options.add_argument(
        "--database", metavar="ADDRESS",
        help="for loading, queries, pages and readers: an empty database, such as "
        "postgresql://user@host/name (default: a SQLite file)",
    )  # fmt: skip
    options.add_argument(
        "--processes", type=_at_least_one, default=os.cpu_count() or 1, metavar="N",
        help="for flags, guard and forecast: how many work at once; the numbers are the same "
        "(default: %(default)s)",
    )  # fmt: skip
    return options


def _part(text: str) -> str:
    # Not `choices`: Python 3.11 looks for the empty list among them where nothing is named.
    if text not in PARTS:
        raise argparse.ArgumentTypeError(f"there is no part {text!r}; there are {', '.join(PARTS)}")
    return text


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _at_least_four(text: str) -> int:
    # A quarter of them is loaded too.
    number = int(text)
    if number < 4:
        raise argparse.ArgumentTypeError("must be 4 or more")
    return number


def _sample_team(folder: Path, parts: Sequence[str], chosen: argparse.Namespace) -> None:
    if not set(SAMPLE_PARTS) & set(parts):
        return
    # Who wants flags only needs no browser.
    from bench import loading, pages, queries, readers

    os.environ["DATABASE_URL"] = chosen.database or f"sqlite:///{folder / 'bench.db'}"
    loading.run(folder, date.today())
    if "queries" in parts:
        queries.run()
    if "pages" in parts:
        pages.run()
    if "readers" in parts:
        readers.run(folder, chosen.rows)


def _large_file(folder: Path, parts: Sequence[str], rows: int) -> None:
    if "import" in parts:
        from bench import importing

        importing.run(folder, rows)


def _made_up_teams(parts: Sequence[str], team_weeks: int, processes: int) -> None:
    from bench import flags, forecast, guard

    for name, part in (("flags", flags), ("guard", guard), ("forecast", forecast)):
        if name in parts:
            part.run(team_weeks, processes)


if __name__ == "__main__":
    main()
