"""A knock: what differs between the picture before it and the one after, as shot and put back, beside the picture."""

from pathlib import Path

import cv2
import numpy as np
from finished_pictures import finished
from numpy.typing import NDArray

from komadori.picture import read

PHOTOGRAPHS = Path(__file__).resolve().parents[2] / "examples/badger-and-vole/pictures"
FIRST, COUNT, KNOCKED = 8, 10, 13
"""The pictures shown to the operation, and the first after the knock."""


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    paths = [PHOTOGRAPHS / f"IMG_{number:04d}.jpg" for number in range(FIRST, FIRST + COUNT)]
    before = [read(path).data for path in paths]
    return _shown(before), _shown(finished(paths, [{"use": "stabilise"}]))


def _shown(pictures: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    at = KNOCKED - FIRST
    one, other = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) for picture in pictures[at - 1 : at + 1])
    # The light flickers as well, which is not what is shown here.
    light = cv2.GaussianBlur(other + 8, (0, 0), 12) / cv2.GaussianBlur(one + 8, (0, 0), 12)
    apart = np.clip(4 * np.abs(other - one * light), 0, 255).astype(np.uint8)
    return np.hstack([pictures[at], np.repeat(apart[..., None], 3, axis=2)])
