"""Where a rig's points find their tones again in another picture, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.tones import Linear, Mask, apart

Way: TypeAlias = NDArray[np.float64]
"""A similarity of the plane, 2 x 3, in pixels."""

STAYS: Way = np.eye(2, 3)
NEIGHBOURS = np.ones((3, 3), np.uint8)
KINDS = 16
"""Tones that the points are sorted into."""
CUT = 0.16
"""Tones: a larger difference says no more than this one."""
SET = 0.5
"""Share of CUT that a point costs at least which finds its tone where the picture shows the set."""
BEYOND = 0.62
"""Cost of a point beyond the picture's edge: a rig may leave step by step, and is not explained away by having left."""
NEARER = 0.05
"""Cost, as a share of CUT, of a tenth of the width: of two like places the nearer one is taken."""
TURNS = (-4.0, -2.0, 0.0, 2.0, 4.0)
"""Degrees that a rig may have turned from one picture to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Points (n x 2, x and y in pixels) that are looked for: `costs`, for each of a few tones, what a point of it costs
    at each pixel of a part of the picture (`corner` is its first row and column), 0..1, and which of them each point
    has. `width` is the picture's. Made by `searched_for`."""

    places: NDArray[np.float64]
    kinds: NDArray[np.intp]
    costs: NDArray[np.float32]
    corner: tuple[int, int]
    width: int

    def at(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float32]:
        """What each point costs at a pixel of the picture."""
        return np.asarray(self.costs[self.kinds, rows - self.corner[0], columns - self.corner[1]])


def searched_for(places: NDArray[np.float64], tones: NDArray[np.float32], here: Linear, away: Mask, far: int) -> Search:
    """The search for points with their tones (n x 3), up to `far` pixels from where they are, in a picture `here` that
    is no set where it is `away`.

    A point that finds another tone costs no more than a limit, so that a part that went behind a puppet pulls nothing
    away (template matching with Tukey's cut). It may find its tone a pixel beside.
    """
    kinds, palette = _kinds(tones)
    left, top = np.floor(places.min(axis=0)).astype(int) - far
    right, bottom = np.ceil(places.max(axis=0)).astype(int) + far + 1
    rows, columns = (
        np.clip(np.arange(first, last), 0, size - 1)
        for first, last, size in zip((top, left), (bottom, right), away.shape, strict=True)
    )
    part, still = here[np.ix_(rows, columns)], ~away[np.ix_(rows, columns)]
    outside = (np.arange(top, bottom) != rows)[:, None] | (np.arange(left, right) != columns)
    costs = np.empty((len(palette), *part.shape[:2]), np.float32)
    for kind, tone in enumerate(palette):
        off = np.minimum(apart(part, tone), CUT) / CUT
        costs[kind] = cv2.erode(np.where(outside, BEYOND, np.where(still, np.maximum(off, SET), off)), NEIGHBOURS)
    return Search(places=places, kinds=kinds, costs=costs, corner=(int(top), int(left)), width=away.shape[1])


def _kinds(tones: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Which of a few tones each point has, and those: k-means (Lloyd, 1982), begun evenly from dark to bright."""
    order = np.argsort(tones.sum(axis=1), kind="stable")
    palette = tones[order[np.linspace(0, len(tones) - 1, min(KINDS, len(tones))).astype(np.intp)]]
    kinds = np.zeros(len(tones), np.intp)
    for _ in range(5):
        kinds = np.asarray(np.abs(tones[:, None] - palette[None]).max(axis=2).argmin(axis=1))
        palette = np.stack(
            [tones[kinds == kind].mean(axis=0) if (kinds == kind).any() else tone for kind, tone in enumerate(palette)]
        )
    return kinds, palette


def stepped(
    places: NDArray[np.float64],
    tones: NDArray[np.float32],
    here: Linear,
    away: Mask,
    last: tuple[float, float],
    far: float,
) -> tuple[Way, float]:
    """The way to where points are now from where they were, all together, and what that costs, 0..1.

    First every other shift within `far` pixels, then single ones close by under small turns. `last` is how far they
    went the time before, and may go again.
    """
    wide = int(far) // 2 * 2
    search = searched_for(places, tones, here, away, wide + 4)
    best, _ = _best(search, [STAYS], wide, 2, last)
    return _best(search, [_turned(best, places.mean(axis=0), turn) for turn in TURNS], 2, 1, last)


def _turned(way: Way, about: NDArray[np.float64], degrees: float) -> Way:
    """`way`, and then a turn about where it puts a place."""
    middle = way @ [*about, 1]
    turn = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), degrees, 1.0)
    return np.asarray((np.vstack([turn, [0, 0, 1]]) @ np.vstack([way, [0, 0, 1]]))[:2])


def _best(search: Search, ways: Sequence[Way], far: int, by: int, usual: tuple[float, float]) -> tuple[Way, float]:
    """The best of `ways` and of shifts up to `far` pixels from them, and its cost; the shift `usual` is as likely as
    none."""
    steps = np.arange(-far, far + 1, by)
    high, wide = search.costs.shape[1:]
    down, across = np.meshgrid(steps, steps, indexing="ij")
    off = np.minimum(np.hypot(across, down), np.hypot(across - usual[0], down - usual[1]))
    # Close by all shifts are as likely.
    far_off = NEARER * 10 / search.width * off if by > 1 else 0 * off
    best, least = ways[0], np.inf
    for way in ways:
        at = np.rint(search.places @ way[:, :2].T + way[:, 2]).astype(np.intp)
        rows = np.clip(at[:, 1] - search.corner[0], far, high - far - 1)
        columns = np.clip(at[:, 0] - search.corner[1], far, wide - far - 1)
        costs = np.zeros((len(steps), len(steps)))
        for row, column, kind in zip(rows, columns, search.kinds, strict=True):
            costs += search.costs[kind, row - far : row + far + 1 : by, column - far : column + far + 1 : by]
        costs = costs / len(rows) + far_off
        row, column = np.unravel_index(int(np.argmin(costs)), costs.shape)
        if costs[row, column] < least:
            least = float(costs[row, column])
            best = way + np.array([[0, 0, steps[column]], [0, 0, steps[row]]])
    return best, least
