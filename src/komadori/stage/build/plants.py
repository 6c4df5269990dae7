"""What grows: cherry trees with bark, blossom, leaves and snow, grass, and what has fallen from them.

A tree is several parts with the same `habit`, `height`, `spread`, `trunk` and `seed`: bark, and on it what the season
brings, each a layer that comes in from one share of the tree's sites to another (`first`, `last`).
"""

from collections.abc import Sequence

import numpy as np

from komadori.stage.build.declared import Declared, Parameter, colour, made, number, numbers, whole, word
from komadori.stage.build.forms import swept
from komadori.stage.build.growth import Grown, grown
from komadori.stage.build.surface import Array, finer, merged, mesh_of
from komadori.stage.scene import Colour, Fibres, Mesh

PLANTS: dict[str, Declared] = {}
"""The builders of this module by name."""

FEW = 0.15
"""Below this detail every second site is left empty, and what is on the others is larger."""

_TREE: tuple[Parameter, ...] = (
    word("habit", "tree", "How it grows: a branch reaches along +X from its root.", ("tree", "sapling", "branch")),
    number("height", 420.0, "About how high the crown is.", "mm", 20, 4000),
    number("spread", 420.0, "About how wide the crown is, or how far a branch reaches.", "mm", 20, 4000),
    number("trunk", 34.0, "Thickness at the foot.", "mm", 0.5, 400),
    whole("seed", 1, "Another number grows another tree.", 0, 10**6),
)
_LAYER: tuple[Parameter, ...] = (
    number("first", 0.0, "From which share of the sites.", "", 0, 1),
    number("last", 1.0, "To which share of the sites.", "", 0, 1),
    colour("tint", (0.86, 0.60, 0.64), "The middle colour."),
    colour("other", (0.95, 0.82, 0.83), "The colour some of them have."),
)


@made(PLANTS, "bark", "The wood of a tree: trunk, limbs and twigs, standing on Z = 0.", *_TREE)
def bark(*, habit: str, height: float, spread: float, trunk: float, seed: int, detail: float) -> Mesh:
    """Every line of the tree as a tapering tube; at a low detail the finest twigs are left out."""
    tree = grown(habit, height, spread, trunk, seed)
    sides = (finer(6, 16, detail), finer(4, 12, detail), finer(3, 8, detail), 3 if detail < 0.5 else 4, 3)
    deepest = 2 if detail < FEW else 3 if detail < 0.3 else 4
    tubes = [swept(line.points, line.radius, sides[line.level]) for line in tree.lines if line.level <= deepest]
    return merged(tubes, smooth=True)


@made(
    PLANTS,
    "blossoms",
    "Cherry blossom on a tree's twigs: flowers of five notched petals, in clusters.",
    *_TREE,
    *_LAYER,
    number("size", 10.0, "Across a flower.", "mm", 0.5, 200),
    whole("each", 2, "Flowers in a cluster at detail 1.", 1, 12),
)
def blossoms(
    *, habit: str, height: float, spread: float, trunk: float, seed: int, first: float, last: float, tint: Colour,
    other: Colour, size: float, each: int, detail: float,
) -> Mesh:  # fmt: skip
    """Flowers about the sites, looking out and a little down, as cherry blossom hangs."""
    tree = grown(habit, height, spread, trunk, seed)
    sites, ways, chance = _chosen(tree, first, last, seed, 1, detail)
    count = finer(1, each, detail)
    # Few flowers must fill the crown that many would.
    size *= (each / count) ** 0.33 * (1.35 if detail < FEW else 1.0)
    spots = np.repeat(sites, count, 0) + chance.normal(size=(len(sites) * count, 3)) * size * 0.55
    looks = np.repeat(ways, count, 0) * 0.3 + chance.normal(size=spots.shape) + (0, -0.5, -0.25)
    flower = _flower(size, 1 if detail < 0.6 else 2)
    return _strewn(flower, spots, _turned(looks, chance), _tints(tint, other, len(spots), chance))


@made(
    PLANTS,
    "foliage",
    "Leaves on a tree's twigs, each folded along its rib.",
    *_TREE,
    *_LAYER,
    number("size", 15.0, "Length of a leaf.", "mm", 0.5, 200),
    whole("each", 3, "Leaves at a site at detail 1.", 1, 12),
)
def foliage(
    *, habit: str, height: float, spread: float, trunk: float, seed: int, first: float, last: float, tint: Colour,
    other: Colour, size: float, each: int, detail: float,
) -> Mesh:  # fmt: skip
    """Leaves that point away from their twig and hang."""
    tree = grown(habit, height, spread, trunk, seed)
    sites, ways, chance = _chosen(tree, first, last, seed, 2, detail)
    count = finer(1, each, detail)
    size *= (each / count) ** 0.4 * (1.35 if detail < FEW else 1.0)
    spots = np.repeat(sites, count, 0) + chance.normal(size=(len(sites) * count, 3)) * size * 0.22
    along = np.repeat(ways, count, 0) + chance.normal(size=spots.shape) * 0.9 + (0, 0, -0.75)
    return _strewn(leaf_mesh(size), spots, _turned(along, chance, axis=1), _tints(tint, other, len(spots), chance))


@made(
    PLANTS,
    "branch-snow",
    "Snow that lies along a tree's branches.",
    *_TREE,
    number("thick", 1.0, "Its height as a share of what a calm night brings.", "", 0.1, 4),
)
def branch_snow(
    *, habit: str, height: float, spread: float, trunk: float, seed: int, thick: float, detail: float
) -> Mesh:
    """A ridge on the upper side of every line that is not too steep, with gaps where it slid off."""
    tree = grown(habit, height, spread, trunk, seed)
    chance = np.random.default_rng((seed, 5))
    ridges = []
    for line in tree.lines:
        ahead = np.diff(line.points, axis=0)
        steep = float(np.abs(ahead[:, 2]).mean() / np.maximum(np.linalg.norm(ahead, axis=1).mean(), 1e-9))
        if (
            line.level == 0
            or line.level > (2 if detail < FEW else 3 if detail < 0.3 else 4)
            or steep > 0.82
            or chance.random() < 0.12
        ):
            continue
        begin = int(chance.integers(0, 2))
        points, radius = line.points[begin:], line.radius[begin:] * 0.9 + 0.45
        lumps = chance.uniform(0.55, 1.25, len(points)) * thick
        raised = points + np.outer(radius * 0.75 * lumps, (0.0, 0.0, 1.0))
        ridges.append(swept(raised, radius * np.clip(lumps, 0.3, 1.6), finer(4, 8, detail)))
    return merged(ridges, smooth=True) if ridges else _nothing()


@made(
    PLANTS,
    "grass",
    "Grass on a bank: blades of felt, thicker in tufts, standing on Z = 0.",
    numbers("size", None, "Width and depth of the ground it grows on.", "mm", 1, 20000, width=2),
    number("length", 14.0, "Of a blade.", "mm", 0.5, 400),
    number("thick", 0.45, "Half the width of a blade at its foot.", "mm", 0.02, 20),
    whole("count", 3000, "Blades at detail 1.", 1, 200000),
    colour("tint", (0.16, 0.26, 0.06), "The middle colour."),
    colour("other", (0.30, 0.36, 0.11), "The colour some have."),
    number("bowed", 0.6, "How far they bend.", "", 0, 3),
    number("slope", 0.0, "How much the ground rises from front to back.", "mm", -5000, 5000),
    whole("seed", 1, "Another number gives another meadow.", 0, 10**6),
)
def grass(
    *, size: Sequence[float], length: float, thick: float, count: int, tint: Colour, other: Colour, bowed: float,
    slope: float, seed: int, detail: float,
) -> Fibres:  # fmt: skip
    """Strands that bend with a wind that was once there; few and broad ones at a low detail."""
    chance = np.random.default_rng(seed)
    blades = max(int(count * (0.18 + 0.82 * detail)), 1)
    tufts = chance.random((max(blades // 14, 1), 2)) - 0.5
    spot = tufts[chance.integers(0, len(tufts), blades)] + chance.normal(size=(blades, 2)) * 0.016
    loose = chance.random(blades) < 0.45
    spot[loose] = chance.random((int(loose.sum()), 2)) - 0.5
    spot = np.clip(spot, -0.5, 0.5)
    foot = np.c_[spot * np.asarray(size), (spot[:, 1] + 0.5) * slope]
    t = np.linspace(0, 1, 4)[None, :, None]
    tall = (length * chance.uniform(0.45, 1.25, blades))[:, None, None]
    bend = bowed * (chance.normal(size=(blades, 1, 3)) * (0.45, 0.45, 0.0) + (0.18, 0.0, 0.0))
    points = foot[:, None, :] + tall * (
        t * np.array((0.0, 0.0, 1.0)) + (bend - np.array((0.0, 0.0, 0.25)) * bowed) * t**2
    )
    radius = thick * (1 + 0.9 * (1 - detail)) * np.broadcast_to((1.0, 0.9, 0.65, 0.15), (blades, 4))
    return Fibres(
        points=np.asarray(points, np.float32),
        radius=np.asarray(radius, np.float32),
        colour=np.asarray(_tints(tint, other, blades, chance), np.float32),
    )


@made(
    PLANTS,
    "fallen",
    "Petals or leaves that lie on a level ground about Z = 0, gathered in drifts.",
    numbers("size", None, "Width and depth of the ground.", "mm", 1, 20000, width=2),
    word("what", "petal", "What has fallen.", ("petal", "leaf")),
    number("length", 6.0, "Of one.", "mm", 0.5, 200),
    whole("count", 300, "How many at detail 1.", 1, 20000),
    number("drift", 0.5, "How far they have gathered, 0 evenly to 1.", "", 0, 1),
    colour("tint", (0.88, 0.64, 0.67), "The middle colour."),
    colour("other", (0.95, 0.84, 0.84), "The colour some have."),
    whole("seed", 1, "Another number strews them otherwise.", 0, 10**6),
)
def fallen(
    *, size: Sequence[float], what: str, length: float, count: int, drift: float, tint: Colour, other: Colour,
    seed: int, detail: float,
) -> Mesh:  # fmt: skip
    """Single petals or leaves, lying as they fell."""
    chance = np.random.default_rng(seed)
    amount = max(int(count * (0.4 + 0.6 * detail)), 1)
    heaps = chance.random((max(amount // 30, 2), 2)) - 0.5
    spot = chance.random((amount, 2)) - 0.5
    near = chance.random(amount) < drift
    spot[near] = (
        heaps[chance.integers(0, len(heaps), int(near.sum()))] + chance.normal(size=(int(near.sum()), 2)) * 0.05
    )
    spot = np.clip(spot, -0.5, 0.5) * np.asarray(size)
    spots = np.c_[spot, 0.25 + 0.5 * chance.random(amount)]
    flat = chance.normal(size=(amount, 3)) * (0.20, 0.20, 0) + (0, 0, 1)
    one = petal_mesh(length, 2) if what == "petal" else leaf_mesh(length)
    return _strewn(one, spots, _turned(flat, chance), _tints(tint, other, amount, chance))


def _chosen(
    tree: Grown, first: float, last: float, seed: int, stream: int, detail: float
) -> tuple[Array, Array, np.random.Generator]:
    """The tree's sites from one share to another, in an order that is the tree's own."""
    order = np.random.default_rng((seed, 99)).permutation(len(tree.sites))
    part = order[int(first * len(order)) : max(int(last * len(order)), int(first * len(order)) + 1)]
    if detail < FEW:
        part = part[::2]
    return tree.sites[part], tree.ways[part], np.random.default_rng((seed, stream, int(first * 1000)))


def petal_mesh(length: float, cells: int) -> Mesh:
    """One petal with a notch at its rim, its root at the origin, along +Y, looking up; v runs from its root."""
    u, v = (
        part.ravel() for part in np.meshgrid(np.linspace(-1, 1, cells + 1), np.linspace(0, 1, cells + 1), indexing="ij")
    )
    half = 0.50 * np.sin(np.pi * (0.06 + 0.74 * v)) ** 0.8
    along = v - 0.13 * np.exp(-((u / 0.4) ** 2)) * (v > 0.95)
    points = np.c_[u * half, along, 0.22 * u**2 * half + 0.20 * v**2] * length
    index = np.arange((cells + 1) ** 2).reshape(cells + 1, cells + 1)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return mesh_of(points, faces, uv=np.c_[u / 2 + 0.5, v])


def _flower(size: float, cells: int) -> Mesh:
    """Five petals about +Z."""
    petal = petal_mesh(size / 2, cells)
    turned = []
    for number_of in range(5):
        a = 2 * np.pi * number_of / 5
        turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
        turned.append(
            mesh_of(petal.vertices @ turn.T, petal.faces.astype(np.int64), uv=np.asarray(petal.uv, np.float64))
        )
    return merged(turned)


def leaf_mesh(length: float) -> Mesh:
    """A pointed leaf folded along its rib, its stalk at the origin, lying along +Y; uv as a leaf's picture has it."""
    rib = np.array([[0, 0, 0], [0, 0.36, 0.05], [0, 0.72, 0.03], [0, 1.0, -0.06]])
    side = np.array([[0.27, 0.30, 0.13], [0.22, 0.66, 0.10]])
    points = np.concatenate([rib, side, side * (-1, 1, 1)]) * length
    faces = np.array([[0, 4, 1], [1, 4, 5], [1, 5, 2], [2, 5, 3], [0, 1, 6], [1, 7, 6], [1, 2, 7], [2, 3, 7]])
    uv = np.array([[0.5, 0], [0.5, 0.36], [0.5, 0.72], [0.5, 1], [1, 0.3], [0.95, 0.66], [0, 0.3], [0.05, 0.66]])
    return mesh_of(points, faces, uv=uv)


def _turned(look: Array, chance: np.random.Generator, axis: int = 2) -> Array:
    """n × 3 × 3 rotations that take Z (or the axis given) to the directions `look`, spun about them at random."""
    ahead = look / np.maximum(np.linalg.norm(look, axis=1, keepdims=True), 1e-9)
    aid = chance.normal(size=ahead.shape)
    side = aid - ahead * (aid * ahead).sum(1, keepdims=True)
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    other = np.cross(ahead, side)
    columns = (side, other, ahead) if axis == 2 else (other, ahead, side)
    return np.stack(columns, -1)


def _tints(tint: Colour, other: Colour, count: int, chance: np.random.Generator) -> Array:
    """n × 3 colours: most about `tint`, some about `other`, none quite alike."""
    share = chance.beta(0.8, 1.3, (count, 1))
    mixed = np.asarray(tint) * (1 - share) + np.asarray(other) * share
    return np.asarray(np.clip(mixed * np.exp(chance.normal(size=(count, 1)) * 0.12), 0.004, 0.97))


def _strewn(one: Mesh, spots: Array, turns: Array, colours: Array) -> Mesh:
    """A small mesh at many places as one; each copy has its own colour and its own piece of grain."""
    count, size = len(spots), len(one.vertices)
    vertices = np.einsum("nij,kj->nki", turns, one.vertices.astype(np.float64)) + spots[:, None]
    faces = one.faces[None].astype(np.int64) + (np.arange(count) * size)[:, None, None]
    rest = one.vertices[None] + (np.arange(count) % 977)[:, None, None] * (7.3, 3.1, 5.7)
    return Mesh(
        vertices=np.asarray(vertices.reshape(-1, 3), np.float32),
        faces=np.asarray(faces.reshape(-1, 3), np.int32),
        uv=None if one.uv is None else np.tile(one.uv, (count, 1)),
        colour=np.asarray(np.repeat(colours, size, 0), np.float32),
        rest=np.asarray(rest.reshape(-1, 3), np.float32),
        smooth=False,
    )


def _nothing() -> Mesh:
    """A speck below the ground, where a layer has nothing to show."""
    return mesh_of(np.array([[0, 0, -1.0], [0.01, 0, -1], [0, 0.01, -1]]), np.array([[0, 1, 2]]))
