"""The badger's face at ISO 3200, four times as large: the wall loses its noise, the felt none of its fibres."""

import cv2
import numpy as np
from bench.grain import applied, solved
from bench.grain_stage import lit, noisy
from numpy.typing import NDArray

from komadori.finish.ops.denoise import OPERATION
from komadori.picture.colour import to_codes

PART = (slice(90, 330), slice(210, 530))
TIMES = 4


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    shot = [one.picture for one in noisy(lit(9), iso=3200)]
    done = applied(OPERATION, shot, solved(OPERATION, shot, pictures=6), pictures=6)
    return enlarged(shot[4]), enlarged(done[4])


def enlarged(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The part that is shown, each pixel a square."""
    part = np.ascontiguousarray(to_codes(light, "srgb", 8)[PART])
    return np.asarray(cv2.resize(part, None, fx=TIMES, fy=TIMES, interpolation=cv2.INTER_NEAREST), np.uint8)
