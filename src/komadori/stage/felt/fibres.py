"""Fibres on a felted surface: a mat whose both ends are needled in, and a fuzz that stands off, as in carded wool.

Every fibre is drawn from one seed in a fixed order of chance, so that the same felt is the same bytes, and the first
part of the fibres is an even sample of all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from komadori.stage.felt.forms import Point, unit
from komadori.stage.felt.paint import Coat
from komadori.stage.felt.surface import Surface
from komadori.stage.scene import Fibres, Floats

Numbers: TypeAlias = NDArray[np.floating[Any]]
Flags: TypeAlias = NDArray[np.bool_]

POINTS = 8
"""Points along a fibre: enough for one and a half curls."""
_STRAY, _STRAY_LIGHT = 0.10, 1.35
"""One fibre in ten of real carded wool is paler than its neighbours by about a third."""
_FULL = 2 * np.pi


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """What a surface is felted with.

    `mat` and `fuzz` are fibres a square millimetre, `length` and `fuzz_length` mm (their spread is part of it),
    `radius` and `fuzz_radius` mm at the root. `lift` is how high the mat stands off in mm, `curl` 0 straight to 1
    tightly curled, `clump` 0 to 1 how far fibres gather in tufts `clump_size` mm apart. `comb` is a direction with
    strength (0 tangled, 2 or more combed) that fibres follow, or, with `comb_from`, the point they lead away from.
    `second` colour is worn by the `second_share` of the fibres. `needle` marks a square millimetre are `needle_deep` mm
    deep. `spread` is how far neighbours differ in lightness (the deviation of a log-normal).
    """

    mat: float = 1.6
    fuzz: float = 0.35
    length: float = 7.0
    fuzz_length: float = 4.0
    radius: float = 0.075
    fuzz_radius: float = 0.04
    lift: float = 0.9
    curl: float = 0.55
    clump: float = 0.25
    clump_size: float = 3.0
    comb: Point = (0.0, 0.0, 0.0)
    comb_from: Point | None = None
    second_share: float = 0.0
    needle: float = 0.0
    needle_deep: float = 0.5
    spread: float = 0.22


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A ball at `at` with `radius` mm where no fibre passes, so that an eye or a mouth stays readable."""

    at: Point
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trim:
    """A ball at `at`, `radius` mm, within which fibres are needled flat to `keep` (0 to 1) of their length and lift."""

    at: Point
    radius: float
    keep: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grown:
    """Fibres with what boiling needs: their `roots` and the surface's `normals` there, n × 3."""

    fibres: Fibres
    roots: Floats
    normals: Floats

    def thinned(self, detail: float) -> "Grown":
        """The first `detail` (0 to 1) of them, a little thicker; so thick as to cover as much they would be straw."""
        count = round(len(self.roots) * min(detail, 1.0))
        thicker = np.float32(max(detail, 1e-3) ** -0.3 if detail < 1 else 1.0)
        held = self.fibres
        kept = Fibres(points=held.points[:count], radius=held.radius[:count] * thicker, colour=held.colour[:count])
        return Grown(fibres=kept, roots=self.roots[:count], normals=self.normals[:count])


def grown(
    surface: Surface,
    felt: Felt,
    coat: Coat,
    *,
    second: Floats | None = None,
    holes: Sequence[Hole] = (),
    trims: Sequence[Trim] = (),
    seed: int = 1,
) -> Grown:
    """The fibres of a felted surface; `second` is the other colour (3) where the felt has a share of it."""
    chance = np.random.default_rng(seed)
    area = float(surface.areas.sum())
    roots, normals = surface.strewn(round(area * (felt.mat + felt.fuzz)), chance)
    loose = chance.random(len(roots)) < felt.fuzz / max(felt.mat + felt.fuzz, 1e-9)
    keep = _kept_share(roots, trims)
    points = np.where(
        loose[:, None, None],
        _fuzz(roots, normals, felt, keep, chance),
        _mat(roots, normals, felt, keep, chance),
    ).astype(np.float32)
    points = _clumped(points, roots, loose, felt, chance)
    points = _needled(points, surface, felt, area, chance)
    colours = _coloured(roots, coat, felt, second, chance)
    radius = _radii(loose, felt, keep, chance)
    free = _outside(points, holes) & ~(loose & (keep[:, 0] < 0.5))
    kept = Fibres(points=points[free], radius=radius[free], colour=colours[free])
    return Grown(fibres=kept, roots=roots[free], normals=normals[free])


def _mat(roots: Floats, normals: Floats, felt: Felt, keep: Floats, chance: np.random.Generator) -> Floats:
    """Needled loops: they wander along the surface, and both ends are pushed in."""
    count = len(roots)
    along_way, side_way = _ways(roots, normals, felt, chance)
    length = felt.length * chance.uniform(0.55, 1.3, (count, 1)) * (0.45 + 0.55 * keep)
    t = np.linspace(0, 1, POINTS)[None]
    bend = felt.curl * chance.normal(size=(count, 1))
    phase, other = chance.uniform(0, _FULL, (2, count, 1))
    turns = chance.uniform(0.7, 2.1, (count, 1))
    wander = 0.36 * felt.curl
    side = length * (bend * (t**2 - t * 0.3) + wander * (np.sin(_FULL * turns * t + phase) - np.sin(phase)))
    along = length * (t - 0.5 + 0.5 * wander * np.sin(_FULL * turns * t + other))
    bow = np.sin(np.pi * t)
    height = chance.uniform(0.1, 1.2, (count, 1)) * bow + 0.35 * np.sin(_FULL * turns * t + other) * bow - 0.3
    return _laid_out(roots, normals, along_way, side_way, along, side, felt.lift * keep * height)


def _fuzz(roots: Floats, normals: Floats, felt: Felt, keep: Floats, chance: np.random.Generator) -> Floats:
    """Flyaways: they leave the surface and curl back."""
    count = len(roots)
    along_way, side_way = _ways(roots, normals, felt, chance)
    length = felt.fuzz_length * chance.uniform(0.4, 1.3, (count, 1)) * keep
    t = np.linspace(0, 1, POINTS)[None]
    bend = chance.uniform(0.2, 1.1, (count, 1))
    curl = 1.2 * felt.curl * chance.normal(size=(count, 1))
    phase, turns = chance.uniform(0, _FULL, (count, 1)), chance.uniform(0.7, 2.1, (count, 1))
    side = length * (curl * t**2 + 0.16 * np.sin(_FULL * turns * t + phase) * t)
    arch = np.sin(bend * np.pi * 0.62 * t) / np.maximum(np.sin(bend * np.pi * 0.62), 0.25)
    height = 0.75 * length * chance.uniform(0.25, 1.0, (count, 1)) * arch * np.minimum(1, bend + 0.35)
    return _laid_out(roots, normals, along_way, side_way, length * (0.75 * t + 0.35 * t**2), side, height)


def _ways(roots: Floats, normals: Floats, felt: Felt, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """For each root the direction in the surface that its fibre sets out in, and the one across."""
    wild = chance.normal(size=roots.shape).astype(np.float32)
    comb = np.asarray(felt.comb, np.float32)
    if felt.comb_from is not None:
        comb = unit(roots - np.asarray(felt.comb_from, np.float32)) * np.linalg.norm(comb)
    way = unit(wild) + comb
    way = unit(way - (way * normals).sum(1, keepdims=True) * normals)
    return way, np.cross(normals, way)


def _laid_out(
    roots: Floats, normals: Floats, way: Floats, across: Floats, along: Numbers, side: Numbers, height: Numbers
) -> Floats:
    spread = way[:, None] * along[..., None] + across[:, None] * side[..., None] + normals[:, None] * height[..., None]
    return np.asarray(roots[:, None] + spread, np.float32)


def _clumped(points: Floats, roots: Floats, loose: Flags, felt: Felt, chance: np.random.Generator) -> Floats:
    """Ends drawn towards the fibre that leads the tuft."""
    if felt.clump <= 0 or not len(roots):
        return points
    leaders = max(1, round(len(roots) / max(felt.clump_size**2 * (felt.mat + felt.fuzz), 1)))
    chosen = chance.choice(len(roots), leaders, replace=False)
    _, nearest = cKDTree(roots[chosen]).query(roots)
    lead = roots[chosen][nearest]
    pull = felt.clump * np.linspace(0, 1, POINTS)[None, :, None] ** 1.5
    pull = pull * chance.uniform(0.3, 1, (len(roots), 1, 1)) * np.where(loose, 1.0, 0.45)[:, None, None]
    return np.asarray(points + (lead - roots)[:, None] * pull, np.float32)


def _needled(points: Floats, surface: Surface, felt: Felt, area: float, chance: np.random.Generator) -> Floats:
    """Dimples where the needle went in again and again: fibres near one dive into it."""
    count = round(area * felt.needle)
    if not count:
        return points
    marks, outward = surface.strewn(count, chance)
    reach = 1.1
    flat = points.reshape(-1, 3)
    far, mark = cKDTree(marks).query(flat, distance_upper_bound=3 * reach)
    near = np.isfinite(far)
    weight = np.exp(-((far[near] / reach) ** 2))[:, None]
    moved = flat.copy()
    moved[near] += weight * (0.35 * (marks[mark[near]] - flat[near]) - felt.needle_deep * outward[mark[near]])
    return moved.reshape(points.shape)


def _coloured(roots: Floats, coat: Coat, felt: Felt, second: Floats | None, chance: np.random.Generator) -> Floats:
    count = len(roots)
    # Wool of two colours is laid by hand: a fibre may start a little way over the line.
    colours = coat.colours(roots + chance.normal(size=roots.shape).astype(np.float32) * np.float32(0.7))
    other = chance.random(count) < felt.second_share
    if second is not None:
        colours[other] = colours[other] * 0.25 + second * 0.75
    uneven = np.exp(chance.normal(size=(count, 1)) * felt.spread)
    colours = np.asarray(colours * uneven + chance.normal(size=(count, 3)) * 0.008, np.float32)
    stray = chance.random(count) < _STRAY
    colours[stray] = colours[stray] * _STRAY_LIGHT + 0.015
    return np.clip(colours, 0.003, 0.95).astype(np.float32)


def _radii(loose: Flags, felt: Felt, keep: Floats, chance: np.random.Generator) -> Floats:
    root = np.where(loose, felt.fuzz_radius, felt.radius)[:, None] * (0.7 + 0.3 * keep)
    taper = np.where(loose[:, None], np.linspace(1, 0.35, POINTS), np.linspace(1, 0.65, POINTS))
    return np.asarray(root * taper * chance.uniform(0.6, 1.3, (len(loose), 1)), np.float32)


def _kept_share(roots: Floats, trims: Sequence[Trim]) -> Floats:
    """How much of its length a fibre at each root keeps (n × 1), one outside every trim, with a soft edge."""
    keep = np.ones((len(roots), 1), np.float32)
    for trim in trims:
        far = np.linalg.norm(roots - np.asarray(trim.at, np.float32), axis=1, keepdims=True) / max(trim.radius, 1e-3)
        edge = np.clip((far - 0.75) / 0.5, 0, 1)
        keep = np.minimum(keep, trim.keep + (1 - trim.keep) * edge * edge * (3 - 2 * edge))
    return keep.astype(np.float32)


def _outside(points: Floats, holes: Sequence[Hole]) -> Flags:
    """Which fibres (n bool) keep clear of every hole with all their points."""
    clear = np.ones(len(points), bool)
    middle = points[:, POINTS // 2]
    reach = np.linalg.norm(points - middle[:, None], axis=2).max(1) if len(points) else np.zeros(0)
    for hole in holes:
        at = np.asarray(hole.at, np.float32)
        near = np.flatnonzero(np.linalg.norm(middle - at, axis=1) < hole.radius + reach)
        clear[near] &= np.linalg.norm(points[near] - at, axis=2).min(1) > hole.radius
    return clear
