"""Who may stand on the floor: what it asks of puppets, props, sets, light and weather, whoever makes them.

The floor knows them by these few verbs, so that a model somebody brought stands beside the puppets of felt.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from komadori.stage.felt.boil import Touch
from komadori.stage.fragment import Fragment
from komadori.stage.scene import Floats, Lens, Mesh
from komadori.story import Season


class ChannelRow(Protocol):
    """A channel of a puppet, as `puppet.Channel` is."""

    @property
    def name(self) -> str:
        """Such as "head.tilt"."""

    @property
    def unit(self) -> str:
        """Such as "°" or "mm"."""

    @property
    def low(self) -> float:
        """The least it takes."""

    @property
    def high(self) -> float:
        """The most it takes."""

    @property
    def rest(self) -> float | str:
        """Where it is when nobody says."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What a replacement may be."""


class Actor(Protocol):
    """What can be posed."""

    @property
    def channels(self) -> tuple[Any, ...]:
        """Its channels, rows as `ChannelRow` tells."""

    @property
    def height(self) -> float:
        """In mm."""

    def check(self, pose: Mapping[str, float | str]) -> None:
        """Raise what is wrong with a pose, everything together."""

    def fragment(self, pose: Mapping[str, float | str], *, detail: float, touched: Sequence[Any] = ()) -> Fragment:
        """It in its own millimetres, facing −Y."""

    def anchor(self, name: str, pose: Mapping[str, float | str]) -> NDArray[Any]:
        """Where something of it is, 4 × 4, in its own millimetres."""


class Object(Protocol):
    """A prop."""

    @property
    def grip(self) -> Floats:
        """Where a hand takes hold of it, 4 × 4."""

    def fragment(self, *, detail: float) -> Fragment:
        """It in its own millimetres."""


class Surroundings(Protocol):
    """A set."""

    @property
    def anchors(self) -> Mapping[str, Floats]:
        """Named places, 4 × 4."""

    @property
    def lenses(self) -> Mapping[str, Lens]:
        """Lenses by name."""

    def fragment(self, season: Season, *, detail: float) -> Fragment:
        """It in a season."""


def place_of(at: tuple[float, float, float], turn: float = 0.0, tilt: float = 0.0) -> Floats:
    """The 4 × 4 of something that stands at `at` mm, turned by `turn` degrees about Z (+ to its left, seen from above
    counter-clockwise) after it was tilted by `tilt` about X."""
    a, b = np.radians(turn), np.radians(tilt)
    round_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    round_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = round_z @ round_x
    matrix[:3, 3] = at
    return matrix


def folders(path: Path, roots: Sequence[Path]) -> tuple[Path, ...]:
    """Where what a stage file names is looked for first: the file's own folder, then `roots`."""
    return (path.resolve().parent, *roots)


def parts_of(actor: Actor, channel: str) -> tuple[str, ...]:
    """The parts of a puppet that a hand takes hold of to move a channel."""
    for row in actor.channels:
        if row.name == channel:
            return tuple(sorted({movement.part for movement in getattr(row, "moves", ())}))
    return ()


def touches_of(actor: Actor, part: str, seed: int) -> tuple[Touch, ...]:
    """Thumb and forefinger on a part of a puppet; where they press is drawn from `seed`. None on a part without a
    surface."""
    rest = actor.fragment({}, detail=0.0)
    meshes = [
        shape.vertices
        for thing in rest.things
        if thing.name.startswith(f"{part}/") and isinstance(shape := rest.shapes[thing.shape], Mesh)
    ]
    if not meshes:
        return ()
    surface = max(meshes, key=len)
    size = float(np.linalg.norm(np.ptp(surface, axis=0)))
    rng = np.random.default_rng(seed)
    thumb = surface[rng.integers(len(surface))]
    across = surface[np.argmax(np.linalg.norm(surface - thumb, axis=1) * rng.uniform(0.5, 1.0, len(surface)))]
    return tuple(
        Touch(
            part=part,
            at=(float(spot[0]), float(spot[1]), float(spot[2])),
            radius=min(max(0.16 * size, 2.0), 14.0),
            strength=0.55,
            seed=seed + number,
        )
        for number, spot in enumerate((thumb, across))
    )
