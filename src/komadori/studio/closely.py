"""A finished picture looked at closely: parts of it at its own size, pixel by pixel."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

WIDEST = 8192
"""Pixels of a part each way: the largest screen there is, with what lies around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A part as large as `width` and `height` in pixels around a place in shares of the picture's width and height."""

    x: float
    y: float
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part as PNG. `place` is in pixels, "left top width height", the last two those of the whole picture."""

    png: bytes
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A finished picture, rows x columns x 3 of 8-bit sRGB codes, under the name of what it was made of."""

    name: str
    codes: NDArray[np.uint8]

    def part(self, around: Around) -> Part:
        """What is asked for, moved so far that all of it lies in the picture."""
        high, wide = self.codes.shape[:2]
        left, top = _begin(around.x, around.width, wide), _begin(around.y, around.height, high)
        cut = self.codes[top : top + around.height, left : left + around.width]
        # It travels a few steps only, so little is given for a smaller file.
        _, png = cv2.imencode(".png", cv2.cvtColor(cut, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1])
        return Part(png=png.tobytes(), place=f"{left} {top} {wide} {high}")


def _begin(share: float, size: int, whole: int) -> int:
    return max(0, min(whole - size, round(share * whole - size / 2)))
