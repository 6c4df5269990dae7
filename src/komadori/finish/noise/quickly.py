"""Averaging for someone who moves sliders and looks: noise is told pixel by pixel, and what it hangs on and the windows
that it is added up over in half as many rows and columns."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.noise.average import BASE, HALF, SINGLE, Plane, cells_of, judged, lighter, lit, shown
from komadori.finish.noise.model import BUSY, WAVE, Noise, busyness, sharpness
from komadori.finish.operation import Linear

Array: TypeAlias = NDArray[Any]
FINE = 1280
"""Pixels of width from which on a picture is averaged so."""
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
    only that one is told."""
    here, scale = cells_of(pixels), list[Linear]()
    mean, weight = pixels, np.full(pixels.shape[:2], BASE, np.float32)

    def same(matched: Linear) -> Array:
        if not scale:
            scale.append(_in_noise(pixels, noise, share))
        # So it takes a quarter of the room.
        return np.asarray(cv2.multiply(_alike(pixels, matched, scale[0]), 255.0, dtype=cv2.CV_8U))  # type: ignore[call-overload]

    for at, make in enumerate(others):
        other = shown(make())
        field = kept(at, "light", lambda other=other: lighter(here, cells_of(other)))  # type: ignore[misc]
        matched = lit(other, field)
        found = kept(at, "same", lambda matched=matched: same(matched))  # type: ignore[misc]
        more = np.asarray(cv2.multiply(found, BASE / 255, dtype=cv2.CV_32F), np.float32)  # type: ignore[call-overload]
        mean = np.asarray(cv2.blendLinear(mean, matched, weight, more))
        weight = np.asarray(cv2.add(weight, more))
    return mean, weight / np.float32(BASE)


def _in_noise(pixels: Linear, noise: Noise, share: float) -> Linear:
    """As `average.in_noise`, but for the light and the texture around each pixel told more coarsely."""
    high, wide = pixels.shape[:2]
    half = (max(1, wide // 2), max(1, high // 2))
    smooth = np.maximum(cv2.blur(cv2.resize(pixels, half, interpolation=cv2.INTER_AREA), (3, 3)), 0)
    codes = cv2.multiply(cv2.sqrt(smooth), 255.0, dtype=cv2.CV_8U)  # type: ignore[call-overload]
    scale = np.asarray(cv2.LUT(np.asarray(codes), sharpness(noise, share)), np.float32)
    if noise.busy.any():
        waves = cv2.filter2D(pixels, -1, WAVE, borderType=cv2.BORDER_REFLECT)
        size = (max(1, wide // HALF), max(1, high // HALF))
        energy = cv2.resize(cv2.multiply(waves, waves), size, interpolation=cv2.INTER_AREA)
        there = cv2.resize(scale, size, interpolation=cv2.INTER_AREA)
        cells = (energy * there * there).sum(axis=2) * np.float32(2 / 3)
        more = np.interp(busyness(cv2.blur(cells, (3, 3))), np.arange(BUSY), noise.busy)
        eased = cv2.resize((2.0 ** (-more / 2)).astype(np.float32), half, interpolation=cv2.INTER_LINEAR)
        scale = scale * eased[..., None]
    return np.asarray(cv2.resize(scale, (wide, high), interpolation=cv2.INTER_LINEAR))


def _alike(pixels: Linear, other: Linear, scale: Linear) -> Plane:
    """As `average.alike`, the windows' means taken in half as many rows and columns."""
    high, wide = pixels.shape[:2]
    apart = cv2.multiply(cv2.subtract(other, pixels), scale)
    square = cv2.transform(cv2.multiply(apart, apart, dst=apart), np.full((1, 3), 1 / 3, np.float32))
    noise, windows = judged(np.asarray(square))
    small = cv2.resize(square, (max(1, wide // 2), max(1, high // 2)), interpolation=cv2.INTER_AREA)
    same = np.ones(small.shape, np.float32)
    for window in windows:
        side, slope = SIDES[window.side], -1 / ((window.none - window.whole) * noise)
        mean = cv2.blur(small, (side, side))
        likely = cv2.addWeighted(mean, slope, mean, 0, -window.none * noise * slope)
        same = np.asarray(cv2.min(same, likely))
    drawn = cv2.resize(np.maximum(same, 0), (wide, high), interpolation=cv2.INTER_LINEAR)
    _, single = cv2.threshold(square, SINGLE * noise, 1, cv2.THRESH_BINARY_INV)
    return np.asarray(cv2.erode(cv2.multiply(drawn, single, dst=drawn), np.ones((3, 3), np.uint8)))
