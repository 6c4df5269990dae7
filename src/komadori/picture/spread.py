"""What is known at some pixels, spread over those where it is not."""

from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float32]

SMALLEST = 4
"""Pixels of a side below which nothing is made smaller."""
FULL = 1e-3
"""Weight from which a pixel counts as known."""


def spread(values: Floats, weight: Floats) -> Floats:
    """`values` (h x w x c) where `weight` (h x w, 0..1) is 1, and towards 0 the mean of what is known around.

    Every gap is filled from the smallest surroundings in which anything is known; where nothing is known at all the
    result is 0. Source: push-pull, Gortler and others, The Lumigraph, SIGGRAPH 1996.
    """
    sums = values * weight[..., None]
    levels = [(sums, weight)]
    while min(levels[-1][1].shape) > SMALLEST:
        sums, weight = (np.asarray(cv2.pyrDown(each), np.float32) for each in levels[-1])
        sums = sums.reshape(*weight.shape, -1)
        # What a few pixels tell is believed as much as what all do.
        grown = np.minimum(1, 4 * weight)
        levels.append((sums * _ratio(grown, weight)[..., None], grown))
    filled = _mean(*levels.pop())
    while levels:
        sums, weight = levels.pop()
        coarse = cv2.pyrUp(filled, dstsize=(weight.shape[1], weight.shape[0])).reshape(sums.shape)
        filled = sums + (1 - weight)[..., None] * coarse
    return np.asarray(filled, np.float32)


def _mean(sums: Floats, weight: Floats) -> Floats:
    whole = np.maximum(weight.sum(), FULL)
    mean = sums.reshape(-1, sums.shape[2]).sum(axis=0) / whole
    return np.asarray(sums + (1 - np.minimum(weight, 1))[..., None] * mean, np.float32)


def _ratio(grown: Floats, weight: Floats) -> Floats:
    return np.asarray(np.where(weight > 1e-6, grown / np.maximum(weight, 1e-6), 0), np.float32)
