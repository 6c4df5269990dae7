"""A rig told by difference where it goes on before a puppet, and what looks like a rig and is the edge of a shadow.

Before the set a rig's thin parts differ from the clean plate alone. Before a puppet all differs; there the rig is what
goes on in its colours from where it is surely seen, as thin as it is (region growing: Adams and Bischof, PAMI 1994).
"""

import cv2
import numpy as np

from komadori.finish.rigs.connected import connected
from komadori.finish.rigs.finding import JOINT, differing, thin_parts
from komadori.finish.rigs.shadows import Shade, shadowed
from komadori.finish.rigs.tones import Linear, Mask, apart, box_of, opened, tones, without_gaps

CAST = Shade(deepest=0.1, coloured=0.6, like=0.04)
"""The light that a shadow leaves at the least: the sun's own shadow, lit by the sky."""
MOSTLY = 0.5
"""Share of a thin part in shadow from which on it is the edge of one."""
LIKE, ANY_LIKE = 0.06, 0.07
"""Tones by which what goes on may differ from the rig right beside it, and from any of its colours."""
ROUNDS = 24
"""How many times in a row as far as a rig is thick it may go on."""
COLOURS = 48
"""How many of a rig's colours are compared."""
AGAIN = 1.0
"""As many times as large as a part that is surely rig is what may go on from it."""
MORE = 2.5
"""As many times as large as what is surely rig is a part, at most, that has one of its colours."""
CROSS = np.ones((3, 3), np.uint8)


def thin_rig(picture: Linear, plate: Linear, thick: float) -> Mask:
    """The rig, nowhere thicker than `thick` pixels, in a picture whose `plate` lies and is lit as it is.

    Both are scene-linear, rows x columns x 3; where the plate is NaN there is none.
    """
    differs = differing(plate, picture)
    rig = without_shadows(thin_parts(differs, thick), picture, plate)
    if not rig.any():
        return rig
    box = box_of(rig, round((ROUNDS + 2) * thick))
    here, toned = differs[box], tones(without_gaps(picture[box]))
    gone = _no_larger(rig[box], gone_on(rig[box], here, toned, thick))
    more = _no_larger(gone, alike(gone, here, toned, thick, JOINT * picture.shape[1]))
    rig = rig.copy()
    rig[box] |= more
    return rig


def without_shadows(thin: Mask, picture: Linear, plate: Linear) -> Mask:
    """`thin` without the parts that are mostly what the plate shows in less light."""
    dark = shadowed(picture, plate, CAST)
    parts = connected(thin)
    return parts.those(parts.within(dark) < MOSTLY * parts.area)


def gone_on(rig: Mask, differs: Mask, toned: Linear, thick: float) -> Mask:
    """`rig` with what of `differs` goes on from it in the tones that it has right there, and no thicker."""
    soft = np.asarray(cv2.blur(toned, (3, 3)), np.float32)
    for _ in range(ROUNDS):
        solid = np.asarray(cv2.erode(rig.astype(np.uint8), CROSS) > 0)
        if not solid.any():
            break
        far, labels = cv2.distanceTransformWithLabels(
            (~solid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
        )
        colours = np.zeros((labels.max() + 1, 3), np.float32)
        colours[labels[solid]] = soft[solid]
        near = differs & ~rig & (far <= thick)
        near[near] = apart(soft[near], colours[labels[near]]) < LIKE
        near &= cv2.morphologyEx((near | solid).astype(np.uint8), cv2.MORPH_OPEN, CROSS) > 0
        new = _touching(near | rig, solid, 1) | rig
        new &= rig | ~opened(new, thick / 2 + 1)
        if (new & ~rig).sum() < 4:
            break
        rig = new
    return rig


def _no_larger(seed: Mask, rig: Mask) -> Mask:
    """`rig`, but of its parts that have grown too far from the `seed` that alone."""
    parts = connected(rig)
    seeds = parts.within(seed)
    # A tail is thin, too: what goes on from it is the whole back of a puppet.
    return seed | parts.those(parts.area - seeds <= AGAIN * seeds)


def alike(rig: Mask, differs: Mask, toned: Linear, thick: float, largest: float) -> Mask:
    """`rig` with the parts of `differs` that touch it and have any of its colours: a foot, a joint. A part that is
    thicker than a rig over more than `largest` pixels is none."""
    colours = toned[rig]
    order = np.argsort(colours.sum(axis=1), kind="stable")
    colours = colours[order][:: max(1, len(colours) // COLOURS)]
    like = differs & ~rig
    like[like] = np.min([apart(toned[like], colour) for colour in colours], axis=0) < ANY_LIKE
    like = like & (cv2.morphologyEx(like.astype(np.uint8), cv2.MORPH_OPEN, CROSS) > 0)
    bodies, parts = connected(opened(like, thick / 2 + 1)), connected(like)
    large = bodies.those(bodies.long > largest)
    small = (parts.area < MORE * rig.sum()) & ((parts.long <= largest) | (parts.area <= thick * parts.long))
    belongs = parts.those(small & (parts.within(large) == 0))
    around = np.asarray(cv2.dilate(rig.astype(np.uint8), CROSS, iterations=2) > 0)
    return rig | (_touching(like, around, 5) & belongs)


def _touching(mask: Mask, other: Mask, least: int) -> Mask:
    """The parts of `mask` that share at least so many pixels with `other`."""
    parts = connected(mask, corners=False)
    return parts.those(parts.within(other) >= least)
