"""A robin that hops on a wire, and the same without: painted over once, three pictures before."""

import tempfile
from pathlib import Path

import numpy as np
from bench.rig_takes import moving
from bench.rigs import Plates, strokes_over, taken_out
from numpy.typing import NDArray

from komadori.picture.colour import linear_to_srgb
from komadori.store.paint import paint_bytes

SIZE, FIRST, COUNT = (960, 540), 12, 6
PAINTED, SHOWN = 2, 5


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """As photographed, and finished: RGB, each 960 pixels wide."""
    take = moving(SIZE, COUNT, FIRST)
    with tempfile.TemporaryDirectory() as folder:
        paint = Path(folder) / "paint.json"
        paint.write_bytes(paint_bytes(strokes_over(take, [PAINTED])))
        done, _ = taken_out(
            take, {"paint": paint.name, "shadow": 2.0}, common=Plates({}, {"paint": (paint,)}), only=[SHOWN]
        )
    return _coded(take.pictures[SHOWN]), _coded(done[0])


def _coded(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(np.clip(linear_to_srgb(light), 0, 1) * 255).astype(np.uint8)
