"""What is cooked and peeled: rice, noodles, a star of peel, segments, fish, and what is sprinkled over it."""

from collections.abc import Sequence

import numpy as np

from komadori.stage.build.declared import Declared, made, number, numbers, whole, word
from komadori.stage.build.forms import block, pebble, swept
from komadori.stage.build.outlines import area, filled
from komadori.stage.build.surface import Array, beside, finer, grid, merged, mesh_of, moved, placed, thickened, welded
from komadori.stage.scene import Mesh

FOODS: dict[str, Declared] = {}
"""The builders of this module by name."""

SEED = whole("seed", 1, "Another number gives another helping.", 0, 10**6)


@made(
    FOODS,
    "grains",
    "Grains that cover a form, as rice does a rice ball or fills a bowl; the form itself is a part of its own.",
    whole("count", 260, "How many at detail 1.", 1, 5000),
    numbers("each", (2.2, 0.75), "Length and thickness of one.", "mm", 0.05, 100, width=2),
    numbers("radius", (12.0, 12.0, 8.0), "Half the form's width, depth and height.", "mm", 0.1, 1000, width=3),
    word("form", "dome", "A ball, its upper half, or a triangle standing up.", ("ball", "dome", "triangle")),
    number("sunk", 0.25, "How deep they lie in it, as a share of their thickness.", "", -1, 1),
    SEED,
)  # fmt: skip
def grains(
    *,
    count: int,
    each: Sequence[float],
    radius: Sequence[float],
    form: str,
    sunk: float,
    seed: int,
    detail: float,
) -> Mesh:
    """Plump grains laid flat on the form, evenly by a spiral and turned by chance."""
    chance = np.random.default_rng(seed)
    # Fewer grains are larger ones, so that a coarse form is covered too.
    many = max(1, round(count * (0.2 + 0.8 * min(max(detail, 0.0), 1.0))))
    swell = (count / many) ** 0.45
    step = np.arange(many) + 0.5
    up = 1 - 2 * step / many if form != "dome" else 1 - step / many
    turn = step * 2.399963 + chance.normal(0, 0.12, many)
    way = beside(np.sqrt(1 - up**2) * np.cos(turn), np.sqrt(1 - up**2) * np.sin(turn), up)
    half = np.asarray(radius)
    spot = way * half
    out = way / half
    if form == "triangle":
        spot, out = _triangle(way, half)
    out = out / np.linalg.norm(out, axis=1, keepdims=True)
    one = pebble((each[0] / 2, each[1] / 2, each[1] * 0.42), finer(4, 7, detail))
    pieces = []
    for place, normal in zip(spot, out, strict=True):
        frame = _upon(normal, chance.uniform(0, 2 * np.pi), chance.normal(0, 0.25))
        matrix = np.eye(4)
        matrix[:3, :3] = frame * swell * chance.uniform(0.85, 1.12)
        matrix[:3, 3] = place - normal * each[1] * (sunk - 0.2 * chance.random())
        pieces.append(moved(one, matrix))
    return merged([Mesh(vertices=piece.vertices, faces=piece.faces) for piece in pieces])


def _upon(normal: Array, turn: float, tilt: float) -> Array:
    """A 3 × 3 frame whose third axis is about `normal`, turned about it by an angle in radians."""
    start = np.eye(3)[int(np.argmin(np.abs(normal)))]
    first = np.cross(start, normal)
    first /= np.linalg.norm(first)
    second = np.cross(normal, first)
    ahead = first * np.cos(turn) + second * np.sin(turn) + normal * np.sin(tilt)
    ahead /= np.linalg.norm(ahead)
    side = np.cross(normal, ahead)
    side /= np.linalg.norm(side)
    return beside(ahead, side, np.cross(ahead, side))


def _triangle(way: Array, half: Array) -> tuple[Array, Array]:
    """Points and normals of a rounded triangle standing up, thick along Y, for directions n × 3."""
    corners = np.radians([90.0, 210.0, 330.0])
    ways = np.stack([np.cos(corners), np.zeros(3), np.sin(corners)], 1)
    inner = way @ -ways.T
    pull = np.maximum(inner, 0) ** 6
    size = (pull.sum(1) + (np.abs(way[:, 1]) * 0.92) ** 6) ** (-1 / 6)
    size = np.minimum(size, 1.35)
    spot = way * size[:, None] * half * np.array([0.72, 1.0, 0.72])
    lean = -(pull / np.maximum(inner, 1e-6)) @ ways
    lean[:, 1] += np.sign(way[:, 1]) * np.abs(way[:, 1] * 0.92) ** 5
    return spot, lean + way * 0.12


@made(
    FOODS,
    "rice-ball",
    "The body of a rice ball: a rounded triangle standing on Z = 0, facing −Y.",
    numbers("size", (26.0, 12.0, 24.0), "Width, thickness and height.", "mm", 0.5, 1000, width=3),
)
def rice_ball(*, size: Sequence[float], detail: float) -> Mesh:
    """The same form that `grains` covers as a triangle, moved so that it stands."""
    half = np.asarray(size) / 2

    def place(u: Array, v: Array) -> Array:
        turn, rise = u * 2 * np.pi, (v - 0.5) * np.pi
        way = beside(np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise))
        return np.asarray(_triangle(way, half)[0] + np.array([0, 0, half[2] * 0.72]))

    return grid(finer(16, 36, detail), finer(10, 22, detail), place, closed=True)


@made(
    FOODS,
    "noodles",
    "Strands that lie in loops within a circle, some rising out of the broth; Z = 0 is its surface.",
    number("radius", 20.0, "Of the circle.", "mm", 1, 1000),
    number("thick", 2.2, "Of a strand.", "mm", 0.05, 100),
    whole("count", 26, "Strands at detail 1.", 1, 400),
    number("rise", 3.0, "How high they come out in the middle.", "mm", 0, 200),
    SEED,
)
def noodles(*, radius: float, thick: float, count: int, rise: float, seed: int, detail: float) -> Mesh:
    """Combed bundles: each bundle's strands bend alike side by side, as noodles folded into a bowl do."""
    chance = np.random.default_rng(seed)
    many = max(3, finer(count // 2, count, detail))
    bundles = max(1, many // 7)
    pieces = []
    t = np.linspace(-1, 1, finer(8, 22, detail))
    for bundle in range(bundles):
        turn, off = chance.uniform(0, np.pi), chance.uniform(-0.45, 0.45) * radius
        bow, level = chance.uniform(-0.5, 0.5), bundle / bundles
        for strand in range(many // bundles):
            across = off + (strand - many / bundles / 2) * thick * 1.06
            reach = np.sqrt(max(radius**2 * 0.9 - across**2, (0.3 * radius) ** 2))
            x = t * reach
            y = across + bow * radius * (1 - t**2) * 0.7 + 0.25 * thick * np.sin(t * 7 + strand)
            shrink = np.minimum(1.0, radius * 0.95 / np.maximum(np.hypot(x, y), 1e-6))
            x, y = x * shrink, y * shrink
            crown = np.clip(1 - (np.hypot(x, y) / radius) ** 2, 0, 1)
            z = (
                crown * rise * (0.25 + 0.75 * level)
                + 0.5 * thick * np.sin(t * 5 + strand * 0.4 + bundle)
                - (1 - crown) * thick
            )
            line = beside(x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn), z)
            pieces.append(swept(line, np.full(len(t), thick / 2), finer(5, 8, detail)))
    return merged([Mesh(vertices=piece.vertices, faces=piece.faces) for piece in pieces])


@made(
    FOODS,
    "peel",
    "Peel taken off in one piece and laid down as a star, its inside up, the tips curling; one side of it.",
    number("radius", 9.0, "Of the fruit it came from.", "mm", 0.5, 500),
    whole("tips", 5, "How many tips.", 3, 12),
    number("open", 0.72, "How flat it lies: 1 flat, 0 still a ball.", "", 0, 1),
    number("thick", 1.1, "Of the peel.", "mm", 0.05, 50),
    word("side", "outer", "The skin outside, or the pith within.", ("outer", "inner")),
    SEED,
)
def peel(*, radius: float, tips: int, open: float, thick: float, side: str, seed: int, detail: float) -> Mesh:  # noqa: A002
    """Each tip is a lune of the ball, bent open at the navel and a little differently from its neighbours."""
    chance = np.random.default_rng(seed)
    inner = side == "inner"
    pieces = []
    for tip in range(tips):
        start = tip * 2 * np.pi / tips + chance.normal(0, 0.07)
        curl, lean = chance.normal(0, 0.16), chance.normal(0, 0.12)
        length = radius * np.pi * chance.uniform(0.80, 0.93) * (0.97 if inner else 1.0)

        def place(u: Array, v: Array, *, way: tuple[float, ...] = (start, lean, length, curl)) -> Array:
            start, lean, length, curl = way
            side = (u - 0.5) * 2
            share = np.clip(v * length / (radius * np.pi), 0, 1)
            wide = _breadth_of_peel(share) * np.pi / tips * radius * (0.90 if inner else 1.0)
            out, up, bend = _bent_open(share, radius, open, curl)
            inward = 0.34 * wide * side**2 * (0.4 + 0.6 * share) + (thick * 0.55 if inner else 0.0)
            x, y, z = out - np.sin(bend) * inward, side * wide, up + np.cos(bend) * inward + thick * 0.5
            turn = start + lean * share
            return beside(x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn), z)

        sheet = grid(finer(5, 10, detail), finer(8, 18, detail), place)
        flipped = Mesh(vertices=sheet.vertices, faces=np.ascontiguousarray(sheet.faces[:, ::-1]), uv=sheet.uv)
        pieces.append(thickened(flipped, thick * (0.5 if inner else 0.6)))
    return merged(pieces)


def _breadth_of_peel(share: Array) -> Array:
    """How broad a tip is at a share of the way from the navel: narrow there, broad half way, a point at the end."""
    wide = np.sin(share * np.pi) ** 0.85 * (1 - 1.25 * np.clip(share - 0.8, 0, 1))
    return np.asarray(np.where(share < 0.12, np.maximum(wide, share * 3.6), wide))


def _bent_open(share: Array, radius: float, open: float, curl: float) -> tuple[Array, Array, Array]:  # noqa: A002
    """How far out and up a tip has come at a share of its way, and the angle it has bent up to."""

    def bent(along: Array) -> Array:
        tip: Array = np.clip(along - 0.45, 0, 1) ** 1.5 * 1.21 * (1 + curl)
        return (1 - open + curl * 0.6) * np.pi * along * 0.95 + tip

    step = np.linspace(0, 1, 24)
    turned = bent(step)
    out, up = (np.concatenate([[0.0], np.cumsum((way[1:] + way[:-1]) / 2)]) for way in (np.cos(turned), np.sin(turned)))
    reach = radius * np.pi / 23
    return np.interp(share, step, out) * reach, np.interp(share, step, up) * reach, bent(share)


@made(
    FOODS,
    "segment",
    "A segment of a citrus fruit, lying on its side: its back is round, its inner edge sharp.",
    number("radius", 8.0, "Of the fruit.", "mm", 0.2, 500),
    number("wedge", 40.0, "Its angle within the fruit.", "degrees", 5, 180),
)
def segment(*, radius: float, wedge: float, detail: float) -> Mesh:
    """A crescent: half of a squeezed ball, blown up between its two flat sides."""
    half = np.radians(wedge) / 2

    def place(u: Array, v: Array) -> Array:
        turn, rise = u * 2 * np.pi, (v - 0.5) * np.pi
        across = np.cos(rise) ** 0.8
        back = np.cos(turn)
        x = (0.5 + 0.5 * np.sign(back) * np.abs(back) ** 0.8) * across * radius * 0.95 + radius * 0.08
        tangent = np.sin(turn) * across * radius * np.sin(half) * 0.98 * (0.35 + 0.65 * np.clip(x / radius, 0, 1))
        z = np.sin(rise) * radius * 0.82
        return beside(-tangent, x - radius * 0.5, z)

    upright = grid(finer(8, 18, detail), finer(6, 12, detail), place, closed=True)
    lain = moved(upright, placed(turn=(0, 90, 0)))
    return moved(lain, placed((0, 0, -float(lain.vertices[:, 2].min()))))


@made(
    FOODS,
    "fish",
    "A whole fish lying on its side, its head at −X; uv runs along it and from back to belly.",
    number("length", 60.0, "From mouth to the end of the tail.", "mm", 1, 2000),
    number("height", 15.0, "At its deepest.", "mm", 0.2, 1000),
    number("thick", 7.0, "Lying down.", "mm", 0.2, 1000),
    number("bend", 4.0, "How far head and tail bend up.", "mm", -200, 200),
)
def fish(*, length: float, height: float, thick: float, bend: float, detail: float) -> Mesh:
    """A body of shrinking sections, a forked tail, and fins as thin slabs."""
    at = np.array([0.0, 0.03, 0.10, 0.22, 0.38, 0.55, 0.70, 0.80, 0.84])
    deep = np.array([0.02, 0.34, 0.66, 0.92, 1.0, 0.84, 0.52, 0.28, 0.22])

    def place(u: Array, v: Array) -> Array:
        along = v * 0.84
        tall = np.interp(along, at, deep) * height / 2
        turn = u * 2 * np.pi
        arch = bend * (2 * along / 0.84 - 0.9) ** 2
        x = (along - 0.5) * length
        y = tall * np.cos(turn) + 0.06 * height * np.sin(along * np.pi)
        flat = np.minimum(tall / (height / 2) * 1.15, 1.0)
        z = thick / 2 * flat * np.sin(turn) * (1 + 0.1 * np.cos(turn)) + thick / 2 + arch
        return beside(x, y, z)

    body = grid(finer(12, 30, detail), finer(14, 34, detail), place)
    body = Mesh(vertices=body.vertices, faces=np.ascontiguousarray(body.faces), uv=body.uv)
    uv = np.stack([body.uv[:, 1] * 0.84, 1 - np.abs(2 * body.uv[:, 0] - 1)], -1) if body.uv is not None else None
    body = welded(Mesh(vertices=body.vertices, faces=body.faces, uv=None if uv is None else np.asarray(uv, np.float32)))
    tail = _fin(
        [(0.80, 0.10), (0.90, 0.34), (1.0, 0.52), (0.955, 0.0), (1.0, -0.50), (0.90, -0.34), (0.80, -0.10)],
        length,
        height,
        thick,
        bend,
    )
    back = _fin([(0.34, 0.44), (0.40, 0.68), (0.50, 0.62), (0.60, 0.40), (0.52, 0.38)], length, height, thick, bend)
    belly = _fin([(0.50, -0.40), (0.55, -0.60), (0.62, -0.50), (0.66, -0.26)], length, height, thick, bend)
    return merged([body, tail, back, belly])


def _fin(outline: Sequence[tuple[float, float]], length: float, height: float, thick: float, bend: float) -> Mesh:
    line = np.array(outline)
    if area(line) < 0:
        line = line[::-1]
    flat = beside((line[:, 0] - 0.5) * length, line[:, 1] * height + 0.05 * height)
    arch = bend * (2 * np.minimum(line[:, 0], 1.0) / 0.84 - 0.9) ** 2
    faces = filled(flat)
    uv = beside(np.clip(line[:, 0], 0, 1), np.clip(0.5 - line[:, 1] * 0.8, 0, 1))
    top = mesh_of(beside(*flat.T, thick / 2 + arch), faces, uv=uv, smooth=False)
    return thickened(top, max(0.25, thick * 0.08))


@made(
    FOODS,
    "sprinkle",
    "Small pieces strewn on a circle: rings of leek, seeds, cubes, flakes, petals of ham, crumbs.",
    word("piece", "ring", "What is strewn.", ("ring", "seed", "cube", "flake", "crumb")),
    whole("count", 20, "How many.", 1, 2000),
    number("size", 2.0, "Of one.", "mm", 0.05, 200),
    number("radius", 10.0, "Of the circle.", "mm", 0, 1000),
    number("heap", 0.0, "How much higher they lie in the middle.", "mm", 0, 200),
    number("tilt", 18.0, "How far they lean.", "degrees", 0, 90),
    SEED,
)
def sprinkle(
    *,
    piece: str,
    count: int,
    size: float,
    radius: float,
    heap: float,
    tilt: float,
    seed: int,
    detail: float,
) -> Mesh:
    """Evenly by a spiral that is disturbed, each turned and leaning by chance."""
    chance = np.random.default_rng(seed)
    if detail < 0.3:
        count, size = max(1, round(count * 0.35)), size * 1.45
    step = (np.arange(count) + 0.5) / count
    out = radius * np.sqrt(step) * chance.uniform(0.85, 1.05, count)
    turn = np.arange(count) * 2.399963 + chance.normal(0, 0.35, count)
    one = _piece(piece, size, detail)
    pieces = []
    for index in range(count):
        high = heap * (1 - (out[index] / max(radius, 1e-6)) ** 2) + chance.uniform(0, 0.25) * size * (heap > 0)
        lean = chance.normal(0, tilt, 2)
        at = (out[index] * np.cos(turn[index]), out[index] * np.sin(turn[index]), max(high, 0.0))
        pieces.append(moved(one, placed(at, (lean[0], lean[1], chance.uniform(0, 360)), chance.uniform(0.8, 1.15))))
    return merged([Mesh(vertices=each.vertices, faces=each.faces, smooth=each.smooth) for each in pieces])


def _piece(piece: str, size: float, detail: float) -> Mesh:
    if piece == "ring":
        t = np.linspace(0, 2 * np.pi, finer(6, 11, detail), endpoint=False)
        line = beside(np.cos(t) * size / 2 * 1.05, np.sin(t) * size / 2 * 0.92, size * 0.2)
        return swept(line, np.full(len(t), size * 0.13), finer(3, 5, detail), closed=True)
    if piece == "cube":
        return block((size, size, size * 0.9), size * 0.1, detail)
    if piece == "flake":
        return block((size * 1.6, size, size * 0.08), 0.0, detail)
    radii = (size / 2, size * 0.3, size * 0.2) if piece == "seed" else (size * 0.5, size * 0.42, size * 0.36)
    return pebble(radii, finer(4, 10, detail))
