"""Pictures in a new frame: several framings as one, and one resampling for all of them."""

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Framing, Linear, Matrix
from komadori.finish.standing import Step
from komadori.picture.edges import AROUND, strips

Array: TypeAlias = NDArray[Any]
Square: TypeAlias = NDArray[np.float64]

STILL = 1e-7
"""Parts of an entry of a matrix: what moves a picture by less moves nothing that could be seen."""
WHOLE, HALF = 0.999, 0.5
"""Share of a pixel that must be shown: of a picture itself the whole, since the rest of it is drawn black; of one that
lends only half, since it is repeated beyond its edge, and so lends the hairline that measuring it leaves."""
MOVED = 0.05
"""A picture whose area changes by less than this share is moved or turned, and neither shrunk nor grown."""


def combined(steps: Sequence[Step], width: int, height: int) -> Framing:
    """Several framings of a picture of this size as one."""
    matrix = np.eye(3)
    for step in steps:
        frame = step.operation.frame
        if frame is not None:
            framing = frame(step.settings, step.numbers, width, height)
            matrix, width, height = matrix @ np.reshape(framing.matrix, (3, 3)), framing.width, framing.height
    return Framing(matrix=tuple(float(value) for value in matrix.ravel()), width=width, height=height)


def whole_pixels(framing: Framing, pixels: Array) -> Array | None:
    """The part of `pixels` that is the new frame, where that only cuts whole pixels off; else None."""
    a, b, x, c, d, y, p, q, r = framing.matrix
    high, wide = pixels.shape[:2]
    inside = x >= 0 and y >= 0 and x + framing.width <= wide and y + framing.height <= high
    if (a, b, c, d, p, q, r) != (1, 0, 0, 1, 0, 0, 1) or x != round(x) or y != round(y) or not inside:
        return None
    left, top = round(x), round(y)
    return np.ascontiguousarray(pixels[top : top + framing.height, left : left + framing.width])


def resampled(pixels: Linear, framing: Framing, *, roughly: bool = False) -> Linear:
    """`pixels` in a new frame: averaged over areas where it shrinks, cubic where it turns much or grows, by Lanczos
    where it is merely moved, which takes four times as long; `roughly` cubic there, too.

    What lies outside the old picture is black, except for less than a pixel along its edge. Colours count by their
    matte where there is one.
    """
    if pixels.shape[2] == 3:
        return _drawn(pixels, framing, roughly=roughly)
    matte = cv2.extractChannel(pixels, 3)
    drawn = _drawn(_shared(cv2.multiply, pixels, matte, matte), framing, roughly=roughly)
    matte = np.clip(cv2.extractChannel(drawn, 3), 0, 1)
    return _shared(cv2.divide, drawn, np.maximum(matte, np.float32(1e-4)), matte)


def _shared(how: Callable[..., Any], pixels: Linear, share: Array, matte: Array) -> Linear:
    """Colours multiplied with a share for each pixel, or divided by it, and a matte beside them; NumPy is slower."""
    shares = cv2.merge([share] * 4)
    return np.asarray(cv2.insertChannel(matte, how(pixels, shares, dst=shares), 3), np.float32)


def _drawn(pixels: Linear, framing: Framing, *, roughly: bool) -> Linear:
    matrix = np.reshape(framing.matrix, (3, 3))
    a, b, x, c, d, y, p, q, _ = framing.matrix
    wide, high = a * framing.width, d * framing.height
    plain = b == c == p == q == 0 and min(a, d) >= 1
    if plain and all(abs(side - round(side)) < 1e-6 for side in (x, y, wide, high)):
        left, top = round(x), round(y)
        part = pixels[top : top + round(high), left : left + round(wide)]
        return np.asarray(cv2.resize(part, (framing.width, framing.height), interpolation=cv2.INTER_AREA))
    # A cubic reaches two pixels far, so where the picture shrinks more are drawn and then averaged.
    finer = max(1, math.ceil(math.sqrt(abs(a * d - b * c)) - 0.01))
    corners = matrix @ np.array([[0, framing.width] * 2, [0, 0, framing.height, framing.height], [1] * 4])
    corners = corners[:2] / corners[2]
    within = (corners > -1).all() and (corners[0] < pixels.shape[1] + 1).all()
    within = within and bool((corners[1] < pixels.shape[0] + 1).all())
    border = cv2.BORDER_REPLICATE if within else cv2.BORDER_CONSTANT
    # Where the picture is merely moved a cubic would make it softer than those that are not.
    moved = abs(a * d - b * c - 1) < MOVED and not roughly
    kind = cv2.INTER_LANCZOS4 if moved else cv2.INTER_CUBIC
    size = (framing.width * finer, framing.height * finer)
    drawn = warped(pixels, _to_corners(matrix, finer), size, border=border, kind=kind)
    if finer > 1:
        drawn = np.asarray(cv2.resize(drawn, (framing.width, framing.height), interpolation=cv2.INTER_AREA))
    return drawn


def repeated(plane: Linear, framing: Framing) -> Linear:
    """A matte (rows x columns) in a new frame, outside of the old one as it is at the edge there."""
    matrix = _to_corners(np.reshape(framing.matrix, (3, 3)), 1)
    size = (framing.width, framing.height)
    return warped(np.ascontiguousarray(plane), matrix, size, border=cv2.BORDER_REPLICATE, kind=cv2.INTER_LINEAR)


def warped(pixels: Array, matrix: Square, size: tuple[int, int], *, border: int, kind: int = cv2.INTER_CUBIC) -> Array:
    """`pixels` drawn into `size` (columns, rows); `matrix` takes new pixels to old ones, middles being whole."""
    flags = kind | cv2.WARP_INVERSE_MAP
    if np.allclose(matrix[2], (0, 0, 1), rtol=0, atol=1e-12):
        return np.asarray(cv2.warpAffine(pixels, matrix[:2], size, flags=flags, borderMode=border))
    return np.asarray(cv2.warpPerspective(pixels, matrix, size, flags=flags, borderMode=border))


def lent(
    other: Linear,
    other_lies: Matrix,
    lies: Matrix,
    shape: tuple[int, ...],
    framing: Framing | None = None,
    *,
    only: NDArray[np.bool_] | None = None,
) -> Linear:
    """The colours of `other` moved to lie on the set as a picture of `shape` does, in its new frame where one is given;
    NaN where it shows nothing, and, where `only` some places along the edges are asked for, far from those."""
    other = other[..., :3] if other.shape[2] > 3 else other
    apart = np.linalg.inv(np.reshape(other_lies, (3, 3))) @ np.reshape(lies, (3, 3))
    apart /= apart[2, 2]
    if framing is None and other.shape[:2] == shape[:2] and np.abs(apart - np.eye(3)).max() < STILL:
        return other
    to_shares = np.diag([1 / shape[1], 1 / shape[1], 1.0])
    to_pixels = np.diag([other.shape[1], other.shape[1], 1.0])
    matrix = to_pixels @ apart @ to_shares
    size = (shape[1], shape[0])
    if framing is not None:
        matrix, size = matrix @ np.reshape(framing.matrix, (3, 3)), (framing.width, framing.height)
    whole, other = _to_corners(matrix, 1), np.ascontiguousarray(other)
    if only is None:
        return _shown(other, whole, size)
    drawn = np.full((size[1], size[0], other.shape[2]), math.nan, np.float32)
    for rows, columns in strips(only, math.ceil(AROUND * size[0])):
        here = np.array([[1, 0, columns.start], [0, 1, rows.start], [0, 0, 1.0]])
        drawn[rows, columns] = _shown(other, whole @ here, (columns.stop - columns.start, rows.stop - rows.start))
    return drawn


def _shown(other: Linear, matrix: Square, size: tuple[int, int]) -> Linear:
    """What `other` shows of a new picture of `size`, NaN beyond it."""
    drawn = warped(other, matrix, size, border=cv2.BORDER_REPLICATE)
    drawn.reshape(-1, drawn.shape[2])[np.flatnonzero(_outside(other.shape, matrix, size, HALF))] = math.nan
    return drawn


def beyond(shape: tuple[int, ...], framing: Framing) -> NDArray[np.bool_]:
    """Which pixels of a new frame a picture of `shape` does not show whole."""
    matrix = _to_corners(np.reshape(framing.matrix, (3, 3)), 1)
    return _outside(shape, matrix, (framing.width, framing.height), WHOLE)


def _outside(shape: tuple[int, ...], matrix: Square, size: tuple[int, int], least: float) -> NDArray[np.bool_]:
    """Which pixels of a new picture show less than the share `least` of one of a picture of `shape`."""
    if _well_within(shape, matrix, size):
        return np.zeros((size[1], size[0]), bool)
    ones = np.ones(shape[:2], np.float32)
    shown = warped(ones, matrix, size, border=cv2.BORDER_CONSTANT, kind=cv2.INTER_LINEAR)
    return np.asarray(shown < least)


def _well_within(shape: tuple[int, ...], matrix: Square, size: tuple[int, int]) -> bool:
    """Whether a new picture lies inside one of `shape`, a pixel from its edges: so it does if its corners do."""
    last = np.array([size[0] - 1, size[1] - 1])
    corners = matrix @ np.array([[0, last[0], 0, last[0]], [0, 0, last[1], last[1]], [1.0] * 4])
    if corners[2].min() <= 0:
        return False
    x, y = corners[:2] / corners[2]
    return bool(min(x.min(), y.min()) >= 1 and x.max() <= shape[1] - 2 and y.max() <= shape[0] - 2)


def moved_to(framing: Framing, rows: slice, columns: slice) -> Framing:
    """The framing of these rows and columns of the new frame alone."""
    here = np.array([[1, 0, columns.start], [0, 1, rows.start], [0, 0, 1.0]])
    matrix = (np.reshape(framing.matrix, (3, 3)) @ here).ravel()
    width, height = columns.stop - columns.start, rows.stop - rows.start
    return Framing(matrix=tuple(float(value) for value in matrix), width=width, height=height)


def _to_corners(matrix: Square, finer: int) -> Square:
    """The same mapping, `finer` times finer, for OpenCV, which has the middle of pixel (0, 0) at (0, 0)."""
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    back = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
    return np.asarray(back @ matrix @ np.diag([1 / finer, 1 / finer, 1]) @ half)
