"""Which rows a file may meet again that began to fill an empty table: its own."""

from __future__ import annotations

import numpy as np

from dashboard.log.keys import Keys

# So many bits, of which each key sets one: eight million bytes, however many rows there are. Of a million
# rows one in seventy is looked up in vain.
BITS = 26


class Written:
    """The keys written so far, to know for certain of most others that they are not among them."""

    def __init__(self) -> None:
        self._bits = np.zeros(1 << BITS - 3, np.uint8)

    def add(self, keys: Keys) -> None:
        """Takes keys in."""
        place, bit = self._of(keys)
        np.bitwise_or.at(self._bits, place, bit)

    def may_hold(self, keys: Keys) -> np.ndarray:
        """Which of these keys may be there."""
        place, bit = self._of(keys)
        return (self._bits[place] & bit) != 0

    def _of(self, keys: Keys) -> tuple[np.ndarray, np.ndarray]:
        # Keys are hashes: any of their bits are as good as a hash of them.
        low = keys & ((1 << BITS) - 1)
        return low >> 3, np.left_shift(1, low & 7).astype(np.uint8)
