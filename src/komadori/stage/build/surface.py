"""Triangles from numbers: grids, welds, joins, lumps and which way is out. Millimetres, Z up."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.stage.scene import Mesh

Array: TypeAlias = NDArray[Any]
Along: TypeAlias = Callable[[Array, Array], Array]
"""From u and v, both 0 to 1 and n long, to n × 3 points."""


def finer(low: int, high: int, detail: float) -> int:
    """A count of segments between `low` at detail 0 and `high` at detail 1; most of the gain comes early."""
    share: float = min(max(detail, 0.0), 1.0) ** 0.7
    return max(1, round(low + (high - low) * share))


def mesh_of(vertices: Array, faces: NDArray[np.int64], *, uv: Array | None = None, smooth: bool = True) -> Mesh:
    """A mesh of arrays of any precision."""
    return Mesh(
        vertices=np.ascontiguousarray(vertices, np.float32),
        faces=np.ascontiguousarray(faces, np.int32),
        uv=None if uv is None else np.ascontiguousarray(uv, np.float32),
        smooth=smooth,
    )


def beside(*parts: Array | float) -> Array:
    """Arrays and numbers beside one another: n × the count of parts."""
    return np.stack(np.broadcast_arrays(*parts), -1)


def grid_faces(across: int, along: int) -> NDArray[np.int64]:
    """Two triangles for each cell of a grid of across × along points, numbered `u * along + v`."""
    index = np.arange(across * along).reshape(across, along)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    return np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])


def grid(across: int, along: int, place: Along, *, closed: bool = False) -> Mesh:
    """The surface `place` describes, as across × along cells; out is where u × v points.

    `closed` welds points that coincide, such as the seam of a turned form and its poles, and drops what became flat.
    """
    u, v = (part.ravel() for part in np.meshgrid(_steps(across), _steps(along), indexing="ij"))
    mesh = mesh_of(place(u, v), grid_faces(across + 1, along + 1), uv=np.stack([u, v], -1))
    return welded(mesh) if closed else mesh


def _steps(cells: int) -> Array:
    return np.linspace(0.0, 1.0, cells + 1)


def welded(mesh: Mesh, tolerance: float = 1e-3) -> Mesh:
    """The same with points nearer than about `tolerance` mm made one; a seam's uv is the first point's.

    Where uv matters at a seam, leave the mesh open there.
    """
    keys = np.round(mesh.vertices / tolerance).astype(np.int64)
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    faces = rank[which.ravel()][mesh.faces]
    kept = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    chosen = first[order]
    return mesh_of(
        mesh.vertices[chosen],
        faces[kept],
        uv=None if mesh.uv is None else mesh.uv[chosen].astype(np.float64),
        smooth=mesh.smooth,
    )


def merged(meshes: Sequence[Mesh], *, smooth: bool | None = None) -> Mesh:
    """All meshes as one; uv is kept where every one has it, colours likewise."""
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    uvs = [mesh.uv for mesh in meshes if mesh.uv is not None]
    colours = [mesh.colour for mesh in meshes if mesh.colour is not None]
    return Mesh(
        vertices=np.concatenate([mesh.vertices for mesh in meshes]),
        faces=np.concatenate(
            [mesh.faces + np.int32(start) for mesh, start in zip(meshes, starts, strict=False)], dtype=np.int32
        ),
        uv=np.concatenate(uvs) if len(uvs) == len(meshes) else None,
        colour=np.concatenate(colours) if len(colours) == len(meshes) else None,
        smooth=meshes[0].smooth if smooth is None else smooth,
    )


def moved(mesh: Mesh, matrix: Array) -> Mesh:
    """The mesh taken by a 4 × 4 matrix; one that mirrors keeps its outside outside."""
    vertices = mesh.vertices @ matrix[:3, :3].T + matrix[:3, 3]
    faces = mesh.faces if np.linalg.det(matrix[:3, :3]) > 0 else mesh.faces[:, ::-1]
    return Mesh(
        vertices=np.ascontiguousarray(vertices, np.float32),
        faces=np.ascontiguousarray(faces, np.int32),
        uv=mesh.uv,
        colour=mesh.colour,
        smooth=mesh.smooth,
    )


def normals(mesh: Mesh) -> Array:
    """A unit vector out of the surface at each vertex, n × 3, of its faces by their area."""
    corner = mesh.vertices[mesh.faces].astype(np.float64)
    of_face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    total = np.zeros(mesh.vertices.shape)
    for side in range(3):
        np.add.at(total, mesh.faces[:, side], of_face)
    unit: Array = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)
    return unit


def volume(mesh: Mesh) -> float:
    """Cubic millimetres enclosed, positive where the triangles of a closed mesh look outward."""
    corner = mesh.vertices[mesh.faces].astype(np.float64)
    return float(np.einsum("ij,ij->i", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])).sum() / 6.0)


def outward(mesh: Mesh) -> Mesh:
    """The mesh, turned inside out where it encloses less than nothing."""
    if volume(mesh) >= 0:
        return mesh
    return Mesh(
        vertices=mesh.vertices,
        faces=np.ascontiguousarray(mesh.faces[:, ::-1]),
        uv=mesh.uv,
        colour=mesh.colour,
        rest=mesh.rest,
        smooth=mesh.smooth,
    )


def thickened(mesh: Mesh, thickness: float) -> Mesh:
    """A sheet made a closed slab: its outer side, its inner side `thickness` mm below, and the edge between."""
    out = normals(mesh) * (thickness / 2)
    count = len(mesh.vertices)
    edges = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]]).astype(np.int64)
    there, back = edges[:, 0] * count + edges[:, 1], edges[:, 1] * count + edges[:, 0]
    rim = edges[~np.isin(there, back)]
    a, b = rim[:, 0], rim[:, 1]
    sides = np.concatenate([np.stack([b, a, a + count], 1), np.stack([b, a + count, b + count], 1)])
    return mesh_of(
        np.concatenate([mesh.vertices + out, mesh.vertices - out]),
        np.concatenate([mesh.faces, mesh.faces[:, ::-1] + count, sides]),
        uv=None if mesh.uv is None else np.concatenate([mesh.uv, mesh.uv]).astype(np.float64),
        smooth=mesh.smooth,
    )


def lumps(points: Array, size: float, seed: int) -> Array:
    """Smooth noise about −1 to 1 at points (n × 3), with features of about `size` mm: a sum of twelve plane waves."""
    chance = np.random.default_rng(seed)
    waves = chance.normal(size=(12, 3)) * (2.2 / size)
    phase, weight = chance.uniform(0, 2 * np.pi, 12), chance.uniform(0.4, 1.0, 12)
    total: Array = np.sin(points @ waves.T + phase) @ (weight / np.sqrt(12))
    return total


def lumpy(mesh: Mesh, amount: float, size: float, seed: int) -> Mesh:
    """The mesh as a hand would have made it: pushed in and out by up to about `amount` mm in lumps of `size` mm."""
    if amount == 0.0:
        return mesh
    shift = normals(mesh) * (amount * lumps(mesh.vertices.astype(np.float64), size, seed))[:, None]
    return Mesh(
        vertices=np.ascontiguousarray(mesh.vertices + shift, np.float32),
        faces=mesh.faces,
        uv=mesh.uv,
        colour=mesh.colour,
        smooth=mesh.smooth,
    )


def turn_matrix(degrees: Sequence[float]) -> Array:
    """The 3 × 3 rotation by angles about X, then Y, then Z, the axes of the stage."""
    (cx, cy, cz), (sx, sy, sz) = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    product: Array = about_z @ about_y @ about_x
    return product


def placed(
    at: Sequence[float] = (0, 0, 0), turn: Sequence[float] = (0, 0, 0), size: float | Sequence[float] = 1.0
) -> Array:
    """The 4 × 4 matrix that scales by `size`, turns by angles in degrees about X, Y, Z, and moves to `at` (mm)."""
    matrix = np.eye(4)
    matrix[:3, :3] = turn_matrix(turn) * np.broadcast_to(np.asarray(size, float), (3,))
    matrix[:3, 3] = at
    return matrix


def through(points: Array, count: int, *, closed: bool = False) -> Array:
    """`count` points on the Catmull-Rom curve through `points` (n × k), evenly by parameter.

    A point given twice is a corner.
    """
    held = (
        np.concatenate([points[-1:], points, points[:2]])
        if closed
        else np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    )
    pieces = len(held) - 3
    where = np.linspace(0, pieces, count, endpoint=not closed)
    piece = np.minimum(where.astype(int), pieces - 1)
    t = (where - piece)[:, None]
    a, b, c, d = (held[piece + step] for step in range(4))
    curve: Array = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return curve
