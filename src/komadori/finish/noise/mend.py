"""Filling small holes from what is around them, along the way in which the picture changes least."""

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Linear

Places = NDArray[np.intp]

FURTHEST = 6
"""Pixels from a hole's pixel to which whole ones are looked for."""
WAYS = ((0, 1), (1, 0), (1, 1), (1, -1))
EVEN = 1e-3
"""Difference of light, as square roots, that counts as none."""


def mended(pixels: Linear, x: Places, y: Places, radius: Places) -> Linear:
    """A copy of a picture with the pixels within `radius` (n, squares of 2 radius + 1) of each place filled.

    Each is drawn from the nearest whole pixels on both sides, along the rows, columns and diagonals; those along which
    both sides agree count most.
    """
    holes = np.zeros(pixels.shape[:2], np.uint8)
    for column, row, far in zip(x, y, radius, strict=True):
        holes[max(0, row - far) : row + far + 1, max(0, column - far) : column + far + 1] = 1
    rows, columns = np.nonzero(holes)
    done = pixels.copy()
    done[rows, columns] = _drawn(pixels, holes, rows, columns)
    return done


def _drawn(pixels: Linear, holes: NDArray[np.uint8], rows: Places, columns: Places) -> Linear:
    total = np.zeros((len(rows), 3), np.float32)
    weight = np.zeros((len(rows), 1), np.float32)
    for down, right in WAYS:
        (one, far, has), (other, further, also) = (
            _nearest(pixels, holes, rows, columns, sign * down, sign * right) for sign in (1, -1)
        )
        both = (has & also)[:, None]
        apart = np.sqrt(np.maximum(one, 0)) - np.sqrt(np.maximum(other, 0))
        share = (further / np.maximum(far + further, 1))[:, None]
        between = np.where(both, one * share + other * (1 - share), np.where(has[:, None], one, other))
        length = np.float32(np.hypot(down, right)) * (far + further)[:, None]
        agree = 1 / (EVEN + (apart**2).sum(axis=1, keepdims=True)) / length
        # What is seen on one side only counts a little, for where nothing better is.
        trust = np.where(both, agree, np.where((has | also)[:, None], 1e-3, 0)).astype(np.float32)
        total += trust * between
        weight += trust
    return np.where(weight > 0, total / np.maximum(weight, 1e-12), pixels[rows, columns]).astype(np.float32)


def _nearest(
    pixels: Linear, holes: NDArray[np.uint8], rows: Places, columns: Places, down: int, right: int
) -> tuple[Linear, NDArray[np.float32], NDArray[np.bool_]]:
    """The nearest whole pixel one way: its light, how many steps away, and whether there is one."""
    high, wide = holes.shape
    light = np.zeros((len(rows), 3), np.float32)
    steps = np.zeros(len(rows), np.float32)
    for step in range(1, FURTHEST + 1):
        y, x = rows + step * down, columns + step * right
        inside = (y >= 0) & (y < high) & (x >= 0) & (x < wide) & (steps == 0)
        whole = inside.copy()
        whole[inside] = holes[y[inside], x[inside]] == 0
        light[whole] = pixels[y[whole], x[whole]]
        steps[whole] = step
    return light, np.maximum(steps, 1), steps > 0


def inpainted(pixels: Linear, hole: NDArray[np.bool_]) -> Linear:
    """A copy of a picture with a larger hole filled softly from its rim: wide averages of what is whole, then finer
    ones where these reach (pull and push: Gortler et al., The Lumigraph, 1996)."""
    done = pixels.copy()
    whole = (~hole).astype(np.float32)
    known = whole[..., None] * pixels
    sigma = max(1.0, float(np.sqrt(hole.sum())))
    while sigma >= 0.5:
        total = cv2.GaussianBlur(whole, (0, 0), sigma)[..., None]
        near = cv2.GaussianBlur(known, (0, 0), sigma) / np.maximum(total, 1e-6)
        trust = np.minimum(1, total * 8)
        done[hole] = (done * (1 - trust) + near * trust)[hole] if sigma < np.sqrt(hole.sum()) else near[hole]
        sigma /= 2
    return done
