"""The colour of white light of a temperature."""

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.stage.scene import Colour

Waves: TypeAlias = NDArray[Any]

# CIE 1931 2-degree observer: the multi-lobe fit of Wyman, Sloan and Shirley, "Simple Analytic Approximations to the
# CIE XYZ Color Matching Functions", JCGT 2(2), 2013, table 1 and equation 4.
LOBES = (
    ((1.056, 599.8, 37.9, 31.0), (0.362, 442.0, 16.0, 26.7), (-0.065, 501.1, 20.4, 26.2)),
    ((0.821, 568.8, 46.9, 40.5), (0.286, 530.9, 16.3, 31.1)),
    ((1.217, 437.0, 11.8, 36.0), (0.681, 459.0, 26.0, 13.8)),
)
XYZ_TO_SRGB = np.array(
    [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
)
"""Source: IEC 61966-2-1."""
SECOND_RADIATION = 1.438776877e7
"""hc/k in nm K. Source: CODATA 2018."""


@lru_cache(maxsize=512)
def kelvin_colour(kelvin: float) -> Colour:
    """Linear sRGB of a black body of `kelvin` (1000 to 20000), of luminance 1; a channel never falls below 0."""
    wave = np.arange(380.0, 781.0, 5.0)
    light = wave**-5.0 / np.expm1(SECOND_RADIATION / (wave * kelvin))
    xyz = np.array([float((light * _lobes(lobes, wave)).sum()) for lobes in LOBES])
    rgb = np.maximum(XYZ_TO_SRGB @ (xyz / xyz[1]), 0.0)
    rgb /= rgb @ (0.2126, 0.7152, 0.0722)
    return float(rgb[0]), float(rgb[1]), float(rgb[2])


def _lobes(lobes: tuple[tuple[float, float, float, float], ...], wave: Waves) -> Waves:
    total = np.zeros_like(wave)
    for height, centre, below, above in lobes:
        width = np.where(wave < centre, below, above)
        total += height * np.exp(-0.5 * ((wave - centre) / width) ** 2)
    return total
