"""Triangles laid out in rows, ready to be drawn and looked up: one row for each triangle of each place of a thing."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from komadori.stage.raster.view import moved
from komadori.stage.scene import Colour, Floats, Kind, Material, Mesh, Thing

CLOSED: frozenset[Kind] = frozenset({"felt", "bead", "yarn"})
"""Kinds of which only closed bodies are made: their far side need not be drawn."""
MANY = 2500
"""Triangles of a smooth shape from which on it is made coarser: one of felt has some ten thousand."""
REST = 0.15
"""The share of those beyond that is kept."""
_SAME = np.eye(3)
Whole = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solid:
    """A mesh by its triangles: everything m × 3 corners × 2 or 3. `colour` and `uv` are None where it has none."""

    corners: Floats
    normals: Floats
    rest: Floats
    uv: Floats | None
    colour: Floats | None

    @classmethod
    def of(cls, mesh: Mesh) -> "Solid":
        """The triangles of a mesh, with the normals that its smoothness asks for; fewer where there are very many."""
        faces = mesh.faces
        corners = mesh.vertices[faces].astype(np.float32)
        if mesh.smooth and mesh.uv is None and len(faces) > MANY:
            return cls._coarser(mesh, corners)
        rest = corners if mesh.rest is None else mesh.rest[faces].astype(np.float32)
        flat = np.repeat(_unit(_across(corners))[:, None], 3, axis=1)
        return cls(
            corners=corners,
            normals=_smooth(mesh, corners)[faces] if mesh.smooth else flat,
            rest=rest,
            uv=None if mesh.uv is None else mesh.uv[faces].astype(np.float32),
            colour=None if mesh.colour is None else mesh.colour[faces].astype(np.float32),
        )

    @classmethod
    def _coarser(cls, mesh: Mesh, corners: Floats) -> "Solid":
        """Vertices that lie in the same small cube as one (J. Rossignac and P. Borrel, "Multi-resolution 3D
        approximations for rendering complex scenes", 1993); normals are those of the fine mesh."""
        wanted = MANY + (len(mesh.faces) - MANY) * REST
        area = float(np.linalg.norm(_across(corners), axis=1).sum() / 2)
        cube = math.sqrt(2 * area / wanted)
        cells = np.floor((mesh.vertices - mesh.vertices.min(axis=0)) / cube).astype(np.int64)
        _, one = np.unique(cells @ np.asarray((1, 1 << 20, 1 << 40)), return_inverse=True)
        faces = one[mesh.faces]
        faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])]

        def mean(values: Floats) -> Floats:
            count = np.bincount(one)
            summed = [np.bincount(one, values[:, axis]) / count for axis in range(3)]
            return np.asarray(np.stack(summed, axis=-1)[faces], np.float32)

        return cls(
            corners=mean(mesh.vertices),
            normals=_unit(mean(_smooth(mesh, corners)).reshape(-1, 3)).reshape(-1, 3, 3),
            rest=mean(mesh.vertices if mesh.rest is None else mesh.rest),
            uv=None,
            colour=None if mesh.colour is None else mean(mesh.colour),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Triangles on the stage: `corners`, `normals`, `rest`, `colour` n × 3 × 3 and `uv` n × 3 × 2.

    `thing` and `material` (n) are numbers in the lists that they were laid out with; `closed` (n) are of a surface
    that is nowhere seen from within.
    """

    corners: Floats
    normals: Floats
    rest: Floats
    colour: Floats
    uv: Floats
    thing: Whole
    material: Whole
    closed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.corners)

    def kept(self, those: NDArray[np.bool_] | Whole) -> "Rows":
        """Some of the rows."""
        return Rows(**{name: getattr(self, name)[those] for name in self.__dataclass_fields__})

    def swollen(self, by: Floats) -> "Rows":
        """The same surface further out, along its normals, by so many millimetres (n)."""
        corners = self.corners + self.normals * by[:, None, None]
        return Rows(
            corners=corners,
            normals=self.normals,
            rest=self.rest,
            colour=self.colour,
            uv=self.uv,
            thing=self.thing,
            material=self.material,
            closed=self.closed,
        )


def laid_out(
    things: Sequence[tuple[int, Thing]],
    solids: Mapping[str, Solid],
    numbers: Mapping[str, int],
    materials: Sequence[Material],
) -> Rows:
    """The rows of things, given with their numbers; `numbers` are those of `materials` by their names.

    Things without triangles have none.
    """
    parts = [
        _placed(
            number, solids[thing.shape], place, which, materials[which].colour, closed=materials[which].kind in CLOSED
        )
        for number, thing in things
        if thing.shape in solids
        for which in (numbers[thing.material],)
        for place in thing.places
    ]
    if not parts:
        return _nothing()
    return Rows(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__dataclass_fields__})


def _placed(number: int, solid: Solid, place: Floats, material: int, colour: Colour, *, closed: bool) -> Rows:
    matrix = np.asarray(place, np.float32)
    turn = matrix[:3, :3]
    count = len(solid.corners)
    corners = moved(solid.corners, matrix[:3])
    # A normal stays upright to its surface also where a place stretches, so it is then turned by the inverse.
    stretches = float(np.abs(turn @ turn.T - _SAME).max()) > 1e-4
    upright = np.column_stack([np.linalg.pinv(turn).T if stretches else turn, np.zeros(3)])
    normals = _unit(moved(solid.normals, upright).reshape(-1, 3))
    plain = np.broadcast_to(np.asarray(colour, np.float32), solid.corners.shape)
    return Rows(
        corners=corners,
        normals=normals.reshape(-1, 3, 3),
        rest=solid.rest,
        colour=plain if solid.colour is None else solid.colour,
        uv=np.zeros((count, 3, 2), np.float32) if solid.uv is None else solid.uv,
        thing=np.full(count, number, np.int32),
        material=np.full(count, material, np.int32),
        closed=np.full(count, closed and np.linalg.det(turn) > 0),
    )


def _nothing() -> Rows:
    none = np.zeros((0, 3, 3), np.float32)
    whole = np.zeros(0, np.int32)
    return Rows(
        corners=none,
        normals=none,
        rest=none,
        colour=none,
        uv=none[..., :2],
        thing=whole,
        material=whole,
        closed=np.zeros(0, np.bool_),
    )


def _across(corners: Floats) -> Floats:
    """The normal of each triangle, its length twice the area."""
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).astype(np.float32, copy=False)


def _smooth(mesh: Mesh, corners: Floats) -> Floats:
    """The normal of each vertex (n × 3): the mean over the triangles that meet there, by their area."""
    across, flat = _across(corners), mesh.faces.ravel()
    count = len(mesh.vertices)
    summed = [np.bincount(flat, np.repeat(across[:, axis], 3), minlength=count) for axis in range(3)]
    return _unit(np.stack(summed, axis=-1).astype(np.float32))


def _unit(vectors: Floats) -> Floats:
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.asarray(vectors / np.maximum(length, 1e-12)[:, None], np.float32)
