"""Which of several movements in a picture is the camera's, told from points that were found again.

A camera that moved moves the whole picture, and a puppet a part of it, however much detail that part has. So of the
movements that many points agree on, that one counts which tells best where all of the picture went, out to its corners,
and not the one with most points. Each is found by RANSAC (Fischler and Bolles, 1981), the points of those before left
out, and fitted by Gauss-Newton steps with Tukey's biweight.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from komadori.picture.shift import FEWEST, FEWEST_TILES, Bools, Points, Tracks

Floats: TypeAlias = NDArray[np.float64]
Size: TypeAlias = tuple[int, int]
"""Pixels across and down."""

Model: TypeAlias = Literal["shift", "turn and scale", "perspective"]
MODELS: tuple[Model, ...] = get_args(Model)

DEGREES: dict[Model, int] = {"shift": 2, "turn and scale": 4, "perspective": 8}
"""How many of GENERATORS each model moves by."""

GENERATORS = np.array(
    [
        [[0, 0, 1], [0, 0, 0], [0, 0, 0]],
        [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
        [[0, -1, 0], [1, 0, 0], [0, 0, 0]],
        [[1, 0, 0], [0, 1, 0], [0, 0, 0]],
        [[1, 0, 0], [0, -1, 0], [0, 0, 0]],
        [[0, 1, 0], [1, 0, 0], [0, 0, 0]],
        [[0, 0, 0], [0, 0, 0], [-1, 0, 0]],
        [[0, 0, 0], [0, 0, 0], [0, -1, 0]],
    ],
    float,
)
"""Small movements of the plane around its middle: right, down, turn, scale, two stretches, two tilts."""

MOST = 3
"""Movements told apart: the camera's, a puppet's, and another."""
NEAR = 0.4
"""Pixels within which points agree at first; the fit then tells how far they scatter."""
LOOSE, SURER, WIDE = 0.12, 0.8, 1.5
"""Pixels of scatter from which a movement may hold two that are nearly alike; times its error that the one of them must
be told with; and times its leverage that this may have."""
CUT = 4.7
"""Times the scatter beyond which a point does not count."""
FINEST = 0.02
"""Pixels: the scatter is never taken to be smaller."""
ROUNDS, SETTLED = 12, 1e-7
"""Steps of a fit at most, and when it has settled, in half widths of the picture."""
WORTH = 0.2
"""Share of the tiles of the most widespread movement below which another is none of the camera's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A movement that points agree on: `matrix` 3 x 3 takes pixels to pixels.

    `agree` tells which points do, and `tiles` how many tiles of the picture they lie in. They `scatter` by so many
    pixels (one sigma each way). `leverage` is how many times larger the error is that this leaves at the corner of the
    picture where it is largest.
    """

    matrix: Floats
    agree: Bools
    tiles: int
    scatter: float
    leverage: float


def movements(tracks: Tracks, size: Size, model: Model) -> list[Movement]:
    """What moved how in a picture of `size`, the camera's movement first; none where few points agree on anything."""
    found = list(_found(tracks, size, model))
    most = max((one.tiles for one in found), default=0)
    return sorted((one for one in found if one.tiles >= WORTH * most), key=lambda one: one.leverage)


def _found(tracks: Tracks, size: Size, model: Model) -> Iterator[Movement]:
    left = tracks.found.copy()
    for _ in range(MOST):
        if left.sum() < FEWEST:
            return
        whole = _guessed(tracks.before[left], tracks.after[left], model)
        if whole is None:
            return
        found = _tight(fitted(whole, tracks, size, model, left), tracks, size, model)
        # Points of it that an earlier one took, where the two are nearly alike, are its own all the same.
        own = tracks.found & (_off(found.matrix, tracks) < CUT * found.scatter)
        if (own & ~left).any() and found.agree.sum() >= FEWEST:
            again = fitted(found.matrix, tracks, size, model, own, found.scatter)
            found = again if _surer(again, found) else found
        if found.agree.sum() >= FEWEST and found.tiles >= FEWEST_TILES:
            yield found
        left &= ~found.agree & (_off(whole, tracks) > 2 * NEAR)


def _tight(loose: Movement, tracks: Tracks, size: Size, model: Model) -> Movement:
    """The movement, or one within it: a puppet that by chance went about where the camera did is taken along by a loose
    fit, and those points that agree closely are the camera's if they tell more exactly where the picture went."""
    left = loose.agree
    for _ in range(2):
        if loose.scatter < LOOSE or left.sum() < FEWEST:
            break
        whole = _guessed(tracks.before[left], tracks.after[left], model, LOOSE)
        if whole is None:
            break
        tight = fitted(whole, tracks, size, model, left, LOOSE / 2)
        if _surer(tight, loose) and tight.agree.sum() >= FEWEST and tight.leverage < WIDE * loose.leverage:
            return tight
        left = left & ~tight.agree
    return loose


def _surer(one: Movement, other: Movement) -> bool:
    return one.leverage * one.scatter < SURER * other.leverage * other.scatter


def _guessed(before: Points, after: Points, model: Model, near: float = NEAR) -> Floats | None:
    """The movement of the kind of `model` that most points agree on, told from a few of them; None for none."""
    if model == "perspective":
        # Most of a tilted picture is further than NEAR from any picture that was only turned.
        tilted, _ = cv2.findHomography(before, after, cv2.RANSAC, near, None, 2000, 0.999)
        return None if tilted is None else np.asarray(tilted, np.float64)
    start, _ = cv2.estimateAffinePartial2D(
        before,
        after,
        method=cv2.RANSAC,
        ransacReprojThreshold=near,
        maxIters=2000,
        confidence=0.999,
        refineIters=5,
    )
    return None if start is None else np.vstack([start, [0, 0, 1]])


def fitted(
    start: Floats, tracks: Tracks, size: Size, model: Model, those: Bools, scatter: float = NEAR / 2
) -> Movement:
    """The movement near `start` that fits the points `those` best; they `scatter` by about so many pixels."""
    # Around the middle and in half widths, so that all generators move points about equally far.
    unit = unit_of(size)
    back, pixel = np.linalg.inv(unit), 2 / size[0]
    here, there = mapped(unit, tracks.before), mapped(unit, tracks.after)
    matrix = unit @ _beginning(start, tracks, model, those) @ back
    far = np.zeros(len(here))
    for _ in range(ROUNDS):
        put = mapped(matrix, here)
        far = np.linalg.norm(there - put, axis=1) / pixel
        weight = np.where(those, np.clip(1 - (far / (CUT * scatter)) ** 2, 0, None) ** 2, 0)
        steps = steps_of(put, model)
        pulls = steps * weight[:, None, None]
        information = np.einsum("ngi,nhi->gh", pulls, steps) + 1e-9 * np.eye(DEGREES[model])
        change = np.linalg.solve(information, np.einsum("ngi,ni->g", pulls, there - put))
        matrix = (np.eye(3) + np.tensordot(change, GENERATORS[: len(change)], 1)) @ matrix
        near = far[those & (far < 2 * NEAR)]
        # The median distance of a scatter in two directions is 1.18 of its sigma.
        scatter = float(np.clip(np.median(near) / 1.18, FINEST, NEAR / 2)) if len(near) else NEAR / 2
        if np.abs(change).max() < SETTLED:
            break
    agree = those & (far < CUT * scatter)
    moved = back @ matrix @ unit
    return Movement(
        matrix=np.asarray(moved / moved[2, 2]),
        agree=agree,
        tiles=len(np.unique(tracks.tiles[agree])),
        scatter=scatter,
        leverage=_leverage(matrix, here, tracks.tiles, agree, size, model),
    )


def _beginning(start: Floats, tracks: Tracks, model: Model, those: Bools) -> Floats:
    if model != "shift":
        return start
    near = those & (_off(start, tracks) < NEAR)
    right, down = np.median((tracks.after - tracks.before)[near if near.any() else those], axis=0)
    return np.array([[1, 0, right], [0, 1, down], [0, 0, 1]], float)


def _leverage(matrix: Floats, here: Floats, tiles: NDArray[np.intp], agree: Bools, size: Size, model: Model) -> float:
    """See Movement; the points of a tile err alike, so together they count as one."""
    if not agree.any():
        return np.inf
    steps = steps_of(mapped(matrix, here[agree]), model)
    crowd = np.bincount(tiles[agree])[tiles[agree]]
    information = np.einsum("ngi,nhi->gh", steps / crowd[:, None, None], steps) + 1e-9 * np.eye(DEGREES[model])
    corners = np.array([(x, y) for x in (-1, 1) for y in (-size[1] / size[0], size[1] / size[0])])
    steps = steps_of(corners, model)
    spread = np.einsum("cgi,gh,chi->c", steps, np.linalg.inv(information), steps)
    return float(np.sqrt(spread.max()))


def unit_of(size: Size) -> Floats:
    """What takes pixels to half widths from about the middle of the picture."""
    return np.array([[2 / size[0], 0, -1], [0, 2 / size[0], -size[1] / size[0]], [0, 0, 1]])


def steps_of(places: Floats, model: Model) -> Floats:
    """How each generator moves each place: places x generators x 2."""
    lifted = np.concatenate([places, np.ones((len(places), 1))], axis=1)
    flow = np.einsum("gij,nj->ngi", GENERATORS[: DEGREES[model]], lifted)
    return np.asarray(flow[..., :2] - flow[..., 2:] * places[:, None])


def _off(matrix: Floats, tracks: Tracks) -> Floats:
    return np.asarray(np.linalg.norm(mapped(matrix, tracks.before) - tracks.after, axis=1))


def mapped(matrix: Floats, places: NDArray[np.floating]) -> Floats:
    """Places, n x 2, where a 3 x 3 matrix takes them."""
    moved = places @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(moved[:, :2] / moved[:, 2:], float)
