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
    ordered = np.sort(values, axis=-1)
    size = ordered.shape[-1]
    # What is no number comes last.
    if size and not np.isnan(ordered[..., -1]).any():
        return np.asarray((ordered[..., (size - 1) // 2] + ordered[..., size // 2]) / 2, np.float32)
    count = (~np.isnan(ordered)).sum(axis=-1, keepdims=True)
    low, high = (
        np.take_along_axis(ordered, np.clip(at, 0, size - 1), axis=-1)[..., 0] for at in ((count - 1) // 2, count // 2)
    )
    # Of none both are no number.
    return np.asarray((low + high) / 2, np.float32)


def biweight(off: Floats) -> NDArray[np.float32]:
    """Tukey's weights of deviations in multiples of what is the farthest to count; NaN counts nothing."""
    near = np.square(off, dtype=np.float32)
    np.subtract(1, near, out=near)
    # Of what is no number and 0 the larger is 0.
    np.fmax(near, 0, out=near)
    return np.asarray(np.square(near, out=near), np.float32)
