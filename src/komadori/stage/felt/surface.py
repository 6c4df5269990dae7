"""The surface of a sculpture: as triangles, as evenly strewn points, and as the place where a feature lies on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import zoom
from skimage.measure import marching_cubes

from komadori.errors import Refused
from komadori.stage.felt.forms import Sculpture, unit
from komadori.stage.scene import Floats

_LOOKS = 128
"""How often a line from the front looks whether it is inside: at our sizes about once a millimetre."""
_COARSE = 4
"""A coarse look, this many fine steps wide, tells where the surface is; only there the fine distances are taken."""


class EmptySculpture(Refused):
    """Forms that leave nothing: all of it is carved away, or finer than its surface is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surface:
    """Triangles outward by the right hand: `vertices` and `normals` n × 3 (mm, unit), `faces` m × 3."""

    vertices: Floats
    normals: Floats
    faces: NDArray[np.int32]

    @property
    def areas(self) -> Floats:
        """The area (m) of every face in square millimetres."""
        first, second, third = (self.vertices[self.faces[:, corner]] for corner in range(3))
        return np.asarray(np.linalg.norm(np.cross(second - first, third - first), axis=1) / 2, np.float32)

    def strewn(self, count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
        """`count` points and their normals (count × 3 each), by chance and evenly over the area."""
        areas = self.areas
        face = chance.choice(len(areas), count, p=areas / areas.sum())
        first, second = chance.random((2, count, 1)).astype(np.float32)
        beyond = first + second > 1
        first, second = np.where(beyond, 1 - first, first), np.where(beyond, 1 - second, second)
        shares = (1 - first - second, first, second)
        corners = self.faces[face]
        points = sum(share * self.vertices[corners[:, k]] for k, share in enumerate(shares))
        normals = sum(share * self.normals[corners[:, k]] for k, share in enumerate(shares))
        return np.asarray(points, np.float32), unit(np.asarray(normals, np.float32))


def sculpted(sculpture: Sculpture, step: float) -> Surface:
    """The surface of a sculpture in triangles about `step` mm wide (marching cubes, Lewiner's cases).

    Raises EmptySculpture.
    """
    low, high = sculpture.bounds(2.5 * step + sculpture.lump)
    coarse = step * _COARSE
    counts = np.ceil((high - low) / coarse).astype(int) + 1
    rough = sculpture.distance(_lattice(low, coarse, counts)).reshape(counts)
    fine = ((counts - 1) * _COARSE + 1).astype(int)
    field = zoom(rough, fine / counts, order=1, grid_mode=False).astype(np.float32)
    near = np.abs(field) < coarse
    cells = np.argwhere(near).astype(np.float32)
    field[near] = sculpture.distance(low + cells * np.float32(step))
    if not (field < 0).any():
        raise EmptySculpture("The forms leave nothing to be felted.", hint="carve less, or take a smaller step.")
    march: Callable[..., Any] = marching_cubes
    found, wound, _, _ = march(field, 0.0, spacing=(step,) * 3)
    vertices = (found + low).astype(np.float32)
    faces = _outward(wound, vertices)
    return Surface(vertices=vertices, normals=smooth_normals(faces, vertices), faces=faces)


def on_front(sculpture: Sculpture, spots: Floats, sink: float = 0.0) -> Floats:
    """Where the lines along Y through `spots` (n × 2: x and z) first meet the sculpture, n × 3, `sink` mm deeper.

    A line that misses it gives the middle of its depth.
    """
    low, high = sculpture.bounds(2.0)
    ys = np.linspace(low[1], high[1], _LOOKS, dtype=np.float32)
    flat = np.asarray(spots, np.float32)
    lines = np.empty((len(flat), _LOOKS, 3), np.float32)
    lines[:, :, 0], lines[:, :, 1], lines[:, :, 2] = flat[:, :1], ys, flat[:, 1:]
    depth = sculpture.distance(lines.reshape(-1, 3)).reshape(len(flat), _LOOKS)
    first = np.clip((depth < 0).argmax(1), 1, None)
    rows = np.arange(len(flat))
    before, after = depth[rows, first - 1], depth[rows, first]
    # Between the last look outside and the first inside the distance runs nearly straight.
    share = np.clip(before / np.maximum(before - after, 1e-6), 0, 1)
    y = np.where((depth < 0).any(1), ys[first - 1] + share * (ys[1] - ys[0]), (low[1] + high[1]) / 2)
    return np.stack([flat[:, 0], y + np.float32(sink), flat[:, 1]], 1).astype(np.float32)


def snapped(sculpture: Sculpture, points: Floats, rounds: int = 4) -> Floats:
    """`points` (n × 3) moved on to the surface along its slope."""
    place = np.asarray(points, np.float32)
    for _ in range(rounds):
        place = place - sculpture.normal(place) * sculpture.distance(place)[:, None]
    return place


def _lattice(low: Floats, step: float, counts: NDArray[np.int_]) -> Floats:
    axes = [low[axis] + step * np.arange(counts[axis], dtype=np.float32) for axis in range(3)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3).astype(np.float32)


def _outward(faces: NDArray[np.int32], vertices: Floats) -> NDArray[np.int32]:
    # A closed surface wound outward encloses a positive volume.
    first, second, third = (vertices[faces[:, corner]] for corner in range(3))
    outward = float((first * np.cross(second, third)).sum()) > 0
    return np.ascontiguousarray(faces if outward else faces[:, ::-1], np.int32)


def smooth_normals(faces: NDArray[np.int32], vertices: Floats) -> Floats:
    """Unit directions (n × 3) at `vertices`, the mean of the faces around, larger ones counting for more."""
    first, second, third = (vertices[faces[:, corner]] for corner in range(3))
    flat = np.cross(second - first, third - first)
    summed = np.stack([np.bincount(faces.ravel(), np.repeat(flat[:, axis], 3), len(vertices)) for axis in range(3)], 1)
    return unit(summed.astype(np.float32))
