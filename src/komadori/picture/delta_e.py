"""How different two colours look: CIE Lab of light, and CIEDE2000."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.picture.icc import TO_D50

Floats = NDArray[np.float64]

WHITE = np.array([0.96422, 1.0, 0.82521])
"""CIE XYZ of illuminant D50, that Lab is told against. Source: ICC.1:2022, 7.2.16."""
BEND = (6 / 29) ** 3
"""Where Lab's cube root gives way to a straight line. Source: CIE 15:2004, 8.2.1."""
STEEP = (29 / 6) ** 2 / 3

FAR = 25.0**7
"""Of CIEDE2000: from about this chroma, to the seventh power, blues turn and greys no longer need stretching."""


def to_lab(light: NDArray[Any]) -> Floats:
    """CIE Lab (D50, by Bradford's method) of linear light with sRGB primaries, last axis 3, where 1 is white."""
    share = np.asarray(light, np.float64) @ TO_D50.T / WHITE
    bent = np.where(share > BEND, np.cbrt(share), STEEP * share + 4 / 29)
    x, y, z = np.moveaxis(bent, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def from_lab(lab: NDArray[Any]) -> Floats:
    """Linear light with sRGB primaries of CIE Lab (D50), the inverse of `to_lab`; below 0 where sRGB has no such
    colour."""
    lightness, a, b = np.moveaxis(np.asarray(lab, np.float64), -1, 0)
    y = (lightness + 16) / 116
    bent = np.stack([y + a / 500, y, y - b / 200], axis=-1)
    share = np.where(bent > 6 / 29, bent**3, (bent - 4 / 29) / STEEP)
    return np.asarray((share * WHITE) @ np.linalg.inv(TO_D50).T)


def delta_e(one: NDArray[Any], other: NDArray[Any]) -> Floats:
    """CIEDE2000 between Lab colours of any shape (last axis 3): about 1 is the least that an eye sees side by side.

    Source: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test Data,
    and Mathematical Observations", Color Research and Application 30 (2005), equations 2 to 22.
    """
    (light1, a1, b1), (light2, a2, b2) = (np.moveaxis(np.asarray(lab, np.float64), -1, 0) for lab in (one, other))
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean7 / (mean7 + FAR))
    chroma1, chroma2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    hue1, hue2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    coloured = chroma1 * chroma2 > 0
    turn = np.where(coloured, (hue2 - hue1 + 180) % 360 - 180, 0)
    hue = np.where(coloured, _mean_hue(hue1, hue2), hue1 + hue2)
    lightness, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    weight = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    lightly = (light2 - light1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    richly = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    turned = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * chroma * weight)
    blue = 30 * np.exp(-(((hue - 275) / 25) ** 2))
    together = -np.sin(np.radians(2 * blue)) * 2 * np.sqrt(chroma**7 / (chroma**7 + FAR))
    return np.asarray(np.sqrt(np.maximum(lightly**2 + richly**2 + turned**2 + together * richly * turned, 0)))


def _mean_hue(one: Floats, other: Floats) -> Floats:
    """Degrees half way on the nearer side of the circle; of opposite hues, as equation 14 has it."""
    total = one + other
    across = np.where(total < 360, total + 360, total - 360)
    return np.where(np.abs(one - other) <= 180, total, across) / 2
