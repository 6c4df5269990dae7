"""The nodes of a model: a tree without cycles, each with a name that a pose can call it by."""

import math
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from komadori.stage.gltf.container import DEEPEST, Container

Matrix = NDArray[np.float64]

UPRIGHT: Matrix = np.array([[1, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1]], np.float64)
"""From glTF's axes (Y up, the front towards +Z) to the stage's (Z up, the front towards −Y)."""
REPLACEMENT = re.compile(r"([^=:]+)[=:]([^=:]+)\Z")
"""A node called "mouth=smile" is a replacement: of all mouths one is shown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Node:
    """One node: where it is in its parent (`move`, `turn` and `size`, 4 × 4 each), its mesh, and what hangs on it.

    `group` and `choice` are those of a replacement, else empty.
    """

    name: str
    move: Matrix
    turn: Matrix
    size: Matrix
    mesh: int | None
    group: str = ""
    choice: str = ""
    children: tuple["Node", ...] = field(default=())


def read_nodes(held: Container) -> tuple[Node, ...]:
    """The roots of the model's scene. Raises BadModel, also where a node hangs on itself or on two others."""
    scenes = held.rows("scenes")
    if scenes:
        roots = held.row("scenes", held.told.get("scene", 0)).get("nodes", [])
    else:
        below = {child for row in held.rows("nodes") for child in _numbers(held, row.get("children", []))}
        roots = [number for number in range(len(held.rows("nodes"))) if number not in below]
    seen: set[int] = set()
    names: set[str] = set()
    return tuple(_node(held, number, seen, names, 0) for number in _numbers(held, roots))


def _numbers(held: Container, value: object) -> list[int]:
    if not isinstance(value, list) or not all(isinstance(one, int) and not isinstance(one, bool) for one in value):
        raise held.wrong("has a list of nodes that is none.")
    return value


def _node(held: Container, number: int, seen: set[int], names: set[str], depth: int) -> Node:
    row = held.row("nodes", number)
    if number in seen:
        raise held.wrong(f"has node {number} hang on itself or on two others.")
    if depth > DEEPEST:
        raise held.wrong(f"has nodes {DEEPEST} deep.", "simplify it.")
    seen.add(number)
    name = _called(row.get("name"), number, names)
    split = REPLACEMENT.match(str(row.get("name", "")))
    move, turn, size = _placed(held, row)
    mesh = row.get("mesh")
    return Node(
        name=name,
        move=move,
        turn=turn,
        size=size,
        mesh=None if mesh is None else held.whole(row, "mesh", None, 10_000),
        group=_plain(split[1]) if split else "",
        choice=_plain(split[2]) if split else "",
        children=tuple(_node(held, child, seen, names, depth + 1) for child in _numbers(held, row.get("children", []))),
    )


def _called(value: object, number: int, names: set[str]) -> str:
    stem = _plain(value if isinstance(value, str) else "") or f"node-{number}"
    stem = f"{stem}-node" if stem in ("body", "camera") else stem
    name, count = stem, 1
    while name in names:
        count += 1
        name = f"{stem}-{count}"
    names.add(name)
    return name


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()[:60]).strip(".-_")


def _placed(held: Container, row: dict[str, Any]) -> tuple[Matrix, Matrix, Matrix]:
    """What a node does to what hangs on it, as a movement, a turn and a size."""
    if "matrix" in row:
        whole = np.array(_floats(held, row["matrix"], 16), np.float64).reshape(4, 4).T
        move, linear = np.eye(4), np.eye(4)
        move[:3, 3] = whole[:3, 3]
        linear[:3, :3] = whole[:3, :3]
        return move, np.eye(4), linear
    move = np.eye(4)
    move[:3, 3] = _floats(held, row.get("translation", [0.0] * 3), 3)
    return (
        move,
        _rotation(_floats(held, row.get("rotation", [0.0, 0.0, 0.0, 1.0]), 4)),
        np.diag([*_floats(held, row.get("scale", [1.0] * 3), 3), 1.0]),
    )


def _floats(held: Container, value: object, count: int) -> list[float]:
    fits = (
        isinstance(value, list)
        and len(value) == count
        and all(
            isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) and abs(one) <= 1e6
            for one in value
        )
    )
    if not fits:
        raise held.wrong(f"has a node placed by {str(value)[:60]}.")
    return [float(one) for one in value]  # type: ignore[attr-defined]  # a list, as was seen


def _rotation(quaternion: list[float]) -> Matrix:
    x, y, z, w = np.asarray(quaternion) / max(float(np.linalg.norm(quaternion)), 1e-9)
    matrix = np.eye(4)
    matrix[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return matrix
