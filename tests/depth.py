"""How much of what has no end is tried: `TESTS=thorough make test` draws several times as many examples."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")
THOROUGH = os.environ.get("TESTS") == "thorough"


def draws(few: int, many: int) -> int:
    """How many examples are drawn."""
    return many if THOROUGH else few


def first(few: int, cases: Sequence[Case]) -> list[Case]:
    """The cases that are tried: the first few, or all."""
    return list(cases if THOROUGH else cases[:few])
