"""Pictures for surfaces, made by numbers: woven and dyed patterns, ink on paper. All return h × w × 3 uint8 in sRGB."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from komadori.stage.build.declared import Declared, colour, made, number, whole
from komadori.stage.build.surface import Array

PRINTS: dict[str, Declared] = {}
"""The images by name."""

Colour3 = Sequence[float]


def encoded(light: Array) -> NDArray[np.uint8]:
    """Linear light to sRGB codes (IEC 61966-2-1)."""
    held = np.clip(light, 0.0, 1.0)
    curve = np.where(held <= 0.0031308, 12.92 * held, 1.055 * held ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(curve * 255), np.uint8)


def cloudy(height: int, width: int, blur: float, seed: int) -> Array:
    """Noise that tiles, about −2 to 2, with features of `blur` pixels."""
    noise = gaussian_filter(np.random.default_rng(seed).normal(size=(height, width)), blur, mode="wrap")
    scaled: Array = noise / (noise.std() + 1e-9)
    return scaled


def woven(shape: tuple[int, int], ground: Colour3, seed: int) -> Array:
    """A ground of cloth: threads of slightly different strength both ways."""
    chance = np.random.default_rng(seed)
    across, along = chance.normal(1, 0.05, (1, shape[1])), chance.normal(1, 0.05, (shape[0], 1))
    mottled = 1 + 0.05 * cloudy(*shape, 3.0, seed + 1) + 0.04 * cloudy(*shape, 24.0, seed + 2)
    painted: Array = np.asarray(ground, float) * (across * along * mottled)[..., None]
    return painted


def laid(light: Array, ink: Colour3, cover: Array) -> Array:
    """`ink` over `light` where `cover` (h × w, 0 to 1) is."""
    mixed: Array = light + (np.asarray(ink, float) - light) * np.clip(cover, 0, 1)[..., None]
    return mixed


def cells(size: int, across: int) -> tuple[Array, Array, NDArray[np.int64]]:
    """Coordinates within each cell of a square grid, −1 to 1 both, and the number of the cell."""
    y, x = np.mgrid[0:size, 0:size] * (across / size)
    number_of = (np.floor(y) * across + np.floor(x)).astype(np.int64)
    return (x % 1) * 2 - 1, (y % 1) * 2 - 1, number_of


GROUND = colour("ground", (0.035, 0.062, 0.13), "The cloth.")
INK = colour("ink", (0.78, 0.74, 0.62), "What is printed or stitched on it.")
SEED = whole("seed", 1, "Another number gives another piece.", 0, 10**6)
ACROSS = whole("across", 8, "Repeats across the picture.", 1, 64)
SIZE = 512


@made(PRINTS, "plain", "Cloth of one colour with a living weave.", GROUND, SEED)
def plain(*, ground: Colour3, seed: int) -> NDArray[np.uint8]:
    """Only the ground."""
    return encoded(woven((SIZE, SIZE), ground, seed))


@made(PRINTS, "dots", "Dots of slightly uneven size, in offset rows.", GROUND, INK, ACROSS, SEED,
      number("radius", 0.3, "Of a dot, as a share of half a cell.", "", 0.02, 1))  # fmt: skip
def dots(*, ground: Colour3, ink: Colour3, across: int, seed: int, radius: float) -> NDArray[np.uint8]:
    """Stencilled dots."""
    across += across % 2
    y, x = np.mgrid[0:SIZE, 0:SIZE] * (across / SIZE)
    row = np.floor(y).astype(int)
    x = x + 0.5 * (row % 2)
    wobble = 0.10 * cloudy(SIZE, SIZE, 5.0, seed)
    away = np.hypot((x % 1) * 2 - 1, (y % 1) * 2 - 1)
    return encoded(laid(woven((SIZE, SIZE), ground, seed), ink, (radius * (1 + wobble) - away) * 12 + 0.5))


@made(PRINTS, "stripes", "Stripes along V of two widths, as in a country cloth.", GROUND, INK, ACROSS, SEED)
def stripes(*, ground: Colour3, ink: Colour3, across: int, seed: int) -> NDArray[np.uint8]:
    """One broad and two narrow stripes in each repeat."""
    x = (np.arange(SIZE) * across / SIZE) % 1
    cover = (np.abs(x - 0.3) < 0.12) | (np.abs(x - 0.58) < 0.025) | (np.abs(x - 0.68) < 0.025)
    soft = gaussian_filter(np.broadcast_to(cover.astype(float), (SIZE, SIZE)), 0.7)
    return encoded(laid(woven((SIZE, SIZE), ground, seed), ink, soft * (0.85 + 0.1 * cloudy(SIZE, SIZE, 2.0, seed))))


@made(PRINTS, "gingham", "Checks of dyed threads crossing.", GROUND, INK, ACROSS, SEED)
def gingham(*, ground: Colour3, ink: Colour3, across: int, seed: int) -> NDArray[np.uint8]:
    """Where threads of `ink` cross they are full, elsewhere half."""
    band = ((np.arange(SIZE) * across / SIZE) % 1 < 0.5).astype(float)
    cover = gaussian_filter((band[None] + band[:, None]) / 2, 0.7)
    return encoded(laid(woven((SIZE, SIZE), ground, seed), ink, cover))


@made(PRINTS, "waves", "Overlapping rings like scales or waves (seigaiha).", GROUND, INK, ACROSS, SEED)
def waves(*, ground: Colour3, ink: Colour3, across: int, seed: int) -> NDArray[np.uint8]:
    """Later rows lie over earlier ones; each disc has four rings."""
    across += across % 2
    y, x = np.mgrid[0:SIZE, 0:SIZE] * (across / SIZE)
    y = y * 2
    cover = np.zeros((SIZE, SIZE))
    for row in range(-1, 2 * across + 3):
        shift = 0.5 * (row % 2)
        away = np.hypot((x + shift) % 1 - 0.5, (row - y) / 2)
        ring = np.cos(np.clip(away / 0.5, 0, 1) * np.pi * 7) * 6 + 0.5
        cover = np.where((away < 0.5) & (row - y >= -0.02), ring, cover)
    return encoded(laid(woven((SIZE, SIZE), ground, seed), ink, np.clip(cover, 0, 1) * 0.9))


@made(PRINTS, "hemp", "Hemp leaves: stars of six diamonds (asanoha), in fine lines.", GROUND, INK, ACROSS, SEED)
def hemp(*, ground: Colour3, ink: Colour3, across: int, seed: int) -> NDArray[np.uint8]:
    """Triangles of a lattice, each divided from its middle to its corners."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] * (across / SIZE)
    y = y * 1.0
    lines = np.zeros((SIZE, SIZE))
    # The lattice is squeezed by 2/√3 in height so that it repeats over a square.
    for turn in (0.0, 60.0, 120.0):
        a = np.radians(turn)
        along = x * np.sin(a) * 2 / np.sqrt(3) + y * np.cos(a) * (1 if turn == 0 else 1.0)
        lines = np.maximum(lines, 1 - np.abs(((along + 0.5) % 1) - 0.5) * 24)
        third = x * np.cos(a) + y * np.sin(a) * 2 / np.sqrt(3)
        lines = np.maximum(lines, 1 - np.abs(((third * 1.0 + 0.5) % 1) - 0.5) * 24)
    soft = gaussian_filter(np.clip(lines, 0, 1), 0.6) * 1.4
    return encoded(laid(woven((SIZE, SIZE), ground, seed), ink, soft))


@made(
    PRINTS,
    "crest",
    "Dyed cloth with one ring left white, as a shop's or kitchen's curtain has.",
    GROUND,
    INK,
    SEED,
    number("at", 0.34, "How high the ring's middle is, from the lower edge.", "", 0, 1),
    number("radius", 0.20, "Of the ring, to the width.", "", 0.02, 0.5),
    number("tall", 1.4, "Height to width.", "", 0.2, 4),
)
def crest(*, ground: Colour3, ink: Colour3, seed: int, at: float, radius: float, tall: float) -> NDArray[np.uint8]:
    """A ring with three leaning bars in it, its edge softened by the dye."""
    height = round(SIZE * tall)
    y, x = np.mgrid[0:height, 0:SIZE] / SIZE
    x, y = x - 0.5, y - tall * (1 - at)
    away = np.hypot(x, y) / radius + 0.012 * cloudy(height, SIZE, 6.0, seed)
    bars = (np.abs((x + 0.3 * y) / radius % 0.42 - 0.21) < 0.085) & (away < 0.66)
    cover = np.clip((0.14 - np.abs(away - 0.90)) * 22, 0, 1) + gaussian_filter(bars.astype(float), 1.0)
    return encoded(laid(woven((height, SIZE), ground, seed), ink, cover))


@made(
    PRINTS,
    "patchwork",
    "Two cloths in squares: one with rings of running stitches, one with dots.",
    GROUND,
    INK,
    colour("other", (0.33, 0.075, 0.045), "The second cloth."),
    colour("dot", (0.80, 0.62, 0.38), "The second cloth's dots."),
    SEED,
)
def patchwork(*, ground: Colour3, ink: Colour3, other: Colour3, dot: Colour3, seed: int) -> NDArray[np.uint8]:
    """Four squares; the stitched one carries crosses and rings in dashes (sashiko)."""
    size = 768
    x, y, _ = cells(size, 12)
    light = woven((size, size), ground, seed)
    away, turn = np.hypot(x, y), np.degrees(np.arctan2(y, x))
    dash = (np.floor(turn / 10).astype(int) % 2 == 0) & (np.abs(away - 0.86) < 0.055)
    cross = (np.abs(np.abs(x) - np.abs(y)) < 0.06) & (away > 0.25) & (away < 0.8) & (np.floor(away * 9) % 2 == 0)
    light = laid(light, ink, gaussian_filter((dash | cross).astype(float), 0.8) * 1.25)
    x2, y2, _ = cells(size, 24)
    warm = laid(
        woven((size, size), other, seed + 7), dot, gaussian_filter((np.hypot(x2, y2) < 0.40).astype(float), 0.8)
    )
    rows, columns = np.mgrid[0:size, 0:size] // (size // 2)
    odd = (rows + columns) % 2 == 1
    light[odd] = warm[odd]
    seam = np.minimum(_to_line(size)[None], _to_line(size)[:, None])
    light *= (1 - 0.5 * np.exp(-((seam / 4.0) ** 2)))[..., None]
    return encoded(light)


def _to_line(size: int) -> Array:
    """Pixels to the nearest seam between halves."""
    place = np.arange(size) % (size // 2)
    return np.minimum(place, size // 2 - place).astype(float)
