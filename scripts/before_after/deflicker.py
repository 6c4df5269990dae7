"""An evening room with lamps that flicker: the picture is put together of strips, each from the next of 32 pictures."""

import numpy as np
from bench.deflicker import steadied
from bench.flicker_stage import shot
from numpy.typing import NDArray

COUNT = 32


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB."""
    pictures = shot(COUNT, size=(960, 540))
    after = [(one // 257).astype(np.uint8) for one in steadied(pictures, wanted="constant")]
    return strips(pictures), strips(after)


def strips(pictures: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """A strip from left to right of each picture."""
    edges = np.linspace(0, pictures[0].shape[1], len(pictures) + 1).astype(int)
    parts = [one[:, a:b] for one, a, b in zip(pictures, edges[:-1], edges[1:], strict=True)]
    return np.concatenate(parts, axis=1)
