"""Bumps in the midst of a quick move: how quick it is nothing foretells, but where it leads its pictures show.

So a single picture that lies well beside the line of the others was bumped, wherever along the line it belongs.

Method: a principal axis and a parabola about it, of the pictures' places weighted anew by how far off they lie, so that
few bumped ones do not bend it (iteratively reweighted least squares).
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from komadori.finish.bumps.reading import Reading, size
from komadori.finish.bumps.weighing import floors

Floats: TypeAlias = NDArray[np.float64]

AROUND, MANY = 2, 7
"""Pictures around a quick move that show where it leads, too; and pictures that are enough to tell."""
LEAST, TIMES = 4.0, 8.0
"""Pixels that a picture must lie beside the line to be bumped, since less is hardly seen in a move so quick; and times
as far as most."""
SAME = 0.03
"""Pixels below which places never count apart."""


def off_line(there: Floats, read: Reading) -> Floats:
    """How many pixels each picture lies beside the line of the quick move that it is in, where that stands out; else 0.

    `there` are places, pictures x 8, without steps.
    """
    off = np.zeros(len(there))
    around = maximum_filter1d(read.quick & read.kept, 2 * AROUND + 1) & read.kept
    ends = np.flatnonzero(np.diff(np.concatenate([[False], around, [False]]).astype(int)))
    for begin, end in ends.reshape(-1, 2):
        if end - begin >= MANY:
            beside = size(_beside(there[begin:end]))
            out = beside > max(LEAST, TIMES * float(np.median(beside)))
            # Several running may as well be a bend of the line, or the camera displaced for good.
            alone = out & ~np.append(out[1:], False) & ~np.append(False, out[:-1])
            off[begin:end] = np.where(alone, beside, 0)
    return off


def _beside(there: Floats) -> Floats:
    """How far places lie beside the line, bent a little, that most of them are on."""
    weight = np.ones((len(there), 1))
    for floor in floors(SAME):
        from_middle = there - (weight * there).sum(axis=0) / weight.sum()
        line = np.linalg.svd(from_middle * np.sqrt(weight), full_matrices=False)[2][0]
        along = from_middle @ line
        off = from_middle - np.outer(along, line)
        bent = along[:, None] ** np.arange(3.0)
        off -= bent @ np.linalg.lstsq(bent * np.sqrt(weight), off * np.sqrt(weight), rcond=None)[0]
        weight = 1 / np.maximum(size(off), floor)[:, None]
    return np.asarray(off)
