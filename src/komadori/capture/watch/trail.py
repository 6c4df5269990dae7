"""One number followed through a take: does it jump, does it drift, and how restless is it by itself."""

from collections import deque

import numpy as np

NEIGHBOURS = 5
"""Pictures a new one is compared with, and over which a level counts as settled."""
REMEMBERED = 24
"""Pictures from which it is told how restless a take is."""
FEWEST = 6
"""Steps that must be known for that."""
CAUTIOUS = 1.6
"""Until then a change must be so many times its limit."""
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

    def jump(self, value: float, limit: float, beside: float | None = None) -> float:
        """How far `value` lies from the picture before, or 0 if no further than is usual.

        `beside` is the same step where that was measured a second time: it must be half as large at least. A value that
        returns to what it was until lately, after a single picture that was off, is no jump.
        """
        if not self._values:
            return 0.0
        step = value - self._values[-1]
        off = value - float(np.median(list(self._values)[-NEIGHBOURS:]))
        known = len(self._values) > FEWEST
        least = max(limit if known else CAUTIOUS * limit, self._unrest * self.sigma())
        half = min(off if step > 0 else -off, (step if beside is None else beside) * (1 if step > 0 else -1))
        if abs(step) <= least or half <= least / 2:
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
