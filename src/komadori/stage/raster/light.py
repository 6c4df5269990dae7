"""How lamps light a surface, in the watts that Cycles counts in, so that a live picture is as bright as a final one."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from komadori.stage.raster.surface import Surface
from komadori.stage.raster.view import facing
from komadori.stage.raster.visible import Spots
from komadori.stage.scene import Floats, Lamp

THICK = 0.3
"""What light goes round so far is wool, which is too thick to be shone through but at its edge."""
UNIT = 100.0
"""Millimetres to one unit of the world that watts are counted in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ray:
    """What one point of a lamp sends to n spots: the way to it (n × 3 or 3) and white paper's light there (n or 1)."""

    way: Floats
    strength: Floats


def lit(lamp: Lamp, spots: Spots, surface: Surface) -> Floats:
    """The light (n × 3) that leaves each spot towards the eye because of one lamp, were nothing in between."""
    total = np.zeros_like(surface.colour)
    shines = surface.gleam > 0
    tint = np.asarray(lamp.colour, np.float32)
    for ray in _rays(lamp, spots):
        if lamp.diffuse:
            total += surface.colour * (_taken(ray, spots, surface) * ray.strength)[:, None]
        if shines.any():
            total[shines] += _mirrored(ray, spots, surface, shines)[:, None]
    return np.asarray(total * tint, np.float32)


def _taken(ray: _Ray, spots: Spots, surface: Surface) -> Floats:
    """How much of a lamp a spot takes up: as it is turned, softer on wool, and some from behind."""
    towards = np.einsum("ij,ij->i", surface.normal, np.broadcast_to(ray.way, surface.normal.shape))
    front = np.maximum((towards + surface.soft) / (1 + surface.soft), 0)
    # Seen against the lamp, the fibres at the edge of a shape glow.
    edge = 1 - np.abs(np.einsum("ij,ij->i", spots.normal, spots.way))
    passed = np.where(surface.soft > THICK, 0.35 + 0.65 * edge, 1.0)
    behind = np.maximum(-towards, 0) * surface.through * passed
    return np.asarray(np.where(towards > 0, front, np.maximum(front * 0.6, behind)), np.float32)


def _mirrored(ray: _Ray, spots: Spots, surface: Surface, those: NDArray[np.bool_]) -> Floats:
    way = np.broadcast_to(ray.way, spots.way.shape)[those]
    half = way + spots.way[those]
    half /= np.maximum(np.sqrt(np.einsum("ij,ij->i", half, half)), 1e-6)[:, None]
    along = np.maximum(np.einsum("ij,ij->i", half, surface.normal[those]), 0)
    power = 8 * np.exp2(6 * surface.tight[those])
    strength = np.broadcast_to(ray.strength, (len(spots),))[those]
    mirrored: Floats = surface.gleam[those] * along**power * strength * (power + 8) / 100
    return mirrored


def _rays(lamp: Lamp, spots: Spots) -> Iterable[_Ray]:
    if lamp.kind == "sun":
        _, axes = facing(lamp.at, lamp.towards)
        yield _Ray(way=axes[2], strength=np.asarray([lamp.power / math.pi], np.float32))
        return
    points = _points(lamp)
    for point in points:
        offset = point - spots.position
        square = np.einsum("ij,ij->i", offset, offset)
        way = offset / np.sqrt(np.maximum(square, 1e-6))[:, None]
        # A lamp is never nearer than its own size, where its light would be without end.
        reach = np.maximum(square, max(lamp.size) ** 2 / 12) / UNIT**2
        yield _Ray(way=way, strength=(_sent(lamp, way) / reach / len(points)).astype(np.float32))


def _points(lamp: Lamp) -> list[Floats]:
    """The points that stand for a lamp: two of an area that is large where it shines, else its middle."""
    eye, axes = facing(lamp.at, lamp.towards)
    if lamp.kind != "area" or max(lamp.size) < 0.4 * float(np.linalg.norm(eye - np.asarray(lamp.towards))):
        return [eye]
    right, up = axes[0] * lamp.size[0] / 4, axes[1] * lamp.size[1] / 4
    return [eye + side * (right + up) for side in (-1, 1)]


def _sent(lamp: Lamp, way: Floats) -> Floats:
    """Light of white paper, facing the lamp one unit away, for each direction (n × 3) back to the lamp."""
    _, axes = facing(lamp.at, lamp.towards)
    ahead = way @ axes[2]
    if lamp.kind == "area":
        return np.asarray(np.maximum(ahead, 0) * (lamp.power / math.pi**2), np.float32)
    power = lamp.power / (4 * math.pi**2)
    if lamp.kind == "point":
        return np.full(len(way), power, np.float32)
    edge = math.cos(math.radians(lamp.cone / 2))
    return np.asarray(np.clip((ahead - edge) / max(0.15 * (1 - edge), 1e-4), 0, 1) * power, np.float32)
