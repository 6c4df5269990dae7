"""How much each patch of the set has of each lamp, told from its light and the lamps' courses."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.finish.flicker.meters import median

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

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
        normal, right = equations((weight * seen).T, weight.T, course)
        normal *= sure
        right *= sure
        usual: NDArray[Any] = np.full((k, 1), 1 / k)
        for doubt in DOUBTS:
            share = solutions(drawn(normal, doubt), right + doubt * usual)
            # The places differ most of all, so no light is a mixture far outside of theirs.
            odd = np.abs(share - _usually(share)).max(axis=0) > OUTSIDE
            normal[..., odd], right[:, odd] = 0, 0
            usual = _around(share, normal, shape)
        found.append(share.T)
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
    found = []
    for seen, course, sure, weight, strength in zip(light, courses, trust, weights, strengths, strict=True):
        normal, right = equations((weight * seen).T, weight.T, course)
        normal *= sure
        right *= sure
        usual: NDArray[Any] = of_all(normal, right, 1e-6)
        for doubt in APART_DOUBTS:
            pull = doubt / strength[:, None]
            share = solutions(drawn(normal, pull), right + pull * usual)
            # A lamp's light is not many times what it is elsewhere: that is something else.
            off = np.abs(share - _usually(share))
            odd = (off > APART_OUTSIDE * _usually(off) + CLOSE).any(axis=0)
            normal[..., odd], right[:, odd] = 0, 0
            usual = _around(share, normal, shape)
        found.append(share.T)
    return np.stack(found).astype(np.float32)


def _usually(values: Doubles) -> Doubles:
    """The median of each row of `values`, rows x 1."""
    return np.array([[median(row)] for row in values])


def _around(shares: Doubles, normal: Doubles, shape: tuple[int, int]) -> Floats:
    """The mean of the shares of neighbours, lamps x patches, by how much each tells; of ever wider neighbourhoods where
    the near ones tell nothing.
    """
    rows, columns = shape
    k = len(shares)
    weights = np.einsum("iij->j", normal)
    heavy = np.minimum(weights, np.quantile(weights, 0.9))
    both = np.concatenate([shares * heavy, heavy[None]]).T.reshape(rows, columns, k + 1).astype(np.float32)
    total = np.zeros_like(both)
    for wide, part in ((5, 1.0), (15, 0.03), (61, 0.001)):
        total += np.float32(part) * cv2.blur(both, (wide, wide))
    flat = total.reshape(-1, k + 1).T
    return np.asarray((flat[:k] + 1e-9 / k) / (flat[k:] + 1e-9))


def equations(heavy: Floats, weights: Floats, factor: Floats, sure: Floats | None = None) -> tuple[Doubles, Doubles]:
    """The normal equations for each row of light (rows x columns) as a mixture of `factor`, columns x k: k x k x rows,
    of which the upper half is filled, and k x rows; `heavy` is the light times `weights`. `sure` is the factor by how
    well each column is told.
    """
    sure = factor if sure is None else sure
    k = factor.shape[1]
    half = np.triu_indices(k)
    normal = np.zeros((k, k, len(weights)))
    normal[half] = (sure[:, half[0]] * factor[:, half[1]]).T @ weights.T
    return normal, (sure.T @ heavy.T).astype(np.float64)


def drawn(normal: Doubles, pull: Doubles | float) -> Doubles:
    """Normal equations drawn by `pull` towards what is added to their other side."""
    found = normal.copy()
    np.einsum("iij->ij", found)[:] += pull
    return found


def of_all(normal: Doubles, right: Doubles, pull: float) -> Doubles:
    """What solves the equations of all rows at once best, k x 1, drawn a little towards 0."""
    return solutions(drawn(normal.sum(axis=2, keepdims=True), pull), right.sum(axis=1, keepdims=True))


def solutions(normal: Doubles, right: Doubles) -> Doubles:
    """What solves normal equations, k x rows; `normal` and `right` are used up. All rows take each of Gauss's steps
    together, which is ten times faster than one row after the other.
    """
    k = len(normal)
    for at in range(k):
        for below in range(at + 1, k):
            part = normal[at, below] / normal[at, at]
            normal[below, below:] -= part * normal[at, below:]
            right[below] -= part * right[at]
    for at in reversed(range(k)):
        for after in range(at + 1, k):
            right[at] -= normal[at, after] * right[after]
        right[at] /= normal[at, at]
    return right
