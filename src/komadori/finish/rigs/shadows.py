"""A shadow told from a puppet: the set's own colours and texture in less light, smoothly."""

import cv2
import numpy as np

from komadori.finish.rigs.tones import Linear, Mask, apart, tones

SMOOTH = 3.0
"""Sigma in pixels over which the light of a shadow is told."""
DEEPEST, FAINTEST = 0.4, 1.02
"""Shares of the light between which something may be in shadow; deeper ones are taken for something dark."""
COLOURED = 0.2
"""Natural logarithm by which a shadow's light may be more of one colour than of another: the sky lights it, too."""
LIKE = 0.025
"""Tones by which what is in shadow may differ from the same in less light."""


def shadowed(picture: Linear, source: Linear) -> Mask:
    """Where `picture` shows what `source` does, in a shadow that the source has not; NaN in the source is none.

    Both are scene-linear, rows x columns x 3. The test is that of image ratios (Rosin and Ellis, BMVC 1995): a shadow
    multiplies all channels about alike, and keeps the texture.
    """
    shown = np.isfinite(source[..., 0])
    inside = shown.astype(np.float32)[..., None]
    full = np.nan_to_num(source)
    dim, bright = (cv2.GaussianBlur(each * inside, (0, 0), SMOOTH) for each in (np.nan_to_num(picture), full))
    ratio = np.asarray(np.maximum(dim, 1e-5) / np.maximum(bright, 1e-5), np.float32)
    least, most = ratio.min(axis=2), ratio.max(axis=2)
    alike = apart(tones(np.nan_to_num(picture)), tones(full * ratio)) < LIKE
    # In the middle of something plain and dark the texture tells nothing, its colour does.
    coloured = most > least * np.exp(COLOURED)
    return np.asarray(shown & alike & ~coloured & (least > DEEPEST) & (most < FAINTEST))
