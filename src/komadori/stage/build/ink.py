"""Pictures drawn with a brush or pen on paper."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from komadori.stage.build.declared import Declared, colour, made, number, whole
from komadori.stage.build.prints import SEED, cloudy, encoded, laid
from komadori.stage.build.surface import Array, beside

DRAWINGS: dict[str, Declared] = {}
"""The drawings by name."""

PAPER = colour("paper", (0.74, 0.67, 0.53), "The paper.")
BLACK = colour("ink", (0.016, 0.015, 0.016), "The ink.")


def washi(height: int, width: int, paper: Sequence[float], seed: int) -> Array:
    """Handmade paper in linear light: clouds of pulp and long fibres."""
    chance = np.random.default_rng(seed)
    light = (
        np.asarray(paper, float)
        * (1 + 0.03 * cloudy(height, width, 26.0, seed) + 0.02 * cloudy(height, width, 2.0, seed + 1))[..., None]
    )
    fibres = np.zeros((height, width))
    for _ in range(height * width // 2600):
        start, turn, length = chance.uniform(0, (height, width)), chance.uniform(0, np.pi), chance.uniform(12, 46)
        t = np.linspace(0, 1, int(length * 2))
        way = turn + chance.normal() * 1.2 * t
        rows = (start[0] + np.cumsum(np.sin(way)) * 0.5).astype(int) % height
        columns = (start[1] + np.cumsum(np.cos(way)) * 0.5).astype(int) % width
        fibres[rows, columns] += chance.choice([-1.0, 1.2])
    shaded: Array = light * (1 + 0.22 * gaussian_filter(fibres, 0.8))[..., None]
    return shaded


def brushed(height: int, width: int, line: Array, breadth: Array, dry: Array, seed: int) -> Array:
    """How much ink (h × w, 0 to 1) a brush leaves along `line` (n × 2: across and down, in pixels).

    `breadth` (n) is half the stroke's width in pixels, `dry` (n) from 0 wet to 1, where hairs of the brush part and
    the paper shows between them. Each hair of the brush is one line of its own.
    """
    chance = np.random.default_rng(seed)
    ahead = np.gradient(line, axis=0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    side = beside(-ahead[:, 1], ahead[:, 0])
    count = int(breadth.max() * 3)
    cover = np.zeros((height, width))
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    for hair in range(count):
        across = 2 * (hair + 0.5) / count - 1
        thirst = chance.uniform(0.25, 1.25) + 0.35 * across**2
        patches = np.interp(length, np.linspace(0, length[-1], 60), gaussian_filter(chance.normal(size=60), 2.0) * 1.3)
        flows = np.clip((thirst - dry * 1.15 + 0.25 * patches) * 4, 0, 1)
        wander = gaussian_filter(chance.normal(size=len(line)), 40) * 3.0
        spot = line + side * (across * breadth + wander)[:, None]
        columns, rows = spot.round().astype(int).T
        inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        np.maximum.at(cover, (rows[inside], columns[inside]), flows[inside])
    return np.asarray(np.clip(gaussian_filter(cover, 0.75) * 1.55, 0, 1))


@made(
    DRAWINGS,
    "circle",
    "A brush circle on handmade paper, one stroke all the way round that runs dry, and a small red seal.",
    PAPER,
    BLACK,
    number("tall", 2.25, "Height of the paper to its width.", "", 0.5, 4),
    number("breadth", 0.12, "Of the stroke, to the circle's radius.", "", 0.02, 0.5),
    SEED,
)
def circle(
    *, paper: Sequence[float], ink: Sequence[float], tall: float, breadth: float, seed: int
) -> NDArray[np.uint8]:
    """The stroke begins wet at the lower left, closes on itself and leaves with parted hairs."""
    width = 420
    height = round(width * tall)
    light = washi(height, width, paper, seed)
    t = np.linspace(0, 1, 2600)
    turn = np.radians(128 + 372 * t)
    radius = width * 0.315 * (1 + 0.035 * np.sin(turn * 1.0 + 0.8) + 0.03 * t)
    middle = np.array([width * 0.5, height * 0.40])
    line = middle + beside(np.cos(turn), np.sin(turn) * 0.97) * radius[:, None]
    swell = 1.15 - 0.45 * t + 0.18 * np.sin(t * 9.0) + 0.5 * np.exp(-t * 26)
    swell *= np.clip((1.004 - t) * 16, 0, 1) ** 0.5
    wet = brushed(height, width, line, width * 0.315 * breadth * swell, 0.10 + 0.95 * t**1.7, seed + 3)
    light = laid(light, ink, wet * (0.94 + 0.04 * cloudy(height, width, 5.0, seed + 4)))
    return encoded(_sealed(light, (0.76, 0.83), width * 0.047, seed))


def _sealed(light: Array, place: tuple[float, float], half: float, seed: int) -> Array:
    """A square red seal with a carved sign of four strokes, unevenly inked."""
    height, width = light.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width]
    x, y = (columns - place[0] * width) / half, (rows - place[1] * height) / half
    square = np.clip((1.0 - np.maximum(np.abs(x), np.abs(y))) * half * 0.7 + 0.4, 0, 1)
    carved = (np.abs(np.abs(x) - 0.42) < 0.11) & (np.abs(y) < 0.68)
    carved |= (np.abs(y) < 0.10) & (np.abs(x) < 0.72)
    carved |= np.abs(np.hypot(x, y - 0.05) - 0.72) < 0.07
    grip = np.clip(0.86 + 0.18 * cloudy(height, width, 1.6, seed + 9), 0, 1)
    return laid(light, (0.47, 0.035, 0.022), square * np.where(carved, 0.12, 1.0) * grip)


@made(
    DRAWINGS,
    "letter",
    "A handwritten page: columns or lines of small strokes that say nothing, and a seal.",
    PAPER,
    colour("ink", (0.03, 0.035, 0.07), "The ink."),
    whole("lines", 9, "How many.", 1, 40),
    number("tall", 1.4, "Height of the paper to its width.", "", 0.3, 4),
    SEED,
)
def letter(*, paper: Sequence[float], ink: Sequence[float], lines: int, tall: float, seed: int) -> NDArray[np.uint8]:
    """Signs of three to six pen strokes each, in columns from the right."""
    width = 384
    height = round(width * tall)
    chance = np.random.default_rng(seed)
    cover = np.zeros((height, width))
    pitch = width * 0.8 / lines
    for line in range(lines):
        x = width * 0.9 - (line + 0.5) * pitch
        last = height * (0.9 if line < lines - 1 else 0.5)
        y = height * 0.1
        while y < last:
            sign = pitch * chance.uniform(0.5, 0.8)
            for _ in range(chance.integers(3, 7)):
                a, b = chance.uniform(-0.5, 0.5, 2) * sign, chance.uniform(-0.5, 0.5, 2) * sign
                t = np.linspace(0, 1, 60)[:, None]
                bow = np.sin(np.pi * t) * chance.normal(size=2) * sign * 0.18
                spot = (np.array([x, y]) + a + (b - a) * t + bow).astype(int)
                good = (spot >= 0).all(1) & (spot[:, 0] < width) & (spot[:, 1] < height)
                cover[spot[good, 1], spot[good, 0]] = 1
            y += sign * 1.35
    light = laid(washi(height, width, paper, seed), ink, gaussian_filter(cover, 0.8) * 1.5)
    return encoded(_sealed(light, (0.13, 0.86), width * 0.035, seed))


@made(
    DRAWINGS,
    "mist",
    "A sliding door's paper: hills and bands of mist in a thin wash.",
    PAPER,
    colour("ink", (0.30, 0.33, 0.28), "The wash."),
    number("tall", 1.8, "Height of the paper to its width.", "", 0.3, 4),
    SEED,
)
def mist(*, paper: Sequence[float], ink: Sequence[float], tall: float, seed: int) -> NDArray[np.uint8]:
    """Four ridges, each darkest at its line and lost in mist below it."""
    width = 420
    height = round(width * tall)
    light = washi(height, width, paper, seed)
    chance = np.random.default_rng(seed)
    x = np.linspace(0, 1, width)
    rows = np.linspace(0, 1, height)[:, None]
    for layer in range(4):
        ridge = 0.50 + 0.09 * layer + 0.05 * np.sin(x * chance.uniform(4, 9) + chance.uniform(0, 6))
        ridge = ridge + 0.018 * np.sin(x * chance.uniform(14, 30) + chance.uniform(0, 6))
        below = rows - ridge[None]
        wash = np.where(below > 0, np.exp(-below / 0.055), 0) * (0.16 + 0.06 * layer)
        light = laid(light, ink, wash * (0.9 + 0.1 * cloudy(height, width, 9.0, seed + layer)))
    return encoded(light)


@made(
    DRAWINGS,
    "branch",
    "A twig with plum blossoms brushed on cloth or paper.",
    PAPER,
    BLACK,
    colour("blossom", (0.62, 0.10, 0.09), "The blossoms."),
    number("tall", 2.2, "Height to width.", "", 0.3, 4),
    SEED,
)
def branch(
    *,
    paper: Sequence[float],
    ink: Sequence[float],
    blossom: Sequence[float],
    tall: float,
    seed: int,
) -> NDArray[np.uint8]:
    """One long stroke with two side strokes; blossoms are five dabs about a point."""
    width = 360
    height = round(width * tall)
    chance = np.random.default_rng(seed)
    light = washi(height, width, paper, seed)
    t = np.linspace(0, 1, 900)
    spots = []
    strokes = (
        ((0.9, 0.95), (0.55, 0.6), (0.62, 0.12)),
        ((0.62, 0.68), (0.35, 0.5), (0.22, 0.28)),
        ((0.58, 0.4), (0.75, 0.3), (0.86, 0.2)),
    )
    for number_of, way in enumerate(strokes):
        a, b, c = (np.array(point) * (width, height) for point in way)
        line = np.outer((1 - t) ** 2, a) + np.outer(2 * t * (1 - t), b) + np.outer(t**2, c)
        line += gaussian_filter(chance.normal(size=(900, 2)), (45, 0)) * 26
        thick = width * (0.020 if number_of == 0 else 0.012) * (1.15 - 0.8 * t)
        light = laid(light, ink, brushed(height, width, line, thick, 0.25 + 0.5 * t, seed + number_of) * 0.92)
        spots += [line[index] for index in chance.integers(250, 900, 5)]
    for spot in spots:
        for petal in range(5):
            turn = petal * 1.2566 + chance.uniform(0, 0.4)
            middle = spot + np.array([np.cos(turn), np.sin(turn)]) * width * 0.021
            _dabbed(light, middle, width * 0.019, blossom, chance.uniform(0.55, 0.9))
    return encoded(light)


def _dabbed(light: Array, middle: Array, radius: float, ink: Sequence[float], strength: float) -> None:
    """One round dab of a brush, put into `light` in place."""
    first = np.maximum((middle - radius - 2).astype(int), 0)
    last = np.maximum((middle + radius + 3).astype(int), 0)
    part = light[first[1] : last[1], first[0] : last[0]]
    rows, columns = np.mgrid[first[1] : first[1] + part.shape[0], first[0] : first[0] + part.shape[1]]
    away = np.hypot(columns - middle[0], rows - middle[1]) / radius
    part[:] = laid(part, ink, np.clip((1 - away) * 3, 0, 1) * strength)
