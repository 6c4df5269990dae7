"""Medians of what is known, and Tukey's biweight."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

TO_SIGMA = np.float32(1.4826)
"""A median of deviations times this is one sigma of a normal distribution."""


def middle(values: Floats, axis: int) -> NDArray[np.float32]:
    """The median along `axis` of what is not NaN; NaN where nothing is. np.nanmedian does it thirty times slower."""
    values = np.moveaxis(np.asarray(values, np.float32), axis, -1)
    count = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    ordered = np.sort(values, axis=-1)
    low, high = (np.take_along_axis(ordered, np.maximum(at, 0), axis=-1) for at in ((count - 1) // 2, count // 2))
    last = values.shape[-1] - 1
    high = np.take_along_axis(ordered, np.minimum(count // 2, last), axis=-1) if last < 1 else high
    both = (low + high) / 2
    return np.asarray(np.where(count > 0, both, np.nan)[..., 0], np.float32)


def biweight(off: Floats) -> NDArray[np.float32]:
    """Tukey's weights of deviations in multiples of what is the farthest to count; NaN counts nothing."""
    near = np.maximum(1 - np.square(off, dtype=np.float32), 0)
    return np.asarray(np.nan_to_num(near * near, copy=False), np.float32)
