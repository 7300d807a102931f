"""How files with a header are read, where somebody has said it once: the next file with that header is read
the same way without asking."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dashboard.imports.mapping import Mapping, mapping_of
from dashboard.log.tables import RememberedMapping

TABLE = RememberedMapping.__table__
WHERE = "What was said for files with these columns"


@dataclass(frozen=True)
class Told:
    """What somebody has said of files with a header: the mapping as stored, when, and by whom or where."""

    key: str
    data: dict[str, Any]
    at: datetime
    by: str

    @property
    def mapping(self) -> Mapping:
        """How they are read; raises `ImportProblem` where that cannot be understood any more."""
        return mapping_of(WHERE, self.data)

    @property
    def sentence(self) -> str:
        """What a report says of it."""
        return f"Read as was said {self.by} on {self.at.date()} for files with these columns."


@dataclass(frozen=True)
class Remembered:
    """All that was said, by header (`key_of`)."""

    told: dict[str, Told] = field(default_factory=dict)

    @classmethod
    def load(cls, connection: Connection) -> Remembered:
        """All that is stored now."""
        rows = connection.execute(
            select(TABLE.c.key, TABLE.c.mapping, TABLE.c.said_at, TABLE.c.said_by)
        ).all()
        return cls({key: Told(key, data, at, by) for key, data, at, by in rows})

    def of(self, names: Iterable[str], kind: str | None = None) -> Told | None:
        """What was said of files with these columns, unless their rows are said to be of another kind now."""
        told = self.told.get(key_of(names))
        return told if told is not None and kind in (None, told.data.get("kind")) else None

    @property
    def version(self) -> tuple[tuple[str, str], ...]:
        """Which tells whether something else was said since."""
        return tuple(sorted((key, one.at.isoformat()) for key, one in self.told.items()))

    def others_called(self, source: str, names: Iterable[str]) -> bool:
        """Whether files with other columns have ids of the same source."""
        mine = key_of(names)
        return any(one.data.get("source") == source for key, one in self.told.items() if key != mine)


def key_of(names: Iterable[str]) -> str:
    """A header as it is compared: in any case and order, without surrounding blanks or unnamed columns."""
    compared = sorted({name for name in (name.strip().casefold() for name in names) if name})
    return hashlib.sha256(json.dumps(compared).encode()).hexdigest()


def remember(connection: Connection, header: Sequence[str], mapping: Mapping, by: str) -> None:
    """Stores how files with this header are read from now on."""
    key = key_of(header)
    forget(connection, key)
    values = {
        "key": key,
        "header": list(header),
        "mapping": mapping.model_dump(mode="json", exclude_defaults=True),
        "said_at": datetime.now(UTC),
        "said_by": by,
    }
    connection.execute(insert(TABLE), values)


def forget(connection: Connection, key: str) -> None:
    """Forgets what was said of files with a header."""
    connection.execute(delete(TABLE).where(TABLE.c.key == key))
