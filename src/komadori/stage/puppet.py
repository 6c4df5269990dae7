"""A puppet on the stage: set its channels, and it gives the fragment of the scene that it is."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from komadori.errors import NotFound
from komadori.stage.armature.channels import Channel, Pose, checked, limited, nearest, settled
from komadori.stage.armature.joints import Joint, Matrix, places, shift
from komadori.stage.felt.boil import Touch, boiled
from komadori.stage.felt.forms import rotation
from komadori.stage.felt.making import FIBRE, Made, Workshop
from komadori.stage.fragment import Fragment
from komadori.stage.puppet_file import Design, read_puppet
from komadori.stage.scene import Material, Mesh, Shape, Thing, shape_key

__all__ = ["Channel", "Pose", "Puppet", "Touch", "UnknownAnchor", "UnknownPart", "load_puppet"]


class UnknownAnchor(NotFound):
    """The puppet has no such place to hold something."""


class UnknownPart(NotFound):
    """The puppet has no part of this name."""


class Puppet:
    """One character, in its own millimetres: it stands at the origin on the floor and faces −Y."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.name, self.title = design.name, design.title
        self.channels = design.channels
        self.poses: Mapping[str, Pose] = design.poses
        self._grown: dict[tuple[str, float], tuple[str, Shape]] = {}

    def check(self, pose: Pose) -> None:
        """Raise UnknownChannel, UnknownReplacement, PoseBeyondLimit, or Several of them."""
        checked(self.channels, pose, self.name)

    def within(self, pose: Pose) -> dict[str, float | str]:
        """The pose brought within the limits, without channels this puppet does not have."""
        return limited(self.channels, pose)

    def fragment(self, pose: Pose, *, detail: float, touched: Sequence[Touch] = ()) -> Fragment:
        """The puppet in `pose`, with `detail` (0 none to 1 all) of its fibres; where it was `touched`, they lie anew.

        Shapes are the same for every pose, so that a renderer keeps them. Raises what `check` raises, and UnknownPart.
        """
        self.check(pose)
        values, where = settled(self.channels, pose), self._places(pose)
        touches = self._touches(touched)
        things: list[Thing] = []
        shapes: dict[str, Shape] = {}
        materials: dict[str, Material] = {}
        for name, made in self._made.items():
            if any(values[channel] != choice for channel, choice in made.part.shown.items()):
                continue
            for piece, key, shape, material in self._pieces(name, made, detail, touches.get(name, [])):
                called = _named(materials, material)
                shapes[key] = shape
                place = where[name].astype(np.float32)[None]
                things.append(Thing(name=piece, shape=key, material=called, places=place, role="puppet"))
        return Fragment(things=tuple(things), shapes=shapes, materials=materials)

    def anchor(self, name: str, pose: Pose) -> Matrix:
        """Where a thing is put that the anchor `name` holds, 4 × 4. Raises UnknownAnchor, and what `check` raises."""
        anchor = self.design.anchors.get(name)
        if anchor is None:
            raise UnknownAnchor(f"{self.name} has no anchor {name!r}.", hint=nearest(name, self.design.anchors))
        self.check(pose)
        turn = np.eye(4)
        turn[:3, :3] = rotation(anchor.turn)
        return self._places(pose)[anchor.part] @ shift(anchor.at) @ turn

    @cached_property
    def height(self) -> float:
        """How tall it is at rest, in mm."""
        where, values = self._places({}), settled(self.channels, {})
        tops = [
            (piece.shape.vertices @ where[name][2, :3] + where[name][2, 3]).max()
            for name, made in self._made.items()
            if all(values[channel] == choice for channel, choice in made.part.shown.items())
            for piece in made.pieces
            if isinstance(piece.shape, Mesh)
        ]
        return float(max(tops))

    @cached_property
    def _made(self) -> dict[str, Made]:
        return Workshop(self.design.parts).made()

    @cached_property
    def _joints(self) -> tuple[Joint, ...]:
        return tuple(Joint(name=name, at=made.joint, parent=made.part.parent) for name, made in self._made.items())

    def _places(self, pose: Pose) -> dict[str, Matrix]:
        return places(self._joints, self.channels, pose)

    def _touches(self, touched: Sequence[Touch]) -> dict[str, list[Touch]]:
        found: dict[str, list[Touch]] = {}
        for touch in touched:
            if touch.part not in self._made:
                hint = nearest(touch.part, self._made)
                raise UnknownPart(f"{self.name} has no part {touch.part!r} to be touched.", hint=hint)
            found.setdefault(touch.part, []).append(touch)
        return found

    def _pieces(
        self, name: str, made: Made, detail: float, touches: Sequence[Touch]
    ) -> list[tuple[str, str, Shape, Material]]:
        found: list[tuple[str, str, Shape, Material]] = []
        for piece in made.pieces if detail > 0 else made.bare:
            key, shape = self._kept(f"{name}/{piece.name}", float(detail > 0), piece.shape)
            found.append((f"{name}/{piece.name}", key, shape, piece.material))
        if made.wool is not None and round(len(made.wool.roots) * min(detail, 1.0)) > 0:
            if touches:
                wool = made.wool.thinned(detail)
                for touch in touches:
                    wool = boiled(wool, touch)
                key, shape = shape_key(wool.fibres), wool.fibres
            else:
                key, shape = self._wool(name, made, detail)
            found.append((f"{name}/wool", key, shape, FIBRE))
        return found

    def _wool(self, name: str, made: Made, detail: float) -> tuple[str, Shape]:
        called = (f"{name}/wool", detail)
        if called not in self._grown and made.wool is not None:
            fibres = made.wool.thinned(detail).fibres
            self._grown[called] = (shape_key(fibres), fibres)
        return self._grown[called]

    def _kept(self, name: str, detail: float, shape: Shape) -> tuple[str, Shape]:
        if (name, detail) not in self._grown:
            self._grown[name, detail] = (shape_key(shape), shape)
        return self._grown[name, detail]


@lru_cache(maxsize=32)
def _loaded(name: str, roots: tuple[Path, ...], _changed: int) -> Puppet:
    return Puppet(read_puppet(name, roots))


def load_puppet(name: str, roots: Sequence[Path] = ()) -> Puppet:
    """The puppet called `name`, looked for in `roots` and then in the library; loading it again costs nothing.

    Raises NoSuchPuppet, BadPuppet, or Several with everything that is wrong in its file.
    """
    changed = max((path.stat().st_mtime_ns for root in roots for path in root.glob(f"{name}.toml")), default=0)
    return _loaded(name, tuple(roots), changed)


def _named(materials: dict[str, Material], material: Material) -> str:
    """The name of a material in the fragment: its kind, numbered where there are several."""
    number = 1
    while True:
        name = material.kind if number == 1 else f"{material.kind}-{number}"
        if materials.setdefault(name, material) == material:
            return name
        number += 1
