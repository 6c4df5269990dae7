"""Where the rig is in a picture: by a marker's colour, or by what differs from a clean plate."""

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.rigs.connected import connected
from komadori.finish.rigs.tones import Linear, Mask, apart, grown, opened, tones, without_gaps

DARKEST = 0.004
"""Light below which a pixel has no colour to tell by, as the mean of its channels."""
GREY = 0.03
"""A marker whose channels' shares differ less than this from grey is told by its tone instead of its colour."""
TRACE = 0.4
"""Share of the marker's colour that a pixel beside it must have to be its soft edge."""
LIKE = 0.035
"""Tones from which on a picture differs from its plate."""
NOISE = 6.0
"""Or as many times what the two differ by in the median, where the noise is large."""
SPECK = 0.003
"""Share of the width: what is smaller each way is dust or noise, no rig."""
PIECES = 12
"""How many pieces of a wire in a row are taken in."""
LONG = 2.5
"""A thin part is taken for a rig where it is this many times as long as a rig may be thick."""
JOINT = 0.075
"""Share of the width: a thicker part no larger than this that hangs on a rig belongs to it: a joint, a foot."""


def marked(picture: Linear, colour: str, tolerance: float) -> Mask:
    """The pixels of the marker's `colour` ("#rrggbb"), however bright, with their soft edges.

    `tolerance` 0..1 is how far from it a colour may be, as a share of the marker's own distance from grey.
    """
    wanted = linear_colour(colour)
    share = wanted / max(float(wanted.sum()), 1e-6) - 1 / 3
    strength = float(np.linalg.norm(share))
    if strength < GREY:
        return np.asarray(apart(tones(picture), np.sqrt(wanted)) < 0.5 * tolerance)
    total = np.maximum(picture.sum(axis=2, keepdims=True), 1e-6)
    away = picture / total - np.float32(1 / 3)
    along = away @ (share / strength**2).astype(np.float32)
    aside = np.linalg.norm(away - along[..., None] * share.astype(np.float32), axis=2) / strength
    bright = total[..., 0] > 3 * DARKEST
    sure = bright & (along > 1 - tolerance) & (aside < tolerance * np.maximum(along, 0.3))
    trace = bright & (along > TRACE * (1 - tolerance)) & (aside < np.maximum(along, 0.3))
    return np.asarray(trace & grown(sure, max(1.0, 0.0015 * picture.shape[1])))


def linear_colour(colour: str) -> NDArray[np.float64]:
    """Scene-linear light of a colour written as "#rrggbb"."""
    codes = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)


def differing(plate: Linear, picture: Linear) -> Mask:
    """The pixels in which the picture is not its plate, lit and placed as it is; NaN in the plate counts as alike."""
    off = cv2.blur(without_gaps(apart(tones(picture), tones(plate))), (3, 3))
    sure = np.asarray(off > max(LIKE, min(NOISE * float(np.median(off)), 4 * LIKE)))
    return (off > LIKE / 2) & grown(sure, 1.5)


def thin_parts(mask: Mask, thick: float) -> Mask:
    """What of `mask` is long and nowhere thicker than `thick` pixels, as wires and rods are, with what small parts hang
    on it; the fringe of a thick body (a puppet's fibres) is not."""
    width = mask.shape[1]
    body = opened(mask, thick / 2)
    near_body = grown(body, max(2.0, 0.25 * thick))
    thin = mask & ~near_body
    parts = connected(thin)
    fringe = grown(body, max(4.0, 0.6 * thick))
    free = parts.within(fringe) < 0.5 * np.maximum(parts.area, 1)
    kept = parts.those(free & (parts.long >= LONG * thick))
    # A wire before a set of its own tones is found in pieces.
    for _ in range(PIECES):
        more = parts.those((parts.within(grown(kept, thick)) > 0) & free & (parts.long > 0.3 * thick))
        if not (more & ~kept).any():
            break
        kept = kept | more
    return kept | _joints(mask, body, kept, JOINT * width, max(3.0, 0.7 * thick)) if kept.any() else kept


def _joints(mask: Mask, body: Mask, rig: Mask, largest: float, reach: float) -> Mask:
    """Small thick parts of `mask` that the rig touches, and what lies between them and it."""
    found = np.zeros(mask.shape, bool)
    parts = connected(body)
    for label in np.flatnonzero((parts.within(grown(rig, reach)) > 0) & (parts.long < largest)):
        if label:
            found |= grown(parts.labels == label, reach)
    return mask & (found | (grown(rig, reach) & grown(found, reach)))


def without_specks(mask: Mask) -> Mask:
    """`mask` without parts smaller each way than SPECK."""
    parts = connected(mask)
    return parts.those(parts.long >= max(2.0, SPECK * mask.shape[1]))
