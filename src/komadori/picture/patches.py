"""Flat four-sided patches in a picture, and the grids that they stand in, whatever the perspective.

A patch is an area without detail that fills a four-sided figure. Areas are told apart at several strengths of detail,
because a chart may be sharp or out of focus, in sun or in shade. A grid is grown from one patch over its neighbours,
each step taken as far as the one before it, so that perspective does no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = dict[tuple[int, int], int]

DETAIL = (6.0, 12.0, 24.0)
"""Codes of 255 from a pixel's surroundings that part one area from another: a soft edge, a usual one, in noise."""
LEAST = 7.0
"""Pixels a side from which an area counts."""
LARGEST = 0.14
"""Share of the picture that no patch exceeds."""
FULL = 0.78
"""How much of its four-sided figure an area fills."""
SLIM = 2.6
"""Long to short side beyond which an area is no patch, even seen from the side."""
NEAR = 0.3
"""Share of a step by which a neighbour may lie beside where it was expected."""
FEWEST = 8
"""Patches a grid is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Patches that stand in rows and columns: `places` (n x 2) counts their steps along both, `centres` (n x 2) are
    pixels."""

    places: NDArray[np.intp]
    centres: Floats

    @property
    def homography(self) -> Floats | None:
        """What takes places (x, y, 1) to pixels; None where they lie on a line. Patches that were no patches do not
        count."""
        matrix, _ = cv2.findHomography(
            self.places.astype(np.float64), self.centres, cv2.RANSAC, 0.15 * self._step(), maxIters=500
        )
        return None if matrix is None else np.asarray(matrix, np.float64)

    def _step(self) -> float:
        away = np.linalg.norm(self.centres[:, None] - self.centres[None], axis=2)
        return float(np.median(np.sort(away, axis=1)[:, 1]))


def find_patches(codes: NDArray[np.uint8]) -> Floats:
    """Middle, side and tilt of each patch: n x 4 of x, y, the square root of its area in pixels, and degrees.

    `codes` is height x width x 3. The same patch is told once.
    """
    found = np.array([one for limit in DETAIL for one in _areas(codes, limit)]).reshape(-1, 4)
    found = found[np.argsort(-found[:, 2], kind="stable")]
    kept: list[Floats] = []
    for one in found:
        if all(np.hypot(*(one[:2] - other[:2])) > 0.5 * one[2] for other in kept):
            kept.append(one)
    return np.array(kept).reshape(-1, 4)


def _areas(codes: NDArray[np.uint8], limit: float) -> Iterator[tuple[float, float, float, float]]:
    cross = np.ones((3, 3), np.uint8)
    rough = cv2.morphologyEx(codes, cv2.MORPH_GRADIENT, cross).max(axis=2)
    flat = np.asarray(rough <= limit, np.uint8)
    shapes, _ = cv2.findContours(flat, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for shape in shapes:
        area = float(cv2.contourArea(shape))
        if not LEAST**2 <= area <= LARGEST * flat.size:
            continue
        (x, y), (wide, high), tilt = cv2.minAreaRect(shape)
        long, short = max(wide, high), min(wide, high)
        whole = cv2.contourArea(cv2.convexHull(shape))
        if short > 0 and long < SLIM * short and area > FULL * whole and _is_four_sided(shape, whole):
            yield x, y, area**0.5, tilt


def _is_four_sided(shape: NDArray[Any], whole: float) -> bool:
    """Whether the hull of `shape` with `whole` area is nearly a figure of four corners, a little rounded perhaps."""
    hull = cv2.convexHull(shape)
    corners = cv2.approxPolyDP(hull, 0.1 * whole**0.5, closed=True)
    for share in (0.14, 0.2, 0.28):
        if len(corners) <= 4:
            break
        corners = cv2.approxPolyDP(hull, share * whole**0.5, closed=True)
    return len(corners) == 4 and cv2.contourArea(corners) > FULL * whole


def find_grids(patches: Floats) -> list[Grid]:
    """Every grid among `patches` as `find_patches` tells them, the largest first; a patch begins one grid at most."""
    used: set[int] = set()
    grids = []
    for seed in range(len(patches)):
        if seed in used:
            continue
        for places in _grown(patches, seed):
            if len(places) >= FEWEST and len({x for x, _ in places}) > 1 and len({y for _, y in places}) > 1:
                used.update(places.values())
                rows = np.array(list(places.values()))
                grids.append(Grid(places=np.array(list(places), np.intp), centres=patches[rows, :2]))
    return sorted(grids, key=lambda grid: -len(grid.places))


def _grown(patches: Floats, seed: int) -> Iterator[Places]:
    """Grids from `seed` along the two shortest ways to neighbours of its size that are no straight line together."""
    alike = np.abs(np.log(patches[:, 2] / patches[seed, 2])) < 0.5
    away = patches[:, :2] - patches[seed, :2]
    far = np.linalg.norm(away, axis=1)
    near = [at for at in np.argsort(far, kind="stable") if 0 < far[at] < 3 * patches[seed, 2] and alike[at]][:6]
    for rank, one in enumerate(near):
        across = [other for other in near[rank + 1 :] if _is_corner(away[one], away[other])]
        if across:
            yield _over(patches, seed, away[one], away[across[0]])
            return


def _is_corner(one: Floats, other: Floats) -> bool:
    sides = float(np.linalg.norm(one)), float(np.linalg.norm(other))
    return abs(float(np.cross(np.append(one, 0), np.append(other, 0))[2])) > 0.7 * sides[0] * sides[1]


def _over(patches: Floats, seed: int, right: Floats, down: Floats) -> Places:
    """Every patch that is reached from `seed` in single steps, by its place; each step is like the one before it."""
    places: Places = {(0, 0): seed}
    taken = {seed}
    waiting = [((0, 0), right, down)]
    while waiting:
        (x, y), along, across = waiting.pop(0)
        here = patches[places[x, y]]
        for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
            if (x + dx, y + dy) in places or max(abs(x + dx), abs(y + dy)) > 12:
                continue
            step = dx * along + dy * across
            away = np.linalg.norm(patches[:, :2] - (here[:2] + step), axis=1)
            at = int(np.argmin(away))
            if at in taken or away[at] > NEAR * np.linalg.norm(step) or not 0.5 < patches[at, 2] / here[2] < 2:
                continue
            places[x + dx, y + dy] = at
            taken.add(at)
            taken_step = patches[at, :2] - here[:2]
            sideways = (taken_step * dx, across) if dx else (along, taken_step * dy)
            waiting.append(((x + dx, y + dy), *sideways))
    return places
