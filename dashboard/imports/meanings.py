"""What words for outcomes mean, said by somebody: what is loaded follows, and what waited for it goes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dashboard.imports.waiting import read_waiting
from dashboard.log import remapping
from dashboard.log.remapping import Word
from dashboard.log.scope import Scope


@dataclass(frozen=True)
class Followed:
    """What followed from a decision: how many rows of each word count as something else now, and how many
    rows of each kind went in that had waited."""

    changed: dict[Word, int]
    went_in: dict[str, int]


def say(scope: Scope, connection: Connection, said: Mapping[Word, str | None], now: datetime) -> Followed:
    """Says what words mean, see `remapping.decide`, which may refuse. A deal that names nobody goes in once
    the meeting it came from is no longer a cancelled one."""
    changed = remapping.decide(scope, connection, said, now)
    return Followed(changed, dict(read_waiting(connection)))
