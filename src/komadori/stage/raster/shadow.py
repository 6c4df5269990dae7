"""What a lamp does not reach: a picture of depths taken from the lamp, and every spot held against it."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np

from komadori.stage.raster.rows import Rows
from komadori.stage.raster.view import FAR, View, facing
from komadori.stage.raster.visible import Spots, reach
from komadori.stage.scene import Floats, Lamp

SUN_MAP, SOFT_MAP = 1024, 512
"""Pixels across of the shadow map of a sun, and of a lamp that has a size: its shadows are soft anyway."""
AWAY = 24.0
"""A sun is looked from at so many times the radius of what is seen: its rays then part by a degree."""
Placed: TypeAlias = tuple[Floats, Floats, Floats, Floats]
"""Column, row and depth of spots on a map, and how far light goes round into their own shade, 0 to 1."""
ROUND = 0.35
"""Cosine of the angle to a lamp below which wool begins to take light that goes round it."""
TAPS = (
    (-0.94, -0.4), (0.95, -0.77), (-0.09, -0.93), (0.34, 0.29),
    (-0.82, 0.46), (-0.38, 0.28), (0.44, 0.97), (0.9, 0.1),
)  # fmt: skip
"""Where around a point of the map it is asked, so that the edge of a shadow is soft."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aim:
    """Where a lamp's map is taken from. `step` in mm is more than a pixel of it is wide, `blur` in pixels how soft."""

    view: View
    step: float
    blur: float

    def placed(self, spots: Spots, soft: Floats) -> Placed:
        """Where spots lie on the map, a little before their surface so that none shades itself; `soft` as of `Surface`.

        The shade that a body of wool throws on itself has no edge, for its fibres carry light round.
        """
        way = self.view.eye - spots.position
        way /= np.sqrt(np.einsum("ij,ij->i", way, way))[:, None]
        along = np.einsum("ij,ij->i", spots.normal, way)
        around = np.clip(1 - along / ROUND, 0, 1) * np.minimum(soft * 2, 0.9)
        slant = 1 - np.abs(spots.normal @ self.view.axes[2])
        column, row, depth = self.view.pixels(spots.position + spots.normal * (self.step * (1 + 2 * slant))[:, None])
        return column, row, depth - self.step, np.asarray(around, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShadowMap:
    """How deep a lamp sees: `depth`, as large as the view of its aim.

    `box` is left, top, right and bottom of where it sees anything.
    """

    aim: Aim
    depth: Floats
    box: tuple[int, int, int, int]
    taps: tuple[tuple[float, float], ...] = TAPS

    def reached(self, placed: Placed) -> Floats:
        """How much of the lamp the spots that lie there see, 0 to 1."""
        column, row, depth, around = placed
        light = np.ones(len(column), np.float32)
        left, top, right, bottom = self.box
        edge = self.aim.blur + 1
        here = (column > left - edge) & (column < right + edge) & (row > top - edge) & (row < bottom + edge)
        index = np.flatnonzero(here)
        if len(index):
            asked = self._asked(column[index], row[index], depth[index])
            light[index] = asked + (1 - asked) * around[index]
        return light

    def _asked(self, column: Floats, row: Floats, depth: Floats) -> Floats:
        light = np.zeros(len(column), np.float32)
        last = self.aim.view.size[0] - 1
        for across, down in self.taps:
            x = np.clip((column + self.aim.blur * across).astype(np.int32), 0, last)
            y = np.clip((row + self.aim.blur * down).astype(np.int32), 0, last)
            light += self.depth[y, x] > depth
        return np.asarray(light / len(self.taps), np.float32)


def aimed(lamp: Lamp, around: tuple[Floats, float]) -> Aim:
    """How a lamp's map is taken, so that the ball `around` (middle, and radius in mm) fills it."""
    middle, radius = around
    _, axes = facing(lamp.at, lamp.towards)
    if lamp.kind == "sun":
        distance = AWAY * radius
        size, blur = SUN_MAP, 1.3
        eye, focal = middle + axes[2] * distance, size / 2 / radius * distance
    else:
        eye, axes = facing(lamp.at, (float(middle[0]), float(middle[1]), float(middle[2])))
        distance = max(float(np.linalg.norm(eye - middle)), radius * 1.05)
        size, blur = SOFT_MAP, 3.5
        focal = size / 2 / min(radius / (distance**2 - radius**2) ** 0.5, 1.6)
    view = View(eye=eye.astype(np.float32), axes=axes, focal=focal, size=(size, size))
    return Aim(view=view, step=1.5 * distance / focal * max(1.0, blur / 3), blur=blur)


def shadow_maps(aims: Sequence[Aim], rows: Rows, taps: tuple[tuple[float, float], ...] = TAPS) -> list[ShadowMap]:
    """The maps of several lamps, made side by side: OpenCV draws each on one core and lets others work meanwhile."""
    return list(_side_by_side(os.getpid()).map(lambda aim: shadow_map(aim, rows, taps), aims))


@cache
def _side_by_side(process: int) -> ThreadPoolExecutor:
    del process  # one that was forked has none of its parent's threads
    return ThreadPoolExecutor(2, thread_name_prefix="shadows")


def shadow_map(aim: Aim, rows: Rows, taps: tuple[tuple[float, float], ...] = TAPS) -> ShadowMap:
    """What `rows` keep from a lamp; the more `taps`, the softer."""
    depth = reach(aim.view, rows)
    seen = depth < FAR
    columns, lines = np.flatnonzero(seen.any(axis=0)), np.flatnonzero(seen.any(axis=1))
    box = (
        (int(columns[0]), int(lines[0]), int(columns[-1]), int(lines[-1]))
        if len(columns)
        else (9999, 9999, -9999, -9999)
    )
    return ShadowMap(aim=aim, depth=depth, box=box, taps=taps)
