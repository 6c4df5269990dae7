"""Photograph a sample of every kind of surface: `python scripts/stage_kinds.py OUT.png [--only wood,snow]`."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
from PIL import Image

from komadori.stage.fragment import Fragment, joined
from komadori.stage.renderer import Demand, Quality
from komadori.stage.rendering import open_renderer
from komadori.stage.scene import Fibres, Floats, Kind, Lamp, Lens, Material, Mesh, Scene

LOOKS: dict[str, Material] = {
    "felt": Material(kind="felt", colour=(0.46, 0.10, 0.06)),
    "fibre": Material(kind="fibre", colour=(0.5, 0.36, 0.2)),
    "yarn": Material(kind="yarn", colour=(0.10, 0.20, 0.34)),
    "cloth": Material(kind="cloth", colour=(0.07, 0.12, 0.28)),
    "wood": Material(kind="wood", colour=(0.52, 0.33, 0.17), second=(0.24, 0.12, 0.05), rough=0.5, gloss=0.1),
    "plaster": Material(kind="plaster", colour=(0.56, 0.48, 0.34), second=(0.72, 0.60, 0.34)),
    "paper": Material(kind="paper", colour=(0.80, 0.75, 0.64), through=0.45),
    "tatami": Material(kind="tatami", colour=(0.46, 0.44, 0.20), second=(0.54, 0.42, 0.17)),
    "glaze": Material(kind="glaze", colour=(0.66, 0.66, 0.58), second=(0.16, 0.10, 0.05)),
    "lacquer": Material(kind="lacquer", colour=(0.22, 0.012, 0.008)),
    "metal": Material(kind="metal", colour=(0.72, 0.50, 0.20), rough=0.3),
    "glass": Material(kind="glass", colour=(0.75, 0.90, 0.85), rough=0.2),
    "water": Material(kind="water", colour=(0.30, 0.52, 0.55)),
    "steam": Material(kind="steam", colour=(0.9, 0.9, 0.9), through=0.6),
    "leaf": Material(kind="leaf", colour=(0.13, 0.30, 0.05), second=(0.45, 0.34, 0.05)),
    "petal": Material(kind="petal", colour=(0.92, 0.74, 0.78)),
    "food": Material(kind="food", colour=(0.86, 0.33, 0.03), second=(0.90, 0.44, 0.06), rough=0.42, gloss=0.3),
    "bead": Material(kind="bead", colour=(0.012, 0.008, 0.006)),
    "stone": Material(kind="stone", colour=(0.42, 0.41, 0.39)),
    "earth": Material(kind="earth", colour=(0.24, 0.15, 0.085)),
    "snow": Material(kind="snow", colour=(0.90, 0.92, 0.95)),
    "glow": Material(kind="glow", colour=(1.0, 0.62, 0.28), light=1.2, through=0.3),
    "plain": Material(kind="plain", colour=(0.4, 0.4, 0.4)),
}
ACROSS, STEP = 6, 46.0


def ball(radius: float, parts: int = 40) -> Mesh:
    """A ball about the origin, its uv round and up."""
    u, v = np.meshgrid(np.linspace(0, 1, 2 * parts + 1), np.linspace(0, 1, parts + 1), indexing="ij")
    round_, up = 2 * np.pi * u, np.pi * v
    points = np.stack([np.cos(round_) * np.sin(up), np.sin(round_) * np.sin(up), -np.cos(up)], -1) * radius
    return sheet(points, np.stack([u, v], -1))


def tile(side: float) -> Mesh:
    """A gently bent square sheet that stands on its edge and faces −Y."""
    u, v = np.meshgrid(np.linspace(0, 1, 24), np.linspace(0, 1, 24), indexing="ij")
    points = np.stack([(u - 0.5) * side, 0.08 * side * np.cos((u - 0.5) * np.pi) * -1, v * side], -1)
    return sheet(points, np.stack([u, v], -1))


def sheet(points: Floats, uv: Floats) -> Mesh:
    """The triangles of a grid of points."""
    at = np.arange(points.shape[0] * points.shape[1], dtype=np.int32).reshape(points.shape[:2])
    first = np.stack([at[:-1, :-1], at[1:, :-1], at[1:, 1:]], -1).reshape(-1, 3)
    second = np.stack([at[:-1, :-1], at[1:, 1:], at[:-1, 1:]], -1).reshape(-1, 3)
    return Mesh(
        vertices=points.reshape(-1, 3).astype(np.float32),
        faces=np.concatenate([first, second]),
        uv=uv.reshape(-1, 2).astype(np.float32),
    )


def tuft(colour: tuple[float, float, float], count: int, radius: float, *, wound: bool) -> Fibres:
    """Fibres on a ball, or a few thick strands wound about one."""
    chance = np.random.default_rng(4)
    if wound:
        t = np.linspace(0, 1, 60)[None]
        tilt, start = chance.uniform(-1, 1, (count, 1)), chance.uniform(0, 6.28, (count, 1))
        turn = start + t * 6.28
        flat = np.stack([np.cos(turn), np.sin(turn), tilt * np.sin(turn + start)], -1)
        points = flat / np.linalg.norm(flat, axis=2, keepdims=True) * (11 + 1.2 * chance.uniform(0, 1, (count, 1, 1)))
    else:
        way = chance.normal(size=(count, 3))
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        t = np.linspace(0, 1, 8)[None, :, None]
        bend = chance.normal(size=(count, 1, 3)) * 3.0
        points = way[:, None] * (10 + 2.5 * t) + bend * t * t
    tones = np.array(colour) * np.exp(chance.normal(size=(count, 1)) * 0.25)
    return Fibres(
        points=points.astype(np.float32),
        radius=np.full(points.shape[:2], radius, np.float32),
        colour=np.clip(tones, 0, 1).astype(np.float32),
    )


def at(x: float, y: float, z: float) -> Floats:
    """A place."""
    place = np.eye(4, dtype=np.float32)
    place[:3, 3] = x, y, z
    return place


def sample(kind: str, x: float, y: float) -> Fragment:
    """A ball and a sheet of a kind; of fibre and yarn, strands."""
    look = LOOKS[kind]
    if kind in ("fibre", "yarn"):
        strands = tuft(look.colour, *((9000, 0.035) if kind == "fibre" else (60, 0.9)), wound=kind == "yarn")
        core = Fragment.of(f"{kind}/core", ball(10.4), replace(look, kind="felt"), role="prop")
        return joined([core, Fragment.of(kind, strands, look, role="prop")]).moved(at(x, y, 12))
    stand = Fragment.of(f"{kind}/sheet", tile(34.0), look, role="prop").moved(at(x, y + 15, 0))
    return joined([Fragment.of(f"{kind}/ball", ball(11.0), look, role="prop").moved(at(x - 4, y, 11)), stand])


def board(kinds: list[str]) -> Scene:
    """All samples on a table before a wall, lit from the left, from behind, and a little from everywhere."""
    across = min(ACROSS, len(kinds))
    rows = -(-len(kinds) // across)
    table = np.array([(-900, -900, 0), (900, -900, 0), (900, 900, 0), (-900, 900, 0)], np.float32)
    flat = Mesh(vertices=table, faces=np.array([(0, 1, 2), (0, 2, 3)], np.int32))
    parts = [Fragment.of("table", flat, Material(kind="plain", colour=(0.30, 0.29, 0.27)), role="set")]
    for number, kind in enumerate(kinds):
        x = (number % across - (across - 1) / 2) * STEP
        parts.append(sample(kind, x, (rows - 1) / 2 * STEP - number // across * STEP * 1.25))
    whole = joined(parts)
    back = across * 62.0 + rows * 40.0
    lamps = (
        Lamp(name="key", kind="area", at=(-260, -160, 240), towards=(0, 0, 10), power=90, size=(70, 70)),
        Lamp(name="back", kind="area", at=(160, 330, 220), towards=(0, 0, 10), power=80, size=(110, 80)),
    )
    lens = Lens(at=(0, -back * 0.86, back * 0.42), towards=(0, -8.0 * rows + 12, 10), focus=back, f_number=40)
    return Scene(
        shapes=whole.shapes,
        materials=whole.materials,
        things=whole.things,
        lamps=lamps,
        lens=lens,
        air=(0.12, 0.14, 0.17),
    )


def main() -> None:
    """Render and write the board."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("out", type=Path)
    words.add_argument("--only", default="")
    words.add_argument("--width", type=int, default=960)
    words.add_argument("--samples", type=int, default=12)
    told = words.parse_args()
    kinds = told.only.split(",") if told.only else [kind for kind in get_args(Kind) if kind in LOOKS]
    quality = Quality(name="board", samples=told.samples, detail=1.0)
    renderer = open_renderer(quality)
    try:
        rows = -(-len(kinds) // ACROSS)
        size = (told.width, int(told.width * (0.16 + 0.12 * rows)))
        light = renderer.render(board(kinds), Demand(size=size, quality=quality)).light
    finally:
        renderer.close()
    shown = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.clip(light, 1e-9, None) ** (1 / 2.4) - 0.055)
    Image.fromarray((np.clip(shown, 0, 1) * 255).astype(np.uint8)).save(told.out)


if __name__ == "__main__":
    main()
