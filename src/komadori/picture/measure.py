"""How light pictures are: every patch of the set is a light meter of its own.

Everything takes proxies: height x width x 3 uint8 sRGB, as `read_proxy` gives them; a few hundred pixels a side
are enough. Light is told in stops (log2) below full white, because exposure then is a plain addition.
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture import colour
from komadori.picture.still import Array

Floats = NDArray[np.floating[Any]]

DARKEST = 2.0**-12
"""Linear light below which an 8-bit picture tells nothing: it keeps the logarithm finite."""
CLIPPED = 254
"""The code from which a channel has lost its detail."""
CLIPPED_SHARE = 0.02
"""Share of a patch that may be clipped before its mean tells nothing."""
PATCHES = (64, 36)
"""Columns and rows of light meters: enough that a puppet covers few of them, each large enough to be free of noise."""
MOST_PICTURES = 48
"""Pictures of a take that suffice to see the set without its puppets."""


def patches(proxy: Array) -> Floats:
    """A picture as light meters: 36 x 64 x 4 stops of luminance, red, green and blue; NaN where clipped or black."""
    linear = colour.to_light(proxy, "srgb")
    all_four = np.dstack([colour.luminance(linear), linear])
    mean = cv2.resize(all_four, PATCHES, interpolation=cv2.INTER_AREA)
    clipped = cv2.resize(np.asarray((proxy >= CLIPPED).any(axis=2), np.float32), PATCHES, interpolation=cv2.INTER_AREA)
    usable = (clipped < CLIPPED_SHARE) & (mean > DARKEST).all(axis=2)
    return np.asarray(np.where(usable[..., None], np.log2(np.maximum(mean, DARKEST)), np.nan))


def bare_set(meters: Sequence[Floats]) -> Floats:
    """The set without its puppets: each patch's median over some pictures' `patches`, each freed of its exposure first.

    A puppet in front of a patch in fewer than half of the pictures leaves no trace.
    """
    freed = np.stack([patch - _middle(patch.reshape(-1, 4), axis=0) for patch in meters])
    return _middle(freed, axis=0)


def light_against(meter: Floats, bare: Floats) -> Floats:
    """How much lighter a picture's `patches` are than the bare set: four stops, luminance, red, green, blue.

    The median over the patches: what moves over fewer than half of them does not count.
    """
    return _middle((meter - bare).reshape(-1, 4), axis=0)


def _middle(values: Floats, *, axis: int) -> Floats:
    """The median along `axis` of what is not NaN. np.nanmedian does the same, many times slower."""
    count = (~np.isnan(values)).sum(axis=axis, keepdims=True)
    last = np.asarray(values.shape[axis] - 1)
    ordered = np.sort(values, axis=axis)
    low, high = (np.take_along_axis(ordered, np.clip(at, 0, last), axis=axis) for at in ((count - 1) // 2, count // 2))
    return np.asarray(np.squeeze((low + high) / 2, axis=axis))


def fast(series: Floats) -> Floats:
    """The part of each series (first axis time) that changes from picture to picture."""
    return np.asarray((series[1:-1] - (series[:-2] + series[2:]) / 2) * np.sqrt(2 / 3))


def rms(values: Floats) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(values))))
