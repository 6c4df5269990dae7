"""What joiners and tilers make: walls with openings, lattices, boards laid side by side, tiles, woven baskets."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from komadori.stage.build.declared import Declared, bounded, made, number, numbers, points, whole
from komadori.stage.build.forms import block, swept
from komadori.stage.build.surface import Array, beside, finer, merged, mesh_of, moved, placed
from komadori.stage.scene import Mesh

CARPENTRY: dict[str, Declared] = {}
"""The builders of this module by name."""


@made(
    CARPENTRY,
    "wall",
    "A wall along X standing on Z = 0, its front at −Y, with openings right through it.",
    numbers("size", None, "Width, thickness and height.", "mm", 0.1, 5000, width=3),
    points("openings", (), "Middle along X, lower edge, width and height of each opening.", 4, fewest=0),
    number("cell", 40.0, "The largest cell of its faces, so that lumps can show.", "mm", 2, 5000),
)
def wall(*, size: Sequence[float], openings: Sequence[Sequence[float]], cell: float, detail: float) -> Mesh:
    """Cells between all edges; each is there unless its middle lies in an opening."""
    half, deep, high = size[0] / 2, size[1] / 2, size[2]
    bounded(size[0] * size[2] / cell**2, 40_000, "cells of a wall")
    holes = [(x - w / 2, x + w / 2, z, z + h) for x, z, w, h in openings]
    step = cell * (1 if detail >= 0.5 else 4)
    across = _lines(-half, half, [edge for hole in holes for edge in hole[:2]], step)
    up = _lines(0.0, high, [edge for hole in holes for edge in hole[2:]], step)
    solid = np.ones((len(across) - 1, len(up) - 1), bool)
    for left, right, low, top in holes:
        inside = (_middles(across) > left) & (_middles(across) < right)
        solid[np.ix_(inside, (_middles(up) > low) & (_middles(up) < top))] = False
    quads = []
    for i, k in np.argwhere(solid):
        x0, x1, z0, z1 = across[i], across[i + 1], up[k], up[k + 1]
        corners = ((x0, z0), (x1, z0), (x1, z1), (x0, z1))
        quads.append([(x, -deep, z) for x, z in corners])
        quads.append([(x, deep, z) for x, z in reversed(corners)])
        for (di, dk), (a, b) in zip(((0, -1), (1, 0), (0, 1), (-1, 0)), ((0, 1), (1, 2), (2, 3), (3, 0)), strict=True):
            if not _is(solid, i + di, k + dk):
                (ax, az), (bx, bz) = corners[a], corners[b]
                quads.append([(ax, -deep, az), (ax, deep, az), (bx, deep, bz), (bx, -deep, bz)])
    vertices = np.array(quads).reshape(-1, 3)
    start = np.arange(len(quads))[:, None] * 4
    faces = np.concatenate([start + np.array([0, 1, 2]), start + np.array([0, 2, 3])])
    uv = beside(vertices[:, 0] / size[0] + 0.5, vertices[:, 2] / high)
    return mesh_of(vertices, faces, uv=uv, smooth=False)


def _lines(low: float, high: float, edges: Sequence[float], step: float) -> Array:
    marks = sorted({low, high, *(min(max(edge, low), high) for edge in edges)})
    pieces = [np.linspace(a, b, max(1, round((b - a) / step)) + 1)[:-1] for a, b in pairwise(marks)]
    return np.concatenate([*pieces, [high]])


def _middles(lines: Array) -> Array:
    middles: Array = (lines[:-1] + lines[1:]) / 2
    return middles


def _is(solid: np.ndarray, i: int, k: int) -> bool:
    return 0 <= i < solid.shape[0] and 0 <= k < solid.shape[1] and bool(solid[i, k])


@made(
    CARPENTRY,
    "lattice",
    "A frame with bars, as of a window or a paper door, standing on Z = 0 and facing −Y.",
    numbers("size", None, "Width, thickness and height.", "mm", 0.5, 3000, width=3),
    numbers("frame", (5.5, 5.5), "Width of the uprights, and of the rails above and below.", "mm", 0.1, 300, width=2),
    number("bar", 2.5, "Width of the bars.", "mm", 0, 100),
    whole("across", 1, "Upright bars within the frame.", 0, 60),
    whole("up", 1, "Level bars within the frame.", 0, 60),
    number("bevel", 0.6, "The radius of all edges.", "mm", 0, 20),
)
def lattice(
    *, size: Sequence[float], frame: Sequence[float], bar: float, across: int, up: int, bevel: float, detail: float
) -> Mesh:
    """Uprights run the full height, rails between them; bars are thinner than the frame."""
    width, deep, high = size
    side, rail = frame
    inner = width - 2 * side
    thin = deep * 0.6
    pieces: list[tuple[Sequence[float], Sequence[float]]] = []
    pieces += [((side, deep, high), (way * (width - side) / 2, 0, 0)) for way in (-1, 1)]
    pieces += [((inner + 0.1, deep, rail), (0, 0, z)) for z in (0, high - rail)]
    for number_of in range(across):
        x = -inner / 2 + inner * (number_of + 1) / (across + 1)
        pieces.append(((bar, thin, high - 2 * rail + 0.1), (x, 0, rail - 0.05)))
    for number_of in range(up):
        z = rail + (high - 2 * rail) * (number_of + 1) / (up + 1)
        pieces.append(((inner + 0.1, thin * 0.9, bar), (0, 0, z - bar / 2)))
    return _joined(pieces, bevel, detail)


def _joined(pieces: Sequence[tuple[Sequence[float], Sequence[float]]], bevel: float, detail: float) -> Mesh:
    """Blocks of sizes at places, as one mesh."""
    return merged(
        [moved(block(size, bevel if detail >= 0.3 else 0.0, detail), placed(at)) for size, at in pieces],
        smooth=False,
    )


@made(
    CARPENTRY,
    "boards",
    "Boards laid side by side along X, their upper side at Z = 0, each a little different from the next.",
    numbers("size", None, "Length along X, depth over all boards, and thickness.", "mm", 0.5, 5000, width=3),
    whole("count", 8, "How many boards.", 1, 200),
    number("gap", 0.5, "Between boards.", "mm", 0, 50),
    number("uneven", 0.25, "How much their heights differ.", "mm", 0, 20),
    number("bevel", 0.5, "The radius of their edges.", "mm", 0, 20),
    whole("seed", 1, "Another number gives other boards.", 0, 10**6),
)
def boards(
    *,
    size: Sequence[float],
    count: int,
    gap: float,
    uneven: float,
    bevel: float,
    seed: int,
    detail: float,
) -> Mesh:
    """Their grain is cut from different places: `rest` is moved from board to board."""
    chance = np.random.default_rng(seed)
    pitch = size[1] / count
    pieces = [
        (
            (size[0], pitch - gap, size[2]),
            (0, (number_of + 0.5) * pitch - size[1] / 2, -size[2] - chance.random() * uneven),
        )
        for number_of in range(count)
    ]
    mesh = _joined(pieces, bevel, detail)
    return _apart(mesh, count, chance)


def _apart(mesh: Mesh, count: int, chance: np.random.Generator) -> Mesh:
    each = len(mesh.vertices) // count
    shift = np.repeat(chance.uniform(-300, 300, (count, 3)), each, axis=0)
    return Mesh(
        vertices=mesh.vertices,
        faces=mesh.faces,
        uv=mesh.uv,
        rest=np.asarray(mesh.vertices + shift, np.float32),
        smooth=mesh.smooth,
    )


@made(
    CARPENTRY,
    "tiles",
    "Glazed tiles on a wall, standing on Z = 0 and facing −Y, none quite as straight as its neighbour.",
    numbers("size", None, "Width and height over all tiles.", "mm", 1, 5000, width=2),
    numbers("tile", (18.0, 18.0), "Width and height of one.", "mm", 0.5, 500, width=2),
    number("joint", 1.0, "Between tiles.", "mm", 0, 50),
    number("thick", 2.0, "How far they stand out.", "mm", 0.05, 50),
    number("tilt", 0.5, "How far they lean.", "degrees", 0, 10),
    number("bond", 0.0, "How far each row is shifted, as a share of a tile.", "", 0, 1),
    whole("seed", 1, "Another number gives others.", 0, 10**6),
)
def tiles(
    *,
    size: Sequence[float],
    tile: Sequence[float],
    joint: float,
    thick: float,
    tilt: float,
    bond: float,
    seed: int,
    detail: float,
) -> Mesh:
    """Rows from below; tiles at the ends are cut to fit."""
    chance = np.random.default_rng(seed)
    bounded(size[0] * size[1] / (tile[0] * tile[1]), 20_000, "tiles")
    rows = max(1, round(size[1] / tile[1]))
    high = size[1] / rows
    pieces = []
    for row in range(rows):
        x = -size[0] / 2 - (row % 2) * bond * tile[0]
        while x < size[0] / 2 - 0.2 * tile[0]:
            left, right = max(x, -size[0] / 2), min(x + tile[0], size[0] / 2)
            x += tile[0]
            if right - left < 2 * joint + 0.5:
                continue
            one = block(
                (right - left - joint, thick, high - joint), min(0.7, thick * 0.4) if detail >= 0.3 else 0.0, detail
            )
            lean = chance.normal(0, tilt, 2)
            pieces.append(
                moved(
                    one,
                    placed(((left + right) / 2, 0, (row + 0.5) * high), (lean[0], 0, lean[1]))
                    @ placed((0, 0, -(high - joint) / 2)),
                )
            )
    return merged(pieces, smooth=False)


@made(
    CARPENTRY,
    "basket",
    "A round basket of woven withies, open above, with a rolled rim.",
    number("radius", 20.0, "At the rim.", "mm", 0.5, 1000),
    number("foot", 0.8, "Radius at the base, as a share.", "", 0.1, 2),
    number("height", 18.0, "From base to rim.", "mm", 0.5, 1000),
    number("withy", 1.1, "Thickness of a withy.", "mm", 0.05, 50),
    whole("stakes", 18, "Upright withies; one is added to an odd number.", 6, 98),
    number("handle", 0.0, "Height of the handle above the rim; 0 for none.", "mm", 0, 1000),
)
def basket(
    *, radius: float, foot: float, height: float, withy: float, stakes: int, handle: float, detail: float
) -> Mesh:
    """Rounds of withies that pass before one stake and behind the next, and in the next round the other way about."""
    stakes += stakes % 2
    sides = finer(3, 5, detail)
    step = withy * finer(17, 9, detail) / 10
    rounds = max(3, round(height / step))
    bounded(rounds * stakes, 10_000, "crossings of a basket")
    pieces = []
    each = finer(1, 3, detail)
    for number_of in range(rounds):
        t = np.linspace(0, 2 * np.pi, stakes * each, endpoint=False)
        rise = (number_of + 0.5) / rounds
        wide = radius * (foot + (1 - foot) * float(np.sin(rise * np.pi / 2)))
        weave = withy * 0.62 * np.cos(t * stakes / 2 + np.pi * number_of)
        ring = beside((wide + weave) * np.cos(t), (wide + weave) * np.sin(t), np.full(len(t), rise * height))
        pieces.append(swept(ring, np.full(len(t), step * 0.60), sides, closed=True))
    up = np.linspace(0, 1, 7)
    for turn in np.arange(stakes) * 2 * np.pi / stakes:
        out = radius * (foot + (1 - foot) * np.sin(up * np.pi / 2))
        line = beside(out * np.cos(turn), out * np.sin(turn), up * height)
        pieces.append(swept(line, np.full(7, withy * 0.5), sides))
    t = np.linspace(0, 2 * np.pi, finer(16, 40, detail), endpoint=False)
    rim = beside(radius * np.cos(t), radius * np.sin(t), np.full(len(t), height))
    pieces.append(swept(rim, np.full(len(t), withy * 1.25), sides + 2, closed=True))
    floor = placed((0, 0, withy * 0.4))
    disc = block((radius * foot * 1.4, radius * foot * 1.4, withy), withy * 0.4, 0.0)
    pieces.append(moved(disc, floor @ placed((0, 0, -withy * 0.4))))
    if handle:
        t = np.linspace(0, np.pi, finer(10, 24, detail))
        line = beside(radius * np.cos(t), np.zeros(len(t)), height + handle * np.sin(t))
        pieces += [
            swept(line + np.array([0, y, 0]), np.full(len(t), withy * 0.8), sides) for y in (-withy * 0.7, withy * 0.7)
        ]
    return merged([_plain(piece) for piece in pieces], smooth=True)


def _plain(mesh: Mesh) -> Mesh:
    return Mesh(vertices=mesh.vertices, faces=mesh.faces)
