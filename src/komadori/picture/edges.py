"""The edges of a picture that was moved: what it does not show any more, taken from others or repeated.

Others are of the same set but not of the same light: what they lend is brought to the light of the picture, as the two
differ along the seam, and fades into it over a few pixels.
"""

from collections.abc import Callable, Iterable
from math import ceil
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Bools: TypeAlias = NDArray[np.bool_]
Part: TypeAlias = tuple[slice, slice]
"""Rows and columns."""
Places: TypeAlias = tuple[NDArray[np.intp], NDArray[np.intp]]
"""The row and the column of each."""

COARSE = 8
"""Pixels: light along the seam is compared in squares so large."""
SEAM = 1 / 60
"""Share of the width, on the picture's side of the seam, over which the light of two pictures is compared."""
FADE = 1 / 400
"""Share of the width over which what was lent fades into the picture."""
AROUND = 1 / 50
"""Share of the width beside what is missing that filling looks at: a little more than the seam."""
DARK = 1e-3
"""Added to both before they are compared, scene-linear: in the dark nothing is told."""
OTHER = 0.25
"""Natural logarithm of how much the light may differ from place to place; beyond that it is another thing."""


def filled(pixels: Floats, others: Iterable[Callable[[], Floats]]) -> Floats:
    """A scene-linear picture, rows x columns x channels, in which no pixel is NaN any more; it is `pixels`, written to.

    Others are of the same size and lie on the set as it does; each is NaN where it shows nothing, and is asked for only
    while something is missing. What none of them shows is repeated from the nearest pixel.
    """
    missing = np.isnan(pixels[..., 0])
    if not missing.any():
        return pixels
    empty, done = missing.copy(), pixels
    done[missing] = 0
    parts = strips(empty, ceil(AROUND * missing.shape[1]))
    for other in others:
        if not missing.any():
            break
        lent = other()[..., :3]
        shows = np.zeros(missing.shape, bool)
        for part in parts:
            shows[part] = ~np.isnan(lent[part][..., 0])
        given = missing & shows
        if given.any():
            _lend(done, lent, given, shows & ~missing, parts)
            missing &= ~given
    _repeat(done, missing)
    _repeat(done[..., 3:], empty & ~missing)
    return done


def strips(only: Bools, seam: int) -> list[Part]:
    """Rows and columns of strips along the four edges that hold all of `only` and `seam` pixels beside it; the whole
    where they would not."""
    high, wide = only.shape
    top, bottom = (_depth(side, 0) for side in (only, only[::-1]))
    left, right = (_depth(side, 1) for side in (only, only[:, ::-1]))
    if only[top : high - bottom, left : wide - right].any():
        return [(slice(0, high), slice(0, wide))]
    along = (
        (top, slice(0, top + seam), slice(0, wide)),
        (bottom, slice(max(0, high - bottom - seam), high), slice(0, wide)),
        (left, slice(0, high), slice(0, left + seam)),
        (right, slice(0, high), slice(max(0, wide - right - seam), wide)),
    )
    return [(rows, columns) for deep, rows, columns in along if deep]


def _depth(only: Bools, axis: int) -> int:
    """How far `only` reaches from the first row or column on, as far as a quarter; what reaches further is another
    edge's."""
    # Where none of those is missing none is told to be the first: 0.
    far = only.shape[axis] // 4 + 1
    return int(np.argmin(only[:far] if axis == 0 else only[:, :far], axis=axis).max(initial=0))


def _lend(done: Floats, lent: Floats, given: Bools, both: Bools, parts: list[Part]) -> None:
    """Put `lent` into `done` where it is `given`, in the light that the two tell where they show `both`.

    That lies in `parts`, strips along the edges, and only their pixels are reckoned with.
    """
    width = done.shape[1]
    wide = 2 * max(2, round(SEAM * width)) + 1
    seam = np.zeros(given.shape, bool)
    for part in parts:
        seam[part] |= cv2.dilate(given[part].astype(np.uint8), np.ones((wide, wide), np.uint8)) > 0
    seam &= both
    here, far = _near(given, both | given, parts, np.float32(FADE * width + 1))
    light = lent[here]
    if seam.any():
        light = light * _gain(done, lent, seam, parts, here, max(1.0, SEAM * width / COARSE))
    fade = (1 - far / np.float32(FADE * width + 1))[:, None]
    old = done[here][:, :3]
    done[here[0], here[1], :3] = old + (light - old) * fade


def _near(given: Bools, among: Bools, parts: list[Part], reach: np.float32) -> tuple[Places, Floats]:
    """The pixels `among` some that lie less than `reach` from what is `given`, and how far."""
    places, fars = [], []
    for rows, columns in parts:
        far = cv2.distanceTransform((~given[rows, columns]).astype(np.uint8), cv2.DIST_L2, 3)
        y, x = np.nonzero(among[rows, columns] & (far < reach))
        places.append((y + rows.start) * given.shape[1] + x + columns.start)
        fars.append(far[y, x])
    place, far = np.concatenate(places), np.concatenate(fars)
    order = np.argsort(place, kind="stable")
    place, first = np.unique(place[order], return_index=True)
    # Where two parts overlap each may know what is nearest.
    nearest = np.minimum.reduceat(far[order], first) if len(place) else far
    y, x = np.divmod(place, given.shape[1])
    return (y, x), np.asarray(nearest, np.float32)


def _gain(done: Floats, lent: Floats, seam: Bools, parts: list[Part], places: Places, sigma: float) -> Floats:
    """How much lighter the picture is than what is lent at some places of `parts`, by colour (n x 3): told along the
    seam, spread from there."""
    height, width = seam.shape
    size = max(1, width // COARSE), max(1, height // COARSE)
    # Squares that are whole pixels are the same wherever the picture is cut between them.
    cut = (width, height) == (COARSE * size[0], COARSE * size[1])
    parts = [_squared(part, seam) for part in parts] if cut else [(slice(0, height), slice(0, width))]
    here, there = (_coarse(side, seam, parts, size) for side in (done, lent))
    # Drawing may leave a little less than nothing beside what is sharp.
    told = np.minimum(here, there).min(axis=2) > 0
    apart = np.log(np.where(told[..., None], here, 1) / np.where(told[..., None], there, 1))
    # Where a puppet stands in one of the two it is not the light that differs.
    usual = np.median(apart[told], axis=0) if told.any() else np.zeros(3, np.float32)
    alike = (told & (np.abs(apart - usual).max(axis=2) < OTHER))[..., None]
    near = [cv2.GaussianBlur(side * alike, (0, 0), sigma) for side in (here, there)]
    # Far from the seam the usual counts.
    least = np.float32(1e-6)
    gain = ((near[0] + least * np.exp(usual)) / (near[1] + least)).astype(np.float32)
    if not cut:
        return np.asarray(cv2.resize(gain, (width, height), interpolation=cv2.INTER_LINEAR))[places]
    found = np.empty((len(places[0]), 3), np.float32)
    for rows, columns in parts:
        # One square more around, for what lies between two of them.
        wider = tuple(_coarsely(slice(side.start - COARSE, side.stop + COARSE)) for side in (rows, columns))
        few = gain[wider]
        finer = cv2.resize(few, (few.shape[1] * COARSE, few.shape[0] * COARSE), interpolation=cv2.INTER_LINEAR)
        y, x = places
        mine = (y >= rows.start) & (y < rows.stop) & (x >= columns.start) & (x < columns.stop)
        found[mine] = finer[y[mine] - COARSE * wider[0].start, x[mine] - COARSE * wider[1].start]
    return found


def _squared(part: Part, seam: Bools) -> Part:
    """A part of the picture as large as the squares that it lies in."""
    rows, columns = (
        slice(side.start // COARSE * COARSE, min(-(-side.stop // COARSE) * COARSE, most))
        for side, most in zip(part, seam.shape, strict=True)
    )
    return rows, columns


def _coarsely(side: slice) -> slice:
    """The squares along these rows or columns."""
    return slice(max(0, side.start) // COARSE, side.stop // COARSE)


def _coarse(side: Floats, seam: Bools, parts: list[Part], size: tuple[int, int]) -> Floats:
    coarse = np.zeros((size[1], size[0], 3), np.float32)
    for part in parts:
        lit = np.add(side[part][..., :3], np.float32(DARK), dtype=np.float32)
        lit = np.asarray(cv2.copyTo(lit, seam[part].astype(np.uint8)))
        whole = lit.shape[:2] == seam.shape
        place = coarse if whole else coarse[_coarsely(part[0]), _coarsely(part[1])]
        place[:] = cv2.resize(lit, (place.shape[1], place.shape[0]), interpolation=cv2.INTER_AREA)
    return coarse


def _repeat(pixels: Floats, missing: Bools) -> None:
    """Give each pixel that is missing the nearest that is not: none lies outside the box round them but next to it."""
    rows, columns = (np.flatnonzero(missing.any(axis=axis)) for axis in (1, 0))
    if not rows.size or not pixels.shape[2] or missing.all():
        return
    box = tuple(slice(max(0, int(side[0]) - 1), int(side[-1]) + 2) for side in (rows, columns))
    pixels, missing = pixels[box], missing[box]
    _, nearest = cv2.distanceTransformWithLabels(
        missing.astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    # Labels count the pixels that are there, in their order.
    there = np.flatnonzero(~missing)[nearest[missing] - 1]
    pixels[missing] = pixels[np.unravel_index(there, missing.shape)]
