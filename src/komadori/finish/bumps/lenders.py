"""Which other pictures show what a picture that was put back does not show any more."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.picture.agreement import mapped

Floats: TypeAlias = NDArray[np.float64]
ALONG = 33
"""Places looked at along each edge of the picture."""
NEAREST = 24
"""Pictures looked at before, and as many after."""
MOST = 3
"""Pictures that lend; each must be finished too."""
RIM = 1.0 / 1920
"""Shares of the width beyond the old edge that need no other picture: the edge is repeated there."""

EXACT = 1e-5
"""Shares of the width: by so little a place at the very edge may lie outside a picture that shows it."""


def edge(shape: float) -> Floats:
    """Places along the edges of a picture `shape` high by wide, n x 2, in shares of the width."""
    along = np.linspace(0, 1, ALONG)
    across = [(x, y) for y in (0, shape) for x in along]
    down = [(x, y * shape) for x in (0, 1) for y in along]
    return np.array(across + down)


def empty(framing: Floats, shape: float, cut: float = 0.0) -> NDArray[np.bool_]:
    """Which places along the edges of the new frame lie outside the old picture; `cut` of the width is cut off it."""
    middle = np.array([0.5, shape / 2])
    return ~_inside(mapped(framing, middle + (edge(shape) - middle) * (1 - 2 * cut)), shape, RIM)


def lenders(number: int, lies: Sequence[Floats], framing: Floats, shape: float) -> tuple[list[int], float]:
    """Pictures that show what `number` does not, the nearest that show all of it first; and the share none shows.

    `lies` takes each picture to the set, `framing` the new frame of this one to it, all in shares of the width.
    """
    missing = empty(framing, shape)
    wanted = float(missing.sum())
    if not wanted:
        return [], 0.0
    places = mapped(lies[number] @ framing, edge(shape))
    shows = {
        one: _inside(mapped(np.asarray(np.linalg.inv(lies[one]), float), places), shape, EXACT)
        for one in _around(number, len(lies))
    }
    chosen: list[int] = []
    while missing.any() and len(chosen) < MOST:
        best = max(shows, key=lambda one: int((shows[one] & missing).sum()), default=None)
        if best is None or not (shows[best] & missing).any():
            break
        chosen.append(best)
        missing &= ~shows[best]
    return chosen, float(missing.sum()) / wanted


def _around(number: int, count: int) -> Iterator[int]:
    """The numbers nearest first, so that of several that show as much the nearest is taken."""
    for away in range(1, NEAREST + 1):
        for other in (number - away, number + away):
            if 0 <= other < count:
                yield other


def _inside(places: Floats, shape: float, rim: float) -> NDArray[np.bool_]:
    x, y = places.T
    return np.asarray((x >= -rim) & (y >= -rim) & (x <= 1 + rim) & (y <= shape + rim))
