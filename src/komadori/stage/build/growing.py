"""Flowers, leaves and sprigs for vases, and thread wound round a core."""

from collections.abc import Sequence

import numpy as np

from komadori.stage.build.declared import Declared, bounded, flag, made, number, numbers, whole
from komadori.stage.build.forms import lathe, swept
from komadori.stage.build.surface import Array, beside, finer, grid, merged, moved, placed, thickened
from komadori.stage.scene import Fibres, Mesh, Shape

GROWN: dict[str, Declared] = {}
"""The builders of this module by name."""

SEED = whole("seed", 1, "Another number gives another one.", 0, 10**6)


@made(
    GROWN,
    "leaf",
    "A leaf lying along Y from its stalk at the origin, its upper side up; its midrib is at the middle of u.",
    number("length", 12.0, "From stalk to tip.", "mm", 0.1, 1000),
    number("width", 5.0, "At its broadest.", "mm", 0.05, 1000),
    number("bend", 0.25, "How far the tip bends down, as a share of its length.", "", -2, 2),
    number("fold", 0.2, "How far its halves are folded up.", "", -2, 2),
    number("point", 1.0, "How pointed: less is rounder, more is slimmer at the tip.", "", 0.2, 4),
    number("wave", 0.0, "How wavy its rim is.", "", 0, 1),
    number("thick", 0.25, "Its thickness.", "mm", 0.01, 20),
)
def leaf(
    *, length: float, width: float, bend: float, fold: float, point: float, wave: float, thick: float, detail: float
) -> Mesh:
    """Broadest below the middle."""

    def place(u: Array, v: Array) -> Array:
        side = (u - 0.5) * 2
        breadth = np.sin(np.pi * np.clip(v, 0.02, 0.985) ** 0.85) ** (0.8 * point) * width / 2
        x = side * breadth
        y = v * length * (1 - 0.12 * abs(bend) * v)
        ripple = wave * width * 0.12 * np.sin(v * 19 + 2 * np.sign(side)) * np.abs(side) ** 2
        z = fold * np.abs(side) * breadth - bend * length * v**2 + ripple
        return beside(x, y, z)

    return thickened(grid(finer(2, 6, detail), finer(3, 10, detail), place), thick)


@made(
    GROWN,
    "flower",
    "Petals about a middle at the origin, open upward; the middle is a part of its own.",
    whole("petals", 5, "In each round.", 2, 40),
    whole("rounds", 1, "Rounds of petals, each smaller and steeper.", 1, 8),
    number("length", 5.0, "Of a petal.", "mm", 0.1, 500),
    number("width", 4.0, "Of a petal.", "mm", 0.05, 500),
    number("open", 65.0, "How far a petal leans out: 90 is flat.", "degrees", 0, 130),
    number("cup", 0.3, "How hollow a petal is.", "", -2, 2),
    number("notch", 0.0, "How deep the tip is notched, as cherry petals are.", "", 0, 0.6),
    number("curl", 0.0, "How far the tips curl outward.", "", -2, 2),
    number("thick", 0.12, "Of a petal.", "mm", 0.01, 10),
    SEED,
)
def flower(
    *,
    petals: int,
    rounds: int,
    length: float,
    width: float,
    open: float,  # noqa: A002
    cup: float,
    notch: float,
    curl: float,
    thick: float,
    seed: int,
    detail: float,
) -> Mesh:
    """Every petal is turned and bent a little by chance."""
    chance = np.random.default_rng(seed)

    def place(u: Array, v: Array) -> Array:
        side = (u - 0.5) * 2
        breadth = np.sin(np.pi * np.clip(v * 0.80 + 0.05, 0, 1)) ** 0.8 * width / 2
        tip = 1 - notch * np.exp(-((side / 0.35) ** 2)) * (v > 0.8) * (v - 0.8) * 5
        y = v * length * tip
        z = cup * breadth * side**2 + 0.25 * cup * length * v**2 - curl * length * np.clip(v - 0.5, 0, 1) ** 2
        return beside(side * breadth, y, z)

    petal = thickened(grid(finer(2, 5, detail), finer(2, 6, detail), place), thick)
    pieces = []
    for level in range(rounds):
        size = 1 - 0.62 * level / max(rounds, 1)
        lean = open * (1 - 0.75 * level / max(rounds, 1))
        for number_of in range(petals):
            turn = (number_of + 0.5 * (level % 2)) * 360 / petals + chance.normal(0, 5)
            tilt = placed(turn=(90 - lean + chance.normal(0, 5), 0, 0), size=size * chance.uniform(0.92, 1.08))
            pieces.append(moved(petal, placed(turn=(0, 0, turn)) @ tilt))
    return merged(pieces)


@made(
    GROWN,
    "blades",
    "Blades or ears that bend over from a tuft at the origin.",
    whole("count", 14, "How many.", 1, 500),
    number("height", 40.0, "Of the tallest.", "mm", 0.5, 2000),
    number("width", 0.8, "Of a blade at its foot.", "mm", 0.02, 100),
    number("lean", 35.0, "How far they lean out.", "degrees", 0, 90),
    number("bow", 0.5, "How far the tips hang over.", "", 0, 2),
    SEED,
)
def blades(*, count: int, height: float, width: float, lean: float, bow: float, seed: int, detail: float) -> Mesh:
    """Tapered flat blades."""
    chance = np.random.default_rng(seed)
    t = np.linspace(0, 1, finer(4, 9, detail))
    pieces = []
    for number_of in range(count):
        turn, tilt = number_of * 2.399963 + chance.normal(0, 0.3), np.radians(lean * chance.uniform(0.3, 1.0))
        tall = height * chance.uniform(0.6, 1.0)
        out = np.sin(tilt) * tall * (t + bow * t**2.5)
        up = np.cos(tilt) * tall * (t - 0.35 * bow * t**3)
        line = beside(out * np.cos(turn), out * np.sin(turn), up)
        pieces.append(swept(line, width / 2 * (1.05 - 0.95 * t), finer(3, 5, detail), flat=0.4))
    return merged([Mesh(vertices=piece.vertices, faces=piece.faces) for piece in pieces])


@made(
    GROWN,
    "thread",
    "Thread wound in turns round a core that stands on Z = 0; yarn at fine detail, a ribbed form at coarse.",
    number("radius", 12.6, "Of the core.", "mm", 0.05, 500),
    numbers("between", (6.0, 28.0), "The heights it is wound between.", "mm", -500, 1000, width=2),
    number("thick", 1.0, "Of the thread.", "mm", 0.02, 50),
    whole("layers", 1, "How often it is wound up and down.", 1, 6),
    number("loose", 0.12, "How unevenly it lies.", "mm", 0, 20),
    flag("end", default=True, says="A loose end hangs down."),
    SEED,
)
def thread(
    *,
    radius: float,
    between: Sequence[float],
    thick: float,
    layers: int,
    loose: float,
    end: bool,
    seed: int,
    detail: float,
) -> Shape:
    """One continuous line up and down; its fibre's colour is 1, to be multiplied by the material's."""
    low, high = min(between), max(between)
    if detail < 0.3:
        return _ribbed(radius + thick * (layers - 0.5), low, high, thick)
    chance = np.random.default_rng(seed)
    turns = max(2.0, (high - low) / (thick * 1.02))
    bounded(turns * layers, 2_000, "turns of thread")
    lines = []
    for layer in range(layers):
        t = np.linspace(0, 1, int(turns * 20))
        rise = t if layer % 2 == 0 else 1 - t
        angle = (t + layer) * turns * 2 * np.pi
        wander = np.interp(t, np.linspace(0, 1, 40), chance.normal(size=40)) * loose
        out = radius + thick * (0.5 + 0.9 * layer) + wander
        lines.append(beside(out * np.cos(angle), out * np.sin(angle), low + rise * (high - low) + 0.4 * wander))
    if end:
        lines.append(_loose_end(lines[-1][-1], thick))
    return _strands(lines, thick / 2)


def _ribbed(radius: float, low: float, high: float, thick: float) -> Mesh:
    heights = np.linspace(low, high, 9)
    out = radius + 0.25 * thick * (np.arange(9) % 2)
    profile = np.concatenate([[(0, low)], np.stack([out, heights], 1), [(0, high)]])
    core: Mesh = lathe(
        profile=profile, curve=False, edge=0.0, sides=16, flutes=0, flute=0.0, oval=1.0, detail=1.0
    )  # fmt: skip
    return core


def _loose_end(last: Array, thick: float) -> Array:
    """From where the winding ends, outward and down to the ground."""
    t = np.linspace(0, 1, 24)
    away = 5 * last[:2] / max(float(np.hypot(*last[:2])), 1e-6)
    tail = last + beside(away[0] * t + 2 * np.sin(3 * t), away[1] * t + 2 * t, -abs(last[2]) * t**1.6)
    return np.asarray(np.maximum(tail, np.array([-1e9, -1e9, thick / 2])))


def _strands(lines: Sequence[Array], radius: float) -> Fibres:
    """Lines of different lengths cut into fibres of eight points that meet end to end."""
    pieces = [line[start : start + 8] for line in lines for start in range(0, len(line) - 7, 7)]
    points = np.stack(pieces).astype(np.float32)
    return Fibres(
        points=points,
        radius=np.full(points.shape[:2], radius, np.float32),
        colour=np.ones((len(points), 3), np.float32),
    )
