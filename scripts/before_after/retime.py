"""Half way between two pictures in which a badger turns its head: a dissolve, and the frame made by optical flow."""

import numpy as np
from bench.retime import acting
from numpy.typing import NDArray

from komadori.finish.ops.retime import OPERATION
from komadori.picture.colour import to_codes

SIZE = (1280, 720)
PART = np.s_[150:600, 290:1010]


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    pictures = [light for light, _ in acting(3, SIZE)]
    between = OPERATION.between
    if between is None:
        raise ValueError("nothing is made between")
    made = [
        between(pictures[0], pictures[2], 0.5, {**OPERATION.defaults, "between": way}) for way in ("dissolve", "flow")
    ]
    before, after = (to_codes(np.clip(light, 0, 1), "srgb", 8)[PART] for light in made)
    return before, after
