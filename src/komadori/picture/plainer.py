"""A movement told no more freely than the picture tells it: stretches and tilts give way where they may be chance.

A camera that was bumped before a set is turned, moved and perhaps tilted; a perspective mapping has eight numbers and
takes whatever is left over for a stretch or a tilt as well. Where much of the set is seen these come out as nothing by
themselves. Where little of it is, they do not, and a corner of the picture far from all of it is off.

Method: shrinkage towards the simpler model, by how clearly the pictures tell it from the freer one (Stein, 1956; Efron
and Morris, 1973): the most likely movement where the width of the prior is itself told by the pictures.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.picture.agreement import GENERATORS

Floats: TypeAlias = NDArray[np.float64]

CHANCE = 4.0
"""Squares of the error, in two numbers together, up to which these are taken for chance; chance alone makes two."""
TINY = 1e-5
"""Half widths by which a movement is changed to see what that changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plainer:
    """A movement, 3 x 3 in half widths, the covariance of its eight generators, and of the stretches and of the tilts
    what share was left, 0..1."""

    matrix: Floats
    spread: Floats
    left: tuple[float, float]


def plainer(matrix: Floats, spread: Floats) -> Plainer:
    """The movement `matrix`, 3 x 3 in half widths from the picture to where it lies, with no more stretch and tilt than
    the covariance `spread` of its GENERATORS, 8 x 8, lets it be sure of."""
    left = []
    for told in (_stretches, _tilts):
        now = told(matrix)
        slopes = np.stack([(told(_moved(matrix, one)) - now) / TINY for one in TINY * np.eye(len(spread))], axis=1)
        inverse = np.linalg.inv(slopes @ spread @ slopes.T)
        clear = float(now @ inverse @ now)
        kept = max(0.0, 1 - CHANCE / max(clear, 1e-12))
        gain = spread @ slopes.T @ inverse
        matrix = _moved(matrix, -(1 - kept) * gain @ now)
        spread = spread - (1 - kept) * gain @ slopes @ spread
        left.append(kept)
    return Plainer(matrix=matrix, spread=spread, left=(left[0], left[1]))


def _moved(matrix: Floats, by: Floats) -> Floats:
    moved = (np.eye(3) + np.tensordot(by, GENERATORS, 1)) @ matrix
    return np.asarray(moved / moved[2, 2])


def _stretches(matrix: Floats) -> Floats:
    """How much further it reaches one way than across it, and how much it leans."""
    return np.array([matrix[0, 0] - matrix[1, 1], matrix[0, 1] + matrix[1, 0]]) / 2


def _tilts(matrix: Floats) -> Floats:
    return np.array(matrix[2, :2])
