"""The edges cut off, to a shape."""

from pathlib import Path

import numpy as np
from finished_pictures import finished
from numpy.typing import NDArray

from komadori.picture import read

PHOTOGRAPH = Path(__file__).resolve().parents[2] / "examples/badger-and-vole/clean/0012.jpg"


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    (after,) = finished([PHOTOGRAPH], [{"use": "crop", "left": 12.0, "shape": "16:9"}])
    return read(PHOTOGRAPH).data, after
