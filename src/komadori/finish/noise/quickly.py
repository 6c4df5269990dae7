"""Averaging for someone who moves sliders and looks: noise is told pixel by pixel, and what it hangs on and the windows
that it is added up over in half as many rows and columns."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.noise.average import (
    BAND,
    BASE,
    HALF,
    NOTHING,
    SINGLE,
    Plane,
    cells_of,
    judged,
    lighter,
    lit,
    shown,
    squares,
)
from komadori.finish.noise.model import BUSY, WAVE, Noise, busyness, sharpness
from komadori.finish.operation import Linear
from komadori.picture.bands import in_bands

Array: TypeAlias = NDArray[Any]
FINE = 1280
"""Pixels of width from which on a picture is averaged so."""
APART = 4
"""Rows from one to the next of those that broad strokes of light are told by."""
SIDES = {5: 3, 11: 5, 25: 13}
"""Pixels a side of the windows of `average`, and of the same here."""


def averaged_quickly(
    pixels: Linear,
    others: Sequence[Callable[[], Linear]],
    noise: Noise,
    kept: Callable[[int, str, Callable[[], Array]], Array],
    *,
    share: float = 1.0,
) -> tuple[Linear, Plane]:
    """As `average.averaged`; `kept` keeps what is told of each of `others`, under a name, so that for one more
    only that one is told. As many of them at once as OpenCV has threads."""
    here, scale = _broad(pixels), _Once(lambda: _in_noise(pixels, noise, share))

    def told(at: int) -> tuple[Linear, Array]:
        other = np.asarray(others[at](), np.float32)
        field = kept(at, "light", lambda: lighter(here, _broad(other)))
        matched = lit(other, field)
        if matched is other:
            matched = shown(other)
        else:
            cv2.patchNaNs(matched, NOTHING)
        same = kept(at, "same", lambda: _alike(pixels, matched, scale()))
        return matched, same

    mean, weight = pixels.copy(), np.full(pixels.shape[:2], np.float32(1))

    def blend(matched: Linear, same: Array, rows: slice) -> None:
        light, count = mean[rows], weight[rows]
        more = np.asarray(cv2.multiply(same[rows], 1 / 255, dtype=cv2.CV_32F))  # type: ignore[call-overload]
        cv2.blendLinear(light, matched[rows], BASE * count, BASE * more, dst=light)
        cv2.add(count, more, dst=count)

    with ThreadPoolExecutor(max(1, min(cv2.getNumThreads(), len(others)))) as pool:
        for matched, same in pool.map(told, range(len(others))):
            in_bands(pixels.shape, partial(blend, matched, same))
    return mean, weight


class _Once:
    """What `make` gives, made when it is first asked for, by whichever thread."""

    def __init__(self, make: Callable[[], Array]) -> None:
        self._make, self._lock, self._made = make, Lock(), list[Array]()

    def __call__(self) -> Array:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


def _broad(pixels: Linear) -> Linear:
    """As `average.cells_of`, by a few of the rows."""
    return cells_of(pixels[::APART], pixels.shape)


def _in_noise(pixels: Linear, noise: Noise, share: float) -> Linear:
    """As `average.in_noise`, but for the light and the texture around each pixel told more coarsely."""
    high, wide = pixels.shape[:2]
    half = (max(1, wide // 2), max(1, high // 2))
    smooth = np.maximum(cv2.blur(cv2.resize(pixels, half, interpolation=cv2.INTER_AREA), (3, 3)), 0)
    codes = cv2.multiply(cv2.sqrt(smooth), 255.0, dtype=cv2.CV_8U)  # type: ignore[call-overload]
    scale = np.asarray(cv2.LUT(np.asarray(codes), sharpness(noise, share)), np.float32)
    if noise.busy.any():
        size = (max(1, wide // HALF), max(1, high // HALF))
        there = cv2.resize(scale, size, interpolation=cv2.INTER_AREA)
        cells = cv2.transform(_energy(pixels, size) * there * there, np.full((1, 3), 2 / 3, np.float32))
        more = np.interp(busyness(cv2.blur(cells, (3, 3))), np.arange(BUSY), noise.busy)
        eased = cv2.resize((2.0 ** (-more / 2)).astype(np.float32), half, interpolation=cv2.INTER_LINEAR)
        scale = np.asarray(cv2.multiply(scale, cv2.merge([eased] * 3), dst=scale))
    return np.asarray(cv2.resize(scale, (wide, high), interpolation=cv2.INTER_LINEAR))


def _energy(pixels: Linear, size: tuple[int, int]) -> Linear:
    """What is busy in a picture, in cells (columns, rows of them): of every other row."""
    rows = []
    for top in range(0, len(pixels), BAND):
        part = pixels[max(0, top - 1) : top + BAND + 1]
        waves = np.asarray(cv2.filter2D(part, -1, WAVE, borderType=cv2.BORDER_REFLECT))
        waves = waves[min(1, len(waves) - 1) : BAND : 2]
        high = max(1, 2 * len(waves) // HALF)
        rows.append(cv2.resize(cv2.multiply(waves, waves), (size[0], high), interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.resize(np.concatenate(rows), size, interpolation=cv2.INTER_AREA), np.float32)


def _alike(pixels: Linear, other: Linear, scale: Linear) -> Array:
    """As `average.alike`, of 255: the windows' means taken in half as many rows and columns."""
    high, wide = pixels.shape[:2]
    square = squares(pixels, other, scale)
    half = (max(1, wide // 2), max(1, high // 2))
    small = np.asarray(cv2.resize(square, half, interpolation=cv2.INTER_AREA), np.float32)
    noise, windows = judged(cells_of(small, square.shape))
    same = np.full(small.shape, np.float32(255))
    for window in windows:
        side, slope = SIDES[window.side], -255 / ((window.none - window.whole) * noise)
        mean = cv2.blur(small, (side, side))
        likely = cv2.addWeighted(mean, slope, mean, 0, -window.none * noise * slope, dst=mean)
        same = np.asarray(cv2.min(same, likely, dst=same))
    # As bytes it takes a quarter of the room, and of the time.
    codes = np.asarray(cv2.convertScaleAbs(np.maximum(same, 0, out=same)), np.uint8)
    drawn = cv2.resize(codes, (wide, high), interpolation=cv2.INTER_LINEAR)
    single = cv2.compare(square, SINGLE * noise, cv2.CMP_LT)  # type: ignore[call-overload]
    return np.asarray(cv2.erode(cv2.bitwise_and(drawn, single, dst=drawn), np.ones((3, 3), np.uint8)))
