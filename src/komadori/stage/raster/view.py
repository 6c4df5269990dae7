"""Where a picture is drawn from: a lens, or a lamp that looks for what it does not reach."""

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from komadori.stage.scene import Floats, Lens

NEAR = 4.0
"""Millimetres before the lens nearer than which nothing is drawn."""
FAR = 1e6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """A point to look from.

    `axes` are 3 × 3, right, up and back as rows; `focal` is in pixels, `size` width and height.
    """

    eye: Floats
    axes: Floats
    focal: float
    size: tuple[int, int]

    @property
    def angle(self) -> float:
        """The field of view from top to bottom in radians, as OpenCV asks for it."""
        return 2 * math.atan(self.size[1] / 2 / self.focal)

    def seen_from(self, points: Floats) -> Floats:
        """Points (… × 3) of the stage as right, up and back of the eye, in millimetres."""
        return moved(points, np.column_stack([self.axes, -self.axes @ self.eye]))

    def rays(self) -> Floats:
        """For each pixel (h × w × 3) the way to what is one millimetre deep there."""
        width, height = self.size
        across = ((np.arange(width, dtype=np.float32) + 0.5) - width / 2) / self.focal
        down = ((np.arange(height, dtype=np.float32) + 0.5) - height / 2) / self.focal
        right, up, back = self.axes
        return np.asarray(across[None, :, None] * right - down[:, None, None] * up - back, np.float32)

    def pixels(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """Column, row and depth (millimetres) of points (n × 3); column and row count from the edge of the picture."""
        seen = self.seen_from(points)
        depth = np.maximum(-seen[:, 2], NEAR)
        zoom = np.float32(self.focal) / depth
        column = seen[:, 0] * zoom + np.float32(self.size[0] / 2)
        row = np.float32(self.size[1] / 2) - seen[:, 1] * zoom
        return column.astype(np.float32, copy=False), row.astype(np.float32, copy=False), depth


def moved(points: Floats, matrix: Floats) -> Floats:
    """Points (… × 3) by a 3 × 4 matrix: much faster than a product of arrays so thin."""
    if not points.size:
        return points
    flat = np.ascontiguousarray(points, np.float32).reshape(-1, 1, 3)
    return np.asarray(cv2.transform(flat, np.asarray(matrix, np.float64)), np.float32).reshape(points.shape)


def through(lens: Lens, size: tuple[int, int]) -> View:
    """The view of a lens on a picture of `size`; its sensor lies across."""
    eye, axes = facing(lens.at, lens.towards, lens.roll)
    return View(eye=eye, axes=axes, focal=lens.focal / lens.sensor * size[0], size=size)


@lru_cache(maxsize=256)
def facing(
    at: tuple[float, float, float], towards: tuple[float, float, float], roll: float = 0.0
) -> tuple[Floats, Floats]:
    """Where one stands, and right, up and back of whoever looks from there; `roll` in degrees turns them clockwise."""
    eye = np.asarray(at, np.float32)
    back = eye - np.asarray(towards, np.float32)
    back = back / max(float(np.linalg.norm(back)), 1e-6)
    above = np.asarray((0, 0, 1) if abs(back[2]) < 0.999 else (0, 1, 0), np.float32)
    right = np.cross(above, back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    turn = math.radians(roll)
    cosine, sine = math.cos(turn), math.sin(turn)
    axes = np.stack([cosine * right - sine * up, cosine * up + sine * right, back])
    return eye, axes.astype(np.float32)
