"""Afternoon graded to evening: blue lifted into the shadows, highlights kept warm, more contrast."""

from pathlib import Path

import numpy as np
from finished_pictures import finished
from numpy.typing import NDArray

from komadori.picture import read

PHOTOGRAPH = Path(__file__).resolve().parents[2] / "examples/first-light/take/IMG_0001.jpg"
EVENING = {
    "use": "grade",
    "gamma": 0.84,
    "gain_red": 1.02,
    "gain_blue": 0.86,
    "lift_blue": 0.035,
    "contrast": 1.12,
    "curve": "0 0, 0.25 0.21, 0.75 0.76, 1 0.97",
}


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    (after,) = finished([PHOTOGRAPH], [EVENING])
    return read(PHOTOGRAPH).data, after
