"""A set lit by tungsten lamps and shot for daylight, balanced by a place that is grey."""

import tempfile
from pathlib import Path

import numpy as np
from finished_pictures import finished
from numpy.typing import NDArray

from komadori.picture import read, write
from komadori.picture.colour import to_codes, to_light
from komadori.picture.white import lamp

PHOTOGRAPH = Path(__file__).resolve().parents[2] / "examples/badger-and-vole/clean/0012.jpg"


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    tungsten = lamp(3400, 4) / lamp(6500, 0) * 0.82
    warm = to_codes((to_light(read(PHOTOGRAPH).data, "srgb") * tungsten).astype(np.float32), "srgb", 8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warm.png"
        write(path, warm, format="png8")
        (after,) = finished([path], [{"use": "balance", "temperature": 3400, "tint": 4, "exposure": 0.3}])
    return warm, after
