"""Averaging pictures of a set that stands still, and leaving alone whatever moves.

A place of another picture counts as far as it differs from this one by no more than noise: in units of the noise the
squared differences are added up over small and large windows, where a puppet, its shadow or a stirred fibre shows long
before one sees it (a chi-square test). What fails is not averaged at all, so nothing can smear.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.noise.model import BINS, BUSY, WAVE, Noise, busyness, sharpness
from komadori.finish.operation import Linear

Plane = NDArray[np.float32]

CELL = 16
"""Pixels a side of the cells in which two pictures' light is matched and their noise held against the model."""
HALF = 8
"""Pixels a side of the cells in which texture is told: those of JPEG."""
BAND = 64
"""Rows that are reckoned with at a time."""
NOTHING = -8.0
"""A light that nothing has."""
BASE = 4096.0
"""The picture's own weight: OpenCV's blending adds a hundred-thousandth to the weights, which is nothing beside it."""
WINDOWS = (5, 11, 25)
"""Pixels a side of the windows that the test adds up over."""
SINGLE = 8.0
"""Squared difference in units of noise from which a single pixel is another thing."""
SUREST = 2.0
"""Deviations of a window's mean up to which it is noise for sure; from twice as many it is not."""
UNEVENEST = 5.0
"""How many times more than chance has it windows of nothing but noise may differ."""
UNLIKE = 0.03
"""Share of light beyond which two cells show other things, and say nothing of the light."""


@dataclass(frozen=True, slots=True)
class Window:
    """A side in pixels, and the mean squared difference, in units of noise, up to which all and from which nothing of a
    place counts."""

    side: int
    whole: float
    none: float


def averaged(pixels: Linear, others: Iterable[Linear], noise: Noise, *, share: float = 1.0) -> tuple[Linear, Plane]:
    """`pixels` with the noise averaged away over those of `others` that show the same; NaN in them shows nothing.

    `share` is how wide `pixels` are beside the pictures that `noise` was told from. Also gives how many pictures each
    place was averaged over, from 1.
    """
    scale = in_noise(pixels, noise, share)
    mean, weight = pixels, np.full(pixels.shape[:2], BASE, np.float32)
    here, room, done = cells_of(pixels), np.empty_like(pixels), np.empty_like(pixels)
    for other in others:
        matched = shown(other)
        matched = lit(matched, lighter(here, cells_of(matched)), room)
        more = BASE * alike(pixels, matched, scale)
        mean = np.asarray(cv2.blendLinear(mean, matched, weight, more, dst=done))
        weight += more
    return mean, weight / np.float32(BASE)


def smoothed(pixels: Linear, noise: Noise, *, share: float = 1.0) -> Linear:
    """`pixels` smoothed within themselves, edges kept.

    A bilateral filter (Tomasi and Manduchi, 1998) over the square root of light, where photon noise is even.
    """
    roots = cv2.sqrt(np.maximum(pixels, 0))
    middle = ((np.arange(BINS) + 0.5) / BINS)[:, None]
    spread = float(np.median(2.0 ** (noise.light / 2) / (2 * middle))) * min(1.0, share)
    smooth = cv2.bilateralFilter(roots, 5, 3 * spread, 1.5)
    return np.asarray(cv2.multiply(smooth, smooth), np.float32)


def softened(pixels: Linear, smooth: Linear, weight: Plane, strength: float) -> Linear:
    """`pixels` as `smooth` as `strength` says where few others could be averaged with."""
    part = np.clip(2 - weight, 0, 1) * np.float32(strength)
    return np.asarray(cv2.blendLinear(pixels, smooth, BASE * (1 - part), BASE * part))


def in_noise(pixels: Linear, noise: Noise, share: float = 1.0) -> Linear:
    """What a difference to `pixels` is multiplied with, at each place and channel, to be in units of its noise."""
    smooth = np.maximum(cv2.blur(pixels, (5, 5)), 0)
    codes = cv2.multiply(cv2.sqrt(smooth), 255.0, dtype=cv2.CV_8U)  # type: ignore[call-overload]
    scale = np.asarray(cv2.LUT(np.asarray(codes), sharpness(noise, share)), np.float32)
    if not noise.busy.any():
        return scale
    waves = cv2.multiply(cv2.filter2D(pixels, -1, WAVE, borderType=cv2.BORDER_REFLECT), scale)
    energy = cv2.transform(cv2.multiply(waves, waves), np.full((1, 3), 2 / 3, np.float32))
    high, wide = pixels.shape[:2]
    cells = cv2.resize(energy, (max(1, wide // HALF), max(1, high // HALF)), interpolation=cv2.INTER_AREA)
    more = np.interp(busyness(cv2.blur(cells, (3, 3))), np.arange(BUSY), noise.busy)
    eased = cv2.resize((2.0 ** (-more / 2)).astype(np.float32), (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(scale, cv2.merge([eased, eased, eased])), np.float32)


def shown(other: Linear) -> Linear:
    """What is not shown as `NOTHING`, so that it is like nothing."""
    other = np.asarray(other, np.float32)
    # What is no number makes the sum none, and this one is told in a third of the time of NumPy's.
    if not np.isnan(sum(cv2.sumElems(other))):
        return other
    shown = other.copy()
    cv2.patchNaNs(shown, NOTHING)
    return shown


def light_matched(other: Linear, pixels: Linear) -> Linear:
    """`other` with its light made that of `pixels`, in broad strokes: as the cells that show the same tell."""
    return lit(other, lighter(cells_of(pixels), cells_of(other)))


def cells_of(pixels: Linear, shape: tuple[int, ...] = ()) -> Linear:
    """The mean light of cells of `CELL` pixels a side; of a picture of `shape`, where `pixels` are only some of its
    rows and columns."""
    high, wide = (shape or pixels.shape)[:2]
    size = (max(1, wide // CELL), max(1, high // CELL))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)


def lighter(here: Linear, there: Linear) -> Linear:
    """How much lighter the cells `here` are than `there` in broad strokes, as natural logarithms."""
    told = np.asarray(((here > 1e-3) & (there > 1e-3) & (here < 0.98) & (there < 0.98)).all(axis=2))
    if told.sum() < 0.05 * told.size:
        return np.zeros((*told.shape, 3), np.float32)
    ratio = np.log(np.where(told[..., None], here, 1) / np.where(told[..., None], there, 1)).astype(np.float32)
    field = np.broadcast_to(np.median(ratio[told], axis=0), ratio.shape)
    for _ in range(3):
        off = np.abs(ratio - field).max(axis=2) / UNLIKE
        weight = np.where(told, np.clip(1 - off * off, 0, 1) ** 2, 0)[..., None].astype(np.float32)
        total = cv2.GaussianBlur(weight, (0, 0), 4)[..., None] + 1e-3
        rough = cv2.GaussianBlur(ratio * weight, (0, 0), 4)
        middle = (ratio * weight).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6)
        field = (rough + 1e-3 * middle) / total
    return np.asarray(field)


def lit(other: Linear, field: Linear, room: Linear | None = None) -> Linear:
    """`other` as much lighter as `field` tells; in `room`, of its size, where that is given."""
    if np.abs(field).max() < 2e-4:
        return other
    size = (other.shape[1], other.shape[0])
    gain = cv2.resize(np.exp(field), size, interpolation=cv2.INTER_LINEAR, dst=room)
    return np.asarray(cv2.multiply(other, gain, dst=gain))


def alike(pixels: Linear, other: Linear, scale: Linear) -> Plane:
    """How far each place of `other` shows the same as `pixels`, 0..1."""
    square = squares(pixels, other, scale)
    noise, windows = judged(cells_of(square))
    same = np.asarray(square < SINGLE * noise, np.float32)
    for window in windows:
        likely = np.asarray(cv2.blur(square, (window.side, window.side)), np.float32)
        slope = -1 / ((window.none - window.whole) * noise)
        likely *= np.float32(slope)
        likely += np.float32(window.none * noise * -slope)
        np.minimum(same, np.clip(likely, 0, 1, out=likely), out=same)
    return np.asarray(cv2.erode(same, np.ones((3, 3), np.uint8)))


def squares(pixels: Linear, other: Linear, scale: Linear) -> Plane:
    """The squared difference of two pictures in units of noise, the mean of the channels."""
    thirds, square = np.full((1, 3), 1 / 3, np.float32), np.empty(pixels.shape[:2], np.float32)
    # A band of the picture stays near the processor from one step to the next.
    for top in range(0, len(square), BAND):
        rows = slice(top, top + BAND)
        apart = cv2.subtract(other[rows], pixels[rows])
        apart = cv2.multiply(apart, scale[rows], dst=apart)
        apart = cv2.multiply(apart, apart, dst=apart)
        square[rows] = cv2.transform(apart, thirds)
    return square


def judged(cells: Plane) -> tuple[float, list[Window]]:
    """What the noise is beside the model's, and what a window may differ by: both from the quieter cells of squared
    differences.

    Compression makes noise uneven, and then windows of nothing but noise differ more than chance has it.
    """
    low, middle = np.quantile(cells, (0.1, 0.4))
    # Three channels a pixel; the tenth and four tenths quantiles of a normal deviate lie 1.03 apart.
    chance = float(np.sqrt(2 / (3 * CELL * CELL)))
    noise = float(np.clip(middle / (1 - 0.25 * chance), 0.4, 1.5))
    uneven = float(np.clip((middle - low) / 1.03 / noise / chance, 1.0, UNEVENEST))
    windows = []
    for side in WINDOWS:
        deviation = np.sqrt(2 / (3 * side * side)) * uneven
        windows.append(Window(side, 1 + SUREST * deviation, 1 + 2 * SUREST * deviation))
    return noise, windows
