"""How far a picture is shifted, turned and scaled against another of the same set, to a fraction of a pixel.

Corners tracked on pictures from which the light was taken out, and RANSAC: of eleven methods tried this one was the
most exact under flicker with a puppet in the way. The corners are spread over the whole picture, because a camera
that moved moves all of it, and a puppet only a part.
"""

from dataclasses import dataclass, replace
from math import atan2, degrees, hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.still import Array

Points = NDArray[np.float32]
Bools = NDArray[np.bool_]
Matrix = NDArray[np.float64]

PAPER = 8.0
"""Added to the codes before their logarithm: keeps noise in the dark from counting as detail."""
SMOOTH, COARSER = 8.0, 4
"""Sigma in pixels of what counts as light rather than detail; and how much coarser it is drawn, which is quicker."""
STEEPEST = 0.25
"""Detail beyond this departure (natural logarithm) is cut off, so that no single edge outvotes the rest."""
STEPS = 400.0
"""Codes of a flat picture for each unit of the logarithm."""

BLOCK = 3
"""Pixels a side over which a corner is a corner."""
ABOVE = 2.0
"""Times the usual strength of a place from which it can be a corner."""
TILES = (12, 8)
PER_TILE = 16
"""Corners at most in each of 12 x 8 tiles."""
WINDOW, LEVELS = 21, 3
EITHER = cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT
STOP, SOON = (EITHER, 40, 0.003), (EITHER, 12, 0.02)
"""When a corner has been followed far enough: after so many steps, or one shorter than so many pixels; and when it has
for those who place it more exactly themselves."""
RETURNS = 0.3
"""A corner tracked there and back must come home this near, in pixels, to count."""
AGREE = 0.35
"""Corners this near, in pixels, to where a fit puts them agree with it."""
FEWEST = 12
"""Corners that must agree."""
FEWEST_TILES = 6
"""Tiles these must lie in: agreement in one corner of the picture says nothing of the camera."""
OUTVOTED = 0.5
"""If, beside those that moved together, this share of as many tiles stood still, it was no camera that moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """Corners of one picture (n x 2, pixels), where they are in the other, and which of them were found again."""

    before: Points
    after: Points
    found: Bools
    tiles: NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What maps a place in the first picture to the second: `matrix` 2 x 3, pixels.

    `places` (n x 2) are those it was measured at, `uncertain` is the standard error of the shift in pixels, `share`
    0..1 the share of tiles that agree with it.
    """

    matrix: Matrix
    places: Points
    uncertain: float
    share: float

    @property
    def turn(self) -> float:
        """Degrees; positive is clockwise as one sees it."""
        return degrees(atan2(self.matrix[1, 0], self.matrix[0, 0]))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """How far the place (x, y) moved, in pixels to the right and down."""
        moved = self.matrix @ np.array([x, y, 1.0])
        return float(moved[0] - x), float(moved[1] - y)

    @property
    def far(self) -> float:
        """How far the picture moved in pixels: the median over the places."""
        return apart(self, UNMOVED)


UNMOVED = Shift(matrix=np.eye(2, 3), places=np.zeros((1, 2), np.float32), uncertain=0.0, share=1.0)


def apart(first: Shift, second: Shift) -> float:
    """How far from each other, in pixels, two shifts put the places of the first: their median."""
    turn = (first.matrix - second.matrix)[:, :2]
    off = first.places @ turn.T + (first.matrix - second.matrix)[:, 2]
    return float(np.median(np.linalg.norm(off, axis=1)))


def after(first: Shift, second: Shift) -> Shift:
    """The shift `first`, and `second` after it."""
    whole = np.vstack([second.matrix, [0, 0, 1]]) @ np.vstack([first.matrix, [0, 0, 1]])
    return Shift(
        matrix=whole[:2],
        places=second.places,
        uncertain=hypot(first.uncertain, second.uncertain),
        share=min(first.share, second.share),
    )


def beside(moved: Shift, meant: Shift) -> Shift:
    """What is left of a shift when that which was meant has come before it."""
    if meant is UNMOVED:
        return moved
    return after(back(meant), moved)


def back(moved: Shift) -> Shift:
    """The shift that takes back what was moved."""
    return replace(moved, matrix=np.asarray(cv2.invertAffineTransform(moved.matrix), np.float64))


def flattened(luminance: Array) -> Array:
    """A picture without its light: height x width uint8, 128 where there is no detail, whatever the exposure."""
    stops: Array = cv2.LUT(luminance, LOGARITHMS)
    height, width = luminance.shape
    coarse = max(1, round(width / COARSER)), max(1, round(height / COARSER))
    light = cv2.GaussianBlur(cv2.resize(stops, coarse, interpolation=cv2.INTER_AREA), (0, 0), SMOOTH / COARSER)
    light = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    detail = cv2.addWeighted(stops, STEPS, light, -STEPS, 128, dtype=cv2.CV_8U)
    return np.clip(detail, np.uint8(128 - STEPS * STEEPEST), np.uint8(128 + STEPS * STEEPEST))


LOGARITHMS = np.log(np.arange(256, dtype=np.float32) + np.float32(PAPER))


def corners(flat: Array, each: int = PER_TILE) -> Points:
    """Places (n x 2) that can be told again: the `each` best of each tile, so that no busy corner of the set outvotes
    it."""
    height, width = flat.shape
    strength = cv2.cornerMinEigenVal(flat, BLOCK)
    apart = 2 * max(2, width // 300) + 1
    peaks = strength >= cv2.dilate(strength, np.ones((apart, apart), np.uint8))
    rows, columns = np.nonzero(peaks & (strength > ABOVE * float(np.median(strength))))
    best = np.argsort(-strength[rows, columns], kind="stable")
    places = np.stack([columns[best], rows[best]], axis=1).astype(np.float32)
    tiles = tiles_of(places, width, height)
    order = np.argsort(tiles, kind="stable")
    firsts = np.searchsorted(tiles[order], tiles[order])
    return places[order[np.arange(len(order)) - firsts < each]]


def tiles_of(places: Points, width: int, height: int) -> NDArray[np.intp]:
    """The tile each place lies in, as one number."""
    column = np.clip(places[:, 0] * TILES[0] / width, 0, TILES[0] - 1).astype(np.intp)
    row = np.clip(places[:, 1] * TILES[1] / height, 0, TILES[1] - 1).astype(np.intp)
    return row * TILES[0] + column


def track(
    before: Array,
    after: Array,
    places: Points,
    start: Points | None = None,
    levels: int = LEVELS,
    stop: tuple[int, int, float] = STOP,
) -> Tracks:
    """Find `places` of the flat picture `before` again in `after`, of the same size.

    `start` is where they are about, if that is known; each of `levels` halvings looks twice as far from there. `stop`
    is STOP or SOON.
    """
    height, width = before.shape
    tiles = tiles_of(places, width, height)
    if not len(places):
        return Tracks(before=places, after=places, found=np.empty(0, bool), tiles=tiles)
    there, ahead = _followed(before, after, places, places if start is None else start, levels, stop)
    home, back = _followed(after, before, there, places, levels, stop)
    found = ahead & back & (np.abs(home - places).max(axis=1) < RETURNS)
    return Tracks(before=places, after=there, found=np.asarray(found), tiles=tiles)


def _followed(
    one: Array, other: Array, places: Points, start: Points, levels: int, stop: tuple[int, int, float]
) -> tuple[Points, Bools]:
    """Where `places` of one flat picture are in the other, looked for around `start`, and whether they are there."""
    there, status, _ = cv2.calcOpticalFlowPyrLK(
        one,
        other,
        np.asarray(places.reshape(-1, 1, 2), np.float32),
        np.array(start.reshape(-1, 1, 2), np.float32),
        winSize=(WINDOW, WINDOW),
        maxLevel=levels,
        criteria=stop,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return np.asarray(there.reshape(-1, 2), np.float32), np.asarray(status.ravel() > 0)


def fit(tracks: Tracks) -> Shift | None:
    """The shift, turn and scale that most of the picture agrees on; None where too little of it can be told again."""
    before, after, tiles = tracks.before[tracks.found], tracks.after[tracks.found], tracks.tiles[tracks.found]
    if len(before) < FEWEST:
        return None
    best = _agreed(before, after)
    if best is None:
        return None
    matrix, agree = best
    near = np.linalg.norm(after - before, axis=1) < 2 * AGREE
    still = near & ~agree
    if len(np.unique(tiles[still])) > OUTVOTED * len(np.unique(tiles[agree])):
        standing = _agreed(before[near], after[near])
        if standing is not None:
            matrix = standing[0]
            agree = np.asarray(_off(matrix, before, after) < AGREE)
    together = len(np.unique(tiles[agree]))
    if agree.sum() < FEWEST or together < FEWEST_TILES:
        return None
    spread = float(np.sqrt(np.mean(_off(matrix, before[agree], after[agree]) ** 2)))
    return Shift(
        matrix=matrix,
        places=before[agree],
        uncertain=spread / float(np.sqrt(agree.sum())),
        share=together / len(np.unique(tracks.tiles)),
    )


def _agreed(before: Points, after: Points) -> tuple[Matrix, Bools] | None:
    if len(before) < FEWEST:
        return None
    matrix, _ = cv2.estimateAffinePartial2D(
        before, after, method=cv2.RANSAC, ransacReprojThreshold=AGREE, maxIters=4000, confidence=0.999, refineIters=30
    )
    if matrix is None:
        return None
    found = np.asarray(matrix, np.float64)
    return found, np.asarray(_off(found, before, after) < AGREE)


def _off(matrix: Matrix, before: Points, after: Points) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(before @ matrix[:, :2].T + matrix[:, 2] - after, axis=1))
