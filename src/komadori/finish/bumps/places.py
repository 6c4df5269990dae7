"""Where the pictures of a take lie in its set: each against the first, or by way of the one before.

A place is told by the four corners of the picture: where they lie in the first picture of the scene, in pixels of a
picture `WIDE` wide. All that is done with places, means and smooth ways, is then the same for every kind of movement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import HERE, Matrix
from komadori.picture.registration import Registration

Floats: TypeAlias = NDArray[np.float64]
Measure: TypeAlias = NDArray[np.float64]
"""FIELDS numbers, or none where nothing was measured."""

WIDE = 1920.0
"""Pixels of width that places are told in."""
FIELDS, FIRST, PREVIOUS = 26, slice(1, 13), slice(13, 25)
"""Numbers of a measure: height by width; then against the first picture and the one before each the mapping, 3 x 3 in
shares of the width, the share that agrees, the error in shares of the width, and whether a tilt was told too badly to
be taken (1) or not (0), NaN where nothing was told; and the picture's mean, by which it is known again."""
DIGITS = 6
"""Decimals of a mapping's numbers: 0.002 pixels of a picture of WIDE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a picture lies: in the `scene` that begins with the picture of that number, at `corners` (8 numbers);
    `uncertain` is its error in pixels, and `plain` as in Registration."""

    scene: int
    corners: Floats
    uncertain: float
    plain: bool = False


def measured(shape: float, mean: float, first: Registration | None, previous: Registration | None) -> Measure:
    """What is kept of a picture: `shape`, its height by its width, its mean, and how it lies beside two others."""
    numbers = np.full(FIELDS, np.nan)
    numbers[0], numbers[-1] = shape, mean
    for fields, found in ((FIRST, first), (PREVIOUS, previous)):
        if found is not None:
            numbers[fields] = *found.matrix.ravel(), found.share, found.uncertain, found.plain
    return numbers


def shape_of(measure: Measure) -> float:
    """Height by width."""
    return float(measure[0]) if len(measure) else 1.0


def placed(measures: Sequence[Measure], before: Sequence[int]) -> list[Place]:
    """Where each picture lies; `before` is the number of the one before it, its own for none.

    One that lies beside neither begins a scene of its own.
    """
    found: list[Place] = []
    for number, measure in enumerate(measures):
        shape = shape_of(measure)
        ways = []
        one, other = (measure[fields] if len(measure) else np.full(12, np.nan) for fields in (FIRST, PREVIOUS))
        if np.isfinite(one).all():
            ways.append((one[10] * WIDE, found[0].scene if found else 0, one[:9].reshape(3, 3), one[11] > 0))
        if np.isfinite(other).all() and before[number] < number:
            last = found[before[number]]
            error = np.hypot(last.uncertain, other[10] * WIDE)
            matrix = matrix_of(last.corners, shape) @ other[:9].reshape(3, 3)
            ways.append((error, last.scene, matrix, last.plain or other[11] > 0))
        if ways:
            error, scene, matrix, plain = min(ways, key=lambda one: float(one[0]))
            corners = corners_of(matrix, shape)
            found.append(Place(scene=scene, corners=corners, uncertain=float(error), plain=bool(plain)))
        else:
            found.append(Place(scene=number, corners=base(shape), uncertain=0.0))
    return found


def base(shape: float) -> Floats:
    """The corners of a picture that lies where the set's first picture does; `shape` is height by width."""
    high = WIDE * shape
    return np.array([0, 0, WIDE, 0, 0, high, WIDE, high])


def corners_of(matrix: Floats, shape: float) -> Floats:
    """Where a mapping in shares of the width takes the corners."""
    moved = np.c_[base(shape).reshape(4, 2) / WIDE, np.ones(4)] @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:] * WIDE).ravel()


def matrix_of(corners: Floats, shape: float) -> Floats:
    """The mapping, 3 x 3 in shares of the width, that takes the corners there."""
    rows = []
    there = corners.reshape(4, 2) / WIDE
    for (x, y), (u, v) in zip(base(shape).reshape(4, 2) / WIDE, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return np.append(np.linalg.solve(np.array(rows), there.ravel()), 1).reshape(3, 3)


def rounded(matrix: Floats) -> Matrix:
    """As numbers to keep."""
    numbers = np.round(matrix / matrix[2, 2], DIGITS) + 0.0
    return HERE if (numbers == np.eye(3)).all() else tuple(float(number) for number in numbers.ravel())
