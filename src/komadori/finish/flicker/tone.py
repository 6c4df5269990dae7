"""Tone that flickers: a camera's curve or an aperture's contrast, as a power of the sRGB code.

A picture whose codes e became e^(1 + slope) is slope x `leverage` stops off, to first order; `straightened` undoes it
exactly. It is told from fine detail only, where lamps, whose light is smooth, make no difference.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.meters import Stops, median
from komadori.picture.colour import linear_to_srgb, srgb_to_linear
from komadori.picture.robust import biweight

AROUND = 9
"""Patches that detail is told against."""

LEAST_DETAIL = 0.02
"""Mean square of the detail's leverage, in stops², below which a picture tells no slope."""


def slopes(off: Stops, levers: Stops, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The slope of each picture, `off` stops away from the set whose patches have `levers` (rows x columns x 3).

    `off` and `weights` are pictures x rows x columns x 3, and `off` 0 where `weights` are.
    """
    found = np.zeros(len(off), np.float32)
    for at, (apart, weight) in enumerate(zip(off, weights, strict=True)):
        share = cv2.blur(weight, (AROUND, AROUND)) + np.float32(1e-6)
        detail = levers - cv2.blur(levers * weight, (AROUND, AROUND)) / share
        fine = apart - cv2.blur(apart * weight, (AROUND, AROUND)) / share
        some = np.flatnonzero(weight)
        heavy = weight
        for _ in range(3):
            told = heavy * detail
            total = float(np.vdot(told, detail))
            if total < LEAST_DETAIL * heavy.size / 10:
                break
            found[at] = float(np.vdot(told, fine)) / total
            rest = np.abs(fine - found[at] * detail)
            spread = max(float(median(np.take(rest, some))) * 1.5, 0.002)
            heavy = weight * biweight(rest / (4.7 * spread))
    return found


def straightened(light: NDArray[np.float32], slope: float) -> NDArray[np.float32]:
    """Linear light whose codes became e^(1 + slope), with that undone; light above 1 stays."""
    if slope == 0:
        return light
    codes = linear_to_srgb(np.clip(light, 0, 1)) ** (1 / (1 + slope))
    return np.where(light > 1, light, srgb_to_linear(codes)).astype(np.float32)
