"""The white of a lamp, by its colour temperature, and what makes it grey."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.picture.colour import LUMINANCE
from komadori.picture.icc import TO_D50

Floats: TypeAlias = NDArray[np.float64]

DAY = 6500.0
"""Kelvin at which nothing changes."""
COOLEST, HOTTEST = 1700.0, 25000.0
BRADFORD_D65_TO_D50 = np.array(
    [[1.0478112, 0.0228866, -0.0501270], [0.0295424, 0.9904844, -0.0170491], [-0.0092345, 0.0150436, 0.7521316]]
)
"""Source: Lindbloom, "Chromatic Adaptation", brucelindbloom.com."""
FROM_XYZ = np.linalg.inv(TO_D50) @ BRADFORD_D65_TO_D50
"""CIE XYZ for D65 to linear light with sRGB primaries."""


def planckian(kelvin: float) -> tuple[float, float]:
    """CIE x and y of a black body of 1,667 to 25,000 K.

    Source: Kim et al., "Design of Advanced Color Temperature Control System for HDTV Applications", 2002.
    """
    t = 1000 / kelvin
    if kelvin <= 4000:
        x = ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
    else:
        x = ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390
    if kelvin <= 2222:
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    elif kelvin <= 4000:
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    else:
        y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483
    return x, y


def lamp(kelvin: float, tint: float) -> Floats:
    """Linear light, sRGB primaries, luminance 1, of a lamp of `kelvin`, `tint` thousandths away from black bodies in
    the CIE 1960 diagram: above 0 greener, below 0 more magenta."""
    u, v = _uv(*planckian(kelvin))
    ahead = np.array(_uv(*planckian(min(kelvin * 1.01, HOTTEST)))) - _uv(*planckian(kelvin / 1.01))
    along = ahead / np.linalg.norm(ahead)
    # From red to blue the line of black bodies runs down and to the left, so that green lies to its right.
    u, v = u + along[1] * tint / 1000, v - along[0] * tint / 1000
    x, y = 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)
    light = FROM_XYZ @ np.array([x / y, 1, (1 - x - y) / y])
    return np.asarray(np.maximum(light, 0.02))


def _uv(x: float, y: float) -> tuple[float, float]:
    return 4 * x / (-2 * x + 12 * y + 3), 6 * y / (-2 * x + 12 * y + 3)


def gains_for(kelvin: float, tint: float) -> Floats:
    """What red, green and blue are multiplied with so that the lamp's white looks as daylight's did; the luminance of
    grey stays."""
    return kept_bright(lamp(DAY, 0) / lamp(kelvin, tint))


def gains_from(grey: Floats) -> Floats:
    """What makes the linear colour `grey` (red, green, blue, each above 0) a grey as bright as it was."""
    return np.asarray((grey @ LUMINANCE) / grey)


def kept_bright(gains: Floats) -> Floats:
    """`gains` with which a grey keeps its luminance."""
    return np.asarray(gains / (gains @ LUMINANCE))
