"""How much of what has no end is tried: `TESTS=thorough make test` draws several times as many examples."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

Case = TypeVar("Case")
THOROUGH = os.environ.get("TESTS") == "thorough"

# Of what takes long: what hardly ever breaks alone is tried with TESTS=thorough.
only_thorough = pytest.mark.skipif(not THOROUGH, reason="takes long: TESTS=thorough")


def draws(few: int, many: int) -> int:
    """How many examples are drawn."""
    return many if THOROUGH else few


def first(few: int, cases: Sequence[Case]) -> list[Case]:
    """The cases that are tried: the first few, or all."""
    return list(cases if THOROUGH else cases[:few])
