"""Every patch of the set is a light meter: how a picture becomes a few thousand readings, and readings become numbers.

Readings are kept as uint16 in steps of 1/2048 stop, 0.034 %, a tenth of what an 8-bit picture can show; a take of them
is a float32 array of stops (log2 of linear light), pictures x rows x columns x 3, NaN where nothing can be told, and
one of levers: by how many stops a patch changes for a tone's slope of 1 (see `tone.py`).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.colour import linear_to_srgb, locked, looked_up, rounded16

Stops = NDArray[np.float32]
Readings = NDArray[np.uint16]

COLUMNS = 160
"""Patches from left to right: the edges of a lamp's shadow are still to be seen."""

STEPS = 2048
"""Steps in a stop."""

LOWEST = 16
"""Stops below full white at which the steps begin."""

UNMETERED = 0
"""The patch is clipped or too dark to be a meter."""

CLIPPED, DARK = 0.93, 0.0015
"""Linear light between which a patch is a meter."""

CLIPPED_SHARE = 0.02
"""Share of a patch that may be clipped."""

LOST = 0.985
"""Linear light from which a pixel may be clipped."""


def read_meters(pixels: NDArray[np.float32]) -> Readings:
    """The readings of a scene-linear picture of any size, rows x columns x 6: the light of each patch, and how much it
    changes with the tone, which its mean alone does not tell: in a patch of black and white the white alone counts. Of
    a patch that is no meter that place tells how much of it may be clipped instead, 65535 for all.
    """
    height, width = pixels.shape[:2]
    size = min(COLUMNS, width), max(1, round(min(COLUMNS, width) * height / width))
    mean = np.maximum(patches(pixels, size), np.float32(2.0 ** (1 - LOWEST)))
    clipped = patches((pixels > CLIPPED).view(np.uint8) * np.uint8(255), size)
    steps = np.round((stops_of(mean) + LOWEST) * STEPS)
    light = np.where((clipped > 255 * CLIPPED_SHARE) | (mean < DARK), UNMETERED, steps)
    moved = patches(looked_up(rounded16(pixels), _moved()), size)
    lever = np.round(moved * (-STEPS) / mean)
    lost = cv2.resize((pixels >= LOST).view(np.uint8) * np.uint8(255), size, interpolation=cv2.INTER_AREA)
    lever = np.where(light == UNMETERED, lost * np.float32(257), lever)
    return np.asarray(cv2.merge([light, np.clip(lever, 0, 65535)])).astype(np.uint16)


def patches(values: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """The means of `size` columns and rows of patches, which overlap a little: otherwise detail as fine as they are
    looks coarse, and otherwise wherever a camera that moves stands; wider, and a shadow's edge is lost.
    """
    step = values.shape[1] / size[0]
    wide = 2 * int(step / 2) + 1
    return np.asarray(cv2.resize(cv2.blur(values, (wide, wide)), size, interpolation=cv2.INTER_AREA))


def stops_of(light: NDArray[np.float32]) -> Stops:
    """The logarithm to base 2 of light of any shape, none of it 0: NumPy's takes five times as long."""
    found = np.asarray(cv2.log(np.ascontiguousarray(light).reshape(1, -1)), np.float32)
    found *= np.float32(1 / np.log(2))
    return found.reshape(light.shape)


def light_of(stops: Stops) -> NDArray[np.float32]:
    """The light of stops of any shape, all of them numbers: NumPy's power takes five times as long."""
    found = np.ascontiguousarray(stops).reshape(1, -1) * np.float32(np.log(2))
    return np.asarray(cv2.exp(found, dst=found), np.float32).reshape(stops.shape)


@lru_cache
def _moved() -> NDArray[np.float32]:
    """By how much each 16-bit linear light changes for a tone's slope of 1, to first order."""
    light = np.arange(65536, dtype=np.float32) / 65535
    return locked((light * leverage(np.log2(np.maximum(light, 2.0**-20)))).astype(np.float32))


def leverage(stops: Stops) -> Stops:
    """By how many stops light of so many stops changes for a slope of 1; any shape."""
    code = linear_to_srgb(np.exp2(np.minimum(stops, 0)))
    steep = np.where(code > 0.04045, 2.4 * code / (code + 0.055), 1)
    return np.asarray(np.log2(np.maximum(code, 1e-4)) * steep, np.float32)


def in_stops(readings: Sequence[NDArray[Any]]) -> Stops:
    """Readings of equal size as stops."""
    return looked_up(_half(readings, 0), _stops())


def in_levers(readings: Sequence[NDArray[Any]]) -> Stops:
    """By how many stops the patches of readings of equal size change for a tone's slope of 1."""
    levers = looked_up(_half(readings, 1), _levers())
    levers[_half(readings, 0) == UNMETERED] = np.nan
    return levers


def _half(readings: Sequence[NDArray[Any]], which: int) -> Readings:
    """The first or the last three numbers of each patch, pictures x rows x columns x 3."""
    return np.stack([_threes(one)[..., which] for one in readings])[..., None].view(np.uint16)


def _threes(values: NDArray[Any]) -> NDArray[np.void]:
    """The numbers of the last axis by threes, each as one: they are copied many times faster like that."""
    return np.ascontiguousarray(values).view(np.dtype((np.void, 3 * values.itemsize)))


@lru_cache
def _stops() -> NDArray[np.float32]:
    """The stops of each reading of light."""
    stops = np.arange(65536, dtype=np.float32) / np.float32(STEPS) - np.float32(LOWEST)
    stops[UNMETERED] = np.nan
    return locked(stops)


@lru_cache
def _levers() -> NDArray[np.float32]:
    """The lever of each reading of one."""
    return locked(np.arange(65536, dtype=np.float32) * np.float32(-1 / STEPS))


def blown(readings: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
    """The share of each picture that may be clipped, pictures x 3."""
    return np.array([_blown(one) for one in readings], np.float32)


def _blown(reading: Readings) -> list[float]:
    planes = cv2.split(reading)
    return [
        cv2.sumElems(cv2.copyTo(most, (one == UNMETERED).view(np.uint8)))[0] / (65535 * most.size)
        for one, most in zip(planes[:3], planes[3:], strict=True)
    ]


def less(stops: Stops, level: Stops) -> Stops:
    """`stops`, pictures x patches x 3, less each picture's `level`, pictures x 3; or one level, 1 x 3, for all. In
    one go NumPy takes three numbers at a time, which is slower.
    """
    found = np.empty_like(stops)
    for channel in range(3):
        np.subtract(stops[..., channel], level[:, None, channel], out=found[..., channel])
    return found


def added(values: NDArray[Any]) -> NDArray[Any]:
    """The sum of red, green and blue, the last axis; to have NumPy reduce an axis of three is many times slower."""
    return np.asarray(values[..., 0] + values[..., 1] + values[..., 2])


def median(values: NDArray[np.float32]) -> np.float32:
    """The median of numbers in a row; NumPy's own takes twice as long. Of none it is no number."""
    half = values.size // 2
    ordered = np.partition(values, half) if half else values
    if values.size % 2:
        return np.float32(ordered[half])
    return np.float32((ordered[:half].max() + ordered[half]) / 2) if half else np.float32(np.nan)


def coarser(stops: Stops) -> Stops:
    """The mean of every two by two patches; NaN where one of them tells nothing: a mean must be one of the same."""
    rows, columns = stops.shape[1] // 2 * 2, stops.shape[2] // 2 * 2
    size = columns // 2, rows // 2
    return np.stack([cv2.resize(one[:rows, :columns], size, interpolation=cv2.INTER_AREA) for one in stops])


def quantised(stops: NDArray[np.floating[Any]]) -> NDArray[np.int16]:
    """Stops as int16 in 1/2048 stop."""
    return np.asarray(np.clip(np.rint(stops * STEPS), -32767, 32767).astype(np.int16))
