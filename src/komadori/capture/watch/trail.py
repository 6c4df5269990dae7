"""One number followed through a take: does it jump, does it drift, and how restless is it by itself."""

from collections import deque

import numpy as np

NEIGHBOURS = 5
"""Pictures a new one is compared with, and over which a level counts as settled."""
REMEMBERED = 24
"""Pictures from which it is told how restless a take is."""
FEWEST = 6
"""Steps that must be known for that."""
TO_SIGMA = 1.4826
"""A median of deviations times this is one sigma of a normal distribution."""


class Trail:
    """A measure of each picture in percent of the reference; `limit` and `unrest` as in `Limits`."""

    def __init__(self, unrest: float) -> None:
        self._unrest = unrest
        self._values: deque[float] = deque(maxlen=REMEMBERED)
        self._told = 0.0

    def sigma(self) -> float:
        """How much it usually changes from one picture to the next; 0 while too little is known."""
        steps = np.abs(np.diff(self._values))
        return TO_SIGMA * float(np.median(steps)) if len(steps) >= FEWEST else 0.0

    def jump(self, value: float, limit: float) -> float:
        """How far `value` lies from the pictures just before it, or 0 if no further than is usual."""
        if not self._values:
            return 0.0
        step = value - self._values[-1]
        off = value - float(np.median(list(self._values)[-NEIGHBOURS:]))
        least = max(limit, self._unrest * self.sigma())
        if min(abs(step), abs(off)) <= least:
            return 0.0
        self._told = value
        return step

    def add(self, value: float) -> None:
        """Remember the value of one more picture."""
        self._values.append(value)

    def drift(self, limit: float) -> float:
        """How far the last pictures lie from the reference together; 0 if no further than `limit` or than was told.

        It is told again only when it doubles, or when it was gone in between; a jump counts as told.
        """
        # Only when it is known how restless the take is can drift be told from flicker.
        if len(self._values) <= FEWEST:
            return 0.0
        level = float(np.median(list(self._values)[-NEIGHBOURS:]))
        least = max(limit, self._unrest / 2 * self.sigma())
        if max(abs(level), abs(self._values[-1])) < least / 2:
            self._told = 0.0
        if abs(level) <= max(least, (2 if level * self._told > 0 else 0) * abs(self._told)):
            return 0.0
        self._told = level
        return level
