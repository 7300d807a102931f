"""Times of a call, and how they are printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def median_ms(call: Callable[[], object], times: int = 15) -> float:
    """The median time of a call in milliseconds, after one that warms it up."""
    call()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


def line(what: str, value: str, note: str = "") -> None:
    """One line of the report."""
    print(f"  {what:<58}{value:>14}  {note}", flush=True)
