"""Dust before the sensor, told by a flat plate, and crumbs that lay on the set in one picture; three times as large."""

import cv2
import numpy as np
from bench.grain import Held, applied, solved
from bench.grain_stage import dust, lit
from numpy.typing import NDArray

from komadori.finish.ops.dust import OPERATION
from komadori.picture.colour import to_codes

PART = (slice(30, 270), slice(40, 440))
CRUMBS = ((110, 60, 3), (300, 90, 2), (330, 160, 3), (200, 40, 2))
"""Column and row in the part, and radius."""
TIMES = 3


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    lights = lit(9)
    shot = [one.picture for one in dust(lights, 120)]
    for x, y, radius in CRUMBS:
        at = (x + PART[1].start, y + PART[0].start)
        cv2.ellipse(shot[4], at, (radius + 1, radius), 30, 0, 360, (0.03, 0.02, 0.015), -1, cv2.LINE_AA)
    plate = dust(lights, 120, flat=True)[0].picture
    found = solved(OPERATION, shot, held=Held(flat=plate), flat="flat.png")
    return enlarged(shot[4]), enlarged(applied(OPERATION, shot, found, flat="flat.png")[4])


def enlarged(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The part that is shown."""
    part = np.ascontiguousarray(to_codes(light, "srgb", 8)[PART])
    return np.asarray(cv2.resize(part, None, fx=TIMES, fy=TIMES, interpolation=cv2.INTER_CUBIC), np.uint8)
