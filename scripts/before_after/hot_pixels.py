"""A corner of the evening room, five times as large, by a sensor with far more hot pixels than one would keep."""

import cv2
import numpy as np
from bench.grain import applied, solved
from bench.grain_stage import hot, lit
from numpy.typing import NDArray

from komadori.finish.ops.hot_pixels import OPERATION
from komadori.picture.colour import to_codes

PART = (slice(300, 450), slice(0, 240))
TIMES = 5


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    shot = [one.picture for one in hot(lit(10), 500)]
    done = applied(OPERATION, shot, solved(OPERATION, shot))
    return enlarged(shot[5]), enlarged(done[5])


def enlarged(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The part that is shown, each pixel a square."""
    part = np.ascontiguousarray(to_codes(light, "srgb", 8)[PART])
    return np.asarray(cv2.resize(part, None, fx=TIMES, fy=TIMES, interpolation=cv2.INTER_NEAREST), np.uint8)
