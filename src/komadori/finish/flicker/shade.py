"""What lamps do not explain and is smooth all the same: the animator's shadow, a body that takes light from the set.

A shadow leaves the set's fine detail as it is and darkens it evenly; a puppet brings its own. So what is left of the
light is looked at for patches that agree with their neighbours, first generously, then narrowly, and smoothed over
them. What stays from picture to picture was meant.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.robust import biweight, middle

Floats = NDArray[np.float32]

CAUTIONS = (0.8, 0.4, 0.25)
"""Stops that a patch may be off its neighbours and still count, one after the other."""
ROUGH = 0.12
"""Stops between patches side by side: more is another thing, not another light."""
SMOOTH = 16
"""A shadow's edge is softer than the picture's width by this."""
NOTHING = 0.01
"""Stops, at the darkest twentieth: less is left alone."""
NEAR = 5
"""Pictures either side from which it is told what stays."""
FINEST = 4
"""Patches to which shadows are told."""


def shades(left: Floats, trust: Floats) -> Floats:
    """The shadows in stops, pictures x rows x columns; `left` likewise, what the lamps leave, 0 where `trust` is."""
    smooth = np.stack([evenly(one, sure) for one, sure in zip(left, trust, strict=True)])
    small = np.stack([_resized(one, _grid(left.shape)) for one in smooth])
    fast = np.empty_like(small)
    for at in range(len(small)):
        near = np.arange(max(0, at - NEAR), min(len(small), at + NEAR + 1))
        fast[at] = small[at] - middle(small[near], axis=0)
    strong = np.quantile(np.abs(fast.reshape(len(fast), -1)), 0.95, axis=1)
    return fast * np.clip(strong / NOTHING - 1, 0, 1).astype(np.float32)[:, None, None]


def _grid(shape: tuple[int, ...]) -> tuple[int, int]:
    return max(2, shape[1] // FINEST), max(2, shape[2] // FINEST)


def _resized(values: Floats, shape: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(values, shape[::-1], interpolation=cv2.INTER_AREA), np.float32)


def evenly(left: Floats, trust: Floats) -> Floats:
    """The smooth part of one picture's `left` (rows x columns), as far as `trust` (likewise) goes."""
    rows, columns = left.shape
    near = cv2.blur(trust, (3, 3)) + np.float32(1e-6)
    rough = left - cv2.blur(left * trust, (3, 3)) / near
    sure = trust * biweight(rough / np.float32(ROUGH))
    # What is so smooth is told as well by half as many rows and columns.
    half = max(1, rows // 2), max(1, columns // 2)
    heavy = _resized(sure * left, half)
    sure = _resized(sure, half)
    seen = heavy / np.maximum(sure, np.float32(1e-6))
    found = np.zeros_like(seen)
    for caution in CAUTIONS:
        weight = biweight((seen - found) / np.float32(caution))
        around = cv2.GaussianBlur(sure * weight, (0, 0), half[1] / SMOOTH)
        found = cv2.GaussianBlur(heavy * weight, (0, 0), half[1] / SMOOTH) / (around + np.float32(0.02))
    return np.asarray(cv2.resize(found, (columns, rows)), np.float32)
