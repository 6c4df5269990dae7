"""How much each patch of the set has of each lamp, told from its light and the lamps' courses."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DOUBTS = (4e-4, 2e-3)
"""The noise of a patch (1 %) against how far a share may be off an equal one, and off its neighbours', squared."""
OUTSIDE = 1.2
"""Shares farther off the usual ones are none."""
APART_DOUBTS = (4e-4, 1e-2)
"""The same against how far the light of a lamp may be off its usual share, in parts of that."""
APART_OUTSIDE = 10.0
"""Shares that many times farther off the usual ones than most are none."""
CLOSE = 0.015
"""Shares less than that off the usual ones are no farther off than others."""


def mixed(light: Floats, weights: Floats, courses: Floats, trust: Floats, shape: tuple[int, int]) -> Floats:
    """Shares, channels x patches x lamps, of patches with `light` (and `weights`, channels x pictures x patches) in
    lamps' `courses`.

    A patch that tells little (`trust`, channels x patches) is believed to be like its neighbours on the set, `shape`
    rows and columns, and so are lamps whose courses hardly differ.
    """
    k = courses.shape[2]
    found = []
    for seen, course, sure, weight in zip(light, courses, trust, weights, strict=True):
        pairs = (course[:, :, None] * course[:, None, :]).reshape(len(course), k * k)
        normal = (weight.T @ pairs).reshape(-1, k, k) * sure[:, None, None]
        right = ((weight * seen).T @ course) * sure[:, None]
        usual = np.full((len(sure), k), np.float32(1 / k))
        for doubt in DOUBTS:
            full = normal + doubt * np.eye(k, dtype=np.float32)
            share = np.linalg.solve(full.astype(np.float64), (right + doubt * usual)[..., None])[..., 0]
            # The places differ most of all, so no light is a mixture far outside of theirs.
            odd = np.abs(share - np.median(share, axis=0)).max(axis=1) > OUTSIDE
            normal[odd], right[odd] = 0, 0
            usual = _around(share.astype(np.float32), normal.trace(axis1=1, axis2=2), shape)
        found.append(share)
    return np.stack(found).astype(np.float32)


def told_apart(
    light: Floats,
    weights: Floats,
    courses: Floats,
    trust: Floats,
    strengths: NDArray[np.float64],
    shape: tuple[int, int],
) -> Floats:
    """Shares, channels x patches x lamps, of patches with `light` (and `weights`, channels x pictures x patches) in
    lamps' `courses`, each of which has a mean square of 1 and nothing of the others; the mean squares of their shares
    are `strengths`, channels x lamps.

    A patch that tells little (`trust`, channels x patches) is believed to be like its neighbours on the set, `shape`
    rows and columns.
    """
    k = courses.shape[2]
    found = []
    for seen, course, sure, weight, strength in zip(light, courses, trust, weights, strengths, strict=True):
        pairs = (course[:, :, None] * course[:, None, :]).reshape(len(course), k * k)
        normal = (weight.T @ pairs).reshape(-1, k, k) * sure[:, None, None]
        right = ((weight * seen).T @ course) * sure[:, None]
        total = normal.sum(axis=0, dtype=float) + 1e-6 * np.eye(k)
        usual = np.broadcast_to(np.linalg.solve(total, right.sum(axis=0, dtype=float)), (len(sure), k))
        for doubt in APART_DOUBTS:
            drawn = doubt / strength
            full = normal + np.diag(drawn)
            share = np.linalg.solve(full, (right + drawn * usual)[..., None])[..., 0]
            # A lamp's light is not many times what it is elsewhere: that is something else.
            off = np.abs(share - np.median(share, axis=0))
            odd = (off > APART_OUTSIDE * np.median(off, axis=0) + CLOSE).any(axis=1)
            normal[odd], right[odd] = 0, 0
            usual = _around(share.astype(np.float32), normal.trace(axis1=1, axis2=2), shape)
        found.append(share)
    return np.stack(found).astype(np.float32)


def _around(shares: Floats, weights: Floats, shape: tuple[int, int]) -> Floats:
    """The mean of the shares of neighbours by weight; of ever wider neighbourhoods where the near ones tell nothing."""
    rows, columns = shape
    k = shares.shape[1]
    heavy = np.minimum(weights, np.quantile(weights, 0.9))[:, None]
    both = np.concatenate([shares * heavy, heavy], axis=1).reshape(rows, columns, k + 1).astype(np.float32)
    total = np.zeros_like(both)
    for wide, part in ((5, 1.0), (15, 0.03), (61, 0.001)):
        total += np.float32(part) * cv2.blur(both, (wide, wide))
    flat = total.reshape(-1, k + 1)
    return np.asarray((flat[:, :k] + 1e-9 / k) / (flat[:, k:] + 1e-9))
