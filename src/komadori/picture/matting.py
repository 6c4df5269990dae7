"""How much of each pixel belongs to what stands before a known background, and of what colour that is.

A pixel is `matte x front + (1 - matte) x back` in linear light. The back is known at every pixel; the front's colours
are learned where nothing but the front is seen, as a mean and a spread for each neighbourhood. Then the likeliest matte
is searched for along the line between the two, and the front's colour follows. Source: Chuang, Curless, Salesin and
Szeliski, A Bayesian Approach to Digital Matting, CVPR 2001, here with the back known and the matte searched directly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.spread import spread

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]

STEPS = 48
"""Mattes tried for each pixel; between the best and its neighbours a parabola tells the rest."""
AT_ONCE = 1 << 16
"""Pixels searched together, so that memory stays small."""
ENOUGH = 1280
"""Pixels of width above which colours are learned from every other pixel."""
COARSE = 4
"""Pixels a side of the patches in which the front's colours are learned."""
SOLID = 0.98
"""The matte from which a pixel shows the front alone."""
NOISE = 0.006
"""One sigma of a pixel's light at white, as a share of white; in the darks a tenth is left of it."""
RIM = 0.05
"""Variance of the front's brightness at its edge, in squares of its mean."""
WIDER = 0.4
"""How far a matte is held to be less likely for allowing more colours; all the way (1) thins dark fur out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known before the search, all h x w: pixels that are all `back` or all `front`, and for the others how
    much of the front one would `expect`, and how far to believe it (`doubt`, one sigma)."""

    back: Mask
    front: Mask
    expect: Floats
    doubt: float


def solve(pixels: Floats, behind: Floats, known: Known) -> tuple[Floats, Floats]:
    """The matte (h x w, 0..1) and the front's colour (h x w x 3) of `pixels` before `behind`, both linear.

    Where the matte is 0 the colour is black. Deterministic.
    """
    matte = known.front.astype(np.float32)
    front = np.where(known.front[..., None], pixels, 0).astype(np.float32)
    for at, line in _lines(pixels, behind, known.front, ~known.front & ~known.back):
        matte[at] = _likeliest(line, known.expect[at], known.doubt)
        front[at] = _front(line, matte[at]) * (matte[at] > 0)[:, None]
    return matte, front


def fronts(pixels: Floats, behind: Floats, matte: Floats) -> Floats:
    """The front's colour (h x w x 3) where its `matte` (h x w) is known already; black where that is 0."""
    solid = matte >= SOLID
    front = np.where(solid[..., None], pixels, 0).astype(np.float32)
    for at, line in _lines(pixels, behind, solid, ~solid & (matte > 0)):
        front[at] = _front(line, matte[at])
    return front


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """n pixels and the line each lies on, from what is behind it to the front's mean colour around it.

    `axes` (n x 3 x 3) are those of the front's spread, `lengths` (n x 3) its variances along them; `seen` and `ahead`
    are the pixel and the mean less what is behind, along these axes. `grain` (n) is the variance of the noise.
    """

    mean: Floats
    axes: Floats
    lengths: Floats
    seen: Floats
    ahead: Floats
    grain: Floats


def _lines(pixels: Floats, behind: Floats, front: Mask, wanted: Mask) -> Iterator[tuple[tuple[Array, Array], _Line]]:
    rows, columns = np.nonzero(wanted)
    if not len(rows):
        return
    mean, spreads = _learned(pixels, front)
    for first in range(0, len(rows), AT_ONCE):
        at = rows[first : first + AT_ONCE], columns[first : first + AT_ONCE]
        yield at, _line(pixels[at], behind[at], mean[at], spreads[at[0] // COARSE, at[1] // COARSE])


def _learned(pixels: Floats, front: Mask) -> tuple[Floats, Floats]:
    """The front's mean colour around each pixel (h x w x 3), and how it spreads around each patch (3 x 3)."""
    high, wide = front.shape
    size = (-(-wide // COARSE), -(-high // COARSE))
    # Of a large picture every other pixel tells as much.
    every = 2 if wide > ENOUGH else 1
    pixels, weight = pixels[::every, ::every], front[::every, ::every].astype(np.float32)
    squares = np.stack([pixels[..., one] * pixels[..., two] for one in range(3) for two in range(one, 3)], axis=2)
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    told = (np.dstack([pixels, squares]) * weight[..., None]).astype(np.float32)
    # OpenCV averages areas of four channels at the most.
    parts = (np.ascontiguousarray(told[..., at : at + 3]) for at in range(0, 9, 3))
    moments = np.dstack([cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in parts])
    reach = max(1.0, wide / COARSE / 120)
    known, moments = (cv2.GaussianBlur(each, (0, 0), reach) for each in (known, moments))
    usual = np.asarray(moments / np.maximum(known, 1e-6)[..., None], np.float32)
    moments = spread(usual, np.asarray(np.minimum(1, known * 8), np.float32))
    mean = cv2.resize(moments[..., :3], (wide, high), interpolation=cv2.INTER_LINEAR)
    middle = moments[..., :3]
    spreads = np.empty((*moments.shape[:2], 3, 3), np.float32)
    pairs = [(one, two) for one in range(3) for two in range(one, 3)]
    for number, (one, two) in enumerate(pairs):
        shared = moments[..., 3 + number] - middle[..., one] * middle[..., two]
        spreads[..., one, two] = spreads[..., two, one] = shared
    return np.asarray(mean, np.float32), spreads


def _line(pixels: Floats, behind: Floats, mean: Floats, spreads: Floats) -> _Line:
    # Light that grazes an edge makes it brighter than the inside is: the spread is opened along the colour itself.
    opened = spreads + RIM * mean[:, :, None] * mean[:, None, :] + np.float32(2e-5) * np.eye(3, dtype=np.float32)
    lengths, axes = np.linalg.eigh(opened)
    return _Line(
        mean=mean,
        axes=axes,
        lengths=np.maximum(lengths, 1e-6),
        seen=np.einsum("nij,ni->nj", axes, pixels - behind),
        ahead=np.einsum("nij,ni->nj", axes, mean - behind),
        grain=np.square(NOISE) * (np.maximum(pixels.mean(axis=1), 0.01) + np.float32(0.01)),
    )


def _likeliest(line: _Line, expect: Floats, doubt: float) -> Floats:
    """The likeliest matte (n)."""
    tried = (np.arange(STEPS + 1, dtype=np.float32) / STEPS)[:, None]
    cost = np.square((tried - expect) / doubt)
    for axis in range(3):
        sigma = np.square(tried) * line.lengths[:, axis] + line.grain
        cost += np.square(line.seen[:, axis] - tried * line.ahead[:, axis]) / sigma + WIDER * np.log(sigma)
    return _lowest(cost)


def _front(line: _Line, matte: Floats) -> Floats:
    """The likeliest colour of the front (n x 3) under this matte."""
    share = matte[:, None] * line.lengths / (np.square(matte[:, None]) * line.lengths + line.grain[:, None])
    off = np.einsum("nij,nj->ni", line.axes, share * (line.seen - matte[:, None] * line.ahead))
    return np.asarray(np.maximum(line.mean + off, 0), np.float32)


def _lowest(cost: Floats) -> Floats:
    """Where between 0 and 1 each column of `cost` (steps + 1 x n) is lowest."""
    best = np.argmin(cost, axis=0)
    inner = np.clip(best, 1, STEPS - 1)
    columns = np.arange(cost.shape[1])
    before, here, after = (cost[inner + step, columns] for step in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = np.where(bend > 1e-9, 0.5 * (before - after) / np.maximum(bend, 1e-9), 0)
    exact = (inner + np.clip(shift, -1, 1)) / STEPS
    return np.asarray(np.where(best == inner, exact, best / STEPS), np.float32)
