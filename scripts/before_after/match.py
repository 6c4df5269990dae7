"""Two units on one set, the second with another camera and white balance: as shot, and made alike."""

from pathlib import Path

import cv2
import numpy as np
from bench.units import units
from numpy.typing import NDArray

from komadori.picture import read
from komadori.picture.colour import to_codes, to_light
from komadori.picture.match import mixed
from komadori.picture.same_set import match_pictures

PHOTOGRAPH = Path(__file__).resolve().parents[2] / "examples/first-light/take/IMG_0001.jpg"


def draw() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Before and after, rows x columns x 3 of 8-bit sRGB: the first unit's picture beside the second's."""
    scene = cv2.resize(read(PHOTOGRAPH).data, (960, 540), interpolation=cv2.INTER_CUBIC)
    first, second = list(units(np.asarray(scene, np.uint8), 2))
    light = to_light(second.codes, "srgb")
    match, _ = match_pictures(light, to_light(first.codes, "srgb"))
    after = to_codes(mixed(match.curve(light), match), "srgb", 8)
    return np.hstack([first.codes, second.codes]), np.hstack([first.codes, after])
