"""How the filled rig meets the picture: its soft edge lifted off, its shadow lightened, the rest kept to the bit."""

from collections.abc import Iterator

import cv2
import numpy as np

from komadori.finish.rigs.connected import connected
from komadori.finish.rigs.tones import Linear, Mask, Soft, apart, spread, tones

MIXED = 0.05
"""Tones by which a pixel may be beside any mixture of rig and background and still be taken for one."""
BESIDE = 1.0
"""Pixels beside a rig that are as much its edge as its own outermost ones."""
SHADOW = 0.985
"""Share of the light from which downwards something is in shadow."""
DEEPEST = 0.25
"""Share of the light below which it is no shadow but something dark."""
SMOOTH = 2.0
"""Sigma in pixels over which a shadow is told; its edges are softer."""


def lifted(picture: Linear, behind: Linear, rig: Mask, edge: Mask, reach: float) -> Soft:
    """How much of each pixel of `edge` gives way to what is `behind`, 0..1; the `rig` itself is 1.

    A pixel gives way if it is a mixture of a colour that the rig has near it and of what is behind, which is what a
    soft edge, blur and the JPEG's own make of it; a puppet's fibres close by are none. It fades over `reach` pixels.
    """
    weight = rig.astype(np.float32)
    if not edge.any():
        return weight
    under, toned = (picture - behind)[edge], tones(picture[edge])
    off = np.full(len(under), np.inf, np.float32)
    for colours in _colours(picture, rig, edge):
        over = colours - behind[edge]
        share = np.clip((under * over).sum(axis=1) / np.maximum((over * over).sum(axis=1), 1e-6), 0, 1)
        off = np.minimum(off, apart(toned, tones(behind[edge] + share[:, None] * over)))
    away = cv2.distanceTransform((~rig).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[edge]
    fade = np.clip(1.3 - (away - BESIDE) / max(reach - BESIDE, 1.0), 0, 1)
    weight[edge] = np.exp(-((off / MIXED) ** 2)) * fade
    return weight


def _colours(picture: Linear, rig: Mask, edge: Mask) -> Iterator[Linear]:
    """What the rig may look like beside each pixel of `edge`: on the whole, right beside it, where it often shines, and
    a little further in."""
    yield spread(picture, rig.astype(np.float32), 1.5, steps=4)[edge]
    inner = np.asarray(cv2.erode(rig.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    for solid in (rig, inner):
        if solid.any():
            _, labels = cv2.distanceTransformWithLabels(
                (~solid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
            )
            by_label = np.zeros((labels.max() + 1, 3), np.float32)
            by_label[labels[solid]] = picture[solid]
            yield by_label[labels[edge]]


def shaded(picture: Linear, behind: Linear, rig: Mask, beside: Mask, reach: float) -> Linear:
    """What each pixel of `beside` is to be multiplied with so that the rig's shadow is gone, 1 elsewhere.

    Where the picture is what is `behind` in less light, smoothly and touching the rig, the light is given back; what
    has edges of its own is no shadow. It fades over `reach` pixels.
    """
    gain = np.ones_like(picture)
    if not beside.any():
        return gain
    inside = beside.astype(np.float32)[..., None]
    weight = np.maximum(cv2.GaussianBlur(inside, (0, 0), SMOOTH), 1e-4)[..., None]
    soft, full = (cv2.GaussianBlur(each * inside, (0, 0), SMOOTH) / weight for each in (picture, behind))
    ratio = np.asarray(np.clip(soft / np.maximum(full, 1e-4), DEEPEST, 1 / DEEPEST), np.float32)
    dim = ratio.mean(axis=2)
    alike = apart(tones(picture), tones(behind * ratio)) < MIXED / 1.5
    shadow = beside & (dim < SHADOW) & (dim > DEEPEST * 1.1) & alike
    shadow = cv2.morphologyEx(shadow.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    away = cv2.distanceTransform((~rig).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    parts = connected(shadow)
    touching = parts.those(parts.within(shadow & (away < 6)) > 0).astype(np.float32)
    fade = np.clip(2 - 2 * away / max(reach, 1.0), 0, 1) * cv2.GaussianBlur(touching, (0, 0), 1.0)
    gain[beside] = (1 + fade[..., None] * (1 / ratio - 1))[beside]
    return gain
