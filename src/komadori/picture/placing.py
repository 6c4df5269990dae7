"""Corners placed to a hundredth of a pixel, once a tracker has found them to a twentieth.

A tracker that interpolates linearly between pixels (Lucas and Kanade's, as OpenCV has it) places every corner of a
picture wrongly by up to a fiftieth of a pixel, all the same way where the picture was merely shifted, because linear
interpolation delays fine detail by less than it should. Here the patch around each corner is drawn again out of the
other picture, by Lanczos' kernel and to where the whole picture's movement puts it, turned and scaled like that; what
is left of its distance is one Gauss-Newton step (Baker and Matthews, 2004).
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.agreement import mapped
from komadori.picture.shift import Bools, Points, Tracks
from komadori.picture.still import Array

Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]

REACH = 7
"""Pixels from a corner to the edge of its patch."""
GRID = 32
"""OpenCV draws at whole parts of a pixel; what is left of that is told by the patch's own slope."""
FARTHEST = 0.5
"""Pixels: a corner further from where the movement puts it does not belong to it, and is left where it was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """What lies around n corners of a flat picture: `codes` and their slopes `right` and `down`, each n x side x side;
    `inverse`, n x 2 x 2, takes the pull of a patch to pixels. `whole` tells which lie in the picture altogether."""

    codes: Singles
    right: Singles
    down: Singles
    inverse: Singles
    whole: Bools


RIM = 3
"""Pixels beyond a place that its drawing looks at."""
NOTHING = np.empty(0, np.float32)
OFFSETS = np.stack(np.meshgrid(*[np.arange(-REACH, REACH + 1)] * 2), axis=-1)


def patches(flat: Array, corners: Points) -> Patches:
    """The patches around `corners`, which are whole pixels of the picture `flat`."""
    high, wide = flat.shape
    whole = ((corners > REACH) & (corners < np.array([wide, high]) - REACH - 1)).all(axis=1)
    at = np.clip(corners.astype(np.intp), REACH + 1, np.maximum(np.array([wide, high]) - REACH - 2, REACH + 1))
    if min(high, wide) < 2 * REACH + 3:
        return _none(len(corners))
    column, row = (at[:, None, None] + OFFSETS).transpose(3, 0, 1, 2)
    codes = flat.astype(np.float32)
    right = (codes[row, column + 1] - codes[row, column - 1]) / 2
    down = (codes[row + 1, column] - codes[row - 1, column]) / 2
    across, both, along = ((a * b).sum(axis=(1, 2)) for a, b in ((right, right), (right, down), (down, down)))
    least = np.maximum(across * along - both * both, np.float32(1e-3))
    inverse = np.stack([along, -both, -both, across], axis=1).reshape(-1, 2, 2) / least[:, None, None]
    return Patches(codes=codes[row, column], right=right, down=down, inverse=inverse, whole=np.asarray(whole))


def _none(count: int) -> Patches:
    side = 2 * REACH + 1
    empty = np.zeros((count, side, side), np.float32)
    return Patches(
        codes=empty, right=empty, down=empty, inverse=np.zeros((count, 2, 2), np.float32), whole=np.zeros(count, bool)
    )


def placed(tracks: Tracks, those: Bools, known: Patches, other: Array, matrix: Floats) -> Tracks:
    """`tracks` with the corners `those`, whose patches are `known`, placed anew in the flat picture `other`: about
    where `matrix`, 3 x 3 in pixels, puts them."""
    chosen = np.flatnonzero(those & known.whole)
    if not len(chosen):
        return tracks
    corners = tracks.before[chosen]
    put, step = _put(matrix, corners)
    off = _off(known, chosen, other, put, step)
    placed = put + np.einsum("nij,nj->ni", step, off)
    near = np.abs(off).max(axis=1) < FARTHEST
    after = tracks.after.copy()
    after[chosen[near]] = placed[near]
    return replace(tracks, after=after)


def _off(known: Patches, chosen: NDArray[np.intp], other: Array, put: Floats, step: Floats) -> Floats:
    """How far the patches are, in their own picture's pixels, from where they were put in the other one."""
    shown, rest = _drawn(other, put, step)
    right, down = (slopes[chosen].reshape(len(put), -1) for slopes in (known.right, known.down))
    left = known.codes[chosen].reshape(len(put), -1) - shown - right * rest[..., 0] - down * rest[..., 1]
    pull = np.stack([np.einsum("np,np->n", slopes, left) for slopes in (right, down)], axis=1)
    return np.asarray(np.einsum("nij,nj->ni", known.inverse[chosen], pull), np.float64)


def drawn(matrix: Floats, corners: Points, other: Array) -> tuple[Singles, Singles, Bools]:
    """The patches around n corners, n x pixels, as `other` shows them where `matrix` puts them; how far from there, in
    the other's pixels, they were drawn, n x pixels x 2: at most half of 1 / GRID; and which lie in it altogether."""
    put, step = _put(matrix, corners)
    shown, rest = _drawn(other, put, step)
    far = np.abs(step).sum(axis=2) * REACH + RIM
    high, wide = other.shape
    return shown, rest, np.asarray(((put > far) & (put < np.array([wide, high]) - 1 - far)).all(axis=1))


def _put(matrix: Floats, corners: Points) -> tuple[Floats, Floats]:
    """Where a mapping puts corners, and its slopes there, n x 2 x 2: over a patch it is as good as affine."""
    put = mapped(matrix, corners)
    return put, np.stack([mapped(matrix, corners + np.array(way)) - put for way in ((1.0, 0.0), (0.0, 1.0))], axis=2)


def _drawn(other: Array, put: Floats, step: Floats) -> tuple[Singles, Singles]:
    count, side = len(put), OFFSETS.shape[0]
    there = put[:, None] + np.einsum("pj,nij->npi", OFFSETS.reshape(-1, 2), step)
    nearest = np.rint(there * GRID) / GRID
    lookup = nearest.astype(np.float32).reshape(count, side * side, 2)
    shown = cv2.remap(other, lookup, NOTHING, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    return shown.astype(np.float32), (there - nearest).astype(np.float32)
