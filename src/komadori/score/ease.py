"""How a value goes from one pose to the next: slow in, slow out, with a wind-up before it and a settling after.

Slow in and slow out, anticipation, follow-through and arcs are four of the twelve principles of Thomas and Johnston,
"The Illusion of Life", 1981. Between poses a value follows the minimum-jerk course of Flash and Hogan, "The
coordination of arm movements", Journal of Neuroscience 5, 1985: that is how a hand moves.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import TypeAlias

Key: TypeAlias = tuple[float, float]
"""A share of a gesture's time, and the value then."""


def smooth(share: float) -> float:
    """From 0 to 1 as `share` does, with neither speed nor push at the ends (minimum jerk)."""
    u = min(1.0, max(0.0, share))
    return u * u * u * (10 - 15 * u + 6 * u * u)


def snapped(share: float, snap: float) -> float:
    """`share` of a way's time, hurried through its middle: with `snap` 1 the way takes a fifth of its time."""
    left = 0.5 - 0.4 * snap
    return min(1.0, max(0.0, (share - 0.5 + left) / (2 * left)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ease:
    """The course of one move: the share of it that first goes back, the share by which it goes too far, and `snap`."""

    anticipation: float = 0.0
    overshoot: float = 0.0
    snap: float = 0.0

    def along(self, share: float) -> float:
        """The part of the way that is done when `share` of the time is over: 0 at 0, 1 at 1, beyond both between."""
        if share <= 0 or share >= 1:
            return float(share > 0)
        wind = min(0.3, 1.2 * self.anticipation) if self.anticipation else 0.0
        calm = min(0.4, 3.0 * self.overshoot) if self.overshoot else 0.0
        keys = [(0.0, 0.0), (wind, -self.anticipation), (1 - calm, 1 + self.overshoot), (1.0, 1.0)]
        # What settles swings back once by a third before it rests.
        if self.overshoot > 0.05:
            keys.insert(3, (1 - calm * 0.42, 1 - self.overshoot / 3))
        return keyed(keys, share, self.snap)


def keyed(keys: Sequence[Key], share: float, snap: float = 0.0) -> float:
    """The value of `keys` at `share`: still at every key, smooth between; outside them that of the first or last."""
    if share <= keys[0][0]:
        return keys[0][1]
    for (begin, here), (end, there) in pairwise(keys):
        if share < end:
            return here + (there - here) * smooth(snapped((share - begin) / (end - begin), snap))
    return keys[-1][1]


def wander(seed: str, time: float) -> float:
    """A slow, aimless course between −1 and 1, about one turn in a unit of `time`; the same for the same `seed`."""
    first = math.floor(time)
    here, there = _knot(seed, first), _knot(seed, first + 1)
    return here + (there - here) * smooth(time - first)


@lru_cache(maxsize=4096)
def _knot(seed: str, number: int) -> float:
    return Random(f"{seed}/{number}").uniform(-1, 1)  # noqa: S311 - a course, not a secret
