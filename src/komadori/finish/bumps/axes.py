"""The camera's way where a motion rig drove it: its axes tell when a move was meant, and the pictures how far it went.

By how much an axis moves the picture hangs on lens and distance and is told by no record, so it is found in the take:
as a polynomial of the places of the axes that fits most pictures, whatever bumps and steps befell the others. What is
left is the way of a camera that was meant to stand, in which a bump is told even in the midst of a whip.

A picture whose axes nobody kept is told by those beside it: the axes are taken to have gone on smoothly past it.

Method: least absolute deviations by iteratively reweighted least squares (Schlossmacher, 1973); monotone cubic
interpolation between the places that are known (Fritsch and Carlson, 1980).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from komadori.finish.bumps.intended import TOLD, Way, way
from komadori.finish.bumps.reading import size
from komadori.finish.bumps.weighing import floors

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

DEGREES = (3, 2, 1)
"""Of the polynomial: a lens that turns by some degrees goes over the picture as an angle's tangent does."""
ENOUGH, ENOUGH_KEPT = 3, 2
"""Times more places of the axes than coefficients are wanted, so that bumped pictures are outvoted; and once these are
known."""
FAR = 3.0
"""Pixels that a picture must lie off the first course to be left out of the second: less may be the course's own."""


def places_of(axes: Sequence[tuple[tuple[str, float], ...] | None]) -> Floats | None:
    """Where the axes stood, pictures x axes, those that never moved left out, NaN where a picture's are not known; None
    where those of half the pictures or more are not."""
    known = [dict(one) for one in axes if one is not None]
    if 2 * len(known) <= len(axes):
        return None
    names = [name for name in known[0] if all(name in one for one in known)]
    places = np.full((len(axes), len(names)), np.nan)
    told = [[one[name] for name in names] for one in known]
    places[[one is not None for one in axes]] = np.reshape(told, (len(known), len(names)))
    return places[:, np.nanmax(places, axis=0) > np.nanmin(places, axis=0)]


def driven(at: Floats, frames: Floats, uncertain: Floats, axes: Floats, known: Bools | None = None) -> Way:
    """The way of a camera on a rig: as `intended.way`, and `axes` tell where those stood that moved, pictures x axes;
    where not all are, `known` tells for which pictures.

    Where no axis moved from one picture to the next no move was meant, however smooth it is.
    """
    known = np.ones(len(at), bool) if known is None else known
    axes = _between(axes, frames, known)
    moved = (np.diff(axes, axis=0) != 0).any(axis=1) | ~known[1:] | ~known[:-1]
    bends = _bends(axes, ENOUGH, known)
    if not bends.shape[1]:
        course = _seen(at, axes, known)
    else:
        # From picture to picture a step tells once, and a bump twice. Then it is known which these are.
        course = bends @ _least(np.diff(bends[known], axis=0), np.diff(at[known], axis=0))
        first = way(at - course, frames, uncertain, moved)
        stepped = first.stepped > 0
        steps = np.cumsum(stepped)[:, None] >= np.arange(1, stepped.sum() + 1)
        kept = known & (~first.put_back | (size(first.held - first.meant) < FAR))
        bends = _bends(axes, ENOUGH_KEPT, kept)
        columns = np.concatenate([bends, np.ones((len(at), 1)), steps], axis=1)
        if bends.shape[1]:
            course = bends @ _least(columns[kept], at[kept])[: bends.shape[1]]
    course = course - course[:1]
    found = way(at - course, frames, uncertain, moved)
    return replace(found, meant=found.meant + course, held=found.held + course)


def _between(axes: Floats, frames: Floats, known: Bools) -> Floats:
    """The places of the axes where those that are not known lie between the others, and at the ends as the nearest."""
    if known.all() or known.sum() < 2 or not axes.shape[1]:
        return axes
    at = np.clip(frames, frames[known][0], frames[known][-1])
    return np.where(known[:, None], axes, PchipInterpolator(frames[known], axes[known])(at))


def _bends(axes: Floats, enough: float, kept: Bools) -> Floats:
    """The powers of the axes' places that may be told from the pictures kept, pictures x powers; none with few."""
    poses, many = len(np.unique(axes[kept], axis=0)), axes.shape[1]
    degree = next((one for one in DEGREES if poses >= enough * (1 + one * many)), 0)
    unit = (axes - axes.min(axis=0)) / np.ptp(axes, axis=0)
    return np.concatenate([unit**power for power in range(1, degree + 1)] or [unit[:, :0]], axis=1)


def _least(columns: Floats, at: Floats) -> Floats:
    """What the columns are to be weighed by, columns x 8, for `at` to be as near as may be in most rows."""
    weight = np.ones((len(at), 1))
    for floor in floors(TOLD / 3):
        told = np.linalg.lstsq(columns * weight, at * weight, rcond=None)[0]
        off = size(at - columns @ told)[:, None]
        weight = 1 / np.sqrt(np.maximum(off, floor))
    return np.asarray(told)


def _seen(at: Floats, axes: Floats, known: Bools) -> Floats:
    """With few places of the axes, of the pictures taken in each the one that is nearest to the others. A picture whose
    axes are not known stands as one beside it, the one that it is nearer to."""
    course, those_known = np.empty_like(at), np.flatnonzero(known)
    for pose in np.unique(axes[known], axis=0):
        those = those_known[(axes[known] == pose).all(axis=1)]
        apart = [size(at[those] - at[[one]]).sum() for one in those]
        course[those] = at[those[int(np.argmin(apart))]]
    for one in np.flatnonzero(~known):
        place = int(np.searchsorted(those_known, one))
        beside = those_known[max(0, place - 1) : place + 1]
        course[one] = course[beside[int(np.argmin(size(at[[one]] - course[beside])))]]
    return course
