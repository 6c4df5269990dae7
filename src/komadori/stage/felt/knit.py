"""Knitted things: a tube of stitches along a path, every stitch a loop of yarn, over a core that fills the gaps."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from komadori.stage.felt.forms import Point, unit
from komadori.stage.felt.pieces import rounded
from komadori.stage.scene import Colour, Fibres, Floats, Mesh

Numbers: TypeAlias = NDArray[np.floating[Any]]
Section = tuple[float, float, float, float, float]
"""A place of the path and the tube's half-width and half-thickness there, in millimetres."""

_LOOP = 9
"""Points along a stitch."""
_CORE = 0.9
"""The core lies inside the yarn by a tenth, so that it shows only where stitches part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knit:
    """A knitted tube along `path`, or a ring where it is `closed`.

    `stitches` along it and `rows` around. `up` is the direction of its thickness. `colours` follow each other every
    `stripe` stitches. `open` leaves a gap: the share around where it is, how wide it is at the end of the path, and
    the share along where it begins, so that (0.25, 0.13, 0.46) is a V at the front from about the middle. `fringe` mm
    of loose yarn hang from the end, `fuzz` hairs stand off each stitch.
    """

    path: tuple[Section, ...]
    colours: tuple[Colour, ...]
    stitches: int = 60
    rows: int = 16
    stripe: int = 8
    closed: bool = False
    up: Point = (0.0, 0.0, 1.0)
    open: Point = (0.25, 0.0, 0.0)
    fringe: float = 0.0
    fuzz: int = 3
    seed: int = 1

    def core(self, *, bare: bool = False) -> Mesh:
        """The filling, coloured as the yarn is but darker; a `bare` one stands for the yarn itself."""
        along, around = self.stitches + 1, 24
        u, v = np.meshgrid(np.linspace(0, 1, along), np.linspace(0, 1, around), indexing="ij")
        place, out, size = self._surface(u.ravel(), v.ravel())
        colour = self._striped(u.ravel()) * np.float32(1.0 if bare else 0.55)
        at = np.arange(along * around).reshape(along, around)
        a, b, c, d = at[:-1, :-1].ravel(), at[1:, :-1].ravel(), at[1:, 1:].ravel(), at[:-1, 1:].ravel()
        faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
        first = place[faces[0]]
        if np.dot(np.cross(first[1] - first[0], first[2] - first[0]), out[faces[0, 0]]) < 0:
            faces = faces[:, ::-1]
        vertices = place if bare else place - out * ((1 - _CORE) * size[:, None])
        return Mesh(vertices=vertices.astype(np.float32), faces=np.ascontiguousarray(faces, np.int32), colour=colour)

    def yarn(self) -> Fibres:
        """The stitches, as loops of `_LOOP` points."""
        chance = np.random.default_rng(self.seed)
        row, stitch = (grid.ravel() for grid in np.mgrid[0 : self.rows, 0 : self.stitches])
        t = np.linspace(0, 1, _LOOP)[None]
        u = (stitch[:, None] + t + 0.24 * np.sin(4 * np.pi * t)) / self.stitches
        v = (row[:, None] + 0.5 - 0.62 * np.cos(2 * np.pi * t)) / self.rows
        v = v + chance.normal(size=v.shape) * 0.05 / self.rows
        place, out, _ = self._surface(u.ravel(), v.ravel())
        thick = 0.47 * self._pitch()
        height = np.tile(thick * (0.7 - np.cos(4 * np.pi * t)), (len(row), 1))
        points = place.reshape(-1, _LOOP, 3) + out.reshape(-1, _LOOP, 3) * height[..., None]
        colour = self._striped((stitch + 0.5) / self.stitches)
        colour = colour * np.exp(chance.normal(size=(len(row), 1)) * 0.08)
        radius = np.full(points.shape[:2], thick) * chance.uniform(0.92, 1.08, (len(row), 1))
        return Fibres(
            points=points.astype(np.float32), radius=radius.astype(np.float32), colour=colour.astype(np.float32)
        )

    def hairs(self) -> Fibres:
        """The fuzz of the yarn, and the fringe at its end."""
        chance = np.random.default_rng(self.seed + 1)
        count = self.fuzz * self.stitches * self.rows
        u, v = chance.random((2, count))
        place, out, _ = self._surface(u, v)
        thick = self._pitch()
        length = thick * chance.uniform(0.9, 2.4, (count, 1, 1))
        way = unit((out * chance.uniform(0.2, 1, (count, 1)) + 0.6 * chance.normal(size=(count, 3))).astype(np.float32))
        t = np.linspace(0, 1, 5)[None, :, None]
        curl = chance.normal(size=(count, 1, 3)) * 0.5
        points = place[:, None] + out[:, None] * (0.4 * thick) + length * (way[:, None] * t + curl * t**2)
        radius = np.tile(np.linspace(0.045, 0.018, 5), (count, 1))
        return Fibres(
            points=points.astype(np.float32),
            radius=radius.astype(np.float32),
            colour=np.clip(self._striped(u) * 1.1, 0, 0.95).astype(np.float32),
        )

    def tassels(self) -> Fibres | None:
        """The fringe: yarn hanging from the end of the path, or None."""
        if not self.fringe:
            return None
        chance = np.random.default_rng(self.seed + 2)
        count = max(6, self.rows)
        u, v = np.ones(count), (np.arange(count) + 0.5) / count
        place, _, _ = self._surface(u, v)
        t = np.linspace(0, 1, _LOOP)[None, :, None]
        drift = chance.normal(size=(count, 1, 3)) * np.array([0.2, 0.2, 0.0]) * self.fringe
        down = np.array([0, 0, -1]) * self.fringe * chance.uniform(0.8, 1.15, (count, 1, 1))
        points = place[:, None] + down * t + drift * t**2
        radius = np.tile(np.linspace(0.4, 0.28, _LOOP) * self._pitch(), (count, 1))
        colour = np.tile(np.asarray(self.colours[-1], np.float32), (count, 1))
        return Fibres(points=points.astype(np.float32), radius=radius.astype(np.float32), colour=colour)

    def _line(self) -> Floats:
        rows = np.asarray(self.path, np.float32)
        if not self.closed:
            return rounded(rows, 12)
        wrapped = rounded(np.concatenate([rows[-2:], rows, rows[:3]]), 12)
        return wrapped[24 : 24 + 12 * len(rows) + 1]

    def _far(self, line: Floats) -> Numbers:
        """Millimetres along the fabric to each place of the line, whether it runs on or only widens."""
        return np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line[:, :4], axis=0), axis=1))])

    def _pitch(self) -> float:
        """Millimetres a stitch."""
        return float(self._far(self._line())[-1]) / self.stitches

    def _surface(self, u: Numbers, v: Numbers) -> tuple[Floats, Floats, Floats]:
        """Places, outward directions (n × 3 each) and half-thickness (n) at shares along and around, 0 to 1."""
        place, out, size = self._at(u, v)
        step = 1e-3
        along = self._at(u + step, v)[0] - self._at(u - step, v)[0]
        around = self._at(u, v + step)[0] - self._at(u, v - step)[0]
        square = unit(np.cross(along, around))
        # Where a tube closes to a point there is no direction across; the section's own serves there.
        flat = np.linalg.norm(np.cross(along, around), axis=1, keepdims=True) < 1e-7
        square = np.where(flat, out, square)
        side = np.where((square * out).sum(1, keepdims=True) < 0, -1, 1)
        return place, np.asarray(square * side, np.float32), size

    def _at(self, u: Numbers, v: Numbers) -> tuple[Floats, Floats, Floats]:
        """Places, directions away from the middle (n × 3 each) and half-thickness (n)."""
        line = self._line()
        far = self._far(line)
        at = (u % 1.0 if self.closed else np.clip(u, 0, 1)) * far[-1]
        tangent = unit(np.gradient(line[:, :3], axis=0))
        centre, way = (np.stack([np.interp(at, far, part[:, k]) for k in range(3)], 1) for part in (line, tangent))
        wide, thick = (np.interp(at, far, line[:, k])[:, None] for k in (3, 4))
        across = np.cross(way, np.asarray(self.up))
        # A path that runs up has no thickness upward; the front serves.
        steep = np.linalg.norm(across, axis=1, keepdims=True) < 0.05
        side = unit(np.where(steep, np.cross(way, (0.0, -1.0, 0.0)), across).astype(np.float32))
        rise = np.cross(side, way)
        round_ = 2 * np.pi * self._past_gap(u, v)
        cosine, sine = np.cos(round_)[:, None], np.sin(round_)[:, None]
        out = unit((side * cosine * thick + rise * sine * wide).astype(np.float32))
        place = centre + side * cosine * wide + rise * sine * thick
        return place.astype(np.float32), out, np.minimum(wide, thick)[:, 0].astype(np.float32)

    def _past_gap(self, u: Numbers, v: Numbers) -> Numbers:
        """The shares around, drawn together so that what is open stays free."""
        where, wide, until = self.open
        if not wide:
            return v
        gap = wide * np.clip((np.clip(u, 0, 1) - until) / max(1 - until, 1e-3), 0, 1)
        return np.asarray(where + gap / 2 + v * (1 - gap))

    def _striped(self, u: Numbers) -> Floats:
        number = np.floor(np.clip(u, 0, 0.9999) * self.stitches / max(self.stripe, 1)).astype(int) % len(self.colours)
        return np.asarray(np.asarray(self.colours, np.float32)[number])
