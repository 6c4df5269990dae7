"""Ten units filming one set: each with another camera, white balance and contrast, from a little elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.charts import contrast
from komadori.picture.colour import linear_to_srgb, srgb_to_linear

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What one unit's camera gives (`codes`, 8-bit sRGB), and the same view as the first unit's would (`truth`)."""

    codes: NDArray[np.uint8]
    truth: NDArray[np.uint8]


def units(picture: NDArray[np.uint8], count: int = 10, *, seed: int = 3, apart: float = 0.04) -> Iterator[Unit]:
    """`picture` (8-bit sRGB) as the set, seen by `count` units; the first one's camera is as the picture's.

    `apart` is how far their views differ, as a share of the picture's width.
    """
    rng = np.random.default_rng(seed)
    high, wide = picture.shape[:2]
    scene = srgb_to_linear(picture / 255.0)
    for number in range(count):
        view = _view(rng, wide, high, apart)
        seen = np.maximum(cv2.warpPerspective(scene, view, (wide, high), borderMode=cv2.BORDER_REFLECT), 0)
        stops = rng.uniform(-0.8, 0.5) + rng.uniform(-0.35, 0.35, 3)
        mixed = np.eye(3) + (np.ones((3, 3)) / 3 - np.eye(3)) * rng.uniform(0, 0.18) + rng.uniform(-0.03, 0.03, (3, 3))
        bend = rng.uniform(0.85, 1.2)
        if number == 0:
            stops, mixed, bend = np.zeros(3), np.eye(3), 1.0
        light = contrast(np.clip((seen @ mixed.T) * np.exp2(stops), 0, 1), bend)
        light = light + rng.standard_normal(light.shape) * np.sqrt(6e-7 + 3e-5 * light)
        packed = cv2.imencode(".jpg", _codes(light)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
        yield Unit(codes=np.ascontiguousarray(cv2.imdecode(packed, 1)[..., ::-1]), truth=_codes(seen))


def _codes(light: Floats) -> NDArray[np.uint8]:
    return np.asarray(np.rint(255 * np.clip(linear_to_srgb(np.clip(light, 0, 1)), 0, 1)), np.uint8)


def _view(rng: np.random.Generator, wide: int, high: int, apart: float) -> Floats:
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    moved = corners + rng.uniform(-apart, apart, (4, 2)).astype(np.float32) * wide
    return np.asarray(cv2.getPerspectiveTransform(corners, moved.astype(np.float32)))
