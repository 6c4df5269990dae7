"""Cloth that hangs, covers and is stuffed: curtain, table quilt, cushion, towel."""

from collections.abc import Sequence

import numpy as np

from komadori.stage.build.declared import Declared, flag, made, number, numbers, whole
from komadori.stage.build.surface import Array, beside, finer, grid, lumps, thickened, welded
from komadori.stage.scene import Mesh

TEXTILES: dict[str, Declared] = {}
"""The builders of this module by name."""


@made(
    TEXTILES,
    "curtain",
    "Cloth that hangs in pleats from a rod along X, its hem on Z = 0, facing −Y.",
    numbers("size", None, "Width as it hangs, and height.", "mm", 1, 2000, width=2),
    number("pleats", 5.5, "How many pleats.", "", 0, 60),
    number("depth", 5.5, "How deep the pleats are.", "mm", 0, 100),
    number("thick", 0.5, "Thickness of the cloth.", "mm", 0.05, 20),
    number("tied", 0.0, "How far it is gathered at its middle, 0 to 1.", "", 0, 0.9),
    whole("seed", 1, "Another number gives other folds.", 0, 10**6),
)
def curtain(
    *, size: Sequence[float], pleats: float, depth: float, thick: float, tied: float, seed: int, detail: float
) -> Mesh:
    """Pleats deep at the hem and shallow at the rod, with smaller folds that wander between them."""
    chance = np.random.default_rng(seed)
    wander = chance.uniform(0, 2 * np.pi, 4)

    def place(u: Array, v: Array) -> Array:
        phase = u * 2 * np.pi * pleats + 0.5 * np.sin(3 * v + wander[0]) + 0.7 * np.sin(2 * np.pi * u * 1.7 + wander[1])
        free = 1 - 0.4 * v
        gather = 1 - tied * np.exp(-(((v - 0.52) / 0.17) ** 2))
        x = (u - 0.5) * size[0] * gather + 0.3 * depth * np.sin(2 * phase) * (0.4 + 0.6 * (1 - v))
        y = -depth * np.sin(phase) * free * (0.45 + 0.55 * gather) - 0.35 * depth * np.sin(9 * u + 4 * v + wander[2])
        z = v * size[1] + 0.12 * depth * np.sin(phase + 1.0) * (1 - v) ** 4
        return beside(x, y, z)

    return thickened(grid(finer(4, 8, detail) * max(1, round(pleats)) + 4, finer(4, 16, detail), place), thick)


@made(
    TEXTILES,
    "quilt",
    "A quilt over a low table: rounded corners above, heavy folds down the sides, a soft hem that lies on the floor.",
    numbers("size", None, "Width and depth of the table it lies on.", "mm", 5, 2000, width=2),
    number("height", 45.0, "Height of the table's upper side.", "mm", 1, 500),
    number("spread", 34.0, "How far it reaches out on the floor.", "mm", 0, 500),
    number("folds", 5.5, "How deep the folds are at the hem.", "mm", 0, 100),
    number("thick", 3.5, "How thickly it is padded.", "mm", 0.1, 50),
    number("stitch", 0.5, "How deep the quilting draws it in.", "mm", 0, 20),
    numbers("patches", (10.0, 2.0), "Squares round it and down it, between which it is quilted.", "", 0, 200, width=2),
    whole("seed", 1, "Another number gives other folds.", 0, 10**6),
)
def quilt(
    *,
    size: Sequence[float],
    height: float,
    spread: float,
    folds: float,
    thick: float,
    stitch: float,
    patches: Sequence[float],
    seed: int,
    detail: float,
) -> Mesh:
    """A skirt round a squared circle; v runs from the table's rim to the hem, u round it from the back."""
    chance = np.random.default_rng(seed)
    phase = chance.uniform(0, 2 * np.pi, 4)

    def place(u: Array, v: Array) -> Array:
        turn = (0.25 - u) * 2 * np.pi
        square = 7.0 - 3.4 * v
        corner = (np.abs(np.cos(turn)) ** square + np.abs(np.sin(turn)) ** square) ** (-1 / square)
        fold = 0.6 * np.sin(turn * 9 + 0.8 * np.sin(2 * turn) + phase[0])
        fold += 0.3 * np.sin(turn * 17 + phase[1]) + 0.5 * np.sin(turn * 5 + phase[2])
        at_corner = np.exp(-(((np.abs(np.sin(2 * turn)) - 1) / 0.35) ** 2))
        out = spread * v**1.5 + folds * v * (fold + 0.9 * at_corner * np.sin(turn * 16 + phase[3]))
        lying = np.clip((v - 0.86) / 0.14, 0, 1)
        out = out + lying * spread * 0.16
        drop = np.clip(v / 0.88, 0, 1)
        shoulder = np.minimum(v / 0.06, 1.0) ** 0.5
        z = (height - thick / 2) * (1 - drop**0.92) * 1.0 + thick * (0.55 + 0.15 * np.sin(turn * 11) * lying)
        z = np.where(v < 0.06, z + (1 - shoulder) * 0.4, z)
        puff = stitch * (np.abs(np.sin(np.pi * patches[0] * u)) * np.abs(np.sin(np.pi * patches[1] * v))) ** 0.35
        x = (size[0] / 2 - 3 + 3 * shoulder + out + puff) * corner * np.cos(turn)
        y = (size[1] / 2 - 3 + 3 * shoulder + out * 0.92 + puff) * corner * np.sin(turn)
        return beside(x, y, z)

    return thickened(grid(finer(64, 176, detail), finer(7, 18, detail), place), thick)


@made(
    TEXTILES,
    "cushion",
    "A stuffed square cushion or mattress lying down, its seam half way up.",
    numbers("size", None, "Width, depth and height.", "mm", 0.5, 1000, width=3),
    number("square", 4.5, "How square its corners are; 2 is round.", "", 2, 12),
    number("tuft", 0.25, "How deep its middle is drawn in, as a share of its height.", "", 0, 0.8),
    number("pinch", 0.35, "How far its sides are drawn in between the corners.", "", 0, 1),
    whole("seed", 1, "Another number gives other dents.", 0, 10**6),
)
def cushion(*, size: Sequence[float], square: float, tuft: float, pinch: float, seed: int, detail: float) -> Mesh:
    """Two pillowed faces that meet in a seam; uv is seen from above, so that a pattern lies straight."""
    half = np.asarray(size) / 2

    def place(u: Array, v: Array) -> Array:
        turn, rise = u * 2 * np.pi, (v - 0.5) * np.pi
        corner = (np.abs(np.cos(turn)) ** square + np.abs(np.sin(turn)) ** square) ** (-1 / square)
        corner = corner * (1 - 0.09 * pinch * np.cos(2 * turn) ** 2)
        across = np.cos(rise) ** 0.55
        up = np.sign(np.sin(rise)) * np.abs(np.sin(rise)) ** 0.9
        up = up * (1 - tuft * np.exp(-((across / 0.22) ** 2)) - 0.25 * pinch * across**6 * np.abs(np.sin(2 * turn)))
        points = beside(
            half[0] * corner * np.cos(turn) * across, half[1] * corner * np.sin(turn) * across, half[2] * up
        )
        points[:, 2] += half[2] * (1 + 0.10 * lumps(points, half[0] * 0.8, seed) * across)
        return points

    mesh = welded(grid(finer(28, 64, detail), finer(8, 18, detail), place))
    uv = mesh.vertices[:, :2] / (2 * half[:2]) + 0.5
    return Mesh(vertices=mesh.vertices, faces=mesh.faces, uv=np.ascontiguousarray(uv, np.float32))


@made(
    TEXTILES,
    "towel",
    "A cloth hung over a bar along X at Z = 0, or with `back` 0 a banner that hangs down from it.",
    numbers("size", None, "Width, and how far it hangs in front.", "mm", 1, 1000, width=2),
    number("back", 20.0, "How far it hangs behind.", "mm", 0, 1000),
    number("bar", 1.6, "The bar's radius.", "mm", 0.1, 100),
    number("folds", 0.9, "How deep its folds are.", "mm", 0, 50),
    number("thick", 0.5, "Thickness of the cloth.", "mm", 0.05, 20),
    flag("slit", default=False, says="Parted in the middle below its upper third, as a shop's curtain is."),
    whole("seed", 1, "Another number gives other folds.", 0, 10**6),
)
def towel(
    *,
    size: Sequence[float],
    back: float,
    bar: float,
    folds: float,
    thick: float,
    slit: bool,
    seed: int,
    detail: float,
) -> Mesh:
    """The length of the cloth runs up in front, over the bar, and down behind; v begins at the front hem."""
    over = np.pi * bar if back > 0 else 0.0
    total = size[1] + over + back
    phase = np.random.default_rng(seed).uniform(0, 6.28, 3)

    def place(u: Array, v: Array) -> Array:
        along = v * total
        front, top = along < size[1], (along >= size[1]) & (along < size[1] + over)
        turn = (along - size[1]) / bar
        hang = np.where(front, size[1] - along, np.where(top, 0.0, along - size[1] - over))
        y = np.where(front, -bar, np.where(top, -bar * np.cos(turn), bar))
        z = np.where(top, bar * np.sin(turn), -hang)
        loose = np.clip(hang / 20.0, 0, 1)
        wave = np.sin(u * 2 * np.pi * 1.6 + phase[0]) + 0.5 * np.sin(u * 2 * np.pi * 3.3 + phase[1] + hang / 16)
        y = y + np.where(y <= 0, -1, 1) * folds * loose * (1.0 + wave) * 0.7
        x = (u - 0.5) * size[0] * (1 - 0.03 * loose * np.sin(hang / 30 + phase[2]) ** 2)
        if slit:
            open_below = np.clip((hang - size[1] * 0.33) / (size[1] * 0.67), 0, 1)
            x = x + np.sign(u - 0.5) * open_below * size[0] * 0.02
        return beside(x, y, z)

    count = finer(5, 14, detail) * 2 + 1
    return thickened(grid(count, finer(8, 20, detail), place), thick)
