"""A shadow told from a puppet: the set's own colours and texture in less light, smoothly."""

from dataclasses import dataclass

import cv2
import numpy as np

from komadori.finish.rigs.tones import Linear, Mask, apart, least_and_most, tones, without_gaps

SMOOTH = 3.0
"""Sigma in pixels over which the light of a shadow is told."""
FAINTEST = 1.02
"""Share of the light up to which something may be in shadow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """What may be taken for a shadow: it leaves at least `deepest` of the light, a deeper one is something dark; its
    light is more of one colour than of another by at most `coloured` (natural logarithm), as the sky lights it, too;
    and what it falls on looks the same in less light within `like` tones."""

    deepest: float
    coloured: float
    like: float


SOFT = Shade(deepest=0.4, coloured=0.2, like=0.025)
"""A shadow beside what casts it, that a puppet is not mistaken for."""


def shadowed(picture: Linear, source: Linear, shade: Shade = SOFT) -> Mask:
    """Where `picture` shows what `source` does, in a shadow that the source has not; NaN in the source is none.

    Both are scene-linear, rows x columns x 3. The test is that of image ratios (Rosin and Ellis, BMVC 1995): a shadow
    multiplies all channels about alike, and keeps the texture.
    """
    shown = np.isfinite(source[..., 0])
    inside = shown.astype(np.float32)[..., None]
    here, full = without_gaps(picture), without_gaps(source)
    dim, bright = (cv2.GaussianBlur(each * inside, (0, 0), SMOOTH) for each in (here, full))
    ratio = np.asarray(np.maximum(dim, 1e-5) / np.maximum(bright, 1e-5), np.float32)
    least, most = least_and_most(ratio)
    alike = apart(tones(here), tones(full * ratio)) < shade.like
    # In the middle of something plain and dark the texture tells nothing, its colour does.
    coloured = most > least * np.exp(shade.coloured)
    return np.asarray(shown & alike & ~coloured & (least > shade.deepest) & (most < FAINTEST))
