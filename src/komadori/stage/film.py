"""The film response: linear light to a picture, with a soft shoulder that keeps skies and lamps coloured.

A power toe with a shoulder (T. Lottes, "Advanced Techniques and Optimization of HDR Color Pipelines", GDC 2016) works
on each channel after a little crosstalk between them, as dyes have it, and is then drawn part of the way back to the
light's own proportions: channels alone would turn an orange lamp yellow and a blue sky grey.
"""

import numpy as np

from komadori.picture.colour import linear_to_srgb
from komadori.stage.scene import Floats

MIDDLE = 0.18
"""Light that stays as bright as it is."""
WHITE = 9.0
"""Light that becomes paper white: about three stops above what becomes bright."""
CONTRAST = 1.65
SHOULDER = 0.92
"""How hard the shoulder is; 1 is softest."""
CROSSTALK = 0.03
"""How much each channel takes of the other two."""
OWN = 0.7
"""How far the result is drawn back to the proportions of the light itself."""


def film_response(light: Floats, *, contrast: float = 1.0) -> Floats:
    """The picture of `light` (h × w × 3, linear, from 0): float32 sRGB values 0..1."""
    power = CONTRAST * contrast
    clean = np.maximum(np.asarray(light, np.float32), 0.0)
    mean = clean.mean(axis=-1, keepdims=True)
    mixed = clean + CROSSTALK * (mean - clean)
    each = _curve(mixed, power)
    peak = mixed.max(axis=-1, keepdims=True)
    top = _curve(peak, power)
    own = mixed / np.maximum(peak, 1e-6) * top
    # Where the shoulder bites, colours are let go to white, as film does; below it they keep their own proportions.
    keep = OWN * (1.0 - np.clip((top - 0.75) / 0.25, 0.0, 1.0) ** 2)
    shown = each + keep * (own - each)
    return np.asarray(linear_to_srgb(np.clip(shown, 0.0, 1.0)), np.float32)


def _curve(light: Floats, power: float) -> Floats:
    """x^a / (x^(a d) b + c) with b and c such that MIDDLE stays and WHITE becomes 1."""
    a, d = power, SHOULDER
    middle, white = MIDDLE**a, WHITE**a
    b = (white * MIDDLE - middle) / ((WHITE ** (a * d) - MIDDLE ** (a * d)) * MIDDLE)
    c = (middle * WHITE ** (a * d) - white * MIDDLE ** (a * d) * MIDDLE) / (
        (WHITE ** (a * d) - MIDDLE ** (a * d)) * MIDDLE
    )
    raised = np.power(np.minimum(light, WHITE), a)
    return np.asarray(raised / (np.power(raised, d) * b + c), np.float32)
