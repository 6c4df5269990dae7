"""How strong a sensor's noise is at each brightness, told from the photographs of a take themselves.

Two pictures of a set that stands still differ by their noise only. In a sensor's negative its variance is a straight
line over the signal (photons, plus reading the sensor out: EMVA 1288, release 4.0, section 2.3); a film response and
JPEG bend that line, so it is kept as a table over brightness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.operation import Linear

Floats = NDArray[np.float64]

BINS = 12
"""Steps of brightness, even in the square root of light."""
BUSY = 6
"""Steps of texture, each twice as busy as the one before: the first where there is nothing but noise."""
BLOCK = 16
"""Pixels a side of the patches whose noise is told one by one."""
FEWEST = 8
"""Patches of one brightness that say something."""
QUIET = 0.3
"""The share of patches that must stand still: the noise is that of the quieter ones."""
APART = 1.7
"""How many times that quantile noise may be: patches that differ more show movement."""
MOVED = 2.5
"""Where two pictures differ by more than this many times what one alone allows for, the camera moved between them."""
WAVE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
"""Blind to edges and slopes, not to white noise. Source: Immerkær, Fast Noise Variance Estimation, 1996."""
FLOOR = 1e-4
"""The least standard deviation that is believed, as light: a third of a step of 8-bit codes in the darks."""
STEPS = 4.0
"""Variances are kept in steps of a quarter of their logarithm to base 2: closer than anybody sees."""
UNEVEN = 0.8
"""How far (log2) a brightness's variance may lie off a smooth curve through all: a puppet alone tells little."""
BUSIEST = 2.0
"""Compression lets through at most four times the noise where there is texture; more than that is movement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Log2 of the noise's variance: `light` (BINS x 3) by brightness and channel, `busy` (BUSY) what texture adds."""

    light: Floats
    busy: Floats

    @property
    def numbers(self) -> tuple[float, ...]:
        """As one row of numbers."""
        return tuple(float(value) for value in (*self.light.ravel(), *self.busy))

    @staticmethod
    def of(numbers: Sequence[float] | Floats) -> "Noise":
        """The inverse of `numbers`."""
        return Noise(light=np.reshape(numbers[:-BUSY], (BINS, 3)), busy=np.asarray(numbers[-BUSY:], float))


def noise_of(pixels: Linear, before: Linear | None, *, compressed: bool = False) -> Noise:
    """The noise of `pixels`, by the picture `before` it where there is one; NaN where it cannot be told.

    JPEG wipes noise out where there is nothing else: `compressed` asks how much more of it there is in texture.
    """
    alone = _patches(np.asarray(cv2.filter2D(pixels, -1, WAVE, borderType=cv2.BORDER_REFLECT), np.float32) ** 2)
    light = _patches(pixels)
    busy = np.zeros(BUSY)
    found = _by_light(light, alone)
    if before is not None and before.shape == pixels.shape:
        apart = pixels - before
        apart -= cv2.blur(apart, (9, 9))
        differ = _patches(apart * apart) * (81 / 80 / 2)
        together = _by_light(light, differ)
        # Nothing at all between two pictures is one picture twice.
        unknown = np.isnan(together) | (together > MOVED * found) | (together < FLOOR**2 / 100)
        found = np.where(unknown, found, together)
        busy = _by_texture(light, alone, differ, found) if compressed else busy
    with np.errstate(divide="ignore"):
        return Noise(light=np.log2(np.maximum(found, FLOOR**2)), busy=busy)


def _by_texture(light: Linear, alone: Linear, differ: Linear, variance: Floats) -> Floats:
    """Log2 of how much more patches of each busyness differ than `variance` has it."""
    expected = np.take_along_axis(variance, _steps(light), axis=0)
    ratio = (differ / expected).mean(axis=1)
    place = busyness((alone / expected).mean(axis=1))
    found = np.full(BUSY, np.nan)
    for step in range(BUSY):
        here = ratio[np.isfinite(ratio) & (np.rint(place) == step)]
        if len(here) >= FEWEST:
            found[step] = np.log2(max(_quiet(here), 0.1))
    return found


def busyness(energy: Any) -> Any:
    """Steps of texture, 0 to BUSY - 1, of the energy that WAVE finds in units of the noise's variance."""
    return np.clip(np.log2(np.maximum(np.nan_to_num(energy, nan=1.0), 1e-3)), 0, BUSY - 1)


def _patches(values: Linear) -> Linear:
    high, wide = (max(1, side // BLOCK) for side in values.shape[:2])
    return np.asarray(cv2.resize(values, (wide, high), interpolation=cv2.INTER_AREA), np.float32).reshape(-1, 3)


def _steps(light: Linear) -> NDArray[np.intp]:
    return np.asarray(np.clip(np.sqrt(np.clip(np.nan_to_num(light), 0, 1)) * BINS, 0, BINS - 1), np.intp)


def _by_light(light: Linear, variance: Linear) -> Floats:
    place = _steps(light)
    found = np.full((BINS, 3), np.nan)
    for channel in range(3):
        for step in np.unique(place[:, channel]):
            here = variance[place[:, channel] == step, channel]
            here = here[np.isfinite(here)]
            if len(here) >= FEWEST:
                found[step, channel] = _quiet(here)
    return found


def _quiet(variances: Linear) -> float:
    """The mean of those that are no more than noise."""
    low = float(np.quantile(variances, QUIET))
    return float(variances[variances <= APART * low].mean())


def agreed(measured: Sequence[Noise]) -> Noise:
    """What several pictures say together, none of it missing, in steps of a quarter of log2.

    Each brightness keeps near a smooth curve through all, and has the nearest one's where no picture shows it.
    """
    light = _medians(np.stack([one.light for one in measured]))
    for channel in range(3):
        light[:, channel] = _smoothly(light[:, channel])
    busy = np.clip(np.nan_to_num(_medians(np.stack([one.busy for one in measured]))), 0, BUSIEST)
    light = np.maximum(light, 2 * np.log2(FLOOR))
    return Noise(light=np.round(light * STEPS) / STEPS, busy=np.round(busy * STEPS) / STEPS)


def _medians(tables: Floats) -> Floats:
    """The median over the first axis of what is not NaN."""
    count = np.isfinite(tables).sum(axis=0)
    ordered = np.sort(tables, axis=0)
    middle = np.take_along_axis(ordered, np.maximum(count - 1, 0)[None] // 2, axis=0)[0]
    return np.where(count > 0, middle, np.nan)


def _smoothly(row: Floats) -> Floats:
    """A row without gaps, and with outliers pulled to a parabola that most of it lies on."""
    known = np.isfinite(row)
    if not known.any():
        return np.full(len(row), 2 * np.log2(FLOOR))
    at, values = np.arange(len(row))[known], row[known]
    if len(at) > 4:
        weights = np.ones(len(at))
        for _ in range(6):
            curve = np.polyval(np.polyfit(at, values, 2, w=np.sqrt(weights)), at)
            weights = 1 / (1 + ((values - curve) / UNEVEN) ** 2)
        values = np.clip(values, curve - UNEVEN, curve + UNEVEN)
    return np.asarray(np.interp(np.arange(len(row)), at, values))


def sharpness(noise: Noise, share: float = 1.0) -> NDArray[np.float32]:
    """What a difference of two pictures is multiplied with to be in units of its noise: 1 x 256 x 3, by the square root
    of light in 255ths. `share` is how wide the pictures are beside those measured: smaller ones are less noisy."""
    nodes = (np.arange(BINS) + 0.5) / BINS
    at = np.arange(256) / 255
    variance = np.stack([np.interp(at, nodes, noise.light[:, channel]) for channel in range(3)], axis=1)
    deviation = np.sqrt(2.0 * 2.0**variance) * min(1.0, share)
    return np.asarray(1 / np.maximum(deviation, FLOOR), np.float32)[None]
