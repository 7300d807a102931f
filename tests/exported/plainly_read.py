"""Files read back plainly, by another way than the program's."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from exported.facts import Team, Touch


def read(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """A file's rows."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


def per_day(team: Team, touches: Iterable[Touch]) -> Counter:
    """How many a person has of each local day."""
    return Counter((touch.who.name, str(team.day(touch.at))) for touch in touches)
