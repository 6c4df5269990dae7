"""How a tree branches: lines with a thickness, and the places where its blossoms and leaves sit. All from a seed."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from komadori.stage.build.surface import Array

LEVELS = 4
"""Trunk 0, limbs 1, branches 2, twigs 3, sprigs 4."""
_PARTS = (6, 8, 7, 6, 4)
"""Points along a line of each level."""
_CHILDREN = (4, 5, 5, 3, 0)
_SHARE = (0.0, 0.62, 0.52, 0.46, 0.42)
"""A line's length as a share of its parent's."""
_WANDER = (0.07, 0.13, 0.19, 0.24, 0.30)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A trunk, limb or twig: `points` n × 3 and `radius` n in mm, and its level."""

    points: Array
    radius: Array
    level: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grown:
    """A tree: its lines, and n × 3 `sites` where something may bloom, with the direction `ways` each looks to."""

    lines: tuple[Line, ...]
    sites: Array
    ways: Array


@lru_cache(maxsize=24)
def grown(habit: str, height: float, spread: float, trunk: float, seed: int) -> Grown:
    """A tree whose crown is about `height` high and `spread` wide (mm), its trunk `trunk` mm thick at the foot.

    `habit` "tree" stands; "branch" reaches from its root along +X and hangs a little, and "sapling" is slim.
    """
    chance = np.random.default_rng(seed)
    lines: list[Line] = []
    if habit == "branch":
        _shoot(
            lines,
            chance,
            np.zeros(3),
            np.array((1.0, -0.05, 0.06)),
            spread * 0.72,
            trunk / 2,
            1,
            spread / max(height, 1),
        )
    else:
        stem = height * (0.34 if habit == "tree" else 0.46)
        lean = chance.normal(size=2) * 0.10
        _shoot(lines, chance, np.zeros(3), np.array((*lean, 1.0)), stem, trunk / 2, 0, spread / max(height, 1))
    sites, ways = [], []
    for line in lines:
        if line.level < 3 and not (line.level == 2 and habit == "branch"):
            continue
        ahead = np.gradient(line.points, axis=0)
        sites.append(line.points[1:])
        ways.append(ahead[1:] / np.maximum(np.linalg.norm(ahead[1:], axis=1, keepdims=True), 1e-9))
    return Grown(lines=tuple(lines), sites=np.concatenate(sites), ways=np.concatenate(ways))


def _shoot(
    lines: list[Line], chance: np.random.Generator, root: Array, way: Array, length: float, radius: float, level: int,
    wide: float,
) -> None:  # fmt: skip
    """Grow one line and, from it, its children."""
    count = _PARTS[level]
    points, ahead = [root], way / np.linalg.norm(way)
    for step in range(count - 1):
        # Limbs of a cherry strive up, then level out, and their ends hang.
        lift = (0.10, 0.05, -0.01, -0.05, -0.08)[level] - 0.03 * step / count
        ahead = ahead + chance.normal(size=3) * _WANDER[level] * (1, 1, 0.7) + (0, 0, lift)
        ahead = ahead / np.linalg.norm(ahead)
        points.append(points[-1] + ahead * length / (count - 1))
    line = np.array(points)
    taper = np.linspace(1.0, 0.62 if level == 0 else 0.34, count)
    if level == 0:
        taper[0] *= 1.35  # the foot of a trunk flares into its roots
    lines.append(Line(points=line, radius=np.maximum(radius * taper, 0.28), level=level))
    if level >= LEVELS:
        return
    turn = chance.uniform(0, 2 * np.pi)
    for number in range(_CHILDREN[level]):
        share = 0.93 if level == 0 else 0.28 + 0.72 * (number + chance.uniform(0.2, 0.9)) / _CHILDREN[level]
        at = min(round(share * (count - 1)), count - 1)
        along = line[at] - line[max(at - 1, 0)] if at else way
        along = along / max(float(np.linalg.norm(along)), 1e-9)
        turn += 2.4 + chance.uniform(-0.4, 0.4)
        side = np.array((np.cos(turn), np.sin(turn), chance.uniform(-0.15, 0.35)))
        side -= along * (side @ along)
        side /= max(float(np.linalg.norm(side)), 1e-9)
        opens = (0.85 * wide, 0.85, 0.95, 1.0, 1.0)[level]
        child = length * _SHARE[level + 1] * chance.uniform(0.8, 1.15) * (2.5 * wide**0.4 if level == 0 else 1.0)
        thin = radius * float(taper[at]) * (0.60, 0.58, 0.55, 0.6)[level]
        _shoot(lines, chance, line[at], along + side * opens, child, thin, level + 1, wide)
