"""A clock painted into the top rows of a picture, so that whoever shows it can tell how old it is.

Forty black and white fields from left to right, the highest bit first: Unix time in milliseconds, of which forty bits
last for 34 years before they begin again.
"""

import numpy as np
from numpy.typing import NDArray

BITS = 40
ROWS = 16
"""Rows of pixels painted over: two blocks of JPEG, so that no field is blurred by what is below."""

_FIELDS = np.arange(BITS)


def paint_clock(pixels: NDArray[np.uint8], milliseconds: int) -> None:
    """Paint a time over the top rows of height × width × 3 `pixels`, which are changed."""
    bits = (milliseconds >> (BITS - 1 - _FIELDS)) & 1
    row = np.repeat(bits, np.diff(_edges(pixels.shape[1]))).astype(np.uint8) * 255
    pixels[:ROWS] = row[None, :, None]


def read_clock(pixels: NDArray[np.uint8]) -> int:
    """The time painted into a picture, in milliseconds modulo 2**40; it outlasts JPEG and scaling down by half."""
    height, width = pixels.shape[:2]
    edges = _edges(width)
    middles = (edges[:-1] + edges[1:]) // 2
    # The picture may be shown smaller than it was painted: a row that is well inside at half the height.
    row = pixels[min(height - 1, ROWS // 4)].reshape(width, -1).mean(axis=-1)
    told = 0
    for bit in row[middles] > 127:
        told = told << 1 | int(bit)
    return told


def age(painted: int, milliseconds: int) -> int:
    """How many milliseconds before `milliseconds`, Unix time, the time `painted` was."""
    return (milliseconds - painted) % (1 << BITS)


def _edges(width: int) -> NDArray[np.int64]:
    return np.arange(BITS + 1) * width // BITS
