"""What the eye of a camera makes of light, quickly: for a live view, without noise, within three codes of a photograph.

Curves are looked up by the bits of a float, of which the upper ones count as a logarithm does.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.colour import linear_to_srgb, srgb_to_linear
from komadori.stage import film
from komadori.stage.eye import Sensor
from komadori.stage.scene import Floats

DROPPED = 12
"""Lower bits of a float that make no visible difference: eleven bits of its fraction are left."""
SMALL = 1.3
"""Pixels that scattered light reaches in the smaller picture in which it is computed."""
STEPS = 16_383
"""Steps of linear light from black to white, fine enough for the darkest codes."""
Codes = NDArray[np.uint8]


def proof(light: Floats, sensor: Sensor, opened: float = 1.0) -> Codes:
    """The picture (h × w × 3 uint8, sRGB) of `light`; `opened` is how much more the iris lets through."""
    seen = _through_glass(np.minimum(light, np.float32(1e4)), sensor)
    seen *= np.asarray(sensor.balance(), np.float32) * np.float32(sensor.gain(opened))
    return _developed(seen, sensor.contrast)


def _through_glass(light: Floats, sensor: Sensor) -> Floats:
    height, width = light.shape[:2]
    seen = light
    if sensor.glare > 0:
        near, wide = _scattered(light, 0.006 * width), _scattered(light, 0.035 * width)
        scattered = 0.55 * near + 0.45 * wide
        seen = np.asarray((1 - sensor.glare) * light + sensor.glare * scattered, np.float32)
    return np.asarray(seen * _corners(width, height, sensor.vignette)[..., None], np.float32)


def _scattered(light: Floats, sigma: float) -> Floats:
    height, width = light.shape[:2]
    smaller = max(1.0, sigma / SMALL)
    size = (max(1, round(width / smaller)), max(1, round(height / smaller)))
    small = cv2.resize(light, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(0.3, sigma / smaller), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(soft, (width, height)), np.float32)


@lru_cache(maxsize=4)
def _corners(width: int, height: int, vignette: float) -> Floats:
    y, x = np.mgrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    reach = width / max(height, 1)
    radius = (x * x * reach * reach + y * y) / (reach * reach + 1.0)
    return np.asarray(1.0 - vignette * radius**1.5, np.float32)


def _developed(light: Floats, contrast: float) -> Codes:
    """`film.film_response`, by tables."""
    curve = _curve(contrast)
    mean = (light[..., 0] + light[..., 1] + light[..., 2]) * np.float32(1 / 3)
    mixed = light * np.float32(1 - film.CROSSTALK) + (np.float32(film.CROSSTALK) * mean)[..., None]
    peak = np.maximum(np.maximum(mixed[..., 0], mixed[..., 1]), mixed[..., 2])
    top = curve[_index(peak)]
    bite = np.clip(top * 4 - 3, 0, 1)
    keep = np.float32(film.OWN) * (1 - bite * bite)
    shown = curve[_index(mixed)]
    own = mixed * (top / np.maximum(peak, np.float32(1e-6)) * keep)[..., None]
    shown = shown * (1 - keep)[..., None] + own
    codes = np.minimum(shown * np.float32(STEPS), np.float32(STEPS)).astype(np.int32)
    return np.asarray(_encoded()[codes], np.uint8)


def _index(light: Floats) -> NDArray[np.int32]:
    held = np.ascontiguousarray(np.clip(light, np.float32(0), np.float32(film.WHITE)))
    return held.view(np.int32) >> DROPPED


@lru_cache(maxsize=4)
def _curve(contrast: float) -> Floats:
    last = int(np.float32(film.WHITE).view(np.int32)) >> DROPPED
    light = ((np.arange(last + 1, dtype=np.int32) << DROPPED) + (1 << (DROPPED - 1))).view(np.float32)
    grey = np.repeat(light[:, None], 3, axis=1)
    # Grey has no colour of its own to be drawn back to, so that the film makes of it the bare curve.
    return np.asarray(srgb_to_linear(film.film_response(grey, contrast=contrast)[:, 0]), np.float32)


@lru_cache(maxsize=1)
def _encoded() -> Codes:
    values = np.arange(STEPS + 1) / STEPS
    return np.asarray(np.rint(linear_to_srgb(values) * 255), np.uint8)
