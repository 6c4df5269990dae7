"""The hard and stitched pieces of a puppet as triangles: beads, lids, threads, patches."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from komadori.stage.felt.forms import Point, Rolled, rotation, unit
from komadori.stage.scene import Floats, Mesh

_ROUND = 24
"""Sides of what is round and small: at the puppet's scale no corner shows."""


def ball(centre: Point, radii: Point, turn: Point = (0.0, 0.0, 0.0), sides: int = _ROUND) -> Mesh:
    """An ellipsoid with half-axes `radii` mm, turned by degrees about X, Y and Z."""
    around = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    down = np.linspace(0, np.pi, sides // 2 + 1)
    a, b = np.meshgrid(around, down, indexing="ij")
    local = np.stack([np.cos(a) * np.sin(b), np.sin(a) * np.sin(b), np.cos(b)], -1).reshape(-1, 3) * np.asarray(radii)
    vertices = local @ rotation(turn).T + np.asarray(centre)
    return Mesh(vertices=vertices.astype(np.float32), faces=_quilt(sides, len(down), around_closed=True, inward=True))


def lid(centre: Point, radius: float, thick: float, open_by: float = 0.0, sides: int = _ROUND) -> Mesh:
    """A quarter of a hollow ball over the front and top of an eye at `centre`, turned up by `open_by` degrees.

    It closes by turning forward (+X) about the line through the centre.
    """
    across, down = np.meshgrid(np.linspace(0, np.pi, sides), np.linspace(0, np.pi / 2, sides // 2), indexing="ij")
    dome = np.stack([-np.cos(across), -np.sin(across) * np.cos(down), np.sin(across) * np.sin(down)], -1).reshape(-1, 3)
    outer, inner = dome * radius, dome * (radius - thick)
    vertices = np.concatenate([outer, inner]) @ rotation((-open_by, 0, 0)).T + np.asarray(centre)
    count = len(outer)
    front = _quilt(sides, sides // 2)
    back = front[:, ::-1] + count
    loop = _rim(sides, sides // 2)
    nxt = np.roll(loop, -1)
    rim = np.concatenate([np.stack([loop, loop + count, nxt], 1), np.stack([nxt, loop + count, nxt + count], 1)])
    faces = np.concatenate([front, back, rim]).astype(np.int32)
    return outward(Mesh(vertices=vertices.astype(np.float32), faces=faces))


def tube(path: Sequence[Rolled], sides: int = 8, smooth: int = 4) -> Mesh:
    """A round thread through places with radii, rounded between them by `smooth` steps and closed at its ends."""
    rows = rounded(np.asarray(path, np.float32), smooth)
    centres, radii = rows[:, :3], rows[:, 3]
    first, second = frames(centres)
    around = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(around)[None, :, None] * first[:, None] + np.sin(around)[None, :, None] * second[:, None]
    body = (centres[:, None] + ring * radii[:, None, None]).reshape(-1, 3)
    tips = np.stack([centres[0], centres[-1]])
    count = len(centres)
    faces = [_quilt(count, sides, down_closed=True)]
    k = np.arange(sides)
    faces.append(np.stack([np.full(sides, len(body)), k, (k + 1) % sides], 1))
    last = (count - 1) * sides
    faces.append(np.stack([np.full(sides, len(body) + 1), last + (k + 1) % sides, last + k], 1))
    vertices = np.concatenate([body, tips]).astype(np.float32)
    return outward(Mesh(vertices=vertices, faces=np.concatenate(faces).astype(np.int32)))


def patch(rim: Floats, middle: Floats, proud: Floats) -> Mesh:
    """A thin cut of felt: rings from the `rim` (n × 3) to the `middle` (rings × n × 3 or less), lifted by `proud`."""
    rings = np.concatenate([middle, rim[None]]) + proud
    count, sides = rings.shape[:2]
    faces = _quilt(count, sides, down_closed=True)
    return Mesh(vertices=rings.reshape(-1, 3).astype(np.float32), faces=faces)


def outward(mesh: Mesh) -> Mesh:
    """The same, its faces wound so that a closed shape has its outside outside."""
    first, second, third = (mesh.vertices[mesh.faces[:, corner]] for corner in range(3))
    middle = mesh.vertices.mean(0)
    volume = float(((first - middle) * np.cross(second - middle, third - middle)).sum())
    faces = mesh.faces if volume >= 0 else np.ascontiguousarray(mesh.faces[:, ::-1])
    return Mesh(vertices=mesh.vertices, faces=faces, colour=mesh.colour)


def rounded(rows: Floats, steps: int) -> Floats:
    """A curve through all `rows` (n × k) with `steps` pieces between two (Catmull-Rom)."""
    if len(rows) < 3 or steps < 2:
        return rows
    ends = np.concatenate([2 * rows[:1] - rows[1:2], rows, 2 * rows[-1:] - rows[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    before, start, end, after = (ends[k : len(ends) - 3 + k, None] for k in range(4))
    curve = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )
    return np.concatenate([curve.reshape(-1, rows.shape[1]), rows[-1:]]).astype(np.float32)


def frames(centres: Floats) -> tuple[Floats, Floats]:
    """Two unit directions (n × 3 each) across a line of `centres` (n × 3), turning as little as they can."""
    along = unit(np.gradient(centres, axis=0))
    aside = np.eye(3)[int(np.argmin(np.abs(along[0])))]
    first = np.empty_like(along)
    for number, way in enumerate(along):
        aside = aside - way * (aside @ way)
        aside = aside / max(float(np.linalg.norm(aside)), 1e-6)
        first[number] = aside
    return first, np.cross(along, first)


def _quilt(
    rows: int, columns: int, *, around_closed: bool = False, down_closed: bool = False, inward: bool = False
) -> NDArray[np.int32]:
    """Triangles between the points of a grid of `rows` by `columns`, each direction closed to a ring where asked."""
    at = np.arange(rows * columns).reshape(rows, columns)
    if around_closed:
        at = np.concatenate([at, at[:1]])
    if down_closed:
        at = np.concatenate([at, at[:, :1]], 1)
    a, b, c, d = at[:-1, :-1].ravel(), at[1:, :-1].ravel(), at[1:, 1:].ravel(), at[:-1, 1:].ravel()
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)
    return np.ascontiguousarray(faces[:, ::-1]) if inward else faces


def _rim(rows: int, columns: int) -> NDArray[np.int64]:
    at = np.arange(rows * columns).reshape(rows, columns)
    return np.concatenate([at[:-1, 0], at[-1, :-1], at[:0:-1, -1], at[0, :0:-1]])
