"""A bright scene, a stop and a half over: clipped as sRGB has it, and through the ACES view, which rolls off."""

import tempfile
from pathlib import Path

import numpy as np
from finished_pictures import finished
from numpy.typing import NDArray

from komadori.picture import read, write
from komadori.picture.colour import to_light

PHOTOGRAPH = Path(__file__).resolve().parents[2] / "examples/first-light/take/IMG_0001.jpg"
OVER = np.float32(2**1.5)


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bright.exr"
        write(path, to_light(read(PHOTOGRAPH).data, "srgb") * OVER, encoding="linear")
        (before,) = finished([path], [])
        (after,) = finished([path], [{"use": "view"}])
    return before, after
