"""The edges of a picture that was moved: what it does not show any more, taken from others or repeated.

Others are of the same set but not of the same light: what they lend is brought to the light of the picture, as the two
differ along the seam, and fades into it over a few pixels.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Bools: TypeAlias = NDArray[np.bool_]

COARSE = 8
"""Pixels: light along the seam is compared in squares so large."""
SEAM = 1 / 60
"""Share of the width, on the picture's side of the seam, over which the light of two pictures is compared."""
FADE = 1 / 400
"""Share of the width over which what was lent fades into the picture."""
DARK = 1e-3
"""Added to both before they are compared, scene-linear: in the dark nothing is told."""
OTHER = 0.25
"""Natural logarithm of how much the light may differ from place to place; beyond that it is another thing."""


def filled(pixels: Floats, others: Iterable[Callable[[], Floats]]) -> Floats:
    """A scene-linear picture, rows x columns x channels, in which no pixel is NaN any more.

    Others are of the same size and lie on the set as it does; each is NaN where it shows nothing, and is asked for only
    while something is missing. What none of them shows is repeated from the nearest pixel.
    """
    missing = np.isnan(pixels[..., 0])
    if not missing.any():
        return pixels
    done = pixels.astype(np.float32)
    done[missing] = 0
    for other in others:
        if not missing.any():
            break
        lent = other()[..., :3]
        shows = ~np.isnan(lent[..., 0])
        given = missing & shows
        if given.any():
            _lend(done, lent, given, shows & ~missing)
            missing &= ~given
    colours = np.isnan(pixels[..., 0]) & ~missing
    if missing.any():
        done = _repeated(done, missing)
    if pixels.shape[2] > 3 and colours.any():
        done[..., 3:] = _repeated(done[..., 3:], colours)
    return done


def _lend(done: Floats, lent: Floats, given: Bools, both: Bools) -> None:
    """Put `lent` into `done` where it is `given`, in the light that the two tell where they show `both`.

    That is a strip along an edge, and only its pixels are reckoned with.
    """
    width = done.shape[1]
    wide = 2 * max(2, round(SEAM * width)) + 1
    seam = both & (cv2.dilate(given.astype(np.uint8), np.ones((wide, wide), np.uint8)) > 0)
    gain = _gain(done, lent, seam, max(1.0, SEAM * width / COARSE)) if seam.any() else None
    far = cv2.distanceTransform((~given).astype(np.uint8), cv2.DIST_L2, 3)
    here = (both | given) & (far < FADE * width + 1)
    fade = np.clip(1 - far[here] / (FADE * width + 1), 0, 1)[:, None].astype(np.float32)
    light = lent[here] if gain is None else lent[here] * gain[here]
    old = done[here][:, :3]
    done[here, :3] = old + (light - old) * fade


def _gain(done: Floats, lent: Floats, seam: Bools, sigma: float) -> Floats:
    """How much lighter the picture is than what is lent, by colour: told along the seam, spread from there."""
    height, width = seam.shape
    size = max(1, width // COARSE), max(1, height // COARSE)
    here, there = (_coarse(side, seam, size) for side in (done, lent))
    # Drawing may leave a little less than nothing beside what is sharp.
    told = np.minimum(here, there).min(axis=2) > 0
    apart = np.log(np.where(told[..., None], here, 1) / np.where(told[..., None], there, 1))
    # Where a puppet stands in one of the two it is not the light that differs.
    usual = np.median(apart[told], axis=0) if told.any() else np.zeros(3, np.float32)
    alike = (told & (np.abs(apart - usual).max(axis=2) < OTHER))[..., None]
    near = [cv2.GaussianBlur(side * alike, (0, 0), sigma) for side in (here, there)]
    # Far from the seam the usual counts.
    least = np.float32(1e-6)
    gain = (near[0] + least * np.exp(usual)) / (near[1] + least)
    return np.asarray(cv2.resize(gain.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR))


def _coarse(side: Floats, seam: Bools, size: tuple[int, int]) -> Floats:
    lit = np.zeros((*seam.shape, 3), np.float32)
    lit[seam] = side[seam][:, :3] + np.float32(DARK)
    return np.asarray(cv2.resize(lit, size, interpolation=cv2.INTER_AREA))


def _repeated(pixels: Floats, missing: Bools) -> Floats:
    """The nearest pixel that is not missing, for each that is."""
    if missing.all():
        return pixels
    _, nearest = cv2.distanceTransformWithLabels(
        missing.astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    there: NDArray[Any] = np.flatnonzero(~missing.ravel())
    of_label = np.zeros(int(nearest.max()) + 1, np.intp)
    of_label[nearest.ravel()[there]] = there
    flat = pixels.reshape(-1, pixels.shape[2]).copy()
    flat[missing.ravel()] = flat[of_label[nearest.ravel()[missing.ravel()]]]
    return flat.reshape(pixels.shape)
