"""Forms a felter works with: balls, rolls and sides, blended softly into one sculpture.

A form's distance is negative inside and in millimetres, exact for a roll and good near the surface for a ball. Smooth
blending is the polynomial minimum of Quilez, "Smooth minimum" (iquilezles.org).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from komadori.stage.scene import Floats

Point = tuple[float, float, float]
Rolled = tuple[float, float, float, float]
"""A place of a roll and the radius it has there, all in millimetres."""

_FLAT = 1e-6
_FAR = 1e6
"""Millimetres to the surface where there is none yet: nothing blends with it."""
_NEEDLES = 10
"""Waves that make the unevenness of a hand: fewer repeat visibly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One of three: a `ball` (its centre) with `radii`, a `path` rolled along its points, or a `side` with `facing`.

    Lengths are millimetres. `turn` turns a ball about its centre, degrees about X, then Y, then Z. `mirror` adds the
    same on the other side of the middle (X). `blend` is how far it flows into its neighbours, None as the sculpture
    does; `carve` takes away instead. A side is everything behind the plane through that point, away from `facing`.
    """

    ball: Point | None = None
    radii: Point = (10.0, 10.0, 10.0)
    turn: Point = (0.0, 0.0, 0.0)
    path: tuple[Rolled, ...] = ()
    side: Point | None = None
    facing: Point = (0.0, -1.0, 0.0)
    mirror: bool = False
    blend: float | None = None
    carve: bool = False

    @property
    def both(self) -> "tuple[Form, ...]":
        """The form, and its other half where it is mirrored."""
        single = replace(self, mirror=False)
        return (single, single.mirrored()) if self.mirror else (single,)

    def mirrored(self) -> "Form":
        """The same on the other side of the middle."""
        return replace(
            self,
            ball=mirrored(self.ball) if self.ball else None,
            turn=(self.turn[0], -self.turn[1], -self.turn[2]),
            path=tuple((-x, y, z, radius) for x, y, z, radius in self.path),
            side=mirrored(self.side) if self.side else None,
            facing=mirrored(self.facing),
        )

    def distance(self, points: Floats) -> Floats:
        """Signed distances (n) of `points` (n × 3); of a mirrored form the nearer half's."""
        if self.mirror:
            first, second = self.both
            return np.minimum(first.distance(points), second.distance(points))
        if self.ball is not None:
            return _ball(points, self.ball, self.radii, self.turn)
        if self.side is not None:
            out = np.asarray(self.facing, np.float32)
            return np.asarray((points - np.asarray(self.side, np.float32)) @ unit(out), np.float32)
        return _roll(points, self.path)

    def bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner (3 and 3) of what holds a ball or path; a side has none and asks for nothing."""
        if self.side is not None:
            return np.full(3, np.inf, np.float32), np.full(3, -np.inf, np.float32)
        rows = np.array(self.path or [(*(self.ball or (0, 0, 0)), max(self.radii))], np.float32)
        if self.mirror:
            rows = np.concatenate([rows, rows * np.array([-1, 1, 1, 1], np.float32)])
        return (rows[:, :3] - rows[:, 3:]).min(0), (rows[:, :3] + rows[:, 3:]).max(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sculpture:
    """Forms flowing into each other over `blend` mm, uneven by `lump` mm in waves of `lump_size` mm, from a `seed`."""

    forms: tuple[Form, ...]
    blend: float = 6.0
    lump: float = 0.5
    lump_size: float = 20.0
    seed: int = 1

    def distance(self, points: Floats) -> Floats:
        """Signed distances (n) of `points` (n × 3) to the surface."""
        points = np.asarray(points, np.float32)
        total = np.full(len(points), _FAR, np.float32)
        for half in (half for form in self.forms for half in form.both):
            here = half.distance(points)
            blend = self.blend if half.blend is None else half.blend
            # What is carved away is the lesser of the two insides.
            total = -smooth_minimum(-total, here, blend) if half.carve else smooth_minimum(total, here, blend)
        rough = waves(points, self.seed, self.lump_size) * np.float32(self.lump)
        fine = waves(points, self.seed + 5, self.lump_size / 3.6) * np.float32(self.lump * 0.25)
        return np.asarray(total + rough + fine, np.float32)

    def normal(self, points: Floats, reach: float = 0.2) -> Floats:
        """Outward unit directions (n × 3) at `points` near the surface, from differences over `reach` mm."""
        steps = np.eye(3, dtype=np.float32) * np.float32(reach)
        slopes = [self.distance(points + step) - self.distance(points - step) for step in steps]
        return unit(np.stack(slopes, 1))

    def bounds(self, room: float) -> tuple[Floats, Floats]:
        """The box (3 and 3) that holds it with `room` mm around."""
        lows, highs = zip(*(form.bounds() for form in self.forms if not form.carve), strict=True)
        return np.min(lows, 0) - np.float32(room), np.max(highs, 0) + np.float32(room)


def smooth_minimum(first: Floats, second: Floats, blend: float) -> Floats:
    """The lesser of two distances, rounded where they differ by less than `blend` mm."""
    share = np.clip(0.5 + 0.5 * (second - first) / max(blend, _FLAT), 0, 1).astype(np.float32)
    low = second + (first - second) * share - np.float32(blend) * share * (1 - share)
    return np.asarray(low, np.float32)


def waves(points: Floats, seed: int, length: float) -> Floats:
    """A gentle unevenness (n) at `points`, about −1 to 1, without preferred direction; `length` of a wave in mm."""
    chance = np.random.default_rng(seed)
    ways = (chance.normal(size=(_NEEDLES, 3)) / max(length, _FLAT) * np.pi).astype(np.float32)
    phases = chance.uniform(0, 2 * np.pi, _NEEDLES).astype(np.float32)
    weights = chance.uniform(0.4, 1, _NEEDLES).astype(np.float32) / np.float32(np.sqrt(_NEEDLES))
    return np.asarray(np.sin(points @ ways.T + phases) @ weights, np.float32)


def rotation(turn: Sequence[float]) -> Floats:
    """The 3 × 3 matrix of turning about X, then Y, then Z by degrees."""
    (cx, cy, cz), (sx, sy, sz) = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x, np.float32)


def unit(vectors: Floats) -> Floats:
    """The same directions with length one, along the last axis."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), _FLAT), np.float32)


def mirrored(point: Point) -> Point:
    """The point on the other side of the middle."""
    return (-point[0], point[1], point[2])


def _ball(points: Floats, centre: Point, radii: Point, turn: Point) -> Floats:
    # First-order distance of an ellipsoid: its level over the level's slope, right at the surface.
    local = points - np.asarray(centre, np.float32)
    if any(turn):
        local = local @ rotation(turn)
    across = np.asarray(radii, np.float32)
    level = np.linalg.norm(local / across, axis=1)
    slope = np.linalg.norm(local / (across * across), axis=1)
    near = np.where(slope > _FLAT, level * (level - 1) / np.maximum(slope, _FLAT), -across.min())
    return np.asarray(near, np.float32)


def _roll(points: Floats, path: Sequence[Rolled]) -> Floats:
    nearest = np.full(len(points), np.inf, np.float32)
    rows = np.asarray(path, np.float32)
    for start, end in zip(rows, rows[1:] if len(rows) > 1 else rows, strict=False):
        along = end[:3] - start[:3]
        share = np.clip((points - start[:3]) @ along / max(float(along @ along), _FLAT), 0, 1)
        radius = start[3] + (end[3] - start[3]) * share
        here = np.linalg.norm(points - start[:3] - share[:, None] * along, axis=1) - radius
        nearest = np.minimum(nearest, here.astype(np.float32))
    return nearest
