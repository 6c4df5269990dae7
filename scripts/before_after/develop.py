"""RAW of one take whose camera changed its mind about the white: as it noted it, and all by the first picture's."""

import tempfile
from pathlib import Path

import cv2
import numpy as np
from finished_pictures import finished
from numpy.typing import NDArray
from tests.samples import dng

from komadori.picture import read
from komadori.picture.colour import to_light

CLEAN = Path(__file__).resolve().parents[2] / "examples/badger-and-vole/clean"
NOTED = ((0.5, 1.0, 0.625), (0.46, 1.0, 0.7), (0.55, 1.0, 0.55), (0.49, 1.0, 0.64))
"""What the camera noted with each picture; the light was the same."""


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB: four pictures in a row."""
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for number, neutral in enumerate(NOTED, 1):
            light = to_light(read(CLEAN / f"{number:04d}.jpg").data, "srgb") * np.float32(0.8)
            paths.append(Path(name) / f"{number}.dng")
            dng(paths[-1], cv2.GaussianBlur(light, (0, 0), 0.6), noted=neutral)
        each = finished(paths, [{"use": "develop", "white_balance": "each"}])
        alike = finished(paths, [{"use": "develop", "white_balance": "first"}])
    return np.hstack(each), np.hstack(alike)
