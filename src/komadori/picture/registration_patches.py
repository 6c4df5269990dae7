"""Where a tilted picture lies beside another, told by many patches at once.

A tilt has twice as many unknowns as a turn, and single corners tell them half as well. Here patches all over the
picture, side by side, count together: each tells how far it is off along the two directions of its detail, by one
Gauss-Newton step (Baker and Matthews, 2004), and counts as exactly as its detail and its noise allow; a plank's grain
tells much across it and nothing along it. What the picture's own noise would feign as detail is taken off first. The
pictures keep their light, since the logarithm of a dark one tells its noise and the blocks of its JPEG; each patch is
brought to the other's light by their means, which is exact where codes are roots of the light.
"""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.agreement import GENERATORS, Size, mapped, steps_of, unit_of
from komadori.picture.placing import REACH, Singles, drawn, patches
from komadori.picture.plainer import plainer
from komadori.picture.shift import Bools, Points
from komadori.picture.still import Array

Floats: TypeAlias = NDArray[np.float64]

SOFT = 0.6
"""Sigma in pixels: what a JPEG leaves of detail finer than that tells its blocks."""
ROUNDS, SETTLED = 12, 1e-8
"""Rounds of weighting anew at most, and when that has settled, in half widths of the picture."""
AGAIN = 2
"""Times the patches are drawn anew where the movement puts them."""
CLEAR, FARTHEST = 0.15, 1.5
"""Share of a direction's detail that must not be noise for it to tell anything; and pixels off from which a patch shows
something else."""
QUIET, LOUD = 0.5, 4.0
"""Times the usual noise that a patch is taken to have at least; and at most, when feigned detail is taken off."""
BADLY = 0.1 / 1920
"""Error at a corner, in shares of the width, from which a person should know that a stretch or tilt was left out."""
CUT, LEAST, MOST = 4.7, 0.7, 4.0
"""Times the scatter beyond which a direction does not count; and how large, in what noise explains, the scatter may
be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Patches around n places of a picture, `corners`: their `codes` and slopes `right` and `down`, n x pixels; `ways`,
    n x 2 x 2, whose columns are the two directions of detail, and how strong it is along each, `strength`, n x 2."""

    corners: Points
    codes: Singles
    right: Singles
    down: Singles
    ways: Floats
    strength: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What patches tell: pixels `off` along each direction, n x 2, and the inverse of its variance, 0 where nothing."""

    off: Floats
    weight: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """A movement, 3 x 3, pixels to pixels; its standard error in pixels at the corner of the picture where it is
    largest, infinite where the patches do not tell it; and whether a stretch or tilt that they tell badly was left out
    of it."""

    matrix: Floats
    uncertain: float
    plain: bool = False


def soft(grey: Array) -> Singles:
    """The picture as patches are taken from it."""
    return np.asarray(cv2.GaussianBlur(grey.astype(np.float32), (0, 0), SOFT))


def details(grey: Singles) -> Details:
    """The patches of the soft picture `grey`, side by side."""
    high, wide = grey.shape
    places = np.meshgrid(*(np.arange(REACH + 1, size - REACH - 1, 2 * REACH + 1) for size in (wide, high)))
    corners = np.stack(places, axis=-1).reshape(-1, 2).astype(np.float32)
    known = patches(grey, corners)
    codes, right, down = (
        one[known.whole].reshape(known.whole.sum(), -1) for one in (known.codes, known.right, known.down)
    )
    across, low = _even(right), _even(down)
    pull = np.stack([across, low], axis=1).astype(np.float64)
    strength, ways = np.linalg.eigh(pull @ pull.transpose(0, 2, 1))
    return Details(
        corners=corners[known.whole], codes=codes, right=right, down=down, ways=ways, strength=np.asarray(strength)
    )


def refined(start: Floats, known: Details, other: Singles, those: Bools, size: Size) -> Refined:
    """The perspective movement near `start` (3 x 3, pixels to pixels) by which the patches `those` lie in the soft
    picture `other`."""
    unit, matrix = unit_of(size), start
    half, back = size[0] / 2, np.linalg.inv(unit)
    steps = half * steps_of(mapped(unit, known.corners), "perspective")
    along = np.einsum("ngi,nik->nkg", steps, known.ways).reshape(-1, steps.shape[1])
    ends = np.array([(x, y) for x in (-1, 1) for y in (-size[1] / size[0], size[1] / size[0])])
    ends = half * steps_of(ends, "perspective")
    spread: Floats = np.eye(steps.shape[1])
    for _ in range(AGAIN):
        told = _told(matrix, known, other, those)
        if np.count_nonzero(told.weight) < 2 * steps.shape[1]:
            return Refined(matrix=start, uncertain=np.inf)
        change, spread = _agreed(along, told)
        moved = np.eye(3) + np.tensordot(change, GENERATORS[: len(change)], 1)
        matrix = matrix @ back @ moved @ unit
    lies = unit @ np.linalg.inv(matrix) @ back
    found = plainer(lies / lies[2, 2], spread)
    matrix = back @ np.linalg.inv(found.matrix) @ unit
    free, uncertain = (
        float(np.sqrt(np.einsum("cgi,gh,chi->c", ends, told, ends).max())) for told in (spread, found.spread)
    )
    return Refined(
        matrix=np.asarray(matrix / matrix[2, 2]),
        uncertain=uncertain,
        plain=free > BADLY * size[0] and min(found.left) == 0,
    )


def _told(matrix: Floats, known: Details, other: Singles, those: Bools) -> Told:
    shown, rest, inside = drawn(matrix, known.corners, other)
    shown *= known.codes.mean(axis=1, keepdims=True) / np.maximum(shown.mean(axis=1, keepdims=True), 1)
    left = _even(known.codes - shown - known.right * rest[..., 0] - known.down * rest[..., 1])
    pull = np.stack([np.einsum("np,np->n", slopes, left) for slopes in (known.right, known.down)], axis=1)
    pull = np.einsum("nik,ni->nk", known.ways, pull)
    unexplained = (left**2).sum(axis=1) - (pull**2 / np.maximum(known.strength, 1e-3)).sum(axis=1)
    those = those & inside
    if not those.any():
        return Told(off=np.zeros_like(pull), weight=np.zeros_like(pull))
    pixels = left.shape[1]
    variance = np.maximum(unexplained, 0) / pixels
    usual = max(float(np.median(variance[those])), 1e-3)
    variance = np.maximum(variance, QUIET * usual)
    # Half of the noise is this picture's own, and halved again by how slopes are told.
    feigned = pixels * np.minimum(variance, LOUD * usual) / 4
    true = np.maximum(known.strength - feigned[:, None], 1e-3)
    off = pull / true
    tells = those[:, None] & (true > CLEAR * known.strength) & (np.abs(off) < FARTHEST)
    weight = np.where(tells, true**2 / np.maximum(variance[:, None] * known.strength, 1e-9), 0)
    return Told(off=np.where(tells, off, 0), weight=weight)


def _agreed(along: Floats, told: Told) -> tuple[Floats, Floats]:
    """The movement that most directions agree on, in half widths, and its covariance: Tukey's biweight."""
    off, weight = told.off.ravel(), told.weight.ravel()
    change: Floats = np.zeros(along.shape[1])
    scatter = 1.0
    for _ in range(ROUNDS):
        far = np.abs(off - along @ change) * np.sqrt(weight)
        near = far[(weight > 0) & (far < 2 + 6 * scatter)]
        # The median of a scatter in one direction is 0.67 of its sigma.
        scatter = float(np.clip(np.median(near) / 0.6745, LEAST, MOST)) if len(near) else MOST
        counts = weight * np.clip(1 - (far / (CUT * scatter)) ** 2, 0, None) ** 2
        pulls = along * counts[:, None]
        information = pulls.T @ along + 1e-9 * np.eye(along.shape[1])
        then = np.asarray(np.linalg.solve(information, pulls.T @ off), np.float64)
        settled = np.abs(then - change).max() < SETTLED
        change = then
        if settled:
            break
    return change, np.asarray(np.linalg.inv(information) * scatter**2)


def _even(patches: Singles) -> Singles:
    return np.asarray(patches - patches.mean(axis=1, keepdims=True))
