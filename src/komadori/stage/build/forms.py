"""The plain forms: block, turned form, rod, ball, sheet and cut-out. Each stands on Z = 0 where it can stand."""

from collections.abc import Sequence

import numpy as np

from komadori.stage.build.declared import Declared, flag, made, number, numbers, points, whole
from komadori.stage.build.outlines import filled, inset, smoothed
from komadori.stage.build.surface import (
    Array,
    beside,
    finer,
    grid,
    grid_faces,
    mesh_of,
    outward,
    thickened,
    through,
    welded,
)
from komadori.stage.scene import Mesh

FORMS: dict[str, Declared] = {}
"""The builders of this module by name."""


@made(
    FORMS,
    "box",
    "A block with rounded edges, standing on its base; uv runs over each side.",
    numbers("size", None, "Width, depth and height.", "mm", 0.05, 2000, width=3),
    number("bevel", 0.8, "The radius of its edges.", "mm", 0, 200),
    flag("soft", default=False, says="Rounded with many facets and shaded smoothly, as dough or a cushion is."),
    whole("cells", 1, "Into how many parts a side is divided, so that lumps can show.", 1, 40),
)
def box(*, size: Sequence[float], bevel: float, soft: bool, cells: int, detail: float) -> Mesh:
    """A rounded cube: points of a cube are drawn in to the sphere of `bevel` about the nearest point of its core."""
    half = np.asarray(size) / 2
    radius = min(bevel, 0.98 * float(half.min()))
    arc = finer(2, 5, detail) if soft else 1
    lines = [_box_lines(side, radius, 0 if radius == 0 else arc, cells, soft=soft) for side in half]
    sides = [_box_side(half, lines, axis, way) for axis in range(3) for way in (-1.0, 1.0)]
    vertices, faces, uv, start = [], [], [], 0
    for corner, face, flat in sides:
        core = np.clip(corner, -(half - radius), half - radius)
        off = corner - core
        length = np.linalg.norm(off, axis=1, keepdims=True)
        vertices.append(core + off * np.where(length > 0, radius / np.maximum(length, 1e-12), 0.0))
        faces.append(face + start)
        uv.append(flat)
        start += len(corner)
    mesh = mesh_of(np.concatenate(vertices) + np.array([0, 0, half[2]]), np.concatenate(faces), uv=np.concatenate(uv))
    return welded(mesh) if soft else Mesh(vertices=mesh.vertices, faces=mesh.faces, uv=mesh.uv, smooth=False)


def _box_lines(half: float, radius: float, arc: int, cells: int, *, soft: bool) -> Array:
    """Where the lines of a side lie along one axis: over the edge, along the flat, and over the other edge."""
    flat = np.linspace(-(half - radius), half - radius, cells + 1)
    if arc == 0:
        return np.asarray(flat)
    edge = (half - radius) + radius * np.tan(np.linspace(0, np.pi / 4, arc + 1))[1:]
    if soft:
        # A line close beside the edge keeps the flat part flat when it is shaded smoothly.
        near = min(radius * 0.25, (half - radius) * 0.5)
        flat = np.unique(np.r_[flat, flat[0] + near, flat[-1] - near])
    return np.concatenate([-edge[::-1], flat, edge])


def _box_side(half: Array, lines: Sequence[Array], axis: int, way: float) -> tuple[Array, Array, Array]:
    first, second = [other for other in range(3) if other != axis]
    if (axis == 1) != (way < 0):
        first, second = second, first
    a, b = (part.ravel() for part in np.meshgrid(lines[first], lines[second], indexing="ij"))
    corner = np.zeros((len(a), 3))
    corner[:, axis], corner[:, first], corner[:, second] = way * half[axis], a, b
    faces = grid_faces(len(lines[first]), len(lines[second]))
    across, up = sorted((first, second))
    uv = beside(corner[:, across] / (2 * half[across]) + 0.5, corner[:, up] / (2 * half[up]) + 0.5)
    return corner, faces, uv


@made(
    FORMS,
    "lathe",
    "A form turned on a wheel: a profile from the axis outward and up, and back to the axis for a vessel.",
    points("profile", None, "Radius and height, point by point; a point given twice is a corner of a curve.", 2),
    flag("curve", default=False, says="A smooth curve through the points instead of straight lines."),
    number("edge", 0.4, "How much the corners of straight lines are rounded.", "mm", 0, 50),
    whole("sides", 0, "Facets round it at detail 1; 0 as many as its size asks.", 0, 200),
    whole("flutes", 0, "Ribs round it.", 0, 80),
    number("flute", 0.0, "How deep between the ribs.", "mm", 0, 50),
    number("oval", 1.0, "Depth to width.", "", 0.1, 5),
)
def lathe(
    *, profile: Array, curve: bool, edge: float, sides: int, flutes: int, flute: float, oval: float, detail: float
) -> Mesh:
    """The profile turned about Z, given either way round; the seam is welded, and a picture goes there and back."""
    line = np.asarray(profile, float)
    if curve:
        line = through(line, finer(round(1.3 * len(line)), round(3.2 * len(line)), detail))
    elif edge > 0:
        line = _eased(line, edge, round(2 * detail))
    sides = sides or round(9 + 4.2 * float(np.sqrt(line[:, 0].max())))
    count = finer(max(6, round(sides * 0.42)), sides, detail) if flutes == 0 else flutes * finer(3, 6, detail)
    turn = np.linspace(0, 2 * np.pi, count + 1)
    radius = np.maximum(line[None, :, 0] - flute * (0.5 - 0.5 * np.cos(flutes * turn))[:, None], 0.0)
    radius = np.where(line[None, :, 0] <= 1e-9, 0.0, radius)
    vertices = np.stack(
        [
            radius * np.cos(turn)[:, None],
            oval * radius * np.sin(turn)[:, None],
            np.broadcast_to(line[:, 1], radius.shape),
        ],
        -1,
    )
    around = 1 - np.abs(np.linspace(-1, 1, count + 1))
    up = np.r_[0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    uv = np.stack(np.meshgrid(around, up / max(up[-1], 1e-9), indexing="ij"), -1)
    return outward(welded(mesh_of(vertices.reshape(-1, 3), grid_faces(count + 1, len(line)), uv=uv.reshape(-1, 2))))


def _eased(line: Array, edge: float, steps: int) -> Array:
    """A line whose corners are arcs of `steps` parts, with a point beside each that keeps straight parts straight.

    With 0 steps a corner is only cut off.
    """
    out = [line[:1]]
    for before, here, after in zip(line[:-2], line[1:-1], line[2:], strict=True):
        lengths = np.linalg.norm(before - here), np.linalg.norm(after - here)
        d = min(edge, 0.4 * float(min(lengths)))
        if d < 1e-6:
            out.append(here[None])
            continue
        first, last = here + (before - here) * d / lengths[0], here + (after - here) * d / lengths[1]
        t = np.linspace(0, 1, steps + 2)[:, None] if steps > 1 else np.array([[0.0], [1.0]])
        if steps > 1:
            out += [(here + (before - here) * 1.2 * d / lengths[0])[None]]
        out += [(1 - t) ** 2 * first + 2 * t * (1 - t) * here + t**2 * last]
        if steps > 1:
            out += [(here + (after - here) * 1.2 * d / lengths[1])[None]]
    return np.concatenate([*out, line[-1:]])


@made(
    FORMS,
    "tube",
    "A rod, wire, stem or handle along points.",
    points("points", None, "Where it runs.", 3),
    number("radius", 1.0, "Half its thickness.", "mm", 0.01, 200),
    numbers("taper", (1.0, 1.0), "Its thickness from beginning to end, as shares of the radius.", "", 0, 20, fewest=2),
    flag("curve", default=True, says="A smooth curve through the points."),
    flag("closed", default=False, says="The end joins the beginning."),
    number("flat", 1.0, "Thickness across to thickness in the plane of its bend.", "", 0.05, 20),
    whole("sides", 12, "Facets round it at detail 1.", 3, 60),
    whole("steps", 8, "Parts from point to point at detail 1.", 1, 60),
)
def tube(
    *,
    points: Array,
    radius: float,
    taper: Sequence[float],
    curve: bool,
    closed: bool,
    flat: float,
    sides: int,
    steps: int,
    detail: float,
) -> Mesh:
    """A swept circle; its frame is carried along without twist, and open ends are rounded caps."""
    line = np.asarray(points, float)
    if curve and len(line) > 2:
        line = through(
            line, (len(line) - (not closed)) * finer(max(1, steps // 3), steps, detail) + (not closed), closed=closed
        )
    share = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(taper)), taper)
    return swept(line, radius * share, finer(max(4, sides // 2), sides, detail), closed=closed, flat=flat)


def swept(line: Array, radius: Array, sides: int, *, closed: bool = False, flat: float = 1.0) -> Mesh:
    """A round sweep along `line` (n × 3) with a radius at each point."""
    if not closed:
        line, radius = _capped(line, radius)
    ahead = np.gradient(line, axis=0) if not closed else np.roll(line, -1, 0) - np.roll(line, 1, 0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-12)
    side = _carried(ahead)
    other = np.cross(ahead, side)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = (np.cos(turn)[:, None, None] * side * flat + np.sin(turn)[:, None, None] * other) * radius[None, :, None]
    vertices = (line[None] + ring).reshape(-1, 3)
    count = len(line)
    u, v = np.meshgrid(np.arange(sides), np.arange(count if closed else count - 1), indexing="ij")
    a, b = u * count + v, (u + 1) % sides * count + v
    d, c = u * count + (v + 1) % count, (u + 1) % sides * count + (v + 1) % count
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    uv = np.stack(np.meshgrid(1 - np.abs(turn / np.pi - 1), np.linspace(0, 1, count), indexing="ij"), -1).reshape(-1, 2)
    return welded(mesh_of(vertices, faces, uv=uv), 1e-4)


def _capped(line: Array, radius: Array) -> tuple[Array, Array]:
    first, last = line[0] - line[1], line[-1] - line[-2]
    first, last = (way / max(float(np.linalg.norm(way)), 1e-12) for way in (first, last))
    before = [line[0] + first * radius[0] * step for step in (0.55, 0.45)]
    after = [line[-1] + last * radius[-1] * step for step in (0.45, 0.55)]
    return np.concatenate([before, line, after]), np.r_[0, radius[0] * 0.7, radius, radius[-1] * 0.7, 0]


def _carried(ahead: Array) -> Array:
    """A direction across the line at each point that turns no more than the line does (rotation-minimising frame)."""
    start = np.eye(3)[int(np.argmin(np.abs(ahead[0])))]
    side = np.empty_like(ahead)
    held = start
    for index, way in enumerate(ahead):
        held = held - way * (held @ way)
        held = held / max(float(np.linalg.norm(held)), 1e-12)
        side[index] = held
    return side


@made(
    FORMS,
    "ball",
    "A ball, egg, pebble or bun about its middle.",
    numbers("radius", None, "Half its width, depth and height.", "mm", 0.01, 1000, width=3),
    number("square", 2.0, "2 is round; more is squarer seen from above.", "", 0.6, 12),
    number("flat", 2.0, "2 is round; more is flatter on top and below.", "", 0.6, 12),
    number("dimple", 0.0, "How deep top and bottom are drawn in, as a share of the height.", "", 0, 0.9),
    whole("flutes", 0, "Segments round it, as a pumpkin has.", 0, 40),
    number("flute", 0.0, "How deep between segments, as a share of the radius.", "", 0, 0.6),
    number("cut", -1.0, "Cut off flat below this share of its height; −1 keeps it whole.", "", -1, 0.95),
    whole("sides", 0, "Facets round it at detail 1; 0 as many as its size asks.", 0, 200),
)
def ball(
    *,
    radius: Sequence[float],
    square: float,
    flat: float,
    dimple: float,
    flutes: int,
    flute: float,
    cut: float,
    sides: int,
    detail: float,
) -> Mesh:
    """A superellipsoid with segments and dimples; out is away from the middle."""
    sides = sides or round(9 + 4.4 * float(np.sqrt(max(radius))))
    around = finer(max(6, round(sides * 0.45)), sides, detail)
    if flutes:
        around = flutes * finer(3, 6, detail)

    def place(u: Array, v: Array) -> Array:
        turn, rise = u * 2 * np.pi, (v - 0.5) * np.pi
        across, up = np.cos(rise), np.sin(rise)
        length = (np.abs(across) ** flat + np.abs(up) ** flat) ** (-1 / flat)
        across, up = across * length, up * length
        corner = (np.abs(np.cos(turn)) ** square + np.abs(np.sin(turn)) ** square) ** (-1 / square)
        rib = 1 - flute * (1 - np.abs(np.sin(turn * flutes / 2)) ** 0.6) if flutes else 1.0
        up = up * (1 - dimple * np.exp(-((across / 0.33) ** 2)))
        up = np.maximum(up, cut)
        x = across * corner * np.cos(turn) * rib
        y = across * corner * np.sin(turn) * rib
        return beside(x * radius[0], y * radius[1], up * radius[2])

    return grid(around, max(4, around // 2 if not flutes else finer(6, 14, detail)), place, closed=True)


@made(
    FORMS,
    "sheet",
    "A flat piece lying down, as paper, a mat, a slice or a cloth is; uv over its upper side.",
    numbers("size", None, "Width and depth.", "mm", 0.05, 2000, width=2),
    number("thick", 0.4, "Its thickness.", "mm", 0.02, 100),
    number("curl", 0.0, "How far the middle of its depth is bent up.", "mm", -500, 500),
    number("ripple", 0.0, "Height of waves across it.", "mm", 0, 100),
    number("waves", 2.0, "How many waves.", "", 0.2, 40),
    whole("cells", 8, "Parts across at detail 1.", 1, 100),
)
def sheet(
    *, size: Sequence[float], thick: float, curl: float, ripple: float, waves: float, cells: int, detail: float
) -> Mesh:
    """A bent slab, its middle at the origin and its lowest part near Z = 0."""

    def place(u: Array, v: Array) -> Array:
        bend = curl * (1 - (2 * v - 1) ** 2) + ripple * np.sin(u * 2 * np.pi * waves + 1.3 * v)
        return beside((u - 0.5) * size[0], (v - 0.5) * size[1], bend + thick / 2)

    count = finer(max(1, cells // 2), cells, detail)
    return thickened(grid(count, max(1, round(count * size[1] / size[0])), place), thick)


@made(
    FORMS,
    "cutout",
    "A piece cut from a sheet along an outline, lying down, with softened rims.",
    points("outline", None, "The outline, counter-clockwise seen from above.", 2, fewest=3),
    number("thick", 1.0, "Its thickness.", "mm", 0.02, 500),
    number("bevel", 0.2, "How far its rims are drawn in.", "mm", 0, 50),
    flag("curve", default=False, says="A smooth outline through the points."),
    number("dome", 0.0, "How far the middle of its upper side bulges.", "mm", -50, 50),
)
def cutout(*, outline: Array, thick: float, bevel: float, curve: bool, dome: float, detail: float) -> Mesh:
    """An extruded outline: rings from the lower rim to the upper one, filled above and below."""
    line = np.asarray(outline, float)
    if curve:
        line = smoothed(line, len(line) * finer(2, 5, detail))
    bevel = min(bevel, thick * 0.45)
    narrow = inset(line, bevel)
    levels = (
        [(narrow, 0.0), (line, bevel), (line, thick - bevel), (narrow, thick)]
        if bevel
        else [(line, 0.0), (line, thick)]
    )
    if dome:
        levels += [
            (inset(line, bevel + step * abs(dome) * 0.8), thick + dome * lift)
            for step, lift in ((0.6, 0.55), (1.6, 0.9))
        ]
    rings = [beside(*ring.T, height) for ring, height in levels]
    count = len(line)
    faces = [filled(rings[0][:, :2])[:, ::-1]]
    for level in range(len(rings) - 1):
        a = level * count + np.arange(count)
        b = level * count + (np.arange(count) + 1) % count
        faces += [np.stack([a, b, b + count], 1), np.stack([a, b + count, a + count], 1)]
    faces.append(filled(rings[-1][:, :2]) + (len(rings) - 1) * count)
    vertices = np.concatenate(rings)
    low, high = line.min(0), line.max(0)
    uv = (vertices[:, :2] - low) / np.maximum(high - low, 1e-9)
    return mesh_of(vertices, np.concatenate(faces), uv=uv, smooth=False)


def pebble(radius: Sequence[float], sides: int) -> Mesh:
    """A small ellipsoid of few facets."""
    half = np.asarray(radius)

    def place(u: Array, v: Array) -> Array:
        turn, rise = u * 2 * np.pi, (v - 0.5) * np.pi
        return half * beside(np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise))

    return grid(max(4, sides), max(3, sides // 2), place, closed=True)


def block(size: Sequence[float], bevel: float, detail: float) -> Mesh:
    """A small block."""
    made_one: Mesh = box(size=size, bevel=bevel, soft=False, cells=1, detail=detail)
    return made_one
