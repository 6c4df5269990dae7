"""Curves over light: each channel of each pixel changed by itself, quickly."""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.colour import rounded16

Linear: TypeAlias = NDArray[np.float32]
Curve: TypeAlias = Callable[[Linear], Linear]
"""Takes light, any shape x 3, and gives other light of the same shape, channel by channel and pixel by pixel."""

WORTH_A_TABLE = 4 * 65536
"""Pixels from which on a table is quicker than the curve itself."""


def bent(pixels: Linear, curve: Curve) -> Linear:
    """`curve` of scene-linear `pixels`, height x width x 3; of large pictures by a table over the root of light.

    Its 65,536 steps are finer than a 16-bit sRGB code from code 200 of those on, and finer than any noise below. What
    lies outside 0..1 is bent exactly.
    """
    if pixels.shape[0] * pixels.shape[1] < WORTH_A_TABLE:
        return np.asarray(curve(pixels), np.float32)
    roots = rounded16(np.asarray(cv2.sqrt(cv2.threshold(pixels, 0, 0, cv2.THRESH_TOZERO)[1])))
    ramp = (np.arange(65536, dtype=np.float32) / np.float32(65535)) ** 2
    table = np.asarray(curve(np.repeat(ramp[:, None, None], 3, axis=2)), np.float32)
    out = np.asarray(cv2.LUT(roots, table), np.float32)
    if pixels.max() > 1 or pixels.min() < 0:
        beyond = ((pixels < 0) | (pixels > 1)).any(axis=2)
        out[beyond] = curve(pixels[beyond][:, None])[:, 0]
    return out
